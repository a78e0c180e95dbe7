import type { ReadInput } from '../../src/core/evaluation/answerReader.ts';
import { shuffled } from '../../src/core/evaluation/seededShuffle.ts';
import { memo } from '../unit/evaluation/readerCase.ts';
import type { ReaderCase } from '../unit/evaluation/readerCase.ts';
import { chineseCases } from '../unit/evaluation/readerChineseCases.ts';
import { labelSetCases } from '../unit/evaluation/readerLabelSetCases.ts';
import { letterCases } from '../unit/evaluation/readerLetterCases.ts';
import { longCases } from '../unit/evaluation/readerLongCases.ts';
import { negationCases } from '../unit/evaluation/readerNegationCases.ts';
import { numberCases } from '../unit/evaluation/readerNumberCases.ts';
import { refusalCases } from '../unit/evaluation/readerRefusalCases.ts';
import { structuredCases } from '../unit/evaluation/readerStructuredCases.ts';
import { wordCases } from '../unit/evaluation/readerWordCases.ts';

/** What the reader is given for a row of the table. */
function inputOf({ reply, answer, stage, options, finish, refusal }: ReaderCase): ReadInput {
  return {
    reply,
    answer,
    ...(stage === undefined ? {} : { stage }),
    ...(options === undefined ? {} : { options }),
    ...(finish === undefined ? {} : { finish }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

/** Every reply of the reader's table, as its test reads it. */
export const tableReplies: readonly ReadInput[] = [
  wordCases,
  longCases,
  negationCases,
  letterCases,
  structuredCases,
  refusalCases,
  chineseCases,
  labelSetCases,
  numberCases,
]
  .flat()
  .map(inputOf);

const thoughts = [
  'The image shows a close-up portrait of a person standing in front of a plain, softly lit background.',
  'The eyebrows are drawn together and slightly raised in the middle, which often goes with distress.',
  'There are no visible tears, and the cheeks are not lifted, so a genuine smile can be ruled out.',
  'The corners of the mouth point down a little, but the lips are not pressed tightly together.',
  'If the person were angry, I would expect a lowered brow, tense eyelids and a harder stare.',
  'The gaze is directed away from the camera, as if the person were thinking about something outside the frame.',
  'A neutral expression would be flat, and this face is clearly not flat.',
  'One could argue for sadness here, since the upper eyelids droop and the posture looks heavy.',
  'On the other hand, sadness usually comes with a softer forehead, while here it is wrinkled.',
  'The hands are clasped near the chest, which people tend to do when they wait for news.',
  'Surprise would widen the eyes and drop the jaw; neither of these can be seen.',
  'The colours of the picture are cold, and the light comes from a window on the left.',
  "I don't think that the person is happy, because nothing in the eyes or around the mouth suggests joy.",
  'The shoulders are pulled up towards the ears and the neck looks stiff.',
  'Let me compare the two nearest options again before I settle on one of them.',
  'The skin between the brows forms two vertical lines, and the forehead shows horizontal ones as well.',
  'Taken by itself the mouth is ambiguous; together with the forehead it is much less so.',
  'The style of the picture is that of a painting, so small details of the skin should not be trusted.',
  'It is worth noting that the generator may have exaggerated the wrinkles around the eyes.',
  'The person seems to look for reassurance rather than to mourn a loss.',
];

const endings: readonly ((thinking: string) => string)[] = [
  (thinking) => `<think>\n${thinking}\n</think>\n\nWorry`,
  (thinking) => `${thinking}\n\nANSWER: worry`,
  (thinking) => `${thinking}\n\n**Final answer:** Worry`,
  (thinking) => `${thinking}\n\nOverall, the expression is best described as worry.`,
  (thinking) => `${thinking}\n\n{"emotion": "worry", "confidence": 0.8}`,
  (thinking) => `<think>${thinking}</think>The person is most likely worried.`,
];

/** Replies of 2 to 4 kB that think aloud, in and outside of reasoning tags, each ending in another way of answering. */
export function longReplies(count: number): readonly ReadInput[] {
  return Array.from({ length: count }, (_none, i) => {
    const wanted = 2000 + ((i * 397) % 2000);
    const sentences = [0, 1, 2].flatMap((round) => shuffled(thoughts, `${i}/${round}`));
    let thinking = '';
    for (const [j, sentence] of sentences.entries()) {
      if (thinking.length > wanted) break;
      thinking += `${sentence}${j % 5 === 4 ? '\n\n' : ' '}`;
    }
    const ending = endings[i % endings.length] ?? ((text: string): string => text);
    return { reply: ending(thinking.trim()), answer: memo, finish: 'stop' };
  });
}

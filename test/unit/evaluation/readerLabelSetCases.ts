import { emoSetEmotions } from '../../../src/core/affect/emotions.ts';
import type { ResolvedAnswer } from '../../../src/core/evaluation/protocol.ts';
import { cases } from './readerCase.ts';
import type { ReaderCase, Row } from './readerCase.ts';

function choice(...labels: string[]): ResolvedAnswer {
  return { kind: 'choice', labels };
}

const yesNo: ResolvedAnswer = { kind: 'yesNo', labels: ['yes', 'no'] };

const yesNoRows: readonly Row[] = [
  ['Yes', 'yes', 'equals'],
  ['No.', 'no', 'equals'],
  ['**Yes**', 'yes', 'equals'],
  ['Yes, the meme is hateful.', 'yes', 'lexicon', { spans: 'Yes' }],
  ['No, it is not hateful.', 'no', 'lexicon', { spans: 'No' }],
  ['No. There is no sign of sarcasm.', 'no', 'equals'],
  ['The answer is yes.', 'yes', 'lexicon'],
  ['The answer is no.', 'no', 'lexicon'],
  ['ANSWER: no', 'no', 'answerLine'],
  ['{"answer": true}', 'yes', 'json'],
  ['{"answer": "No"}', 'no', 'json'],
  ['There is no smile in this picture.', '#unparsed', 'unparsed'],
  ['Yes or no? Yes.', 'yes'],
  ['Maybe', '#unparsed', 'unparsed'],
  ['Yes and no.', '#ambiguous', 'lexicon'],
  ['The picture is sad.', '#outOfSet', 'outOfSet'],
  ["I'm sorry, but I can't help with that.", '#refused', 'refusalWords'],
  ['是', 'yes', 'equals'],
  ['不是。', 'no', 'equals'],
  ['是的，这张图带有讽刺意味。', 'yes', 'lexicon'],
];

const rankedAnswer: ResolvedAnswer = {
  kind: 'ranked',
  labels: ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'],
  top: 3,
};

/** Label sets other than the six, and the answer kinds built on them. */
export const labelSetCases: readonly ReaderCase[] = [
  // Polarity.
  ...cases(choice('positive', 'neutral', 'negative'), [
    ['Negative', 'negative', 'equals'],
    ['The emotion is positive.', 'positive', 'lexicon'],
    ['Happy', '#outOfSet', 'outOfSet'],
    ['The person looks happy, so the polarity is positive.', 'positive', 'lexicon'],
    ['neither positive nor negative: neutral', 'neutral', 'lexicon'],
    ['积极', 'positive', 'equals'],
    ['情绪极性为负面。', 'negative', 'lexicon'],
    ['positive, neutral or negative', '#unparsed', 'unparsed'],
    ['{"polarity": "negative"}', 'negative', 'json', { stage: 'polarity' }],
    ['{"label": "positive", "emotion": "happy"}', 'positive', 'json'],
  ]),
  ...cases(choice('positive', 'negative'), [
    ['Positive or negative? Positive.', 'positive'],
    ['Options: positive or negative. The face is negative.', 'negative', 'lexicon'],
    ['It is both positive and negative.', '#ambiguous', 'lexicon'],
  ]),
  ...cases(yesNo, yesNoRows),
  ...cases(choice('yes', 'no'), [
    ['Yes, it is.', 'yes', 'lexicon'],
    ['No, it is not.', 'no', 'lexicon'],
  ]),
  // worry and fear are never one another.
  ...cases(choice('anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise'), [
    ['worry', '#outOfSet', 'outOfSet'],
    ['The person is worried.', '#outOfSet', 'outOfSet'],
    ['afraid', 'fear', 'equals'],
    ['Happy', 'joy', 'equals'],
    ['The person is angry.', 'anger', 'lexicon'],
    ['Sad', 'sadness', 'equals'],
    ['disgusted', 'disgust', 'equals'],
  ]),
  ...cases(choice('fear', 'worry', 'sad'), [
    ['The person is anxious.', 'worry', 'lexicon'],
    ['terrified', 'fear', 'equals'],
    ['worried and afraid', '#ambiguous', 'lexicon'],
  ]),
  ...cases(choice('happy', 'joy', 'sad'), [
    ['joyful', 'joy', 'equals'],
    ['cheerful', 'happy', 'equals'],
    ['Happiness', 'happy', 'equals'],
  ]),
  ...cases(choice('anxiety', 'fear', 'sadness'), [['He looks worried.', 'anxiety', 'lexicon']]),
  ...cases({ kind: 'choice', labels: emoSetEmotions }, [
    ['Amused', 'amusement', 'equals'],
    ['content', 'contentment', 'equals'],
    ['The woman looks content.', 'contentment', 'lexicon'],
    ['The content of the image suggests excitement.', 'excitement', 'lexicon'],
    ['awestruck', 'awe', 'equals'],
    ['happy', '#outOfSet', 'outOfSet'],
    ['The scene evokes awe.', 'awe', 'lexicon'],
    ['Scared', 'fear', 'equals'],
  ]),
  // Labels that the lexicon does not know: the text itself, with regular inflections.
  ...cases(choice('inform', 'express gratitude', 'zorble', 'make-fun_of'), [
    ['The speaker wants to express gratitude.', 'express gratitude', 'lexicon'],
    ['expressing gratitude', 'express gratitude', 'equals'],
    ['zorbled', 'zorble', 'equals'],
    ['They are zorbling, not informing.', 'zorble', 'lexicon'],
    ['Make fun of', 'make-fun_of', 'equals'],
    ['The intent is to inform.', 'inform', 'lexicon'],
    ['happy', '#outOfSet', 'outOfSet'],
    ['zorbel', '#unparsed', 'unparsed'],
  ]),
  ...cases(choice('hateful', 'not hateful'), [
    ['not hateful', 'not hateful', 'equals'],
    ['The meme is not hateful.', 'not hateful', 'lexicon'],
    ['The meme is hateful.', 'hateful', 'lexicon'],
  ]),
  ...cases(choice('very happy', 'happy', 'unhappy'), [
    ['unhappy', 'unhappy', 'equals'],
    ['She looks very happy.', 'very happy', 'lexicon'],
    ['She looks happy.', 'happy', 'lexicon'],
  ]),
  ...cases(choice('happy', 'sad', 'other'), [
    ['other', 'other', 'equals'],
    ['Unlike other portraits, this one is sad.', 'sad', 'lexicon'],
  ]),
  ...cases(choice('low', 'medium', 'high'), [
    ['Very strong', 'high', 'equals'],
    ['The intensity is moderate.', 'medium', 'lexicon'],
  ]),
  ...cases(choice('开心', '难过'), [
    ['难过', '难过', 'equals'],
    ['He is sad.', '难过', 'lexicon'],
  ]),
  // Open: any concept of the lexicon; the benchmark's own labels first.
  ...cases({ kind: 'open', labels: ['happy', 'sad'] }, [
    ['The person is happy.', 'happy', 'lexicon'],
    ['Disgust', 'disgust', 'equals'],
    ['The man seems terrified.', 'fear', 'lexicon'],
    ['anger or disgust', '#ambiguous', 'lexicon'],
    ['bananas', '#unparsed', 'unparsed'],
  ]),
  // Ranked.
  ...cases(rankedAnswer, [
    ['1. worry\n2. sad\n3. neutral', 'worry', 'lexicon', { labels: ['worry', 'sad', 'neutral'] }],
    ['worry, sad, neutral', 'worry', 'lexicon', { labels: ['worry', 'sad', 'neutral'] }],
    ['worry > sad > neutral > happy', 'worry', 'lexicon', { labels: ['worry', 'sad', 'neutral'] }],
    ['{"answer": ["sad", "angry", "worry"]}', 'sad', 'json', { labels: ['sad', 'angry', 'worry'] }],
    ['["sad", "angry", "worry"]', 'sad', 'json', { labels: ['sad', 'angry', 'worry'] }],
    ['ANSWER: sad, angry, worry', 'sad', 'answerLine', { labels: ['sad', 'angry', 'worry'] }],
    ['Not happy; sad, then angry', 'sad', 'lexicon', { labels: ['sad', 'angry'] }],
    ['1. disgust 2. sad 3. angry', '#outOfSet', 'lexicon'],
    ['happy, sad, angry, surprise, worry, neutral', '#unparsed', 'unparsed'],
    [
      '1. happy 2. sad 3. angry 4. surprise 5. worry 6. neutral',
      'happy',
      'lexicon',
      { labels: ['happy', 'sad', 'angry'] },
    ],
    ["I'm sorry, but I can't rank emotions.", '#refused', 'refusalWords'],
  ]),
];

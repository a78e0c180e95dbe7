import type { ShownOptions } from '../../../src/core/evaluation/options.ts';
import { cases, memo, memoLetters } from './readerCase.ts';
import type { ReaderCase } from './readerCase.ts';

const nine = ['anger', 'contempt', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise', 'worry'];
const nineLetters: ShownOptions = { style: 'letters', order: nine };
const many = Array.from({ length: 26 }, (_, i) => `class ${i + 1}`);

/** Rule 6: letters, where letters were shown. */
export const letterCases: readonly ReaderCase[] = [
  ...cases(
    memo,
    [
      // An article is no letter: peers read option A.
      ['A worried man', 'worry', 'lexicon', { spans: 'worried' }],
      ['A worried man sits by the window.', 'worry', 'lexicon'],
      // Letters after D count like those before it: peers match A to D only.
      ["The answer is **E**. Here's why: the brows are drawn together.", 'worry', 'letter'],
      ["The answer is **F**. Here's why: the mouth is flat.", 'neutral', 'letter'],
      ['I think this is F.', 'neutral', 'letter'],
      // Letters of other alphabets of letters.
      ['𝐄', 'worry', 'letter', { spans: '𝐄' }],
      ['**(𝐂)**', 'angry', 'letter', { spans: '𝐂' }],
      ['The answer is 𝗙.', 'neutral', 'letter', { spans: '𝗙' }],
      ['Ⓔ', 'worry', 'letter', { spans: 'Ⓔ' }],
      // Going through the options is no answer yet.
      ['A: happy - no. B: sad - yes.', '#ambiguous', 'letter'],
      ['A. happy, no. E. worry, more likely. The answer is E.', 'worry', 'letter'],
      ['答案是E。', 'worry', 'answerLine'],
      ['我选择（F）中性', 'neutral', 'letter'],
      ['D is the best fit.', 'surprise', 'letter'],
      ['A. A sad man.', '#ambiguous', 'letter'],
      ['C', 'angry', 'letter', { spans: 'C' }],
      ['A', 'happy', 'letter'],
      ['E.', 'worry', 'letter'],
      ['(F)', 'neutral', 'letter', { spans: 'F' }],
      ['f)', 'neutral', 'letter'],
      ['e', 'worry', 'letter'],
      ['**D**', 'surprise', 'letter'],
      ['[B]', 'sad', 'letter'],
      ['`E`', 'worry', 'letter'],
      ['Ｅ', 'worry', 'letter', { spans: 'Ｅ' }],
      ['（C）', 'angry', 'letter'],
      ['C. angry', 'angry', 'letter'],
      ['C) Angry', 'angry', 'letter'],
      ['(C) angry', 'angry', 'letter'],
      ['C: anger', 'angry', 'letter'],
      ['C - angry', 'angry', 'letter'],
      ['**C. Angry**', 'angry', 'letter'],
      ['**E) Worry** – the brows are drawn together.', 'worry', 'letter'],
      ['Worry (E)', 'worry', 'letter', { spans: 'E' }],
      ['Option E', 'worry', 'letter'],
      ['Option C: angry', 'angry', 'letter'],
      ['The answer is C', 'angry', 'letter'],
      ["The answer is **C**. Here's why...", 'angry', 'letter'],
      ["The answer is **F**. Here's why...", 'neutral', 'letter'],
      ['The answer is **E**. The brows are raised.', 'worry', 'letter'],
      ['The correct answer is (F).', 'neutral', 'letter'],
      ['The correct option is E because the brows are drawn together.', 'worry', 'letter'],
      ['The answer is A because of the broad smile.', 'happy', 'letter'],
      ['I would choose option D.', 'surprise', 'letter'],
      ['I choose B.', 'sad', 'letter'],
      ['Looking at the brows and the mouth, the best choice is E.', 'worry', 'letter'],
      ['The brows are raised and the mouth is open. D.', 'surprise', 'letter'],
      ['E\n\nThe brows are drawn together and the eyes are wide.', 'worry', 'letter'],
      ['The brows are drawn together.\n\nE', 'worry', 'letter'],
      ['A is wrong and B is wrong. The answer is (D).', 'surprise', 'letter'],
      ['Option A does not fit; the answer is B.', 'sad', 'letter'],
      // A letter that contradicts the word beside it.
      ['C. sad', '#ambiguous', 'letter'],
      ['Sad (C)', '#ambiguous', 'letter'],
      ['The answer is C, which is sad.', '#ambiguous', 'letter'],
      ['(E) disgust', '#ambiguous', 'letter'],
      ['C\nsad', '#ambiguous', 'letter'],
      ['(A) or (B)', '#ambiguous', 'letter'],
      ['C or D', '#ambiguous', 'letter'],
      ['The answer is E or F because of the brows.', '#ambiguous', 'letter'],
      ['E (sad)', '#ambiguous', 'letter'],
      // More ways to name one.
      ['C is correct.', 'angry', 'letter'],
      ['I think it is C.', 'angry', 'letter'],
      ['C, because the brows are low', 'angry', 'letter'],
      ['The best option is clearly E', 'worry', 'letter'],
      ['Emotion: E', 'worry', 'letter'],
      ['D. Surprise\n\nThe raised eyebrows (A) and the open mouth (B) show it.', 'surprise', 'letter'],
      ['(A) happy: no\n(B) sad: no\n(E) worry: yes\n\nThe best match is (E).', 'worry', 'letter'],
      // The article and the pronoun are no options.
      ['A worried man', 'worry', 'lexicon'],
      ['A man who is looking at the camera.', '#unparsed', 'unparsed'],
      ['A sad woman sits at a table.', 'sad', 'lexicon'],
      ['The answer is a worried expression.', 'worry', 'lexicon'],
      ['I think the man is angry.', 'angry', 'lexicon'],
      ['The answer is A worried man.', 'worry', 'lexicon'],
      // The word alone still counts, and an options list is no answer.
      ['worry', 'worry', 'equals'],
      ['The person looks worried.', 'worry', 'lexicon'],
      ['A. happy\nB. sad\nC. angry\nD. surprise\nE. worry\nF. neutral', '#unparsed', 'unparsed'],
      ['A. happy\nB. sad\nC. angry\nD. surprise\nE. worry\nF. neutral\n\nThe answer is E.', 'worry', 'letter'],
      ['(A) happy (B) sad (C) angry (D) surprise (E) worry (F) neutral: the face is sad.', 'sad', 'lexicon'],
      // A letter that was not shown is none.
      ['G', '#unparsed', 'unparsed'],
      ['The answer is Z.', '#unparsed', 'unparsed'],
      // With the answer line and JSON.
      ['ANSWER: B) sad', 'sad', 'answerLine'],
      ['ANSWER: E', 'worry', 'answerLine', { spans: 'E' }],
      ['**Answer:** Worry (E)', 'worry', 'answerLine'],
      ['Answer: (c)', 'angry', 'answerLine'],
      ['ANSWER: C. sad', '#ambiguous', 'answerLine'],
      ['{"answer": "F"}', 'neutral', 'json'],
      ['{"choice": "e"}', 'worry', 'json'],
      ['{"answer": "B", "emotion": "sad"}', 'sad', 'json'],
      ['{"answer": "B", "emotion": "angry"}', '#ambiguous', 'json'],
      ['\\boxed{D}', 'surprise', 'answerLine'],
      ['答案是E', 'worry', 'answerLine'],
      ['选C。', 'angry', 'letter'],
      ['我选择E，因为眉头紧皱。', 'worry', 'letter'],
    ],
    { options: memoLetters },
  ),
  // Without letters shown, no letter is an answer.
  ...cases(memo, [
    ['C', '#unparsed', 'unparsed'],
    ['The answer is **F**.', '#unparsed', 'unparsed'],
    ['{"answer": "B"}', '#unparsed', 'unparsed'],
  ]),
  ...cases(
    memo,
    [
      ['A', 'neutral', 'letter'],
      ['The answer is F.', 'happy', 'letter'],
    ],
    {
      options: { style: 'letters', order: ['neutral', 'worry', 'surprise', 'angry', 'sad', 'happy'] },
    },
  ),
  // Any letter that was shown, not just A to D; `I` among them.
  ...cases(
    { kind: 'choice', labels: nine },
    [
      ['I', 'worry', 'letter'],
      ['H', 'surprise', 'letter'],
      ['The answer is **H**. The mouth is open.', 'surprise', 'letter'],
      ['(I)', 'worry', 'letter'],
      ['The answer is I.', 'worry', 'letter'],
      ['I believe the answer is G', 'sadness', 'letter'],
      ['I see a person.', '#unparsed', 'unparsed'],
      ['I, however, see joy.', 'joy', 'lexicon'],
      ['I cannot help with this.', '#refused', 'refusalWords'],
    ],
    { options: nineLetters },
  ),
  ...cases(
    { kind: 'choice', labels: many },
    [
      ['Z', 'class 26', 'letter'],
      ['The answer is (Q).', 'class 17', 'letter'],
      ['class 26', 'class 26', 'equals'],
    ],
    {
      options: { style: 'letters', order: many },
    },
  ),
];

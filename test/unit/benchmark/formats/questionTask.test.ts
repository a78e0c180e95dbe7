import { describe, expect, it } from 'vitest';
import { taskOf } from '../../../../src/core/benchmark/formats/questionTask.ts';

describe('the task of a question', () => {
  it.each([
    'What is the intent of the speaker? Options: complain, praise, joke, ask for help',
    'What is the intent of the speaker? Choose one of the following labels: complain, praise, joke.',
    'What is the intent of the speaker? Choose from: complain, praise, joke.',
    'What is the intent of the speaker? (A) complain (B) joke (C) praise',
    'What is the intent of the speaker?\nA. complain\nB. joke\nC. praise',
    'What is the intent of the speaker? A. complain B. joke.',
    'What is the intent of the speaker? [complain, praise, joke]',
    'She says: it was a joke, really. What is the intent of the speaker? Labels: feel, joke.',
    '说话人的意图是什么？选项：抱怨、讽刺、幽默',
  ])('is not what its options say: %s', (question) => expect(taskOf(question, undefined)).toBe('intent'));

  it.each([
    ['sarcasm', 'Choose one of these: sarcasm, no sarcasm'],
    ['humor', 'She says: I feel bad, very sad. Is that a joke?'],
    ['emotion', 'That joke. Answer: what is the emotion, happy or sad?'],
    ['emotion', 'Options and so on. Name: the emotion'],
    [undefined, 'Which of them? [sarcasm, joke]'],
  ])('is %s: %s', (task, question) => expect(taskOf(question, undefined)).toBe(task));
});

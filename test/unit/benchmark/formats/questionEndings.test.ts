import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionsIn } from '../../../../src/core/benchmark/formats/answerOptions.ts';
import { QuestionEndings } from '../../../../src/core/benchmark/formats/questionEndings.ts';
import { taskBeside, taskOf } from '../../../../src/core/benchmark/formats/questionTask.ts';

describe('how questions end', () => {
  const asks = 'Which emotion does the person show? Options: [happy, sad, angry].';

  it('is known of the next one that ends so', () => {
    const endings = new QuestionEndings();
    const first = `She says: I was here once. ${asks}`;
    endings.learn(first, optionsIn(first));
    expect(endings.find(`He says: no! Never mind. ${asks}`)).toMatchObject({
      asked: 'emotion',
      options: optionsIn(first),
    });
    expect(endings.find(`He says: no! Never mind, ${asks}`)).toBeUndefined();
    expect(endings.find(`${asks} Or is it sarcasm?`)).toBeUndefined();
  });

  it.each([
    ['no list', 'A man stands there. Which emotion does he show?'],
    ['a list of one', 'A man stands there. Which emotion does he show? [happy]'],
    ['no task', 'A man stands there. What is it? [happy, sad]'],
    ['a list among braces', 'A man stands there. Which emotion does he show? {one of [happy, sad]}'],
    ['no sentence before', 'Which emotion does he show? [happy, sad]'],
  ])('is not learned of one with %s', (_, question) => {
    const endings = new QuestionEndings();
    endings.learn(question, optionsIn(question));
    expect(endings.find(question)).toBeUndefined();
  });

  it('says what reading all of a question says, whatever stands before', () => {
    const sentence = fc.constantFrom(
      ...[
        'In scene 7 he laughs',
        'Name the emotion',
        'What is the sentiment',
        'Pick one of [happy, sad]',
        'Which mood [joy]',
      ],
      ...['Options: [positive, negative]', 'see [1', '2]', '{a', 'b}', 'one emotion: a, b', 'the joke'],
      ...['(A) humor (B) anger', 'A. sarcasm', 'B. hate', 'choices: joke, sarcasm', 'the intent'],
    );
    const question = fc
      .array(fc.tuple(sentence, fc.constantFrom('. ', '? ', '\n', ', ', ' ')), { minLength: 1, maxLength: 5 })
      .map((all) => all.map(([text, sign]) => text + sign).join(''));
    fc.assert(
      fc.property(fc.array(question, { maxLength: 4 }), fc.array(question, { maxLength: 4 }), (heads, tails) => {
        const endings = new QuestionEndings();
        for (const text of heads.flatMap((head) => tails.map((tail) => head + tail))) {
          const options = optionsIn(text);
          const ending = endings.find(text);
          if (ending === undefined) endings.learn(text, options);
          else {
            expect(ending.options).toEqual(options);
            expect(taskBeside(ending.asked, options)).toBe(taskOf(text, options));
          }
        }
      }),
      { numRuns: 3000 },
    );
  });
});

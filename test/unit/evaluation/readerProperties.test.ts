import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInLexicon } from '../../../src/core/affect/lexicon.ts';
import { readAnswer } from '../../../src/core/evaluation/answerReader.ts';
import type { ReadInput } from '../../../src/core/evaluation/answerReader.ts';
import { ruleId } from '../../../src/core/evaluation/outcome.ts';

const labelSets = [
  ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'],
  ['yes', 'no'],
  ['positive', 'neutral', 'negative'],
  ['make fun of', 'zorble', '开心', '😀', 'A', ''],
];

/** Pieces that replies are made of, so that random ones reach the rules instead of ending as nonsense. */
const piece = fc.oneof(
  fc.constantFrom(
    'happy',
    'sad',
    'not ',
    'neither ',
    'nor ',
    'Overall, ',
    'ANSWER: ',
    '{"emotion": "sad"}',
    '{',
    '}',
    '"',
    '```json\n',
    '<think>',
    '</think>',
    '\\boxed{',
    'disgust',
    '开心',
    '不',
    '没有',
    '答案：',
    '(C)',
    '**',
    'C. ',
    'A ',
    'The answer is ',
    ', ',
    ' or ',
    ' and ',
    '.',
    '?',
    '\n',
    '3',
    '/5',
    ' to ',
    '70%',
    "I'm sorry",
    "n't",
    'ﬃ',
    'İ',
    '\u200b',
    'é',
    '👨‍👩‍👧',
    '\ud800',
    '1, 2, 3, 4, 5',
    'un',
    '...',
    '：',
    '，',
    '<answer>',
    '[',
    ']',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

const reply = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));

const answer = fc.oneof(
  fc.constantFrom(...labelSets).map((labels) => ({ kind: 'choice' as const, labels })),
  fc.constantFrom(...labelSets).map((labels) => ({ kind: 'ranked' as const, labels, top: 3 })),
  fc
    .constantFrom(
      { min: 1, max: 5 },
      { min: 0, max: 1 },
      { min: -4, max: 4 },
      { min: 0, max: 100, levels: { strong: 80 } },
    )
    .map((scale) => ({ kind: 'number' as const, scale })),
);

const input: fc.Arbitrary<ReadInput> = fc
  .record({ reply, answer, letters: fc.boolean(), finish: fc.constantFrom('stop', 'length', undefined) })
  .map(({ letters, finish, ...rest }) => ({
    ...rest,
    ...(finish === undefined ? {} : { finish }),
    ...(letters && 'labels' in rest.answer
      ? { options: { style: 'letters' as const, order: [...rest.answer.labels] } }
      : {}),
  }));

describe('the answer reader on anything', () => {
  it('never throws, keeps its span inside the reply, and answers with a label of the set or a number on the scale', () => {
    fc.assert(
      fc.property(input, (one) => {
        const reading = readAnswer(one, builtInLexicon);
        expect(ruleId.safeParse(reading.rule).success).toBe(true);
        if (reading.span !== undefined) {
          const [start, end] = reading.span;
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(one.reply.length);
        }
        if (reading.kind !== 'answered') {
          expect(reading.label).toBeUndefined();
          return;
        }
        expect(reading.span).toBeDefined();
        if (one.answer.kind === 'number') {
          expect(reading.value).toBeGreaterThanOrEqual(one.answer.scale.min - 1e-9);
          expect(reading.value).toBeLessThanOrEqual(one.answer.scale.max + 1e-9);
        } else expect(one.answer.labels).toContain(reading.label);
        if (one.finish === 'length') expect(['json', 'answerLine', 'equals', 'number']).toContain(reading.rule);
      }),
      { numRuns: 4000 },
    );
  });

  it('gives the same reading for the same reply, whatever was read in between', () => {
    fc.assert(
      fc.property(input, input, (one, other) => {
        const first = readAnswer(one, builtInLexicon);
        readAnswer(other, builtInLexicon);
        expect(readAnswer(one, builtInLexicon)).toEqual(first);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads a label inside any decoration as that label', () => {
    const marks = fc.constantFrom('', '**', '*', '`', '"', '“', '「', '# ', '- ', '> ', ' ', '\n', '(');
    fc.assert(
      fc.property(
        fc.constantFrom(...(labelSets[0] ?? [])),
        marks,
        fc.constantFrom('', '.', '!', '**', '\n', '。', ')'),
        (label, before, after) => {
          const reading = readAnswer(
            { reply: `${before}${label}${after}`, answer: { kind: 'choice', labels: labelSets[0] ?? [] } },
            builtInLexicon,
          );
          expect(reading).toMatchObject({
            kind: 'answered',
            label,
            rule: 'equals',
            span: [before.length, before.length + label.length],
          });
        },
      ),
    );
  });

  it.each([
    ['a word', 'worry '],
    ['a denial', 'not happy, '],
    ['an open bracket', '{'],
    ['an array that never closes', '[{"a'],
    ['an announcement', 'answer: '],
    ['a tag', '<think>'],
    ['asterisks', '*'],
    ['white space', ' '],
    ['digits', '1'],
    ['Chinese', '不开心'],
    ['marks', "a'"],
  ])(
    'reads a megabyte of %s',
    (_what, unit) => {
      const long = unit.repeat(Math.ceil(1_000_000 / unit.length));
      for (const kind of ['choice', 'number'] as const) {
        const labels = labelSets[0] ?? [];
        const asked = kind === 'choice' ? { kind, labels } : { kind, scale: { min: 1, max: 5 } };
        expect(
          readAnswer(
            { reply: `${long} x`, answer: asked, options: { style: 'letters', order: labels } },
            builtInLexicon,
          ).rule,
        ).toBeDefined();
      }
    },
    30_000,
  );
});

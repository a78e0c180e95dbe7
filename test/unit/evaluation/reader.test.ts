import { describe, expect, it } from 'vitest';
import { builtInLexicon } from '../../../src/core/affect/lexicon.ts';
import { readAnswer } from '../../../src/core/evaluation/answerReader.ts';
import { memo } from './readerCase.ts';
import type { ReaderCase } from './readerCase.ts';
import { blindCases } from './readerBlindCases.ts';
import { blindChineseCases } from './readerBlindChineseCases.ts';
import { blindLongCases } from './readerBlindLongCases.ts';
import { blindNumberCases } from './readerBlindNumberCases.ts';
import { blindSetCases } from './readerBlindSetCases.ts';
import { blindTrapCases } from './readerBlindTrapCases.ts';
import { chineseCases } from './readerChineseCases.ts';
import { labelSetCases } from './readerLabelSetCases.ts';
import { letterCases } from './readerLetterCases.ts';
import { longCases } from './readerLongCases.ts';
import { negationCases } from './readerNegationCases.ts';
import { numberCases } from './readerNumberCases.ts';
import { refusalCases } from './readerRefusalCases.ts';
import { structuredCases } from './readerStructuredCases.ts';
import { wordCases } from './readerWordCases.ts';

const table: Readonly<Record<string, readonly ReaderCase[]>> = {
  words: wordCases,
  long: longCases,
  negation: negationCases,
  letters: letterCases,
  structured: structuredCases,
  refusals: refusalCases,
  chinese: chineseCases,
  'label sets': labelSetCases,
  numbers: numberCases,
  'blind words': blindCases,
  'blind and longer': blindLongCases,
  'blind Chinese': blindChineseCases,
  'blind label sets': blindSetCases,
  'blind numbers': blindNumberCases,
  'blind traps': blindTrapCases,
};

function read(one: ReaderCase): ReturnType<typeof readAnswer> {
  const { reply, answer, stage, options, finish, refusal } = one;
  return readAnswer(
    {
      reply,
      answer,
      ...(stage === undefined ? {} : { stage }),
      ...(options === undefined ? {} : { options }),
      ...(finish === undefined ? {} : { finish }),
      ...(refusal === undefined ? {} : { refusal }),
    },
    builtInLexicon,
  );
}

describe.each(Object.entries(table))('reading %s', (_theme, rows) => {
  it.each(rows.map((one) => [one.reply, one] as const))('%j', (_reply, one) => {
    const reading = read(one);
    const seen = {
      kind: reading.kind,
      label: reading.label,
      ...(one.rule === undefined ? {} : { rule: reading.rule }),
    };
    expect(seen, reading.trace?.join('\n')).toEqual({
      kind: one.kind,
      label: one.label,
      ...(one.rule === undefined ? {} : { rule: one.rule }),
    });
    if (one.labels !== undefined) expect(reading.labels).toEqual(one.labels);
    if (one.value !== undefined) expect(reading.value).toBeCloseTo(one.value, 9);
    if (one.spans !== undefined) expect(reading.span && one.reply.slice(...reading.span)).toBe(one.spans);
  });
});

it.each([
  ['The man looks unhappy.', 'unhappy: prefix (unhappy)'],
  ['He is not happy but sad.', 'happy: negated (not)'],
  ['Is he angry? No: sad.', 'angry: question (?)'],
  ['Sadly, he is angry.', 'sadly: phrase (sadly,)'],
])('says in its trace why a word of %j does not count', (reply, line) => {
  expect(readAnswer({ reply, answer: memo }, builtInLexicon).trace).toContain(line);
});

it('holds at least 300 replies', () => {
  expect(Object.values(table).flat().length).toBeGreaterThanOrEqual(300);
});

describe.each([
  ['nouns', ['happiness', 'sadness', 'anger', 'surprise', 'worry', 'neutrality']],
  ['adjectives', ['Happy', 'Sad', 'Angry', 'Surprised', 'Worried', 'Neutral']],
  ['Chinese', ['开心', '悲伤', '愤怒', '惊讶', '担忧', '中性']],
])('with the labels spelled as %s', (_what, labels) => {
  it.each([...wordCases, ...negationCases, ...chineseCases].map((one) => [one.reply, one] as const))(
    '%j',
    (_reply, one) => {
      const own = 'labels' in one.answer ? one.answer.labels : [];
      const reading = read({ ...one, answer: { kind: 'choice', labels } });
      const expected = one.label === undefined ? undefined : labels[own.indexOf(one.label)];
      expect({ kind: reading.kind, label: reading.label }, reading.trace?.join('\n')).toEqual({
        kind: one.kind,
        label: expected,
      });
    },
  );
});

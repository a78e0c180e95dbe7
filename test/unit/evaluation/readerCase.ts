import type { ShownOptions } from '../../../src/core/evaluation/options.ts';
import type { RuleId } from '../../../src/core/evaluation/outcome.ts';
import type { ResolvedAnswer } from '../../../src/core/evaluation/protocol.ts';
import type { Reading } from '../../../src/core/evaluation/answerReader.ts';

/** One row of the table: a reply as a model wrote it, and what the specification makes of it. */
export interface ReaderCase {
  readonly reply: string;
  readonly kind: Reading['kind'];
  readonly label?: string;
  readonly labels?: readonly string[];
  readonly value?: number;
  readonly rule?: RuleId;
  readonly answer: ResolvedAnswer;
  readonly stage?: string;
  readonly options?: ShownOptions;
  readonly finish?: string;
  readonly refusal?: string | null;
  /** The text that the span must cover. */
  readonly spans?: string;
}

/** What a row may say beyond its reply, its expectation and its rule. */
export type More = Partial<Pick<ReaderCase, 'stage' | 'options' | 'finish' | 'refusal' | 'spans' | 'labels'>>;

/** A row: the reply; a label, or `#kind` for everything but an answer; the rule that decides. */
export type Row = readonly [reply: string, expected: string, rule?: RuleId, more?: More];

/** Turns rows into cases that share an answer. */
export function cases(answer: ResolvedAnswer, rows: readonly Row[], shared: More = {}): ReaderCase[] {
  return rows.map(([reply, expected, rule, more]) => ({
    reply,
    answer,
    ...(expected.startsWith('#')
      ? { kind: expected.slice(1) as Reading['kind'] }
      : { kind: 'answered' as const, label: expected }),
    ...(rule === undefined ? {} : { rule }),
    ...shared,
    ...more,
  }));
}

/** MEMO-Bench's six labels as a choice. */
export const memo: ResolvedAnswer = {
  kind: 'choice',
  labels: ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'],
};

/** The same, shown as letters A to F in that order. */
export const memoLetters: ShownOptions = {
  style: 'letters',
  order: ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'],
};

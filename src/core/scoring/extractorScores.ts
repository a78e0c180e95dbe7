import type { Item } from '../benchmark/item.ts';
import type { Outcome } from '../evaluation/outcome.ts';
import { krcc, mae, onceEach, plcc, preparePairs, rmse, srcc } from './correlation.ts';
import { proportion, wilsonInterval } from './intervals.ts';
import type { Interval } from './intervals.ts';

/** An asked question that has a truth, as it is on disk: with what a second model read. */
export interface WithTruth<T> {
  readonly item: Item;
  readonly outcome: Outcome;
  readonly truth: T;
}

/**
 * The accuracies with the answers that a second model found, for labels; the stage's own scores count these as not read. All
 * are 0 to 1, `null` where their denominator is 0.
 */
export interface WithExtractor {
  /** Questions, as in the stage's own scores. */
  readonly n: number;
  /** Answers among them that the second model found. */
  readonly extracted: number;
  readonly accuracyStrict: number | null;
  readonly accuracyAnswered: number | null;
  readonly coverage: number | null;
  /** 95 %, Wilson. */
  readonly intervals: Readonly<Record<'accuracyStrict' | 'accuracyAnswered' | 'coverage', Interval>>;
}

/** As {@link WithExtractor}, for numbers; the statistics are in `correlation.ts`. */
export interface NumbersWithExtractor {
  /** Answered numbers that have a true one. */
  readonly n: number;
  readonly extracted: number;
  /** `n` over all asked questions with a known truth. */
  readonly coverage: number | null;
  readonly srcc: number | null;
  readonly plcc: number | null;
  readonly krcc: number | null;
  readonly rmse: number | null;
  readonly mae: number | null;
}

/** Scores labels with the second model's answers; `undefined` where it found none. */
export function withExtractor(scored: readonly WithTruth<string>[]): WithExtractor | undefined {
  const extracted = scored.filter(({ outcome }) => outcome.rule === 'extracted').length;
  if (extracted === 0) return undefined;
  const answers = scored.filter(({ outcome }) => outcome.kind === 'answered');
  const right = answers.filter(({ outcome, truth }) => (outcome.label ?? outcome.labels?.[0]) === truth).length;
  const n = scored.length;
  return {
    n,
    extracted,
    accuracyStrict: proportion(right, n),
    accuracyAnswered: proportion(right, answers.length),
    coverage: proportion(answers.length, n),
    intervals: {
      accuracyStrict: wilsonInterval(right, n),
      accuracyAnswered: wilsonInterval(right, answers.length),
      coverage: wilsonInterval(answers.length, n),
    },
  };
}

/** Scores numbers with the second model's answers; `undefined` where it found none. */
export function numbersWithExtractor(scored: readonly WithTruth<number>[]): NumbersWithExtractor | undefined {
  const extracted = scored.filter(({ outcome }) => outcome.rule === 'extracted').length;
  if (extracted === 0) return undefined;
  const answers = scored.flatMap(({ truth, outcome: { kind, value } }) =>
    kind === 'answered' && value !== undefined ? [{ truth, value }] : [],
  );
  const pairs = preparePairs(
    answers.map(({ truth }) => truth),
    answers.map(({ value }) => value),
  );
  const once = onceEach(pairs.length);
  return {
    n: answers.length,
    extracted,
    coverage: proportion(answers.length, scored.length),
    srcc: srcc(pairs, once),
    plcc: plcc(pairs, once),
    krcc: krcc(pairs, once),
    rmse: rmse(pairs, once),
    mae: mae(pairs, once),
  };
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classScores } from '../../../src/core/scoring/classScores.ts';
import type { Judged } from '../../../src/core/scoring/confusion.ts';
import { percentileInterval, wilsonInterval } from '../../../src/core/scoring/intervals.ts';
import { numberMeasures, numberScores } from '../../../src/core/scoring/numberScores.ts';

interface Reference {
  readonly classes: readonly {
    readonly name: string;
    readonly labels: readonly string[];
    /** Names separated by spaces, as are `answers`; an answer is a label or a kind of outcome. */
    readonly truth: string;
    readonly answers: string;
    readonly accuracyStrict: number;
    readonly accuracyAnswered: number | null;
    readonly coverage: number;
    readonly macroF1: number;
    readonly balancedAccuracy: number;
    readonly balancedAccuracyToo: number;
    readonly precision: readonly number[];
    readonly recall: readonly number[];
    readonly f1: readonly number[];
    readonly support: readonly number[];
    readonly columns: readonly string[];
    readonly confusion: readonly (readonly number[])[];
  }[];
  readonly numbers: readonly (Record<(typeof numberMeasures)[number], number | null> & {
    readonly name: string;
    readonly truth: readonly number[];
    readonly values: readonly number[];
  })[];
  readonly wilson: readonly {
    readonly count: number;
    readonly n: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly quantiles: readonly { readonly values: readonly number[]; readonly low: number; readonly high: number }[];
}

/** Values of SciPy and scikit-learn, written by reference.py. */
const reference = JSON.parse(readFileSync(new URL('reference.json', import.meta.url), 'utf8')) as Reference;
const none = { resamples: 0, seed: 1 };

function judged(truth: string, answers: string, labels: readonly string[]): Judged[] {
  const said = answers.split(' ');
  return truth.split(' ').map((label, i) => {
    const answer = said[i]!;
    return labels.includes(answer)
      ? { truth: label, kind: 'answered', answer }
      : { truth: label, kind: answer as Exclude<Judged['kind'], 'answered'> };
  });
}

function expectClose(actual: number | null | undefined, expected: number | null, what: string): void {
  if (expected === null) expect(actual, what).toBeNull();
  else expect(Math.abs(actual! - expected), `${what}: ${actual} for ${expected}`).toBeLessThan(1e-9);
}

describe('scores of labels agree with scikit-learn', () => {
  it.each(reference.classes)('$name', (expected) => {
    const scores = classScores(judged(expected.truth, expected.answers, expected.labels), expected.labels, none);
    for (const name of ['accuracyStrict', 'accuracyAnswered', 'coverage', 'macroF1', 'balancedAccuracy'] as const) {
      expectClose(scores[name], expected[name], name);
    }
    expectClose(scores.balancedAccuracy, expected.balancedAccuracyToo, 'balanced accuracy by its own function');
    expected.labels.forEach((label, i) => {
      for (const name of ['precision', 'recall', 'f1', 'support'] as const) {
        expectClose(scores.perLabel[label]?.[name], expected[name][i]!, `${name} of ${label}`);
      }
    });
    const columns = [...scores.confusion.labels, ...scores.confusion.others];
    const rows = scores.confusion.rows.map((row) => expected.columns.map((name) => row[columns.indexOf(name)]));
    expect(rows).toEqual(expected.confusion);
  });
});

describe('scores of numbers agree with SciPy', () => {
  it.each(reference.numbers)('$name', (expected) => {
    const pairs = expected.truth.map((truth, i) => ({ truth, value: expected.values[i]! }));
    const scores = numberScores(pairs, [], none);
    for (const name of numberMeasures) expectClose(scores[name], expected[name], name);
  });
});

describe('intervals', () => {
  it.each(reference.wilson)('of $count in $n agree with SciPy', ({ count, n, low, high }) => {
    const interval = wilsonInterval(count, n)!;
    expectClose(interval[0], low, 'low');
    expectClose(interval[1], high, 'high');
  });

  it.each(reference.quantiles)('of replicates agree with NumPy', ({ values, low, high }) => {
    const interval = percentileInterval(values)!;
    expectClose(interval[0], low, 'low');
    expectClose(interval[1], high, 'high');
  });

  it('are null where there is nothing to compute them from', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
    expect(percentileInterval([])).toBeNull();
    expect(percentileInterval([null, null, 1])).toBeNull();
  });
});

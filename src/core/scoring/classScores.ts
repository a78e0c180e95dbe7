import { confusionCells, confusionOf } from './confusion.ts';
import type { Confusion, Judged } from './confusion.ts';
import { percentileInterval, proportion, wilsonInterval } from './intervals.ts';
import type { Interval } from './intervals.ts';
import { drawCounts, seededRandom } from './resampling.ts';
import type { Resampling } from './resampling.ts';

/** How one label is told apart; all 0 to 1. `precision` and `f1` are 0, not undefined, where nothing is to be divided. */
export interface LabelScores {
  /** Right answers over all answers that name the label. */
  readonly precision: number;
  /** Right answers over `support`: a question without an answer counts as missed. */
  readonly recall: number;
  readonly f1: number;
  /** Asked questions of which this label is the truth. */
  readonly support: number;
}

/** The scores of {@link ClassScores} that have an interval. */
export const classMeasures = ['accuracyStrict', 'accuracyAnswered', 'coverage', 'macroF1', 'balancedAccuracy'] as const;

/** One of {@link classMeasures}. */
export type ClassMeasure = (typeof classMeasures)[number];

/**
 * Scores of answers that name a label; all proportions are 0 to 1, and `null` where their denominator is 0. Everything that
 * was asked and has a truth is in `n`; what a gate kept from being asked is in none of these numbers.
 */
export interface ClassScores {
  /** Asked questions with a known truth: the denominator of `accuracyStrict` and `coverage`. */
  readonly n: number;
  /** Those that were answered: the denominator of `accuracyAnswered`. */
  readonly answered: number;
  /** Those that were answered right. */
  readonly right: number;
  /** `right / n`: a refusal, a reply that was not understood and a failed request count as not right. */
  readonly accuracyStrict: number | null;
  /** `right / answered`. */
  readonly accuracyAnswered: number | null;
  /** `answered / n`. */
  readonly coverage: number | null;
  /** Plain mean of `f1` over the labels that occur as a truth or as an answer. */
  readonly macroF1: number | null;
  /** Plain mean of `recall` over the labels that occur as a truth. */
  readonly balancedAccuracy: number | null;
  readonly perLabel: Readonly<Record<string, LabelScores>>;
  readonly confusion: Confusion;
  /** 95 %: Wilson for the proportions, bootstrap percentiles for `macroF1` and `balancedAccuracy`. */
  readonly intervals: Readonly<Record<ClassMeasure, Interval>>;
}

/** Scores judged questions. `labels` are those that could be answered; they order the result. */
export function classScores(judged: readonly Judged[], labels: readonly string[], resampling: Resampling): ClassScores {
  const confusion = confusionOf(judged, labels);
  const perLabel = labelScores(confusion.rows);
  const n = judged.length;
  const answered = judged.filter(({ kind }) => kind === 'answered').length;
  const right = confusion.rows.reduce((total, row, place) => total + (row[place] ?? 0), 0);
  return {
    n,
    answered,
    right,
    accuracyStrict: proportion(right, n),
    accuracyAnswered: proportion(right, answered),
    coverage: proportion(answered, n),
    macroF1: macroF1(perLabel),
    balancedAccuracy: balancedAccuracy(perLabel),
    perLabel: Object.fromEntries(confusion.labels.map((label, place) => [label, scoresOf(perLabel[place])])),
    confusion,
    intervals: {
      accuracyStrict: wilsonInterval(right, n),
      accuracyAnswered: wilsonInterval(right, answered),
      coverage: wilsonInterval(answered, n),
      ...resampledIntervals(judged, labels, resampling),
    },
  };
}

interface CountedLabel extends LabelScores {
  /** Answers that name the label. */
  readonly named: number;
}

/** Scores of each label, in the order of the rows; the first columns are the labels in the same order. */
function labelScores(rows: readonly (readonly number[])[]): CountedLabel[] {
  const named = rows.map((_row, place) => rows.reduce((total, row) => total + (row[place] ?? 0), 0));
  return rows.map((row, place) => {
    const hits = row[place] ?? 0;
    const support = row.reduce((total, count) => total + count, 0);
    const answers = named[place] ?? 0;
    return {
      precision: answers === 0 ? 0 : hits / answers,
      recall: support === 0 ? 0 : hits / support,
      f1: hits === 0 ? 0 : (2 * hits) / (answers + support),
      support,
      named: answers,
    };
  });
}

function scoresOf(counted: CountedLabel | undefined): LabelScores {
  const { precision = 0, recall = 0, f1 = 0, support = 0 } = counted ?? {};
  return { precision, recall, f1, support };
}

function macroF1(labels: readonly CountedLabel[]): number | null {
  // A label that is in neither list was put to no test; leaving it in would count as a failure at it.
  const occurring = labels.filter(({ support, named }) => support > 0 || named > 0);
  return mean(occurring.map(({ f1 }) => f1));
}

function balancedAccuracy(labels: readonly CountedLabel[]): number | null {
  return mean(labels.filter(({ support }) => support > 0).map(({ recall }) => recall));
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length;
}

function resampledIntervals(
  judged: readonly Judged[],
  labels: readonly string[],
  { resamples, seed }: Resampling,
): Record<'macroF1' | 'balancedAccuracy', Interval> {
  const { labels: all, width, cells } = confusionCells(judged, labels);
  const random = seededRandom(seed);
  const counts = new Uint32Array(cells.length);
  const f1: (number | null)[] = [];
  const balanced: (number | null)[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    drawCounts(counts, random);
    const rows = all.map(() => new Array<number>(width).fill(0));
    cells.forEach((cell, place) => {
      const row = rows[Math.floor(cell / width)];
      if (row !== undefined) row[cell % width] = (row[cell % width] ?? 0) + (counts[place] ?? 0);
    });
    const scores = labelScores(rows);
    f1.push(macroF1(scores));
    balanced.push(balancedAccuracy(scores));
  }
  return { macroF1: percentileInterval(f1), balancedAccuracy: percentileInterval(balanced) };
}

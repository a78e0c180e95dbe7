import { krcc, mae, onceEach, plcc, preparePairs, rmse, srcc } from './correlation.ts';
import type { PreparedPairs } from './correlation.ts';
import { percentileInterval } from './intervals.ts';
import type { Interval } from './intervals.ts';
import { drawCounts, seededRandom } from './resampling.ts';
import type { Resampling } from './resampling.ts';

/** A number that was answered, the true one, and the item's label where it has one. */
export interface NumberPair {
  readonly truth: number;
  readonly value: number;
  readonly label?: string;
}

/** How answered numbers are compared with the true ones; the statistics are in `correlation.ts`. */
export const numberMeasures = ['srcc', 'plcc', 'krcc', 'rmse', 'mae'] as const;

/** One of {@link numberMeasures}. */
export type NumberMeasure = (typeof numberMeasures)[number];

const statistics = { srcc, plcc, krcc, rmse, mae };

/**
 * Correlations are -1 to 1, 1 being full agreement; `rmse` and `mae` are in the unit of the scale, 0 being full agreement.
 * `null` where undefined: for correlations fewer than three pairs or a constant side, for differences no pairs.
 */
export interface NumberFigures extends Readonly<Record<NumberMeasure, number | null>> {
  /** Pairs. */
  readonly n: number;
  /** 95 %, bootstrap percentiles. */
  readonly intervals: Readonly<Record<NumberMeasure, Interval>>;
}

/** Scores of answered numbers: over all of them, and within each label. */
export interface NumberScores extends NumberFigures {
  readonly withinLabel: Readonly<Record<string, NumberFigures>>;
  /**
   * Plain mean over the labels where each figure is defined, resampled within labels for the intervals. A model that says
   * one number for each label has a high pooled correlation and none here. `n` counts the labels' pairs.
   */
  readonly meanWithinLabel: NumberFigures;
}

type Replicates = Record<NumberMeasure, (number | null)[]>;

/** Scores pairs; `labels` order the result, and labels that no pair has are left out. */
export function numberScores(
  pairs: readonly NumberPair[],
  labels: readonly string[],
  resampling: Resampling,
): NumberScores {
  // One stream of random numbers for all: strata that are drawn alike would not be independent.
  const random = seededRandom(resampling.seed);
  const groups = new Map<string, NumberPair[]>(labels.map((label) => [label, []]));
  for (const pair of pairs) {
    if (pair.label === undefined) continue;
    const ofLabel = groups.get(pair.label);
    if (ofLabel === undefined) groups.set(pair.label, [pair]);
    else ofLabel.push(pair);
  }
  const pooled = scored(pairs, resampling.resamples, random);
  const within = [...groups]
    .filter(([, ofLabel]) => ofLabel.length > 0)
    .map(([label, ofLabel]) => ({ label, ...scored(ofLabel, resampling.resamples, random) }));
  return {
    ...pooled.figures,
    withinLabel: Object.fromEntries(within.map(({ label, figures }) => [label, figures])),
    meanWithinLabel: meanWithin(within, resampling.resamples),
  };
}

function scored(
  pairs: readonly NumberPair[],
  resamples: number,
  random: () => number,
): { readonly figures: NumberFigures; readonly replicates: Replicates } {
  const prepared = preparePairs(
    pairs.map(({ truth }) => truth),
    pairs.map(({ value }) => value),
  );
  const replicates = replicatesOf(prepared, resamples, random);
  const once = onceEach(pairs.length);
  const figures = {
    n: pairs.length,
    ...eachMeasure((measure) => statistics[measure](prepared, once)),
    intervals: eachMeasure((measure) => percentileInterval(replicates[measure])),
  };
  return { figures, replicates };
}

function replicatesOf(prepared: PreparedPairs, resamples: number, random: () => number): Replicates {
  const replicates: Replicates = { srcc: [], plcc: [], krcc: [], rmse: [], mae: [] };
  const counts = new Uint32Array(prepared.length);
  for (let resample = 0; resample < resamples; resample++) {
    drawCounts(counts, random);
    for (const measure of numberMeasures) replicates[measure].push(statistics[measure](prepared, counts));
  }
  return replicates;
}

function meanWithin(
  within: readonly { readonly figures: NumberFigures; readonly replicates: Replicates }[],
  resamples: number,
): NumberFigures {
  const meanOfResample = (measure: NumberMeasure, resample: number): number | null =>
    meanOfDefined(
      within
        .filter(({ figures }) => figures[measure] !== null)
        .map(({ replicates }) => replicates[measure][resample] ?? null),
    );
  return {
    n: within.reduce((total, { figures }) => total + figures.n, 0),
    ...eachMeasure((measure) => meanOfDefined(within.map(({ figures }) => figures[measure]))),
    intervals: eachMeasure((measure) =>
      percentileInterval(Array.from({ length: resamples }, (_none, resample) => meanOfResample(measure, resample))),
    ),
  };
}

function meanOfDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : defined.reduce((total, value) => total + value, 0) / defined.length;
}

function eachMeasure<T>(of: (measure: NumberMeasure) => T): Record<NumberMeasure, T> {
  return { srcc: of('srcc'), plcc: of('plcc'), krcc: of('krcc'), rmse: of('rmse'), mae: of('mae') };
}

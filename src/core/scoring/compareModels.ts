import type { Interval } from './intervals.ts';
import type { MeasuredCell } from './measureCell.ts';
import { signFlip, wilcoxonSignedRank } from './pairedTests.ts';
import type { SignFlipTest, WilcoxonTest } from './pairedTests.ts';

/**
 * Whether a strategy helps on average over models, the models being those of the table and no sample of others. Each item
 * counts with the mean of its differences over the models, so that what the models have in common about an item stays together.
 */
export interface OverModels {
  readonly strategy: string;
  /** The models that were asked both ways. */
  readonly models: readonly string[];
  /** Items behind it: for numbers, those that all these models answered both ways. */
  readonly n: number;
  /** Mean over the models of the strategy's figure less the reference's; `null` where `n` is 0. */
  readonly difference: number | null;
  /** 95 %, bootstrap over items with the models fixed. */
  readonly interval: Interval;
  /** `null` where there is nothing to test. */
  readonly test: SignFlipTest | WilcoxonTest | null;
  readonly pHolm: number | null;
}

/** What {@link OverModels} says before resampling: the mean difference of each item, `NaN` where a model has none. */
export interface OverModelsFigures extends Pick<OverModels, 'strategy' | 'models' | 'n' | 'test'> {
  readonly perItem: Float64Array;
}

/**
 * The mean differences over the models for each strategy but the reference, tested over items: right answers by sign flips,
 * errors of numbers by signed ranks. None for a strategy that fewer than two models were asked with.
 */
export function compareModels(
  measured: readonly MeasuredCell[],
  reference: string,
  isNumber: boolean,
  differences: (a: Float64Array, b: Float64Array) => Float64Array,
): OverModelsFigures[] {
  const strategies = new Set(measured.map(({ cell }) => cell.strategy));
  strategies.delete(reference);
  return [...strategies].flatMap((strategy): OverModelsFigures[] => {
    const pairs = measured.flatMap(({ cell, figures }) => {
      const base = measured.find((one) => one.cell.strategy === reference && one.cell.model === cell.model);
      if (cell.strategy !== strategy || base === undefined) return [];
      const pair = differences(figures, base.figures);
      // A model that answered nothing with a number both ways would empty the table for all others.
      return pair.some((value) => !Number.isNaN(value)) ? [{ model: cell.model, pair }] : [];
    });
    if (pairs.length < 2) return [];
    const sums = Float64Array.from(pairs[0]?.pair ?? [], (_none, item) =>
      pairs.reduce((total, { pair }) => total + (pair[item] ?? NaN), 0),
    );
    const known = [...sums].filter((value) => !Number.isNaN(value));
    return [
      {
        strategy,
        models: pairs.map(({ model }) => model),
        n: known.length,
        test: known.length === 0 ? null : isNumber ? wilcoxonSignedRank(known.map(steady)) : signFlip(known),
        perItem: sums.map((sum) => sum / pairs.length),
      },
    ];
  });
}

/** Sums of rounded differences are rounded again, so that equal ones are tied. */
function steady(value: number): number {
  return Number(value.toPrecision(12));
}

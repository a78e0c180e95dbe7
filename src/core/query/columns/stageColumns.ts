import { Bits } from '../bits.ts';

/** One stage of one run over all items of a benchmark, by the item's place; 0 everywhere means that there is no outcome. */
export interface StageColumns {
  readonly key: string;
  readonly stage: string;
  /** A further order of the options: for its score only, a query does not see it. */
  readonly isFurther: boolean;
  /** 1 where there is an outcome. Not to be changed by who asks. */
  readonly there: Bits;
  /** Place in `outcomeKind.options`, plus 1. */
  readonly kinds: Uint8Array;
  /** 1 right, 2 wrong, 0 where that is no question. */
  readonly rights: Uint8Array;
  /** 1 where another tool read the reply otherwise. */
  readonly differs: Uint8Array;
  /** The label answered: place in the run's `labels`, plus 1. */
  readonly labels: Uint32Array;
  /** The number answered; `NaN` for none, and absent as long as there is none at all. */
  values: Float64Array | undefined;
  /** The options shown: place in the run's `optionSets`, plus 1. */
  readonly options: Uint16Array;
  /** What was said: a number of the run's `said`. */
  readonly said: Uint32Array;
  /** Where the outcome's line is: its length is 0 where there is none. */
  readonly starts: Float64Array;
  readonly lengths: Uint32Array;
}

/** Columns without an outcome for `length` items. */
export function emptyStageColumns(key: string, stage: string, isFurther: boolean, length: number): StageColumns {
  const rest = isFurther ? 0 : length;
  return {
    key,
    stage,
    isFurther,
    there: new Bits(length),
    kinds: new Uint8Array(length),
    rights: new Uint8Array(rest),
    differs: new Uint8Array(rest),
    labels: new Uint32Array(rest),
    values: undefined,
    options: new Uint16Array(rest),
    said: new Uint32Array(rest),
    starts: new Float64Array(length),
    lengths: new Uint32Array(length),
  };
}

/** How many outcomes another tool read otherwise. */
export function countDiffering(stages: readonly StageColumns[]): number {
  let count = 0;
  for (const { differs } of stages) for (const one of differs) count += one;
  return count;
}

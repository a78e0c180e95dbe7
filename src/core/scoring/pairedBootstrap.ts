import { percentileInterval } from './intervals.ts';
import type { Interval } from './intervals.ts';
import { drawCounts, seededRandom } from './resampling.ts';
import type { Resampling } from './resampling.ts';

/** A mean over items with its 95 % bootstrap interval; `null` where no item has a value. */
export interface BootstrappedMean {
  readonly mean: number | null;
  readonly interval: Interval;
}

/**
 * Means of several lists about the same items, resampled together: one draw of items serves all lists, so that the intervals of
 * differences are paired. All lists are equally long; an item that a list has no value for is `NaN` in it.
 */
export function bootstrappedMeans(
  lists: readonly Float64Array[],
  { resamples, seed }: Resampling,
): readonly BootstrappedMean[] {
  const length = lists[0]?.length ?? 0;
  const random = seededRandom(seed);
  const counts = new Uint32Array(length);
  const sparse = lists.map(sparseOf);
  const replicates = lists.map((): (number | null)[] => []);
  for (let resample = 0; resample < (length === 0 ? 0 : resamples); resample++) {
    drawCounts(counts, random);
    for (let place = 0; place < sparse.length; place++) replicates[place]?.push(meanOf(sparse[place]!, counts));
  }
  const once = new Uint32Array(length).fill(1);
  return sparse.map((list, place) => ({
    mean: meanOf(list, once),
    interval: percentileInterval(replicates[place] ?? []),
  }));
}

/** A list without what adds nothing to a sum: most differences of two models are 0, and a table has many lists. */
interface SparseList {
  readonly length: number;
  /** Places of values other than 0, and the values. */
  readonly places: Uint32Array;
  readonly values: Float64Array;
  /** Places without a value. */
  readonly missing: Uint32Array;
}

function sparseOf(list: Float64Array): SparseList {
  const places: number[] = [];
  const missing: number[] = [];
  list.forEach((value, place) => {
    if (Number.isNaN(value)) missing.push(place);
    else if (value !== 0) places.push(place);
  });
  return {
    length: list.length,
    places: Uint32Array.from(places),
    values: Float64Array.from(places, (place) => list[place]!),
    missing: Uint32Array.from(missing),
  };
}

function meanOf({ length, places, values, missing }: SparseList, counts: Uint32Array): number | null {
  let sum = 0;
  for (let i = 0; i < places.length; i++) sum += counts[places[i]!]! * values[i]!;
  // A resample takes as many items as there are.
  let taken = length;
  for (let i = 0; i < missing.length; i++) taken -= counts[missing[i]!]!;
  return taken === 0 ? null : sum / taken;
}

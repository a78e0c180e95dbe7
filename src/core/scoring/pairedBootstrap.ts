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
  const replicates = lists.map((): (number | null)[] => []);
  for (let resample = 0; resample < (length === 0 ? 0 : resamples); resample++) {
    drawCounts(counts, random);
    lists.forEach((list, place) => replicates[place]?.push(meanOf(list, counts)));
  }
  const once = new Uint32Array(length).fill(1);
  return lists.map((list, place) => ({
    mean: meanOf(list, once),
    interval: percentileInterval(replicates[place] ?? []),
  }));
}

function meanOf(list: Float64Array, counts: Uint32Array): number | null {
  let sum = 0;
  let taken = 0;
  for (let i = 0; i < list.length; i++) {
    const value = list[i]!;
    if (Number.isNaN(value)) continue;
    sum += counts[i]! * value;
    taken += counts[i]!;
  }
  return taken === 0 ? null : sum / taken;
}

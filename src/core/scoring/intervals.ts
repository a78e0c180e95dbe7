/** Lower and upper end of a 95 % interval; `null` where there is too little to compute one from. */
export type Interval = readonly [low: number, high: number] | null;

/** The 0.975 quantile of the standard normal distribution: intervals here are two-sided, 95 %. */
const z = 1.959963984540054;

/** A proportion, or `null` where there is nothing to divide by. */
export function proportion(count: number, of: number): number | null {
  return of === 0 ? null : count / of;
}

/**
 * Wilson's score interval of a proportion, without continuity correction (E. B. Wilson, JASA 22, 1927). `count` of `of`
 * trials, whole numbers; `null` for no trials.
 */
export function wilsonInterval(count: number, of: number): Interval {
  if (of === 0) return null;
  const share = count / of;
  const denominator = 1 + z ** 2 / of;
  const centre = (share + z ** 2 / (2 * of)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  return [count === 0 ? 0 : centre - half, count === of ? 1 : centre + half];
}

/**
 * The percentile interval of a bootstrap (B. Efron, 1979): the 2.5 % and 97.5 % quantiles of the replicates, interpolated
 * linearly (type 7 of Hyndman and Fan, 1996). Replicates that are undefined (`null`) are left out; `null` when they are the
 * greater part.
 */
export function percentileInterval(replicates: readonly (number | null)[]): Interval {
  const defined = replicates.filter((value) => value !== null);
  if (defined.length === 0 || defined.length * 2 < replicates.length) return null;
  const sorted = Float64Array.from(defined).sort();
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}

function quantile(sorted: Float64Array, at: number): number {
  const place = (sorted.length - 1) * at;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

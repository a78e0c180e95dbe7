/** Fewer pairs than this have no correlation here: two points always lie on a line. */
const fewestPairs = 3;

/** Pairs of numbers, sorted once by `x`, so that any resample of them is scored without sorting. Counts go by this order. */
export interface PreparedPairs {
  readonly length: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Place of each number among the distinct ones of its list, from 0. */
  readonly xRanks: Uint32Array;
  readonly yRanks: Uint32Array;
  /** Distinct numbers of each list. */
  readonly xValues: number;
  readonly yValues: number;
}

/** Prepares pairs for the statistics of this file, which take them in ascending order of `x`. Both lists are finite and equally long. */
export function preparePairs(x: readonly number[], y: readonly number[]): PreparedPairs {
  const pairs = x.map((value, i) => ({ x: value, y: y[i] ?? NaN })).sort((a, b) => a.x - b.x);
  const xs = pairs.map((pair) => pair.x);
  const ys = pairs.map((pair) => pair.y);
  const xRanks = denseRanks(xs);
  const yRanks = denseRanks(ys);
  return {
    length: pairs.length,
    x: Float64Array.from(xs),
    y: Float64Array.from(ys),
    xRanks: xRanks.ranks,
    yRanks: yRanks.ranks,
    xValues: xRanks.values,
    yValues: yRanks.values,
  };
}

function denseRanks(list: readonly number[]): { readonly ranks: Uint32Array; readonly values: number } {
  const values = [...new Set(list)].sort((a, b) => a - b);
  const rankOf = new Map(values.map((value, rank) => [value, rank]));
  return { ranks: Uint32Array.from(list.map((value) => rankOf.get(value) ?? 0)), values: values.length };
}

/** Counts that take every pair once: the sample itself. */
export function onceEach(length: number): Uint32Array {
  return new Uint32Array(length).fill(1);
}

/**
 * Pearson's product-moment correlation (PLCC), -1 to 1, no curve fitted first. `counts` says how often each pair is taken.
 * `null` for fewer than three pairs or a constant side.
 */
export function plcc(pairs: PreparedPairs, counts: Uint32Array): number | null {
  return pearson(pairs.x, pairs.y, counts);
}

/**
 * Spearman's rank correlation (SRCC), -1 to 1: Pearson's of the ranks, ties sharing the mean of theirs. `counts` and `null`
 * as in {@link plcc}.
 */
export function srcc(pairs: PreparedPairs, counts: Uint32Array): number | null {
  const x = meanRanks(pairs.xRanks, pairs.xValues, counts);
  return pearson(x, meanRanks(pairs.yRanks, pairs.yValues, counts), counts);
}

/** Rank of each element among those taken, from 1; equal ones share the mean of their ranks. */
function meanRanks(ranks: Uint32Array, values: number, counts: Uint32Array): Float64Array {
  const rankOf = heldBy(ranks, values, counts);
  let before = 0;
  for (let rank = 0; rank < values; rank++) {
    const count = rankOf[rank]!;
    rankOf[rank] = before + (count + 1) / 2;
    before += count;
  }
  const result = new Float64Array(ranks.length);
  for (let i = 0; i < result.length; i++) result[i] = rankOf[ranks[i]!]!;
  return result;
}

/** How many elements are taken of each distinct value. */
function heldBy(ranks: Uint32Array, values: number, counts: Uint32Array): Float64Array {
  const held = new Float64Array(values);
  for (let i = 0; i < ranks.length; i++) held[ranks[i]!]! += counts[i]!;
  return held;
}

function pearson(x: Float64Array, y: Float64Array, counts: Uint32Array): number | null {
  const taken = totalOf(counts);
  // Equality is asked of the values: a mean that is rounded would give a constant list a tiny, meaningless variance.
  if (taken < fewestPairs || isConstant(x, counts) || isConstant(y, counts)) return null;
  let sumX = 0;
  let sumY = 0;
  for (let i = 0; i < x.length; i++) {
    sumX += counts[i]! * x[i]!;
    sumY += counts[i]! * y[i]!;
  }
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = x[i]! - sumX / taken;
    const dy = y[i]! - sumY / taken;
    xx += counts[i]! * dx * dx;
    yy += counts[i]! * dy * dy;
    xy += counts[i]! * dx * dy;
  }
  return within(xy / Math.sqrt(xx * yy));
}

/**
 * Kendall's rank correlation (KRCC), tau-b: pairs tied on one side are in neither count (M. G. Kendall, Biometrika 33, 1945).
 * Counted in O(n log n) with the partial sums of P. M. Fenwick (1994). `counts` and `null` as in {@link plcc}.
 */
export function krcc(pairs: PreparedPairs, counts: Uint32Array): number | null {
  const taken = totalOf(counts);
  if (taken < fewestPairs) return null;
  const all = pairsAmong(taken);
  const tiedX = tiedPairs(heldBy(pairs.xRanks, pairs.xValues, counts));
  const tiedY = tiedPairs(heldBy(pairs.yRanks, pairs.yValues, counts));
  if (tiedX === all || tiedY === all) return null;
  return within(concordance(pairs, counts) / Math.sqrt(all - tiedX) / Math.sqrt(all - tiedY));
}

function pairsAmong(count: number): number {
  return (count * (count - 1)) / 2;
}

function tiedPairs(held: Float64Array): number {
  let total = 0;
  for (let rank = 0; rank < held.length; rank++) total += pairsAmong(held[rank]!);
  return total;
}

/** Concordant minus discordant pairs: for each element, those before it in `x` with smaller `y` less those with greater. */
function concordance({ length, xRanks, yRanks, yValues }: PreparedPairs, counts: Uint32Array): number {
  const tree = new Float64Array(yValues + 1);
  let before = 0;
  let difference = 0;
  for (let start = 0, end = 0; start < length; start = end) {
    while (end < length && xRanks[end] === xRanks[start]) end++;
    for (let i = start; i < end; i++) {
      if (counts[i] === 0) continue;
      const rank = yRanks[i]!;
      difference += counts[i]! * (sumBelow(tree, rank) + sumBelow(tree, rank + 1) - before);
    }
    // Elements that share their `x` are entered together, after all of them were compared: they are no pairs.
    for (let i = start; i < end; i++) {
      before += counts[i]!;
      for (let node = yRanks[i]! + 1; node <= yValues; node += node & -node) tree[node]! += counts[i]!;
    }
  }
  return difference;
}

/** What a Fenwick tree holds at the ranks below `rank`. */
function sumBelow(tree: Float64Array, rank: number): number {
  let total = 0;
  for (let node = rank; node > 0; node &= node - 1) total += tree[node]!;
  return total;
}

/** Root of the mean squared difference, in the unit of the data; `null` for no pairs. */
export function rmse({ x, y }: PreparedPairs, counts: Uint32Array): number | null {
  const taken = totalOf(counts);
  let total = 0;
  for (let i = 0; i < x.length; i++) total += counts[i]! * (x[i]! - y[i]!) ** 2;
  return taken === 0 ? null : Math.sqrt(total / taken);
}

/** Mean of the absolute difference, in the unit of the data; `null` for no pairs. */
export function mae({ x, y }: PreparedPairs, counts: Uint32Array): number | null {
  const taken = totalOf(counts);
  let total = 0;
  for (let i = 0; i < x.length; i++) total += counts[i]! * Math.abs(x[i]! - y[i]!);
  return taken === 0 ? null : total / taken;
}

function isConstant(list: Float64Array, counts: Uint32Array): boolean {
  let first: number | undefined;
  for (let i = 0; i < list.length; i++) {
    if (counts[i] === 0) continue;
    first ??= list[i];
    if (list[i] !== first) return false;
  }
  return true;
}

function totalOf(counts: Uint32Array): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  return total;
}

function within(value: number): number {
  return Math.max(-1, Math.min(1, value));
}

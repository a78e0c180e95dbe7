/** Fewer pairs than this have no correlation here: two points always lie on a line. */
const fewestPairs = 3;

/** A number as its place among the distinct values of its list, which are in `values`, ascending. */
interface DenseRanks {
  readonly values: readonly number[];
  readonly of: Uint32Array;
}

/** Pairs of numbers, sorted once so that any resample of them is scored in one pass. */
export interface PreparedPairs {
  readonly length: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly xRanks: DenseRanks;
  readonly yRanks: DenseRanks;
  /** Places of the pairs, by ascending `x`. */
  readonly byX: Uint32Array;
}

/** Prepares pairs for the statistics of this file. Both lists are equally long and finite. */
export function preparePairs(x: readonly number[], y: readonly number[]): PreparedPairs {
  const byX = Uint32Array.from(x, (_value, place) => place).sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0));
  return {
    length: x.length,
    x: Float64Array.from(x),
    y: Float64Array.from(y),
    xRanks: denseRanks(x),
    yRanks: denseRanks(y),
    byX,
  };
}

function denseRanks(list: readonly number[]): DenseRanks {
  const values = [...new Set(list)].sort((a, b) => a - b);
  const ranks = new Map(values.map((value, rank) => [value, rank]));
  return { values, of: Uint32Array.from(list, (value) => ranks.get(value) ?? 0) };
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
  return pearson(meanRanks(pairs.xRanks, counts), meanRanks(pairs.yRanks, counts), counts);
}

/** Rank of each element among those taken, from 1; equal ones share the mean of their ranks. */
function meanRanks(ranks: DenseRanks, counts: Uint32Array): Float64Array {
  const held = heldBy(ranks, counts);
  const rankOf = new Float64Array(held.length);
  let before = 0;
  held.forEach((count, rank) => {
    rankOf[rank] = before + (count + 1) / 2;
    before += count;
  });
  return Float64Array.from(ranks.of, (rank) => rankOf[rank] ?? 0);
}

/** How many elements are taken of each distinct value. */
function heldBy(ranks: DenseRanks, counts: Uint32Array): Float64Array {
  const held = new Float64Array(ranks.values.length);
  ranks.of.forEach((rank, place) => (held[rank] = (held[rank] ?? 0) + (counts[place] ?? 0)));
  return held;
}

function pearson(x: Float64Array, y: Float64Array, counts: Uint32Array): number | null {
  const taken = sum(counts.length, (i) => at(counts, i));
  // Equality is asked of the values: a mean that is rounded would give a constant list a tiny, meaningless variance.
  if (taken < fewestPairs || isConstant(x, counts) || isConstant(y, counts)) return null;
  const meanX = sum(x.length, (i) => at(x, i) * at(counts, i)) / taken;
  const meanY = sum(y.length, (i) => at(y, i) * at(counts, i)) / taken;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = at(x, i) - meanX;
    const dy = at(y, i) - meanY;
    const count = at(counts, i);
    xx += count * dx * dx;
    yy += count * dy * dy;
    xy += count * dx * dy;
  }
  return within(xy / Math.sqrt(xx * yy));
}

/**
 * Kendall's rank correlation (KRCC), tau-b: pairs tied on one side are in neither count (M. G. Kendall, Biometrika 33, 1945).
 * Counted in O(n log n) with the partial sums of P. M. Fenwick (1994). `counts` and `null` as in {@link plcc}.
 */
export function krcc(pairs: PreparedPairs, counts: Uint32Array): number | null {
  const taken = sum(counts.length, (i) => at(counts, i));
  if (taken < fewestPairs) return null;
  const pairsOf = (count: number): number => (count * (count - 1)) / 2;
  const all = pairsOf(taken);
  const tiedX = heldBy(pairs.xRanks, counts).reduce((total, count) => total + pairsOf(count), 0);
  const tiedY = heldBy(pairs.yRanks, counts).reduce((total, count) => total + pairsOf(count), 0);
  if (tiedX === all || tiedY === all) return null;
  return within(concordance(pairs, counts) / Math.sqrt(all - tiedX) / Math.sqrt(all - tiedY));
}

/** Concordant minus discordant pairs: for each element, those before it in `x` with smaller `y` less those with greater. */
function concordance(pairs: PreparedPairs, counts: Uint32Array): number {
  const { byX, xRanks, yRanks } = pairs;
  const tree = new Float64Array(yRanks.values.length + 1);
  const upTo = (rank: number): number => {
    let total = 0;
    for (let node = rank; node > 0; node &= node - 1) total += at(tree, node);
    return total;
  };
  let before = 0;
  let difference = 0;
  for (let start = 0; start < byX.length;) {
    let end = start;
    while (end < byX.length && at(xRanks.of, at(byX, end)) === at(xRanks.of, at(byX, start))) end++;
    for (let i = start; i < end; i++) {
      const place = at(byX, i);
      const rank = at(yRanks.of, place);
      difference += at(counts, place) * (upTo(rank) - (before - upTo(rank + 1)));
    }
    // Elements that share their `x` are entered together, after all of them were compared: they are no pairs.
    for (let i = start; i < end; i++) {
      const place = at(byX, i);
      const count = at(counts, place);
      before += count;
      for (let node = at(yRanks.of, place) + 1; node < tree.length; node += node & -node) {
        tree[node] = at(tree, node) + count;
      }
    }
    start = end;
  }
  return difference;
}

/** Root of the mean squared difference, in the unit of the data; `null` for no pairs. */
export function rmse(pairs: PreparedPairs, counts: Uint32Array): number | null {
  const mean = meanOver(pairs, counts, (difference) => difference ** 2);
  return mean === null ? null : Math.sqrt(mean);
}

/** Mean of the absolute difference, in the unit of the data; `null` for no pairs. */
export function mae(pairs: PreparedPairs, counts: Uint32Array): number | null {
  return meanOver(pairs, counts, Math.abs);
}

function meanOver({ x, y }: PreparedPairs, counts: Uint32Array, of: (difference: number) => number): number | null {
  const taken = sum(counts.length, (i) => at(counts, i));
  return taken === 0 ? null : sum(x.length, (i) => at(counts, i) * of(at(x, i) - at(y, i))) / taken;
}

function isConstant(list: Float64Array, counts: Uint32Array): boolean {
  let first: number | undefined;
  for (let i = 0; i < list.length; i++) {
    if (at(counts, i) === 0) continue;
    first ??= at(list, i);
    if (at(list, i) !== first) return false;
  }
  return true;
}

function sum(length: number, of: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < length; i++) total += of(i);
  return total;
}

function at(list: Float64Array | Uint32Array, i: number): number {
  return list[i] ?? 0;
}

function within(value: number): number {
  return Math.max(-1, Math.min(1, value));
}

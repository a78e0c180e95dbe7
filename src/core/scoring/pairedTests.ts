import { normalTail } from './normalTail.ts';

/** McNemar's test of two answers to the same questions. All p-values here are two-sided, 0 to 1. */
export interface McNemarTest {
  readonly kind: 'mcnemar';
  /** Questions that the first alone has right, and that the second alone has right. */
  readonly firstOnly: number;
  readonly secondOnly: number;
  readonly p: number;
  /** A less strict p-value, see {@link mcNemar}. */
  readonly midP: number;
}

/**
 * McNemar's test in its exact form (Q. McNemar, Psychometrika 12, 1947): of the questions that one of the two alone has right,
 * half would be either's. `midP` counts the observed table half (M. W. Fagerland et al., BMC Medical Research Methodology 13,
 * 2013). Both counts are whole numbers of at least 0; 1 where both are 0.
 */
export function mcNemar(firstOnly: number, secondOnly: number): McNemarTest {
  const chances = fairChances(firstOnly + secondOnly);
  const fewer = Math.min(firstOnly, secondOnly);
  const here = chances[fewer] ?? 1;
  let tail = 0;
  for (let heads = 0; heads <= fewer; heads++) tail += chances[heads] ?? 0;
  const p = Math.min(1, 2 * tail);
  const isNone = firstOnly + secondOnly === 0;
  const midP = firstOnly === secondOnly ? 1 - here / 2 : p - here;
  return { kind: 'mcnemar', firstOnly, secondOnly, p, midP: isNone ? 1 : midP };
}

/** The chances of 0 to `n` heads in `n` throws of a fair coin. */
function fairChances(n: number): Float64Array<ArrayBuffer> {
  const chances = new Float64Array(n + 1);
  // In logarithms: 0.5 ** n is no number any more from 1,075 throws on.
  let log = -n * Math.LN2;
  for (let heads = 0; 2 * heads <= n; heads++) {
    chances[heads] = Math.exp(log);
    chances[n - heads] = chances[heads]!;
    log += Math.log((n - heads) / (heads + 1));
  }
  return chances;
}

/** Wilcoxon's signed-rank test of paired differences. */
export interface WilcoxonTest {
  readonly kind: 'wilcoxon';
  /** Differences that are not 0; the others say nothing about a direction. */
  readonly nonZero: number;
  /** Sum of the ranks of the differences above 0. */
  readonly rankSum: number;
  readonly method: 'exact' | 'normal';
  readonly p: number;
}

/** Up to so many differences the distribution is counted out where no two are tied. */
const exactUpTo = 25;

/**
 * Wilcoxon's signed-rank test (F. Wilcoxon, Biometrics Bulletin 1, 1945), differences of 0 dropped: exact for up to 25
 * untied ones, else by the normal approximation with the variance corrected for ties and a continuity correction of 1/2, as
 * SciPy's `wilcoxon(correction=True)` has it. Finite numbers; p is 1 where none differs.
 */
export function wilcoxonSignedRank(differences: readonly number[]): WilcoxonTest {
  const sizes = differences.filter((value) => value !== 0).sort((a, b) => Math.abs(a) - Math.abs(b));
  const n = sizes.length;
  let rankSum = 0;
  let ties = 0;
  for (let start = 0, end = 0; start < n; start = end) {
    while (end < n && Math.abs(sizes[end]!) === Math.abs(sizes[start]!)) end++;
    const rank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) if (sizes[i]! > 0) rankSum += rank;
    ties += (end - start) ** 3 - (end - start);
  }
  const isExact = n <= exactUpTo && ties === 0;
  const p = n === 0 ? 1 : isExact ? exactSignedRank(n, rankSum) : normalSignedRank(n, rankSum, ties);
  return { kind: 'wilcoxon', nonZero: n, rankSum, method: isExact ? 'exact' : 'normal', p };
}

function exactSignedRank(n: number, rankSum: number): number {
  const all = (n * (n + 1)) / 2;
  const ways = new Float64Array(all + 1);
  ways[0] = 1;
  for (let rank = 1; rank <= n; rank++) for (let sum = all; sum >= rank; sum--) ways[sum]! += ways[sum - rank]!;
  const lower = Math.min(rankSum, all - rankSum);
  let count = 0;
  for (let sum = 0; sum <= lower; sum++) count += ways[sum]!;
  return Math.min(1, (2 * count) / 2 ** n);
}

function normalSignedRank(n: number, rankSum: number, ties: number): number {
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24);
  const distance = Math.max(0, Math.abs(rankSum - (n * (n + 1)) / 4) - 0.5);
  return Math.min(1, 2 * normalTail(distance / deviation));
}

/** A sign-flip test of whole-number differences. */
export interface SignFlipTest {
  readonly kind: 'signFlip';
  /** Differences that are not 0. */
  readonly nonZero: number;
  /** Sum of the differences. */
  readonly sum: number;
  readonly p: number;
}

/** A chance below this is taken for none, so that the sums that are counted out stay few. */
const leastChance = 1e-40;

/**
 * The randomisation test of paired differences (R. A. Fisher, The Design of Experiments, 1935): how often their sum would be as
 * far from 0 if each had either sign with equal chance. Exact, counted out over the sizes, down to p-values of about 1e-40,
 * below which it gives 0. With differences of 1 and -1 alone it is the exact McNemar test. Whole numbers.
 */
export function signFlip(differences: readonly number[]): SignFlipTest {
  const bySize = new Map<number, number>();
  let sum = 0;
  let nonZero = 0;
  for (const value of differences) {
    if (value === 0) continue;
    sum += value;
    nonZero++;
    bySize.set(Math.abs(value), (bySize.get(Math.abs(value)) ?? 0) + 1);
  }
  return { kind: 'signFlip', nonZero, sum, p: Math.min(1, 2 * chanceOfSum(bySize, Math.abs(sum))) };
}

/** Chances of the whole numbers from `from` on. */
interface Chances {
  readonly from: number;
  readonly of: Float64Array;
}

/** The chance that randomly signed sizes add up to `least` or more. */
function chanceOfSum(bySize: ReadonlyMap<number, number>, least: number): number {
  // Chances of the sum of what is positive: the sum of all is twice it less `total`.
  let chances: Chances = { from: 0, of: Float64Array.of(1) };
  let total = 0;
  for (const [size, count] of bySize) {
    total += size * count;
    chances = withSizes(chances, size, trimmed({ from: 0, of: fairChances(count) }));
  }
  let chance = 0;
  for (let at = chances.of.length - 1; at >= 0 && 2 * (chances.from + at) - total >= least; at--) {
    chance += chances.of[at]!;
  }
  return chance;
}

function withSizes(before: Chances, size: number, heads: Chances): Chances {
  const of = new Float64Array(before.of.length + size * (heads.of.length - 1));
  for (let head = 0; head < heads.of.length; head++) {
    for (let at = 0; at < before.of.length; at++) of[at + head * size]! += heads.of[head]! * before.of[at]!;
  }
  return trimmed({ from: before.from + size * heads.from, of });
}

function trimmed({ from, of }: Chances): Chances {
  const first = of.findIndex((chance) => chance >= leastChance);
  const last = of.findLastIndex((chance) => chance >= leastChance);
  return { from: from + first, of: of.subarray(first, last + 1) };
}

/**
 * Holm's correction for several tests (S. Holm, Scandinavian Journal of Statistics 6, 1979): p-values that may be compared
 * with one level for all. In the order given; `null` stands for no test and stays.
 */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const order = ps.flatMap((p, place) => (p === null ? [] : [{ p, place }])).sort((a, b) => a.p - b.p);
  const corrected: (number | null)[] = ps.map(() => null);
  let least = 0;
  order.forEach(({ p, place }, rank) => {
    least = Math.max(least, Math.min(1, p * (order.length - rank)));
    corrected[place] = least;
  });
  return corrected;
}

/** What got through between the end of a rest and a refusal, at a rate that turned out too high. */
export interface Stretch {
  /** Requests that got through. */
  readonly count: number;
  readonly ms: number;
  /** How long nothing was asked before it, ms. */
  readonly restMs: number;
}

/** Fewer requests tell nothing. */
const leastCount = 5;
/** Stretches whose rates differ by no more than this share, or by what so many requests more or less make, agree. */
const sureSpread = 0.03;
const chanceCounts = 1.5;
/** Shares of a rest that a server may have saved up; the first one is taken where nothing tells them apart. */
const savings = [0.1, 0, 0.03, 0.2, 0.4, 0.7, 1];

/**
 * The rate (a ms) that a server grants, from stretches that ended with a refusal, the newest last; `undefined` where the
 * newest tells nothing. A server that counts by a bucket grants its rate and, on top, what it saved up in the rest before,
 * as far as its bucket holds it: `count = rate * (ms + saved * restMs)`, with a share `saved` that is the same each
 * time. `isSure` when two or more stretches agree on it. It is the one by which the stretches agree best on the rate. Derived here from the token bucket; no outside source.
 */
export function grantedRate(
  stretches: readonly Stretch[],
): { readonly perMs: number; readonly isSure: boolean } | undefined {
  const newest = stretches.at(-1);
  if (newest === undefined || newest.count < leastCount) return undefined;
  const telling = stretches.filter(({ count }) => count >= leastCount);
  let best = { saved: savings[0] ?? 0, spread: Infinity };
  for (const saved of savings) {
    const spread = telling.length < 2 ? Infinity : spreadOf(telling.map((one) => Math.log(rateOf(one, saved))));
    // A difference within a tenth of a percent is chance.
    if (spread < best.spread * 0.999 - 1e-6) best = { saved, spread };
  }
  const chance = Math.max(sureSpread, chanceCounts / Math.min(...telling.map(({ count }) => count)));
  return { perMs: rateOf(newest, best.saved), isSure: best.spread <= chance };
}

function rateOf({ count, ms, restMs }: Stretch, saved: number): number {
  return count / (ms + saved * restMs);
}

function spreadOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

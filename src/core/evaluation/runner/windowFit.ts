import { isTelling } from './bucketFit.ts';
import type { Stretch } from './bucketFit.ts';

/** A count a second that explains refusals. */
export interface WindowFit {
  /** Requests a ms. */
  readonly perMs: number;
  /** How badly it explains them: squared errors, in multiples of what is expected. */
  readonly error: number;
}

/** What a server grants that counts by the second, in either way. */
export interface WindowFits {
  /** The most that got through within half a second. */
  readonly atOnce: number;
  /** Within the newest second. */
  readonly sliding: WindowFit;
  /** Within whole seconds, from some moment on. */
  readonly whole: WindowFit;
}

/** Servers that count by the second are common; one that counts by the minute grants so much at once that a bucket explains it. */
const windowMs = 1000;
/** A count is uncertain by so many, and by the starts that come this much sooner or later, ms. */
const countError = 0.5;
const lateMs = 3;
/** Requests overtake one another: one that got through may have been started this much later than one that was refused, ms. */
const overtakeMs = 8;
/** When whole seconds begin is tried in steps, ms. */
const stepMs = 20;
/** Errors that differ by less tell nothing. */
const alike = 2;

/**
 * The count a second that explains best when requests were refused: at each refusal it was used up, and never was more
 * granted in a second. From one refusal any count explains that, so it needs two: `undefined` with fewer.
 */
export function windowFit(stretches: readonly Stretch[]): WindowFits | undefined {
  const refusals = stretches.filter(isTelling).map(({ endedAt }) => endedAt);
  if (refusals.length < 2) return undefined;
  const starts = stretches.flatMap((one) => one.starts).toSorted((one, other) => one - other);
  const begins = Array.from({ length: windowMs / stepMs }, (_, i) => i * stepMs);
  const whole = begins.map((from) => wholeSeconds(starts, apart(refusals), from));
  const least = Math.min(...whole.map(({ error }) => error));
  const likely = whole.filter(({ error }) => error <= least + alike);
  return {
    atOnce: mostWithin(starts, windowMs / 2),
    sliding: sliding(starts, refusals),
    // Too much is put right by the next refusal, too little by none.
    whole: likely.reduce((most, one) => (one.perMs > most.perMs ? one : most)),
  };
}

/** Those that are no second look at the same count. */
function apart(refusals: readonly number[]): readonly number[] {
  const kept: number[] = [];
  for (const at of refusals) if (at >= (kept.at(-1) ?? -Infinity) + windowMs) kept.push(at);
  return kept;
}

function mostWithin(starts: readonly number[], ms: number): number {
  let most = 0;
  let first = 0;
  for (let last = 0; last < starts.length; last++) {
    while (starts[first]! <= starts[last]! - ms) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function sliding(starts: readonly number[], refusals: readonly number[]): WindowFit {
  const most = mostWithin(starts, windowMs);
  const counts = refusals.map((end) => starts.filter((at) => at > end - windowMs && at < end + overtakeMs).length);
  return judged(counts, most, lateMs);
}

function wholeSeconds(starts: readonly number[], refusals: readonly number[], from: number): WindowFit {
  const second = (at: number): number => Math.floor((at - from) / windowMs);
  let most = 0;
  let count = 0;
  let current = -Infinity;
  for (const at of starts) {
    count = second(at) === current ? count + 1 : 1;
    current = second(at);
    most = Math.max(most, count);
  }
  const counts = refusals.map(
    (end) => starts.filter((at) => at < end + overtakeMs && second(at) === second(end)).length,
  );
  return judged(counts, most, lateMs + stepMs / 2);
}

/** One count is explained by itself. */
function judged(counts: readonly number[], most: number, lateMs: number): WindowFit {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const chance = countError + (lateMs * mean) / windowMs;
  const error = [...counts, Math.max(most, mean)].reduce((sum, count) => sum + ((count - mean) / chance) ** 2, 0);
  return { perMs: mean / windowMs, error: counts.length < 2 ? Infinity : error };
}

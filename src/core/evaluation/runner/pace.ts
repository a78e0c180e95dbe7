/** When requests may start, by rate alone. All times are monotonic ms. */
export interface Pace {
  /** How long the next start must wait still. */
  waitMs(now: number): number;
  started(now: number): void;
  /** The server said "too much"; nothing starts before `until`. */
  tooMuch(now: number, until: number): void;
}

/** Timers are coarse: a start may be this late and still be caught up with, ms. */
const lateMs = 50;
/** Starts are counted over at most this time, and a rate over no less than the other, ms. */
const countedMs = 1000;
const leastMs = 250;
const leastCount = 8;
/** Starts whose times are kept: more than these in the time counted is faster than any server limits. */
const rememberedStarts = 1024;
/** After "too much": this share of the rate, ... */
const backOff = 0.92;
/** ... back to the whole of it after this time, ms, and then past it, faster and faster. */
const climbMs = 22_000;
/** ... or this, when the rate was found by cutting and is a guess. */
const guessClimbMs = 2500;
/** "Too much" again within this time means that the rate was not nearly right, ms. */
const soonMs = 3000;

/**
 * Spaces starts so that no more than `requestsPerMinute` begin in a minute, and, once the server has said "too much", so
 * that they stay just below the rate at which it said so: slightly less at first, slowly up to it, and past it to find out
 * whether it takes more by now. The curve is that of TCP CUBIC (RFC 9438, section 4.2) with rates in place of windows and
 * constants of ours. When the server says it again soon the rate is cut, by more each time.
 */
export function pace(requestsPerMinute?: number): Pace {
  const cap = requestsPerMinute === undefined ? Infinity : requestsPerMinute / 60_000;
  /** The rate (a ms) at which "too much" was last said. */
  let ceiling = Infinity;
  let since = -Infinity;
  let soonInARow = 0;
  let next = -Infinity;
  const starts = new Float64Array(rememberedStarts);
  let started = 0;

  const rate = (now: number): number => {
    if (ceiling === Infinity) return cap;
    const climbed = (now - since) / (soonInARow === 0 ? climbMs : guessClimbMs) - 1;
    return Math.min(cap, ceiling * (1 + (1 - backOff) * climbed ** 3));
  };

  /** What really began lately: the allowed rate says nothing while something else holds the starts back. */
  const beganAt = (now: number): number => {
    let count = 0;
    let from = now;
    for (let back = 1; back <= Math.min(started, rememberedStarts); back++) {
      const at = starts[(started - back) % rememberedStarts] ?? now;
      if (at < now - countedMs) break;
      from = at;
      count++;
    }
    if (ceiling !== Infinity && (count < leastCount || now - from < leastMs)) return Infinity;
    return count / Math.max(leastMs, now - from);
  };

  return {
    waitMs: (now) => Math.max(0, next - now),
    started(now) {
      starts[started++ % rememberedStarts] = now;
      const perMs = rate(now);
      if (perMs !== Infinity) next = Math.max(next, now - lateMs) + 1 / perMs;
    },
    tooMuch(now, until) {
      const reached = Math.min(rate(now), beganAt(now) / backOff);
      soonInARow = now - since < soonMs ? soonInARow + 1 : 0;
      const cut = soonInARow === 0 ? 1 : 1 - Math.min(0.5, 0.05 * 2 ** (soonInARow - 1));
      ceiling = reached * cut;
      since = until;
      next = Math.max(next, until);
      started = 0;
    },
  };
}

/** When requests may start, by rate alone. All times are monotonic ms. */
export interface Pace {
  /** How long the next start must wait still. */
  waitMs(now: number): number;
  started(now: number): void;
  answered(now: number): void;
  /** The server said "too much"; nothing starts before `until`. */
  tooMuch(now: number, until: number): void;
}

/** Answers are counted over at most this time, ms. */
const memoryMs = 5000;
/** A shorter look at the answers says nothing about a rate, ms. */
const leastMs = 500;
/** Timers are coarse: a start may be this late and still be caught up with, ms. */
const lateMs = 50;
/** After "too much": this share of the rate that was being answered, ... */
const backOff = 0.92;
/** ... back to the whole of it over this time, ms, and beyond it by `probe` a second. */
const climbMs = 15_000;
const probe = 0.02;

/**
 * Spaces starts so that no more than `requestsPerMinute` begin in a minute, and, once the server has said "too much", so
 * that it is not told more than it was answering: slightly less at first, then slowly up to it and past it, to find out
 * whether it takes more by now. The shape (quick back, slow near the last ceiling, faster beyond) is that of TCP CUBIC,
 * RFC 9438; the constants are ours.
 */
export function pace(requestsPerMinute?: number): Pace {
  const cap = requestsPerMinute === undefined ? Infinity : requestsPerMinute / 60_000;
  let answers: number[] = [];
  let countedFrom: number | undefined;
  let ceiling = Infinity;
  let since = 0;
  let next = -Infinity;

  const rate = (now: number): number => {
    if (ceiling === Infinity) return cap;
    const age = Math.max(0, now - since);
    const share = age < climbMs ? backOff + (1 - backOff) * (age / climbMs) : 1 + ((age - climbMs) / 1000) * probe;
    return Math.min(cap, ceiling * share);
  };

  return {
    waitMs: (now) => Math.max(0, next - now),
    started(now) {
      countedFrom ??= now;
      const perMs = rate(now);
      if (perMs === Infinity) return;
      next = Math.max(next, now - lateMs) + 1 / perMs;
    },
    answered(now) {
      answers.push(now);
      // Thrown away in bulk: one by one would cost more than it saves.
      if (answers.length > 4096) answers = answers.filter((at) => at > now - memoryMs);
    },
    tooMuch(now, until) {
      const from = Math.max(countedFrom ?? now, now - memoryMs);
      const span = Math.max(leastMs, now - from);
      const counted = answers.filter((at) => at >= from).length;
      if (counted > 0) ceiling = counted / span;
      since = until;
      countedFrom = until;
      next = until;
      answers = [];
    },
  };
}

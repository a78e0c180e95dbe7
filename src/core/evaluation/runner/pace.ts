import { grantedRate } from './grantedRate.ts';
import type { Stretch } from './grantedRate.ts';

/** When requests may start, by rate alone. All times are monotonic ms. */
export interface Pace {
  /** How long the next start must wait still. */
  waitMs(now: number): number;
  /** `wasPaced`: it was due, and only a timer may have been late; else something other than the rate held it back, which is not caught up with. */
  started(now: number, wasPaced: boolean): void;
  /** A request that was started at `startedAt` did not get through: it says nothing about what the server grants. */
  refused(startedAt: number): void;
  /** Whether starts have lately got through far more slowly than what the server has granted before: then the rate was not what was too much. */
  isFarBelow(startedAt: number): boolean;
  /** The server said "too much" for the first time since it was last heeded; nothing starts before `until`. After `refused`. */
  tooMuch(startedAt: number, until: number): void;
}

/**
 * Timers are coarse: a start may be late by half the time between two and still be caught up with, within these bounds, ms.
 * More would be two starts at once, which a server without room for bursts refuses.
 */
const lateMs = { least: 4, most: 25 };
/** Fewer starts, or less time, give a guess and no measure. */
const leastCount = 8;
const leastMs = 250;
/** Or still fewer over a longer time. */
const fewCount = 3;
const fewMs = 500;
/** While the rate is searched for, it grows by this part of itself with each start, and doubles in no less than the other, ms. */
const growth = 1 / 8;
const fastestDoublingMs = 400;
/** What is granted in the end over the mean of the last starts of a search. */
const searchLag = 1.1;
/** From a refusal that measured nothing, the search goes on at this share of its rate, and more slowly. */
const stepBack = 0.85;
/** The rate is kept at this share of what the server grants, ... */
const below = 0.98;
/** ... for so long, ms: not long while that is a guess, twice as long each time that a look found no more, ... */
const holdFor = { guess: 3000, measure: 20_000, longest: 300_000 };
/** ... which it is after a stretch of this length, ms. */
const measureMs = 5000;
/** Then it is raised by this part a ms, faster while it was a guess and the longer it goes on, to see whether there is more by now; ... */
const probe = { guess: 0.04 / 1000, measure: 0.01 / 1000, hasteMs: 10_000 };
/** ... this share of it is taken as granted once it is too much. */
const probed = 0.985;
/** Refused at a rate that was measured, at least this share of it is kept. */
const measuredCut = 0.94;
/** See `isFarBelow`. */
const farBelow = 0.7;
/** Stretches between refusals that are remembered. */
const remembered = 4;
const keptStarts = 1024;
/** The pause after refusals one after another doubles so often at most. */
const mostIdle = 5;

/**
 * Spaces starts so that no more than `requestsPerMinute` begin in a minute, and, once the server has said "too much", so
 * that they stay just below what it grants, see {@link grantedRate}. Each "too much" may cost a wait of any length, so the
 * rate is kept where it is for a long time before it is tried whether there is more. The rules and constants are ours.
 */
export function pace(requestsPerMinute?: number): Pace {
  const cap = requestsPerMinute === undefined ? Infinity : requestsPerMinute / 60_000;
  /** A ms. Infinite as long as nothing was too much. */
  let rate = Infinity;
  /** What the server grants a ms, once there is a measure or a fair guess. */
  let granted: number | undefined;
  let holdMs = holdFor.guess;
  let since = 0;
  let lastRefusal: number | undefined;
  let slowness = 1;
  let idleInARow = 0;
  let next = -Infinity;
  /** Starts since the last "too much" that got through or are under way; the newest of them, and how many in all. */
  let kept: number[] = [];
  let keptInAll = 0;
  let stretches: readonly Stretch[] = [];

  const rateAt = (now: number): number => {
    if (granted !== undefined) {
      const step = holdMs === holdFor.guess ? probe.guess : probe.measure;
      const beyond = Math.max(0, now - since - holdMs);
      rate = granted * below * (1 + step * beyond * (1 + beyond / probe.hasteMs));
    }
    return Math.min(cap, rate);
  };

  /** The newest starts before a refusal: those of the last moments, or the last few. */
  const lately = (startedAt: number): { readonly count: number; readonly span: number; readonly perMs: number } => {
    const before = kept.filter((at) => at < startedAt);
    const newest = before.filter((at) => at >= startedAt - leastMs);
    const starts = newest.length < leastCount ? before.slice(-leastCount) : newest;
    const span = startedAt - (starts[0] ?? startedAt);
    return { count: starts.length, span, perMs: starts.length / Math.max(1, span) };
  };

  /** The server grants what got through lately, as far as that can be told; else the search goes on from lower. */
  const guessFrom = (startedAt: number): void => {
    const { count, span, perMs } = lately(startedAt);
    const isFirst = rate === Infinity;
    const isFew = count < leastCount && (count < fewCount || span < fewMs);
    if (!isFew && (!isFirst || span >= leastMs / 2)) {
      granted = Math.min(rateAt(startedAt), perMs * (isFirst ? 1 : searchLag));
      return;
    }
    const guess = Math.max(1, count) / Math.max(leastMs, span);
    if (!isFirst) slowness *= 2;
    rate = isFirst ? guess : Math.min(guess, rate * stepBack);
  };

  return {
    waitMs: (now) => Math.max(0, next - now),
    started(now, wasPaced) {
      kept.push(now);
      keptInAll++;
      if (kept.length >= 2 * keptStarts) kept = kept.slice(-keptStarts);
      const perMs = rateAt(now);
      if (perMs === Infinity) return;
      const late = wasPaced ? Math.min(lateMs.most, Math.max(lateMs.least, 0.5 / perMs)) : 0;
      next = Math.max(next, now - late) + 1 / perMs;
      if (granted !== undefined || rate === Infinity) return;
      rate *= 1 + Math.min(growth, Math.LN2 / (rate * fastestDoublingMs)) / slowness;
    },
    refused(startedAt) {
      const at = kept.lastIndexOf(startedAt);
      if (at < 0) return;
      kept.splice(at, 1);
      keptInAll--;
    },
    isFarBelow: (startedAt) => granted !== undefined && lately(startedAt).perMs < granted * farBelow,
    tooMuch(startedAt, until) {
      const lastedMs = startedAt - since;
      const stretch = { count: keptInAll, ms: lastedMs, restMs: since - (lastRefusal ?? since) };
      if (granted === undefined) {
        guessFrom(startedAt);
        if (lastRefusal !== undefined) stretches = [...stretches, stretch].slice(-remembered);
        const agreed = granted === undefined && stretches.length > 1 ? grantedRate(stretches) : undefined;
        if (agreed !== undefined) rate = Math.min(rate, Math.max(agreed.perMs, rate / 3));
        if (granted !== undefined) stretches = [];
        holdMs = holdFor.guess;
      } else {
        const isProbing = lastedMs > holdMs;
        if (!isProbing) stretches = [...stretches, stretch].slice(-remembered);
        const reached = rateAt(startedAt);
        // While it was looked for more, the mean is less than what was granted in the end.
        const agreed = grantedRate(stretches);
        // What was measured before is not far off, unless it is refused again and again.
        const least = holdMs > holdFor.guess ? reached * measuredCut : 0;
        const found = Math.max(least, agreed?.perMs ?? granted * stepBack);
        granted = isProbing ? reached * probed : Math.min(reached, found);
        const isMeasured = isProbing || agreed?.isSure === true || lastedMs >= measureMs;
        const wasMeasured = holdMs > holdFor.guess;
        if (isMeasured) holdMs = Math.max(holdFor.measure, isProbing && wasMeasured ? 2 * holdMs : holdMs);
        holdMs = Math.min(holdFor.longest, holdMs);
      }
      // A server that counts by the second may have nothing left for a while: then it is asked less and less often.
      idleInARow = keptInAll === 0 ? Math.min(idleInARow + 1, mostIdle) : 0;
      lastRefusal = startedAt;
      since = until;
      // Without a wait asked for there is room again when the next request would be due.
      next = Math.max(next, until, startedAt + 2 ** idleInARow / rateAt(startedAt));
      kept = [];
      keptInAll = 0;
    },
  };
}

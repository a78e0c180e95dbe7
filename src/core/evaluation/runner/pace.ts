import { bucketFit, isTelling } from './bucketFit.ts';
import type { Stretch } from './bucketFit.ts';

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
/** A search begins at this share of what is guessed, and doubles in this time, ms, but grows by no more than this part of itself with each start. */
const search = { from: 0.8, doublingMs: 2000, growth: 1 / 8 };
/** From a refusal that nothing explains, the rate goes on at this share of itself. */
const stepBack = 0.85;
/** And at no less than this share. */
const furthestBack = 0.4;
/** A stretch of this length is a measure. */
const measureMs = 5000;
/** The rate is kept at this share of what the server grants, ... */
const below = 0.985;
/** ... for so long, ms, twice as long each time that a look found no more, and for so many times the wait that a refusal cost. */
const holdFor = { guess: 3000, measure: 40_000, longest: 300_000, waits: 30, guessWaits: 8 };
/** Then it is raised by this part a ms, the faster the longer it goes on, to see whether there is more by now; ... */
const probe = { guess: 0.04 / 1000, step: 0.01 / 1000, hasteMs: 10_000 };
/** ... this share of it is taken as granted once it is too much. */
const probed = 0.985;
/** Refused at a rate that was measured, at least this share of it is kept. */
const measuredCut = 0.96;
/** See `isFarBelow`: this share of what is granted, over so many of the newest starts and at least so long, ms. */
const farBelow = { share: 0.7, count: 8, ms: 250 };
/** Stretches between refusals that are remembered. */
const remembered = 5;
/** So many that do not agree make a guess that is kept to. */
const fewest = 4;
/** A ms, where nothing got through. */
const firstGuess = 0.002;
const keptStarts = 1024;
/** The pause after refusals one after another doubles so often at most. */
const mostIdle = 5;

/**
 * Spaces starts so that no more than `requestsPerMinute` begin in a minute, and, once the server has said "too much", so
 * that they stay just below what it grants, see {@link bucketFit}. Each "too much" may cost a wait of any length, so the
 * rate is kept where it is for a long time before it is tried whether there is more. The rules and constants are ours.
 */
export function pace(requestsPerMinute?: number): Pace {
  const cap = requestsPerMinute === undefined ? Infinity : requestsPerMinute / 60_000;
  /** A ms. Infinite as long as nothing was too much. */
  let rate = Infinity;
  /** What the server grants a ms, once that is measured. */
  let granted: number | undefined;
  let isMeasured = false;
  let episodes = 0;
  let holdMs = holdFor.guess;
  let since = 0;
  let lastRefusal = -Infinity;
  let idleInARow = 0;
  let next = -Infinity;
  /** Starts since the last "too much" that got through or are under way, oldest first. */
  let kept: number[] = [];
  let stretches: readonly Stretch[] = [];

  const rateAt = (now: number): number => {
    if (granted !== undefined) {
      const beyond = Math.max(0, now - since - holdMs);
      rate = granted * below * (1 + (isMeasured ? probe.step : probe.guess) * beyond * (1 + beyond / probe.hasteMs));
    }
    return Math.min(cap, rate);
  };

  /** Sets the rate after a refusal at the one that was `reached`. */
  const learn = (reached: number, isProbing: boolean, lastedMs: number, isEmpty: boolean): void => {
    const fit = bucketFit(stretches);
    if (fit?.isSure === true) {
      // A slow rise has gone past what is granted by little.
      const least = isProbing ? stepBack : reached === Infinity ? 0 : furthestBack;
      granted = Math.min(reached, Math.max(fit.perMs, least * reached || 0));
      isMeasured = true;
      holdMs = Math.max(holdMs, holdFor.measure);
    } else if (granted !== undefined) {
      isMeasured ||= isProbing && lastedMs >= measureMs;
      const least = isMeasured || isEmpty ? measuredCut : furthestBack;
      granted = isProbing ? reached * probed : Math.max(reached * least, Math.min(reached * stepBack, fit?.perMs ?? 0));
      if (isMeasured) holdMs = Math.max(holdMs, holdFor.measure);
    } else {
      const guess = Math.min(reached * stepBack, fit?.perMs ?? firstGuess);
      const least = reached === Infinity ? 0 : reached * (isEmpty ? stepBack : furthestBack);
      if (episodes < fewest) rate = Math.min(reached * stepBack, Math.max(least, guess * search.from));
      else granted = Math.max(least, guess);
    }
  };

  return {
    waitMs: (now) => Math.max(0, next - now),
    started(now, wasPaced) {
      kept.push(now);
      if (kept.length >= 2 * keptStarts) kept = kept.slice(-keptStarts);
      const perMs = rateAt(now);
      if (perMs === Infinity) return;
      const late = wasPaced ? Math.min(lateMs.most, Math.max(lateMs.least, 0.5 / perMs)) : 0;
      next = Math.max(next, now - late) + 1 / perMs;
      if (granted !== undefined || rate === Infinity) return;
      rate *= 1 + Math.min(search.growth, Math.LN2 / (rate * search.doublingMs));
    },
    refused(startedAt) {
      const at = kept.lastIndexOf(startedAt);
      if (at >= 0) kept.splice(at, 1);
    },
    isFarBelow(startedAt) {
      if (granted === undefined) return false;
      const before = kept.filter((at) => at < startedAt);
      const newest = before.filter((at) => at >= startedAt - farBelow.ms);
      const starts = newest.length < farBelow.count ? before.slice(-farBelow.count) : newest;
      return starts.length / Math.max(1, startedAt - (starts[0] ?? startedAt)) < granted * farBelow.share;
    },
    tooMuch(startedAt, until) {
      const reached = rateAt(startedAt);
      const starts = kept.filter((at) => at < startedAt);
      const isProbing = granted !== undefined && startedAt - since > holdMs;
      const stretch = {
        starts: starts.slice(-keptStarts),
        beganAt: since,
        endedAt: startedAt,
        restMs: lastRefusal === -Infinity || starts.length > keptStarts ? Infinity : since - lastRefusal,
      };
      stretches = [...stretches.filter((one, i) => isTelling(one) || i >= stretches.length - 1), stretch].slice(
        -remembered,
      );
      episodes++;
      learn(reached, isProbing, startedAt - since, starts.length === 0);
      holdMs = Math.max(
        isProbing ? Math.min(holdFor.longest, 2 * holdMs) : holdMs,
        (isMeasured ? holdFor.waits : holdFor.guessWaits) * (until - startedAt),
      );
      // A server that counts by the second may have nothing left for a while: then it is asked less and less often.
      idleInARow = starts.length === 0 ? Math.min(idleInARow + 1, mostIdle) : 0;
      lastRefusal = startedAt;
      since = until;
      // Without a wait asked for there is room again when the next request would be due.
      next = Math.max(next, until, startedAt + 2 ** idleInARow / rateAt(startedAt));
      kept = [];
    },
  };
}

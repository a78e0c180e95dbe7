import { coldMs, isTelling } from './bucketFit.ts';
import type { Stretch } from './bucketFit.ts';
import { serverFit } from './serverFit.ts';
import type { ServerFit } from './serverFit.ts';

/** When requests may start, by rate alone. All times are monotonic ms. */
export interface Pace {
  /** How long the next start must wait still. */
  waitMs(now: number): number;
  started(now: number): void;
  /** A request that was started at `startedAt` did not get through: it says nothing about what the server grants. */
  refused(startedAt: number): void;
  /** Whether starts have lately got through far more slowly than what the server has granted before: then the rate was not what was too much. */
  isFarBelow(startedAt: number): boolean;
  /** The server said "too much" for the first time since it was last heeded, and asked to wait so long, 0 where it did not; nothing starts before `until`. After `refused`. */
  tooMuch(startedAt: number, until: number, askedMs?: number): void;
}

/**
 * Timers are coarse and processors busy: a start may be late by half the time between two and still be caught up with,
 * within these bounds, ms. More would be two starts at once, which a server without room for bursts refuses.
 */
const lateMs = { least: 4, most: 10 };
/** What is caught up with starts no faster than so many times what is granted, so that a room that is not there is noticed by few. */
const haste = 4;
/**
 * Where the room for bursts is known, this share of what goes beyond `tight` is used for catching up, but no more than what is
 * granted in so long, ms. Below `tight` the server refuses whatever comes sooner after another than it grants.
 */
const burst = { share: 0.7, tight: 2, mostMs: 1000 };
/**
 * A second that the server counts is taken to last this much longer, ms, because a request may be on its way for longer than a
 * later one; so much more with each refusal that comes of it, up to the most.
 * It grants more by now where so many times as many got through.
 */
const counted = { ms: 1000, slackMs: 12, mostSlackMs: 60, more: 1.1 };
/**
 * A search begins at what is guessed and doubles in this time, ms, sooner where nothing was told before it, but grows by no
 * more than this part of itself with each start. It ends with a fit that is no wider than this, or after so many stretches.
 */
const search = { doublingMs: 2000, blindMs: 1000, growth: 1 / 8, enough: 0.09, mostStretches: 4 };
/** From a refusal that tells too little, a search goes on at no more than this share of its rate; from one right after another, at that. */
const stepBack = { least: 0.85, tooSoon: 0.6 };
/** A rate that was refused is gone below by this share at least. */
const clear = 0.02;
/** The rate is kept below what the server grants by this part of the spread, within these bounds, ... */
const below = { ofSpread: 0.3, least: 0.01, most: 0.03 };
/** ... for at least so many requests and so many times the time that a refusal costs, and twice as long each time that a look found no more, within bounds, ms. */
const hold = { requests: 150, waits: 60, growth: 2, mostTimes: 8, mostMs: 300_000 };
/** Then it is raised by this share in the time it was to be kept, and faster the longer it goes on, to see whether there is more by now. */
const raise = { share: 0.3, haste: 3 };
/** See `isFarBelow`: this share of what is granted, over so many of the newest starts and at least so long, ms. */
const farBelow = { share: 0.7, count: 8, ms: 250 };
/** Stretches between refusals that are remembered, and starts. */
const remembered = { stretches: 5, starts: 2048 };
/** A ms, where nothing got through. */
const firstGuess = 0.012;
/** Where no wait is asked for: the first pause of a search, doubled with each refusal that comes too soon to tell anything, up to the longest where something got through since the one before, ms. */
const pauses = { firstMs: 100, longestMs: 400, longestIdleMs: 12_000 };
/** Where a wait is asked for, a pause in which nothing gets through is no longer than so many times that, unless that is shorter than `longestMs`. */
const asksMore = 4;

/** What the server is taken to grant once the search for it is over. */
interface Terms {
  /** Requests a ms, less what is left out to be safe. */
  readonly perMs: number;
  /** How late a start may be and still be caught up with, ms. */
  readonly lateMs: number;
  /** So many in the newest second, however close together, which is taken to last so much longer, ms. */
  readonly count?: { readonly perSecond: number; readonly slackMs: number };
}

/**
 * Spaces starts so that no more than `requestsPerMinute` begin in a minute, and, once the server has said "too much", so
 * that they stay just below what it grants, see {@link serverFit}. A refusal costs the wait that the server asks for, and
 * may cost a second where it could have taken most of a minute's worth; the first one is due because nothing is known before it,
 * the second because one alone tells no rate. So all is made for there being no third: the second is met slowly, and its rate is
 * kept for many times the wait. No rate is kept that was refused. And what the server would have granted during a wait is not
 * given up where it can be had still: from a bucket as much as it has room for, from a count a second all of it. A refusal right
 * after another, before enough got through to measure by, tells only that it is too soon. The rules and constants are ours.
 */
export function pace(requestsPerMinute?: number): Pace {
  const cap = requestsPerMinute === undefined ? Infinity : requestsPerMinute / 60_000;
  /** A ms. Infinite as long as nothing was too much. */
  let rate = Infinity;
  let terms: Terms | undefined;
  let baseMs = Infinity;
  let holdMs = Infinity;
  let since = 0;
  let lastRefusal = -Infinity;
  /** The newest refusal that told something. */
  let lastTold = -Infinity;
  let coldUntil: number | undefined;
  let tooSoonInARow = 0;
  /** When the next one is due by the rate, and before when none may start however late it is. */
  let due = -Infinity;
  let soonest = -Infinity;
  /** Starts that got through or are under way, oldest first. */
  let log: number[] = [];
  /** Those of the newest stretch: what was under way when it ended may be refused still, and then it tells something else. */
  let newest: number[] = [];
  /** Learns from the newest stretch as if it had not yet. */
  let relearn: (() => void) | undefined;
  let isOutdated = false;
  let stretches: readonly Stretch[] = [];

  /** How many times what is granted is asked for, to see whether there is more by now. */
  const raised = (now: number): number => {
    const beyond = Math.max(0, now - since - holdMs) / baseMs;
    return 1 + raise.share * beyond * (1 + raise.haste * beyond);
  };

  const rateAt = (now: number): number => {
    if (terms !== undefined) rate = terms.perMs * raised(now);
    return Math.min(cap, rate);
  };

  /** When a second is over in which as many as are granted have started. */
  const countedUntil = (now: number): number => {
    if (terms?.count === undefined) return -Infinity;
    const newestOnes = Math.floor(terms.count.perSecond * raised(now));
    return (log.at(-newestOnes) ?? -Infinity) + counted.ms + terms.count.slackMs;
  };

  /** Sets for how long the terms are kept, by the time that a look for more costs. */
  const keep = (isProbing: boolean, lostMs: number): void => {
    baseMs = Math.max(hold.requests / (terms?.perMs ?? rate), hold.waits * lostMs);
    const longerMs = Math.min(hold.growth * holdMs, hold.mostTimes * baseMs);
    holdMs = Math.min(hold.mostMs, isProbing ? Math.max(longerMs, baseMs) : baseMs);
  };

  /** Sets the rate after the refusal of one that was `reached`. */
  const learn = (reached: number, isProbing: boolean, waitMs: number): void => {
    const again = terms?.count && countAgain(terms.count, newest, lastTold);
    if (again !== undefined) {
      terms = { perMs: again.perSecond / counted.ms, lateMs: lateMs.least, count: again };
      return keep(isProbing, waitMs);
    }
    const fit = serverFit(stretches, reached);
    const isTold = fit !== undefined && fit.spread <= search.enough;
    if (rate === Infinity || (terms === undefined && !isTold && stretches.length < search.mostStretches)) {
      rate = Math.min(reached * stepBack.least, fit?.perMs ?? (reached < Infinity ? reached : firstGuess));
      return;
    }
    // Of a rate that was kept, a guess tells only that it is too high.
    const highest = (terms === undefined || fit?.isSure === true ? reached : rate) * (1 - clear);
    const perMs = Math.min(fit?.perMs ?? highest, highest);
    terms = termsOf(perMs, fit, isTold);
    // What fills a bucket during the wait is not lost.
    keep(isProbing, Math.max(0, waitMs - (isTold ? (fit.room ?? 0) / perMs : 0)));
  };

  const settle = (): void => {
    if (isOutdated) relearn?.();
    isOutdated = false;
  };

  return {
    waitMs(now) {
      if (now >= soonest) settle();
      return Math.max(0, Math.max(due, soonest, countedUntil(now)) - now);
    },
    started(now) {
      coldUntil ??= now + coldMs;
      log.push(now);
      if (log.length >= 2 * remembered.starts) log = log.slice(-remembered.starts);
      const perMs = rateAt(now);
      if (perMs === Infinity) return;
      const late = terms?.lateMs ?? within(lateMs, 0.5 / perMs);
      due = Math.max(due, now - late) + 1 / (terms?.count === undefined ? perMs : cap);
      soonest = Math.max(soonest, now - lateMs.least) + 1 / (haste * perMs);
      if (terms !== undefined || rate === Infinity) return;
      const doublingMs = stretches.some(isTelling) ? search.doublingMs : search.blindMs;
      rate *= 1 + Math.min(search.growth, Math.LN2 / (rate * doublingMs));
    },
    refused(startedAt) {
      forget(startedAt, log);
      if (forget(startedAt, newest)) isOutdated = true;
    },
    isFarBelow(startedAt) {
      if (terms === undefined) return false;
      const before = log.filter((at) => at > lastTold && at < startedAt);
      const late = before.filter((at) => at >= startedAt - farBelow.ms);
      const starts = late.length < farBelow.count ? before.slice(-farBelow.count) : late;
      return starts.length / Math.max(1, startedAt - (starts[0] ?? startedAt)) < terms.perMs * farBelow.share;
    },
    tooMuch(startedAt, until, askedMs = 0) {
      settle();
      // Those that start before there are connections come together, in any order.
      const before = Math.max(startedAt, coldUntil ?? startedAt);
      const starts = log.filter((at) => at > lastTold && at < before).slice(-remembered.starts);
      // In bursts more was asked for than the rate says.
      const mean = starts.filter((at) => at >= since).length / Math.max(1, startedAt - since);
      const reached = Math.max(rateAt(startedAt), mean);
      const isProbing = terms !== undefined && startedAt - since > holdMs;
      const stretch = { starts, beganAt: since, endedAt: startedAt, refusedAt: lastTold };
      const isIdle = (starts.at(-1) ?? -Infinity) <= lastRefusal;
      const isTold = rate === Infinity || isTelling(stretch);
      if (isTold) {
        stretches = [...stretches, stretch].slice(-remembered.stretches);
        newest = starts;
        const before = { rate, terms, holdMs };
        lastTold = Math.max(startedAt, starts.at(-1) ?? startedAt);
        relearn = () => {
          ({ rate, terms, holdMs } = before);
          learn(reached, isProbing, until - startedAt);
        };
        relearn();
        since = until;
      } else if (terms !== undefined) {
        // There was less room than it seemed.
        terms = { ...terms, lateMs: 0 };
      } else if (!isIdle) {
        rate *= stepBack.tooSoon;
      }
      // A server that counts by the second may have nothing left for a while: then it is asked less and less often.
      tooSoonInARow = isIdle || !isTold ? tooSoonInARow + 1 : 0;
      lastRefusal = startedAt;
      // Without a wait asked for there is room again when the next request would be due.
      const firstMs = terms === undefined || tooSoonInARow > 0 ? pauses.firstMs : 0;
      const pauseMs = Math.max(firstMs, 1 / rateAt(startedAt)) * 2 ** Math.min(tooSoonInARow, 30);
      const idleMs =
        askedMs > 0
          ? Math.min(pauses.longestIdleMs, Math.max(pauses.longestMs, asksMore * askedMs))
          : pauses.longestIdleMs;
      const longestMs = isIdle ? idleMs : Math.max(pauses.longestMs, 1 / rateAt(startedAt));
      soonest = Math.max(soonest, until, startedAt + Math.min(longestMs, pauseMs));
      due = Math.max(due, soonest - Math.min(terms?.lateMs ?? 0, soonest - startedAt));
    },
  };
}

/** `isTold`: how it grants them is told as well as how many. */
function termsOf(perMs: number, fit: ServerFit | undefined, isTold: boolean): Terms {
  const { room, perSecond, spread = 1 } = fit ?? {};
  if (isTold && perSecond !== undefined)
    return { perMs, lateMs: lateMs.least, count: { perSecond, slackMs: counted.slackMs } };
  const margin = within(below, below.ofSpread * spread);
  const least = perMs * (1 - margin);
  if (room !== undefined && room < burst.tight) return { perMs: least, lateMs: margin / perMs };
  if (!isTold || room === undefined) return { perMs: least, lateMs: within(lateMs, 0.5 / perMs) };
  return { perMs: least, lateMs: Math.min(burst.mostMs, (burst.share * (room - burst.tight)) / perMs) };
}

/** The count a second that a refusal confirms; `undefined` where less than that was started, and it is of something else. */
function countAgain(
  count: Required<Terms>['count'],
  starts: readonly number[],
  refusedAt: number,
): Terms['count'] | undefined {
  const within = (ms: number): number => starts.filter((at) => at > refusedAt - ms).length;
  if (within(counted.ms + counted.mostSlackMs) < count.perSecond) return undefined;
  const isLate = within(counted.ms) < count.perSecond;
  if (within(counted.ms) > counted.more * count.perSecond) return { ...count, perSecond: within(counted.ms) };
  return isLate ? { ...count, slackMs: Math.min(counted.mostSlackMs, count.slackMs + counted.slackMs) } : count;
}

/** Takes one of the newest starts out; whether it was there. */
function forget(startedAt: number, starts: number[]): boolean {
  const at = starts.lastIndexOf(startedAt);
  if (at >= 0) starts.splice(at, 1);
  return at >= 0;
}

function within({ least, most }: { readonly least: number; readonly most: number }, share: number): number {
  return Math.min(most, Math.max(least, share));
}

import { isTelling } from './bucketFit.ts';
import type { Stretch } from './bucketFit.ts';
import { serverFit } from './serverFit.ts';
import type { ServerFit } from './serverFit.ts';

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
 * Timers are coarse and processors busy: a start may be late by half the time between two and still be caught up with,
 * within these bounds, ms. More would be two starts at once, which a server without room for bursts refuses.
 */
const lateMs = { least: 4, most: 10 };
/**
 * Where the room for bursts is known, this share of what goes beyond `tight` is used for catching up, but no more than what is
 * granted in so long, ms, and no faster than so many times what is granted, so that a room that is not there is noticed by
 * few. Below `tight` the server refuses whatever comes sooner after another than it grants, and only the margin is used.
 */
const burst = { share: 0.7, tight: 2, mostMs: 1000, haste: 4 };
/**
 * A second that the server counts is taken to last this much longer, ms, because a request may be on its way for longer than a
 * later one; so much more with each refusal that comes of it, up to the most.
 * It grants more by now where so many times as many got through.
 */
const counted = { ms: 1000, slackMs: 12, mostSlackMs: 60, more: 1.1 };
/**
 * A search begins at this share of what is guessed, and doubles in this time, ms, sooner where nothing was told before it, but
 * grows by no more than this part of itself with each start.
 */
const search = { from: 0.8, doublingMs: 2000, blindMs: 1000, growth: 1 / 8 };
/** It ends with a fit that is no wider than this, or after so many stretches. */
const enough = { spread: 0.09, stretches: 4 };
/** While it meets refusals that tell little, its rate falls to a little more than what got through, but by no more than this at once. */
const backing = { over: 1.25, most: 0.5 };
/** From a refusal that nothing explains, a search goes on at this share of its rate; and a slow rise goes past what is granted by no more. */
const stepBack = 0.85;
/** A rate that held before is not cut by more than to this share, and one that is searched for only by what is sure. */
const furthestBack = 0.4;
/** A fit that says more than this share of the rate that was refused does not explain the refusal, ... */
const doubts = 0.99;
/** ... and the rate keeps clear of the refused one: by this part of the share of the time that the wait costs, within bounds. */
const clear = { share: 0.2, least: 0.015, most: 0.08 };
/** The rate is kept below what the server grants by this part of the spread, within these bounds, ... */
const below = { ofSpread: 0.3, least: 0.01, most: 0.03 };
/**
 * ... for at least so long, ms, so many times the wait of a refusal (less what fills a bucket meanwhile, where that is this
 * share of the wait or more: it is not lost), so many requests for each of the newest refusals (of which no more than so many
 * count), and, where it is sure, until no more than this share of all requests were refused (a beginning that met a whole
 * window of them is not made good: no more than so many count); ...
 */
const hold = { least: 3000, waits: 30, refill: 0.7, requests: 100, mostRefusals: 3, refused: 0.025, mostRefused: 12 };
/** ... for a share of that where it is not sure or vague, twice as long each time that a look found no more, within bounds, ms. */
const held = { unsure: 0.8, vague: 0.5, growth: 2, mostTimes: 8, most: 300_000 };
/** Then it is raised by this share in the time it was to be kept, and faster the longer it goes on, to see whether there is more by now. */
const raise = { share: 0.3, haste: 3 };
/** See `isFarBelow`: this share of what is granted, over so many of the newest starts and at least so long, ms. */
const farBelow = { share: 0.7, count: 8, ms: 250 };
/** A rate that held for so long, ms, was not far beyond what is granted. */
const measureMs = 4000;
/** Stretches between refusals that are remembered, and starts. */
const remembered = { stretches: 5, starts: 2048 };
/** A ms, where nothing got through. */
const firstGuess = 0.012;
/** Where no wait is asked for: the first pause of a search, doubled with each refusal that comes too soon to tell anything, up to the longest where something got through since the one before, ms. */
const pauses = { firstMs: 50, longestMs: 400, longestIdleMs: 12_000 };

/** What the server is taken to grant once the search for it is over. */
interface Terms {
  /** Requests a ms. */
  readonly perMs: number;
  /** The share of it that is left out. */
  readonly margin: number;
  /** What is granted in so long may start at once, where there is room for bursts, ms. */
  readonly burstMs?: number;
  /** How late a start may be and still be caught up with where there is no such room, ms. */
  readonly lateMs?: number;
  /** So many in the newest second, however close together, which is taken to last so much longer, ms. */
  readonly count?: { readonly perSecond: number; readonly slackMs: number };
}

/**
 * Spaces starts so that no more than `requestsPerMinute` begin in a minute, and, once the server has said "too much", so
 * that they stay just below what it grants, see {@link serverFit}. A refusal costs the wait that the server asks for, and
 * may cost a second where it could have taken most of a minute's worth; the first one is due because nothing is known before it,
 * the second because one alone tells no rate. So all is made for there being no third: the second is met slowly, its rate is
 * kept for many times the wait, and the sooner a refusal comes again, the farther the rate keeps from it. And what the server
 * would have granted during a wait is not given up where it can be had still: from a bucket as much as it has room for, from
 * a count a second all of it. Where the server asks for no wait, refusals are cheap, and it is looked for more as soon as few
 * of the requests are spent on it. A refusal right after another, before enough got through to measure by, tells only that it
 * is too soon. The rules and constants are ours.
 */
export function pace(requestsPerMinute?: number): Pace {
  const cap = requestsPerMinute === undefined ? Infinity : requestsPerMinute / 60_000;
  /** A ms. Infinite as long as nothing was too much. */
  let rate = Infinity;
  let terms: Terms | undefined;
  let baseMs = hold.least;
  let holdMs = hold.least;
  let since = 0;
  let lastRefusal = -Infinity;
  let lastTold = -Infinity;
  /** Since the last refusal that told something, and in all. */
  const refused = { newly: 0, all: 0 };
  let startedInAll = 0;
  let tooSoonInARow = 0;
  /** When the next one is due by the rate, and before when none may start however late it is. */
  let due = -Infinity;
  let soonest = -Infinity;
  /** Starts that got through or are under way, oldest first. */
  let log: number[] = [];
  /** Those of the newest stretch: what was under way when it ended may be refused still. */
  let newest: number[] = [];
  let stretches: readonly Stretch[] = [];

  /** How many times what is granted is asked for, to see whether there is more by now. */
  const raised = (now: number): number => {
    const beyond = Math.max(0, now - since - holdMs) / baseMs;
    return 1 + raise.share * beyond * (1 + raise.haste * beyond);
  };

  const rateAt = (now: number): number => {
    if (terms !== undefined) rate = terms.perMs * (1 - terms.margin) * raised(now);
    return Math.min(cap, rate);
  };

  /** When a second is over in which as many as are granted have started. */
  const countedUntil = (now: number): number => {
    if (terms?.count === undefined) return -Infinity;
    const newestOnes = Math.floor(terms.count.perSecond * raised(now));
    return (log.at(-newestOnes) ?? -Infinity) + counted.ms + terms.count.slackMs;
  };

  /** Sets for how long the terms are kept, by the time that a look for more costs. */
  const keep = (isProbing: boolean, isFound: boolean, lostMs: number, trust: number): void => {
    const perMs = terms?.perMs ?? rate;
    const spent = isFound ? 1 : Math.min(hold.mostRefusals, refused.newly);
    baseMs = Math.max(hold.least, hold.waits * lostMs, (hold.requests * spent) / perMs);
    const longer = isProbing ? Math.min(held.mostTimes * baseMs, held.growth * holdMs) : 0;
    const fewAgainMs = (Math.min(hold.mostRefused, refused.all) / hold.refused - startedInAll) / perMs;
    holdMs = Math.min(held.most, Math.max(longer, baseMs * trust, trust === 1 ? fewAgainMs : 0));
  };

  /** Sets the rate after a refusal at the one that was `reached` in a stretch of so long. */
  const learn = (reached: number, isProbing: boolean, lastedMs: number, waitMs: number): void => {
    const again = terms?.count && countAgain(terms.count, newest, lastTold);
    if (terms !== undefined && again !== undefined) {
      terms = { ...terms, perMs: again.perSecond / counted.ms, count: again };
      return keep(isProbing, false, waitMs, 1);
    }
    const fit = serverFit(stretches, reached);
    const isExplained = fit !== undefined && (fit.perSecond !== undefined || fit.perMs < reached * doubts);
    // A few refused at once, because less than it seemed had come in again, look like a rate that is a fraction of it.
    const isFar = reached < Infinity && fit?.isSure === false && fit.perMs < reached * furthestBack;
    const isVague = !isExplained || fit.spread > enough.spread || isFar;
    const isSearching = terms === undefined;
    if (rate === Infinity || (isSearching && isVague && stretches.length < enough.stretches)) {
      const guess = (fit?.perMs ?? firstGuess) * search.from;
      rate = Math.min(reached * stepBack, isFar ? Math.max(guess, reached * furthestBack) : guess);
      return;
    }
    const away = within(clear, (clear.share * waitMs) / (waitMs + lastedMs));
    const least = isSearching ? 0 : reached * (isProbing ? stepBack : furthestBack);
    // One stretch alone tells less than that its rate held for so long.
    const isTold = isExplained && (isSearching || !isVague || lastedMs < measureMs);
    const lowest = isVague && !isSearching ? reached * (1 - clear.most) : least;
    const perMs = isTold ? Math.max(fit.perMs, lowest) : reached * (1 - away);
    terms = termsOf(perMs, fit, isTold && !isVague);
    const refillMs = isExplained ? (fit.room ?? 0) / perMs : 0;
    const trust = fit?.isSure === true ? 1 : isVague ? held.vague : held.unsure;
    keep(isProbing, isSearching, refillMs < hold.refill * waitMs ? waitMs : Math.max(0, waitMs - refillMs), trust);
  };

  return {
    waitMs: (now) => Math.max(0, Math.max(due, soonest, countedUntil(now)) - now),
    started(now, wasPaced) {
      startedInAll++;
      log.push(now);
      if (log.length >= 2 * remembered.starts) log = log.slice(-remembered.starts);
      const perMs = rateAt(now);
      if (perMs === Infinity) return;
      const late = terms?.burstMs ?? terms?.lateMs ?? within(lateMs, 0.5 / perMs);
      const isBurst = terms?.burstMs !== undefined || terms?.count !== undefined;
      const spacingMs = 1 / (terms?.count === undefined ? perMs : cap);
      due = Math.max(due, wasPaced || isBurst ? now - late : now) + spacingMs;
      if (isBurst) soonest = Math.max(soonest, now - lateMs.least) + 1 / (burst.haste * perMs);
      if (terms !== undefined || rate === Infinity) return;
      const doublingMs = stretches.some(isTelling) ? search.doublingMs : search.blindMs;
      rate *= 1 + Math.min(search.growth, Math.LN2 / (rate * doublingMs));
    },
    refused(startedAt) {
      refused.newly++;
      refused.all++;
      for (const starts of [log, newest]) {
        const at = starts.lastIndexOf(startedAt);
        if (at >= 0) starts.splice(at, 1);
      }
    },
    isFarBelow(startedAt) {
      if (terms === undefined) return false;
      const before = log.filter((at) => at > lastTold && at < startedAt);
      const late = before.filter((at) => at >= startedAt - farBelow.ms);
      const starts = late.length < farBelow.count ? before.slice(-farBelow.count) : late;
      return starts.length / Math.max(1, startedAt - (starts[0] ?? startedAt)) < terms.perMs * farBelow.share;
    },
    tooMuch(startedAt, until) {
      const starts = log.filter((at) => at > lastTold && at < startedAt).slice(-remembered.starts);
      // In bursts more was asked for than the rate says.
      const mean = starts.filter((at) => at >= since).length / Math.max(1, startedAt - since);
      const reached = Math.max(rateAt(startedAt), mean);
      const isProbing = terms !== undefined && startedAt - since > holdMs;
      const stretch = { starts, beganAt: since, endedAt: startedAt, refusedAt: lastTold };
      const isIdle = (starts.at(-1) ?? -Infinity) <= lastRefusal;
      const isTold = rate === Infinity || isTelling(stretch);
      if (isTold) {
        // Without one, the first requests of all have overtaken one another.
        if (starts.length > 0) stretches = [...stretches, stretch].slice(-remembered.stretches);
        newest = starts;
        lastTold = startedAt;
        learn(reached, isProbing, startedAt - since, until - startedAt);
        since = until;
        refused.newly = 0;
      } else if (terms !== undefined) {
        // There was less room than it seemed.
        if (terms.count === undefined) terms = tight(terms.perMs, Math.max(below.least, terms.margin));
      } else if (!isIdle) {
        const through = (backing.over * (starts.length + 1)) / (startedAt - lastTold);
        rate *= Math.max(backing.most, Math.min(stepBack, through / rate));
      }
      // A server that counts by the second may have nothing left for a while: then it is asked less and less often.
      tooSoonInARow = isIdle || !isTold ? tooSoonInARow + 1 : 0;
      lastRefusal = startedAt;
      // Without a wait asked for there is room again when the next request would be due.
      const firstMs = terms === undefined || tooSoonInARow > 0 ? pauses.firstMs : 0;
      const pauseMs = Math.max(firstMs, 1 / rateAt(startedAt)) * 2 ** Math.min(tooSoonInARow, 30);
      soonest = Math.max(
        soonest,
        until,
        startedAt +
          Math.min(isIdle ? pauses.longestIdleMs : Math.max(pauses.longestMs, 1 / rateAt(startedAt)), pauseMs),
      );
      due = Math.max(due, soonest - Math.min(terms?.burstMs ?? 0, soonest - startedAt));
    },
  };
}

/** `isClear`: how it grants them is told as well as how many. */
function termsOf(perMs: number, fit: ServerFit | undefined, isClear: boolean): Terms {
  const margin = within(below, below.ofSpread * (fit?.spread ?? 1));
  const { room, perSecond } = fit ?? {};
  if (room !== undefined && room < burst.tight) return tight(perMs, margin);
  if (!isClear) return { perMs, margin };
  if (perSecond !== undefined) return { perMs, margin: 0, count: { perSecond, slackMs: counted.slackMs } };
  if (room === undefined) return { perMs, margin };
  return { perMs, margin, burstMs: Math.min(burst.mostMs, (burst.share * (room - burst.tight)) / perMs) };
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

function tight(perMs: number, margin: number): Terms {
  return { perMs, margin, lateMs: margin / perMs };
}

function within({ least, most }: { readonly least: number; readonly most: number }, share: number): number {
  return Math.min(most, Math.max(least, share));
}

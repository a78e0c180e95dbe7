import { isTelling } from './bucketFit.ts';
import type { Stretch } from './bucketFit.ts';
import { serverFit } from './serverFit.ts';

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
 * Where the room for bursts is known, this share of what goes beyond `tight` is used for catching up, but no more than so
 * long, ms; below that the server refuses whatever comes sooner after another than it grants, and only the margin is used.
 */
const burst = { share: 0.5, tight: 2, mostMs: 100 };
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
/** A rate that held before is not cut by more than to this share. */
const furthestBack = 0.4;
/** A fit that says more than this share of the rate that was refused does not explain the refusal, ... */
const doubts = 0.99;
/** ... and the rate keeps clear of the refused one: by this part of the share of the time that the wait costs, within bounds. */
const clear = { share: 0.2, least: 0.015, most: 0.08 };
/** The rate is kept below what the server grants by this part of the spread, within these bounds, ... */
const below = { ofSpread: 0.3, least: 0.01, most: 0.03 };
/**
 * ... for at least so long, ms, so many times the wait of a refusal (less what fills a bucket meanwhile, where that is this
 * share of the wait or more: it is not lost), and so many requests for each of the newest refusals (of which no more than so many count); ...
 */
const hold = { least: 3000, waits: 30, refill: 0.7, requests: 100, mostRefusals: 3 };
/** ... for a share of that where it is not sure or vague, twice as long each time that a look found no more, within bounds, ms. */
const held = { unsure: 0.8, vague: 0.5, growth: 2, mostTimes: 8, most: 300_000 };
/** Then it is raised by this share in the time it was to be kept, and faster the longer it goes on, to see whether there is more by now. */
const raise = { share: 0.3, haste: 3 };
/** See `isFarBelow`: this share of what is granted, over so many of the newest starts and at least so long, ms. */
const farBelow = { share: 0.7, count: 8, ms: 250 };
/** A rate that held for so long, ms, was not far beyond what is granted. */
const measureMs = 4000;
/** Stretches between refusals that are remembered, and the starts of each. */
const remembered = { stretches: 5, starts: 2048 };
/** A ms, where nothing got through. */
const firstGuess = 0.012;
/** The pause after refusals one after another doubles up to this, ms. */
const longestPauseMs = 12_000;

/**
 * Spaces starts so that no more than `requestsPerMinute` begin in a minute, and, once the server has said "too much", so
 * that they stay just below what it grants, see {@link serverFit}. A refusal costs the wait that the server asks for, and
 * may cost a second where it could have taken most of a minute's worth; the first one is due because nothing is known before it,
 * the second because one alone tells no rate. So all is made for there being no third: the second is met slowly, its rate is
 * kept for many times the wait, and the sooner a refusal comes again, the farther the rate keeps from it. Where the server
 * asks for no wait, refusals are cheap, and it is looked for more as soon as few of the requests are spent on it. A refusal
 * right after another, before enough got through to measure by, tells only that it is too soon. The rules and constants are
 * ours.
 */
export function pace(requestsPerMinute?: number): Pace {
  const cap = requestsPerMinute === undefined ? Infinity : requestsPerMinute / 60_000;
  /** A ms. Infinite as long as nothing was too much. */
  let rate = Infinity;
  /** What the server grants a ms, once the search for it is over, and the share of it that is left out. */
  let granted: number | undefined;
  let margin = below.least;
  /** How late a start may be and still be caught up with, once the server is known so far, ms. */
  let catchUpMs: number | undefined;
  let baseMs = hold.least;
  let holdMs = hold.least;
  let since = 0;
  let lastRefusal = -Infinity;
  let lastTold = -Infinity;
  let refusals = 0;
  let idleInARow = 0;
  let next = -Infinity;
  /** Starts since the last refusal that told something that got through or are under way, oldest first. */
  let kept: number[] = [];
  /** Those of the newest stretch: what was under way when it ended may be refused still. */
  let newest: number[] = [];
  let stretches: readonly Stretch[] = [];

  const rateAt = (now: number): number => {
    if (granted !== undefined) {
      const beyond = Math.max(0, now - since - holdMs) / baseMs;
      rate = granted * (1 - margin) * (1 + raise.share * beyond * (1 + raise.haste * beyond));
    }
    return Math.min(cap, rate);
  };

  const roomMs = (room: number, perMs: number): number =>
    room < burst.tight ? margin / perMs : Math.min(burst.mostMs, (burst.share * (room - burst.tight)) / perMs);

  /** Sets the rate after a refusal at the one that was `reached` in a stretch of so long. */
  const learn = (reached: number, isProbing: boolean, lastedMs: number, waitMs: number): void => {
    const fit = serverFit(stretches, reached);
    const isExplained = fit !== undefined && fit.perMs < reached * doubts;
    const isVague = !isExplained || fit.spread > enough.spread;
    const isSearching = granted === undefined;
    if (rate === Infinity || (isSearching && isVague && stretches.length < enough.stretches)) {
      rate = Math.min(reached * stepBack, (fit?.perMs ?? firstGuess) * search.from);
      return;
    }
    const away = within(clear, (clear.share * waitMs) / (waitMs + lastedMs));
    const least = isSearching ? 0 : reached * (isProbing ? stepBack : furthestBack);
    // One stretch alone tells less than that its rate held for so long.
    const isTold = isExplained && (isSearching || !isVague || lastedMs < measureMs);
    const lowest = isVague && !isSearching ? reached * (1 - clear.most) : least;
    granted = isTold ? Math.max(fit.perMs, lowest) : reached * (1 - away);
    margin = within(below, below.ofSpread * (fit?.spread ?? 1));
    catchUpMs = fit?.room === undefined ? undefined : roomMs(fit.room, granted);
    const spent = isSearching ? 1 : Math.min(hold.mostRefusals, refusals);
    const refillMs = isExplained ? (fit.room ?? 0) / granted : 0;
    const lostMs = refillMs < hold.refill * waitMs ? waitMs : Math.max(0, waitMs - refillMs);
    baseMs = Math.max(hold.least, hold.waits * lostMs, (hold.requests * spent) / granted);
    const longer = isProbing ? Math.min(held.mostTimes * baseMs, held.growth * holdMs) : 0;
    const trust = fit?.isSure === true ? 1 : isVague ? held.vague : held.unsure;
    holdMs = Math.min(held.most, Math.max(longer, baseMs * trust));
  };

  return {
    waitMs: (now) => Math.max(0, next - now),
    started(now, wasPaced) {
      kept.push(now);
      if (kept.length >= 2 * remembered.starts) kept = kept.slice(-remembered.starts);
      const perMs = rateAt(now);
      if (perMs === Infinity) return;
      const late = catchUpMs ?? Math.min(lateMs.most, Math.max(lateMs.least, 0.5 / perMs));
      next = Math.max(next, wasPaced ? now - late : now) + 1 / perMs;
      if (granted !== undefined || rate === Infinity) return;
      const doublingMs = stretches.some(isTelling) ? search.doublingMs : search.blindMs;
      rate *= 1 + Math.min(search.growth, Math.LN2 / (rate * doublingMs));
    },
    refused(startedAt) {
      refusals++;
      for (const starts of [kept, newest]) {
        const at = starts.lastIndexOf(startedAt);
        if (at >= 0) starts.splice(at, 1);
      }
    },
    isFarBelow(startedAt) {
      if (granted === undefined) return false;
      const before = kept.filter((at) => at < startedAt);
      const late = before.filter((at) => at >= startedAt - farBelow.ms);
      const starts = late.length < farBelow.count ? before.slice(-farBelow.count) : late;
      return starts.length / Math.max(1, startedAt - (starts[0] ?? startedAt)) < granted * farBelow.share;
    },
    tooMuch(startedAt, until) {
      const reached = rateAt(startedAt);
      const starts = kept.filter((at) => at < startedAt).slice(-remembered.starts);
      const isProbing = granted !== undefined && startedAt - since > holdMs;
      const stretch = { starts, beganAt: since, endedAt: startedAt, refusedAt: lastTold };
      const isIdle = (starts.at(-1) ?? -Infinity) <= lastRefusal;
      if (rate === Infinity || isTelling(stretch)) {
        // Without one, the first requests of all have overtaken one another.
        if (starts.length > 0) stretches = [...stretches, stretch].slice(-remembered.stretches);
        learn(reached, isProbing, startedAt - since, until - startedAt);
        newest = starts;
        kept = kept.filter((at) => at > startedAt);
        since = until;
        lastTold = startedAt;
        refusals = 0;
      } else if (granted === undefined && !isIdle) {
        const through = (backing.over * (starts.length + 1)) / (startedAt - lastTold);
        rate *= Math.max(backing.most, Math.min(stepBack, through / rate));
      }
      // A server that counts by the second may have nothing left for a while: then it is asked less and less often.
      idleInARow = isIdle ? idleInARow + 1 : 0;
      lastRefusal = startedAt;
      // Without a wait asked for there is room again when the next request would be due.
      const pauseMs = Math.min(longestPauseMs, 2 ** Math.min(idleInARow, 30) / rateAt(startedAt));
      next = Math.max(next, until, startedAt + pauseMs);
    },
  };
}

function within({ least, most }: { readonly least: number; readonly most: number }, share: number): number {
  return Math.min(most, Math.max(least, share));
}

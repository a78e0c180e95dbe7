import { coldMs, isTelling } from './bucketFit.ts';
import type { Stretch } from './bucketFit.ts';
import { serverFit } from './serverFit.ts';
import type { ServerFit } from './serverFit.ts';

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
/** See {@link Pace.isFarBelow}: this share of what is granted, over so many of the newest starts and at least so long, ms. */
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

/** What a refusal changes, to be taken back where it told something else. */
interface Learnt {
  readonly rate: number;
  readonly terms: Terms | undefined;
  readonly holdMs: number;
}

/**
 * When requests may start, by rate alone; all times are monotonic ms. Spaces starts so that no more than `requestsPerMinute` begin in a minute, and, once the server has said "too much", so
 * that they stay just below what it grants, see {@link serverFit}. A refusal costs the wait that the server asks for, and
 * may cost a second where it could have taken most of a minute's worth; the first one is due because nothing is known before it,
 * the second because one alone tells no rate. So all is made for there being no third: the second is met slowly, and its rate is
 * kept for many times the wait. No rate is kept that was refused. And what the server would have granted during a wait is not
 * given up where it can be had still: from a bucket as much as it has room for, from a count a second all of it. A refusal right
 * after another, before enough got through to measure by, tells only that it is too soon. The rules and constants are ours.
 */
export class Pace {
  /** What a person allows, a ms. */
  readonly #cap: number;
  /** A ms. Infinite as long as nothing was too much. */
  #rate = Infinity;
  #terms: Terms | undefined;
  #baseMs = Infinity;
  #holdMs = Infinity;
  #since = 0;
  #lastRefusal = -Infinity;
  /** The newest refusal that told something. */
  #lastTold = -Infinity;
  #coldUntil: number | undefined;
  #tooSoonInARow = 0;
  /** When the next one is due by the rate, and before when none may start however late it is. */
  #due = -Infinity;
  #soonest = -Infinity;
  /** Starts that got through or are under way, oldest first. */
  #log: number[] = [];
  /** Those of the newest stretch, the very list: what was under way when it ended may be refused still, and then it tells something else. */
  #newest: number[] = [];
  /** Learns from the newest stretch as if it had not yet. */
  #relearn: (() => void) | undefined;
  #isOutdated = false;
  #stretches: readonly Stretch[] = [];

  constructor(requestsPerMinute?: number) {
    this.#cap = requestsPerMinute === undefined ? Infinity : requestsPerMinute / 60_000;
  }

  /** How long the next start must wait still. */
  waitMs(now: number): number {
    if (now >= this.#soonest) this.#settle();
    return Math.max(0, Math.max(this.#due, this.#soonest, this.#countedUntil(now)) - now);
  }

  started(now: number): void {
    this.#coldUntil ??= now + coldMs;
    this.#log.push(now);
    if (this.#log.length >= 2 * remembered.starts) this.#log = this.#log.slice(-remembered.starts);
    const perMs = this.#rateAt(now);
    if (perMs === Infinity) return;
    const late = this.#terms?.lateMs ?? within(lateMs, 0.5 / perMs);
    this.#due = Math.max(this.#due, now - late) + 1 / (this.#terms?.count === undefined ? perMs : this.#cap);
    this.#soonest = Math.max(this.#soonest, now - lateMs.least) + 1 / (haste * perMs);
    if (this.#terms !== undefined || this.#rate === Infinity) return;
    const doublingMs = this.#stretches.some(isTelling) ? search.doublingMs : search.blindMs;
    this.#rate *= 1 + Math.min(search.growth, Math.LN2 / (this.#rate * doublingMs));
  }

  /** A request that was started at `startedAt` did not get through: it says nothing about what the server grants. */
  refused(startedAt: number): void {
    forget(startedAt, this.#log);
    if (forget(startedAt, this.#newest)) this.#isOutdated = true;
  }

  /** Whether starts have lately got through far more slowly than what the server has granted before: then the rate was not what was too much. */
  isFarBelow(startedAt: number): boolean {
    if (this.#terms === undefined) return false;
    const before = this.#startsBefore(startedAt);
    const late = before.filter((at) => at >= startedAt - farBelow.ms);
    const starts = late.length < farBelow.count ? before.slice(-farBelow.count) : late;
    return starts.length / Math.max(1, startedAt - (starts[0] ?? startedAt)) < this.#terms.perMs * farBelow.share;
  }

  /** The server said "too much" for the first time since it was last heeded, and asked to wait so long, 0 where it did not; nothing starts before `until`. After `refused`. */
  tooMuch(startedAt: number, until: number, askedMs = 0): void {
    this.#settle();
    // Those that start before there are connections come together, in any order.
    const starts = this.#startsBefore(Math.max(startedAt, this.#coldUntil ?? startedAt)).slice(-remembered.starts);
    const isIdle = (starts.at(-1) ?? -Infinity) <= this.#lastRefusal;
    const stretch = { starts, beganAt: this.#since, endedAt: startedAt, refusedAt: this.#lastTold };
    const isTold = this.#rate === Infinity || isTelling(stretch);
    if (isTold) {
      this.#newest = starts;
      this.#learnFrom(stretch, until);
    } else if (this.#terms !== undefined) {
      // There was less room than it seemed.
      this.#terms = { ...this.#terms, lateMs: 0 };
    } else if (!isIdle) {
      this.#rate *= stepBack.tooSoon;
    }
    // A server that counts by the second may have nothing left for a while: then it is asked less and less often.
    this.#tooSoonInARow = isIdle || !isTold ? this.#tooSoonInARow + 1 : 0;
    this.#lastRefusal = startedAt;
    this.#pauseAfter(startedAt, until, isIdle ? idleMs(askedMs) : undefined);
  }

  #startsBefore(end: number): number[] {
    return this.#log.filter((at) => at > this.#lastTold && at < end);
  }

  #learnFrom(stretch: Stretch, until: number): void {
    const { starts, endedAt } = stretch;
    // In bursts more was asked for than the rate says.
    const mean = starts.filter((at) => at >= this.#since).length / Math.max(1, endedAt - this.#since);
    const reached = Math.max(this.#rateAt(endedAt), mean);
    const isProbing = this.#terms !== undefined && endedAt - this.#since > this.#holdMs;
    this.#stretches = [...this.#stretches, stretch].slice(-remembered.stretches);
    const before: Learnt = { rate: this.#rate, terms: this.#terms, holdMs: this.#holdMs };
    this.#lastTold = Math.max(endedAt, starts.at(-1) ?? endedAt);
    this.#relearn = () => {
      [this.#rate, this.#terms, this.#holdMs] = [before.rate, before.terms, before.holdMs];
      this.#learn(reached, isProbing, until - endedAt);
    };
    this.#relearn();
    this.#since = until;
  }

  /** Nothing starts before `until`, and before a pause is over; where nothing got through since the refusal before, one of up to `idle`, ms. */
  #pauseAfter(startedAt: number, until: number, idle: number | undefined): void {
    // Without a wait asked for there is room again when the next request would be due.
    const firstMs = this.#terms === undefined || this.#tooSoonInARow > 0 ? pauses.firstMs : 0;
    const dueMs = 1 / this.#rateAt(startedAt);
    const pauseMs = Math.max(firstMs, dueMs) * 2 ** Math.min(this.#tooSoonInARow, 30);
    const longestMs = idle ?? Math.max(pauses.longestMs, dueMs);
    this.#soonest = Math.max(this.#soonest, until, startedAt + Math.min(longestMs, pauseMs));
    const lateMs = Math.min(this.#terms?.lateMs ?? 0, this.#soonest - startedAt);
    this.#due = Math.max(this.#due, this.#soonest - lateMs);
  }

  /** How many times what is granted is asked for, to see whether there is more by now. */
  #raised(now: number): number {
    const beyond = Math.max(0, now - this.#since - this.#holdMs) / this.#baseMs;
    return 1 + raise.share * beyond * (1 + raise.haste * beyond);
  }

  #rateAt(now: number): number {
    if (this.#terms !== undefined) this.#rate = this.#terms.perMs * this.#raised(now);
    return Math.min(this.#cap, this.#rate);
  }

  /** When a second is over in which as many as are granted have started. */
  #countedUntil(now: number): number {
    const count = this.#terms?.count;
    if (count === undefined) return -Infinity;
    const newestOnes = Math.floor(count.perSecond * this.#raised(now));
    return (this.#log.at(-newestOnes) ?? -Infinity) + counted.ms + count.slackMs;
  }

  /** Sets for how long the terms are kept, by the time that a look for more costs. */
  #keep(isProbing: boolean, lostMs: number): void {
    this.#baseMs = Math.max(hold.requests / (this.#terms?.perMs ?? this.#rate), hold.waits * lostMs);
    const longerMs = Math.min(hold.growth * this.#holdMs, hold.mostTimes * this.#baseMs);
    this.#holdMs = Math.min(hold.mostMs, isProbing ? Math.max(longerMs, this.#baseMs) : this.#baseMs);
  }

  /** Sets the rate after the refusal of one that was `reached`. */
  #learn(reached: number, isProbing: boolean, waitMs: number): void {
    const again = this.#terms?.count && countAgain(this.#terms.count, this.#newest, this.#lastTold);
    if (again !== undefined) {
      this.#terms = { perMs: again.perSecond / counted.ms, lateMs: lateMs.least, count: again };
      return this.#keep(isProbing, waitMs);
    }
    const fit = serverFit(this.#stretches, reached);
    const isTold = fit !== undefined && fit.spread <= search.enough;
    const isSearching = this.#terms === undefined && !isTold && this.#stretches.length < search.mostStretches;
    if (this.#rate === Infinity || isSearching) {
      this.#rate = Math.min(reached * stepBack.least, fit?.perMs ?? (reached < Infinity ? reached : firstGuess));
      return;
    }
    // Of a rate that was kept, a guess tells only that it is too high.
    const highest = (this.#terms === undefined || fit?.isSure === true ? reached : this.#rate) * (1 - clear);
    const perMs = Math.min(fit?.perMs ?? highest, highest);
    this.#terms = termsOf(perMs, fit, isTold);
    // What fills a bucket during the wait is not lost.
    this.#keep(isProbing, Math.max(0, waitMs - (isTold ? (fit.room ?? 0) / perMs : 0)));
  }

  #settle(): void {
    if (this.#isOutdated) this.#relearn?.();
    this.#isOutdated = false;
  }
}

/** The longest pause where nothing got through since the refusal before, by the wait that was asked for, 0 for none, ms. */
function idleMs(askedMs: number): number {
  return askedMs > 0
    ? Math.min(pauses.longestIdleMs, Math.max(pauses.longestMs, asksMore * askedMs))
    : pauses.longestIdleMs;
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

import type { Clock } from '../../ports.ts';
import { pace } from './pace.ts';
import { tokenPace } from './tokenPace.ts';

/** How a permitted request went, as far as the limiter cares. */
export type PermitEnd =
  | { readonly kind: 'answered'; readonly quotaLeft?: number; readonly tokens?: number }
  /** The server said that it is too much now; `retryAfterMs` is what it asked us to wait, any length. */
  | { readonly kind: 'busy'; readonly retryAfterMs?: number }
  /** The server is in trouble of its own and asked us to wait: that is no word on how much it can take. */
  | { readonly kind: 'ailing'; readonly retryAfterMs: number }
  /** Anything else: it says nothing about how many requests the server can take. */
  | { readonly kind: 'other' };

/** The right to have one request in flight. Must be ended exactly once. */
export interface Permit {
  end(how: PermitEnd): void;
}

/** Decides when a request may start. */
export interface Limiter {
  /** Waits for a permit, in the order of asking; `undefined` when the signal aborts first. */
  acquire(signal: AbortSignal): Promise<Permit | undefined>;
  /** Requests in flight. */
  readonly inFlight: number;
  /** Requests that may be in flight together at this moment; at least 1. */
  readonly window: number;
  /** How long nothing starts because the server asked for it, ms; 0 when it did not. */
  waitingMs(): number;
}

/** How far a limiter may go. */
export interface LimiterSettings {
  /** Requests in flight at most; at least 1. */
  readonly concurrency: number;
  readonly requestsPerMinute?: number;
  /** Input and output together. */
  readonly tokensPerMinute?: number;
}

/** Small enough for a laptop's server, and doubled with each round of answers. */
const firstWindow = 8;
const shrink = 0.8;
/**
 * While it climbs for the first time, starts are spread over a round instead of following answers in bunches: so the first
 * "too much" meets few and not a whole window. A little faster than the round, so that the climb is not held back.
 */
const climbHaste = 1.25;
/** Timers are coarse: a start of the climb may be this late and still be caught up with, ms. */
const climbLateMs = 4;
/** Before the first answer nobody knows how long a round is, ms between starts. */
const firstSpacingMs = 10;
/** Below this share of the quota the window shrinks with what is left, ... */
const lowQuota = 0.1;
/** ... and so much of that is taken back with each round of answers in which it stays low and nothing is refused. */
const disbelief = 0.1;

interface Waiter {
  readonly give: (permit: Permit | undefined) => void;
}

/**
 * A limiter that finds out what the server can take. The window doubles with each round of answers; an episode of "too
 * much" (all that were in flight together) shrinks it once, by 0.8, and sets the pace of starts to just below what the server
 * grants, see {@link pace}. Where it is the number in flight that is too much, the window grows by one a round from then on.
 * What the server asks to wait is waited out.
 */
export function adaptiveLimiter(settings: LimiterSettings, clock: Clock): Limiter {
  const most = Math.max(1, Math.floor(settings.concurrency));
  const starts = pace(settings.requestsPerMinute);
  const tokens = settings.tokensPerMinute === undefined ? undefined : tokenPace(settings.tokensPerMinute);
  const queue: Waiter[] = [];
  let window = Math.min(most, firstWindow);
  let isFirstClimb = true;
  let roundMs: number | undefined;
  let climbNext = -Infinity;
  let episode = 0;
  let inFlight = 0;
  let pausedUntil = 0;
  let quotaLeft = 1;
  let belief = 1;
  /** What holds the starts back at this moment is the number in flight. */
  let isFull = false;
  let isCrowded = false;
  let timer: AbortController | undefined;

  const openWindow = (): number => {
    const share = quotaLeft < lowQuota ? 1 - belief * (1 - quotaLeft / lowQuota) : 1;
    return Math.max(1, Math.floor(window * share));
  };

  const pump = (): void => {
    while (queue.length > 0) {
      isFull = inFlight >= openWindow();
      if (isFull) return;
      const now = clock.monotonic();
      const wait = Math.max(
        pausedUntil - now,
        isFirstClimb ? climbNext - now : 0,
        starts.waitMs(now),
        tokens?.waitMs(now) ?? 0,
      );
      // Whole ms: a rest of a fraction would be waited for without the clock moving.
      if (wait > 0) return wakeIn(Math.ceil(wait));
      starts.started(now);
      if (isFirstClimb) {
        const spacing = roundMs === undefined ? firstSpacingMs : roundMs / (window * climbHaste);
        climbNext = Math.max(climbNext, now - climbLateMs) + spacing;
      }
      tokens?.started(now);
      inFlight++;
      // From here on starts follow answers, which are spread by now.
      if (inFlight >= most) isFirstClimb = false;
      queue.shift()?.give(permit(now));
    }
  };

  const wakeIn = (ms: number): void => {
    if (timer !== undefined) return;
    const mine = new AbortController();
    timer = mine;
    void clock.sleep(ms, mine.signal).then(() => {
      if (timer === mine) timer = undefined;
      pump();
    });
  };

  /** `startedAt` is the very moment that the pace was told: it knows the request by it. */
  const permit = (startedAt: number): Permit => {
    const started = episode;
    let isOver = false;
    return {
      end(how) {
        if (isOver) return;
        isOver = true;
        inFlight--;
        tokens?.ended(clock.monotonic(), how.kind === 'answered' ? how.tokens : 0);
        if (how.kind === 'answered') grow(how.quotaLeft, clock.monotonic() - startedAt);
        else if (how.kind === 'busy') slowDown(started, startedAt, how.retryAfterMs);
        else if (how.kind === 'ailing') rest(startedAt, how.retryAfterMs);
        pump();
      },
    };
  };

  const grow = (quota: number | undefined, tookMs: number): void => {
    if (quota !== undefined) quotaLeft = Math.min(1, Math.max(0, quota));
    // A quota that is always nearly used up and never refuses anything is counted in another way than it seems.
    belief = quotaLeft < lowQuota ? belief * (1 - disbelief / Math.max(1, inFlight)) : 1;
    roundMs = roundMs === undefined ? tookMs : roundMs + (tookMs - roundMs) / 8;
    window = Math.min(most, window + (isCrowded ? 1 / window : 1));
  };

  const rest = (startedAt: number, ms: number): void => {
    starts.refused(startedAt);
    pausedUntil = Math.max(pausedUntil, clock.monotonic() + ms);
  };

  const slowDown = (started: number, startedAt: number, retryAfterMs: number | undefined): void => {
    const now = clock.monotonic();
    starts.refused(startedAt);
    if (retryAfterMs !== undefined) pausedUntil = Math.max(pausedUntil, now + retryAfterMs);
    if (started !== episode) return;
    episode++;
    isFirstClimb = false;
    window = Math.max(1, window * shrink);
    isCrowded ||= isFull && starts.isFarBelow(startedAt);
    starts.tooMuch(startedAt, Math.max(now, pausedUntil), retryAfterMs);
  };

  return {
    acquire(signal) {
      if (signal.aborted) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const leave = (): void => {
          const at = queue.indexOf(waiter);
          if (at >= 0) queue.splice(at, 1);
          if (queue.length === 0) timer?.abort();
          resolve(undefined);
        };
        let isListening = false;
        const waiter: Waiter = {
          give(given) {
            if (isListening) signal.removeEventListener('abort', leave);
            resolve(given);
          },
        };
        queue.push(waiter);
        pump();
        // Most are given at once: listening costs more than the rest of it.
        if (!queue.includes(waiter)) return;
        isListening = true;
        signal.addEventListener('abort', leave, { once: true });
      });
    },
    get inFlight() {
      return inFlight;
    },
    get window() {
      return openWindow();
    },
    waitingMs: () => Math.max(0, pausedUntil - clock.monotonic()),
  };
}

import type { Clock } from '../../ports.ts';
import { Pace } from './pace.ts';
import { type TokenPace, tokenPace } from './tokenPace.ts';

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
 * grants, see {@link Pace}. Where it is the number in flight that is too much, the window grows by one a round from then on.
 * What the server asks to wait is waited out.
 */
export class AdaptiveLimiter implements Limiter {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #starts: Pace;
  readonly #tokens: TokenPace | undefined;
  readonly #queue: Waiter[] = [];
  #window: number;
  #isFirstClimb = true;
  #roundMs: number | undefined;
  #climbNext = -Infinity;
  #episode = 0;
  #inFlight = 0;
  #pausedUntil = 0;
  #quotaLeft = 1;
  #belief = 1;
  /** What holds the starts back at this moment is the number in flight. */
  #isFull = false;
  #isCrowded = false;
  #timer: AbortController | undefined;

  constructor({ concurrency, requestsPerMinute, tokensPerMinute }: LimiterSettings, clock: Clock) {
    this.#clock = clock;
    this.#most = Math.max(1, Math.floor(concurrency));
    this.#window = Math.min(this.#most, firstWindow);
    this.#starts = new Pace(requestsPerMinute);
    this.#tokens = tokensPerMinute === undefined ? undefined : tokenPace(tokensPerMinute);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get window(): number {
    const share = this.#quotaLeft < lowQuota ? 1 - this.#belief * (1 - this.#quotaLeft / lowQuota) : 1;
    return Math.max(1, Math.floor(this.#window * share));
  }

  waitingMs(): number {
    return Math.max(0, this.#pausedUntil - this.#clock.monotonic());
  }

  acquire(signal: AbortSignal): Promise<Permit | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const leave = (): void => {
        const at = this.#queue.indexOf(waiter);
        if (at >= 0) this.#queue.splice(at, 1);
        if (this.#queue.length === 0) this.#timer?.abort();
        resolve(undefined);
      };
      let isListening = false;
      const waiter: Waiter = {
        give(given) {
          if (isListening) signal.removeEventListener('abort', leave);
          resolve(given);
        },
      };
      this.#queue.push(waiter);
      this.#pump();
      // Most are given at once: listening costs more than the rest of it.
      if (!this.#queue.includes(waiter)) return;
      isListening = true;
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #pump(): void {
    while (this.#queue.length > 0) {
      this.#isFull = this.#inFlight >= this.window;
      if (this.#isFull) return;
      const now = this.#clock.monotonic();
      const wait = this.#waitMs(now);
      // Whole ms: a rest of a fraction would be waited for without the clock moving.
      if (wait > 0) return this.#wakeIn(Math.ceil(wait));
      this.#start(now);
      this.#queue.shift()?.give(this.#permit(now));
    }
  }

  #waitMs(now: number): number {
    return Math.max(
      this.#pausedUntil - now,
      this.#isFirstClimb ? this.#climbNext - now : 0,
      this.#starts.waitMs(now),
      this.#tokens?.waitMs(now) ?? 0,
    );
  }

  #start(now: number): void {
    this.#starts.started(now);
    if (this.#isFirstClimb) {
      const spacing = this.#roundMs === undefined ? firstSpacingMs : this.#roundMs / (this.#window * climbHaste);
      this.#climbNext = Math.max(this.#climbNext, now - climbLateMs) + spacing;
    }
    this.#tokens?.started(now);
    this.#inFlight++;
    // From here on starts follow answers, which are spread by now.
    if (this.#inFlight >= this.#most) this.#isFirstClimb = false;
  }

  #wakeIn(ms: number): void {
    if (this.#timer !== undefined) return;
    const mine = new AbortController();
    this.#timer = mine;
    void this.#clock.sleep(ms, mine.signal).then(() => {
      if (this.#timer === mine) this.#timer = undefined;
      this.#pump();
    });
  }

  /** `startedAt` is the very moment that the pace was told: it knows the request by it. */
  #permit(startedAt: number): Permit {
    const started = this.#episode;
    let isOver = false;
    return {
      end: (how) => {
        if (isOver) return;
        isOver = true;
        this.#inFlight--;
        this.#tokens?.ended(this.#clock.monotonic(), how.kind === 'answered' ? how.tokens : 0);
        if (how.kind === 'answered') this.#grow(how.quotaLeft, this.#clock.monotonic() - startedAt);
        else if (how.kind === 'busy') this.#slowDown(started, startedAt, how.retryAfterMs);
        else if (how.kind === 'ailing') this.#rest(startedAt, how.retryAfterMs);
        this.#pump();
      },
    };
  }

  #grow(quota: number | undefined, tookMs: number): void {
    if (quota !== undefined) this.#quotaLeft = Math.min(1, Math.max(0, quota));
    // A quota that is always nearly used up and never refuses anything is counted in another way than it seems.
    this.#belief = this.#quotaLeft < lowQuota ? this.#belief * (1 - disbelief / Math.max(1, this.#inFlight)) : 1;
    this.#roundMs = this.#roundMs === undefined ? tookMs : this.#roundMs + (tookMs - this.#roundMs) / 8;
    this.#window = Math.min(this.#most, this.#window + (this.#isCrowded ? 1 / this.#window : 1));
  }

  #rest(startedAt: number, ms: number): void {
    this.#starts.refused(startedAt);
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.monotonic() + ms);
  }

  #slowDown(started: number, startedAt: number, retryAfterMs: number | undefined): void {
    const now = this.#clock.monotonic();
    this.#starts.refused(startedAt);
    if (retryAfterMs !== undefined) this.#pausedUntil = Math.max(this.#pausedUntil, now + retryAfterMs);
    if (started !== this.#episode) return;
    this.#episode++;
    this.#isFirstClimb = false;
    this.#window = Math.max(1, this.#window * shrink);
    this.#isCrowded ||= this.#isFull && this.#starts.isFarBelow(startedAt);
    this.#starts.tooMuch(startedAt, Math.max(now, this.#pausedUntil), retryAfterMs);
  }
}

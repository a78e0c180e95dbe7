import type { Clock } from '../../../src/core/ports.ts';

/** A clock that jumps from event to event once no promise is left to settle: a minute of it takes milliseconds. */
export interface JumpingClock extends Clock {
  /** Calls `fire` at a time; among equals the newest comes last, so that nobody overtakes. Gives a function that forgets it. */
  at(time: number, fire: () => void): () => void;
  /** Goes on until nothing is left to happen, or `isOver` says so. */
  run(isOver: () => boolean): Promise<void>;
}

/** Promises that wait for one another settle within so many turns. */
const turns = 60;

interface Event {
  readonly time: number;
  readonly fire: () => void;
  isForgotten: boolean;
}

/**
 * `awake` tells when the process that sleeps gets to run again, for a timer that is due at a time: it may be busy. Each reading
 * takes `readingMs`: a real clock never says the same twice.
 */
export function jumpingClock(awake: (due: number) => number = (due) => due, readingMs = 0): JumpingClock {
  let now = 0;
  const events: Event[] = [];
  const at = (time: number, fire: () => void): (() => void) => {
    const event = { time: Math.max(now, time), fire, isForgotten: false };
    events.splice(events.findLastIndex((one) => one.time <= event.time) + 1, 0, event);
    return () => (event.isForgotten = true);
  };
  return {
    now: () => now,
    monotonic: () => (now += readingMs),
    sleep(ms, signal) {
      if (ms <= 0 || signal?.aborted === true) return Promise.resolve();
      return new Promise((fire) => {
        const forget = at(awake(now + ms), fire);
        signal?.addEventListener('abort', () => (forget(), fire()));
      });
    },
    at,
    async run(isOver) {
      while (!isOver()) {
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        const event = events.shift();
        if (event === undefined) return;
        if (event.isForgotten) continue;
        now = Math.max(now, event.time);
        event.fire();
      }
    },
  };
}

import type { Turns } from '../../core/turns.ts';
import { pacer } from '../../platform/node/pacer.ts';

/** What was worked at is not wanted any more, because something else is. */
class NotWanted extends Error {
  constructor() {
    super('something else was asked for meanwhile');
  }
}

/**
 * Works in turns at what was asked for last, and remembers it. Who asks for the same gets the same work; something else ends what is
 * under way. The same over a newer state waits for that over the older one, which has much of it done: while outcomes come in, a
 * list that takes longer than they do is shown all the same.
 */
export class LatestWork<T> {
  #latest: { readonly key: string; readonly state: string; readonly done: Promise<T> } | undefined;

  /** What `make` gives for a key over a state. Rejects when another key is asked for before that. */
  get(key: string, state: string, make: (isWanted: () => boolean) => Promise<T>): Promise<T> {
    const before = this.#latest;
    if (before?.key === key && before.state === state) return before.done;
    const isWanted = (): boolean => this.#latest?.key === key;
    const first = before?.key === key ? before.done.catch(() => undefined) : undefined;
    const done = first === undefined ? make(isWanted) : first.then(() => make(isWanted));
    this.#latest = { key, state, done };
    return done;
  }

  /** Works something off with a turn for others every few milliseconds. */
  async work<R>(turns: Turns<R>, isWanted: () => boolean = () => true): Promise<R> {
    const pause = pacer();
    for (let step = turns.next(); ; step = turns.next()) {
      if (step.done === true) return step.value;
      await pause();
      if (!isWanted()) throw new NotWanted();
    }
  }
}

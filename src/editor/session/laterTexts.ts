import type { Turns } from '../../core/turns.ts';
import { pacer } from '../../platform/node/pacer.ts';

/** What is only needed later is begun when views have had this long to draw, ms. */
const beginAfterMs = 1000;

/** Does what searches and the first sort of long texts would be held up by, when everything else is done. */
export class LaterTexts {
  readonly #prepare: () => Turns<unknown>;
  #awaited: NodeJS.Timeout | undefined;

  /** `prepare` is asked when it begins, for what there is by then. */
  constructor(prepare: () => Turns<unknown>) {
    this.#prepare = prepare;
  }

  /** Begins after a while, and anew if it is under way: there is something else to prepare now. */
  soon(): void {
    clearTimeout(this.#awaited);
    const timer = setTimeout(() => void this.#go(timer), beginAfterMs);
    this.#awaited = timer;
  }

  /** Begins after a while, unless it is under way. */
  unlessUnderWay(): void {
    if (this.#awaited === undefined) this.soon();
  }

  stop(): void {
    clearTimeout(this.#awaited);
    this.#awaited = undefined;
  }

  async #go(timer: NodeJS.Timeout): Promise<void> {
    const pause = pacer();
    for (const _turn of this.#prepare()) {
      await pause();
      if (this.#awaited !== timer) return;
    }
    this.#awaited = undefined;
  }
}

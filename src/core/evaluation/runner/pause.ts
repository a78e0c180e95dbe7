import type { Clock } from '../../ports.ts';
import type { Hold } from '../plan.ts';

/** A person's hold on a run, with the time it took. */
export interface Pause {
  readonly isHeld: boolean;
  /** Comes back at once when the run is not held; else when it is let go or the signal aborts. */
  whileHeld(signal: AbortSignal): Promise<void>;
  /** How long work has waited for being let go, ms; counted from the first lane that waits, so that answers still under way count as work. */
  heldMs(): number;
}

/** Counts the time of a hold; without one nothing ever waits. */
export function pauseOf(hold: Hold | undefined, clock: Clock): Pause {
  let waiting = 0;
  let since = 0;
  let held = 0;
  return {
    get isHeld() {
      return hold?.isHeld === true;
    },
    async whileHeld(signal) {
      while (hold?.isHeld === true && !signal.aborted) {
        if (waiting++ === 0) since = clock.monotonic();
        await hold.whenLetGo(signal);
        if (--waiting === 0) held += clock.monotonic() - since;
      }
    },
    heldMs: () => held + (waiting > 0 ? clock.monotonic() - since : 0),
  };
}

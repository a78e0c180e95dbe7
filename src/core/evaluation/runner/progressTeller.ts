import type { Clock } from '../../ports.ts';
import type { RunEvents, RunProgress } from '../plan.ts';
import type { Limiter } from './limiter.ts';
import type { Pause } from './pause.ts';
import type { Tally } from './tally.ts';

/** Tells how far a run is, often enough for a person and not for each of thousands of outcomes. */
export interface ProgressTeller {
  /** While the outcomes on disk are compared with the pictures: `count` items so far. */
  readonly checked: (count: number) => void;
  begin(): void;
  settled(): void;
  end(): void;
}

const everyMs = 100;
/** Told again at least this often, so that a wait is seen and counts down, ms. */
const atLeastMs = 1000;

/** Makes the {@link ProgressTeller} of one sitting over `total` questions. */
export function progressTeller(
  run: string,
  total: number,
  tally: Tally,
  limiter: Limiter,
  clock: Clock,
  pause: Pause,
  events: RunEvents,
): ProgressTeller {
  let begun = clock.monotonic();
  let heldBefore = 0;
  let toldAt = -Infinity;
  let before = 0;
  const over = new AbortController();

  const tell = (phase: RunProgress['phase'], done: number, isDue: boolean): void => {
    const now = clock.monotonic();
    if (events.onProgress === undefined || (!isDue && now - toldAt < everyMs)) return;
    toldAt = now;
    const settled = phase === 'asking' ? done - before : 0;
    // What a person held it for says nothing about how fast it goes.
    const workedMs = now - begun - (pause.heldMs() - heldBefore);
    const perSecond = settled > 0 ? settled / Math.max(0.001, workedMs / 1000) : 0;
    const waitingMs = limiter.waitingMs();
    events.onProgress({
      run,
      phase,
      done,
      total,
      kinds: { ...tally.kinds },
      inFlight: limiter.inFlight,
      perSecond,
      ...(tally.costUsd === undefined ? {} : { costUsd: tally.costUsd }),
      ...(perSecond > 0 ? { msLeft: waitingMs + ((total - done) / perSecond) * 1000 } : {}),
      ...(pause.isHeld ? { isHeld: true } : {}),
      ...(waitingMs > 0 ? { waitingMs } : {}),
    });
  };

  const beat = async (): Promise<void> => {
    while (!over.signal.aborted) {
      tell('asking', tally.count, false);
      await clock.sleep(atLeastMs, over.signal);
    }
  };

  return {
    checked: (count) => tell('checking', Math.min(count, total), false),
    begin() {
      begun = clock.monotonic();
      heldBefore = pause.heldMs();
      before = tally.count;
      tell('asking', tally.count, true);
      if (events.onProgress !== undefined) void beat();
    },
    settled: () => tell('asking', tally.count, false),
    end() {
      over.abort();
      tell('asking', tally.count, true);
    },
  };
}

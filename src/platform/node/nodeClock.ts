import type { Clock } from '../../core/ports.ts';

/** The longest wait that one timer of Node can hold, ms; a longer one fires at once. */
const longestTimer = 2 ** 31 - 1;

/** The system's clock. Waits of any length are kept, in several timers where one is too short for them. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    for (let left = ms; left > 0 && signal?.aborted !== true; left -= longestTimer) {
      await oneTimer(Math.min(left, longestTimer), signal);
    }
  },
};

function oneTimer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish, { once: true });
  });
}

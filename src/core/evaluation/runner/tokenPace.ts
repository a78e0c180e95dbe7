/** Keeps a cap of tokens a minute. All times are monotonic ms. */
export interface TokenPace {
  /** How long the next start must wait still. */
  waitMs(now: number): number;
  started(now: number): void;
  /** What a started request really took, input and output together; `undefined` where the server did not say. */
  ended(now: number, tokens: number | undefined): void;
}

/** A minute's worth of tokens may not be spent at once: a server that counts by the minute would still refuse the rest. Ms. */
const burstMs = 5000;
/** How much the newest answer says about the next one. */
const memory = 0.1;

/**
 * Charges each request at its start with what requests took on average so far, and puts that right when it ends. The very
 * first ones start uncharged, because nothing is known yet.
 */
export function tokenPace(tokensPerMinute: number): TokenPace {
  const perMs = tokensPerMinute / 60_000;
  const most = perMs * burstMs;
  let left = most;
  let at = 0;
  let mean: number | undefined;
  const charges: number[] = [];

  const refill = (now: number): void => {
    left = Math.min(most, left + Math.max(0, now - at) * perMs);
    at = now;
  };

  return {
    waitMs(now) {
      refill(now);
      // A request dearer than the whole burst must still start at some time: when the burst is full.
      const needed = Math.min(mean ?? 0, most);
      return left >= needed ? 0 : (needed - left) / perMs;
    },
    started(now) {
      refill(now);
      charges.push(mean ?? 0);
      left -= mean ?? 0;
    },
    ended(now, tokens) {
      refill(now);
      const charged = charges.shift() ?? 0;
      if (tokens === undefined) return;
      left += charged - tokens;
      mean = mean === undefined ? tokens : mean + (tokens - mean) * memory;
    },
  };
}

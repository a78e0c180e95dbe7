import { describe, expect, test } from 'vitest';
import { adaptiveLimiter } from '../../../src/core/evaluation/runner/limiter.ts';
import type { Permit } from '../../../src/core/evaluation/runner/limiter.ts';
import { retryAfter } from '../../../src/core/evaluation/runner/retryPolicy.ts';
import type { FailureKind } from '../../../src/core/models/failure.ts';
import { virtualClock } from './runKit.ts';
import type { VirtualClock } from './runKit.ts';

const never = new AbortController().signal;

/** A server that grants `perSecond` requests as a token bucket with room for `burst`, and says 429 to the rest at once. */
function bucketServer(clock: VirtualClock, perSecond: number, burst: number, latencyMs: number) {
  let tokens = burst;
  let at = clock.monotonic();
  const counts = { granted: 0, refused: 0 };
  return {
    counts,
    async ask(): Promise<boolean> {
      const now = clock.monotonic();
      tokens = Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
      at = now;
      if (tokens < 1) {
        counts.refused++;
        await clock.sleep(5);
        return false;
      }
      tokens--;
      counts.granted++;
      await clock.sleep(latencyMs);
      return true;
    },
  };
}

async function drive(seconds: number, server: { ask(): Promise<boolean> }, clock: VirtualClock, retryAfterMs?: number) {
  const limiter = adaptiveLimiter({ concurrency: 64 }, clock);
  const lane = async (): Promise<void> => {
    while (clock.monotonic() < seconds * 1000) {
      const permit = await limiter.acquire(never);
      if (permit === undefined) return;
      if (await server.ask()) permit.end({ kind: 'answered' });
      else {
        permit.end({ kind: 'busy', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
        if (retryAfterMs === undefined) await clock.sleep(500);
      }
    }
  };
  await Promise.all(Array.from({ length: 64 }, lane));
  return limiter;
}

describe('the adaptive limiter', () => {
  test('starts small and doubles with each round until it is as wide as allowed', async () => {
    const limiter = adaptiveLimiter({ concurrency: 64 }, virtualClock());
    const widths: number[] = [];
    for (let round = 0; round < 4; round++) {
      widths.push(limiter.window);
      const permits = await Promise.all(Array.from({ length: limiter.window }, () => limiter.acquire(never)));
      for (const permit of permits) permit?.end({ kind: 'answered' });
    }
    expect([...widths, limiter.window]).toEqual([8, 16, 32, 64, 64]);
  });

  test('gives no more permits than its window, in the order of asking', async () => {
    const limiter = adaptiveLimiter({ concurrency: 3 }, virtualClock());
    const given: number[] = [];
    const permits: (Permit | undefined)[] = [];
    for (let at = 0; at < 6; at++) void limiter.acquire(never).then((permit) => (given.push(at), permits.push(permit)));
    await Promise.resolve();
    await Promise.resolve();
    expect(given).toEqual([0, 1, 2]);
    permits[1]?.end({ kind: 'other' });
    permits[1]?.end({ kind: 'other' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(given).toEqual([0, 1, 2, 3]);
    expect(limiter.inFlight).toBe(3);
  });

  test('an episode of refusals shrinks it once, by a fifth', async () => {
    const limiter = adaptiveLimiter({ concurrency: 10 }, virtualClock());
    for (let at = 0; at < 10; at++) (await limiter.acquire(never))?.end({ kind: 'answered' });
    const permits = await Promise.all(Array.from({ length: 10 }, () => limiter.acquire(never)));
    for (const permit of permits) permit?.end({ kind: 'busy' });
    expect(limiter.window).toBe(8);
    (await limiter.acquire(never))?.end({ kind: 'busy' });
    expect(limiter.window).toBe(6);
  });

  test('nothing starts before the time that the server asked for; a shorter wish does not shorten it', async () => {
    const clock = virtualClock();
    const limiter = adaptiveLimiter({ concurrency: 4 }, clock);
    const [first, second] = await Promise.all([limiter.acquire(never), limiter.acquire(never)]);
    first?.end({ kind: 'busy', retryAfterMs: 120_000 });
    second?.end({ kind: 'busy', retryAfterMs: 1000 });
    expect(limiter.waitingMs()).toBe(120_000);
    clock.jump(-3_600_000);
    await limiter.acquire(never);
    expect(clock.monotonic()).toBe(120_000);
  });

  test('leaving the queue gives nothing away', async () => {
    const limiter = adaptiveLimiter({ concurrency: 1 }, virtualClock());
    const held = await limiter.acquire(never);
    const ending = new AbortController();
    const left = limiter.acquire(ending.signal);
    const stays = limiter.acquire(never);
    ending.abort();
    expect(await left).toBeUndefined();
    held?.end({ kind: 'answered' });
    expect(await stays).toBeDefined();
    expect(await limiter.acquire(AbortSignal.abort())).toBeUndefined();
  });

  test('little quota left slows it down, and more of it speeds it up again', async () => {
    const limiter = adaptiveLimiter({ concurrency: 8 }, virtualClock());
    (await limiter.acquire(never))?.end({ kind: 'answered', quotaLeft: 0.05 });
    expect(limiter.window).toBe(4);
    (await limiter.acquire(never))?.end({ kind: 'answered', quotaLeft: 0 });
    expect(limiter.window).toBe(1);
    (await limiter.acquire(never))?.end({ kind: 'answered', quotaLeft: 0.5 });
    expect(limiter.window).toBe(8);
  });

  test('a cap of requests a minute is kept', async () => {
    const clock = virtualClock();
    const limiter = adaptiveLimiter({ concurrency: 8, requestsPerMinute: 60 }, clock);
    for (let at = 0; at < 31; at++) (await limiter.acquire(never))?.end({ kind: 'answered' });
    expect(clock.monotonic()).toBeGreaterThanOrEqual(29_900);
    expect(clock.monotonic()).toBeLessThan(31_000);
  });

  test('a cap of tokens a minute is kept, by what answers really took', async () => {
    const clock = virtualClock();
    const limiter = adaptiveLimiter({ concurrency: 8, tokensPerMinute: 60_000 }, clock);
    let spent = 0;
    const lane = async (): Promise<void> => {
      while (clock.monotonic() < 60_000) {
        const permit = await limiter.acquire(never);
        await clock.sleep(300);
        const tokens = 800 + ((spent / 100) % 5) * 100;
        spent += tokens;
        permit?.end({ kind: 'answered', tokens });
      }
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    // A minute's worth, the burst it begins with, and what was in flight before anything was known.
    expect(spent).toBeGreaterThan(60_000);
    expect(spent).toBeLessThan(60_000 + 5000 + 8 * 1200 + 1200);
  });

  test.each([
    [20, 20, 50, undefined],
    [20, 1, 300, undefined],
    [50, 10, 200, undefined],
    [100, 100, 50, undefined],
    [50, 50, 100, undefined],
    [50, 50, 100, 1000],
    [50, 1, 100, undefined],
    [10, 10, 1000, undefined],
    [200, 20, 100, undefined],
  ])(
    'of a server that takes %i a second (burst %i, %i ms, waits %s) it gets nine tenths and is refused at most 3 in 100',
    async (rate, burst, latency, wait) => {
      const clock = virtualClock();
      const server = bucketServer(clock, rate, burst, latency);
      await drive(120, server, clock, wait);
      const { granted, refused } = server.counts;
      expect(granted / (120 * rate)).toBeGreaterThanOrEqual(0.9);
      expect(refused / (granted + refused)).toBeLessThanOrEqual(0.03);
    },
  );
});

describe('the retry policy', () => {
  const after = (kind: FailureKind, count: number, random = 0) =>
    retryAfter({ kind, detail: '' }, new Map([[kind, count]]), random);

  test.each([
    ['serverError', 5],
    ['connection', 5],
    ['unreachable', 5],
    ['rateLimited', 19],
    ['timeout', 2],
    ['emptyResponse', 1],
    ['badResponse', 1],
    ['badRequest', 0],
    ['unauthorized', 0],
    ['forbidden', 0],
    ['unknownModel', 0],
    ['tooLarge', 0],
    ['modelError', 0],
    ['corruptImage', 0],
  ] as const)('%s is sent again %i times', (kind, times) => {
    const again = Array.from({ length: 25 }, (_, at) => after(kind, at + 1).again);
    expect(again.filter(Boolean)).toHaveLength(times);
    expect(again.indexOf(false)).toBe(times);
  });

  test('waits double up to half a minute, less up to a half', () => {
    const waits = Array.from({ length: 10 }, (_, at) => after('rateLimited', at + 1)).map((one) =>
      one.again ? one.waitMs : -1,
    );
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
    expect(after('rateLimited', 3, 0.5)).toEqual({ again: true, waitMs: 1500 });
    expect(after('rateLimited', 3, 0.999_999)).toMatchObject({ waitMs: expect.closeTo(1000, 0) as number });
  });

  test('the wait that the server asks for is taken as it is', () => {
    const wait = { kind: 'serverError', detail: '', retryAfterMs: 86_400_000 } as const;
    expect(retryAfter(wait, new Map([['serverError', 1]]), 0.9)).toEqual({ again: true, waitMs: 86_400_000 });
  });

  test('being told "too much" uses up no tries of the other kinds', () => {
    const tries = new Map<FailureKind, number>([
      ['rateLimited', 15],
      ['serverError', 1],
    ]);
    expect(retryAfter({ kind: 'serverError', detail: '' }, tries, 0).again).toBe(true);
  });
});

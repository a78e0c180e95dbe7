import { describe, expect, test } from 'vitest';
import { bucketFit } from '../../../src/core/evaluation/runner/bucketFit.ts';
import type { Stretch } from '../../../src/core/evaluation/runner/bucketFit.ts';
import { adaptiveLimiter } from '../../../src/core/evaluation/runner/limiter.ts';
import type { Permit } from '../../../src/core/evaluation/runner/limiter.ts';
import { retryAfter } from '../../../src/core/evaluation/runner/retryPolicy.ts';
import type { FailureKind } from '../../../src/core/models/failure.ts';
import { askForSeconds } from './rateSimulation.ts';
import { virtualClock } from './runKit.ts';

const never = new AbortController().signal;

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
    while (given.length < 3) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(given).toEqual([0, 1, 2]);
    permits[1]?.end({ kind: 'other' });
    permits[1]?.end({ kind: 'other' });
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
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
    expect(clock.monotonic()).toBeGreaterThanOrEqual(120_000);
    expect(clock.monotonic()).toBeLessThan(120_100);
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

  test('a quota that is always nearly used up and never refuses anything is not believed for long', async () => {
    const limiter = adaptiveLimiter({ concurrency: 8 }, virtualClock());
    (await limiter.acquire(never))?.end({ kind: 'answered', quotaLeft: 0 });
    const before = limiter.window;
    for (let at = 0; at < 40; at++) (await limiter.acquire(never))?.end({ kind: 'answered', quotaLeft: 0 });
    expect(before).toBe(1);
    expect(limiter.window).toBe(7);
    (await limiter.acquire(never))?.end({ kind: 'answered', quotaLeft: 0.5 });
    (await limiter.acquire(never))?.end({ kind: 'answered', quotaLeft: 0 });
    expect(limiter.window).toBe(1);
  });
});

describe('of a server that grants so many requests a second', () => {
  const rates = [5, 20, 50, 100];
  const seconds = 120;
  const waits = [undefined, 40, 1000];
  const named = rates.flatMap((perSecond) =>
    waits.flatMap((waitMs) =>
      [perSecond / 10, perSecond / 2, 2 * perSecond].flatMap((burst) =>
        [false, true].map((saysQuota) => ({ perSecond, burst: Math.max(2, burst), waitMs, saysQuota })),
      ),
    ),
  );

  test.each(named)(
    '$perSecond (room for $burst, asks to wait $waitMs ms, says its quota: $saysQuota)',
    async (given) => {
      const { waitMs, ...server } = given;
      for (const latencyMs of [50, 300]) {
        const asked = await askForSeconds(
          { ...server, latencyMs, ...(waitMs === undefined ? {} : { waitMs }) },
          seconds,
        );
        expect(asked.throughput).toBeGreaterThanOrEqual(0.9);
        expect(asked.refused).toBeLessThanOrEqual(0.03);
      }
    },
  );

  test.each([50, 100, 200])('%i, in half a minute, with a small bucket and waits of a second', async (perSecond) => {
    const asked = await askForSeconds({ perSecond, burst: perSecond / 10, latencyMs: 100, waitMs: 1000 }, 30);
    expect(asked.throughput).toBeGreaterThanOrEqual(0.9);
    expect(asked.refused).toBeLessThanOrEqual(0.03);
  });

  test.each([0.5, 0.8, 1.5])('then changes its mind, to %f times as many', async (times) => {
    for (const waitMs of [100, 1000]) {
      const later = { fromMs: 60_000, perSecond: 60 * times };
      const asked = await askForSeconds({ perSecond: 60, burst: 12, latencyMs: 100, waitMs, later }, 300);
      // It is looked for more only after a while, because each look costs a wait.
      expect(asked.throughput).toBeGreaterThanOrEqual(times > 1 ? 0.85 : 0.9);
      expect(asked.refused).toBeLessThanOrEqual(0.03);
    }
  });

  test.each(rates)('%i, counted by the whole second', async (perSecond) => {
    for (const waitMs of waits) {
      const server = { perSecond, burst: 'bySecond', latencyMs: 200 } as const;
      const asked = await askForSeconds(waitMs === undefined ? server : { ...server, waitMs }, seconds);
      // A wait of a second, asked for in the middle of one, gives away the first half of the next.
      expect(asked.throughput).toBeGreaterThanOrEqual(waitMs === undefined ? 0.9 : 0.85);
      expect(asked.refused).toBeLessThanOrEqual(0.03);
    }
  });

  // With room for one alone a start that comes a millisecond too early is refused, and timers are no better than that.
  test.each(rates)('%i, without room for two at once', async (perSecond) => {
    for (const waitMs of waits) {
      const server = { perSecond, burst: 1, latencyMs: 100 } as const;
      const asked = await askForSeconds(waitMs === undefined ? server : { ...server, waitMs }, seconds);
      expect(asked.throughput).toBeGreaterThanOrEqual(0.8);
      expect(asked.refused).toBeLessThanOrEqual(0.03);
    }
  });
});

describe('what a server grants, told from what got through', () => {
  /** Asked at a rate that doubles in so long, from a bucket that a rest has filled. */
  const stretch = (perSecond: number, room: number, from: number, doublingMs: number, restMs: number): Stretch => {
    const starts: number[] = [];
    let level = Math.min(room, 0.75 + (perSecond * restMs) / 1000);
    for (let at = 0, last = 0; ; at += 1000 / (from * 2 ** (at / doublingMs))) {
      level = Math.min(room, level + ((at - last) / 1000) * perSecond);
      last = at;
      if (level < 1) return { starts, beganAt: 0, endedAt: at, restMs };
      level--;
      starts.push(at);
    }
  };

  test.each([0.1, 0.5, 2])('is found from two refusals, with room for %f times what is granted a second', (share) => {
    for (const perSecond of [80, 150, 400]) {
      const room = share * perSecond;
      const fit = bucketFit([
        stretch(perSecond, room, perSecond, 300, Infinity),
        stretch(perSecond, room, perSecond * 0.7, 2000, 1000),
      ]);
      expect(fit?.isSure).toBe(true);
      expect((fit?.perMs ?? NaN) * 1000).toBeGreaterThan(perSecond * 0.96);
      expect((fit?.perMs ?? NaN) * 1000).toBeLessThan(perSecond * 1.04);
    }
  });

  test('is a guess from one refusal, and nothing where nothing got through', () => {
    expect(bucketFit([stretch(80, 8, 80, 300, Infinity)])).toMatchObject({ isSure: false });
    expect(bucketFit([])).toBeUndefined();
    expect(bucketFit([{ starts: [], beganAt: 0, endedAt: 9, restMs: Infinity }])).toBeUndefined();
  });

  test('what was found before a change is left out', () => {
    const before = [stretch(100, 10, 90, 2000, 1000), stretch(100, 10, 80, 2000, 1000)];
    const after = [stretch(50, 5, 40, 2000, 1000), stretch(50, 5, 45, 2000, 1000)];
    const fit = bucketFit([...before, ...after]);
    expect((fit?.perMs ?? NaN) * 1000).toBeGreaterThan(47);
    expect((fit?.perMs ?? NaN) * 1000).toBeLessThan(53);
  });
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
    expect(after('serverError', 5)).toEqual({ again: true, waitMs: 8000 });
    expect(retryAfter({ kind: 'serverError', detail: '' }, new Map([['serverError', 9]]), 0, 10)).toEqual({
      again: true,
      waitMs: 15_000,
    });
    expect(after('rateLimited', 3, 0.5)).toEqual({ again: true, waitMs: 1500 });
    expect(after('rateLimited', 3, 0.999_999)).toMatchObject({ waitMs: expect.closeTo(1000, 0) as number });
  });

  test('a server that says 408 is asked as often as one that says 500: no time-out was waited for', () => {
    const said = { kind: 'timeout', detail: '', httpStatus: 408 } as const;
    const again = Array.from({ length: 7 }, (_, at) => retryAfter(said, new Map([['timeout', at + 1]]), 0).again);
    expect(again).toEqual([true, true, true, true, true, false, false]);
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

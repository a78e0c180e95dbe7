import { describe, expect, test } from 'vitest';
import { coldMs } from '../../../src/core/evaluation/runner/bucketFit.ts';
import type { Stretch } from '../../../src/core/evaluation/runner/bucketFit.ts';
import { AdaptiveLimiter } from '../../../src/core/evaluation/runner/limiter.ts';
import type { Permit } from '../../../src/core/evaluation/runner/limiter.ts';
import { serverFit } from '../../../src/core/evaluation/runner/serverFit.ts';
import { retryAfter } from '../../../src/core/evaluation/runner/retryPolicy.ts';
import type { FailureKind } from '../../../src/core/models/failure.ts';
import { simulatedRun } from './rateSimulation.ts';
import type { SimulatedRun } from './rateSimulation.ts';
import { rateServer } from './rateServers.ts';
import type { Counting } from './rateServers.ts';
import { virtualClock } from './runKit.ts';

const never = new AbortController().signal;

describe('the adaptive limiter', () => {
  test('starts small and doubles with each round until it is as wide as allowed', async () => {
    const limiter = new AdaptiveLimiter({ concurrency: 64 }, virtualClock());
    const widths: number[] = [];
    for (let round = 0; round < 4; round++) {
      widths.push(limiter.window);
      const permits = await Promise.all(Array.from({ length: limiter.window }, () => limiter.acquire(never)));
      for (const permit of permits) permit?.end({ kind: 'answered' });
    }
    expect([...widths, limiter.window]).toEqual([8, 16, 32, 64, 64]);
  });

  test('gives no more permits than its window, in the order of asking', async () => {
    const limiter = new AdaptiveLimiter({ concurrency: 3 }, virtualClock());
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
    const limiter = new AdaptiveLimiter({ concurrency: 10 }, virtualClock());
    for (let at = 0; at < 10; at++) (await limiter.acquire(never))?.end({ kind: 'answered' });
    const permits = await Promise.all(Array.from({ length: 10 }, () => limiter.acquire(never)));
    for (const permit of permits) permit?.end({ kind: 'busy' });
    expect(limiter.window).toBe(8);
    (await limiter.acquire(never))?.end({ kind: 'busy' });
    expect(limiter.window).toBe(6);
  });

  test('nothing starts before the time that the server asked for; a shorter wish does not shorten it', async () => {
    const clock = virtualClock();
    const limiter = new AdaptiveLimiter({ concurrency: 4 }, clock);
    const [first, second] = await Promise.all([limiter.acquire(never), limiter.acquire(never)]);
    first?.end({ kind: 'busy', retryAfterMs: 120_000 });
    second?.end({ kind: 'busy', retryAfterMs: 1000 });
    expect(limiter.waitingMs()).toBe(120_000);
    clock.jump(-3_600_000);
    await limiter.acquire(never);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(120_000);
    expect(clock.monotonic()).toBeLessThan(120_100);
  });

  test('a server in trouble of its own is given the time it asks for, and nothing slows down for it', async () => {
    const clock = virtualClock();
    const limiter = new AdaptiveLimiter({ concurrency: 8 }, clock);
    for (let at = 0; at < 8; at++) (await limiter.acquire(never))?.end({ kind: 'answered' });
    for (let burst = 0; burst < 5; burst++) {
      const before = clock.monotonic();
      const permits = await Promise.all(Array.from({ length: 8 }, () => limiter.acquire(never)));
      expect(clock.monotonic() - before).toBeLessThanOrEqual(burst === 0 ? 200 : 1200);
      for (const permit of permits) permit?.end({ kind: 'ailing', retryAfterMs: 1000 });
      expect(limiter.waitingMs()).toBe(1000);
    }
    expect(limiter.window).toBe(8);
    const before = clock.monotonic();
    for (let at = 0; at < 400; at++) (await limiter.acquire(never))?.end({ kind: 'answered' });
    expect(clock.monotonic() - before).toBe(1000);
  });

  test('a server that grants nothing for a while is asked about as often as it says', async () => {
    const clock = virtualClock();
    const limiter = new AdaptiveLimiter({ concurrency: 8 }, clock);
    for (let at = 0; at < 20; at++) (await limiter.acquire(never))?.end({ kind: 'busy', retryAfterMs: 300 });
    expect(clock.monotonic()).toBeLessThan(20 * 4 * 300);
  });

  test('leaving the queue gives nothing away', async () => {
    const limiter = new AdaptiveLimiter({ concurrency: 1 }, virtualClock());
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
    const limiter = new AdaptiveLimiter({ concurrency: 8 }, virtualClock());
    (await limiter.acquire(never))?.end({ kind: 'answered', quotaLeft: 0.05 });
    expect(limiter.window).toBe(4);
    (await limiter.acquire(never))?.end({ kind: 'answered', quotaLeft: 0 });
    expect(limiter.window).toBe(1);
    (await limiter.acquire(never))?.end({ kind: 'answered', quotaLeft: 0.5 });
    expect(limiter.window).toBe(8);
  });

  test('a cap of requests a minute is kept', async () => {
    const clock = virtualClock();
    const limiter = new AdaptiveLimiter({ concurrency: 8, requestsPerMinute: 60 }, clock);
    for (let at = 0; at < 31; at++) (await limiter.acquire(never))?.end({ kind: 'answered' });
    expect(clock.monotonic()).toBeGreaterThanOrEqual(29_900);
    expect(clock.monotonic()).toBeLessThan(31_000);
  });

  test('a cap of tokens a minute is kept, by what answers really took', async () => {
    const clock = virtualClock();
    const limiter = new AdaptiveLimiter({ concurrency: 8, tokensPerMinute: 60_000 }, clock);
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
    const limiter = new AdaptiveLimiter({ concurrency: 8 }, virtualClock());
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
  type Case = readonly [perSecond: number, what: string, counting: Counting, asks: SimulatedRun['asks'], least: number];
  const asksToWait = [undefined, 'ms', 'seconds', 1000] as const;
  const bucket = (room: number): Counting => ({ kind: 'bucket', room });
  const cases = [20, 50, 200].flatMap((perSecond) =>
    asksToWait.flatMap((asks): Case[] => [
      // With room for two alone a few requests tell little, and what is granted in a wait of a second is lost.
      [perSecond, 'room for a tenth of a second', bucket(perSecond / 10), asks, perSecond === 20 ? 0.8 : 0.9],
      [perSecond, 'room for half a second', bucket(perSecond / 2), asks, 0.9],
      [perSecond, 'room for a second', bucket(perSecond), asks, 0.9],
      [perSecond, 'room for two seconds', bucket(2 * perSecond), asks, 0.9],
      [perSecond, 'whole seconds', { kind: 'fixed', ms: 1000 }, asks, 0.9],
      [perSecond, 'the newest second', { kind: 'sliding', ms: 1000 }, asks, 0.92],
    ]),
  );
  const judge = async (run: SimulatedRun, least: number): Promise<void> => {
    const { throughput, refused, early } = await simulatedRun(run);
    expect(throughput).toBeGreaterThanOrEqual(least);
    expect(refused).toBeLessThanOrEqual(0.03);
    expect(early).toBe(0);
  };

  test.each(cases)('%i in half a minute, counted with %s %j, and asking to wait %s', async (...given) => {
    const [perSecond, , counting, asks, least] = given;
    await judge({ items: 30 * perSecond, concurrency: 64, perSecond, counting, latencyMs: 100, ...asked(asks) }, least);
  });

  test.each(asksToWait)('5, slow, and asking to wait %s, in a run of minutes', async (asks) => {
    for (const counting of [bucket(5), { kind: 'sliding', ms: 1000 }] as const) {
      await judge({ items: 1000, concurrency: 8, perSecond: 5, counting, latencyMs: 500, ...asked(asks) }, 0.9);
    }
  });

  test.each([undefined, 'seconds'] as const)('counted by the minute, and asking to wait %s', async (asks) => {
    for (const kind of ['fixed', 'sliding'] as const) {
      const counting = { kind, ms: 60_000 };
      await judge({ items: 3000, concurrency: 16, perSecond: 20, counting, latencyMs: 50, ...asked(asks) }, 1);
    }
  });

  test.each([undefined, 1000])('on busy processors, and asking to wait %s', async (asks) => {
    for (const room of [25, 50]) {
      const counting = bucket(room);
      const run = { items: 1500, concurrency: 64, perSecond: 50, counting, latencyMs: 100, isBusy: true };
      await judge({ ...run, ...asked(asks) }, 0.9);
    }
  });

  test('that says its quota', async () => {
    for (const room of [5, 50]) {
      const run = { items: 1500, concurrency: 32, perSecond: 50, counting: bucket(room), latencyMs: 100 };
      await judge({ ...run, asks: 1000, saysQuota: true }, 0.9);
    }
  });

  test.each([0.5, 0.8, 1.5])('and then changes its mind, to %f times as many', async (times) => {
    for (const asks of [undefined, 'ms', 1000] as const) {
      const later = { fromMs: 20_000, times };
      const run = { items: 60 * 120 * times, concurrency: 64, perSecond: 60, counting: bucket(12), latencyMs: 100 };
      // Where each look costs a wait, it is looked for more only after a while.
      await judge({ ...run, later, ...asked(asks) }, times > 1 && asks === 1000 ? 0.75 : 0.9);
    }
  });

  // With room for one alone whatever comes a little too early is refused, and neither timers nor networks are that good.
  test.each(asksToWait)('without room for two at once, and asking to wait %s', async (asks) => {
    const run = { items: 1000, concurrency: 64, perSecond: 20, counting: bucket(1), latencyMs: 100 };
    await judge({ ...run, ...asked(asks) }, 0.65);
  });
});

function asked(asks: SimulatedRun['asks']): Pick<SimulatedRun, 'asks'> {
  return asks === undefined ? {} : { asks };
}

describe('what a server grants, told from what got through', () => {
  /**
   * Asked again and again until it refuses, at rates a second that double in so long, with rests of a second. The very first
   * requests come together, when there are connections.
   */
  const stretches = (
    counting: Counting,
    perSecond: number,
    rates: readonly number[],
    startMs = 0,
    waitsMs = coldMs,
  ): Stretch[] => {
    const decide = rateServer(counting, () => perSecond);
    let now = startMs;
    let refusedAt = -Infinity;
    return rates.map((rate, at): Stretch => {
      const starts: number[] = [];
      const beganAt = now;
      while (decide(Math.max(now, startMs + waitsMs)).granted) {
        starts.push(now);
        now += 1000 / (rate * 2 ** ((now - beganAt) / (at === 0 ? 300 : 2000)));
      }
      const stretch = { starts, beganAt, endedAt: now, refusedAt };
      refusedAt = now;
      now += 1000;
      return stretch;
    });
  };
  const perSecondOf = (all: readonly Stretch[]): number => (serverFit(all)?.perMs ?? NaN) * 1000;

  test.each([0.1, 0.5, 2])('is found from two refusals, with room for %f times what is granted a second', (share) => {
    for (const perSecond of [80, 150, 400]) {
      const all = stretches({ kind: 'bucket', room: share * perSecond }, perSecond, [perSecond, perSecond * 0.7]);
      expect(perSecondOf(all)).toBeGreaterThan(perSecond * 0.95);
      expect(perSecondOf(all)).toBeLessThan(perSecond * 1.05);
    }
  });

  test.each([10, 20, 40])('it is told by a clock that never says the same twice, from room for %i', async (room) => {
    const counting = { kind: 'bucket', room } as const;
    const run = { items: 600, concurrency: 32, perSecond: 20, latencyMs: 100, counting, readingMs: 1e-4 };
    for (const asks of [undefined, 'ms'] as const) {
      const { throughput, refused } = await simulatedRun({ ...run, ...(asks && { asks }) });
      expect(throughput).toBeGreaterThanOrEqual(0.9);
      expect(refused).toBeLessThanOrEqual(0.03);
    }
  });

  test('a count of the newest second is told from a bucket by two refusals', () => {
    for (const perSecond of [20, 80, 400]) {
      const all = stretches({ kind: 'sliding', ms: 1000 }, perSecond, [perSecond * 1.5, perSecond]);
      expect(serverFit(all)?.isSure).toBe(true);
      expect(perSecondOf(all)).toBeCloseTo(perSecond, 0);
    }
  });

  test('a count of whole seconds is told from a bucket by four refusals, whenever its seconds begin', () => {
    for (const startMs of [0, 270, 640]) {
      for (const perSecond of [20, 80, 400]) {
        const rates = [1.5, 1, 1.2, 0.9].map((times) => times * perSecond);
        const all = stretches({ kind: 'fixed', ms: 1000 }, perSecond, rates, startMs);
        expect(perSecondOf(all)).toBeGreaterThan(perSecond * 0.95);
        expect(perSecondOf(all)).toBeLessThan(perSecond * 1.05);
      }
    }
  });

  test('is a guess from one refusal, and nothing where nothing was refused', () => {
    expect(serverFit(stretches({ kind: 'bucket', room: 8 }, 80, [80]))).toMatchObject({ isSure: false });
    expect(serverFit([])).toBeUndefined();
  });

  test('what was found before a change is left out', () => {
    const before = stretches({ kind: 'bucket', room: 10 }, 100, [90, 80]);
    const after = stretches({ kind: 'bucket', room: 5 }, 50, [40, 45], 20_000, 0);
    const all = [...before, ...after.map((one) => ({ ...one, refusedAt: Math.max(10_000, one.refusedAt) }))];
    expect(perSecondOf(all)).toBeGreaterThan(47);
    expect(perSecondOf(all)).toBeLessThan(53);
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
    ['quotaSpent', 0],
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

  test('of a wait that a server in trouble asks for and the one of ours, the longer is waited', () => {
    const said = { kind: 'serverError', detail: '' } as const;
    const wait = (retryAfterMs: number, count: number) =>
      retryAfter({ ...said, retryAfterMs }, new Map([['serverError', count]]), 0);
    expect(wait(0, 3)).toEqual({ again: true, waitMs: 2000 });
    expect(wait(1000, 1)).toEqual({ again: true, waitMs: 1000 });
    expect(wait(120_000, 5)).toEqual({ again: true, waitMs: 120_000 });
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

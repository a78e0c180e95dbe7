import { describe, expect, test } from 'vitest';
import { Pace } from '../../../src/core/evaluation/runner/pace.ts';
import { serverFit } from '../../../src/core/evaluation/runner/serverFit.ts';
import { simulatedRun } from './rateSimulation.ts';
import type { SimulatedRun } from './rateSimulation.ts';
import { rateServer } from './rateServers.ts';
import type { Counting } from './rateServers.ts';

const bucket = (room: number): Counting => ({ kind: 'bucket', room });
const counts = ['fixed', 'sliding'] as const;
const asksToWait = [undefined, 'ms', 1000] as const;
/** A clock that never says the same twice, as a real one. */
const readingMs = 1e-4;

async function judge(run: SimulatedRun, least: number, most = 0.03): Promise<void> {
  const { throughput, refused, early } = await simulatedRun({ readingMs, ...run });
  expect(throughput).toBeGreaterThanOrEqual(least);
  expect(refused).toBeLessThanOrEqual(most);
  expect(early).toBe(0);
}

describe('what a wait gave away is made good', () => {
  test.each(counts)('from a %s second, all of it', async (kind) => {
    for (const perSecond of [20, 50, 100]) {
      for (const asks of asksToWait) {
        const run = { items: 30 * perSecond, concurrency: 64, perSecond, counting: { kind, ms: 1000 }, latencyMs: 50 };
        await judge({ ...run, ...(asks && { asks }) }, 0.96);
      }
    }
  });

  test.each(counts)('from a %s second on busy processors', async (kind) => {
    for (const perSecond of [20, 50, 100]) {
      for (const asks of asksToWait) {
        const run = { items: 25 * perSecond, concurrency: 64, perSecond, counting: { kind, ms: 1000 }, latencyMs: 100 };
        await judge({ ...run, isBusy: true, ...(asks && { asks }) }, 0.91, 0.035);
      }
    }
  });

  test('from a bucket, as much as it has room for', async () => {
    for (const perSecond of [20, 50, 100]) {
      for (const [room, least] of [
        [perSecond / 2, 0.92],
        [perSecond, 1],
      ] as const) {
        const run = { items: 20 * perSecond, concurrency: 64, perSecond, counting: bucket(room), latencyMs: 50 };
        await judge({ ...run, asks: 1000 }, least);
      }
    }
  });

  test('but not from a bucket without room for it, however evenly its requests fill a second', async () => {
    for (const room of [2, 3]) {
      const run = { items: 1200, concurrency: 64, perSecond: 20, counting: bucket(room), latencyMs: 100 };
      await judge({ ...run, asks: 1000 }, 0.85, 0.02);
    }
  });
});

describe('in a short run of 300', () => {
  test.each(asksToWait)('from a bucket, asking to wait %s', async (asks) => {
    for (const perSecond of [20, 50, 100]) {
      for (const times of [1, 2]) {
        const run = { items: 300, concurrency: 16, perSecond, counting: bucket(times * perSecond), latencyMs: 50 };
        await judge({ ...run, ...(asks && { asks }) }, 1);
      }
    }
  });

  // Without a wait asked for, when a used-up second is over is found by trying.
  test.each([
    [undefined, 0.045],
    ['ms', 0.03],
    [1000, 0.03],
  ] as const)('from a count a second, asking to wait %s', async (asks, most) => {
    for (const kind of counts) {
      for (const perSecond of [20, 50, 100]) {
        const run = { items: 300, concurrency: 16, perSecond, counting: { kind, ms: 1000 }, latencyMs: 50 };
        await judge({ ...run, ...(asks && { asks }) }, 0.9, most);
      }
    }
  });

  test('however few get through before the second refusal', async () => {
    for (const seed of [7, 11, 23]) {
      const counting = { kind: 'sliding', ms: 1000 } as const;
      const run = { items: 300, concurrency: 64, perSecond: 100, counting, latencyMs: 100, seed, asks: 'ms' } as const;
      await judge(run, 0.8, 0.05);
    }
  });

  test('of five a second, of which refusals are a large share', async () => {
    for (const room of [5, 10]) {
      const run = { items: 300, concurrency: 16, perSecond: 5, counting: bucket(room), latencyMs: 100 };
      for (const asks of ['ms', 1000] as const) await judge({ ...run, asks }, 0.95);
    }
  });
});

test('refusals that take as long as answers cost a window of requests, and not the rate', async () => {
  for (const perSecond of [20, 50, 100]) {
    for (const counting of [bucket(perSecond / 10), ...counts.map((kind) => ({ kind, ms: 1000 }))]) {
      for (const seed of [3, 7]) {
        const run = { items: 25 * perSecond, concurrency: 64, perSecond, counting, latencyMs: 100, refusesLate: true };
        await judge({ ...run, seed }, 0.86, 0.12);
      }
    }
  }
});

test('two short bursts from a small bucket are no count of so few a second', () => {
  const six = (from: number, everyMs: number): number[] => Array.from({ length: 6 }, (_, i) => from + i * everyMs);
  const fit = serverFit([
    { starts: six(20, 4), beganAt: 0, endedAt: 46, refusedAt: -Infinity },
    { starts: six(1100, 13), beganAt: 1100, endedAt: 1178, refusedAt: 46 },
  ]);
  expect(fit).not.toHaveProperty('perSecond');
  expect((fit?.perMs ?? 0) * 1000).toBeGreaterThan(8);
});

test('half a minute of 50 a second, from a bucket with room for five and a wait of a second, is worth what is asked', async () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const run = { items: 1500, concurrency: 64, perSecond: 50, counting: bucket(5), latencyMs: 100, seed };
    await judge({ ...run, asks: 1000 }, 0.9, 0.005);
  }
});

test('what one stretch alone contradicts is not given up for it', () => {
  const evenly = (from: number, count: number, everyMs: number): number[] =>
    Array.from({ length: count }, (_, i) => from + i * everyMs);
  const told = [
    { starts: evenly(0, 8, 0.01), beganAt: 0, endedAt: 10, refusedAt: -Infinity },
    { starts: evenly(1010, 52, 16), beganAt: 1010, endedAt: 1842, refusedAt: 10 },
  ];
  const stalled = { starts: evenly(2842, 40, 25), beganAt: 2842, endedAt: 3842, refusedAt: 1842 };
  expect((serverFit(told)?.perMs ?? NaN) * 1000).toBeGreaterThan(48);
  expect(serverFit([...told, stalled])).toBeUndefined();
});

test('refusals that nothing explains lower the rate each time', () => {
  const starts = new Pace();
  const decide = rateServer(bucket(5), () => 50);
  let now = 0;
  let strayAt = 10_000;
  const rates: number[] = [];
  let newest: number[] = [];
  while (rates.length < 6) {
    now += Math.max(newest.length === 0 ? 0 : 1, starts.waitMs(now));
    starts.started(now);
    newest.push(now);
    const isStray = now > strayAt;
    if (decide(now).granted && !isStray) continue;
    if (isStray) rates.push(newest.filter((at) => at > now - 1000).length);
    if (isStray) strayAt = now + 4000;
    newest = [];
    starts.refused(now);
    starts.tooMuch(now, now + 1000);
    now += 1000;
  }
  expect(rates.every((rate, i) => i === 0 || rate < rates[i - 1]!)).toBe(true);
  expect(rates.at(-1)).toBeGreaterThan(35);
});

import { afterEach, describe, expect, it } from 'vitest';
import { WorkerPool } from '../../../src/platform/node/workerPool.ts';
import type { PoolOptions } from '../../../src/platform/node/workerPool.ts';
import type { PoolJob } from './poolWorker.ts';

type Pool = WorkerPool<PoolJob, string>;
const pools: Pool[] = [];

function poolOf(options: PoolOptions): Pool {
  const pool: Pool = new WorkerPool('../../../test/unit/platform/poolWorker', options);
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.dispose()));
});

describe('WorkerPool', () => {
  it('answers every job with its own reply, more jobs than workers', async () => {
    const pool = poolOf({ size: 2 });
    const replies = await Promise.all(Array.from({ length: 20 }, (_, i) => pool.run({ say: String(i) })));
    expect(replies).toEqual(Array.from({ length: 20 }, (_, i) => ({ kind: 'done', reply: `${String(i)}!` })));
  });

  it.each([
    ['throw', /on purpose/],
    ['exit', /ended/],
  ] as const)('says that a worker died of %s, and works again', async (fate, detail) => {
    const pool = poolOf({ size: 1 });
    const [dead, waiting] = await Promise.all([pool.run({ fate }), pool.run({ say: 'next' })]);
    expect(dead).toEqual({ kind: 'stopped', detail: expect.stringMatching(detail) as string });
    expect(waiting).toEqual({ kind: 'done', reply: 'next!' });
  });

  it('ends a worker that takes too long, and works again', async () => {
    const pool = poolOf({ size: 1, timeoutMs: 1500 });
    const [late, waiting] = await Promise.all([pool.run({ fate: 'hang' }), pool.run({ say: 'next' })]);
    expect(late).toEqual({ kind: 'stopped', detail: 'no result in 1500 ms' });
    expect(waiting).toEqual({ kind: 'done', reply: 'next!' });
  });

  it('cancels at once what waits and what runs', async () => {
    const pool = poolOf({ size: 1 });
    const abort = new AbortController();
    const running = pool.run({ fate: 'hang' }, abort.signal);
    const waiting = pool.run({ say: 'never' }, abort.signal);
    abort.abort();
    expect(await Promise.all([running, waiting, pool.run({ say: 'too late' }, abort.signal)])).toEqual([
      { kind: 'cancelled' },
      { kind: 'cancelled' },
      { kind: 'cancelled' },
    ]);
  });

  it('settles everything when disposed, and takes nothing more', async () => {
    const pool = poolOf({ size: 1 });
    const both = [pool.run({ fate: 'hang' }), pool.run({ say: 'waiting' })];
    await pool.dispose();
    const stopped = { kind: 'stopped', detail: 'disposed' };
    expect(await Promise.all(both)).toEqual([stopped, stopped]);
    expect(await pool.run({ say: 'more' })).toEqual(stopped);
  });

  it('starts anew after having been idle', async () => {
    const pool = poolOf({ size: 1, idleMs: 0 });
    for (const say of ['a', 'b', 'c']) {
      expect(await pool.run({ say })).toEqual({ kind: 'done', reply: `${say}!` });
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
});

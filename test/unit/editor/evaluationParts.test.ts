import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import { budgetsFor, jobSpending, spendingSoFar } from '../../../src/core/evaluation/jobSpending.ts';
import { PersonHold } from '../../../src/editor/evaluation/personHold.ts';
import { smallBenchmark } from '../evaluation/runKit.ts';

const outcome: Outcome = {
  version: 1,
  item: 'i',
  run: 'r',
  stage: 's',
  kind: 'answered',
  at: '2026-11-22T10:00:00.000Z',
};

describe('the budget of several runs', () => {
  test('gives the next run what the others have left', () => {
    const spending = jobSpending({ maxRequests: 10, maxCostUsd: 1, maxTokens: 500, maxFailures: 3 });
    spending.requests(4);
    spending.outcome({ ...outcome, costUsd: 0.25, usage: { input: 100, output: 20, cached: 0 } });
    spending.outcome({ ...outcome, kind: 'failed' });
    const extraction = { model: 'judge', costUsd: 0.05, usage: { input: 30, output: 1, cached: 0 } };
    spending.outcome({ ...outcome, extraction });
    const left = spending.leftFor('next');
    expect(left.maxRequests).toBe(6);
    expect(left.maxCostUsd).toBeCloseTo(0.7, 12);
    expect(left.maxTokens).toBe(349);
    expect(left.maxFailures).toBe(2);
    // A run counts what it took itself.
    expect(spending.leftFor('r')).toMatchObject({ maxCostUsd: 1, maxTokens: 500 });
    expect(spending.usedUp).toBeUndefined();
  });

  test('counts what the runs have taken in earlier sittings', async () => {
    const { root, ports } = await smallBenchmark(1);
    await mkdir(join(root, '.emolens', 'runs', 'old'), { recursive: true });
    const usage = { input: 100, output: 20, cached: 0 };
    const extraction = { model: 'judge', costUsd: 0.05, usage: { input: 30, output: 1, cached: 0 } };
    const lines = [
      { ...outcome, run: 'old', costUsd: 0.25, usage },
      { ...outcome, run: 'old', extraction },
    ];
    const path = join(root, '.emolens', 'runs', 'old', 'outcomes.jsonl');
    await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const spending = await spendingSoFar(
      { maxCostUsd: 0.4, maxTokens: 151, maxRequests: 9 },
      ['new', 'old'],
      ports.store,
    );
    expect(spending.leftFor('new').maxCostUsd).toBeCloseTo(0.1, 12);
    expect(spending.leftFor('new')).toMatchObject({ maxTokens: 0, maxRequests: 9 });
    expect(spending.leftFor('old').maxCostUsd).toBe(0.4);
    expect(spending.usedUp).toBe('maxTokens');
  });

  test('names what is used up, and nothing where there is no cap', () => {
    const free = jobSpending({});
    free.requests(1_000_000);
    expect(free.leftFor('r')).toEqual({});
    expect(free.usedUp).toBeUndefined();
    const capped = jobSpending({ maxFailures: 1 });
    capped.outcome({ ...outcome, kind: 'failed' });
    expect(capped.usedUp).toBe('maxFailures');
    const paid = jobSpending({ maxCostUsd: 0.5 });
    paid.outcome({ ...outcome, costUsd: 0.5 });
    expect(paid.usedUp).toBe('maxCost');
  });

  test('holds no cap in USD against a model that is not paid by the token', () => {
    const budgets = { maxCostUsd: 1, maxRequests: 5 };
    expect(budgetsFor(budgets, { kind: 'openai' })).toEqual(budgets);
    expect(budgetsFor(budgets, { kind: 'baseline' })).toEqual({ maxRequests: 5 });
    expect(budgetsFor(budgets, { kind: 'editor' })).toEqual({ maxRequests: 5 });
  });
});

describe('a hold', () => {
  const never = new AbortController().signal;

  test('lets everyone go at once when it is opened, and holds nobody while it is open', async () => {
    const hold = new PersonHold();
    await hold.whenLetGo(never);
    hold.hold();
    expect(hold.isHeld).toBe(true);
    const gone: number[] = [];
    const waiting = [1, 2].map((one) => hold.whenLetGo(never).then(() => gone.push(one)));
    await Promise.resolve();
    expect(gone).toEqual([]);
    hold.letGo();
    await Promise.all(waiting);
    expect(gone).toEqual([1, 2]);
    expect(hold.isHeld).toBe(false);
  });

  test('lets go of who is told to stop, and stays held for the others', async () => {
    const hold = new PersonHold();
    hold.hold();
    const stop = new AbortController();
    const stopped = hold.whenLetGo(stop.signal);
    let isGone = false;
    const other = hold.whenLetGo(never).then(() => (isGone = true));
    stop.abort();
    await stopped;
    await hold.whenLetGo(stop.signal);
    expect([hold.isHeld, isGone]).toEqual([true, false]);
    hold.letGo();
    await other;
  });
});

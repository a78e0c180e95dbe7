import { describe, expect, test } from 'vitest';
import { prepareRun } from '../../../src/core/evaluation/prepareRun.ts';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import { isResumable, listRuns } from '../../../src/core/evaluation/runStore.ts';
import { linesOnDisk, planFor, scriptedModel, smallBenchmark } from './runKit.ts';

const never = new AbortController().signal;

describe('a run that is prepared', () => {
  test('is on disk as one that can be resumed, asks nothing, and is asked whole when it is resumed', async () => {
    const { root, benchmark, ports } = await smallBenchmark(3);
    const model = scriptedModel();
    const plan = planFor(benchmark, model, { comparison: 'c1' });
    const prepared = await prepareRun(plan, ports);
    if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
    expect(model.requests).toHaveLength(0);
    const listed = await listRuns(ports.store);
    expect(listed.ok && listed.value.runs.map((record) => [record.comparison, isResumable(record)])).toEqual([
      ['c1', true],
    ]);

    const { run } = prepared.value;
    const ended = await evaluate({ ...plan, resume: { run, retryFailed: false } }, ports, {}, never);
    expect(ended).toMatchObject({ ok: true, value: { run, requested: 6, resumed: 0 } });
    expect(await linesOnDisk(root, run)).toHaveLength(6);
    const after = await listRuns(ports.store);
    expect(after.ok && after.value.runs.map((record) => [record.comparison, isResumable(record)])).toEqual([
      ['c1', false],
    ]);
  });

  test('is refused where the run would be, and leaves nothing', async () => {
    const { benchmark, ports } = await smallBenchmark(1);
    const refused = await prepareRun(planFor(benchmark, scriptedModel(), { budgets: { maxCostUsd: 1 } }), ports);
    expect(refused).toEqual({ ok: false, error: { kind: 'noPrice', model: scriptedModel().id } });
    expect(await listRuns(ports.store)).toEqual({ ok: true, value: { runs: [], bad: [] } });
  });
});

describe('the seed of shuffles', () => {
  test('decides the orders by itself, and the server is not sent it', async () => {
    const { benchmark, ports } = await smallBenchmark(6);
    const orders = async (shuffleSeed: number, seed?: number): Promise<string[]> => {
      const model = scriptedModel();
      const sent = seed === undefined ? {} : { seed };
      const parameters = {
        conversation: 'separate',
        options: 'words',
        order: 'shuffled',
        shuffleSeed,
        ...sent,
      } as const;
      const ended = await evaluate(planFor(benchmark, model, { parameters }), ports, {}, never);
      expect(ended.ok).toBe(true);
      for (const request of model.requests) expect(request.parameters.seed).toBe(seed);
      return model.requests.map(({ options }) => options?.order.join() ?? '').sort();
    };
    const first = await orders(1);
    expect(await orders(1)).toEqual(first);
    expect(await orders(1, 7)).toEqual(first);
    expect(await orders(2)).not.toEqual(first);
  });
});

import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dryRun, pictureTokens } from '../../../src/core/evaluation/dryRun.ts';
import type { EvaluatePlan } from '../../../src/core/evaluation/plan.ts';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import { answer, failure, oneStage, planFor, scriptedModel, smallBenchmark } from './runKit.ts';

const never = new AbortController().signal;

test('counts items, questions and bytes, and asks nothing', async () => {
  const { root, benchmark, ports } = await smallBenchmark(5);
  const model = scriptedModel();
  const sizes = await Promise.all(benchmark.items.map(async ({ path }) => (await stat(join(root, path))).size));
  const plan = planFor(benchmark, model, { price: { inputPerMillionUsd: 10, outputPerMillionUsd: 20 } });
  const dry = await dryRun(plan, ports);
  expect(dry).toMatchObject({
    ok: true,
    value: { items: 5, requests: 10, already: 0, unreadable: 0, imageBytes: 2 * sizes.reduce((a, b) => a + b, 0) },
  });
  const tokens = dry.ok ? dry.value.tokens : undefined;
  // A picture of 4 x 4 is one tile; the text adds something.
  expect(tokens?.input).toBeGreaterThan(10 * 255);
  expect(tokens?.input).toBeLessThan(10 * 400);
  expect(dry.ok && dry.value.costUsd).toBeCloseTo(((tokens?.input ?? 0) * 10 + (tokens?.output ?? 0) * 20) / 1e6, 10);
  expect(model.requests).toHaveLength(0);
  expect(await ports.store.list('')).toMatchObject({ ok: false });
});

test('counts only what a resumed run still asks', async () => {
  const { benchmark, ports } = await smallBenchmark(6);
  const flaky = scriptedModel((_request, n) => (n === 0 ? failure('badRequest') : answer('happy')));
  await evaluate(
    planFor(benchmark, flaky, { run: 'r', protocol: oneStage, budgets: { maxRequests: 4 } }),
    ports,
    {},
    never,
  );
  const plan = planFor(benchmark, flaky, { protocol: oneStage });
  expect(await dryRun({ ...plan, resume: { run: 'r', retryFailed: false } }, ports)).toMatchObject({
    value: { items: 2, requests: 2, already: 4 },
  });
  expect(await dryRun({ ...plan, resume: { run: 'r', retryFailed: true } }, ports)).toMatchObject({
    value: { items: 3, requests: 3, already: 3 },
  });
});

test('says what cannot be read, and what the benchmark lacks', async () => {
  const { root, benchmark, ports } = await smallBenchmark(3);
  await rm(join(root, 'dataset', 'i1.png'));
  const bare = { ...benchmark, scales: {} };
  expect(await dryRun(planFor(bare, scriptedModel()), ports)).toMatchObject({
    value: { requests: 3, unreadable: 1, leftOut: [{ stage: 'degree' }] },
  });
  expect(await dryRun(planFor(benchmark, scriptedModel(), { items: [] }), ports)).toMatchObject({
    error: { kind: 'nothingToAsk' },
  });
});

test('refuses what the run would refuse', async () => {
  const { benchmark, ports } = await smallBenchmark(2);
  const plan = planFor(benchmark, scriptedModel(), { protocol: oneStage });
  const { codec: _none, ...bare } = ports;
  const cases: readonly (readonly [EvaluatePlan, string])[] = [
    [{ ...plan, run: '../x' }, 'badRunId'],
    [{ ...plan, budgets: { maxCostUsd: 1 } }, 'noPrice'],
    [{ ...plan, parameters: { ...plan.parameters, maxSide: 64 } }, 'noCodec'],
    [{ ...plan, strategy: { ...plan.strategy, crops: ['eyes'] } }, 'noCrops'],
    [{ ...plan, run: 'r' }, 'runExists'],
  ];
  await evaluate({ ...plan, run: 'r' }, ports, {}, never);
  for (const [refused, kind] of cases) {
    expect(await dryRun(refused, bare)).toMatchObject({ error: { kind } });
    expect(await evaluate(refused, bare, {}, never)).toMatchObject({ error: { kind } });
  }
});

test.each([
  // The two examples of OpenAI's documentation for high detail.
  [{ width: 1024, height: 1024 }, undefined, 765],
  [{ width: 2048, height: 4096 }, undefined, 1105],
  [{ width: 4, height: 4 }, undefined, 255],
  [{ width: 4096, height: 4096 }, 512, 255],
])('a picture of %o (longest side %s) is %i tokens', (size, maxSide, tokens) => {
  expect(pictureTokens(size, maxSide)).toBe(tokens);
});

import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dryRun } from '../../../src/core/evaluation/dryRun.ts';
import { cropRects } from '../../../src/core/evaluation/crops.ts';
import type { EvaluatePlan, EvaluatePorts } from '../../../src/core/evaluation/plan.ts';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import { builtInStrategies } from '../../../src/core/evaluation/strategies.ts';
import { pictureTokens } from '../../../src/core/evaluation/tokenEstimate.ts';
import { encodePng } from '../../../src/platform/node/pictures/png.ts';
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

test('counts the pictures that are known to be damaged, or those that it is told of', async () => {
  const { benchmark, ports } = await smallBenchmark(4);
  const [a, b, c] = benchmark.items.map(({ id }) => id);
  const problems = [
    { kind: 'corrupt-image', file: a!, item: a!, facts: {} },
    { kind: 'empty-image', file: b!, item: b!, facts: {} },
    { kind: 'duplicate-image', file: c!, item: c!, facts: {} },
  ] as const;
  const plan = planFor({ ...benchmark, problems }, scriptedModel());
  expect(await dryRun(plan, ports)).toMatchObject({ value: { items: 4, unreadable: 2 } });
  expect(await dryRun(plan, ports, never, ({ id }) => id === c)).toMatchObject({ value: { unreadable: 1 } });
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
  [{ width: 1024, height: 1024 }, 765],
  [{ width: 2048, height: 4096 }, 1105],
  [{ width: 4, height: 4 }, 255],
  [{ width: 512, height: 512 }, 255],
])('a picture of %o is %i tokens where nobody has measured it', (size, tokens) => {
  expect(pictureTokens(size)).toBe(tokens);
});

/** One picture of 400 x 200 pixels, and a plan whose pictures are counted by the megapixel and by nothing else. */
async function measuredPlan(more: Partial<EvaluatePlan> = {}) {
  const { root, benchmark, ports } = await smallBenchmark(1);
  const data = new Uint8ClampedArray(400 * 200 * 4).fill(255);
  await writeFile(join(root, 'dataset', 'i0.png'), encodePng({ width: 400, height: 200, data }));
  const measured = { pictureTokens: { base: 0, perMegapixel: 1e6 }, latencyMs: 300, limits: { concurrency: 1 } };
  return { ports, plan: planFor(benchmark, scriptedModel(), { protocol: oneStage, ...measured, ...more }) };
}

/** The estimated input less that of the same question with pictures that count nothing. */
async function pixelsOf(plan: EvaluatePlan, ports: EvaluatePorts): Promise<number> {
  const [all, none] = await Promise.all([
    dryRun(plan, ports),
    dryRun({ ...plan, pictureTokens: { base: 0, perMegapixel: 0 } }, ports),
  ]);
  return ((all.ok && all.value.tokens?.input) || NaN) - ((none.ok && none.value.tokens?.input) || NaN);
}

const unused = () => Promise.reject(new Error());
const codec = { decode: unused, downscale: unused, convert: unused };
const crop = { version: 'v', crop: () => Promise.reject(new Error()) };

test('takes pictures and latency as measured, after scaling and with the crops that are sent', async () => {
  const { ports, plan } = await measuredPlan();
  expect(await pixelsOf(plan, ports)).toBe(400 * 200);
  expect(await dryRun(plan, ports)).toMatchObject({
    value: { ms: 300, basis: { pictures: 'measured', latency: 'measured', latencyMs: 300 } },
  });
  const parameters = { ...plan.parameters, maxSide: 100 };
  expect(await pixelsOf({ ...plan, parameters }, { ...ports, codec })).toBe(100 * 50);
  const strategy = builtInStrategies.find(({ id }) => id === 'multi-perspective')!;
  const crops = cropRects(400, 200).reduce((sum, { width, height }) => sum + width * height, 0);
  expect(await pixelsOf({ ...plan, strategy }, { ...ports, crop })).toBe(400 * 200 + crops);
  const { pictureTokens: _tokens, latencyMs: _latency, ...bare } = plan;
  expect(await dryRun(bare, ports)).toMatchObject({
    value: { ms: 2000, basis: { pictures: 'assumed', latency: 'assumed', latencyMs: 2000 } },
  });
});

test('counts each order of the options, and in one conversation the turns that are said again', async () => {
  const { benchmark, ports } = await smallBenchmark(3);
  const model = scriptedModel();
  const parameters = { conversation: 'separate', options: 'words', orders: 3 } as const;
  // The choice three times over; the number has no options to put in another order.
  const dry = await dryRun(planFor(benchmark, model, { parameters }), ports);
  expect(dry).toMatchObject({ value: { requests: 3 * 4 } });
  const asked = await evaluate(planFor(benchmark, model, { parameters }), ports, {}, never);
  expect(asked).toMatchObject({ value: { requestsSent: 12 } });
  const input = async (conversation: 'one' | 'separate'): Promise<number> => {
    const one = await dryRun(planFor(benchmark, model, { parameters: { conversation, options: 'words' } }), ports);
    return (one.ok && one.value.tokens?.input) || NaN;
  };
  const first = model.requests[0]?.messages[0]?.parts.find((part) => part.type === 'text')?.text ?? '';
  const again = (await input('one')) - (await input('separate'));
  expect(again).toBeCloseTo(3 * (first.length / 4 + 10), -1);
});

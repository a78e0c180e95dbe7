import { appendFile, readFile, writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import { openRun, readRunRecord } from '../../../src/core/evaluation/runStore.ts';
import type { EvaluatePorts } from '../../../src/core/evaluation/plan.ts';
import {
  allPlaces,
  answer,
  failure,
  linesOnDisk,
  never,
  oneStage,
  places,
  planFor,
  run,
  scriptedModel,
  smallBenchmark,
  tinyPng,
  twoStages,
  virtualClock,
} from './runKit.ts';
import type { ScriptedModel } from './runKit.ts';

describe('a run that goes well', () => {
  test('leaves one outcome for each item and stage, with what was asked and said', async () => {
    const { root, benchmark, ports } = await smallBenchmark(7);
    const model = scriptedModel();
    const summary = await run(
      planFor(benchmark, model, { price: { inputPerMillionUsd: 10, outputPerMillionUsd: 100 } }),
      ports,
    );
    const lines = await linesOnDisk(root, summary.run);
    expect(places(lines)).toEqual(allPlaces(benchmark, twoStages));
    expect(summary).toMatchObject({ requested: 14, resumed: 0, requestsSent: 14, failures: {} });
    expect(summary.usage).toEqual({ input: 1400, output: 70, cached: 0 });
    expect(summary.costUsd).toBeCloseTo((1400 * 10 + 70 * 100) / 1e6, 10);
    const first = lines.find(({ item, stage }) => item === 'dataset/i0.png' && stage === 'emotion');
    expect(first).toMatchObject({
      reply: 'happy',
      finish: 'stop',
      attempts: 1,
      question: expect.stringContaining('Which?') as string,
    });
    expect(first?.imageSha256).toBe(await ports.hasher.sha256(tinyPng(0)));
    expect(first?.request).toMatch(/^[0-9a-f]{64}$/);
    const record = await readRunRecord(ports.store, summary.run);
    expect(record).toMatchObject({
      ok: true,
      value: { model: 'scripted', items: 7, endedAt: expect.any(String) as string },
    });
    expect(JSON.stringify(record)).not.toContain('"stopped"');
  });

  test('has each outcome on disk before it is told', async () => {
    const { root, benchmark, ports } = await smallBenchmark(5);
    const missing: Outcome[] = [];
    let checks: Promise<void> = Promise.resolve();
    let runId = '';
    await evaluate(
      planFor(benchmark, scriptedModel()),
      ports,
      {
        onStart: (record) => (runId = record.run),
        onOutcome: (told) => {
          checks = checks.then(async () => {
            const lines = await linesOnDisk(root, runId);
            if (!lines.some(({ item, stage }) => item === told.item && stage === told.stage)) missing.push(told);
          });
        },
      },
      never,
    );
    await checks;
    expect(missing).toEqual([]);
  });

  test('never has more requests in flight, or pictures read, than its concurrency', async () => {
    const { benchmark, ports } = await smallBenchmark(40);
    // The first six wait for each other: if fewer could be in flight this would hang.
    const model: ScriptedModel = scriptedModel(async (_request, n) => {
      while (n < 6 && model.requests.length < 6) await new Promise((resolve) => setImmediate(resolve));
      return answer('happy');
    });
    let reading = 0;
    let peak = 0;
    const images = {
      ...ports.images,
      async readHead(path: string, length: number) {
        peak = Math.max(peak, ++reading + model.inFlight);
        try {
          return await ports.images.readHead(path, length);
        } finally {
          reading--;
        }
      },
    };
    await run(planFor(benchmark, model, { limits: { concurrency: 6 } }), { ...ports, images });
    expect(model.peak).toBe(6);
    expect(peak).toBeLessThanOrEqual(6);
  });
});

describe('gates', () => {
  const gated = (correct: boolean) => ({
    ...twoStages,
    stages: [twoStages.stages[0]!, { ...twoStages.stages[1]!, when: { stage: 'emotion', correct } }],
  });

  test('a stage whose gate is closed is skipped and not asked', async () => {
    const { root, benchmark, ports } = await smallBenchmark(6);
    const model = scriptedModel();
    const summary = await run(planFor(benchmark, model, { protocol: gated(true) }), ports);
    const degrees = (await linesOnDisk(root, summary.run)).filter(({ stage }) => stage === 'degree');
    // Everything is called happy: items 0 and 3 are.
    expect(degrees.filter(({ kind }) => kind === 'skipped')).toHaveLength(4);
    expect(
      degrees
        .filter(({ kind }) => kind !== 'skipped')
        .map(({ item }) => item)
        .sort(),
    ).toEqual(['dataset/i0.png', 'dataset/i3.png']);
    expect(model.requests).toHaveLength(8);
  });

  test('an earlier stage that failed opens no gate, and does once it is answered', async () => {
    const { root, benchmark, ports } = await smallBenchmark(1);
    const failing = scriptedModel(() => failure('badRequest'));
    const protocol = gated(true);
    const first = await run(planFor(benchmark, failing, { protocol }), ports);
    expect(first.kinds).toEqual({ failed: 1, skipped: 1 });
    const plan = planFor(benchmark, scriptedModel(), { protocol, resume: { run: first.run, retryFailed: true } });
    const second = await run(plan, ports);
    expect(second.kinds.skipped).toBeUndefined();
    const lines = await linesOnDisk(root, first.run);
    expect(places(lines)).toEqual(allPlaces(benchmark, protocol));
  });
});

describe('resuming', () => {
  test('asks only what has no outcome, and the file ends with one line for each question', async () => {
    const { root, benchmark, ports } = await smallBenchmark(10);
    const first = await run(planFor(benchmark, scriptedModel(), { budgets: { maxRequests: 7 } }), ports);
    expect(first).toMatchObject({ stopped: 'maxRequests', requestsSent: 7 });
    const model = scriptedModel();
    const second = await run(planFor(benchmark, model, { resume: { run: first.run, retryFailed: false } }), ports);
    expect(second).toMatchObject({ run: first.run, requested: 13, resumed: 7 });
    expect(second.stopped).toBeUndefined();
    expect(model.requests).toHaveLength(13);
    expect(places(await linesOnDisk(root, first.run))).toEqual(allPlaces(benchmark, twoStages));
  });

  test('fills a gap in the middle, not only the end', async () => {
    const { root, benchmark, ports } = await smallBenchmark(6);
    const { run: id } = await run(planFor(benchmark, scriptedModel()), ports);
    const path = join(root, '.emolens', 'runs', id, 'outcomes.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    const gone = JSON.parse(lines.splice(4, 1)[0]!) as Outcome;
    await writeFile(path, lines.join('\n'));
    const model = scriptedModel();
    const again = await run(planFor(benchmark, model, { resume: { run: id, retryFailed: false } }), ports);
    expect(again).toMatchObject({ requested: 1, resumed: 11 });
    expect(model.requests[0]?.stage.id).toBe(gone.stage);
    expect(places(await linesOnDisk(root, id))).toEqual(allPlaces(benchmark, twoStages));
  });

  test('asks a replaced picture again, and its old outcomes are gone', async () => {
    const { root, benchmark, ports } = await smallBenchmark(4);
    const { run: id } = await run(planFor(benchmark, scriptedModel()), ports);
    await writeFile(join(root, 'dataset', 'i2.png'), tinyPng(999));
    const model = scriptedModel();
    const again = await run(planFor(benchmark, model, { resume: { run: id, retryFailed: false } }), ports);
    expect(again).toMatchObject({ requested: 2, resumed: 6 });
    const lines = await linesOnDisk(root, id);
    expect(places(lines)).toEqual(allPlaces(benchmark, twoStages));
    const sha = await ports.hasher.sha256(tinyPng(999));
    expect(lines.filter(({ item }) => item === 'dataset/i2.png').map((one) => one.imageSha256)).toEqual([sha, sha]);
  });

  test('keeps what failed, and asks it again only when told to', async () => {
    const { root, benchmark, ports } = await smallBenchmark(4);
    const flaky = scriptedModel((_request, n) =>
      n % 2 === 0 ? failure('badRequest', { httpStatus: 400 }) : answer('happy'),
    );
    const first = await run(planFor(benchmark, flaky, { protocol: oneStage }), ports);
    expect(first.failures).toEqual({ badRequest: 2 });
    const idle = scriptedModel();
    const kept = await run(planFor(benchmark, idle, { resume: { run: first.run, retryFailed: false } }), ports);
    expect(kept).toMatchObject({ requested: 0, resumed: 4, failures: { badRequest: 2 } });
    const model = scriptedModel();
    const mended = await run(planFor(benchmark, model, { resume: { run: first.run, retryFailed: true } }), ports);
    expect(mended).toMatchObject({ requested: 2, resumed: 2, failures: {} });
    expect(places(await linesOnDisk(root, first.run))).toEqual(allPlaces(benchmark, oneStage));
  });

  test('cuts a torn last line off, says so, and asks it again', async () => {
    const { root, benchmark, ports } = await smallBenchmark(3);
    const { run: id } = await run(planFor(benchmark, scriptedModel(), { protocol: oneStage }), ports);
    const path = join(root, '.emolens', 'runs', id, 'outcomes.jsonl');
    const text = await readFile(path, 'utf8');
    const torn = text.slice(0, -20);
    await writeFile(path, torn);
    const again = await run(planFor(benchmark, scriptedModel(), { resume: { run: id, retryFailed: false } }), ports);
    const lastLine = torn.slice(torn.lastIndexOf('\n') + 1);
    expect(again).toMatchObject({ requested: 1, resumed: 2, repairedBytes: lastLine.length });
    expect(places(await linesOnDisk(root, id))).toEqual(allPlaces(benchmark, oneStage));
  });

  test('names lines that are no outcome and goes on; nothing in the file is lost', async () => {
    const { root, benchmark, ports } = await smallBenchmark(2);
    const { run: id } = await run(planFor(benchmark, scriptedModel(), { protocol: oneStage }), ports);
    const path = join(root, '.emolens', 'runs', id, 'outcomes.jsonl');
    await appendFile(path, '{"hello": 1}\nnot json\n');
    const again = await run(planFor(benchmark, scriptedModel(), { resume: { run: id, retryFailed: false } }), ports);
    expect(again).toMatchObject({ requested: 0, resumed: 2, badLines: 2 });
    const opened = await openRun(ports.store, id);
    expect(opened.ok && opened.value.badLines.map(({ line }) => line)).toEqual([3, 4]);
  });

  test('of several lines for one question the last counts, and one is left', async () => {
    const { root, benchmark, ports } = await smallBenchmark(2);
    const { run: id } = await run(planFor(benchmark, scriptedModel(), { protocol: oneStage }), ports);
    const path = join(root, '.emolens', 'runs', id, 'outcomes.jsonl');
    const [line] = await linesOnDisk(root, id);
    await appendFile(path, `${JSON.stringify({ ...line, reply: 'later' })}\n`);
    await run(planFor(benchmark, scriptedModel(), { resume: { run: id, retryFailed: false } }), ports);
    const lines = await linesOnDisk(root, id);
    expect(places(lines)).toEqual(allPlaces(benchmark, oneStage));
    expect(lines.find(({ item }) => item === line?.item)?.reply).toBe('later');
  });

  test('a picture that appears after it was missing is asked', async () => {
    const { root, benchmark, ports } = await smallBenchmark(2);
    await rm(join(root, 'dataset', 'i1.png'));
    const first = await run(planFor(benchmark, scriptedModel(), { protocol: oneStage }), ports);
    expect(first.failures).toEqual({ unreadableImage: 1 });
    await writeFile(join(root, 'dataset', 'i1.png'), tinyPng(1));
    const second = await run(
      planFor(benchmark, scriptedModel(), { resume: { run: first.run, retryFailed: false } }),
      ports,
    );
    expect(second).toMatchObject({ requested: 1, resumed: 1, failures: {} });
  });

  test('refuses another model, an unknown run, and an id that leads elsewhere', async () => {
    const { benchmark, ports } = await smallBenchmark(1);
    const { run: id } = await run(planFor(benchmark, scriptedModel()), ports);
    const other = { ...scriptedModel(), id: 'other' };
    const resume = (name: string) => ({ resume: { run: name, retryFailed: false } });
    expect(await evaluate(planFor(benchmark, other, resume(id)), ports, {}, never)).toMatchObject({
      ok: false,
      error: { kind: 'otherModel' },
    });
    expect(await evaluate(planFor(benchmark, other, resume('nope')), ports, {}, never)).toMatchObject({
      ok: false,
      error: { kind: 'noSuchRun' },
    });
    expect(await evaluate(planFor(benchmark, other, resume('../x')), ports, {}, never)).toMatchObject({
      ok: false,
      error: { kind: 'badRunId' },
    });
    expect(await evaluate(planFor(benchmark, scriptedModel(), { run: id }), ports, {}, never)).toMatchObject({
      ok: false,
      error: { kind: 'runExists' },
    });
  });

  test('in one conversation a changed first answer makes the second question another one', async () => {
    const { root, benchmark, ports } = await smallBenchmark(1);
    const parameters = { conversation: 'one', options: 'words' } as const;
    const first = await run(
      planFor(
        benchmark,
        scriptedModel((request) => (request.stage.id === 'emotion' ? failure('badRequest') : answer('3'))),
        { parameters },
      ),
      ports,
    );
    expect(first.requestsSent).toBe(2);
    const model = scriptedModel();
    const second = await run(
      planFor(benchmark, model, { parameters, resume: { run: first.run, retryFailed: true } }),
      ports,
    );
    // The degree was asked without the turn before it; now that there is one it is another question.
    expect(second).toMatchObject({ requested: 2, resumed: 0 });
    expect(model.requests[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(places(await linesOnDisk(root, first.run))).toEqual(allPlaces(benchmark, twoStages));
  });
});

/** The same PNG, whose header says that both sides are this long. */
function withSide(png: Uint8Array, side: number): Uint8Array {
  const changed = Uint8Array.from(png);
  const view = new DataView(changed.buffer);
  view.setUint32(16, side);
  view.setUint32(20, side);
  return changed;
}

/** A JPEG of 4 x 4 pixels with the usual Huffman tables, which it leaves out. */
const tinyJpeg = Uint8Array.from(
  [
    [0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0],
    [0xff, 0xdb, 0, 67, 0, ...Array<number>(64).fill(1)],
    [0xff, 0xc0, 0, 11, 8, 0, 4, 0, 4, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x2b, 0xff, 0xd9],
  ].flat(),
);

describe('pictures that cannot be sent', () => {
  test.each([
    ['emptyImage', new Uint8Array()],
    ['unknownImageType', new TextEncoder().encode('<html>not found</html>')],
    ['corruptImage', tinyPng(1).slice(0, 12)],
    ['corruptImage', tinyPng(1).slice(0, -5)],
    ['corruptImage', tinyPng(1).map((byte, at, all) => (at === all.length - 20 ? byte ^ 1 : byte))],
    ['corruptImage', tinyJpeg.slice(0, -2)],
    ['corruptImage', tinyJpeg.map((byte, at) => (at === 24 ? 9 : byte))],
    ['oversizedImage', withSide(tinyPng(1), 20_000)],
  ])('%s is an outcome of every stage, and nothing is sent', async (kind, bytes) => {
    const { root, benchmark, ports } = await smallBenchmark(2);
    await writeFile(join(root, 'dataset', 'i0.png'), bytes);
    const model = scriptedModel();
    const summary = await run(planFor(benchmark, model), ports);
    expect(summary.failures).toEqual({ [kind]: 2 });
    expect(model.requests).toHaveLength(2);
    const again = await run(
      planFor(benchmark, scriptedModel(), { resume: { run: summary.run, retryFailed: false } }),
      ports,
    );
    expect(again).toMatchObject({ requested: 0, resumed: 4 });
    expect(places(await linesOnDisk(root, summary.run))).toEqual(allPlaces(benchmark, twoStages));
  });

  test('the type is told by the bytes and not by the name', async () => {
    const { root, benchmark, ports } = await smallBenchmark(1);
    await writeFile(join(root, 'dataset', 'i0.png'), tinyJpeg);
    const model = scriptedModel();
    await run(planFor(benchmark, model, { protocol: oneStage }), ports);
    const part = model.requests[0]?.messages[0]?.parts.find((one) => one.type === 'image');
    expect(part?.type === 'image' && part.image.mime).toBe('image/jpeg');
  });

  test('a scaled picture is sent scaled, and one that does not decode is an outcome', async () => {
    const { benchmark, ports } = await smallBenchmark(2);
    const small = tinyPng(77);
    let calls = 0;
    const codec = {
      decode: () => Promise.reject(new Error('not used')),
      convert: () => Promise.reject(new Error('not used')),
      downscale: () =>
        Promise.resolve(
          calls++ === 0
            ? ({ ok: true, value: { bytes: small, mime: 'image/png' } } as const)
            : ({ ok: false, error: { kind: 'corruptImage', detail: 'cut off' } } as const),
        ),
    };
    const model = scriptedModel();
    const parameters = { conversation: 'separate', options: 'words', maxSide: 16 } as const;
    const plan = planFor(benchmark, model, { protocol: oneStage, parameters, limits: { concurrency: 1 } });
    expect(await evaluate(plan, ports, {}, never)).toMatchObject({ ok: false, error: { kind: 'noCodec' } });
    const summary = await run(plan, { ...ports, codec });
    expect(summary.failures).toEqual({ corruptImage: 1 });
    const part = model.requests[0]?.messages[0]?.parts.find((one) => one.type === 'image');
    expect(part?.type === 'image' && part.image.sha256).toBe(await ports.hasher.sha256(small));
  });
});

describe('failures', () => {
  test('what another try may mend is tried again, and the tries are recorded', async () => {
    const { root, benchmark, ports } = await smallBenchmark(1);
    const kinds = ['serverError', 'connection', 'rateLimited', 'timeout'] as const;
    const model = scriptedModel((_request, n) => (n < kinds.length ? failure(kinds[n]!) : answer('sad')));
    const summary = await run(planFor(benchmark, model, { protocol: oneStage }), { ...ports, clock: virtualClock() });
    expect(summary).toMatchObject({ requested: 1, requestsSent: 5, failures: {} });
    expect((await linesOnDisk(root, summary.run))[0]).toMatchObject({ reply: 'sad', attempts: 5 });
  });

  test('a failure is never turned into a label', async () => {
    const { root, benchmark, ports } = await smallBenchmark(2);
    const model = scriptedModel((_request, n) => (n === 0 ? answer('happy') : failure('serverError')));
    const summary = await run(planFor(benchmark, model, { protocol: oneStage, limits: { concurrency: 1 } }), {
      ...ports,
      clock: virtualClock(),
    });
    const failed = (await linesOnDisk(root, summary.run)).find(({ kind }) => kind === 'failed');
    expect(failed).toMatchObject({ failure: { kind: 'serverError', detail: 'serverError!' } });
    expect(failed).not.toHaveProperty('label');
    expect(failed).not.toHaveProperty('reply');
  });

  test('a question is tried longer while nobody gets through to a server that worked before, and not for ever', async () => {
    const { root, benchmark, ports } = await smallBenchmark(12);
    const attempts = async (name: string, model: ScriptedModel): Promise<readonly (number | undefined)[]> => {
      const plan = planFor(benchmark, model, { protocol: oneStage, run: name, limits: { concurrency: 1 } });
      const summary = await run(plan, { ...ports, clock: virtualClock(), random: () => 0.5 });
      return (await linesOnDisk(root, summary.run)).map((one) => one.attempts);
    };
    const down = await attempts(
      'down',
      scriptedModel((_request, n) => (n < 1 ? answer('happy') : failure('serverError'))),
    );
    expect(down).toEqual([1, 10, 10, ...Array<number>(9).fill(6)]);
    const never = await attempts(
      'never',
      scriptedModel(() => failure('serverError')),
    );
    expect(never).toEqual(Array<number>(12).fill(6));
  });

  test.each(['badRequest', 'tooLarge', 'modelError'] as const)('%s is asked once', async (kind) => {
    const { benchmark, ports } = await smallBenchmark(3);
    const model = scriptedModel(() => failure(kind));
    const summary = await run(planFor(benchmark, model, { protocol: oneStage }), ports);
    expect(summary).toMatchObject({ requestsSent: 3, failures: { [kind]: 3 } });
  });

  test.each(['unauthorized', 'forbidden', 'quotaSpent', 'unknownModel'] as const)(
    '%s stops the run at once and spoils no item',
    async (kind) => {
      const { root, benchmark, ports } = await smallBenchmark(100);
      const model = scriptedModel((_request, n) => (n < 50 ? answer('happy') : failure(kind)));
      const summary = await run(planFor(benchmark, model, { protocol: oneStage }), ports);
      expect(summary).toMatchObject({ stopped: kind, stoppedDetail: `${kind}!`, failures: {} });
      expect(model.requests.length).toBeLessThanOrEqual(54);
      expect(await linesOnDisk(root, summary.run)).toHaveLength(50);
      const record = await readRunRecord(ports.store, summary.run);
      expect(record).toMatchObject({ value: { stopped: kind } });
    },
  );

  test('a server that is not there stops the run; one that goes away later fails what it must and no more', async () => {
    const { benchmark, ports } = await smallBenchmark(20);
    const gone = scriptedModel(() => failure('unreachable'));
    const first = await run(planFor(benchmark, gone, { protocol: oneStage }), { ...ports, clock: virtualClock() });
    expect(first).toMatchObject({ stopped: 'unreachable', requested: 0, kinds: {} });
    expect(gone.requests.length).toBeLessThanOrEqual(12);
    const goes = scriptedModel((_request, n) => (n < 10 ? answer('happy') : failure('unreachable')));
    const second = await run(planFor(benchmark, goes, { protocol: oneStage }), { ...ports, clock: virtualClock() });
    expect(second).toMatchObject({ stopped: 'unreachable', requested: 10, failures: {} });
  });

  test('a model that throws is a failure and not the end', async () => {
    const { benchmark, ports } = await smallBenchmark(2);
    const model = scriptedModel((_request, n) => {
      if (n === 0) throw new Error('oops');
      return answer('sad');
    });
    const summary = await run(planFor(benchmark, model, { protocol: oneStage }), ports);
    expect(summary).toMatchObject({ requested: 2, failures: { modelError: 1 } });
  });

  test('what the server asks to wait is waited, however long, and the wall clock may jump meanwhile', async () => {
    const { benchmark, ports } = await smallBenchmark(3);
    const clock = virtualClock();
    const wait = 2 * 3600 * 1000;
    const model = scriptedModel((_request, n) => {
      if (n > 0) return answer('happy');
      clock.jump(-86_400_000);
      return failure('rateLimited', { retryAfterMs: wait });
    });
    const plan = planFor(benchmark, model, { protocol: oneStage, limits: { concurrency: 1 } });
    const summary = await run(plan, { ...ports, clock });
    expect(summary).toMatchObject({ requested: 3, requestsSent: 4, failures: {} });
    expect(summary.ms).toBeGreaterThanOrEqual(wait);
    expect(summary.ms).toBeLessThan(wait + 60_000);
  });
});

describe('brakes', () => {
  test('a number of failures stops the run', async () => {
    const { benchmark, ports } = await smallBenchmark(50);
    const model = scriptedModel(() => failure('badRequest'));
    const summary = await run(planFor(benchmark, model, { protocol: oneStage, budgets: { maxFailures: 5 } }), ports);
    expect(summary.stopped).toBe('maxFailures');
    expect(summary.failures.badRequest).toBeGreaterThanOrEqual(5);
    expect(summary.failures.badRequest).toBeLessThanOrEqual(8);
  });

  test('a share of failures stops the run, and not before there is enough to judge by', async () => {
    const { benchmark, ports } = await smallBenchmark(60);
    const script = (every: number) => (_request: unknown, n: number) =>
      n % every === 0 ? failure('badRequest') : answer('happy');
    const budgets = { maxFailureShare: 0.3 };
    const limits = { concurrency: 1 };
    const often = await run(
      planFor(benchmark, scriptedModel(script(2)), { protocol: oneStage, budgets, limits }),
      ports,
    );
    expect(often).toMatchObject({ stopped: 'maxFailures', kinds: { answered: 10, failed: 11 } });
    const seldom = await run(
      planFor(benchmark, scriptedModel(script(4)), { protocol: oneStage, budgets, limits }),
      ports,
    );
    expect(seldom).toMatchObject({ requested: 60, failures: { badRequest: 15 } });
    expect(seldom.stopped).toBeUndefined();
  });

  test('a sum of money is passed by no more than the requests in flight, and what is in flight is kept', async () => {
    const { root, benchmark, ports } = await smallBenchmark(50);
    const price = { inputPerMillionUsd: 100, outputPerMillionUsd: 0 };
    const model = scriptedModel();
    const plan = planFor(benchmark, model, { protocol: oneStage, price, budgets: { maxCostUsd: 0.1 } });
    const summary = await run(plan, ports);
    expect(summary.stopped).toBe('maxCost');
    // One answer is 100 tokens, 0.01 USD; four are in flight at most.
    expect(model.requests.length).toBeGreaterThanOrEqual(10);
    expect(model.requests.length).toBeLessThanOrEqual(13);
    expect(await linesOnDisk(root, summary.run)).toHaveLength(model.requests.length);
    expect(await evaluate({ ...plan, price: undefined }, ports, {}, never)).toMatchObject({
      error: { kind: 'noPrice' },
    });
  });

  test('cancelling takes effect even when the model does not listen', async () => {
    const { benchmark, ports } = await smallBenchmark(30);
    const ending = new AbortController();
    const model = scriptedModel((_request, n) => {
      if (n < 5) return answer('happy');
      ending.abort();
      return new Promise(() => undefined);
    });
    // The model never answers again, so this comes back only if cancelling leaves it behind.
    const summary = await run(planFor(benchmark, model, { protocol: oneStage }), ports, ending.signal);
    expect(summary.stopped).toBe('cancelled');
    expect(summary.requested).toBeGreaterThanOrEqual(2);
    const again = await run(
      planFor(benchmark, scriptedModel(), { resume: { run: summary.run, retryFailed: false } }),
      ports,
    );
    expect(again.requested + again.resumed).toBe(30);
  });

  test('cancelling ends a long wait', async () => {
    const { benchmark, ports } = await smallBenchmark(3);
    const ending = new AbortController();
    const model = scriptedModel(() => failure('rateLimited', { retryAfterMs: 3_600_000 }));
    const going = run(planFor(benchmark, model, { protocol: oneStage }), ports, ending.signal);
    while (model.requests.length === 0 || model.inFlight > 0) await new Promise((resolve) => setImmediate(resolve));
    ending.abort();
    expect((await going).stopped).toBe('cancelled');
  });

  test('a full disk stops the run; what was told is on disk, and it can be resumed', async () => {
    const { root, benchmark, ports } = await smallBenchmark(20);
    const told: Outcome[] = [];
    let room = 5;
    const full = { ok: false, error: { kind: 'diskFull', path: 'x', detail: 'ENOSPC' } } as const;
    const store: EvaluatePorts['store'] = {
      ...ports.store,
      async openLines(path) {
        const opened = await ports.store.openLines(path);
        if (!opened.ok) return opened;
        const append = (line: string) => (room-- > 0 ? opened.value.append(line) : Promise.resolve(full));
        return { ok: true, value: { ...opened.value, append } };
      },
    };
    const plan = planFor(benchmark, scriptedModel(), { protocol: oneStage });
    const ended = await evaluate(plan, { ...ports, store }, { onOutcome: (one) => told.push(one) }, never);
    expect(ended).toMatchObject({ ok: true, value: { stopped: 'diskFull', requested: 5 } });
    const id = ended.ok ? ended.value.run : '';
    expect(places(await linesOnDisk(root, id))).toEqual(places(told));
    const again = await run(planFor(benchmark, scriptedModel(), { resume: { run: id, retryFailed: false } }), ports);
    expect(again).toMatchObject({ requested: 15, resumed: 5 });
  });

  test('a second process on one run is told who holds it', async () => {
    const { benchmark, ports } = await smallBenchmark(3);
    let second: unknown;
    const model = scriptedModel(async () => {
      second ??= await evaluate(
        planFor(benchmark, scriptedModel(), { run: 'held', resume: { run: 'held', retryFailed: false } }),
        ports,
        {},
        never,
      );
      return answer('happy');
    });
    await run(planFor(benchmark, model, { run: 'held', protocol: oneStage }), ports);
    expect(second).toMatchObject({
      ok: false,
      error: { kind: 'locked', heldBy: expect.stringContaining(String(process.pid)) as string },
    });
    const after = await run(
      planFor(benchmark, scriptedModel(), { resume: { run: 'held', retryFailed: false } }),
      ports,
    );
    expect(after.requested).toBe(0);
  });
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cropNames } from '../../../src/core/evaluation/crops.ts';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import { findStrategy } from '../../../src/core/evaluation/strategies.ts';
import { openAiModel } from '../../../src/core/models/openAiModel.ts';
import { imageSize } from '../../../src/core/images/sniff.ts';
import { createCropMaker } from '../../../src/platform/node/cropMaker.ts';
import { createImageCodec } from '../../../src/platform/node/pictures/imageCodec.ts';
import { answerWith } from '../../fakes/fakeScripts.ts';
import { startFakeOpenAi } from '../../fakes/openAiServer.ts';
import { linesOnDisk, oneStage, planFor, run, scriptedModel, smallBenchmark } from './runKit.ts';

const { signal } = new AbortController();

test('a strategy with crops sends the whole picture and then face, eyes and mouth, and the outcome says where they lie', async () => {
  const { root, benchmark, ports } = await smallBenchmark(2);
  const photograph = readFileSync('node_modules/@vladmandic/face-api/demo/sample6.jpg');
  await writeFile(join(root, benchmark.items.at(0)!.path), photograph);
  const server = await startFakeOpenAi(answerWith('ANSWER: happy'));
  const crop = createCropMaker();
  onTestFinished(async () => {
    await server.close();
    await crop.dispose();
  });
  const model = openAiModel({
    connection: { name: 'fake', baseUrl: server.baseUrl, model: 'fake-vision' },
    key: undefined,
  });
  const strategy = findStrategy('multi-perspective')!;
  const plan = planFor(benchmark, model, { protocol: oneStage, strategy, limits: { concurrency: 1 } });
  const summary = await run(plan, { ...ports, crop });
  expect(summary.kinds).toEqual({ answered: 2 });

  const sent = server.requests.map(({ images }) => images);
  expect(sent.map((images) => images.length)).toEqual([4, 4]);
  expect(sent[0]![0]!.sha256).toBe(sha256Of(photograph));
  const [first, second] = await linesOnDisk(root, summary.run);
  expect(first!.crops?.map(({ name, by }) => [name, by])).toEqual([
    ['face', 'face'],
    ['eyes', 'face'],
    ['mouth', 'face'],
  ]);
  const made = await crop.crop(photograph, cropNames);
  if (!made.ok) throw new Error(made.error.detail);
  expect(sent[0]!.slice(1).map(({ sha256 }) => sha256)).toEqual(made.value.map(({ bytes }) => sha256Of(bytes)));
  // The other picture is a few pixels of one colour.
  expect(second!.crops?.map(({ by }) => by)).toEqual(['frame', 'frame', 'frame']);

  const resumed = await run({ ...plan, resume: { run: summary.run, retryFailed: false } }, { ...ports, crop });
  expect([resumed.requested, resumed.resumed, server.requests.length]).toEqual([0, 2, 2]);
  const other = { ...crop, version: 'another' };
  const refused = await evaluate(
    { ...plan, resume: { run: summary.run, retryFailed: false } },
    { ...ports, crop: other },
    {},
    signal,
  );
  expect(refused).toEqual({ ok: false, error: { kind: 'otherCrops', run: summary.run } });
});

test('crops are no larger than the run says that pictures may be', async () => {
  const { root, benchmark, ports } = await smallBenchmark(1);
  await writeFile(
    join(root, benchmark.items.at(0)!.path),
    readFileSync('node_modules/@vladmandic/face-api/demo/sample6.jpg'),
  );
  const crop = createCropMaker();
  const codec = createImageCodec();
  onTestFinished(async () => {
    await crop.dispose();
    await codec.dispose();
  });
  const sizes: (readonly number[])[] = [];
  const model = scriptedModel((request) => {
    for (const part of request.messages[0]!.parts) {
      if (part.type !== 'image') continue;
      const { width = 0, height = 0 } = imageSize(part.image.bytes) ?? {};
      sizes.push([width, height]);
    }
    return { ok: true, answer: { reply: 'ANSWER: happy' } };
  });
  const strategy = findStrategy('multi-perspective')!;
  const plan = planFor(benchmark, model, { protocol: oneStage, strategy });
  await run({ ...plan, parameters: { ...plan.parameters, maxSide: 200 } }, { ...ports, crop, codec });
  expect(sizes.map((size) => Math.max(...size))).toEqual([200, 200, 200, 200]);
});

test('crops made in another way are another question', async () => {
  const { root, benchmark, ports } = await smallBenchmark(1);
  const server = await startFakeOpenAi(answerWith('ANSWER: happy'));
  const crop = createCropMaker();
  onTestFinished(async () => {
    await server.close();
    await crop.dispose();
  });
  const connection = { name: 'fake', baseUrl: server.baseUrl, model: 'fake-vision' };
  const model = openAiModel({ connection, key: undefined });
  const plan = planFor(benchmark, model, { protocol: oneStage, strategy: findStrategy('multi-perspective')! });
  const requests: (string | undefined)[] = [];
  for (const version of [crop.version, 'another']) {
    const summary = await run({ ...plan, run: `with-${version}` }, { ...ports, crop: { ...crop, version } });
    requests.push((await linesOnDisk(root, summary.run))[0]?.request);
  }
  expect(requests[0]).not.toBe(requests[1]);
});

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

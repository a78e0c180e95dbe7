import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Benchmark } from '../../../src/core/benchmark/benchmark.ts';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import { dryRun } from '../../../src/core/evaluation/dryRun.ts';
import { framePlanFor, framePlanOf, frameTimes } from '../../../src/core/evaluation/frames.ts';
import type { FramePlan } from '../../../src/core/evaluation/frames.ts';
import type { EvaluatePlan, EvaluatePorts } from '../../../src/core/evaluation/plan.ts';
import { expressionBaseline } from '../../../src/core/models/expressionBaseline.ts';
import type { FrameSource } from '../../../src/core/video/frameSource.ts';
import { nodeHasher } from '../../../src/platform/node/nodeHasher.ts';
import { dryRunText } from '../../../src/core/words/runText.ts';
import { linesOnDisk, oneStage, planFor, run, scriptedModel, smallBenchmark, tinyPng, twoStages } from './runKit.ts';

/** Videos of ten seconds whose frames are told apart by their time. */
function frameSource(isThere = true): FrameSource & { readonly taken: (readonly number[])[] } {
  const taken: (readonly number[])[] = [];
  return {
    taken,
    isThere: () => Promise.resolve(isThere),
    sha256: (path) => Promise.resolve({ ok: true, value: `hash of ${path}` }),
    describe: () => Promise.resolve({ ok: true, value: { seconds: 10, width: 640, height: 480 } }),
    frames: (_path, times) => {
      taken.push(times);
      return Promise.resolve({
        ok: true,
        value: times.map((time) => ({ bytes: tinyPng(time * 1000), mime: 'image/png' })),
      });
    },
  };
}

/** One picture and one video. */
async function withVideo(): Promise<{ root: string; benchmark: Benchmark; ports: EvaluatePorts }> {
  const { root, benchmark, ports } = await smallBenchmark(2);
  await writeFile(join(root, 'dataset', 'v.mp4'), 'any bytes');
  const first = benchmark.items.at(0)!;
  const items = ItemTable.of([first, { id: 'dataset/v.mp4', path: 'dataset/v.mp4', label: 'sad', media: 'video' }]);
  return { root, benchmark: { ...benchmark, items }, ports };
}

const withFrames = (frames: FramePlan): Pick<EvaluatePlan, 'parameters'> => ({
  parameters: { conversation: 'separate', options: 'words', frames },
});

/** The outcomes, the picture's before the video's. */
async function sortedLines(root: string, id: string) {
  return (await linesOnDisk(root, id)).sort((a, b) => (a.item < b.item ? -1 : 1));
}

test('times are the middles of equal parts, by number or by second, and never more than the cap', () => {
  expect(frameTimes(10, { count: 4, most: 32 })).toEqual([1.25, 3.75, 6.25, 8.75]);
  expect(frameTimes(3, { fps: 1, most: 32 })).toEqual([0.5, 1.5, 2.5]);
  expect(frameTimes(60, { fps: 2, most: 3 })).toEqual([10, 30, 50]);
  expect(frameTimes(0.2, { fps: 1, most: 3 })).toEqual([0.1]);
  expect(frameTimes(0, { count: 2, most: 3 })).toEqual([0, 0]);
});

test('a video is sent as frames in order, with their times; a picture beside it is not touched', async () => {
  const { root, benchmark, ports } = await withVideo();
  const model = scriptedModel();
  const plan = planFor(benchmark, model, { protocol: oneStage, ...withFrames({ count: 3, most: 32 }) });
  const { run: id } = await run(plan, { ...ports, video: frameSource() });
  const [picture, video] = await sortedLines(root, id);
  expect(picture?.frames).toBeUndefined();
  expect(picture?.question).not.toContain('frame');
  expect(video).toMatchObject({ kind: 'answered', imageSha256: 'hash of dataset/v.mp4', frames: [1.667, 5, 8.333] });
  expect(video?.question).toMatch(
    /^The first 3 pictures are 3 frames of one video, in order, taken at 1.67 s, 5 s, 8.33 s\./,
  );
  const parts = model.requests.find(({ messages }) => messages[0]!.parts.length > 2)!.messages[0]!.parts;
  const images = parts.flatMap((part) => (part.type === 'image' ? [part.image] : []));
  expect(images.map(({ at }) => at)).toEqual([1.667, 5, 8.333]);
  expect(images.map(({ sha256 }) => sha256)).toEqual(
    await Promise.all([1.667, 5, 8.333].map((time) => nodeHasher.sha256(tinyPng(time * 1000)))),
  );
});

test('how a video is sampled is part of its request, and of no picture', async () => {
  const hashes = async (frames: FramePlan): Promise<(string | undefined)[]> => {
    const { root, benchmark, ports } = await withVideo();
    const plan = planFor(benchmark, scriptedModel(), { protocol: oneStage, ...withFrames(frames) });
    const { run: id } = await run(plan, { ...ports, video: frameSource() });
    return (await sortedLines(root, id)).map(({ request }) => request);
  };
  const [three, four, again] = [
    await hashes({ count: 3, most: 32 }),
    await hashes({ count: 4, most: 32 }),
    await hashes({ count: 3, most: 32 }),
  ];
  expect(again).toEqual(three);
  expect(four[0]).toBe(three[0]);
  expect(four[1]).not.toBe(three[1]);
});

test('in one conversation the frames are said once, and a resumed run asks nothing again', async () => {
  const { benchmark, ports } = await withVideo();
  const model = scriptedModel();
  const parameters = { conversation: 'one', options: 'words', frames: { count: 2, most: 9 } } as const;
  const plan = planFor(benchmark, model, { protocol: twoStages, parameters, items: benchmark.items.slice(1) });
  const video = { ...ports, video: frameSource() };
  const { run: id } = await run(plan, video);
  const said = model.requests.map(({ messages }) => JSON.stringify(messages).split('2 frames of one video').length - 1);
  expect(said).toEqual([1, 1]);
  expect(await run({ ...plan, resume: { run: id, retryFailed: false } }, video)).toMatchObject({
    requested: 0,
    resumed: 2,
  });
});

test('without a decoder a video fails in words, the run goes on, and resuming asks it once there is one', async () => {
  const { benchmark, ports } = await withVideo();
  const plan = planFor(benchmark, scriptedModel(), { protocol: oneStage, ...withFrames({ count: 2, most: 9 }) });
  const summary = await run(plan, { ...ports, video: frameSource(false) });
  expect(summary).toMatchObject({ kinds: { answered: 1, failed: 1 }, failures: { noVideoDecoder: 1 } });
  const resumed = { ...plan, resume: { run: summary.run, retryFailed: false } };
  expect(await run(resumed, { ...ports, video: frameSource() })).toMatchObject({ requested: 1, failures: {} });
});

test('the expression baseline looks at the frame in the middle', async () => {
  const { benchmark, ports } = await withVideo();
  const seen: Uint8Array[] = [];
  const model = expressionBaseline({
    classify: (image) => {
      seen.push(image);
      return Promise.resolve({ ok: false, error: { kind: 'corruptImage', detail: 'not looked at' } });
    },
  });
  const plan = planFor(benchmark, model, { protocol: oneStage, ...withFrames({ count: 3, most: 9 }) });
  await run({ ...plan, items: benchmark.items.slice(1) }, { ...ports, video: frameSource() });
  expect(seen).toEqual([tinyPng(5000)]);
});

test('the dry run counts frames and their tokens, and says when there is no decoder', async () => {
  const { benchmark, ports } = await withVideo();
  const plan = planFor(benchmark, scriptedModel(), {
    protocol: twoStages,
    ...withFrames({ fps: 1, most: 32 }),
    pictureTokens: { base: 100, perMegapixel: 0 },
  });
  const dry = await dryRun(plan, { ...ports, video: frameSource() });
  if (!dry.ok) throw new Error(dry.error.kind);
  expect(dry.value).toMatchObject({ items: 2, requests: 4, frames: 20 });
  const texts = dry.value.tokens!.input - 2 * 100 - 20 * 100;
  expect(texts).toBeGreaterThan(0);
  expect(texts).toBeLessThan(200);
  expect(dryRunText(dry.value)).toContain('20 frames of videos.');
  const without = await dryRun(plan, { ...ports, video: frameSource(false) });
  expect(without.ok && without.value.undecodable).toBe(1);
  expect(without.ok && dryRunText(without.value)).toContain('1 videos will fail');
});

test('what is not said about frames stays as it is, frames a second win over a number, and the baseline looks at one', () => {
  expect(framePlanOf({})).toEqual({ count: 8, most: 32 });
  expect(framePlanOf({ count: 50, most: 10 })).toEqual({ count: 10, most: 10 });
  expect(framePlanOf({ fps: 2, count: 3 })).toEqual({ fps: 2, most: 32 });
  const plan = framePlanOf({ fps: 2 });
  expect(framePlanFor('openai', plan)).toEqual(plan);
  expect(framePlanFor('baseline', plan)).toEqual({ count: 1, most: 1 });
});

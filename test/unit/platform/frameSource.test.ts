import { chmod, copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureDecoder } from '../../../scripts/editor/findDecoder.ts';
import { createFrameSource } from '../../../src/platform/node/frameSource.ts';
import { decodePicture } from '../../../src/platform/node/pictures/imageFormats.ts';
import { nodeHasher } from '../../../src/platform/node/nodeHasher.ts';
import { readVideoFacts } from '../../../src/platform/node/videoFacts.ts';
import { cli, evaluateArgs, fakeServer, onlyRun } from '../cli/cliKit.ts';
import { scratchFolder } from './scratch.ts';

/** Two seconds of half a second each in red, green, blue and white; see `make.sh` there. */
const videos = join(import.meta.dirname, '../../fixtures/videos');
const names = ['h264.mp4', 'h264.mov', 'h264.mkv', 'vp8.webm', 'vp9.webm', 'mpeg4.avi'];
const times = [0.25, 0.75, 1.25, 1.75];
let ffmpeg = '';
beforeAll(async () => {
  ffmpeg = await ensureDecoder();
}, 600_000);

async function coloursOf(source: ReturnType<typeof createFrameSource>, path: string): Promise<string[]> {
  const frames = await source.frames(path, times);
  if (!frames.ok) throw new Error(`${frames.error.kind}: ${frames.error.detail}`);
  return Promise.all(frames.value.map(({ bytes }) => colourOf(bytes)));
}

async function colourOf(jpeg: Uint8Array): Promise<string> {
  const pixels = await decodePicture(jpeg);
  if (!pixels.ok) throw new Error(pixels.error.detail);
  const [r = 0, g = 0, b = 0] = pixels.value.data.subarray((32 * pixels.value.width + 48) * 4);
  const name = `${r > 128 ? 'r' : ''}${g > 128 ? 'g' : ''}${b > 128 ? 'b' : ''}`;
  return { r: 'red', g: 'green', b: 'blue', rgb: 'white' }[name] ?? name;
}

const kindOf = (result: { ok: boolean; error?: { kind: string } }) => (result.ok ? 'ok' : result.error?.kind);

describe('a decoder that is there', () => {
  test.each(names)('%s: length, size and the picture of each time', async (name) => {
    const source = createFrameSource(videos, { ffmpeg });
    const facts = await source.describe(name);
    if (!facts.ok) throw new Error(facts.error.detail);
    expect(facts.value).toMatchObject({ width: 96, height: 64 });
    expect(facts.value.seconds).toBeCloseTo(2, 1);
    expect(await coloursOf(source, name)).toEqual(['red', 'green', 'blue', 'white']);
  });

  test('names that look like options, patterns and addresses are names', async () => {
    const root = await scratchFolder();
    const odd = ['-i.mp4', '%03d.mp4', 'concat:a|b.mp4', "it's $(touch x); `y`.mp4", 'ünï\n.mp4'];
    for (const name of odd) await copyFile(join(videos, 'h264.mp4'), join(root, name));
    const source = createFrameSource(root, { ffmpeg });
    for (const name of odd) expect(await coloursOf(source, name), name).toHaveLength(4);
  });

  test('a playlist in the clothes of a video, a broken one and one outside the root are refused', async () => {
    const outside = await scratchFolder();
    const root = join(outside, 'root');
    await mkdir(root);
    await copyFile(join(videos, 'h264.mp4'), join(outside, 'other.mp4'));
    await symlink(join(outside, 'other.mp4'), join(root, 'link.mp4'));
    await writeFile(join(root, 'list.mp4'), `#EXTM3U\n#EXTINF:1,\nfile://${join(outside, 'other.mp4')}\n`);
    await writeFile(join(root, 'cut.mp4'), (await readFile(join(videos, 'h264.mov'))).subarray(0, 300));
    await writeFile(join(root, 'empty.mp4'), '');
    const source = createFrameSource(root, { ffmpeg });
    for (const name of ['list.mp4', 'cut.mp4', 'empty.mp4']) {
      expect(kindOf(await source.describe(name)), name).toBe('corruptVideo');
      expect(kindOf(await source.frames(name, [0])), name).toBe('corruptVideo');
    }
    expect(kindOf(await source.frames('link.mp4', [0]))).toBe('unreadableImage');
    expect(kindOf(await source.frames('../other.mp4', [0]))).toBe('unreadableImage');
  });

  test('the command line sends the frames in order, says how many, and records them', async () => {
    const root = await scratchFolder();
    for (const label of ['happy', 'sad']) {
      await mkdir(join(root, label));
      await copyFile(join(videos, label === 'happy' ? 'h264.mp4' : 'vp9.webm'), join(root, label, `${label}.mp4`));
    }
    const server = await fakeServer();
    const env = { EMOLENS_FFMPEG: ffmpeg, EMOLENS_CONNECTIONS: '', HOME: '/nonexistent' };
    const dry = await cli(evaluateArgs(root, server, '--frames', '4', '--dry-run'), { env });
    expect(JSON.parse(dry.out)).toMatchObject({ items: 2, requests: 2, frames: 8 });
    const done = await cli(evaluateArgs(root, server, '--fps', '2', '--max-frames', '4'), { env });
    expect(done.status, done.notes.join('\n')).toBe(0);
    const { outcomes } = await onlyRun(root);
    expect(outcomes.map(({ frames }) => frames)).toEqual([times, times]);
    const frames = await createFrameSource(root, { ffmpeg }).frames('happy/happy.mp4', times);
    if (!frames.ok) throw new Error(frames.error.detail);
    const hashes = await Promise.all(frames.value.map(({ bytes }) => nodeHasher.sha256(bytes)));
    const asked = server.requests.find(({ images }) => images[0]?.sha256 === hashes[0]);
    expect(asked?.images.map(({ sha256 }) => sha256)).toEqual(hashes);
    const said = 'The first 4 pictures are 4 frames of one video, in order, taken at 0.25 s, 0.75 s, 1.25 s, 1.75 s.';
    for (const { text } of server.requests) expect(text).toContain(said);
    expect(outcomes[0]?.question).toContain(said);
  });
});

test('without a decoder each call says so, and it is found once it is there', async () => {
  const root = await scratchFolder();
  const decoder = join(root, 'decoder');
  const source = createFrameSource(videos, { ffmpeg: decoder });
  expect(await source.isThere()).toBe(false);
  expect(kindOf(await source.frames('h264.mp4', [0]))).toBe('noVideoDecoder');
  expect(await source.sha256('h264.mp4')).toMatchObject({ ok: true });
  await writeFile(decoder, '#!/bin/sh\nexit 0\n');
  await chmod(decoder, 0o755);
  expect(await source.isThere()).toBe(true);
});

test('a decoder that hangs is killed when the call is cancelled', async () => {
  const root = await scratchFolder();
  const decoder = join(root, 'decoder');
  await writeFile(decoder, `#!/bin/sh\necho $$ > "${root}/pid"\nexec sleep 600\n`);
  await chmod(decoder, 0o755);
  const source = createFrameSource(videos, { ffmpeg: decoder });
  const cancel = new AbortController();
  const asked = source.describe('h264.mp4', cancel.signal);
  const pid = await whenWritten(join(root, 'pid'));
  cancel.abort();
  expect(kindOf(await asked)).toBe('modelError');
  await gone(Number(pid));
});

async function whenWritten(path: string): Promise<string> {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text.endsWith('\n')) return text.trim();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('reads what the decoder says', () => {
  const said = [
    '  Duration: 00:01:02.50, start: 0.000000, bitrate: 9 kb/s',
    '  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709), 1920x1080 [SAR 1:1 DAR 16:9], 25 fps',
  ];
  expect(readVideoFacts(said.join('\n'))).toEqual({ seconds: 62.5, width: 1920, height: 1080 });
  expect(readVideoFacts(said[0]!)).toBeUndefined();
  expect(readVideoFacts(said[1]!)).toEqual({ width: 1920, height: 1080 });
});

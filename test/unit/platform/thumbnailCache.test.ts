import { readFileSync } from 'node:fs';
import { copyFile, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { imageSize, sniffImage } from '../../../src/core/images/sniff.ts';
import { benchmarkFolder } from '../../../src/platform/node/benchmarkFolder.ts';
import { encodePng } from '../../../src/platform/node/pictures/png.ts';
import { isSealed } from '../../../src/platform/node/thumbnailSeal.ts';
import { ThumbnailCache } from '../../../src/platform/node/thumbnailCache.ts';
import { scratchFolder } from './scratch.ts';

const pictures = join(import.meta.dirname, '../../fixtures/pictures');
const disposed: ThumbnailCache[] = [];
afterAll(() => Promise.all(disposed.map((cache) => cache.dispose())));

/** A benchmark's folder and a cache of its own. */
async function setUp(
  most = 2 ** 30,
): Promise<{ root: string; folder: string; cache: ThumbnailCache; another(): ThumbnailCache }> {
  const [root, folder] = [await scratchFolder(), await scratchFolder()];
  const another = (): ThumbnailCache => {
    const cache = new ThumbnailCache({ folder, most: () => most });
    disposed.push(cache);
    return cache;
  };
  return { root, folder, cache: another(), another };
}

const source = (root: string, path: string) => ({ folder: benchmarkFolder(root), path, root });

async function fileOf(got: Promise<{ ok: boolean; value?: string; error?: unknown }>): Promise<string> {
  const result = await got;
  if (result.value === undefined) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true }))
    .filter((name) => name.endsWith('.jpg'))
    .map((name) => join(folder, name));

/** A picture of noise, so that its small ones take some bytes. */
function noise(seed: number, side = 64): Uint8Array {
  let state = seed * 2654435761 + 1;
  const data = new Uint8ClampedArray(side * side * 4).map((_, i) => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return i % 4 === 3 ? 255 : state >>> 24;
  });
  return encodePng({ width: side, height: side, data });
}

test.each(['plain.tif', 'plain.gif', 'alpha.avif', 'cmyk.tif', 'core.bmp', 'turned.jpg'])(
  '%s gives a small picture that the editor shows, and one of its own size',
  async (name) => {
    const { root, cache } = await setUp();
    await copyFile(join(pictures, name), join(root, name));
    const size = imageSize(readFileSync(join(root, name)))!;
    const small = await readFile(await fileOf(cache.get(source(root, name), 16)));
    expect(Math.max(imageSize(small)!.width, imageSize(small)!.height)).toBe(16);
    expect(sniffImage(small)?.mime).toMatch(/image\/(jpeg|png)/);
    const full = await readFile(await fileOf(cache.get(source(root, name))));
    expect(imageSize(full)).toEqual(size);
    expect(sniffImage(full)?.mime).not.toBe('image/tiff');
  },
);

test('a second window finds what the first one made; a changed picture is made anew', async () => {
  const { root, cache, another } = await setUp();
  await writeFile(join(root, 'a.png'), noise(1));
  const first = await fileOf(cache.get(source(root, 'a.png'), 32));
  const second = another();
  expect(await fileOf(second.get(source(root, 'a.png'), 32))).toBe(first);
  expect(second.counts).toEqual({ made: 0, found: 1 });
  await writeFile(join(root, 'a.png'), noise(2, 65));
  expect(await fileOf(second.get(source(root, 'a.png'), 32))).not.toBe(first);
  expect(second.counts).toEqual({ made: 1, found: 1 });
});

test('two windows that make the same pictures at once both get them whole', async () => {
  const { root, cache, another } = await setUp();
  const names = Array.from({ length: 12 }, (_, i) => `${i}.png`);
  for (const [i, name] of names.entries()) await writeFile(join(root, name), noise(i));
  const other = another();
  const both = await Promise.all(
    [cache, other].flatMap((one) => names.map((name) => fileOf(one.get(source(root, name), 32)))),
  );
  for (const file of both) expect(imageSize(await readFile(file))).toEqual({ width: 32, height: 32 });
});

test('a file of the cache that is not as it was written is made anew', async () => {
  const { root, cache } = await setUp();
  await writeFile(join(root, 'a.png'), noise(1));
  const file = await fileOf(cache.get(source(root, 'a.png'), 32));
  const whole = await readFile(file);
  const broken = [new Uint8Array(), whole.subarray(0, 40), whole.map((byte, i) => (i === 100 ? byte ^ 1 : byte))];
  for (const bytes of broken) {
    await writeFile(file, bytes);
    expect(await fileOf(cache.get(source(root, 'a.png'), 32))).toBe(file);
    expect(await readFile(file)).toEqual(whole);
  }
  expect(cache.counts).toEqual({ made: 4, found: 0 });
});

test('the limit is kept, and what was not looked at for longest goes first', async () => {
  const { root, folder, cache, another } = await setUp(40_000);
  for (let i = 0; i < 24; i++) await writeFile(join(root, `${i}.png`), noise(i));
  const first = await fileOf(cache.get(source(root, '0.png'), 48));
  const old = await fileOf(cache.get(source(root, '1.png'), 48));
  await utimes(old, 1_000_000, 1_000_000);
  await utimes(first, 2_000_000, 2_000_000);
  // Looked at once more: it is not the oldest any longer.
  expect(await fileOf(another().get(source(root, '1.png'), 48))).toBe(old);
  for (let i = 2; i < 24; i++) await cache.get(source(root, `${i}.png`), 48);
  const files = await filesIn(folder);
  const total = (await Promise.all(files.map((file) => stat(file)))).reduce((sum, { size }) => sum + size, 0);
  expect(total).toBeLessThanOrEqual(42_000);
  expect(files).not.toContain(first);
});

test('two windows that make many at once keep the limit together, and each file is whole', async () => {
  const most = 60_000;
  const { root, folder, cache, another } = await setUp(most);
  const other = another();
  for (let i = 0; i < 40; i++) await writeFile(join(root, `${i}.png`), noise(i));
  const made = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      [cache, other].map((one) => one.get(source(root, `${i}.png`), 40 + (i % 3))),
    ).flat(),
  );
  expect(made.map((one) => one.ok)).not.toContain(false);
  const files = await filesIn(folder);
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const largest = Math.max(...sizes);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // Each window sweeps when it has written a twentieth, and may be writing as many pictures as it has threads.
  expect(total).toBeLessThanOrEqual(most * 1.1 + 8 * largest);
  expect(total).toBeGreaterThan(most / 3);
  for (const file of files) expect(isSealed(await readFile(file))).toBe(true);
  expect((await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('a cache that cannot be written to says so, and does not call the picture broken', async () => {
  const { root, folder } = await setUp();
  await writeFile(join(root, 'a.png'), noise(1));
  await writeFile(join(folder, 'file'), 'no folder');
  const cache = new ThumbnailCache({ folder: join(folder, 'file'), most: () => 1000 });
  disposed.push(cache);
  const got = await cache.get(source(root, 'a.png'), 32);
  expect(got).toMatchObject({
    ok: false,
    error: { kind: 'unreadableImage', detail: expect.stringMatching(/ENOTDIR|EEXIST/) as string },
  });
});

test('what cannot be shown says why: broken, empty, gone', async () => {
  const { root, cache } = await setUp();
  await writeFile(join(root, 'broken.png'), noise(1).subarray(0, 2000));
  await writeFile(join(root, 'empty.png'), '');
  const kind = async (name: string) => {
    const got = await cache.get(source(root, name), 32);
    return got.ok ? 'ok' : got.error.kind;
  };
  expect(await kind('broken.png')).toBe('corruptImage');
  expect(await kind('empty.png')).toBe('emptyImage');
  expect(await kind('gone.png')).toBe('unreadableImage');
  expect(await kind('../outside.png')).toBe('unreadableImage');
});

test('what is not wanted any more is not made', async () => {
  const { root, cache } = await setUp();
  await writeFile(join(root, 'a.png'), noise(1));
  const cancel = new AbortController();
  cancel.abort();
  expect((await cache.get(source(root, 'a.png'), 32, cancel.signal)).ok).toBe(false);
  expect(cache.counts.made).toBe(0);
});

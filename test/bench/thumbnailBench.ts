import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitWithin, resample } from '../../src/core/images/resample.ts';
import { seededRandom } from '../../src/core/scoring/resampling.ts';
import { benchmarkFolder } from '../../src/platform/node/benchmarkFolder.ts';
import { decodePicture, encodePicture } from '../../src/platform/node/pictures/imageFormats.ts';
import { ThumbnailCache } from '../../src/platform/node/thumbnailCache.ts';
import { watchBlock } from './blockWatch.ts';
import { interleaved, median, ratioOf, rounded } from './figures.ts';

const side = 384;
const pictureSide = 1024;

/** Small pictures made by the cache, over a bare loop that decodes, resizes and encodes the same pictures in this thread. */
export async function benchThumbnails(count: number, repeats: number): Promise<unknown> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-bench-pictures-'));
  try {
    const names = await makePictures(root, count);
    const blocks: number[] = [];
    let round = 0;
    const ours = async (): Promise<number> => {
      const folder = join(root, `cache-${round++}`);
      const cache = new ThumbnailCache({ folder, most: () => 2 ** 30 });
      // Starting threads and loading decoders is not what one of many pictures costs.
      await cache.get({ folder: benchmarkFolder(root), path: names[0]!, root }, side - 1);
      const block = watchBlock();
      const ms = await timed(() =>
        each(names, 4, (path) => cache.get({ folder: benchmarkFolder(root), path, root }, side)),
      );
      blocks.push(block());
      if (cache.counts.made !== names.length + 1) throw new Error(`${cache.counts.made} small pictures were made`);
      await cache.dispose();
      return ms;
    };
    const bare = (): Promise<number> => timed(() => each(names, 1, (path) => bareOne(join(root, path))));
    await bareOne(join(root, names[0]!));
    const [made = [], floor = []] = await interleaved(repeats, [ours, bare]);
    return {
      how: `${count} JPEG pictures of ${pictureSide} x ${pictureSide} made ${side} px wide and kept on disk, by at most ${Math.max(1, Math.min(4, availableParallelism() - 1))} worker threads on ${availableParallelism()} processors, over a bare loop that reads, decodes, resizes and encodes them in this thread and keeps nothing; ${repeats} interleaved repeats. hostBlockMs: the longest that this thread worked without giving others a turn while the workers worked, in its own time.`,
      overBareLoop: ratioOf(made, floor),
      perSecond: {
        ours: rounded((count / median(made)) * 1000, 1),
        bareLoop: rounded((count / median(floor)) * 1000, 1),
      },
      hostBlockMs: rounded(Math.max(...blocks), 1),
    };
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function bareOne(path: string): Promise<number> {
  const decoded = await decodePicture(await readFile(path));
  if (!decoded.ok) throw new Error(decoded.error.kind);
  const { width, height } = fitWithin(decoded.value.width, decoded.value.height, side);
  return (await encodePicture(resample(decoded.value, width, height, 'area'))).bytes.length;
}

/** Smooth shapes with some noise, as pictures of models have; no two are equal. */
async function makePictures(root: string, count: number): Promise<readonly string[]> {
  const random = seededRandom(count);
  const names: string[] = [];
  for (let i = 0; i < count; i++) {
    const data = new Uint8ClampedArray(pictureSide * pictureSide * 4);
    for (let at = 0; at < data.length; at++) {
      const x = (at >> 2) % pictureSide;
      const y = (at >> 2) / pictureSide;
      data[at] =
        at % 4 === 3 ? 255 : 128 + 90 * Math.sin((x + i * 13) / 60 + (at % 4)) * Math.cos(y / 80) + 16 * random();
    }
    const name = `${i}.jpg`;
    await writeFile(join(root, name), (await encodePicture({ width: pictureSide, height: pictureSide, data })).bytes);
    names.push(name);
  }
  return names;
}

async function each<T>(values: readonly T[], atOnce: number, act: (value: T) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let value = values[next++]; value !== undefined; value = values[next++]) await act(value);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}

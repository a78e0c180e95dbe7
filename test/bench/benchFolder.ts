import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '../../src/platform/node/pictures/png.ts';
import { seededRandom } from '../../src/core/scoring/resampling.ts';

const emotions = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
const generators = Array.from({ length: 12 }, (_none, i) => `gen-${String.fromCharCode(97 + i)}`);

/** Longer than the disk's clock needs to move on: what has only just changed is not believed from the cache. */
export const restMs = 2500;

/** A folder in the layout of MEMO-Bench's release, with as many tiny pictures of noise as asked for; nothing in it is real data. */
export interface BenchFolder {
  readonly root: string;
  readonly items: number;
  readonly pictureBytes: number;
}

/** Makes the folder; `side` is the pictures' in pixels, and no two pictures are equal. */
export async function makeBenchFolder(root: string, items: number, side: number): Promise<BenchFolder> {
  await mkdir(join(root, 'dataset'), { recursive: true });
  const random = seededRandom(items);
  const emotionRows: string[] = [];
  const qualityRows: string[] = [];
  let pictureBytes = 0;
  for (let i = 0; i < items; i++) {
    const emotion = emotions[i % emotions.length] ?? '';
    const generator = generators[Math.floor(i / emotions.length) % generators.length] ?? '';
    const name = `${generator}_${emotion}_${String(Math.floor(i / 72) + 1).padStart(3, '0')}.png`;
    const picture = encodePng(noise(side, random));
    await writeFile(join(root, 'dataset', name), picture);
    pictureBytes += picture.length;
    emotionRows.push(`${name},${(1 + 4 * random()).toFixed(2)},${emotion}`);
    qualityRows.push(`${name},${(1 + 4 * random()).toFixed(2)}`);
  }
  await writeFile(join(root, 'annotation_emo.csv'), `\ufeffImage,Score,Distortions\n${emotionRows.join('\n')}\n`);
  await writeFile(join(root, 'annotation_quality.csv'), `Image,Quality\n${qualityRows.join('\n')}\n`);
  return { root, items, pictureBytes };
}

function noise(side: number, random: () => number): { width: number; height: number; data: Uint8ClampedArray } {
  const data = new Uint8ClampedArray(side * side * 4);
  for (let i = 0; i < data.length; i++) data[i] = i % 4 === 3 ? 255 : Math.floor(random() * 256);
  return { width: side, height: side, data };
}

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { encodePng } from '../../../src/platform/node/pictures/png.ts';

/** A row of the tiny benchmark's emotion table. */
export interface TinyRow {
  readonly image: string;
  readonly degree: number;
  readonly label: string;
}

/** The rows that most tests use: two generators, three labels; one name without its extension, as the release has it. */
export const tinyRows: readonly TinyRow[] = [
  { image: 'north_happy_001.png', degree: 4.1, label: 'happy' },
  { image: 'north_sad_001', degree: 2.5, label: 'sad' },
  { image: 'north_worry_001.png', degree: 3.3, label: 'worry' },
  { image: 'south_happy_001.png', degree: 4.8, label: 'happy' },
  { image: 'south_sad_001.png', degree: 1.2, label: 'sad' },
  { image: 'south_worry_001.png', degree: 2.9, label: 'worry' },
];

/** Makes a benchmark in the layout of MEMO-Bench's release in a new folder: pictures of 8 x 8 pixels, each another grey. */
export async function makeTinyBenchmark(rows: readonly TinyRow[] = tinyRows): Promise<vscode.Uri> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-tiny-'));
  await mkdir(join(root, 'dataset'));
  for (const [index, { image }] of rows.entries()) {
    const name = image.endsWith('.png') ? image : `${image}.png`;
    await writeFile(join(root, 'dataset', name), greyPicture(20 + index));
  }
  const lines = rows.map(({ image, degree, label }) => `${image},${degree},${label}`);
  await writeFile(join(root, 'annotation_emo.csv'), `\ufeffImage,Score,Distortions\n${lines.join('\n')}\n`);
  const qualities = rows.map(({ image }, index) => `${image},${3 + index / 10}`);
  await writeFile(join(root, 'annotation_quality.csv'), `Image,Quality\n${qualities.join('\n')}\n`);
  return vscode.Uri.file(root);
}

/** A PNG of one grey. */
export function greyPicture(grey: number): Uint8Array {
  const data = new Uint8ClampedArray(8 * 8 * 4);
  for (let at = 0; at < data.length; at += 4) data.set([grey, grey, grey, 255], at);
  return encodePng({ width: 8, height: 8, data });
}

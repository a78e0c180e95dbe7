import { deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { chunk } from '../sample/png.ts';

const bytesPerPixel = 3;

/**
 * Makes a screenshot small enough for a document: each channel keeps its six highest bits, which nobody sees, and each row
 * takes the filter that suits it (PNG, W3C third edition, sections 9 and 12). A page of the browser does the decoding.
 */
export async function smallPng(page: Page, screenshot: Buffer): Promise<Buffer> {
  const { width, height, pixels } = await decode(page, screenshot);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(filteredRows(rounded(pixels), width, height), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function decode(page: Page, png: Buffer): Promise<{ width: number; height: number; pixels: Buffer }> {
  const { width, height, data } = await page.evaluate(
    async (address) => {
      const bitmap = await createImageBitmap(await (await fetch(address)).blob());
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      if (canvas === null) throw new Error('no canvas');
      canvas.drawImage(bitmap, 0, 0);
      const bytes = canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
      let text = '';
      for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
      return { width: bitmap.width, height: bitmap.height, data: btoa(text) };
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
  return { width, height, pixels: Buffer.from(data, 'base64') };
}

/** RGBA to RGB with six bits a channel, spread over the whole range so that black and white stay what they are. */
function rounded(rgba: Buffer): Buffer {
  const rgb = Buffer.alloc((rgba.length / 4) * bytesPerPixel);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    for (let channel = 0; channel < bytesPerPixel; channel++) {
      rgb[to++] = Math.round((Math.round(((rgba[from + channel] ?? 0) * 63) / 255) * 255) / 63);
    }
  }
  return rgb;
}

/** Each row with the filter whose bytes, taken as signed, have the smallest sum: the heuristic that the standard recommends. */
function filteredRows(rgb: Buffer, width: number, height: number): Buffer {
  const length = width * bytesPerPixel;
  const blank = Buffer.alloc(length);
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y++) {
    const row = rgb.subarray(y * length, (y + 1) * length);
    const above = y === 0 ? blank : rgb.subarray((y - 1) * length, y * length);
    const tried = predictors.map((predict, filter) => filterRow(row, above, predict, filter));
    rows.push(tried.reduce((best, one) => (weight(one) < weight(best) ? one : best)));
  }
  return Buffer.concat(rows);
}

type Predictor = (left: number, up: number, upLeft: number) => number;

/** In the order of their numbers in the format: none, sub, up, average, Paeth. */
const predictors: readonly Predictor[] = [
  () => 0,
  (left) => left,
  (_left, up) => up,
  (left, up) => (left + up) >> 1,
  (left, up, upLeft) => {
    const toLeft = Math.abs(up - upLeft);
    const toUp = Math.abs(left - upLeft);
    const toUpLeft = Math.abs(left + up - 2 * upLeft);
    if (toLeft <= toUp && toLeft <= toUpLeft) return left;
    return toUp <= toUpLeft ? up : upLeft;
  },
];

function filterRow(row: Buffer, above: Buffer, predict: Predictor, filter: number): Buffer {
  const out = Buffer.alloc(row.length + 1);
  out[0] = filter;
  for (let at = 0; at < row.length; at++) {
    const before = at - bytesPerPixel;
    const left = row[before] ?? 0;
    out[at + 1] = ((row[at] ?? 0) - predict(left, above[at] ?? 0, above[before] ?? 0)) & 255;
  }
  return out;
}

function weight(row: Buffer): number {
  let sum = 0;
  for (let at = 1; at < row.length; at++) sum += Math.abs(((row[at] ?? 0) << 24) >> 24);
  return sum;
}

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { imageSize, sniffImage } from '../../../src/core/images/sniff.ts';
import { isWholeImage } from '../../../src/core/images/wholeImage.ts';
import type { Pixels } from '../../../src/core/ports.ts';
import { decodePicture } from '../../../src/platform/node/pictures/imageFormats.ts';

/** Pictures made by other encoders, each with its pixels as another decoder sees them beside it; see `make.sh` there. */
const folder = join(import.meta.dirname, '../../fixtures/pictures');
/** Of kinds that no decoder here knows. */
const unknown = ['fax.tif'];
const names = readdirSync(folder).filter((name) => !/\.(png|sh|py)$/.test(name) && !unknown.includes(name));
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

async function decoded(bytes: Uint8Array): Promise<Pixels> {
  const result = await decodePicture(bytes);
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.detail}`);
  return result.value;
}

/** The largest and the mean difference of a colour or opacity; colours of what cannot be seen do not count. */
function difference(a: Pixels, b: Pixels): { readonly largest: number; readonly mean: number } {
  let largest = 0;
  let sum = 0;
  for (let at = 0; at < a.data.length; at++) {
    if (at % 4 !== 3 && (a.data[at | 3] === 0 || b.data[at | 3] === 0)) continue;
    const off = Math.abs(a.data[at]! - b.data[at]!);
    largest = Math.max(largest, off);
    sum += off;
  }
  return { largest, mean: sum / a.data.length };
}

/** What is coded with a loss is decoded a little differently by each decoder, most of all where colours are kept at half the size. */
const allowed = (name: string): { readonly largest: number; readonly mean: number } => {
  if (/ycbcr|ten\.avif|turned\.jpg|cmyk\w*\.jpg|ycck/i.test(name)) return { largest: 40, mean: 3 };
  if (/^animated(?:Part)?\.webp$/.test(name)) return { largest: 2, mean: 0.5 };
  return /jpeg|avif|cmyk/i.test(name) ? { largest: 6, mean: 1.5 } : { largest: 1, mean: 0.5 };
};

test.each(names)('%s has the pixels that another decoder sees', async (name) => {
  const bytes = bytesOf(name);
  const [own, other] = [await decoded(bytes), await decoded(bytesOf(`${name}.png`))];
  expect([own.width, own.height]).toEqual([other.width, other.height]);
  const { largest, mean } = difference(own, other);
  expect(largest).toBeLessThanOrEqual(allowed(name).largest);
  expect(mean).toBeLessThanOrEqual(allowed(name).mean);
});

test.each(names)('%s is known by its bytes, has its size in its header and is whole', async (name) => {
  const bytes = bytesOf(name);
  const { width, height } = await decoded(bytes);
  const type = sniffImage(bytes);
  expect(type?.extensions).toContain(name.split('.').at(-1));
  expect(imageSize(bytes)).toEqual({ width, height });
  expect(isWholeImage(bytes, type!.mime)).toBe(true);
});

test.each(unknown)('%s is no corrupt picture, though it is not decoded', async (name) => {
  const result = await decodePicture(bytesOf(name));
  expect(result.ok ? 'decoded' : result.error.kind).toBe('unknownImageType');
});

describe('a file that was cut off', () => {
  const cut = names.filter((name) => !/animated|pages/.test(name) && !name.endsWith('jpg'));
  test.each(cut)('%s is corrupt at half its length, and never hangs or throws at any', async (name) => {
    const bytes = bytesOf(name);
    for (let length = 0; length < bytes.length; length += 37) await decodePicture(bytes.slice(0, length));
    const half = await decodePicture(bytes.slice(0, bytes.length >> 1));
    expect(half.ok ? 'decoded' : half.error.kind).toBe('corruptImage');
  });

  test.each(names)('%s with bytes overwritten never hangs or throws', async (name) => {
    for (let seed = 1; seed <= 24; seed++) {
      const bytes = bytesOf(name);
      for (let i = 0; i < 4; i++) bytes[(seed * 7919 * (i + 3)) % bytes.length] = (seed * 31 + i * 101) & 255;
      await decodePicture(bytes);
    }
  });
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import encodeJpeg, { init as initJpeg } from '@jsquash/jpeg/encode.js';
import encodeWebp, { init as initWebp } from '@jsquash/webp/encode.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { sniffImage } from '../../../src/core/images/sniff.ts';
import { isWholeImage } from '../../../src/core/images/wholeImage.ts';

const { resolve } = createRequire(import.meta.url);
const side = 40;
const pixels = {
  width: side,
  height: side,
  data: new Uint8ClampedArray(side * side * 4).map((_, i) => (i % 4 === 3 ? 255 : (i * 31 + (i >> 5) * 17) % 256)),
  colorSpace: 'srgb',
} as unknown as Parameters<typeof encodeJpeg>[0];

type Init = typeof initJpeg;
const start = (init: Init, wasm: string) =>
  init({ wasmBinary: readFileSync(resolve(wasm)), locateFile: (name: string) => name } as Parameters<Init>[0]);

const made: Record<'baseline' | 'progressive' | 'webp', Uint8Array> = {
  baseline: new Uint8Array(),
  progressive: new Uint8Array(),
  webp: new Uint8Array(),
};

beforeAll(async () => {
  await start(initJpeg, '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');
  await start(initWebp as unknown as Init, '@jsquash/webp/codec/enc/webp_enc.wasm');
  made.baseline = new Uint8Array(await encodeJpeg(pixels, { progressive: false, baseline: true }));
  made.progressive = new Uint8Array(await encodeJpeg(pixels, { progressive: true }));
  made.webp = new Uint8Array(await encodeWebp(pixels));
});

const jpeg = (bytes: readonly number[] | Uint8Array): boolean => isWholeImage(Uint8Array.from(bytes), 'image/jpeg');
/** A picture with a segment put in right after its first two bytes. */
const withSegment = (picture: Uint8Array, marker: number, content: ArrayLike<number>): number[] => {
  const length = content.length + 2;
  return [0xff, 0xd8, 0xff, marker, length >> 8, length & 255, ...Array.from(content), ...picture.subarray(2)];
};

describe('a JPEG', () => {
  test.each(['baseline', 'progressive'] as const)('%s is whole, and cut off anywhere it is not', (kind) => {
    const picture = made[kind];
    expect(sniffImage(picture)?.mime).toBe('image/jpeg');
    expect(jpeg(picture)).toBe(true);
    for (let length = 0; length < picture.length; length++) expect(jpeg(picture.slice(0, length))).toBe(false);
  });

  test('the progressive one has several scans', () => {
    const scans = made.progressive.filter((byte, at) => byte === 0xda && made.progressive[at - 1] === 0xff).length;
    expect(scans).toBeGreaterThan(1);
  });

  test('may be followed by anything, and by a second picture as in a stereo camera (MPO)', () => {
    const { baseline, progressive } = made;
    expect(jpeg([...baseline, 0, 0, 0])).toBe(true);
    expect(jpeg([...progressive, ...new TextEncoder().encode('notes of a camera')])).toBe(true);
    const both = withSegment(Uint8Array.from([...baseline, ...progressive]), 0xe2, [0x4d, 0x50, 0x46, 0]);
    expect(jpeg(both)).toBe(true);
    // Half of the second picture is gone, which nobody would be shown.
    expect(jpeg(both.slice(0, -40))).toBe(true);
  });

  test('with a whole picture as a thumbnail in it is judged by its own end', () => {
    const picture = withSegment(made.progressive, 0xe1, [...new TextEncoder().encode('Exif\0\0'), ...made.baseline]);
    expect(jpeg(picture)).toBe(true);
    const endOfThumbnail = 2 + 4 + 6 + made.baseline.length;
    expect(picture.slice(endOfThumbnail - 2, endOfThumbnail)).toEqual([0xff, 0xd9]);
    for (const length of [endOfThumbnail, endOfThumbnail + 30, picture.length - 1]) {
      expect(jpeg(picture.slice(0, length))).toBe(false);
    }
  });

  test('with restarts, fillings and 0xff in its data is walked through', () => {
    const scan = [0xff, 0xda, 0, 4, 1, 1, 1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, 0xff, 0xd1, 4];
    expect(jpeg([0xff, 0xd8, ...scan, 0xff, 0xd9, 7])).toBe(true);
    expect(jpeg([0xff, 0xd8, ...scan, 0xff])).toBe(false);
    expect(jpeg([0xff, 0xd8, ...scan])).toBe(false);
  });
});

test('a WebP has the bytes that its header promises', () => {
  const { webp } = made;
  expect(sniffImage(webp)?.mime).toBe('image/webp');
  expect(isWholeImage(webp, 'image/webp')).toBe(true);
  expect(isWholeImage(Uint8Array.from([...webp, 1, 2]), 'image/webp')).toBe(true);
  for (let length = 0; length < webp.length - 1; length++) {
    expect(isWholeImage(webp.slice(0, length), 'image/webp')).toBe(false);
  }
});

// The smallest GIF of one pixel, with a comment before it and a table of colours of its own.
const gif = Uint8Array.from([
  ...new TextEncoder().encode('GIF89a'),
  ...[1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255],
  ...[0x21, 0xfe, 3, 0x3b, 0x3b, 0x3b, 0],
  ...[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x80, 1, 2, 3, 4, 5, 6, 2, 2, 0x44, 1, 0],
  0x3b,
]);

test('a GIF ends with its trailer, which its data and comments may hold too', () => {
  expect(isWholeImage(gif, 'image/gif')).toBe(true);
  expect(isWholeImage(Uint8Array.from([...gif, 9]), 'image/gif')).toBe(true);
  for (let length = 0; length < gif.length; length++)
    expect(isWholeImage(gif.slice(0, length), 'image/gif')).toBe(false);
});

test('an AVIF has all of its last box', () => {
  const box = (type: string, content: number): number[] => [
    ...[0, 0, 0, 8 + content],
    ...new TextEncoder().encode(type),
    ...new Uint8Array(content),
  ];
  const avif = Uint8Array.from([...box('ftyp', 16), ...box('meta', 30), ...box('mdat', 50)]);
  expect(isWholeImage(avif, 'image/avif')).toBe(true);
  expect(isWholeImage(avif.slice(0, -1), 'image/avif')).toBe(false);
  const open = Uint8Array.from([...box('ftyp', 16), 0, 0, 0, 0, ...new TextEncoder().encode('mdat'), 1, 2, 3]);
  expect(isWholeImage(open, 'image/avif')).toBe(true);
});

test('a BMP or TIFF without a whole header is not whole', () => {
  expect(isWholeImage(new Uint8Array(3), 'image/bmp')).toBe(false);
  expect(isWholeImage(new Uint8Array(3), 'image/tiff')).toBe(false);
});

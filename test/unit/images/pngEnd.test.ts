import { expect, test } from 'vitest';
import { isWholePng } from '../../../src/core/images/pngEnd.ts';
import { encodePng } from '../../../src/platform/node/png.ts';

const png = encodePng({ width: 5, height: 3, data: new Uint8ClampedArray(60).map((_, i) => (i * 37) % 256) });

test('a PNG is whole with its last chunk, whatever follows, and wherever its bytes lie', () => {
  expect(isWholePng(png)).toBe(true);
  expect(isWholePng(Uint8Array.from([...png, 1, 2, 3]))).toBe(true);
  const within = Uint8Array.from([9, 9, 9, ...png, 9]);
  expect(isWholePng(within.subarray(3, 3 + png.length))).toBe(true);
});

test('a PNG cut off anywhere is not whole', () => {
  for (let length = 0; length < png.length; length++) expect(isWholePng(png.slice(0, length))).toBe(false);
});

test('a chunk that says it is longer than the file ends the walk', () => {
  const long = Uint8Array.from(png);
  new DataView(long.buffer).setUint32(8, 0xffffffff);
  expect(isWholePng(long)).toBe(false);
});

import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { checksumsHold, isWholePng } from '../../../src/core/images/pngEnd.ts';
import { encodePng } from '../../../src/platform/node/pictures/png.ts';

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

test('a byte that was turned anywhere in what makes the picture shows in a checksum', () => {
  const sums = (bytes: Uint8Array): boolean => checksumsHold(bytes, (part) => crc32(part));
  expect(sums(png)).toBe(true);
  expect(sums(Uint8Array.from([...png, 1, 2, 3]))).toBe(true);
  // From the first chunk's body to the data's checksum, lengths apart: those decide where the next one is looked for.
  const header = Array.from({ length: 17 }, (_none, at) => 16 + at);
  const data = Array.from({ length: png.length - 12 - 41 }, (_none, at) => 41 + at);
  for (const at of [...header, ...data])
    expect([at, sums(png.map((byte, place) => (place === at ? byte ^ 1 : byte)))]).toEqual([at, false]);
});

test('a comment with a wrong checksum is passed over, transparency is not', () => {
  const chunk = (type: string): Uint8Array =>
    Uint8Array.from([0, 0, 0, 1, ...[...type].map((letter) => letter.charCodeAt(0)), 7, 1, 2, 3, 4]);
  const beside = (type: string): Uint8Array => Uint8Array.from([...png.slice(0, 33), ...chunk(type), ...png.slice(33)]);
  expect(checksumsHold(beside('tEXt'), (part) => crc32(part))).toBe(true);
  expect(checksumsHold(beside('tRNS'), (part) => crc32(part))).toBe(false);
});

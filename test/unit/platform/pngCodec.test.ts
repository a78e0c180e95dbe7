import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import decodeIndependently, { init } from '@jsquash/png/decode.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodePng, encodePng } from '../../../src/platform/node/pictures/png.ts';

interface Shape {
  width: number;
  height: number;
  depth: number;
  colour: number;
  interlaced?: boolean;
  transparency?: Uint8Array;
}

// The other decoder is the Rust crate `png`, compiled to WebAssembly: nothing of it is shared with ours.
beforeAll(async () => {
  await init(readFileSync('node_modules/@jsquash/png/codec/pkg/squoosh_png_bg.wasm') as unknown as string);
});

function random(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(body.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}

/** A PNG whose filtered data is noise under random filters, which is as valid as any other. */
function noisePng(shape: Shape, bodyOf = (raw: Uint8Array) => deflateSync(raw)): Uint8Array {
  const next = random(shape.width * 31 + shape.depth * 7 + shape.colour);
  const channels = [1, 0, 3, 1, 2, 0, 4][shape.colour] ?? 0;
  const starts = shape.interlaced ? '0,0,8,8 4,0,8,8 0,4,4,8 2,0,4,4 0,2,2,4 1,0,2,2 0,1,1,2' : '0,0,1,1';
  const raw: number[] = [];
  for (const [x0 = 0, y0 = 0, dx = 1, dy = 1] of starts.split(' ').map((pass) => pass.split(',').map(Number))) {
    let columns = 0;
    for (let x = x0; x < shape.width; x += dx) columns++;
    for (let y = y0; y < shape.height && columns > 0; y += dy) {
      raw.push(next() % 5);
      for (let i = 0; i < Math.ceil((columns * channels * shape.depth) / 8); i++) raw.push(next());
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(shape.width, 0);
  header.writeUInt32BE(shape.height, 4);
  header.set([shape.depth, shape.colour, 0, 0, shape.interlaced ? 1 : 0], 8);
  const palette = Uint8Array.from({ length: 3 * 2 ** Math.min(8, shape.depth) }, next);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(shape.colour === 3 ? [chunk('PLTE', palette)] : []),
    ...(shape.transparency ? [chunk('tRNS', shape.transparency)] : []),
    chunk('IDAT', bodyOf(Uint8Array.from(raw))),
    chunk('IEND', new Uint8Array()),
  ]);
}

const depths: Record<number, number[]> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };
const shapes = Object.entries(depths).flatMap(([colour, list]) =>
  list.flatMap((depth) =>
    [false, true].map((interlaced) => ({ width: 37, height: 21, colour: Number(colour), depth, interlaced })),
  ),
);

async function expectSame(file: Uint8Array): Promise<void> {
  const independent = await decodeIndependently(file as unknown as ArrayBuffer);
  const ours = decodePng(file);
  expect([ours.width, ours.height]).toEqual([independent.width, independent.height]);
  expect(Buffer.from(ours.data).equals(Buffer.from(independent.data))).toBe(true);
}

describe('decodePng', () => {
  it.each(shapes)('agrees with another decoder on %o', (shape) => expectSame(noisePng(shape)));

  it('agrees on pictures smaller than an interlacing pass', async () => {
    for (let width = 1; width <= 9; width++) {
      await expectSame(noisePng({ width, height: 10 - width, colour: 2, depth: 8, interlaced: true }));
    }
  });

  it('agrees on transparent colours and palettes', async () => {
    await expectSame(noisePng({ width: 60, height: 60, colour: 0, depth: 4, transparency: Uint8Array.of(0, 5) }));
    await expectSame(noisePng({ width: 60, height: 60, colour: 3, depth: 2, transparency: Uint8Array.of(0, 90, 200) }));
  });

  it('refuses a file cut off anywhere, and a changed byte anywhere', () => {
    const file = noisePng({ width: 6, height: 5, colour: 6, depth: 8 });
    for (let length = 8; length < file.length; length++) {
      expect(() => decodePng(file.subarray(0, length)), String(length)).toThrow(Error);
    }
    for (let at = 8; at < file.length; at++) {
      const changed = Uint8Array.from(file);
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      expect(() => decodePng(changed), String(at)).toThrow(Error);
    }
  });

  it('passes over a comment with a wrong checksum, as viewers do', () => {
    const file = Buffer.from(noisePng({ width: 6, height: 5, colour: 6, depth: 8 }));
    const comment = Buffer.from(chunk('tEXt', Buffer.from('Comment\0seed 1')));
    comment.writeUInt32BE(1, comment.length - 4);
    const commented = Buffer.concat([file.subarray(0, 33), comment, file.subarray(33)]);
    expect(decodePng(commented)).toEqual(decodePng(file));
  });

  it('refuses too few rows, an unknown filter, and a colour outside the palette', () => {
    const shape = { width: 6, height: 5, colour: 6, depth: 8 };
    expect(() => decodePng(noisePng(shape, (raw) => deflateSync(raw.subarray(25))))).toThrow(/fill/);
    expect(() => decodePng(noisePng(shape, (raw) => deflateSync(raw.fill(9))))).toThrow(/filter/);
    const indexed = { ...shape, colour: 3 };
    const file = Buffer.from(noisePng(indexed, (raw) => deflateSync(raw.map((v, i) => (i % 7 === 0 ? 0 : v)))));
    const palette = file.indexOf('PLTE');
    const short = [file.subarray(0, palette - 4), chunk('PLTE', Uint8Array.of(1, 2, 3)), file.subarray(palette + 776)];
    expect(() => decodePng(Buffer.concat(short))).toThrow(/palette/);
  });

  it('does not unpack more than the picture needs', () => {
    const bomb = noisePng({ width: 6, height: 5, colour: 6, depth: 8 }, () => deflateSync(Buffer.alloc(200_000_000)));
    const before = process.memoryUsage().arrayBuffers;
    expect(() => decodePng(bomb)).toThrow(Error);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });
});

describe('encodePng', () => {
  it('writes what another decoder reads back', async () => {
    const next = random(3);
    const data = Uint8ClampedArray.from({ length: 40 * 30 * 4 }, (_, i) => (i % 3 === 0 ? next() : i % 251));
    const read = await decodeIndependently(encodePng({ width: 40, height: 30, data }) as unknown as ArrayBuffer);
    expect([read.width, read.height]).toEqual([40, 30]);
    expect(Buffer.from(read.data).equals(Buffer.from(data))).toBe(true);
  });
});

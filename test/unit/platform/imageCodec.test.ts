import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import encodeWebp, { init as initWebp } from '@jsquash/webp/encode.js';
import { afterAll, describe, expect, it } from 'vitest';
import type { Pixels } from '../../../src/core/ports.ts';
import { createImageCodec } from '../../../src/platform/node/pictures/imageCodec.ts';
import { encodePng } from '../../../src/platform/node/pictures/png.ts';

const codec = createImageCodec();
afterAll(() => codec.dispose());

/** Red, green, blue and white quarters: soft enough for lossy codecs, and no two corners alike. */
function quarters(width: number, height: number, alpha = 255): Pixels {
  const colours = [
    [220, 30, 30],
    [30, 200, 30],
    [30, 30, 210],
    [240, 240, 240],
  ];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const quarter = (i % width < width / 2 ? 0 : 1) + (Math.floor(i / width) < height / 2 ? 0 : 2);
    data.set([...(colours[quarter] ?? []), alpha], i * 4);
  }
  return { width, height, data };
}

function cornersOf({ width, height, data }: Pixels): string {
  const name = (x: number, y: number) => {
    const [r = 0, g = 0, b = 0] = data.subarray((y * width + x) * 4);
    return r > 128 && g > 128 ? 'white' : r > 128 ? 'red' : g > 128 ? 'green' : b > 128 ? 'blue' : 'other';
  };
  const [right, low] = [width - 1 - (width >> 3), height - 1 - (height >> 3)];
  return [name(width >> 3, height >> 3), name(right, height >> 3), name(width >> 3, low), name(right, low)].join(' ');
}

function valueOf<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const errorOf = (result: { ok: boolean; error?: { kind: string } }) => result.error?.kind;

const jpegOf = async (width: number, height: number) =>
  valueOf(await codec.downscale(encodePng(quarters(width * 2, height * 2)), Math.max(width, height))).bytes;

/** The same JPEG with an EXIF block that holds nothing but an orientation. */
function turned(jpeg: Uint8Array, orientation: number): Uint8Array {
  const exif = Buffer.from(
    `\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0?\0\0\0\0\0\0`,
    'latin1',
  );
  exif[exif.indexOf('?')] = orientation;
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

describe('decode', () => {
  it('decodes PNG, JPEG and WebP', async () => {
    const source = quarters(64, 48);
    // The package offers no other way in than a browser's `fetch`, unless the bytes are handed over.
    const wasmBinary = readFileSync('node_modules/@jsquash/webp/codec/enc/webp_enc_simd.wasm');
    await initWebp({ wasmBinary, locateFile: (name: string) => name } as unknown as Parameters<typeof initWebp>[0]);
    const webp = new Uint8Array(await encodeWebp({ ...source, colorSpace: 'srgb' } as never));
    for (const file of [encodePng(source), await jpegOf(64, 48), webp]) {
      const pixels = valueOf(await codec.decode(file));
      expect([pixels.width, pixels.height, pixels.data.length]).toEqual([64, 48, 64 * 48 * 4]);
      expect(cornersOf(pixels)).toBe('red green blue white');
    }
    expect(errorOf(await codec.decode(webp.subarray(0, webp.length >> 1)))).toBe('corruptImage');
  });

  it('turns a JPEG upright as EXIF says', async () => {
    const jpeg = await jpegOf(64, 48);
    const pixels = valueOf(await codec.decode(turned(jpeg, 6)));
    expect([pixels.width, pixels.height]).toEqual([48, 64]);
    expect(cornersOf(pixels)).toBe('blue red white green');
    expect(cornersOf(valueOf(await codec.decode(turned(jpeg, 3))))).toBe('white blue green red');
  });

  it('gives an error value for whatever is no whole picture, and goes on', async () => {
    const jpeg = await jpegOf(64, 48);
    const png = encodePng(quarters(64, 48));
    const garbled = Uint8Array.from(jpeg, (byte, i) => (i > 200 ? byte ^ 0x5a : byte));
    expect(errorOf(await codec.decode(new Uint8Array()))).toBe('emptyImage');
    expect(errorOf(await codec.decode(new TextEncoder().encode('not a picture')))).toBe('unknownImageType');
    expect(errorOf(await codec.decode(png.subarray(0, png.length - 20)))).toBe('corruptImage');
    expect(errorOf(await codec.decode(jpeg.subarray(0, jpeg.length - 40)))).toBe('corruptImage');
    expect(errorOf(await codec.decode(jpeg.subarray(0, 300)))).toBe('corruptImage');
    expect(errorOf(await codec.decode(garbled))).toBe('corruptImage');
    expect((await codec.decode(jpeg)).ok).toBe(true);
  });

  it('refuses a gigantic picture by its header', async () => {
    const huge = Buffer.from(encodePng(quarters(2, 2)));
    huge.writeUInt32BE(50_000, 16);
    huge.writeUInt32BE(50_000, 20);
    expect(errorOf(await codec.decode(huge))).toBe('oversizedImage');
    expect(errorOf(await codec.downscale(huge, 100))).toBe('oversizedImage');
  });

  it('does eight at once and leaves the callers their bytes', async () => {
    const files = Array.from({ length: 8 }, (_, i) => encodePng(quarters(20 + i, 30)));
    const all = await Promise.all(files.map((file) => codec.decode(file)));
    expect(all.map((result) => valueOf(result).width)).toEqual([20, 21, 22, 23, 24, 25, 26, 27]);
    expect(files.every((file) => file.length > 0)).toBe(true);
  });
});

describe('downscale', () => {
  it('scales to the longer side, as JPEG where opaque and PNG where not', async () => {
    const opaque = valueOf(await codec.downscale(encodePng(quarters(300, 150)), 100));
    expect(opaque.mime).toBe('image/jpeg');
    const pixels = valueOf(await codec.decode(opaque.bytes));
    expect([pixels.width, pixels.height, cornersOf(pixels)]).toEqual([100, 50, 'red green blue white']);
    const clear = valueOf(await codec.downscale(encodePng(quarters(150, 300, 128)), 100));
    expect(clear.mime).toBe('image/png');
    const seen = valueOf(await codec.decode(clear.bytes));
    expect([seen.width, seen.height, seen.data[3]]).toEqual([50, 100, 128]);
  });

  it('leaves a smaller picture byte for byte', async () => {
    const file = encodePng(quarters(60, 40));
    const same = valueOf(await codec.downscale(file, 60));
    expect(Buffer.from(same.bytes).equals(file)).toBe(true);
    expect(same.mime).toBe('image/png');
  });

  it('keeps an upright picture upright', async () => {
    const small = valueOf(await codec.downscale(turned(await jpegOf(160, 120), 6), 80));
    const pixels = valueOf(await codec.decode(small.bytes));
    expect([pixels.width, pixels.height, cornersOf(pixels)]).toEqual([60, 80, 'blue red white green']);
  });

  it('gives an error value for a picture that is cut off', async () => {
    const png = encodePng(quarters(300, 150));
    expect(errorOf(await codec.downscale(png.subarray(0, png.length - 20), 100))).toBe('corruptImage');
  });
});

describe('the worker threads', () => {
  it('let the process end by itself', async () => {
    const script = `
      import { createImageCodec } from './src/platform/node/pictures/imageCodec.ts';
      const result = await createImageCodec({ idleMs: 1e9 }).decode(new TextEncoder().encode('?'));
      process.stdout.write(result.error.kind);`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 20_000 });
    expect((await run).stdout).toBe('unknownImageType');
  });
});

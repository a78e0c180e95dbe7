import { inflateSync } from 'node:zlib';
import { isWholeTiff, readTiffLayout } from '../../../core/images/tiff.ts';
import type { TiffLayout } from '../../../core/images/tiff.ts';
import { turned } from '../../../core/images/turn.ts';
import type { Pixels } from '../../../core/ports.ts';
import { tiffColours } from './tiffColours.ts';
import { undoDifferences, unpackBits, unpackLzw } from './tiffPacking.ts';
import { UnknownKind } from './unknownKind.ts';

/** Decodes a JPEG, given whole. */
export type DecodeJpeg = (bytes: Uint8Array) => Promise<Pixels>;

/** The samples of a strip or tile, `perPixel` side by side, 8 bits each: scaled to 0 to 255, or an index into the palette. */
interface Chunk {
  readonly samples: Uint8Array | Uint8ClampedArray;
  readonly perPixel: number;
}

const packing = { none: 1, lzw: 5, jpeg: 7, deflate: 8, bits: 32773, deflateOld: 32946 } as const;

/**
 * Decodes the first picture of a TIFF, upright as its orientation says: strips or tiles, planes or not, packed with LZW, deflate,
 * PackBits, JPEG or not at all, 1 to 32 bits a sample, grey, RGB, palette, CMYK (without a colour profile) or YCbCr in
 * JPEG. Throws with the reason where it cannot. `bytes` is the whole file.
 */
export async function decodeTiff(bytes: Uint8Array, decodeJpeg: DecodeJpeg): Promise<Pixels> {
  const layout = readTiffLayout(bytes);
  if (layout === undefined) throw new Error('its directory cannot be read');
  if (!isWholeTiff(layout, bytes.length)) throw new Error('the file is cut off');
  if (![1, 2, 4, 8, 16, 32].includes(layout.bits) || (layout.format === 3 && layout.bits !== 32))
    throw new UnknownKind(`${layout.bits} bits a sample are not known`);
  const { width, height, chunk, samples, isPlanar } = layout;
  if (chunk.width * chunk.height > 2 ** 27) throw new Error('a tile of it is too large');
  const isJpeg = layout.compression === packing.jpeg;
  const kept = isJpeg && !isPlanar ? 4 : samples;
  const all = new Uint8Array(width * height * kept);
  for (let plane = 0; plane < (isPlanar ? samples : 1); plane++) {
    for (let place = 0; place < chunk.across * chunk.down; place++) {
      const index = plane * chunk.across * chunk.down + place;
      const offset = layout.offsets[index] ?? 0;
      const packed = bytes.subarray(offset, offset + (layout.lengths[index] ?? bytes.length - offset));
      const part = isJpeg ? await jpegChunk(packed, layout, decodeJpeg) : plainChunk(packed, layout);
      put(part, place, plane, all, kept, layout);
    }
  }
  const data = isJpeg && !isPlanar ? new Uint8ClampedArray(all.buffer) : tiffColours(all, layout);
  return turned({ width, height, data }, layout.orientation);
}

function put(part: Chunk, place: number, plane: number, all: Uint8Array, kept: number, layout: TiffLayout): void {
  const { width, height, chunk, isPlanar } = layout;
  const left = (place % chunk.across) * chunk.width;
  const top = Math.floor(place / chunk.across) * chunk.height;
  const wide = Math.min(chunk.width, width - left);
  const count = isPlanar ? 1 : kept;
  for (let y = 0; y < Math.min(chunk.height, height - top); y++) {
    for (let x = 0; x < wide; x++) {
      const from = (y * chunk.width + x) * part.perPixel;
      const to = ((top + y) * width + left + x) * kept + plane;
      for (let s = 0; s < count; s++) all[to + s] = part.samples[from + s] ?? 0;
    }
  }
}

function plainChunk(packed: Uint8Array, layout: TiffLayout): Chunk {
  const { bits, chunk, littleEndian, isPlanar } = layout;
  const perPixel = isPlanar ? 1 : layout.samples;
  const rowSize = Math.ceil((chunk.width * perPixel * bits) / 8);
  const size = rowSize * chunk.height;
  const source = layout.isReversed && bits < 8 ? packed.map(reversed) : packed;
  const bytes = unpacked(source, size, layout.compression);
  if (layout.predictor === 2) undoDifferences(bytes, rowSize, perPixel, bits, littleEndian);
  else if (layout.predictor !== 1) throw new UnknownKind(`predictor ${layout.predictor} is not known`);
  if (bits === 8) return { samples: bytes, perPixel };
  return { samples: inEightBits(bytes, rowSize, perPixel * chunk.width, layout), perPixel };
}

function unpacked(packed: Uint8Array, size: number, compression: number): Uint8Array {
  switch (compression) {
    case packing.none: {
      const bytes = new Uint8Array(size);
      bytes.set(packed.subarray(0, size));
      return bytes;
    }
    case packing.lzw:
      return unpackLzw(packed, size);
    case packing.deflate:
    case packing.deflateOld:
      return new Uint8Array(inflateSync(packed, { maxOutputLength: size + 2 ** 16 }));
    case packing.bits:
      return unpackBits(packed, size);
    default:
      throw new UnknownKind(`packed in a way that is not known (${compression})`);
  }
}

/** Brings samples of 1, 2, 4, 16 or 32 bits to 8; indices into a palette stay what they are. */
function inEightBits(bytes: Uint8Array, rowSize: number, perRow: number, layout: TiffLayout): Uint8Array {
  const { bits, chunk, littleEndian, format, photometric } = layout;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Uint8Array(perRow * chunk.height);
  const scale = photometric === 3 ? 1 : 255 / (2 ** bits - 1);
  for (let y = 0, to = 0; y < chunk.height; y++) {
    const row = y * rowSize;
    // Writers may leave out what the last strip has no rows for.
    if (row + rowSize > bytes.length) break;
    for (let i = 0; i < perRow; i++, to++) {
      if (bits < 8) {
        const bit = i * bits;
        samples[to] = ((bytes[row + (bit >> 3)]! >> (8 - bits - (bit & 7))) & (2 ** bits - 1)) * scale;
      } else if (bits === 16) samples[to] = Math.round(view.getUint16(row + i * 2, littleEndian) * scale);
      else if (format === 3)
        samples[to] = Math.round(Math.min(1, Math.max(0, view.getFloat32(row + i * 4, littleEndian))) * 255);
      else samples[to] = view.getUint32(row + i * 4, littleEndian) >>> 24;
    }
  }
  return samples;
}

function reversed(byte: number): number {
  let turnedByte = 0;
  for (let bit = 0; bit < 8; bit++) turnedByte |= ((byte >> bit) & 1) << (7 - bit);
  return turnedByte;
}

/** A strip is a JPEG without its tables, which stand once for all (Adobe, "TIFF Technical Note 2"). */
async function jpegChunk(packed: Uint8Array, layout: TiffLayout, decodeJpeg: DecodeJpeg): Promise<Chunk> {
  const { jpegTables, photometric, samples } = layout;
  if (samples > 3) throw new UnknownKind('CMYK in JPEG is not known');
  // Without this segment a decoder would guess from the picture whether it is RGB.
  const adobe = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, photometric === 2 ? 0 : 1];
  const tables = jpegTables.length > 4 ? jpegTables.slice(2, -2) : [];
  const head = Uint8Array.from([0xff, 0xd8, ...(samples === 3 ? adobe : []), ...tables]);
  const whole = new Uint8Array(head.length + packed.length - 2);
  whole.set(head);
  whole.set(packed.subarray(2), head.length);
  const { width, data } = await decodeJpeg(whole);
  if (width !== layout.chunk.width) throw new Error('a JPEG in it is of another size');
  return { samples: data, perPixel: 4 };
}

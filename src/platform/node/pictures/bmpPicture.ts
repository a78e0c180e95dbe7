import { bmpPacking, bmpRowSize, readBmpLayout } from '../../../core/images/bmp.ts';
import type { BmpLayout } from '../../../core/images/bmp.ts';
import type { Pixels } from '../../../core/ports.ts';
import { UnknownKind } from './unknownKind.ts';

/**
 * Decodes a BMP of 1 to 32 bits a pixel, palettes, masks and run-length packing included (Microsoft, "Bitmap Storage" and "Bitmap
 * Compression"). Throws with the reason where it cannot. `bytes` is the whole file.
 */
export function decodeBmp(bytes: Uint8Array): Pixels {
  const layout = readBmpLayout(bytes);
  if (layout === undefined) throw new Error('the header is not that of a BMP');
  const { width, height, compression } = layout;
  const data = new Uint8ClampedArray(width * height * 4);
  if (compression === bmpPacking.rle8 || compression === bmpPacking.rle4) unpackRuns(bytes, layout, data);
  else if (![bmpPacking.none, bmpPacking.masks, bmpPacking.masksWithAlpha].some((known) => known === compression))
    throw new UnknownKind(`packed in a way that is not known (${compression})`);
  else if (layout.pixelsAt + bmpRowSize(layout) * height > bytes.length) throw new Error('the file is cut off');
  else if (layout.bits <= 8) drawIndexed(bytes, layout, data);
  else if (layout.bits === 24) drawPlain(bytes, layout, data);
  else drawMasked(bytes, layout, data);
  return { width, height, data };
}

/** Calls `draw` with where each row begins in the file and in the picture. */
function eachRow(layout: BmpLayout, draw: (from: number, to: number) => void): void {
  const size = bmpRowSize(layout);
  for (let row = 0; row < layout.height; row++) {
    const y = layout.topDown ? row : layout.height - 1 - row;
    draw(layout.pixelsAt + row * size, y * layout.width * 4);
  }
}

function drawPlain(bytes: Uint8Array, layout: BmpLayout, data: Uint8ClampedArray): void {
  eachRow(layout, (from, to) => {
    for (let x = 0; x < layout.width; x++, from += 3, to += 4) {
      data[to] = bytes[from + 2]!;
      data[to + 1] = bytes[from + 1]!;
      data[to + 2] = bytes[from]!;
      data[to + 3] = 255;
    }
  });
}

/** The colours of a palette, RGBA; what an index beyond its end shows is black, as viewers have it. */
function paletteOf(bytes: Uint8Array, { palette, bits }: BmpLayout): Uint8Array {
  const colours = new Uint8Array(2 ** bits * 4);
  for (let index = 0; index < 2 ** bits; index++) {
    const at = palette.at + index * palette.entrySize;
    const isThere = index < palette.entries;
    for (let c = 0; c < 3; c++) colours[index * 4 + c] = isThere ? (bytes[at + 2 - c] ?? 0) : 0;
    colours[index * 4 + 3] = 255;
  }
  return colours;
}

function drawIndexed(bytes: Uint8Array, layout: BmpLayout, data: Uint8ClampedArray): void {
  const { bits, width } = layout;
  const colours = paletteOf(bytes, layout);
  const perByte = 8 / bits;
  eachRow(layout, (from, to) => {
    for (let x = 0; x < width; x++) {
      const shift = 8 - bits * ((x % perByte) + 1);
      const index = (bytes[from + Math.floor(x / perByte)]! >> shift) & (2 ** bits - 1);
      data.set(colours.subarray(index * 4, index * 4 + 4), to + x * 4);
    }
  });
}

function drawMasked(bytes: Uint8Array, layout: BmpLayout, data: Uint8ClampedArray): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = layout.bits / 8;
  const channels = layout.masks.map(channelOf);
  let alphas = 0;
  eachRow(layout, (from, to) => {
    for (let x = 0; x < layout.width; x++, from += size, to += 4) {
      const pixel = size === 2 ? view.getUint16(from, true) : view.getUint32(from, true);
      channels.forEach(({ mask, shift, most }, c) => {
        data[to + c] = mask === 0 ? (c === 3 ? 255 : 0) : (((pixel & mask) >>> shift) * 255) / most;
      });
      alphas |= data[to + 3]!;
    }
  });
  // Writers that leave the opacity at nothing throughout mean a picture that is there.
  if (alphas === 0) for (let at = 3; at < data.length; at += 4) data[at] = 255;
}

function channelOf(mask: number): { readonly mask: number; readonly shift: number; readonly most: number } {
  if (mask === 0) return { mask, shift: 0, most: 1 };
  const shift = 31 - Math.clz32(mask & -mask);
  return { mask, shift, most: mask >>> shift };
}

/** Runs of equal pixels, and stretches as they are; what the runs step over keeps the first colour. */
function unpackRuns(bytes: Uint8Array, layout: BmpLayout, data: Uint8ClampedArray): void {
  const { width, height } = layout;
  const isNibbles = layout.compression === bmpPacking.rle4;
  const colours = paletteOf(bytes, layout);
  for (let at = 0; at < data.length; at += 4) data.set(colours.subarray(0, 4), at);
  let x = 0;
  let row = 0;
  const put = (index: number): void => {
    const y = layout.topDown ? row : height - 1 - row;
    if (x < width && row < height) data.set(colours.subarray(index * 4, index * 4 + 4), (y * width + x) * 4);
    x++;
  };
  for (let at = layout.pixelsAt; row < height;) {
    const count = bytes[at];
    const value = bytes[at + 1];
    if (count === undefined || value === undefined) throw new Error('the file is cut off');
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(isNibbles ? (i % 2 === 0 ? value >> 4 : value & 15) : value);
    } else if (value === 0) {
      x = 0;
      row++;
    } else if (value === 1) return;
    else if (value === 2) {
      x += bytes[at] ?? 0;
      row += bytes[at + 1] ?? height;
      at += 2;
    } else {
      const length = isNibbles ? Math.ceil(value / 2) : value;
      if (at + length > bytes.length) throw new Error('the file is cut off');
      for (let i = 0; i < value; i++) {
        const byte = bytes[at + (isNibbles ? i >> 1 : i)]!;
        put(isNibbles ? (i % 2 === 0 ? byte >> 4 : byte & 15) : byte);
      }
      // Stretches are filled up to whole words of two bytes.
      at += length + (length % 2);
    }
  }
}

import { constants, crc32, deflateSync } from 'node:zlib';
import type { Picture } from './filters/picture.ts';

/**
 * Writes a picture as PNG (W3C PNG, third edition): 8-bit palette when 256 colours or fewer are in use, otherwise 8-bit RGB
 * with the filter Paeth. No time, no text: equal pixels give equal bytes.
 */
export function encodePng({ size, data }: Picture): Buffer {
  const palette = paletteOf(data);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, palette ? 3 : 2, 0, 0, 0], 8);
  const rows = palette ? indexedRows(data, size, palette) : filteredRows(data, size);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', Buffer.from([...palette.keys()].flatMap((rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255])))] : []),
    chunk('IDAT', deflateSync(rows, { level: 5, strategy: palette ? constants.Z_DEFAULT_STRATEGY : constants.Z_FILTERED })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** One chunk of a PNG: length, type, content, CRC (PNG specification, 5.3). */
export function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(content.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function paletteOf(data: Uint8ClampedArray): Map<number, number> | null {
  const palette = new Map<number, number>();
  for (let at = 0; at < data.length; at += 4) {
    const rgb = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
    if (palette.has(rgb)) continue;
    if (palette.size === 256) return null;
    palette.set(rgb, palette.size);
  }
  return palette;
}

function indexedRows(data: Uint8ClampedArray, size: number, palette: ReadonlyMap<number, number>): Buffer {
  const rows = Buffer.alloc((size + 1) * size);
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++, at += 4) {
      const rgb = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
      rows[y * (size + 1) + x + 1] = palette.get(rgb) ?? 0;
    }
  }
  return rows;
}

/** All rows with the filter Paeth, which suits soft shading best; trying all five for each row took longer than drawing. */
function filteredRows(data: Uint8ClampedArray, size: number): Buffer {
  const width = size * 3;
  const rows = Buffer.alloc((width + 1) * size);
  let above = new Uint8Array(width);
  let row = new Uint8Array(width);
  for (let y = 0, at = y, out = 0; y < size; y++) {
    for (let x = 0; x < width; x += 3, at += 4) {
      row[x] = data[at] ?? 0;
      row[x + 1] = data[at + 1] ?? 0;
      row[x + 2] = data[at + 2] ?? 0;
    }
    rows[out++] = 4;
    for (let x = 0; x < 3; x++) rows[out++] = (row[x] ?? 0) - (above[x] ?? 0);
    for (let x = 3; x < width; x++) rows[out++] = (row[x] ?? 0) - paeth(row[x - 3] ?? 0, above[x] ?? 0, above[x - 3] ?? 0);
    [row, above] = [above, row];
  }
  return rows;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const a = Math.abs(guess - left);
  const b = Math.abs(guess - up);
  const c = Math.abs(guess - corner);
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

import type { Pixels } from '../../../core/ports.ts';

/** A picture of a GIF: where it lies on the screen that the file declares, and where its parts are in the file. */
interface GifFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly isInterlaced: boolean;
  readonly paletteAt: number;
  readonly colours: number;
  readonly dataAt: number;
  /** Index that shows nothing; -1 where there is none. */
  readonly transparent: number;
}

/**
 * Decodes the first picture of a GIF (CompuServe, "GIF89a Specification"); where it does not cover the screen that the file
 * declares, the rest is transparent. Throws with the reason where it cannot.
 */
export function decodeGif(bytes: Uint8Array): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 13) throw new Error('the file is cut off');
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  const frame = firstFrame(view);
  const { left, top } = frame;
  if (left + frame.width > width || top + frame.height > height)
    throw new Error('its picture is larger than its screen');
  const indices = unpackIndices(bytes, frame.dataAt, frame.width * frame.height);
  const data = new Uint8ClampedArray(width * height * 4);
  rowOrder(frame).forEach((y, row) => {
    for (let x = 0; x < frame.width; x++) {
      const index = indices[row * frame.width + x]!;
      if (index === frame.transparent) continue;
      const to = ((top + y) * width + left + x) * 4;
      const from = frame.paletteAt + index * 3;
      for (let c = 0; c < 3; c++) data[to + c] = index < frame.colours ? (bytes[from + c] ?? 0) : 0;
      data[to + 3] = 255;
    }
  });
  return { width, height, data };
}

function firstFrame(view: DataView): GifFrame {
  const screen = view.getUint8(10);
  const screenColours = (screen & 0x80) === 0 ? 0 : 2 ** ((screen & 7) + 1);
  let at = 13 + screenColours * 3;
  let transparent = -1;
  while (at + 10 < view.byteLength) {
    const block = view.getUint8(at);
    if (block === 0x2c) {
      const flags = view.getUint8(at + 9);
      const own = (flags & 0x80) === 0 ? 0 : 2 ** ((flags & 7) + 1);
      return {
        left: view.getUint16(at + 1, true),
        top: view.getUint16(at + 3, true),
        width: view.getUint16(at + 5, true),
        height: view.getUint16(at + 7, true),
        isInterlaced: (flags & 0x40) !== 0,
        paletteAt: own === 0 ? 13 : at + 10,
        colours: own === 0 ? screenColours : own,
        dataAt: at + 10 + own * 3,
        transparent,
      };
    }
    if (block !== 0x21) break;
    // A graphic control says which colour of the next picture shows nothing.
    if (view.getUint8(at + 1) === 0xf9 && (view.getUint8(at + 3) & 1) === 1) transparent = view.getUint8(at + 6);
    at += 2;
    for (let length = byteAt(view, at); length > 0; length = byteAt(view, at)) at += length + 1;
    at += 1;
  }
  throw new Error('it holds no picture');
}

function byteAt(view: DataView, at: number): number {
  if (at >= view.byteLength) throw new Error('the file is cut off');
  return view.getUint8(at);
}

/** The rows of the picture in the order in which the file has them. */
function rowOrder({ height, isInterlaced }: GifFrame): readonly number[] {
  const passes = isInterlaced
    ? [
        [0, 8],
        [4, 8],
        [2, 4],
        [1, 2],
      ]
    : [[0, 1]];
  const rows: number[] = [];
  for (const [first = 0, step = 1] of passes) for (let y = first; y < height; y += step) rows.push(y);
  return rows;
}

/** Joins the blocks of data and unpacks their LZW (appendix F): `count` indices, or an error where there are fewer. */
function unpackIndices(bytes: Uint8Array, start: number, count: number): Uint8Array {
  const least = bytes[start] ?? 0;
  if (least < 1 || least > 11) throw new Error('its packing is not known');
  const packed = joinedBlocks(bytes, start + 1);
  const out = new Uint8Array(count);
  const [clear, end] = [1 << least, (1 << least) + 1];
  const prefix = new Uint16Array(4096);
  const last = new Uint8Array(4096);
  const lengths = new Uint16Array(4096);
  for (let code = 0; code < clear; code++) [last[code], lengths[code]] = [code, 1];
  let [filled, next, bits, before, held, heldBits] = [0, end + 1, least + 1, -1, 0, 0];
  for (let at = 0; filled < count;) {
    while (heldBits < bits && at < packed.length) {
      held |= packed[at++]! << heldBits;
      heldBits += 8;
    }
    if (heldBits < bits) break;
    const code = held & ((1 << bits) - 1);
    held >>>= bits;
    heldBits -= bits;
    if (code === end) break;
    if (code === clear) {
      [next, bits, before] = [end + 1, least + 1, -1];
      continue;
    }
    const isNew = code === next && before >= 0;
    if (code >= next && !isNew) throw new Error('a code of its packing is not known');
    if (before >= 0 && next < 4096) {
      let first = isNew ? before : code;
      while (first > end) first = prefix[first]!;
      [prefix[next], last[next], lengths[next]] = [before, last[first]!, lengths[before]! + 1];
      next++;
      if (next === 1 << bits && bits < 12) bits++;
    }
    const length = lengths[code]!;
    for (let one = code, place = filled + length - 1; place >= filled; place--, one = prefix[one]!)
      if (place < count) out[place] = last[one]!;
    filled += length;
    before = code;
  }
  if (filled < count) throw new Error('the data of its picture ends early');
  return out;
}

function joinedBlocks(bytes: Uint8Array, start: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = start;
  for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) {
    parts.push(bytes.subarray(at + 1, at + 1 + length));
    at += length + 1;
  }
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    joined.set(part, filled);
    filled += part.length;
  }
  return joined;
}

import type { Pixels } from '../../../core/ports.ts';

/** The first picture of an animated WebP as a WebP of its own, and where it stands on the canvas. */
export interface FirstFrame {
  readonly still: Uint8Array;
  readonly left: number;
  readonly top: number;
  readonly canvas: { readonly width: number; readonly height: number };
}

const animated = 0x02;
const seeThrough = 0x10;
const headerBytes = 12;
/** Of a frame: place, size, duration and flags. */
const frameHeader = 16;

/** Finds the first picture of an animation (WebP Container Specification, "Extended file format"); `undefined` for any other file. */
export function firstFrame(bytes: Uint8Array): FirstFrame | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const extended = chunkAt(view, headerBytes);
  if (extended?.name !== 'VP8X' || extended.size < 10 || (bytes[extended.at]! & animated) === 0) return undefined;
  const canvas = { width: 1 + size24(view, extended.at + 4), height: 1 + size24(view, extended.at + 7) };
  for (let chunk = chunkAfter(view, extended); chunk !== undefined; chunk = chunkAfter(view, chunk)) {
    if (chunk.name !== 'ANMF' || chunk.size < frameHeader) continue;
    const data = bytes.subarray(chunk.at + frameHeader, chunk.at + chunk.size);
    const size = bytes.subarray(chunk.at + 6, chunk.at + 12);
    const place = { left: 2 * size24(view, chunk.at), top: 2 * size24(view, chunk.at + 3) };
    return { still: stillOf(data, size), ...place, canvas };
  }
  return undefined;
}

/** The canvas with the first picture on it; nothing is seen of the rest of it. */
export function onCanvas(frame: Pixels, { left, top, canvas }: FirstFrame): Pixels {
  const { width, height } = canvas;
  if (left === 0 && top === 0 && frame.width === width && frame.height === height) return frame;
  if (left + frame.width > width || top + frame.height > height) throw new Error('a picture lies beyond its canvas');
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < frame.height; y++) {
    const row = frame.data.subarray(y * frame.width * 4, (y + 1) * frame.width * 4);
    data.set(row, ((top + y) * width + left) * 4);
  }
  return { width, height, data };
}

interface Chunk {
  readonly name: string;
  /** Where its data begins. */
  readonly at: number;
  readonly size: number;
}

function chunkAt(view: DataView, at: number): Chunk | undefined {
  if (at + 8 > view.byteLength) return undefined;
  const name = String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
  const size = view.getUint32(at + 4, true);
  return at + 8 + size > view.byteLength ? undefined : { name, at: at + 8, size };
}

/** Chunks are padded to an even length. */
function chunkAfter(view: DataView, { at, size }: Chunk): Chunk | undefined {
  return chunkAt(view, at + size + (size % 2));
}

function size24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

/** The chunks of a picture below a header of their own; `size`: its width and height less 1, as three bytes each. */
function stillOf(chunks: Uint8Array, size: Uint8Array): Uint8Array {
  const still = new Uint8Array(headerBytes + 18 + chunks.length);
  const view = new DataView(still.buffer);
  const write = (at: number, text: string): void => still.set(new TextEncoder().encode(text), at);
  write(0, 'RIFF');
  view.setUint32(4, still.length - 8, true);
  write(8, 'WEBPVP8X');
  view.setUint32(16, 10, true);
  still[20] = chunks[0] === 'A'.charCodeAt(0) || isLossless(chunks) ? seeThrough : 0;
  still.set(size, 24);
  still.set(chunks, 30);
  return still;
}

/** Pictures coded without loss hold their opacity themselves. */
function isLossless(chunks: Uint8Array): boolean {
  return chunks[3] === 'L'.charCodeAt(0);
}

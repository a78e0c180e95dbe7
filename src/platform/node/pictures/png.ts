import { crc32, deflateSync, inflateSync } from 'node:zlib';
import type { Pixels } from '../../../core/ports.ts';

/** Samples for each pixel by colour type (PNG specification, third edition, table 8). */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** The seven passes of an interlaced picture: first column and row, step in columns and rows (same, section 8.1). */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly channels: number;
  readonly interlaced: boolean;
}

interface Chunks {
  readonly header: Header;
  readonly palette: Uint8Array | undefined;
  readonly transparency: Uint8Array | undefined;
  readonly data: readonly Uint8Array[];
}

/**
 * Decodes a PNG of any colour type, depth and interlacing; 16-bit samples keep their high byte. Throws an Error that says
 * what is wrong when the file is cut off, a checksum differs, or the data does not fill the picture. Written here because
 * the WebAssembly decoders at hand end in a trap on a broken file and never give its memory back; `node:zlib` does the work.
 */
export function decodePng(bytes: Uint8Array): Pixels {
  const chunks = readChunks(bytes);
  const { header } = chunks;
  const passes = header.interlaced ? adam7.map(([x, y, dx, dy]) => ({ x, y, dx, dy })) : [{ x: 0, y: 0, dx: 1, dy: 1 }];
  const sized = passes
    .map((pass) => ({
      ...pass,
      width: Math.max(0, Math.ceil((header.width - pass.x) / pass.dx)),
      height: Math.max(0, Math.ceil((header.height - pass.y) / pass.dy)),
    }))
    .filter((pass) => pass.width > 0 && pass.height > 0);
  const bits = header.depth * header.channels;
  const bytesIn = (width: number) => Math.ceil((width * bits) / 8);
  const total = sized.reduce((sum, pass) => sum + pass.height * (bytesIn(pass.width) + 1), 0);
  const raw = inflate(chunks.data, total);
  const data = new Uint8ClampedArray(header.width * header.height * 4);
  const put = colourWriter(chunks, data);
  let at = 0;
  for (const pass of sized) {
    const stride = bytesIn(pass.width);
    let above: Uint8Array = new Uint8Array(stride);
    for (let row = 0; row < pass.height; row++) {
      const line = raw.subarray(at + 1, at + 1 + stride);
      unfilter(raw[at] ?? 0, line, above, Math.max(1, bits >> 3));
      put(line, pass.width, (pass.y + row * pass.dy) * header.width + pass.x, pass.dx);
      above = line;
      at += stride + 1;
    }
  }
  return { width: header.width, height: header.height, data };
}

/** Encodes as 8-bit RGBA, each row with the filter that leaves the smallest sum of differences (the usual heuristic). */
export function encodePng(pixels: Pixels): Uint8Array {
  const stride = pixels.width * 4;
  const raw = new Uint8Array((stride + 1) * pixels.height);
  const zeros = new Uint8Array(stride);
  for (let y = 0; y < pixels.height; y++) {
    const line = pixels.data.subarray(y * stride, (y + 1) * stride);
    const above = y === 0 ? zeros : pixels.data.subarray((y - 1) * stride, y * stride);
    const candidates = [1, 2, 4].map((filter) => filtered(filter, line, above));
    const best = candidates.reduce((a, b) => (roughness(b) < roughness(a) ? b : a));
    raw[y * (stride + 1)] = [1, 2, 4][candidates.indexOf(best)] ?? 0;
    raw.set(best, y * (stride + 1) + 1);
  }
  const header = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0]);
  const view = new DataView(header.buffer);
  view.setUint32(0, pixels.width);
  view.setUint32(4, pixels.height);
  return Buffer.concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', new Uint8Array()),
  ]);
}

function readChunks(bytes: Uint8Array): Chunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: Uint8Array[] = [];
  let header: Header | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  let at = 8;
  for (let type = ''; type !== 'IEND';) {
    if (at + 12 > bytes.length) throw new Error('the file ends before its end mark');
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw new Error('the file ends inside a chunk');
    type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const whole = crc32(bytes.subarray(at + 4, end)) === view.getUint32(end);
    if (!whole && matters(type)) throw new Error(`wrong checksum in ${shown(type)}`);
    const body = bytes.subarray(at + 8, end);
    if (type === 'IHDR') header = readHeader(body);
    else if (type === 'PLTE') palette = body;
    else if (type === 'tRNS') transparency = body;
    else if (type === 'IDAT') data.push(body);
    at = end + 4;
  }
  if (!header) throw new Error('no header');
  if (header.colour === 3 && !palette) throw new Error('no palette');
  return { header, palette, transparency, data };
}

/** Lower case begins the names of chunks that a picture can be shown without, such as comments; viewers pass over bad ones. */
function matters(type: string): boolean {
  return type === 'tRNS' || !/^[a-z]/.test(type);
}

/** Chunk names are bytes from the file: anything but letters is not worth showing. */
function shown(type: string): string {
  return /^[A-Za-z]{4}$/.test(type) ? type : 'a chunk';
}

function readHeader(body: Uint8Array): Header {
  if (body.length !== 13) throw new Error('wrong header length');
  const view = new DataView(body.buffer, body.byteOffset, 13);
  const [depth, colour] = [view.getUint8(8), view.getUint8(9)];
  const channels = channelsOf[colour];
  const depths = colour === 3 ? [1, 2, 4, 8] : colour === 0 ? [1, 2, 4, 8, 16] : [8, 16];
  if (channels === undefined || !depths.includes(depth)) throw new Error('unknown colour type');
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  if (width === 0 || height === 0) throw new Error('no pixels');
  return { width, height, depth, colour, channels, interlaced: view.getUint8(12) === 1 };
}

function inflate(parts: readonly Uint8Array[], expected: number): Uint8Array {
  const packed = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  // One byte more than expected: a bomb is cut short, and data that merely runs over is still told apart.
  const raw = inflateSync(packed, { maxOutputLength: expected + 1 });
  if (raw.length !== expected) throw new Error('the data does not fill the picture');
  return raw;
}

/**
 * Undoes a row's filter in place (PNG specification, section 9.2). `step`: bytes of one pixel, at least 1. One loop for each
 * filter, since this is where decoding spends its time.
 */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, step: number): void {
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let x = step; x < line.length; x++) line[x]! += line[x - step]!;
      return;
    case 2:
      for (let x = 0; x < line.length; x++) line[x]! += above[x]!;
      return;
    case 3:
      for (let x = 0; x < step && x < line.length; x++) line[x]! += above[x]! >> 1;
      for (let x = step; x < line.length; x++) line[x]! += (line[x - step]! + above[x]!) >> 1;
      return;
    case 4:
      for (let x = 0; x < step && x < line.length; x++) line[x]! += above[x]!;
      for (let x = step; x < line.length; x++) line[x]! += paeth(line[x - step]!, above[x]!, above[x - step]!);
      return;
    default:
      throw new Error('unknown filter');
  }
}

/** One of the filters that `encodePng` tries, applied to a row of RGBA. */
function filtered(filter: number, line: Uint8ClampedArray, above: Uint8ClampedArray | Uint8Array): Uint8Array {
  const out = new Uint8Array(line.length);
  for (let x = 0; x < line.length; x++) {
    const left = x < 4 ? 0 : line[x - 4]!;
    const corner = x < 4 ? 0 : above[x - 4]!;
    const predicted = filter === 1 ? left : filter === 2 ? above[x]! : paeth(left, above[x]!, corner);
    out[x] = line[x]! - predicted;
  }
  return out;
}

function roughness(line: Uint8Array): number {
  return line.reduce((sum, value) => sum + (value < 128 ? value : 256 - value), 0);
}

function paeth(left: number, up: number, corner: number): number {
  const a = Math.abs(up - corner);
  const b = Math.abs(left - corner);
  const c = Math.abs(left + up - corner - corner);
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

type PutRow = (line: Uint8Array, width: number, firstPixel: number, step: number) => void;

/** Writes unfiltered rows as RGBA, for the colour type and depth at hand. */
function colourWriter({ header, palette, transparency }: Chunks, out: Uint8ClampedArray): PutRow {
  const { depth, colour, channels } = header;
  if (depth === 8 && colour === 6) return (line, width, first, step) => copyPixels(line, width, 4, out, first, step);
  if (depth === 8 && colour === 2 && !transparency) {
    return (line, width, first, step) => copyPixels(line, width, 3, out, first, step);
  }
  const scale = depth < 8 && colour === 0 ? 255 / (2 ** depth - 1) : 1;
  const keyed = colour === 0 || colour === 2 ? transparency : undefined;
  return (line, width, firstPixel, step) => {
    // A sample at its full depth, which is what a transparent colour is compared with.
    const sample = (index: number): number => {
      if (depth === 8) return line[index] ?? 0;
      if (depth === 16) return ((line[index * 2] ?? 0) << 8) | (line[index * 2 + 1] ?? 0);
      const bit = index * depth;
      return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    };
    const byte = (value: number): number => (depth === 16 ? value >> 8 : value * scale);
    for (let x = 0; x < width; x++) {
      const at = (firstPixel + x * step) * 4;
      const from = x * channels;
      if (colour === 3) {
        const entry = sample(from);
        if (entry * 3 >= (palette?.length ?? 0)) throw new Error('a colour outside the palette');
        for (let c = 0; c < 3; c++) out[at + c] = palette?.[entry * 3 + c] ?? 0;
        out[at + 3] = transparency?.[entry] ?? 255;
        continue;
      }
      const grey = channels < 3;
      for (let c = 0; c < 3; c++) out[at + c] = byte(sample(from + (grey ? 0 : c)));
      out[at + 3] =
        channels % 2 === 0 ? byte(sample(from + channels - 1)) : isKey(keyed, sample, from, channels) ? 0 : 255;
    }
  };
}

/** The two kinds that nearly all pictures are, without a look at each sample. */
function copyPixels(
  line: Uint8Array,
  width: number,
  channels: 3 | 4,
  out: Uint8ClampedArray,
  first: number,
  step: number,
): void {
  for (let x = 0, from = 0, at = first * 4; x < width; x++, from += channels, at += step * 4) {
    out[at] = line[from]!;
    out[at + 1] = line[from + 1]!;
    out[at + 2] = line[from + 2]!;
    out[at + 3] = channels === 4 ? line[from + 3]! : 255;
  }
}

/** Whether a pixel has the one colour that `tRNS` declares transparent. */
function isKey(
  key: Uint8Array | undefined,
  sample: (index: number) => number,
  from: number,
  channels: number,
): boolean {
  if (!key) return false;
  for (let c = 0; c < channels; c++) {
    if (sample(from + c) !== (((key[c * 2] ?? 0) << 8) | (key[c * 2 + 1] ?? 0))) return false;
  }
  return true;
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const out = Buffer.alloc(body.length + 12);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  out.set(body, 8);
  out.writeUInt32BE(crc32(out.subarray(4, body.length + 8)), body.length + 8);
  return out;
}

import { turned } from '../../../core/images/turn.ts';
import type { Pixels } from '../../../core/ports.ts';
import { codeTable, type JpegPlane, readScan, zigzag } from './jpegCoding.ts';
import { UnknownKind } from './unknownKind.ts';

/** Coefficients take eight bytes a pixel. */
const mostPixels = 40_000_000;
/** A picture that comes in ever finer scans has some fifteen; each may go through all of it for a few bytes. */
const mostScans = 100;

type CodeTable = ReturnType<typeof codeTable>;

interface Seen {
  readonly quantisation: Map<number, Uint16Array>;
  /** By class (0x00 for DC, 0x10 for AC) and place. */
  readonly codes: Map<number, CodeTable>;
  interval: number;
  scans: number;
  /** Of the segment of Adobe: 2 where colours are YCCK; `undefined` without it. */
  transform: number | undefined;
  orientation: number;
  frame: Frame | undefined;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly isProgressive: boolean;
  readonly planes: readonly JpegPlane[];
}

/**
 * Decodes a JPEG of four colours (CMYK, or YCCK of Adobe; ITU-T T.81, sequential or progressive), which the WebAssembly decoder refuses: without a colour profile, as
 * most viewers do, and turned upright as it says. Throws with the reason where it cannot.
 */
export function decodeCmykJpeg(bytes: Uint8Array): Pixels {
  const seen = readSegments(bytes);
  const { frame } = seen;
  if (frame?.planes.length !== 4) throw new UnknownKind('not four colours');
  if (frame.planes.some(({ isSeen }) => !isSeen)) throw new Error('a colour is missing');
  const samples = frame.planes.map((plane) =>
    stretched(frame, plane, samplesOf(plane, seen.quantisation.get(plane.table))),
  );
  const { width, height } = frame;
  return turned({ width, height, data: coloursOf(frame, samples, seen.transform === 2) }, seen.orientation);
}

function readSegments(bytes: Uint8Array): Seen {
  const seen: Seen = {
    ...{ quantisation: new Map(), codes: new Map(), interval: 0, scans: 0 },
    ...{ transform: undefined, orientation: 1, frame: undefined },
  };
  for (let at = 2; ;) {
    // What lies between segments is passed over, as other decoders do.
    at = bytes.indexOf(0xff, at);
    const marker = bytes[at + 1];
    if (at === -1 || marker === undefined) throw new Error('the file is cut off');
    if (marker === 0xd9) return seen;
    if (marker === 0xff) at++;
    else if (marker <= 1 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else {
      const end = at + 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
      if (!(end >= at + 4 && end <= bytes.length)) throw new Error('the file is cut off');
      const body = bytes.subarray(at + 4, end);
      at = marker === 0xda ? takeScan(bytes, end, body, seen) : (takeSegment(marker, body, seen), end);
    }
  }
}

function takeSegment(marker: number, body: Uint8Array, seen: Seen): void {
  if (marker === 0xdb) takeQuantisation(body, seen);
  else if (marker === 0xc4) takeCodes(body, seen);
  else if (marker === 0xdd) seen.interval = (body[0]! << 8) | body[1]!;
  else if (marker === 0xee && startsWith(body, 'Adobe')) seen.transform = body[11];
  else if (marker === 0xe1 && startsWith(body, 'Exif\0\0')) seen.orientation = orientationOf(body.subarray(6));
  else if (marker <= 0xc2 && marker >= 0xc0) seen.frame = frameOf(marker, body);
  else if (marker >= 0xc3 && marker <= 0xcf) throw new UnknownKind('JPEG of a kind that is not known');
}

function startsWith(body: Uint8Array, text: string): boolean {
  return [...text].every((letter, i) => body[i] === letter.charCodeAt(0));
}

function takeQuantisation(body: Uint8Array, { quantisation }: Seen): void {
  for (let at = 0; at < body.length;) {
    const [size, place] = [body[at]! >> 4 === 0 ? 1 : 2, body[at]! & 15];
    at++;
    if (at + 64 * size > body.length) throw new Error('a table is cut off');
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k++, at += size)
      table[zigzag[k]!] = size === 1 ? body[at]! : (body[at]! << 8) | body[at + 1]!;
    quantisation.set(place, table);
  }
}

function takeCodes(body: Uint8Array, { codes }: Seen): void {
  for (let at = 0; at + 17 <= body.length;) {
    const counts = body.slice(at + 1, at + 17);
    const end = at + 17 + counts.reduce((sum, count) => sum + count, 0);
    if (end > body.length) throw new Error('a table is cut off');
    codes.set(body[at]!, codeTable(counts, body.slice(at + 17, end)));
    at = end;
  }
}

function frameOf(marker: number, body: Uint8Array): Frame {
  const [height, width] = [(body[1]! << 8) | body[2]!, (body[3]! << 8) | body[4]!];
  const count = body[5]!;
  if (body[0] !== 8) throw new UnknownKind('JPEG of another depth');
  if (!(width > 0 && height > 0) || body.length !== 6 + 3 * count) throw new Error('the header is broken');
  if (width * height > mostPixels) throw new UnknownKind('too large in CMYK');
  const parts = Array.from({ length: count }, (_, i) => {
    const [id, size, table] = body.subarray(6 + 3 * i) as unknown as readonly [number, number, number];
    return { id, across: size >> 4, down: size & 15, table };
  });
  if (parts.some(({ across, down }) => across < 1 || across > 4 || down < 1 || down > 4))
    throw new Error('the header is broken');
  const across = Math.max(...parts.map((part) => part.across));
  const down = Math.max(...parts.map((part) => part.down));
  const [wide, high] = [Math.ceil(width / 8 / across), Math.ceil(height / 8 / down)];
  const planes = parts.map((part): JpegPlane => {
    const stride = wide * part.across;
    return {
      ...part,
      stride,
      blocksWide: Math.ceil(Math.ceil((width * part.across) / across) / 8),
      blocksHigh: Math.ceil(Math.ceil((height * part.down) / down) / 8),
      coefficients: new Int16Array(stride * high * part.down * 64),
      codes: { dc: undefined, ac: undefined },
      isSeen: false,
      before: 0,
    };
  });
  return { width, height, isProgressive: marker === 0xc2, planes };
}

function takeScan(bytes: Uint8Array, at: number, body: Uint8Array, seen: Seen): number {
  const { frame, codes, interval } = seen;
  if (++seen.scans > mostScans) throw new Error('it has too many scans');
  const count = body[0] ?? 0;
  if (frame === undefined || count < 1 || count > 4 || body.length !== 4 + 2 * count)
    throw new Error('a scan is broken');
  const planes = Array.from({ length: count }, (_, i) => {
    const [id, tables] = body.subarray(1 + 2 * i) as unknown as readonly [number, number];
    const plane = frame.planes.find((one) => one.id === id);
    if (plane === undefined) throw new Error('a scan is of a colour that is not there');
    plane.isSeen = true;
    plane.codes = { dc: codes.get(tables >> 4), ac: codes.get(0x10 | (tables & 15)) };
    return plane;
  });
  const { isProgressive } = frame;
  const [first, last, bits] = body.subarray(1 + 2 * count) as unknown as readonly [number, number, number];
  if (isProgressive && (last > 63 || first > last)) throw new Error('a scan is broken');
  const range = isProgressive
    ? { first, last, high: bits >> 4, low: bits & 15 }
    : { first: 0, last: 63, high: 0, low: 0 };
  return readScan(bytes, at, { planes, isProgressive, ...range }, interval);
}

/** The orientation in the first directory of EXIF (tag 274); 1 where it says none. */
function orientationOf(exif: Uint8Array): number {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.length);
  if (exif.length < 14) return 1;
  const little = exif[0] === 0x49;
  const directory = view.getUint32(4, little);
  for (let at = directory + 2; at + 12 <= exif.length && at < directory + 2 + 12 * 100; at += 12)
    if (view.getUint16(at, little) === 274) return view.getUint16(at + 8, little);
  return 1;
}

/** `cosines[x * 8 + u]`: what frequency u adds at place x (annex A.3.3). */
const cosines = Float32Array.from({ length: 64 }, (_, i) => {
  const [x, u] = [i >> 3, i & 7];
  return (Math.cos(((2 * x + 1) * u * Math.PI) / 16) * (u === 0 ? Math.SQRT1_2 : 1)) / 2;
});

/** The samples of a plane, 0 to 255, in rows of `stride * 8`. */
function samplesOf({ coefficients, stride }: JpegPlane, table: Uint16Array | undefined): Uint8ClampedArray {
  if (table === undefined) throw new Error('a table is missing');
  const samples = new Uint8ClampedArray(coefficients.length);
  const [values, rows] = [new Float32Array(64), new Float32Array(64)];
  const width = stride * 8;
  for (let block = 0; block * 64 < coefficients.length; block++) {
    for (let i = 0; i < 64; i++) values[i] = coefficients[block * 64 + i]! * table[i]!;
    transform(values, rows);
    transform(rows, values);
    const corner = Math.floor(block / stride) * 8 * width + (block % stride) * 8;
    for (let i = 0; i < 64; i++) samples[corner + (i >> 3) * width + (i & 7)] = values[i]! + 128;
  }
  return samples;
}

/** One direction of the inverse transform; what were rows are columns then. */
function transform(from: Float32Array, to: Float32Array): void {
  for (let row = 0; row < 8; row++) {
    // Of most blocks only the first few values are anything.
    let used = 8;
    while (used > 0 && from[row * 8 + used - 1] === 0) used--;
    for (let x = 0; x < 8; x++) {
      let sum = 0;
      for (let u = 0; u < used; u++) sum += from[row * 8 + u]! * cosines[x * 8 + u]!;
      to[x * 8 + row] = sum;
    }
  }
}

/** The samples of a plane at the size of the picture: between those of a smaller one lies what lies between them in the picture. */
function stretched({ width, height, planes }: Frame, plane: JpegPlane, samples: Uint8ClampedArray): Uint8ClampedArray {
  const stride = plane.stride * 8;
  const across = placesBetween(width, plane.across / Math.max(...planes.map((one) => one.across)));
  const down = placesBetween(height, plane.down / Math.max(...planes.map((one) => one.down)));
  const whole = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y++) {
    const [above, below, low] = [down.from[y]! * stride, down.to[y]! * stride, down.share[y]!];
    for (let x = 0; x < width; x++) {
      const [left, right, far] = [across.from[x]!, across.to[x]!, across.share[x]!];
      const upper = samples[above + left]! * (1 - far) + samples[above + right]! * far;
      whole[y * width + x] =
        low === 0
          ? upper
          : upper * (1 - low) + (samples[below + left]! * (1 - far) + samples[below + right]! * far) * low;
    }
  }
  return whole;
}

/** Between which two samples each place lies, and how near it is to the later one. */
function placesBetween(length: number, scale: number) {
  const last = Math.ceil(length * scale) - 1;
  const [from, to, share] = [new Uint32Array(length), new Uint32Array(length), new Float32Array(length)];
  for (let place = 0; place < length; place++) {
    const exact = Math.min(last, Math.max(0, (place + 0.5) * scale - 0.5));
    from[place] = Math.floor(exact);
    to[place] = Math.min(last, Math.floor(exact) + 1);
    share[place] = exact - Math.floor(exact);
  }
  return { from, to, share };
}

/** As Adobe stores colours, and as browsers take those of all others: how much light is left of each. */
function coloursOf(
  { width, height }: Frame,
  samples: readonly Uint8ClampedArray[],
  isYcck: boolean,
): Uint8ClampedArray {
  const data = new Uint8ClampedArray(width * height * 4);
  const [first, second, third, black] = samples as [
    Uint8ClampedArray,
    Uint8ClampedArray,
    Uint8ClampedArray,
    Uint8ClampedArray,
  ];
  for (let at = 0, to = 0; at < width * height; at++, to += 4) {
    const [a, b, c, k] = [first[at]!, second[at]!, third[at]!, black[at]!];
    const [blue, red] = [b - 128, c - 128];
    data[to] = isYcck ? 255 - (a + 1.402 * red) : a;
    data[to + 1] = isYcck ? 255 - (a - 0.344136 * blue - 0.714136 * red) : b;
    data[to + 2] = isYcck ? 255 - (a + 1.772 * blue) : c;
    for (let i = to; i < to + 3; i++) data[i] = (data[i]! * k) / 255;
    data[to + 3] = 255;
  }
  return data;
}

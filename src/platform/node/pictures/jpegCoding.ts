/** A table of Huffman codes (ITU-T T.81, annex C): by the length of a code its first number, and the place of its first symbol. */
interface CodeTable {
  readonly firsts: Int32Array;
  readonly counts: Uint8Array;
  readonly places: Int32Array;
  readonly symbols: Uint8Array;
}

/** One colour of a picture, as its coefficients in blocks of 64. */
export interface JpegPlane {
  readonly id: number;
  readonly across: number;
  readonly down: number;
  readonly table: number;
  /** Blocks that the picture itself takes, and those that there are for whole groups of blocks. */
  readonly blocksWide: number;
  readonly blocksHigh: number;
  readonly stride: number;
  readonly coefficients: Int16Array;
  codes: { dc: CodeTable | undefined; ac: CodeTable | undefined };
  before: number;
  isSeen: boolean;
}

/** What one scan is about. */
interface Scan {
  readonly planes: readonly JpegPlane[];
  readonly first: number;
  readonly last: number;
  /** Bits that earlier scans told, and the one that is told now. */
  readonly high: number;
  readonly low: number;
  readonly isProgressive: boolean;
}

/** The order of coefficients in the file (annex A.3.6). */
export const zigzag = Uint8Array.from([
  ...[
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28,
  ],
  ...[
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
    55,
  ],
  ...[62, 63],
]);

/** Makes a table of codes from how many there are of each length, and their symbols. */
export function codeTable(counts: Uint8Array, symbols: Uint8Array): CodeTable {
  const [firsts, places] = [new Int32Array(17), new Int32Array(17)];
  let code = 0;
  let place = 0;
  for (let length = 1; length <= 16; length++) {
    firsts[length] = code;
    places[length] = place;
    code = (code + counts[length - 1]!) << 1;
    place += counts[length - 1]!;
  }
  return { firsts, counts, places, symbols };
}

/** Bits behind each other, without the zero that stands behind each 0xff. Throws where a marker ends them. */
class Bits {
  at: number;
  readonly #bytes: Uint8Array;
  #byte = 0;
  #left = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  one(): number {
    if (this.#left === 0) this.#next();
    this.#left--;
    return (this.#byte >> this.#left) & 1;
  }

  several(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = (value << 1) | this.one();
    return value;
  }

  /** A number of so many bits, of which the smaller half is negative (annex F.2.2.1). */
  signed(count: number): number {
    if (count === 0) return 0;
    const value = this.several(count);
    return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
  }

  symbol(table: CodeTable | undefined): number {
    if (table === undefined) throw new Error('a table of codes is missing');
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.one();
      const place = code - table.firsts[length]!;
      if (place >= 0 && place < table.counts[length - 1]!) return table.symbols[table.places[length]! + place]!;
    }
    throw new Error('a code is none of its table');
  }

  /** Goes on behind the marker that parts what is coded by itself. */
  restart(): void {
    this.#left = 0;
    const [mark, kind] = [this.#bytes[this.at], this.#bytes[this.at + 1]];
    if (mark !== 0xff || kind === undefined || kind < 0xd0 || kind > 0xd7) throw new Error('a restart is missing');
    this.at += 2;
  }

  #next(): void {
    const byte = this.#bytes[this.at];
    if (byte === undefined) throw new Error('the file is cut off');
    if (byte === 0xff) {
      if (this.#bytes[this.at + 1] !== 0) throw new Error('the data ends too soon');
      this.at++;
    }
    this.at++;
    this.#byte = byte;
    this.#left = 8;
  }
}

/** Reads what is coded of one scan into the coefficients of its planes, and says where it ends. Throws where that cannot be. */
export function readScan(bytes: Uint8Array, at: number, scan: Scan, interval: number): number {
  const bits = new Bits(bytes, at);
  const reader = new BlockReader(bits, scan);
  let done = 0;
  for (const blocks of groupsOf(scan.planes)) {
    if (interval > 0 && done > 0 && done % interval === 0) {
      bits.restart();
      reader.restart();
    }
    for (const [plane, block] of blocks) reader.read(plane, block * 64);
    done++;
  }
  return bits.at;
}

type Block = readonly [plane: JpegPlane, place: number];

/** The blocks of a scan in their order: of one plane each by itself, of several those of one place of the picture together (annex A.2). */
function* groupsOf(planes: readonly JpegPlane[]): Iterable<readonly Block[]> {
  const [only] = planes as [JpegPlane];
  if (planes.length === 1) {
    for (let y = 0; y < only.blocksHigh; y++)
      for (let x = 0; x < only.blocksWide; x++) yield [[only, y * only.stride + x]];
    return;
  }
  const wide = only.stride / only.across;
  const high = only.coefficients.length / 64 / only.stride / only.down;
  for (let row = 0; row < high; row++) {
    for (let column = 0; column < wide; column++) {
      yield planes.flatMap((plane) =>
        Array.from({ length: plane.across * plane.down }, (_, i): Block => {
          const [x, y] = [i % plane.across, Math.floor(i / plane.across)];
          return [plane, (row * plane.down + y) * plane.stride + column * plane.across + x];
        }),
      );
    }
  }
}

class BlockReader {
  readonly #bits: Bits;
  readonly #scan: Scan;
  /** Blocks that have nothing more, this one included. */
  #empty = 0;

  constructor(bits: Bits, scan: Scan) {
    this.#bits = bits;
    this.#scan = scan;
    this.restart();
  }

  restart(): void {
    this.#empty = 0;
    for (const plane of this.#scan.planes) plane.before = 0;
  }

  read(plane: JpegPlane, at: number): void {
    const { isProgressive, first, high } = this.#scan;
    if (!isProgressive) {
      this.#readFirst(plane, at);
      this.#readOthers(plane, at, 1);
    } else if (first === 0) {
      if (high === 0) this.#readFirst(plane, at);
      else if (this.#bits.one() === 1) plane.coefficients[at]! |= 1 << this.#scan.low;
    } else if (high === 0) this.#readOthers(plane, at, first);
    else this.#refine(plane, at);
  }

  #readFirst(plane: JpegPlane, at: number): void {
    const size = this.#bits.symbol(plane.codes.dc);
    if (size > 15) throw new Error('a value is too large');
    plane.before += this.#bits.signed(size);
    plane.coefficients[at] = plane.before << this.#scan.low;
  }

  #readOthers({ coefficients, codes }: JpegPlane, at: number, first: number): void {
    if (this.#empty > 0) {
      this.#empty--;
      return;
    }
    const { last, low } = this.#scan;
    for (let k = first; k <= last; k++) {
      const symbol = this.#bits.symbol(codes.ac);
      const [run, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && run < 15) {
        this.#empty = (1 << run) - 1 + this.#bits.several(run);
        return;
      }
      k += run;
      if (k > last) throw new Error('a block has too many values');
      if (size > 0) coefficients[at + zigzag[k]!] = this.#bits.signed(size) << low;
    }
  }

  /** One more bit of the values of a block that are known, and values that were nothing so far (annex G.1.2.3). */
  #refine({ coefficients, codes }: JpegPlane, at: number): void {
    const { first, last, low } = this.#scan;
    let k = first;
    while (k <= last && this.#empty === 0) {
      const symbol = this.#bits.symbol(codes.ac);
      const [run, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && run < 15) {
        this.#empty = (1 << run) + this.#bits.several(run);
        break;
      }
      const value = size === 0 ? 0 : this.#bits.one() === 1 ? 1 << low : -1 << low;
      k = this.#refineKnown(coefficients, at, k, run) + 1;
      if (value !== 0 && k - 1 <= last) coefficients[at + zigzag[k - 1]!] = value;
    }
    if (this.#empty === 0) return;
    this.#refineKnown(coefficients, at, k, 64);
    this.#empty--;
  }

  /** Refines known values from a place on, until so many unknown ones are passed over; says the place of the next unknown one. */
  #refineKnown(coefficients: Int16Array, at: number, from: number, zeros: number): number {
    const { last, low } = this.#scan;
    let left = zeros;
    for (let k = from; k <= last; k++) {
      const place = at + zigzag[k]!;
      const known = coefficients[place]!;
      if (known === 0) {
        if (left === 0) return k;
        left--;
      } else if (this.#bits.one() === 1 && (known & (1 << low)) === 0) {
        coefficients[place] = known + (known > 0 ? 1 << low : -1 << low);
      }
    }
    return last + 1;
  }
}

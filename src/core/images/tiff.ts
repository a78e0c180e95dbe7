/** The tags of a TIFF's first directory that say how its picture is kept. Numbers and places are as the file has them. */
export interface TiffLayout {
  readonly littleEndian: boolean;
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly compression: number;
  readonly photometric: number;
  readonly samples: number;
  /** Each sample in a plane of its own, instead of side by side. */
  readonly isPlanar: boolean;
  /** Size of a strip or tile, and how many stand side by side. */
  readonly chunk: { readonly width: number; readonly height: number; readonly across: number; readonly down: number };
  readonly offsets: readonly number[];
  readonly lengths: readonly number[];
  readonly predictor: number;
  readonly palette: readonly number[];
  /** What the first sample beyond the colours is: 1 and 2 are opacity. */
  readonly extra: number | undefined;
  /** 1 whole numbers, 3 floating point. */
  readonly format: number;
  /** Bits of a byte stand the other way round. */
  readonly isReversed: boolean;
  readonly jpegTables: readonly number[];
  /** As in EXIF, 1 to 8. */
  readonly orientation: number;
}

const tag = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripLengths: 279,
  planar: 284,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileLengths: 325,
  extra: 338,
  format: 339,
  jpegTables: 347,
} as const;

/** Bytes of a value by its type; types that none of the tags above has are left out. */
const sizes: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 6: 1, 7: 1, 13: 4, 16: 8 };

/**
 * Reads the first directory of a TIFF or BigTIFF (Adobe, "TIFF Revision 6.0" and its technical notes); `undefined` where it is not
 * within `bytes`, or says what no picture can be.
 */
export function readTiffLayout(bytes: Uint8Array): TiffLayout | undefined {
  if (bytes.length < 16) return undefined;
  const tags = readTags(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes[0] === 0x49);
  const one = (key: number, otherwise: number): number => tags?.get(key)?.[0] ?? otherwise;
  const all = (key: number): readonly number[] => tags?.get(key) ?? [];
  const [width, height] = [one(tag.width, 0), one(tag.height, 0)];
  if (tags === undefined || width < 1 || height < 1) return undefined;
  const photometric = one(tag.photometric, 1);
  const isTiled = tags.has(tag.tileOffsets);
  const high = Math.min(one(isTiled ? tag.tileHeight : tag.rowsPerStrip, height), isTiled ? Infinity : height);
  const wide = isTiled ? one(tag.tileWidth, 0) : width;
  const samples = one(tag.samples, 1);
  if (wide < 1 || high < 1 || samples < 1) return undefined;
  const order = one(tag.orientation, 1);
  return {
    littleEndian: bytes[0] === 0x49,
    width,
    height,
    bits: one(tag.bits, 1),
    compression: one(tag.compression, 1),
    photometric,
    samples,
    isPlanar: one(tag.planar, 1) === 2 && samples > 1,
    chunk: { width: wide, height: high, across: Math.ceil(width / wide), down: Math.ceil(height / high) },
    offsets: all(isTiled ? tag.tileOffsets : tag.stripOffsets),
    lengths: all(isTiled ? tag.tileLengths : tag.stripLengths),
    predictor: one(tag.predictor, 1),
    palette: all(tag.palette),
    extra: tags.get(tag.extra)?.[0],
    format: one(tag.format, 1),
    isReversed: one(tag.fillOrder, 1) === 2,
    jpegTables: all(tag.jpegTables),
    orientation: order >= 1 && order <= 8 ? order : 1,
  };
}

/** Whether a TIFF of this layout has all strips and tiles of its first picture within `length` bytes. */
export function isWholeTiff(layout: TiffLayout, length: number): boolean {
  const { chunk, offsets, lengths, isPlanar, samples } = layout;
  const wanted = chunk.across * chunk.down * (isPlanar ? samples : 1);
  if (offsets.length < wanted) return false;
  return lengths.length === 0 || offsets.every((offset, at) => offset + (lengths[at] ?? 0) <= length);
}

function readTags(view: DataView, little: boolean): ReadonlyMap<number, readonly number[]> | undefined {
  const isBig = view.getUint16(2, little) === 43;
  const wide = (at: number): number => (isBig ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
  const start = wide(isBig ? 8 : 4);
  const entrySize = isBig ? 20 : 12;
  const first = start + (isBig ? 8 : 2);
  if (first > view.byteLength) return undefined;
  const count = isBig ? wide(start) : view.getUint16(start, little);
  if (first + count * entrySize > view.byteLength) return undefined;
  const wanted = new Set<number>(Object.values(tag));
  const tags = new Map<number, readonly number[]>();
  for (let at = first; at < first + count * entrySize; at += entrySize) {
    const key = view.getUint16(at, little);
    const type = view.getUint16(at + 2, little);
    const size = sizes[type];
    if (!wanted.has(key) || size === undefined) continue;
    const values = wide(at + 4);
    const inline = at + (isBig ? 12 : 8);
    const from = values * size <= (isBig ? 8 : 4) ? inline : wide(inline);
    // A head of the file may end before long values, which only decoding needs.
    if (from + values * size > view.byteLength) continue;
    tags.set(
      key,
      Array.from({ length: values }, (_, i) => valueAt(view, from + i * size, size, little)),
    );
  }
  return tags;
}

function valueAt(view: DataView, at: number, size: number, little: boolean): number {
  switch (size) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, little);
    case 4:
      return view.getUint32(at, little);
    default:
      return Number(view.getBigUint64(at, little));
  }
}

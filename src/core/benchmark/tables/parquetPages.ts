import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import type { ColumnMetaData, Compressors, SchemaTree } from 'hyparquet/src/index.js';

/** A column chunk whose pages are looked at before they are decoded. */
interface PageColumn {
  readonly codec: ColumnMetaData['codec'];
  readonly type: ColumnMetaData['type'];
  readonly schemaPath: readonly SchemaTree[];
  /** Most values that one of its pages can have. */
  readonly values: number;
}

type PageHeader = ReturnType<typeof parquetHeader>;

/** Larger pages are none: writers make them of a megabyte or so. */
const mostPageBytes = 256 * 1024 * 1024;
/** A packed run is filled up to a whole number of groups; the largest that writers make has 63. */
const packedRoom = 63 * 8;
/** Writers of deltas use blocks of 128 to 4096 values. */
const mostBlock = 1 << 20;

/**
 * Walks over the pages of a column chunk, so that none can make the reader go round for ever or fill the memory: page must follow page, and the runs
 * in them (encodings of Apache Parquet: RLE and bit-packing hybrid, deltas) must not claim more values than the page has. Throws; what it
 * lets through takes the reader time and memory that grow with the bytes and values of the page.
 */
export function checkPages(view: DataView, column: PageColumn, compressors: Compressors): void {
  const reader = { view, offset: 0 };
  while (reader.offset < view.byteLength - 1) {
    const before = reader.offset;
    const header = parquetHeader(reader);
    const start = reader.offset;
    const size = header.compressed_page_size;
    const unpacked = Number(header.uncompressed_page_size);
    reader.offset += size;
    const isInside = size >= 0 && reader.offset <= view.byteLength && reader.offset > before;
    if (!isInside || !(unpacked >= 0 && unpacked <= mostPageBytes)) throw damaged();
    const bytes = new Uint8Array(view.buffer, view.byteOffset + start, size);
    checkPage(header, bytes, column, compressors);
  }
}

function checkPage(header: PageHeader, bytes: Uint8Array, column: PageColumn, compressors: Compressors): void {
  const { data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = header;
  const unpacked = Number(header.uncompressed_page_size);
  const unpack = (packed: Uint8Array, size: number) =>
    packed.length === size && column.codec === 'UNCOMPRESSED'
      ? packed
      : decompressPage(packed, size, column.codec, compressors);
  if (header.type === 'DATA_PAGE' && first) {
    const count = first.num_values;
    if (!(count >= 0 && count <= column.values)) throw damaged();
    const walk = new PageWalk(unpack(bytes, unpacked), count);
    const [repeated, defined] = levelWidths(column);
    if (repeated > 0 && column.schemaPath.length > 1) walk.sizedRuns(repeated);
    if (defined > 0) walk.sizedRuns(defined);
    walk.values(first.encoding, column.type, true);
  } else if (header.type === 'DATA_PAGE_V2' && second) {
    const { num_values: count, num_nulls: nulls } = second;
    const levels = [second.repetition_levels_byte_length, second.definition_levels_byte_length] as const;
    const isSound = count >= 0 && count <= column.values && nulls >= 0 && nulls <= count;
    if (!isSound || !(levels[0] >= 0 && levels[1] >= 0 && levels[0] + levels[1] <= bytes.length)) throw damaged();
    const [repeated, defined] = levelWidths(column);
    const levelWalk = new PageWalk(bytes, count);
    if (repeated > 0) levelWalk.runs(repeated, levels[0]);
    levelWalk.offset = levels[0];
    if (defined > 0) levelWalk.runs(defined, levels[1]);
    const packed = bytes.subarray(defined > 0 ? levels[0] + levels[1] : levels[0]);
    const body = second.is_compressed === false ? packed : unpack(packed, unpacked - levels[0] - levels[1]);
    new PageWalk(body, count).values(second.encoding, column.type, false);
  } else if (header.type === 'DICTIONARY_PAGE' && dictionary) {
    // The smallest value is a bit.
    if (!(dictionary.num_values >= 0 && dictionary.num_values <= unpacked * 8)) throw damaged();
  }
}

function levelWidths({ schemaPath }: PageColumn): readonly [repetition: number, definition: number] {
  const path = [...schemaPath];
  const bits = (most: number) => 32 - Math.clz32(most);
  return [bits(getMaxRepetitionLevel(path)), bits(getMaxDefinitionLevel(path))];
}

function damaged(): Error {
  return new Error('a page of a column is damaged');
}

/** Goes over the bytes of one page as the reader will. */
class PageWalk {
  offset = 0;
  readonly #view: DataView;
  readonly #count: number;

  constructor(bytes: Uint8Array, count: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#count = count;
  }

  /** Runs with their length in bytes before them. */
  sizedRuns(width: number): void {
    const length = this.#view.getUint32(this.offset, true);
    this.offset += 4;
    this.runs(width, length);
  }

  /** Runs of one value, or of packed ones, until there are as many as the page has. */
  runs(width: number, length: number): void {
    const start = this.offset;
    let seen = 0;
    while (seen < this.#count && this.offset < this.#view.byteLength) {
      const header = this.#varInt();
      const isPacked = (header & 1) === 1;
      const count = isPacked ? (header >> 1) << 3 : header >>> 1;
      if (count < 0 || count > this.#count + packedRoom) throw damaged();
      this.offset += isPacked ? Math.max(1, Math.ceil((count * width) / 8)) : (width + 7) >> 3;
      seen += count;
    }
    this.offset = start + length;
  }

  /** The values of a data page; of the first version with `isFirst`. */
  values(encoding: string | undefined, type: string, isFirst: boolean): void {
    if (encoding === 'RLE' && (!isFirst || type === 'BOOLEAN')) this.sizedRuns(1);
    else if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY' || encoding === 'RLE') {
      if (this.#count === 0 || this.#view.byteLength <= this.offset) return;
      const width = this.#view.getUint8(this.offset++);
      if (width > 32) throw damaged();
      if (width > 0 || !isFirst) this.runs(width, this.#view.byteLength - this.offset);
    } else if (encoding === 'DELTA_BINARY_PACKED' || encoding === 'DELTA_LENGTH_BYTE_ARRAY') this.#deltas(this.offset);
    else if (encoding === 'DELTA_BYTE_ARRAY') this.#prefixes();
  }

  /** The head of a list of deltas must be one by which the reader gets on; says how many there are. */
  #deltas(offset: number): number {
    const before = this.offset;
    this.offset = offset;
    const [block, parts, count] = [this.#varInt(), this.#varInt(), this.#varInt()];
    this.offset = before;
    const isSound = block > 0 && block <= mostBlock && parts > 0 && parts <= block && block % parts === 0;
    if (!isSound || count < 0 || count > this.#count) throw damaged();
    return count;
  }

  /** Each text takes over a beginning of the one before it, which must be there. */
  #prefixes(): void {
    const count = this.#deltas(this.offset);
    const reader = { view: this.#view, offset: this.offset };
    const prefixes = new Int32Array(count);
    if (count > 0) deltaBinaryUnpack(reader, count, prefixes);
    this.#deltas(reader.offset);
    const suffixes = new Int32Array(count);
    if (count > 0) deltaBinaryUnpack(reader, count, suffixes);
    let length = 0;
    for (let i = 0; i < count; i++) {
      if (prefixes[i]! < 0 || prefixes[i]! > length || suffixes[i]! < 0) throw damaged();
      length = prefixes[i]! + suffixes[i]!;
    }
  }

  #varInt(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#view.getUint8(this.offset++);
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value;
    }
  }
}

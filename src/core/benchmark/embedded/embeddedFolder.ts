import type { FileError, FileStat, ReadableFolder } from '../../ports.ts';
import { err, ok, type Result } from '../../result.ts';
import type { EmbeddedPlace } from '../item.ts';
import { listedFile } from '../files/listing.ts';
import { parquetPictures, type ParquetPictures } from './parquetPictures.ts';
import { isTableFile, noHasher, readRecords } from '../tables/recordTable.ts';
import { decodeBase64 } from './base64.ts';
import { rememberedEmbedded, shareEmbedded, type EmbeddedPictures } from './embeddedPictures.ts';

/**
 * The same folder, in which the pictures inside its tables have paths as well: the table's path and a name below it
 * (`test.parquet/12.png`), as `Item.path` has them. Whatever reads a picture by its path reads these, too. A table is read once to
 * learn where its pictures are; the pictures themselves are read when they are asked for. They are not listed. A folder
 * that does so already is given back as it is.
 */
export function withEmbedded(folder: ReadableFolder): ReadableFolder {
  if (wrapped.has(folder)) return folder;
  const reader = new EmbeddedReader(folder);
  const inTables: InTables = {
    async stat(path) {
      const place = await reader.placeOf(path);
      return place === undefined ? folder.stat(path) : reader.stat(path, place);
    },
    async readRange(path, start, length) {
      const place = await reader.placeOf(path);
      return place === undefined ? folder.readRange(path, start, length) : reader.readRange(path, place, start, length);
    },
  };
  const embedding = withEmbeddedFrom(folder, inTables);
  shareEmbedded(folder, embedding);
  return embedding;
}

/** Reads what a path below a table's own leads to, were it a file like any other. */
export type InTables = Pick<ReadableFolder, 'stat' | 'readRange'>;

/** As {@link withEmbedded}, where somebody else reads what is in tables, such as another thread. */
export function withEmbeddedFrom(folder: ReadableFolder, inTables: InTables): ReadableFolder {
  const embedding: ReadableFolder = {
    ...folder,
    stat: (path) => (tableOf(path) ? inTables : folder).stat(path),
    read: (path) => (tableOf(path) ? inTables.readRange(path, 0, Infinity) : folder.read(path)),
    readHead: (path, length) => (tableOf(path) ? inTables.readRange(path, 0, length) : folder.readHead(path, length)),
    readRange: (path, start, length) => (tableOf(path) ? inTables : folder).readRange(path, start, length),
  };
  wrapped.add(embedding);
  return embedding;
}

const wrapped = new WeakSet<ReadableFolder>();

/** The table that a path is below of by its name; `undefined` for nearly all paths. */
function tableOf(path: string): { readonly table: string; readonly name: string } | undefined {
  const slash = path.lastIndexOf('/');
  if (slash === -1) return undefined;
  const table = path.slice(0, slash);
  return isTableFile(listedFile(table)) ? { table, name: path.slice(slash + 1) } : undefined;
}

class EmbeddedReader {
  readonly #folder: ReadableFolder;
  readonly #tables = new Map<string, Promise<EmbeddedPictures | undefined>>();
  /** How many bytes a letter has in each table of text. */
  readonly #widths = new Map<string, Promise<1 | 2>>();
  readonly #parquet: ParquetPictures;

  constructor(folder: ReadableFolder) {
    this.#folder = folder;
    this.#parquet = parquetPictures(folder);
  }

  /** Where a path leads inside a table; `undefined` where it is that of a file, were it one that is missing. */
  async placeOf(path: string): Promise<EmbeddedPlace | undefined> {
    const parts = tableOf(path);
    return parts && (await this.#picturesOf(parts.table))?.get(parts.name);
  }

  async stat(path: string, place: EmbeddedPlace): Promise<Result<FileStat, FileError>> {
    const table = await this.#folder.stat(place.file);
    if (!table.ok) return table;
    if (place.length !== undefined) {
      const letters = place.length / (await this.#widthOf(place));
      return ok({ kind: 'file', size: Math.floor((letters * 3) / 4), mtime: table.value.mtime });
    }
    const bytes = await this.readRange(path, place, 0, Infinity);
    return bytes.ok ? ok({ kind: 'file', size: bytes.value.length, mtime: table.value.mtime }) : bytes;
  }

  async readRange(
    path: string,
    place: EmbeddedPlace,
    start: number,
    length: number,
  ): Promise<Result<Uint8Array, FileError>> {
    if (place.start === undefined || place.length === undefined) {
      const bytes = await this.#parquet.read(place);
      return bytes.ok ? ok(bytes.value.subarray(start, start + length)) : err({ ...bytes.error, path });
    }
    // Whole groups of four characters; what escapes and line ends take is read as well.
    const groups = Math.ceil((start + length) / 3);
    const most = Number.isFinite(groups)
      ? Math.min(place.length, groups * 8 * (await this.#widthOf(place)))
      : place.length;
    const text = await this.#folder.readRange(place.file, place.start, most);
    return text.ok ? ok(decodeBase64(text.value).subarray(start, start + length)) : err({ ...text.error, path });
  }

  #widthOf({ file, start = 0 }: EmbeddedPlace): Promise<1 | 2> {
    let width = this.#widths.get(file);
    if (width === undefined) this.#widths.set(file, (width = this.#readWidth(file, start)));
    return width;
  }

  /** A letter of UTF-16 has a zero beside it. */
  async #readWidth(file: string, start: number): Promise<1 | 2> {
    const letter = await this.#folder.readRange(file, start, 2);
    return letter.ok && letter.value.includes(0) ? 2 : 1;
  }

  #picturesOf(table: string): Promise<EmbeddedPictures | undefined> {
    let pictures = this.#tables.get(table);
    if (pictures === undefined) {
      pictures = this.#readTable(table);
      this.#tables.set(table, pictures);
      // A table that cannot be read now may be there later.
      void pictures.then((known) => known ?? this.#tables.delete(table));
    }
    return pictures;
  }

  async #readTable(table: string): Promise<EmbeddedPictures | undefined> {
    const stat = await this.#folder.stat(table);
    if (!stat.ok || stat.value.kind !== 'file') return undefined;
    const known = rememberedEmbedded(this.#folder, table);
    if (known !== undefined) return known;
    await readRecords({ folder: this.#folder, hasher: noHasher }, table);
    return rememberedEmbedded(this.#folder, table);
  }
}

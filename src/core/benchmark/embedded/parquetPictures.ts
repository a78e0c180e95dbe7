import type { FileError, ReadableFolder } from '../../ports.ts';
import { err, ok, type Result } from '../../result.ts';
import type { EmbeddedPlace } from '../item.ts';
import { openParquet, readParquetRows, type ParquetFile } from '../tables/parquetFile.ts';

/** Reads pictures out of Parquet files. */
export interface ParquetPictures {
  read(place: EmbeddedPlace): Promise<Result<Uint8Array, FileError>>;
}

/** Rows that stand together in the file: they are read at once, whether one of them is wanted or all. */
interface Batch {
  readonly from: number;
  readonly pictures: readonly (Uint8Array | undefined)[];
  readonly bytes: number;
}

/** Bytes of pictures kept for those that are asked for next; pictures are mostly asked for in their order. */
const mostKept = 96 * 1024 * 1024;
/** Larger groups of rows are read in parts of this many rows. */
const largeGroup = 192 * 1024 * 1024;
const rowsAtOnce = 64;

/** Makes a reader of embedded pictures that keeps the last ones, never all. */
export function parquetPictures(folder: ReadableFolder): ParquetPictures {
  const files = new Map<string, Promise<Result<ParquetFile, FileError>>>();
  const batches = new Map<string, Promise<Result<Batch, FileError>>>();
  const sizes = new Map<string, number>();

  const fileOf = (path: string) => {
    const open = files.get(path) ?? openParquet(folder, path);
    files.set(path, open);
    return open;
  };

  const keep = (key: string, bytes: number) => {
    sizes.set(key, bytes);
    let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const [oldest, size] of sizes) {
      if (total <= mostKept || oldest === key) break;
      sizes.delete(oldest);
      batches.delete(oldest);
      total -= size;
    }
  };

  return {
    async read(place) {
      const file = await fileOf(place.file);
      if (!file.ok) {
        files.delete(place.file);
        return file;
      }
      const { from, to } = batchOf(file.value, place.row);
      const key = JSON.stringify([place.file, place.column, from]);
      let batch = batches.get(key);
      if (batch === undefined) {
        batch = readBatch(file.value, place.column, from, to);
        batches.set(key, batch);
        void batch.then((read) => (read.ok ? keep(key, read.value.bytes) : batches.delete(key)));
      }
      const read = await batch;
      if (!read.ok) return read;
      const picture = read.value.pictures[place.row - read.value.from];
      return picture === undefined
        ? err({ kind: 'notFound', path: place.file, detail: `row ${place.row + 1} has no picture` })
        : ok(picture);
    },
  };
}

function batchOf({ metadata }: ParquetFile, row: number): { readonly from: number; readonly to: number } {
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    if (row < end) {
      if (Number(group.total_byte_size) <= largeGroup) return { from: start, to: end };
      const from = start + Math.floor((row - start) / rowsAtOnce) * rowsAtOnce;
      return { from, to: Math.min(end, from + rowsAtOnce) };
    }
    start = end;
  }
  return { from: row, to: row };
}

async function readBatch(
  file: ParquetFile,
  column: string,
  from: number,
  to: number,
): Promise<Result<Batch, FileError>> {
  const [top, ...inner] = column.split('.') as [string, ...string[]];
  const isTop = file.metadata.schema.some((element) => element.name === column);
  const read = await readParquetRows(file, file.metadata, { from, to, column: isTop ? column : top });
  if (!read.ok) return read;
  const pictures = read.value.map((row) => bytesIn(isTop ? row[column] : inner.reduce(member, row[top])));
  return ok({ from, pictures, bytes: pictures.reduce((sum, picture) => sum + (picture?.length ?? 0), 0) });
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function bytesIn(value: unknown): Uint8Array | undefined {
  return value instanceof Uint8Array ? value : undefined;
}

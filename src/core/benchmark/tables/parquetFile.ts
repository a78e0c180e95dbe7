import { parquetMetadataAsync, parquetReadObjects, type FileMetaData } from 'hyparquet/src/index.js';
import type { FileError, ReadableFolder } from '../../ports.ts';
import { withFirstPages } from './parquetBeginning.ts';
import { checkFooter, pageChecker } from './parquetChecks.ts';
import { err, ok, type Result } from '../../result.ts';

/** A Parquet file (Apache Parquet format) of which the footer is read; rows are read in parts. */
export interface ParquetFile {
  readonly path: string;
  readonly size: number;
  readonly metadata: FileMetaData;
  readonly buffer: { readonly byteLength: number; slice(start: number, end?: number): Promise<ArrayBuffer> };
}

/** A row of a file that says so many has no place in memory; what says more is broken or no table for people. */
const mostRows = 50_000_000;

class UnreadablePart extends Error {
  readonly error: FileError;

  constructor(error: FileError) {
    super(error.detail);
    this.error = error;
  }
}

/** Reads the footer of a Parquet file. */
export async function openParquet(folder: ReadableFolder, path: string): Promise<Result<ParquetFile, FileError>> {
  const stat = await folder.stat(path);
  if (!stat.ok) return stat;
  const size = stat.value.size;
  const buffer = {
    byteLength: size,
    async slice(start: number, end = size): Promise<ArrayBuffer> {
      const part = await folder.readRange(path, start, end - start);
      if (!part.ok) throw new UnreadablePart(part.error);
      // What is read may be part of a larger buffer.
      return memoryOf(part.value);
    },
  };
  return attempt(path, async () => {
    if (size < 12) throw new Error('the file is too short to be Parquet');
    const metadata = await parquetMetadataAsync(buffer);
    if (Number(metadata.num_rows) > mostRows) throw new Error('the file says that it has more rows than can be read');
    checkFooter(metadata, size);
    return { path, size, metadata: withoutRepeated(metadata), buffer };
  });
}

/**
 * Of columns with one name only the first is ever asked for. The reader would decode the others too, and wait for none of them: what is wrong
 * with their pages would be an error that nobody catches.
 */
function withoutRepeated(metadata: FileMetaData): FileMetaData {
  const row_groups = metadata.row_groups.map((group) => {
    const seen = new Set<string>();
    const columns = group.columns.filter(({ meta_data: column }) => {
      const path = column?.path_in_schema.join('\0') ?? '';
      return !seen.has(path) && seen.add(path);
    });
    return { ...group, columns };
  });
  return { ...metadata, row_groups };
}

/** The same file with all of its bytes at hand. */
export function withBytes(file: ParquetFile, bytes: Uint8Array): ParquetFile {
  const slice = (start: number, end?: number) => Promise.resolve(new Uint8Array(bytes.subarray(start, end)).buffer);
  return { ...file, buffer: { byteLength: bytes.length, slice } };
}

/** The memory of some bytes, which are copied only where more is in it. */
function memoryOf(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes;
  const isAll = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length;
  return isAll ? buffer : new Uint8Array(bytes).buffer;
}

/** Reads rows `from` (counted from 0) up to and without `to`; of `footer`, which may have fewer columns than the file. 64-bit integers become numbers. */
export function readParquetRows(
  { path, buffer }: ParquetFile,
  footer: FileMetaData,
  range: { readonly from: number; readonly to: number; readonly column?: string },
): Promise<Result<readonly Record<string, unknown>[], FileError>> {
  const { from, to, column } = range;
  return attempt(path, async () => {
    // It compiles WebAssembly as soon as it is there: only who reads Parquet waits for that.
    const { compressors } = await import('hyparquet-compressors');
    const columns = column === undefined ? {} : { columns: [column] };
    const metadata = from === 0 ? await withFirstPages(buffer, footer, to, column) : footer;
    const gate = { isClosed: false };
    const reading = parquetReadObjects({
      ...{
        file: gated(buffer, gate, pageChecker(metadata, compressors)),
        metadata,
        compressors,
        rowStart: from,
        rowEnd: to,
        utf8: false,
      },
      ...columns,
    });
    const rows = await reading.catch((thrown: unknown) => {
      gate.isClosed = true;
      throw thrown;
    });
    for (const row of rows) for (const name in row) row[name] = plain(row[name]);
    return rows;
  });
}

/** More turns than the reader takes between asking for bytes and looking at the schema. */
const turns = 64;

/**
 * The reader asks for the bytes of its columns before it looks whether the schema is sound; where it is not, nobody waits for them any more, and a fault in
 * them would be one that nobody catches. So the bytes wait a little, and for ever once the reader gave up.
 */
function gated(
  buffer: ParquetFile['buffer'],
  gate: { readonly isClosed: boolean },
  check: ReturnType<typeof pageChecker>,
): ParquetFile['buffer'] {
  return {
    byteLength: buffer.byteLength,
    async slice(start, end) {
      for (let i = 0; i < turns; i++) await Promise.resolve();
      if (gate.isClosed) return new Promise<ArrayBuffer>(() => undefined);
      const bytes = await buffer.slice(start, end);
      check(start, bytes);
      return bytes;
    },
  };
}

/** Runs the Parquet reader, whose faults are thrown. */
async function attempt<T>(path: string, action: () => Promise<T>): Promise<Result<T, FileError>> {
  try {
    return ok(await action());
  } catch (thrown) {
    if (thrown instanceof UnreadablePart) return err(thrown.error);
    return err({ kind: 'io', path, detail: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof Uint8Array)))
    return Array.from(value as ArrayLike<unknown>, plain);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}

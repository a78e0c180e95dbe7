import type { FileMetaData } from 'hyparquet/src/index.js';
import { sniffImage } from '../../images/sniff.ts';
import type { FileError, Hasher, ReadableFolder } from '../../ports.ts';
import { ok, type Result } from '../../result.ts';
import { bytesMark } from '../embedded/embeddedValue.ts';
import { listedFile } from '../files/listing.ts';
import { openParquet, readParquetRows, type ParquetFile, withBytes } from './parquetFile.ts';

/** The rows of a Parquet file as objects; pictures in it are marks (see `embeddedValue.ts`). */
export interface ParquetRows {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Names of the classes of columns that hold their numbers, by column, as Hugging Face writes them into the file. */
  readonly classes: ReadonlyMap<string, readonly string[]>;
  readonly sha256: string;
  /** Whether the hash is that of all bytes. */
  readonly isHashed: boolean;
}

/** What is wanted of a file. */
interface Wanted {
  /** How many rows, from the first on; all where it is left out. */
  readonly mostRows?: number | undefined;
  /** The hash of all bytes of a file whose rows are known: none are given where it is this one. */
  readonly known?: string | undefined;
}

/** Files up to this size are hashed whole; of larger ones the footer and the beginning of each column chunk. */
const mostHashed = 64 * 1024 * 1024;

/**
 * Reads the rows of a Parquet file (any of the format's compressions but LZO) without the pictures in it. Class names of numbers are put in
 * their place (`ClassLabel` of Hugging Face `datasets`; -1 is none).
 */
export async function readParquet(
  folder: ReadableFolder,
  hasher: Hasher,
  path: string,
  { mostRows = Infinity, known }: Wanted = {},
): Promise<Result<ParquetRows, FileError>> {
  const opened = await openParquet(folder, path);
  if (!opened.ok) return opened;
  const isWhole = opened.value.size <= mostHashed && mostRows === Infinity;
  const bytes = isWhole ? await folder.read(path) : undefined;
  const isHashed = bytes?.ok === true;
  const file = isHashed ? withBytes(opened.value, bytes.value) : opened.value;
  const hash = isHashed ? hasher.sha256(bytes.value) : isWhole ? '' : hashOfParts(folder, hasher, file);
  if (known !== undefined && isHashed && (await hash) === known) {
    return ok({ rows: [], classes: new Map(), sha256: known, isHashed });
  }
  const pictures = await pictureLeaves(file);
  const metadata = withoutLeaves(file.metadata, pictures);
  const to = Math.min(mostRows, Number(file.metadata.num_rows));
  const [read, sha256] = await Promise.all([readParquetRows(file, metadata, { from: 0, to }), hash]);
  if (!read.ok) return read;
  const classes = classNames(file.metadata);
  const rows = read.value.map((row) => named(decoded(row), classes));
  for (const leaf of pictures) {
    const empty = await rowsWithout(file, leaf, to);
    if (!empty.ok) return empty;
    addMarks(rows, leaf, empty.value);
  }
  return ok({ rows, classes, sha256, isHashed });
}

/** A column of bytes that holds pictures. */
interface PictureLeaf {
  /** `['image', 'bytes']` in a struct, `['image']` alone. */
  readonly path: readonly string[];
  readonly extension: string;
}

async function pictureLeaves(file: ParquetFile): Promise<readonly PictureLeaf[]> {
  const leaves: PictureLeaf[] = [];
  for (const path of byteLeaves(file.metadata)) {
    const extension = await firstExtension(file, path);
    if (extension !== undefined) leaves.push({ path, extension });
  }
  return leaves;
}

/** Columns of bytes that the file does not call text, at most one struct deep. */
function byteLeaves({ schema, row_groups }: FileMetaData): readonly (readonly string[])[] {
  const isBytes = (name: string) =>
    schema.some(
      (element) =>
        element.name === name &&
        element.type === 'BYTE_ARRAY' &&
        element.converted_type === undefined &&
        element.logical_type === undefined,
    );
  const paths = (row_groups[0]?.columns ?? []).map((column) => column.meta_data?.path_in_schema ?? []);
  return paths.filter((path) => path.length > 0 && path.length <= 2 && isBytes(path.at(-1)!));
}

const firstRows = 20;

async function firstExtension(file: ParquetFile, path: readonly string[]): Promise<string | undefined> {
  const to = Math.min(firstRows, Number(file.metadata.num_rows));
  const read = await readParquetRows(file, file.metadata, { from: 0, to, column: path[0]! });
  if (!read.ok) return undefined;
  for (const row of read.value) {
    const top = row[path[0]!];
    const value = path.length === 1 ? top : (top as Readonly<Record<string, unknown>> | null)?.[path[1]!];
    if (value instanceof Uint8Array && value.length > 0) return sniffImage(value)?.extensions[0];
  }
  return undefined;
}

/** The same footer as if the file had no such columns, so that their bytes are never read. */
function withoutLeaves(metadata: FileMetaData, leaves: readonly PictureLeaf[]): FileMetaData {
  if (leaves.length === 0) return metadata;
  const gone = new Set(leaves.map(({ path }) => path.join('\0')));
  const schema: FileMetaData['schema'] = [];
  let parent = 0;
  for (const element of metadata.schema) {
    const isTop = gone.has(element.name);
    const isInner = schema.length > 0 && gone.has(`${schema[parent]!.name}\0${element.name}`);
    if (isTop || isInner) {
      const holder = isTop ? 0 : parent;
      schema[holder] = { ...schema[holder]!, num_children: (schema[holder]!.num_children ?? 1) - 1 };
      continue;
    }
    if ((element.num_children ?? 0) > 0) parent = schema.length;
    schema.push({ ...element });
  }
  const emptied = schema.filter((element) => element.num_children === 0 && element.type === undefined);
  schema[0] = { ...schema[0]!, num_children: (schema[0]!.num_children ?? 0) - emptied.length };
  const row_groups = metadata.row_groups.map((group) => ({
    ...group,
    columns: group.columns.filter((column) => !gone.has(column.meta_data?.path_in_schema.join('\0') ?? '')),
  }));
  return { ...metadata, schema: schema.filter((element) => !emptied.includes(element)), row_groups };
}

/** Larger groups of rows are read in parts of about this size. */
const bytesAtOnce = 192 * 1024 * 1024;

/** Rows that have no picture. Only groups of rows that do not say that each has one are read for it. */
async function rowsWithout(
  file: ParquetFile,
  { path }: PictureLeaf,
  to: number,
): Promise<Result<ReadonlySet<number>, FileError>> {
  const empty = new Set<number>();
  let end = 0;
  for (const group of file.metadata.row_groups) {
    let from = end;
    end += Number(group.num_rows);
    if (hasEachValue(group, path)) continue;
    const share = Math.min(1, bytesAtOnce / Math.max(1, Number(group.total_byte_size)));
    const rowsAtOnce = Math.max(1, Math.ceil(Number(group.num_rows) * share));
    for (const last = Math.min(end, to); from < last; from += rowsAtOnce) {
      const part = { from, to: Math.min(last, from + rowsAtOnce), column: path[0]! };
      const read = await readParquetRows(file, file.metadata, part);
      if (!read.ok) return read;
      for (const [i, row] of read.value.entries()) {
        const value = path.reduce<unknown>(member, row) ?? undefined;
        if (value === undefined) empty.add(from + i);
      }
    }
  }
  return ok(empty);
}

/** Writers that do not count what is missing are taken to miss nothing: finding out would mean to read all pictures. */
function hasEachValue({ columns }: FileMetaData['row_groups'][number], path: readonly string[]): boolean {
  const chunk = columns.find(({ meta_data: column }) => column?.path_in_schema.join('\0') === path.join('\0'));
  return Number(chunk?.meta_data?.statistics?.null_count ?? 0) === 0;
}

function addMarks(
  rows: readonly Record<string, unknown>[],
  { path, extension }: PictureLeaf,
  empty: ReadonlySet<number>,
): void {
  for (const [i, row] of rows.entries()) {
    if (path.length === 1) {
      row[path[0]!] = empty.has(i) ? null : bytesMark(extension);
      continue;
    }
    const struct = row[path[0]!];
    const members = typeof struct === 'object' && struct !== null ? (struct as Record<string, unknown>) : {};
    const name = members['path'];
    const written = typeof name === 'string' ? listedFile(name).extension : '';
    row[path[0]!] = { ...members, [path[1]!]: empty.has(i) ? null : bytesMark(written || extension) };
  }
}

/** Bytes that are text: older writers do not say so. */
function decoded(row: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(row)) if (value instanceof Uint8Array) row[name] = textOfBytes(value);
  return row;
}

function textOfBytes(bytes: Uint8Array): unknown {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

function named(row: Record<string, unknown>, classes: ParquetRows['classes']): Record<string, unknown> {
  for (const [column, names] of classes) row[column] = className(row[column], names);
  return row;
}

function className(value: unknown, names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => className(one, names));
  return typeof value === 'number' ? names[value] : value;
}

/** `{"info": {"features": {"label": {"names": [...], "_type": "ClassLabel"}}}}` under the key `huggingface` of the footer. */
function classNames({ key_value_metadata }: FileMetaData): ReadonlyMap<string, readonly string[]> {
  const classes = new Map<string, readonly string[]>();
  const written = key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  const features = member(member(parsed(written), 'info'), 'features');
  if (typeof features !== 'object' || features === null) return classes;
  for (const [column, feature] of Object.entries(features)) {
    const names = member(feature, 'names') ?? member(member(feature, 'feature'), 'names');
    if (Array.isArray(names)) classes.set(column, names.map(String));
  }
  return classes;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

async function hashOfParts(folder: ReadableFolder, hasher: Hasher, file: ParquetFile): Promise<string> {
  const chunks = file.metadata.row_groups.flatMap((group) => group.columns);
  const starts = chunks.map((column) => Number(column.meta_data?.data_page_offset ?? 0));
  const footer = file.size - file.metadata.metadata_length - 8;
  const parts = [await folder.readRange(file.path, footer, file.size - footer)];
  for (const start of starts) parts.push(await folder.readRange(file.path, start, 4096));
  const bytes = parts.flatMap((part) => (part.ok ? [part.value] : []));
  const whole = new Uint8Array(bytes.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of bytes) {
    whole.set(part, at);
    at += part.length;
  }
  return hasher.sha256(whole);
}

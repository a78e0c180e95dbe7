import type { FileError, Hasher, ReadableFolder } from '../../ports.ts';
import { err, ok, type Result } from '../../result.ts';
import { embeddedPictures, rememberEmbedded } from '../embedded/embeddedPictures.ts';
import { readSqueezed, squeezed } from '../embedded/squeezeTable.ts';
import { damagedLines } from './damagedLetters.ts';
import { decodeText, type DecodedText, tooLongFile } from './decodeText.ts';
import { fromDelimited } from './delimitedRecords.ts';
import { textsOfBadRecords } from './jsonBadTexts.ts';
import { changedRows, type JsonRows, jsonRows, rowsOfRecords } from './jsonRows.ts';
import { listedFile, type ListedFile } from '../files/listing.ts';
import { readParquet } from './parquetTable.ts';
import type { RowPlace } from '../item.ts';
import { looksLikePicture } from '../files/pictureFinder.ts';
import type { PlacedRecords } from './placedRecords.ts';
import type { Problem } from '../problem.ts';
import { readDelimited, type BadRow, type DelimitedTable } from './table.ts';

/** A table of any kind, as records. No row is made of one before it is asked for, and then cell by cell. */
export interface RecordTable {
  /** Relative to the root. */
  readonly path: string;
  /** Where each row stands in a file of its own: that file, and what all of them are called. `path` is the first one then. */
  readonly files?: { readonly at: (row: number) => string; readonly all: string };
  readonly sha256: string;
  readonly kind: 'delimited' | 'json' | 'parquet';
  /** What separates fields, a comma where nothing does; empty in tables that are not delimited. */
  readonly delimiter: string;
  /** Names of the columns; `1`, `2`, ... where the table has no header. Members of inner objects are columns of their own (`data.image`). */
  readonly columns: readonly string[];
  readonly hasHeader: boolean;
  readonly headerLine: number;
  /** How many rows there are. */
  readonly length: number;
  /** The physical line on which a row (counted from 0) begins. */
  readonly lineAt: (row: number) => number;
  /** The same for who goes through all rows. */
  readonly lines: RowLines;
  /** One cell: text in delimited tables, anything JSON elsewhere; `undefined` where the row has none. */
  readonly valueAt: (row: number, column: number) => unknown;
  /** Of a delimited table: its text, and the record of it that is the first row. */
  readonly placed?: { readonly records: PlacedRecords; readonly first: number };
  /** Of a JSON table that is kept: its rows, from which those of a later state of it go on. */
  readonly json?: JsonRows;
  readonly badRows: readonly BadRow[];
}

/** The physical lines of rows: that of row `i` is `numbers[(i + first) * stride]`. */
export interface RowLines {
  readonly numbers: Uint32Array;
  readonly first: number;
  readonly stride: number;
}

/** A table, or why its file could not be read at all. */
export interface ReadRecords {
  readonly table?: RecordTable;
  readonly problems: readonly Problem[];
}

const extensions: ReadonlySet<string> = new Set([
  ...['csv', 'tsv', 'tab', 'psv', 'txt', 'lst', 'json', 'jsonl', 'ndjson', 'manifest', 'parquet'],
]);

/** For who reads tables without comparing their content to any other. */
export const noHasher: Hasher = { sha256: () => Promise.resolve('') };

/** Whether a file may hold a table, by its name. */
export function isTableFile(file: Pick<ListedFile, 'extension'>): boolean {
  return extensions.has(file.extension);
}

/** What reading records needs. `isPicture`: whether a text names a picture, so that a first line that does is no header. */
export interface RecordSource {
  readonly folder: ReadableFolder;
  readonly hasher: Hasher;
  readonly isPicture?: (text: string) => boolean;
  /** Tables as they were read last, by path: one whose bytes are the same is not read again. */
  readonly kept?: Map<string, RecordTable> | undefined;
  /** The same for delimited tables. */
  readonly keptTexts?: Map<string, KeptText> | undefined;
}

/** A delimited table as it was read last, whatever its first line was taken for. */
export interface KeptText {
  readonly sha256: string;
  readonly table: DelimitedTable;
}

/**
 * Reads any table as records: CSV, TSV and the like, JSON, JSON Lines, Parquet; delimiter, encoding, line ends, quoting and
 * header are detected. Pictures in it are left where they are: marks stand in their place (`embedded/embeddedValue.ts`). A row that is none is in `badRows` with its physical line and reading goes on; in Parquet, which has no lines,
 * `line` is the number of the record, counted from 1. A file that cannot be read gives a problem and no table.
 */
export async function readRecords(source: RecordSource, path: string): Promise<ReadRecords> {
  const table = await readAnyTable(source, path);
  if (!table.ok) return { problems: [tableProblem(path, table.error)] };
  rememberEmbedded(source.folder, path, embeddedPictures(table.value));
  return { problems: [], table: table.value };
}

/** The first records of a table, from the text that it begins with or, of Parquet, from the file; `undefined` where there are none. */
export async function firstRecords(
  path: string,
  head: string,
  source: Partial<RecordSource>,
): Promise<RecordTable | undefined> {
  const isPicture = source.isPicture ?? looksLikePicture;
  if (listedFile(path).extension !== 'parquet') {
    const end = Math.max(head.lastIndexOf('\n'), head.lastIndexOf('\r'));
    const isCut = head.length > mostHead && end > 0 && !['json', 'jsonl'].includes(listedFile(path).extension);
    const bytes = squeezed(new TextEncoder().encode(isCut ? head.slice(0, end) : head)).bytes;
    const table = recordsOfText(bytes, path, isPicture);
    return table.length > 0 ? table : undefined;
  }
  const { folder } = source;
  const table = folder && (await readAnyTable({ folder, hasher: noHasher, isPicture }, path, firstRows));
  return table?.ok === true ? table.value : undefined;
}

const firstRows = 50;
/** Longer beginnings are cut off somewhere. */
const mostHead = 16 * 1024;

async function readAnyTable(
  source: RecordSource,
  path: string,
  mostRows?: number,
): Promise<Result<RecordTable, FileError>> {
  if (listedFile(path).extension === 'parquet') return readParquetTable(source, path, mostRows);
  const read = await readSqueezed(source.folder, path);
  if (!read.ok) return read;
  try {
    return ok(await textTable(source, path, read.value.bytes));
  } catch (thrown) {
    return err(tooLongFile(thrown, path));
  }
}

async function textTable(source: RecordSource, path: string, bytes: Uint8Array): Promise<RecordTable> {
  // A large one is hashed in another thread, while it is read here.
  const hash = source.hasher.sha256(bytes);
  if (source.kept !== undefined && isJson(path)) return keptTable(source.kept, bytes, path, hash);
  const isPicture = source.isPicture ?? looksLikePicture;
  if (source.keptTexts === undefined || isJson(path)) {
    const table = recordsOfText(bytes, path, isPicture);
    return { ...table, sha256: await hash };
  }
  const { table, sha256 } = await keptText(source.keptTexts, bytes, path, hash);
  // Whether their first line is a header is not in their bytes.
  return fromDelimited(path, sha256, table, isPicture);
}

async function keptText(
  kept: Map<string, KeptText>,
  bytes: Uint8Array,
  path: string,
  hash: Promise<string>,
): Promise<KeptText> {
  const before = kept.get(path);
  if (before !== undefined && before.sha256 === (await hash)) return before;
  const table = delimitedOf(decodeText(bytes), path, before?.table);
  const text = { sha256: await hash, table };
  kept.set(path, text);
  return text;
}

async function readParquetTable(
  { folder, hasher, kept }: RecordSource,
  path: string,
  mostRows: number | undefined,
): Promise<Result<RecordTable, FileError>> {
  const before = kept?.get(path);
  const read = await readParquet(folder, hasher, path, { mostRows, known: before?.sha256 });
  if (!read.ok) return read;
  const { rows: values, sha256, isHashed } = read.value;
  if (before !== undefined && isHashed && before.sha256 === sha256) return ok(before);
  const rows = rowsOfRecords(
    values.map((value, i) => ({ line: i + 1, value })),
    [],
  );
  const table = fromRows(path, sha256, 'parquet', rows);
  if (isHashed && rows.areKept) kept?.set(path, table);
  else kept?.delete(path);
  return ok(table);
}

async function keptTable(
  kept: Map<string, RecordTable>,
  bytes: Uint8Array,
  path: string,
  hash: Promise<string>,
): Promise<RecordTable> {
  const before = kept.get(path);
  if (before !== undefined && before.sha256 === (await hash)) return before;
  const decoded = decodeText(bytes);
  const changed = before?.json && changedRows(before.json, decoded.text, hasLines(path));
  const rows = changed ?? jsonRows(decoded.text, hasLines(path));
  const table = { ...withBadRecords(fromRows(path, await hash, 'json', rows), decoded), json: rows };
  if (rows.areKept) kept.set(path, table);
  else kept.delete(path);
  return table;
}

const isJson = (path: string): boolean => ['json', 'jsonl', 'ndjson', 'manifest'].includes(listedFile(path).extension);
const hasLines = (path: string): boolean => listedFile(path).extension !== 'json';

/** The same for the bytes of a table of text (not Parquet), whose hash is left to who needs it. */
export function recordsOfText(
  bytes: Uint8Array,
  path: string,
  isPicture: (text: string) => boolean = looksLikePicture,
): RecordTable {
  const decoded = decodeText(bytes);
  if (isJson(path)) return withBadRecords(fromRows(path, '', 'json', jsonRows(decoded.text, hasLines(path))), decoded);
  return fromDelimited(path, '', delimitedOf(decoded, path), isPicture);
}

/** A table of JSON with what can be said of its records that are none. */
function withBadRecords(read: RecordTable, decoded: DecodedText): RecordTable {
  const lines = read.badRows.map(({ line }) => line);
  const texts = textsOfBadRecords(decoded.text, lines);
  const table = { ...read, badRows: read.badRows.map((bad, i) => ({ ...bad, fields: texts[i]! })) };
  if (!decoded.isDamaged) return table;
  const known = new Set(lines);
  const expected = table.columns.length;
  const damaged = damagedLines(decoded)
    .filter((line) => !known.has(line))
    .map((line): BadRow => ({ line, reason: 'letters', fields: [], expected }));
  return { ...table, badRows: [...table.badRows, ...damaged].sort((a, b) => a.line - b.line) };
}

function delimitedOf(decoded: DecodedText, path: string, before?: DelimitedTable): DelimitedTable {
  const { extension } = listedFile(path);
  return readDelimited(decoded, { spaces: extension === 'txt' || extension === 'lst', before });
}

/** The place of a row. */
export function placeOfRow({ path, files, lineAt }: RecordTable, row: number): RowPlace {
  return { file: files?.at(row) ?? path, line: lineAt(row) };
}

/** A value as a table would write it: text as it is, nothing as an empty text, lists and objects as JSON. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean | bigint);
}

/** The problem of one bad row. */
export function badRowProblem(file: string, bad: BadRow): Problem {
  const facts = { reason: bad.reason, fields: String(bad.fields.length), expected: String(bad.expected) };
  return { kind: 'bad-row', file, line: bad.line, facts };
}

function tableProblem(file: string, error: FileError): Problem {
  const kind = error.kind === 'outsideRoot' ? 'outside-root' : 'unreadable';
  return { kind, file, facts: { reason: error.kind, detail: error.detail } };
}

/** A cell as trimmed text; `undefined` where there is none, or nothing in it. */
export function cellText(table: RecordTable, row: number, column: number | undefined): string | undefined {
  if (column === undefined) return undefined;
  const text = valueText(table.valueAt(row, column)).trim();
  return text === '' ? undefined : text;
}

/** Records that were read elsewhere as a table. */
export function fromRows(path: string, sha256: string, kind: RecordTable['kind'], rows: JsonRows): RecordTable {
  const { columns, hasHeader, length, lines, valueAt } = rows;
  return {
    path,
    sha256,
    kind,
    delimiter: '',
    columns,
    hasHeader,
    headerLine: 1,
    length,
    lineAt: lineIn(lines),
    lines: { numbers: lines, first: 0, stride: 1 },
    valueAt,
    badRows: rows.badLines.map((line) => ({ line, reason: 'json', fields: [], expected: columns.length })),
  };
}

// Made where nothing else is at hand, because a function keeps all that functions beside it need.
function lineIn(lines: Uint32Array): RecordTable['lineAt'] {
  return (row) => lines[row]!;
}

import { TextCoder } from '../codedTexts.ts';
import { parseRating, type ColumnPlaces } from '../columns.ts';
import { ratingOf } from '../draftTable.ts';
import { isMissingNumber } from '../fieldColumns.ts';
import type { ListedFile } from '../files/listing.ts';
import type { NameSieve } from '../files/nameSieve.ts';
import type { PictureFinder } from '../files/pictureFinder.ts';
import type { PlacedRecords } from '../tables/placedRecords.ts';
import { readTable, type DelimitedTable, type Table } from '../tables/table.ts';
import { sameRecords, type SameRows } from '../tables/sameRecords.ts';
import { placeIn } from './cellFiles.ts';
import { filesChange } from './filesChange.ts';
import { followFiles, takeRows } from './rowFiles.ts';

/** The roles whose column holds numbers. */
export const ratedRoles = ['degree', 'quality'] as const;

/** One of {@link ratedRoles}. */
export type RatedRole = (typeof ratedRoles)[number];

/** Texts that no row has any more are kept with the others, up to here. */
const mostLabels = 10_000;

/** The rows of a table without its header, of which fields are taken one by one. */
export interface Rows {
  readonly count: number;
  readonly line: (row: number) => number;
  /** The lines of all rows. */
  readonly lines: () => Uint32Array;
  readonly field: (row: number, at: number) => string;
  /** The file that a field names just so, see {@link PictureFinder.placeOf}. */
  readonly fileAt: (row: number, at: number) => number;
  /** Whether a field may be one of the names in a sieve. */
  readonly mayName: (row: number, at: number, sieve: NameSieve) => boolean;
}

/** What the rows of a table say, by row. */
export interface RowValues {
  /** The place of the file that a row names just so; -1 for any other name. */
  readonly files: Int32Array;
  /** Code of its label; 0 where it has none. */
  readonly labels: Uint32Array;
  /** The lines on which they stand. */
  readonly lines: Uint32Array;
  /** The labels by code, from 1 on. */
  readonly coder: TextCoder;
  /** See `DraftNumbers.values`. */
  readonly ratings: Readonly<Partial<Record<RatedRole, Float64Array>>>;
}

/** A table as it was read last. */
export interface KeptTable {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly table: DelimitedTable;
  values?: {
    /** What reading a row depends on beside its text and the files. */
    readonly key: string;
    readonly table: Table;
    readonly files: readonly ListedFile[];
    readonly values: RowValues;
  };
}

/** The table of a file's bytes: the one that was kept where the bytes are the same, which then are those that are kept. */
export async function tableOf(
  bytes: Uint8Array,
  kept: KeptTable | undefined,
  hash: (bytes: Uint8Array) => Promise<string>,
): Promise<KeptTable> {
  if (kept !== undefined && isSame(kept.bytes, bytes)) return kept.bytes === bytes ? kept : { ...kept, bytes };
  const sha256 = await hash(bytes);
  return { bytes, sha256, table: readTable(bytes, kept?.table), ...(kept?.values && { values: kept.values }) };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  const whole = a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0 ? a.length >> 2 : 0;
  return areSame(foursOf(a, whole), foursOf(b, whole)) && areSame(a.subarray(whole * 4), b.subarray(whole * 4));
}

function foursOf(bytes: Uint8Array, count: number): Int32Array {
  return count === 0 ? new Int32Array() : new Int32Array(bytes.buffer, bytes.byteOffset, count);
}

function areSame(a: Int32Array | Uint8Array, b: Int32Array | Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The rows of a table, as cheaply as it has them. */
export function rowsOf(table: Table, find: PictureFinder): Rows {
  const { placed } = table;
  if (placed) {
    return {
      count: Math.max(0, placed.count - 1),
      line: (row) => placed.line(row + 1),
      lines: () => linesOf(placed),
      field: (row, at) => placed.field(row + 1, at) ?? '',
      fileAt: (row, at) => placeIn(placed, row + 1, at, find.placeAt),
      mayName: (row, at, sieve) => sieve.mayHold(placed.text, placed.start(row + 1, at), placed.end(row + 1, at)),
    };
  }
  const { rows } = table;
  const field = (row: number, at: number) => rows[row]!.fields[at] ?? '';
  return {
    count: rows.length,
    line: (row) => rows[row]!.line,
    lines: () => Uint32Array.from(rows, ({ line }) => line),
    field,
    fileAt: (row, at) => find.placeOf(field(row, at)),
    mayName: (row, at, sieve) => sieve.mayHold(field(row, at), 0, field(row, at).length),
  };
}

function linesOf({ places, stride, count }: PlacedRecords): Uint32Array {
  const lines = new Uint32Array(Math.max(0, count - 1));
  for (let row = 0; row < lines.length; row++) lines[row] = places[(row + 1) * stride]!;
  return lines;
}

/** What reading the values of rows needs. */
interface RowContext {
  readonly rows: Rows;
  readonly table: Table;
  readonly places: ColumnPlaces;
  readonly files: readonly ListedFile[];
  /** Where files are looked for, in this order, after the root. */
  readonly folders: readonly string[];
  /** See {@link PictureFinder.placeOf}. */
  readonly placeOf: (name: string) => number;
}

/**
 * Reads the values of all rows; of those that were read before and are as they were, only what depends on files that came or went. What is kept of a table
 * that is the same one is changed.
 */
export function readRowValues(context: RowContext, kept: KeptTable): RowValues {
  const { rows, table, places, files, folders, placeOf } = context;
  const key = JSON.stringify([places, folders, table.header, table.delimiter]);
  const before =
    kept.values?.key === key && kept.values.values.coder.values.length <= mostLabels ? kept.values : undefined;
  const same = before === undefined ? { head: 0, tail: 0 } : sameRecords(before.table, table);
  const values = before?.table === table ? before.values : emptyValues(rows, places, before?.values.coder);
  if (before !== undefined && values !== before.values) takeOver(values, before.values, same);
  for (let row = same.head; row < rows.count - same.tail; row++) readRow(context, values, row);
  if (before !== undefined && before.files !== files) {
    const at = places.image;
    followFiles(values.files, filesChange(before.files, files), same, {
      folders,
      placeOf,
      lookUp: (row) => (at === undefined ? -1 : rows.fileAt(row, at)),
      mayName: (row, sieve) => at !== undefined && rows.mayName(row, at, sieve),
    });
  }
  kept.values = { key, table, files, values };
  return values;
}

function emptyValues({ count, lines }: Rows, places: ColumnPlaces, coder = new TextCoder()): RowValues {
  const rated = ratedRoles.filter((role) => places[role] !== undefined);
  return {
    files: new Int32Array(count).fill(-1),
    labels: new Uint32Array(count),
    lines: lines(),
    coder,
    ratings: Object.fromEntries(rated.map((role) => [role, new Float64Array(count).fill(NaN)])),
  };
}

function readRow({ rows, table, places }: RowContext, values: RowValues, row: number): void {
  const { image, label } = places;
  if (image !== undefined) values.files[row] = rows.fileAt(row, image);
  const word = label === undefined ? '' : rows.field(row, label).trim();
  if (word !== '') values.labels[row] = values.coder.codeOf(word);
  for (const role of ratedRoles) {
    const column = values.ratings[role];
    const written = column === undefined ? '' : rows.field(row, places[role]!).trim();
    if (written !== '' && !isMissingNumber(written)) column![row] = ratingOf(parseRating(written, table.delimiter));
  }
}

function takeOver(to: RowValues, from: RowValues, same: SameRows): void {
  takeRows(to.files, from.files, same);
  takeRows(to.labels, from.labels, same);
  for (const role of ratedRoles) if (to.ratings[role]) takeRows(to.ratings[role], from.ratings[role]!, same);
}

import type { ListedFile } from '../files/listing.ts';
import type { PictureFinder } from '../files/pictureFinder.ts';
import { placesBefore, placesNow } from '../files/placesBefore.ts';
import type { PlainRecords } from '../tables/plainRecords.ts';
import type { RecordTable } from '../tables/recordTable.ts';
import { sameRows, type SameRows } from '../tables/sameRecords.ts';

/** The files that the rows of a table name just so, as they were found last. */
export interface KeptRowFiles {
  /** What else they depend on: the column, where files are looked for, the width of the rows. */
  readonly key: string;
  readonly records: PlainRecords;
  readonly files: readonly ListedFile[];
  /** See {@link rowFiles}. */
  readonly places: Int32Array;
}

/** The files that the records of a table name just so, as they were found last. */
export interface KeptRecordFiles {
  /** What else they depend on: the column, and where files are looked for. */
  readonly key: string;
  readonly table: RecordTable;
  readonly files: readonly ListedFile[];
  /** See {@link rowFiles}. */
  readonly places: Int32Array;
}

/** A column of a table in which nothing is quoted. */
interface PlainColumn {
  readonly records: PlainRecords;
  /** The record that is the first row. */
  readonly first: number;
  readonly at: number;
  readonly width: number;
}

/**
 * By row the place of the file that a column names just so; -1 for any other name. Of rows that were looked at before and are as they were only
 * those are looked at again that depend on files that came or went.
 */
export function rowFiles(
  { records, first, at, width }: PlainColumn,
  find: PictureFinder & { readonly folders: readonly string[] },
  files: readonly ListedFile[],
  kept: KeptRowFiles | undefined,
): KeptRowFiles {
  const { folders } = find;
  const key = JSON.stringify([at, first, width, folders]);
  const before = kept?.key === key ? kept : undefined;
  const lookUp = (row: number): number => bareFile(records, row + first, at, find);
  const places = new Int32Array(Math.max(0, records.count - first));
  const same = before === undefined ? { head: 0, tail: 0 } : sameRows(before.records, records, first, width);
  if (before !== undefined) takeRows(places, before.places, same);
  for (let row = same.head; row < places.length - same.tail; row++) places[row] = lookUp(row);
  if (before !== undefined && before.files !== files) {
    followFiles(places, { before: before.files, now: files, folders }, same, lookUp);
  }
  return { key, records, files, places };
}

/** The same for a table that is kept as long as its file is the same. */
export function recordFiles(
  table: RecordTable,
  at: number,
  find: PictureFinder & { readonly folders: readonly string[] },
  files: readonly ListedFile[],
  kept: KeptRecordFiles | undefined,
): KeptRecordFiles {
  const { folders } = find;
  const lookUp = (row: number): number => {
    const name = nameIn(table.valueAt(row, at));
    return name === '' ? -1 : find.placeAt(name, 0, name.length);
  };
  const key = JSON.stringify([at, folders]);
  if (kept?.table !== table || kept.key !== key) {
    return { key, table, files, places: Int32Array.from({ length: table.length }, (_, row) => lookUp(row)) };
  }
  if (kept.files === files) return kept;
  const places = kept.places.slice();
  followFiles(places, { before: kept.files, now: files, folders }, { head: places.length, tail: 0 }, lookUp);
  return { key, table, files, places };
}

/** The name of a file that a cell holds, `''` where it holds none. */
export function nameIn(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function bareFile(records: PlainRecords, record: number, at: number, find: PictureFinder): number {
  const [start, end] = [records.start(record, at), records.end(record, at)];
  const isBare = end > start && isInk(records.text.charCodeAt(start)) && isInk(records.text.charCodeAt(end - 1));
  return isBare ? find.placeAt(records.text, start, end) : -1;
}

/** Neither white space nor anything beyond ASCII, of which some is. */
export function isInk(code: number): boolean {
  return code > 32 && code < 127;
}

/** Copies the values of rows that are the same at the beginning and at the end. */
export function takeRows(
  into: Int32Array | Uint32Array | Float64Array,
  of: Int32Array | Uint32Array | Float64Array,
  { head, tail }: SameRows,
): void {
  into.set(of.subarray(0, head));
  into.set(of.subarray(of.length - tail), into.length - tail);
}

/** Turns the places of files in rows that were taken over, which are those among earlier files, into those of now. */
export function followFiles(
  places: Int32Array,
  { before, now, folders }: FilesChange,
  { head, tail }: SameRows,
  lookUp: (row: number) => number,
): void {
  const was = placesBefore(before, now);
  const placeNow = placesNow(was, before.length);
  const isInDoubt = mayTakeNames(was, now, folders);
  for (let row = 0; row < places.length; row++) {
    if (row >= head && row < places.length - tail) continue;
    const old = places[row]!;
    const place = old === -1 ? -1 : placeNow[old]!;
    places[row] = isInDoubt || place === -1 ? lookUp(row) : place;
  }
}

interface FilesChange {
  readonly before: readonly ListedFile[];
  readonly now: readonly ListedFile[];
  /** Where files are looked for, in this order, after the root. */
  readonly folders: readonly string[];
}

/** Whether a file that came may go before another one of the same name that a row has stood for so far. */
function mayTakeNames(was: Int32Array, files: readonly ListedFile[], folders: readonly string[]): boolean {
  const prefixes = ['', ...folders.filter((folder) => folder !== '').map((folder) => `${folder}/`)];
  let known: Set<string> | undefined;
  const taken = new Set<string>();
  for (let i = 0; i < was.length; i++) {
    if (was[i] !== -1) continue;
    const { path } = files[i]!;
    for (let j = 0; j < prefixes.length - 1; j++) {
      if (!path.startsWith(prefixes[j]!)) continue;
      known ??= new Set(files.map(({ folder }) => folder));
      const name = path.slice(prefixes[j]!.length);
      for (const prefix of prefixes.slice(j + 1)) if (known.has(folderOf(prefix + name))) taken.add(prefix + name);
    }
  }
  return taken.size > 0 && files.some(({ path }) => taken.has(path));
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

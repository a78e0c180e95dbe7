import type { ListedFile } from '../files/listing.ts';
import { placeOfName, type PictureFinder } from '../files/pictureFinder.ts';
import { fold } from '../files/nameIndex.ts';
import { placesBefore, placesNow } from '../files/placesBefore.ts';
import type { PlacedRecords } from '../tables/placedRecords.ts';
import type { RecordTable } from '../tables/recordTable.ts';
import { sameObjects, sameRows, type SameRows } from '../tables/sameRecords.ts';

/** The files that the rows of a table name just so, as they were found last. */
export interface KeptFiles {
  readonly files: readonly ListedFile[];
  /** By row the place of the file that it names just so; -1 for any other name. */
  readonly places: Int32Array;
  /** By row, where there is none, the place of the file that surely is meant; -1 where more has to be looked at. */
  readonly sure: Int32Array;
}

/** The same for a delimited table. */
export interface KeptRowFiles extends KeptFiles {
  /** What else they depend on: what separates fields, the column, where files are looked for, the width of the rows. */
  readonly key: string;
  readonly records: PlacedRecords;
}

/** The same for records. */
export interface KeptRecordFiles extends KeptFiles {
  /** What else they depend on: the column, and where files are looked for. */
  readonly key: string;
  readonly table: RecordTable;
}

/** A column of a delimited table. */
interface PlacedColumn {
  readonly delimiter: string;
  readonly records: PlacedRecords;
  /** The record that is the first row. */
  readonly first: number;
  readonly at: number;
  readonly width: number;
}

/** Finds the file that a row names. */
interface RowFinder {
  readonly length: number;
  readonly folders: readonly string[];
  /** The file that a row names just so; -1 for any other name. */
  readonly lookUp: (row: number) => number;
  /** The file that a row surely names, its name alone being enough; -1 where more has to be looked at. */
  readonly surely: (row: number) => number;
}

type NamedFinder = PictureFinder & { readonly folders: readonly string[] };

/** Which files a column names. Of rows that were looked at before and are as they were only those are looked at again that depend on files that came or went. */
export function rowFiles(
  column: PlacedColumn,
  find: NamedFinder,
  files: readonly ListedFile[],
  kept: KeptRowFiles | undefined,
): KeptRowFiles {
  const { delimiter, records, first, at, width } = column;
  const key = JSON.stringify([delimiter, at, first, width, find.folders]);
  const before = kept?.key === key ? kept : undefined;
  const same = before && sameRows(before.records, records, first);
  const finder: RowFinder = {
    length: Math.max(0, records.count - first),
    folders: find.folders,
    lookUp: (row) => bareFile(records, row + first, at, find.placeAt),
    surely: placedPlace(column, find),
  };
  return { key, records, ...filesOfRows(finder, files, before, same) };
}

/** The same for a table that is kept. */
export function recordFiles(
  table: RecordTable,
  at: number,
  find: NamedFinder,
  files: readonly ListedFile[],
  kept: KeptRecordFiles | undefined,
): KeptRecordFiles {
  const key = JSON.stringify([table.columns[at], find.folders]);
  const before = kept?.key === key ? kept : undefined;
  if (before?.table === table && before.files === files) return before;
  const finder: RowFinder = {
    length: table.length,
    folders: find.folders,
    lookUp: (row) => placeOfName(table.valueAt(row, at), find.placeAt),
    surely: (row) => placeOfName(table.valueAt(row, at), find.surelyAt),
  };
  return { key, table, ...filesOfRows(finder, files, before, before && sameRecordRows(before.table, table)) };
}

function sameRecordRows(before: RecordTable, now: RecordTable): SameRows {
  if (before === now) return { head: now.length, tail: 0 };
  const [old, placed] = [before.json?.placed, now.json?.placed];
  return old && placed ? sameObjects(old.places, placed.places) : { head: 0, tail: 0 };
}

function filesOfRows(
  { length, folders, lookUp, surely }: RowFinder,
  files: readonly ListedFile[],
  before: KeptFiles | undefined,
  same: SameRows = { head: 0, tail: 0 },
): KeptFiles {
  const [places, sure] = [new Int32Array(length), new Int32Array(length).fill(-1)];
  if (before !== undefined) {
    takeRows(places, before.places, same);
    takeRows(sure, before.sure, same);
  }
  for (let row = same.head; row < length - same.tail; row++) places[row] = lookUp(row);
  const change = before === undefined || before.files === files ? undefined : filesChange(before.files, files);
  if (change) followFiles(places, change, folders, same, lookUp);
  const stillSure = change && onlyOnes(change);
  for (let row = 0; row < length; row++) {
    const isKnown = row < same.head || row >= length - same.tail;
    if (isKnown && stillSure === undefined) continue;
    const place = isKnown ? stillSure!(sure[row]!) : -1;
    sure[row] = places[row] !== -1 ? -1 : place === -1 ? surely(row) : place;
  }
  return { files, places, sure };
}

/** More files than this that came are not worth comparing their names. */
const mostAdded = 1000;

/** Where a file is now that one name alone stood for; -1 where it is gone, or one that came may be called so, too. */
function onlyOnes({ now, was, placeNow }: FilesChange): (old: number) => number {
  const added = now.filter((_file, place) => was[place] === -1);
  if (added.length > mostAdded) return () => -1;
  const names = new Set(added.flatMap(({ name, stem }) => [fold(name), fold(stem)]));
  return (old) => {
    const place = old === -1 ? -1 : placeNow[old]!;
    if (place === -1 || names.size === 0) return place;
    const { name, stem } = now[place]!;
    return names.has(fold(name)) || names.has(fold(stem)) ? -1 : place;
  };
}

/** By row the place of the file that a column surely names. */
export function placedPlace(
  { records, first, at }: Omit<PlacedColumn, 'delimiter' | 'width'>,
  { surelyAt }: PictureFinder,
): (row: number) => number {
  const { text } = records;
  return (row) => {
    const [start, end] = [records.start(row + first, at), records.end(row + first, at)];
    const isRaw = isBare(text, start, end) && !(records.hasQuotes && holdsQuote(text, start, end));
    return isRaw ? surelyAt(text, start, end) : placeOfName(records.field(row + first, at) ?? '', surelyAt);
  };
}

/** What a lookup finds for a field as it is meant. */
export function placeIn(records: PlacedRecords, record: number, at: number, placeAt: PictureFinder['placeAt']): number {
  const { text } = records;
  const [start, end] = [records.start(record, at), records.end(record, at)];
  if (!records.hasQuotes || !holdsQuote(text, start, end)) return placeAt(text, start, end);
  const field = records.field(record, at) ?? '';
  return placeAt(field, 0, field.length);
}

/** Whether a quote stands in a field: in one that is quoted it stands twice for one. */
function holdsQuote(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === quote) return true;
  return false;
}

const quote = 34;

function bareFile(records: PlacedRecords, record: number, at: number, placeAt: PictureFinder['placeAt']): number {
  const [start, end] = [records.start(record, at), records.end(record, at)];
  return isBare(records.text, start, end) ? placeIn(records, record, at, placeAt) : -1;
}

/** Whether a name stands in a text with nothing around it that is to be cut off. */
function isBare(text: string, start: number, end: number): boolean {
  return end > start && isInk(text.charCodeAt(start)) && isInk(text.charCodeAt(end - 1));
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

/** Turns the places of files in rows that were taken over, which are those among earlier files, into those of now; `folders`: where files are looked for, in this order, after the root. */
export function followFiles(
  places: Int32Array,
  { now, was, placeNow }: FilesChange,
  folders: readonly string[],
  { head, tail }: SameRows,
  lookUp: (row: number) => number,
): void {
  const isInDoubt = mayTakeNames(was, now, folders);
  for (let row = 0; row < places.length; row++) {
    if (row >= head && row < places.length - tail) continue;
    const old = places[row]!;
    const place = old === -1 ? -1 : placeNow[old]!;
    places[row] = isInDoubt || place === -1 ? lookUp(row) : place;
  }
}

/** How files differ from earlier ones. */
interface FilesChange {
  readonly now: readonly ListedFile[];
  /** See `placesBefore`. */
  readonly was: Int32Array;
  /** See `placesNow`. */
  readonly placeNow: Int32Array;
}

/** What became of files. */
export function filesChange(before: readonly ListedFile[], now: readonly ListedFile[]): FilesChange {
  const was = placesBefore(before, now);
  return { now, was, placeNow: placesNow(was, before.length) };
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

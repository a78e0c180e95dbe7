import type { ListedFile } from '../files/listing.ts';
import type { NameSieve } from '../files/nameSieve.ts';
import { placeOfName, type PictureFinder } from '../files/pictureFinder.ts';
import type { PlacedRecords } from '../tables/placedRecords.ts';
import type { RecordTable } from '../tables/recordTable.ts';
import { bareFile, placedPlace, placeOfCell, type NamedLookup, type PlacedColumn } from './cellFiles.ts';
import { sameRows, sameTableRows, type SameRows } from '../tables/sameRecords.ts';
import { cameNames, filesChange, type FilesChange } from './filesChange.ts';
import { onlyOnes, stillFound } from './stillNamed.ts';

/** The files that the rows of a table name just so, as they were found last. */
export interface KeptFiles {
  readonly files: readonly ListedFile[];
  /** By row the place of the file that it names just so; -1 for any other name. */
  readonly places: Int32Array;
  /** By row, where there is none, the place of the file that surely is meant; -1 where more has to be looked at. */
  readonly sure: Int32Array;
  /** By row, where there is none either, the place of the only file that a look at all of them found; -1 where that is to be done, or found something else. */
  readonly found: Int32Array;
}

/** The same for a delimited table. */
export interface KeptRowFiles extends KeptFiles {
  /** What else they depend on: what separates fields, the column, where and how files are looked for, the width of the rows. */
  readonly key: string;
  readonly records: PlacedRecords;
}

/** The same for records. */
export interface KeptRecordFiles extends KeptFiles {
  /** What else they depend on: the column, and where and how files are looked for. */
  readonly key: string;
  readonly table: RecordTable;
}

/** A column of a delimited table, with what separates its fields and how many a row has. */
interface RowColumn extends PlacedColumn {
  readonly delimiter: string;
  readonly width: number;
}

/** Finds the file that a row names. */
interface RowFinder {
  readonly length: number;
  readonly folders: readonly string[];
  /** The file that a row names just so; -1 for any other name. */
  readonly lookUp: (row: number) => number;
  /** See {@link PictureFinder.placeOf}. */
  readonly placeOf: (name: string) => number;
  /** Whether the name in a row may be one of those in a sieve. */
  readonly mayName: (row: number, sieve: NameSieve) => boolean;
  /** The file that a row surely names which names none just so, its name alone being enough; -1 where more has to be looked at. */
  readonly surely: (row: number) => number;
}

type NamedFinder = PictureFinder & { readonly folders: readonly string[] };

/** Which files a column names. Of rows that were looked at before and are as they were only those are looked at again that depend on files that came or went. */
export function rowFiles(
  column: RowColumn,
  find: NamedFinder,
  files: readonly ListedFile[],
  kept: KeptRowFiles | undefined,
): KeptRowFiles {
  const { delimiter, records, first, at, width } = column;
  const key = JSON.stringify([delimiter, at, first, width, find.folders, find.isLax]);
  const before = kept?.key === key ? kept : undefined;
  const same = before && sameRows(before.records, records, first);
  const finder: RowFinder = {
    length: Math.max(0, records.count - first),
    folders: find.folders,
    placeOf: find.placeOf,
    lookUp: (row) => bareFile(records, row + first, at, find.placeAt),
    mayName: (row, sieve) => sieve.mayHold(records.text, records.start(row + first, at), records.end(row + first, at)),
    surely: placedPlace(column, elsewhere(find)),
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
  const key = JSON.stringify([table.columns[at], find.folders, find.isLax]);
  const before = kept?.key === key ? kept : undefined;
  if (before?.table === table && before.files === files) return before;
  const named = elsewhere(find);
  const finder: RowFinder = {
    length: table.length,
    folders: find.folders,
    placeOf: find.placeOf,
    lookUp: (row) => placeOfName(table.valueAt(row, at), find.placeAt),
    mayName: (row, sieve) => {
      const value = table.valueAt(row, at);
      if (typeof value !== 'string') return false;
      const name = value.trim();
      return sieve.mayHold(value, 0, value.length) || sieve.mayHold(name, 0, name.length);
    },
    surely: (row) => placeOfCell(table.valueAt(row, at), named),
  };
  return { key, table, ...filesOfRows(finder, files, before, before && sameTableRows(before.table, table)) };
}

/** Finds names that stand for none just so: as they stand, they are not looked for once more. */
function elsewhere({ surelyAt, onlyAt }: PictureFinder): NamedLookup {
  return { surelyAt, namedAt: onlyAt };
}

function filesOfRows(
  finder: RowFinder,
  files: readonly ListedFile[],
  before: KeptFiles | undefined,
  same: SameRows = { head: 0, tail: 0 },
): KeptFiles {
  const { length, lookUp, surely } = finder;
  const [places, sure, found] = [
    new Int32Array(length),
    new Int32Array(length).fill(-1),
    new Int32Array(length).fill(-1),
  ];
  if (before !== undefined) {
    takeRows(places, before.places, same);
    takeRows(sure, before.sure, same);
    takeRows(found, before.found, same);
  }
  for (let row = same.head; row < length - same.tail; row++) places[row] = lookUp(row);
  const change = before === undefined || before.files === files ? undefined : filesChange(before.files, files);
  if (change) followFiles(places, change, same, finder);
  if (change && before) stillFound(found, change, before.files);
  const stillSure = change && onlyOnes(change);
  const from = stillSure === undefined ? same.head : 0;
  const until = stillSure === undefined ? length - same.tail : length;
  for (const row of withoutPlace(places, sure, from, until)) {
    const isKnown = row < same.head || row >= length - same.tail;
    const place = isKnown ? stillSure!(sure[row]!) : -1;
    sure[row] = place === -1 ? surely(row) : place;
  }
  return { files, places, sure, found };
}

/** The rows without a place; of all others nothing is sure beside. */
function withoutPlace(places: Int32Array, sure: Int32Array, from: number, until: number): Uint32Array {
  const rows = new Uint32Array(until - from);
  let count = 0;
  for (let row = from; row < until; row++) {
    if (places[row] === -1) rows[count++] = row;
    else sure[row] = -1;
  }
  return rows.subarray(0, count);
}

/** Copies the values of rows that are the same at the beginning and at the end. */
export function takeRows<T extends Int32Array | Uint16Array | Uint32Array | Float64Array>(
  into: T,
  of: T,
  { head, tail }: SameRows,
): void {
  into.set(of.subarray(0, head));
  into.set(of.subarray(of.length - tail), into.length - tail);
}

/** Turns the places of files in rows that were taken over, which are those among earlier files, into those of now. */
export function followFiles(
  places: Int32Array,
  change: FilesChange,
  { head, tail }: SameRows,
  { folders, placeOf, lookUp, mayName }: Omit<RowFinder, 'length' | 'surely'>,
): void {
  const { count, isInDoubt, sieve } = cameNames(change, folders, placeOf);
  for (const [from, to] of [
    [0, head],
    [Math.max(head, places.length - tail), places.length],
  ] as const) {
    if (isInDoubt) for (let row = from; row < to; row++) places[row] = lookUp(row);
    else {
      for (const row of followPlaces(places, change.placeNow, from, to)) {
        const wasNone = places[row] === -1;
        // A name that was none of a file can only be that of one that came.
        if (!wasNone || (count > 0 && mayName(row, sieve))) places[row] = lookUp(row);
      }
    }
  }
}

/** Turns the places of some rows into those of now where they are still there; the other rows, of which those are at -1 that had none before. */
function followPlaces(places: Int32Array, placeNow: Int32Array, from: number, to: number): readonly number[] {
  const others: number[] = [];
  for (let row = from; row < to; row++) {
    const old = places[row]!;
    const place = old === -1 ? -1 : placeNow[old]!;
    if (place === -1) others.push(row);
    else places[row] = place;
  }
  return others;
}

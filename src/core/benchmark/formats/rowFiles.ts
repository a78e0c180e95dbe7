import { indexFiles } from '../files/fileIndex.ts';
import type { ListedFile } from '../files/listing.ts';
import { placeOfName, type PictureFinder } from '../files/pictureFinder.ts';
import { fold } from '../files/nameIndex.ts';
import { NameSieve } from '../files/nameSieve.ts';
import { hasNewFolder, placesBefore, placesNow } from '../files/placesBefore.ts';
import type { PlacedRecords } from '../tables/placedRecords.ts';
import type { RecordTable } from '../tables/recordTable.ts';
import { bareFile, placedPlace, placeOfCell, type PlacedColumn } from './cellFiles.ts';
import { sameRows, sameTableRows, type SameRows } from '../tables/sameRecords.ts';

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
  /** The file that a row surely names, its name alone being enough; -1 where more has to be looked at. */
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
  const key = JSON.stringify([table.columns[at], find.folders, find.isLax]);
  const before = kept?.key === key ? kept : undefined;
  if (before?.table === table && before.files === files) return before;
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
    surely: (row) => placeOfCell(table.valueAt(row, at), find),
  };
  return { key, table, ...filesOfRows(finder, files, before, before && sameTableRows(before.table, table)) };
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
  for (let row = 0; row < length; row++) {
    const isKnown = row < same.head || row >= length - same.tail;
    if (isKnown && stillSure === undefined) continue;
    const place = isKnown ? stillSure!(sure[row]!) : -1;
    sure[row] = places[row] !== -1 ? -1 : place === -1 ? surely(row) : place;
  }
  return { files, places, sure, found };
}

/**
 * Turns places that were found by a look at all files into those of now, -1 where that look is to be taken again: what it finds depends on which endings there
 * are, which folders, and on the files that are called as the name ends. A folder that went has not had any that are called so.
 */
function stillFound(places: Int32Array, { now, was, placeNow }: FilesChange, before: readonly ListedFile[]): void {
  if (places.every((place) => place === -1)) return;
  const endings = [before, now].map((files) => indexFiles(files).extensions().join('/'));
  // A name below a folder that is here is looked for nowhere else.
  if (endings[0] !== endings[1] || hasNewFolder(now, was)) {
    places.fill(-1);
    return;
  }
  const added = now.filter((_file, place) => was[place] === -1);
  const isOther = otherNames(added.concat(before.filter((_file, old) => placeNow[old] === -1)));
  for (let row = 0; row < places.length; row++) {
    const place = places[row] === -1 ? -1 : placeNow[places[row]!]!;
    places[row] = place !== -1 && isOther(now[place]!) ? place : -1;
  }
}

/** Whether a name ends as the file is called that it stands for, so that it depends on no others than {@link stillFound} looks at. */
export function endsAsCalled(value: unknown, { name, stem }: ListedFile): boolean {
  if (typeof value !== 'string') return false;
  const written = value.trim();
  const last = fold(written.slice(Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\')) + 1));
  return last === fold(name) || last === fold(stem);
}

/** Whether none of some files is called as a file is, with its extension or without. */
function otherNames(files: readonly ListedFile[]): (file: ListedFile) => boolean {
  const names = new Set(files.flatMap(({ name, stem }) => [name, stem].flatMap(waysToEnd)));
  const sieve = new NameSieve([...names]);
  return ({ name, stem }) => {
    if (!sieve.mayHold(name, 0, name.length) && !sieve.mayHold(stem, 0, stem.length)) return true;
    return !names.has(fold(name)) && !names.has(fold(stem));
  };
}

/** How a name, or what a reader makes of it, ends: white space around it and what stands before a backslash may be left out. */
function waysToEnd(name: string): readonly string[] {
  const folded = fold(name);
  return [folded, folded.slice(folded.lastIndexOf('\\') + 1).trim()];
}

/** Where a file is now that one name alone stood for; -1 where it is gone, or one that came may be called so, too. */
function onlyOnes({ now, was, placeNow }: FilesChange): (old: number) => number {
  const added = now.filter((_file, place) => was[place] === -1);
  const isOther = otherNames(added);
  return (old) => {
    const place = old === -1 ? -1 : placeNow[old]!;
    return place === -1 || added.length === 0 || isOther(now[place]!) ? place : -1;
  };
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

/** The names of files that came. */
interface CameNames {
  /** Where they are looked for. */
  readonly folders: string;
  readonly count: number;
  /** Whether one that came may go before another one of the same name that a row has stood for so far. */
  readonly isInDoubt: boolean;
  readonly sieve: NameSieve;
}

/** What was found out last of a change: tables beside each other ask the same. */
const known = new WeakMap<Int32Array, CameNames>();

function cameNames(change: FilesChange, folders: readonly string[], placeOf: (name: string) => number): CameNames {
  const key = JSON.stringify(folders);
  const before = known.get(change.was);
  if (before?.folders === key) return before;
  const came = namesOfAdded(change, folders);
  const isInDoubt = came.some(({ others }) => others.some((path) => change.now[placeOf(path)]?.path === path));
  const sieve = new NameSieve(came.map(({ name }) => name));
  const names = { folders: key, count: came.length, isInDoubt, sieve };
  known.set(change.was, names);
  return names;
}

/** How a table may name a file that came: its name, and the files that such a name would stand for where that one were not there. */
interface AddedName {
  readonly name: string;
  readonly others: readonly string[];
}

/** `folders`: where files are looked for, in this order, after the root. */
function namesOfAdded({ now, was }: FilesChange, folders: readonly string[]): readonly AddedName[] {
  const prefixes = ['', ...folders.filter((folder) => folder !== '').map((folder) => `${folder}/`)];
  const names: AddedName[] = [];
  for (let i = 0; i < was.length; i++) {
    if (was[i] !== -1) continue;
    const { path } = now[i]!;
    for (const [at, prefix] of prefixes.entries()) {
      if (!path.startsWith(prefix)) continue;
      const name = path.slice(prefix.length);
      names.push({ name, others: prefixes.slice(at + 1).map((other) => other + name) });
    }
  }
  return names;
}

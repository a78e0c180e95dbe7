import {
  findColumns,
  hasColumn,
  isReleaseName,
  namesPictures,
  type ColumnPlaces,
  type ColumnRole,
} from '../columns.ts';
import type { JudgedColumn } from '../benchmark.ts';
import type { ListedFile } from '../files/listing.ts';
import type { PictureFinder } from '../files/pictureFinder.ts';
import type { Problem } from '../problem.ts';
import type { BadRow, Table, TableRow } from '../tables/table.ts';
import type { FormatContext, FormatReading } from './format.ts';
import { FoundRows, type MemoColumns } from './memoColumns.ts';
import { ratedRoles, readRowValues, rowsOf, tableOf, type RatedRole, type Rows, type RowValues } from './memoRows.ts';

/** What one table of the release gave; its values are in the columns. */
export interface MemoTable {
  readonly path: string;
  readonly sha256: string;
  /** Whether the column of picture names was found, so that its rows mean something. */
  readonly usable: boolean;
  readonly hasLabels: boolean;
  readonly columns: NonNullable<FormatReading['columns']>;
  readonly judged: readonly JudgedColumn[];
  readonly problems: readonly Problem[];
}

/** Names of the columns in the release, for the message that says which one is missing. */
const releaseNames: Readonly<Record<ColumnRole, string>> = {
  image: 'Image',
  label: 'Distortions',
  degree: 'Score',
  quality: 'Quality',
};

/** Nobody asks for more, and longer texts are documents of their own. */
const [mostColumns, longestField] = [200, 4000];

/** How sure a column is by what it was found by: the names are those of the release. */
const sureBy = { corrected: 1, name: 0.9, content: 0.6 } as const;

/** Finds pictures, and says in which folders it looks for them. */
export interface MemoFinder {
  readonly find: PictureFinder;
  readonly folders: readonly string[];
}

/** Reads one table into the columns: values by picture, and a problem for each row that means nothing. */
export async function readMemoTable(
  context: FormatContext,
  file: ListedFile,
  roles: readonly ColumnRole[],
  { find, folders }: MemoFinder,
  book: MemoColumns,
): Promise<MemoTable> {
  const none = { path: file.path, sha256: '', usable: false, hasLabels: false, columns: {}, judged: [] };
  const bytes = await context.folder.read(file.path);
  if (!bytes.ok) {
    const kind = bytes.error.kind === 'outsideRoot' ? 'outside-root' : 'unreadable';
    const facts = { reason: bytes.error.kind, detail: bytes.error.detail };
    return { ...none, problems: [{ kind, file: file.path, facts }] };
  }
  const kept = await tableOf(bytes.value, context.memory?.tables.get(file.path), context.hasher.sha256);
  context.memory?.tables.set(file.path, kept);
  const { sha256, table: written } = kept;
  const table = namesPictures(written, context.corrected.columns?.image) ? written : withHeader(written, find);
  const { columns: corrected = {} } = context.corrected;
  // A person may say that no column holds it.
  const open = roles.filter((role) => corrected[role]?.trim() !== '');
  const { places, why } = findColumns(table, open, {
    corrected: context.corrected.columns ?? {},
    find,
    lexicon: context.lexicon,
  });
  // A table without a first line lacks one thing and not each of its columns.
  const wanted = table.header.length === 0 ? open.slice(0, 1) : open;
  const problems: Problem[] = wanted
    .filter((role) => places[role] === undefined || isMistaken(table, role, context.corrected.columns?.[role]))
    .map((role) => missingColumn(file.path, table, role, context.corrected.columns?.[role]));
  const named = Object.fromEntries(Object.entries(places).map(([role, at]) => [role, table.header[at]!]));
  if (places.image === undefined) return { ...none, sha256, columns: named, problems };
  const rows = rowsOf(table, find);
  const values = readRowValues({ rows, table, places, files: book.files, folders, placeOf: find.placeOf }, kept);
  const reader = new RowReader({ file: file.path, table, places, find, columns: book, rows, values });
  for (const bad of table.badRows) problems.push(reader.readBad(bad));
  reader.readAll(problems);
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const judged = open.flatMap((role): JudgedColumn[] => {
    const [at, reason] = [places[role], why[role]];
    if (at === undefined || reason === undefined) return [];
    return [{ file: file.path, column: table.header[at]!, role, sure: sureBy[reason], why: reason }];
  });
  const hasLabels = places.label !== undefined;
  return { path: file.path, sha256, usable: true, hasLabels, columns: named, judged, problems };
}

/** A first line that names a picture, in a column of pictures, is a row: then the columns are called by their numbers. */
function withHeader(table: Table, find: PictureFinder): Table {
  const isPicture = (text: string | undefined) => text !== undefined && find(text).kind === 'found';
  const at = table.header.findIndex((name, i) => isPicture(name) && table.rows.some((row) => isPicture(row.fields[i])));
  if (at === -1 && !(table.rows.length === 0 && table.header.some(isPicture))) return table;
  const first: TableRow = { line: table.headerLine, fields: table.header };
  const { encoding, delimiter, rawHeader, headerLine, badRows } = table;
  const header = table.header.map((_, i) => String(i + 1));
  return { encoding, delimiter, rawHeader, headerLine, badRows, header, rows: [first, ...table.rows] };
}

/** A correction that names no column. Not so for the pictures: two tables may call theirs by different names. */
function isMistaken(table: Table, role: ColumnRole, corrected: string | undefined): boolean {
  return corrected !== undefined && role !== 'image' && !hasColumn(table, corrected);
}

function missingColumn(file: string, table: Table, role: ColumnRole, corrected: string | undefined): Problem {
  const facts = { column: corrected ?? releaseNames[role], role, columns: table.header.join(', ') };
  return { kind: 'missing-column', file, line: table.headerLine, facts };
}

/** What reading the rows of a table goes by. */
interface RowSource {
  readonly file: string;
  readonly table: Table;
  readonly rows: Rows;
  readonly values: RowValues;
  readonly places: ColumnPlaces;
  readonly find: PictureFinder;
  readonly columns: MemoColumns;
}

class RowReader {
  readonly #file: string;
  readonly #table: Table;
  readonly #rows: Rows;
  readonly #values: RowValues;
  readonly #places: ColumnPlaces;
  readonly #image: number;
  readonly #find: PictureFinder;
  readonly #columns: MemoColumns;
  /** The rows in this table about each file. */
  readonly #found: FoundRows;

  constructor({ file, table, rows, values, places, find, columns }: RowSource) {
    this.#file = file;
    this.#table = table;
    this.#rows = rows;
    this.#values = values;
    this.#places = places;
    this.#image = places.image ?? -1;
    this.#find = find;
    this.#columns = columns;
    this.#found = new FoundRows(columns.files.length);
  }

  /** A bad row gives no values, but the picture that it names has its fault here and not once more as one without a row. */
  readBad(bad: BadRow): Problem {
    const inPlace = bad.fields[this.#image] ?? '';
    const found = [inPlace, ...bad.fields].map((field) => this.#find(field)).find(({ kind }) => kind === 'found');
    const item = found?.kind === 'found' ? found.paths[0] : undefined;
    if (item !== undefined) this.#columns.mention(this.#file, this.#find.placeOf(item));
    const facts = { reason: bad.reason, fields: String(bad.fields.length), expected: String(bad.expected) };
    return { ...this.#problem('bad-row', bad.line, facts), ...(item !== undefined && { item }) };
  }

  /** Column by column, because loops over numbers alone cost a fraction of what asking every column about every row would. */
  readAll(problems: Problem[]): void {
    const found = this.#findAll(problems);
    this.#columns.keep(this.#file, found, this.#places.label === undefined ? undefined : this.#values);
    for (const role of ratedRoles) this.#rate(role, found);
    this.#giveFurther(found);
  }

  /** The files that rows are about, row by row. */
  #findAll(problems: Problem[]): FoundRows {
    const { files } = this.#values;
    const found = this.#found;
    for (let row = found.takeFirst(files, 0); row < files.length; row = found.takeFirst(files, row + 1)) {
      const written = this.#rows.field(row, this.#image).trim();
      for (const place of this.#lookAt(row, written, problems)) found.add(place, row);
    }
    return found;
  }

  /** The files that a name stands for which is not simply that of one that is met for the first time. */
  #lookAt(row: number, written: string, problems: Problem[]): readonly number[] {
    const line = this.#rows.line(row);
    if (written === '') {
      problems.push(this.#problem('bad-row', line, { reason: 'noImage' }));
      return [];
    }
    const found = this.#find(written);
    if (found.kind !== 'found') {
      const kind = found.kind === 'outside' ? 'outside-root' : 'missing-image';
      if (this.#columns.noteMissing(written)) problems.push(this.#problem(kind, line, { value: written }));
      return [];
    }
    const places = found.paths.map((path) => this.#find.placeOf(path));
    if (places.length > 1 && this.#found.first[places[0]!] === 0) {
      const facts = { value: written, pictures: found.paths.join(', ') };
      problems.push({ ...this.#problem('duplicate-id', line, facts), item: found.paths[0]! });
    }
    const clash = this.#clash(places[0]!, row, found.paths[0]!);
    if (clash) problems.push(clash);
    return places;
  }

  /** A second row for one picture: whether its label conflicts is decided once spellings are folded. */
  #clash(place: number, row: number, path: string): Problem | undefined {
    const first = this.#found.first[place]! - 1;
    if (first === -1) return undefined;
    const [label, before] = [this.#labelOf(row), this.#labelOf(first)];
    const line = this.#rows.line(row);
    const facts = { value: this.#rows.field(row, this.#image).trim(), line: String(this.#rows.line(first)) };
    if (label !== undefined && before !== undefined && label !== before) {
      return { ...this.#problem('conflicting-label', line, { ...facts, label, before }), item: path };
    }
    return { ...this.#problem('duplicate-id', line, facts), item: path };
  }

  #labelOf(row: number): string | undefined {
    return this.#places.label === undefined ? undefined : this.#rows.field(row, this.#places.label).trim() || undefined;
  }

  /** Columns of neither table of the release: what an item can be asked for beside what it is. */
  #giveFurther({ first, others }: FoundRows): void {
    const taken = new Set(Object.values(this.#places));
    for (const [at, name] of this.#table.header.entries()) {
      if (taken.has(at) || at >= mostColumns || isReleaseName(name) || /^(?:unnamed.*|\d*)$/i.test(name)) continue;
      const column = this.#columns.fields.column(name);
      const give = (place: number, row: number): void => {
        const written = this.#rows.field(row, at).trim();
        if (written !== '' && written.length <= longestField) column.give(place, written, this.#table.delimiter);
      };
      for (let place = 0; place < first.length; place++) if (first[place] !== 0) give(place, first[place]! - 1);
      for (const { place, row } of others) give(place, row);
    }
  }

  #rate(role: RatedRole, found: FoundRows): void {
    const at = this.#places[role];
    const values = this.#values.ratings[role];
    if (at === undefined || values === undefined) return;
    const column = this.#table.header[at]!;
    this.#columns.rate(role, values, found, (row) => ({
      written: this.#rows.field(row, at).trim(),
      place: { file: this.#file, line: this.#rows.line(row) },
      column,
    }));
  }

  #problem(kind: Problem['kind'], line: number, facts: Problem['facts']): Problem {
    return { kind, file: this.#file, line, facts };
  }
}

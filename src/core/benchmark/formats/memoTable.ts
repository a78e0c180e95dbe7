import { findColumns, hasColumn, namesPictures, parseNumber, type ColumnPlaces, type ColumnRole } from '../columns.ts';
import type { ListedFile } from '../listing.ts';
import type { PictureFinder } from '../pictureFinder.ts';
import type { Problem } from '../problem.ts';
import { readTable, type BadRow, type Table, type TableRow } from '../table.ts';
import type { DraftBook } from './draftBook.ts';
import type { DraftItem, DraftNumber, FormatContext, FormatReading } from './format.ts';

/** What one table of the release gave; its values are in the book. */
export interface MemoTable {
  readonly path: string;
  readonly sha256: string;
  /** Whether the column of picture names was found, so that its rows mean something. */
  readonly usable: boolean;
  readonly hasLabels: boolean;
  readonly columns: NonNullable<FormatReading['columns']>;
  readonly problems: readonly Problem[];
}

/** Names of the columns in the release, for the message that says which one is missing. */
const releaseNames: Readonly<Record<ColumnRole, string>> = {
  image: 'Image',
  label: 'Distortions',
  degree: 'Score',
  quality: 'Quality',
};

/** Reads one table into the book: values by picture, and a problem for each row that means nothing. */
export async function readMemoTable(
  context: FormatContext,
  file: ListedFile,
  roles: readonly ColumnRole[],
  find: PictureFinder,
  book: DraftBook,
): Promise<MemoTable> {
  const none = { path: file.path, sha256: '', usable: false, hasLabels: false, columns: {} };
  const bytes = await context.folder.read(file.path);
  if (!bytes.ok) {
    const kind = bytes.error.kind === 'outsideRoot' ? 'outside-root' : 'unreadable';
    const facts = { reason: bytes.error.kind, detail: bytes.error.detail };
    return { ...none, problems: [{ kind, file: file.path, facts }] };
  }
  const sha256 = await context.hasher.sha256(bytes.value);
  const written = readTable(bytes.value);
  const table = namesPictures(written, context.corrected.columns?.image) ? written : withHeader(written, find);
  const { columns: corrected = {} } = context.corrected;
  // A person may say that no column holds it.
  const open = roles.filter((role) => corrected[role] !== '');
  const places = findColumns(table, open, {
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
  const reader = new RowReader(file.path, table, places, find, book);
  for (const bad of table.badRows) problems.push(reader.readBad(bad));
  for (const row of table.rows) problems.push(...reader.read(row));
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { path: file.path, sha256, usable: true, hasLabels: places.label !== undefined, columns: named, problems };
}

/** A first line that names a picture, in a column of pictures, is a row: then the columns are called by their numbers. */
function withHeader(table: Table, find: PictureFinder): Table {
  const isPicture = (text: string | undefined) => text !== undefined && find(text).kind === 'found';
  const at = table.header.findIndex((name, i) => isPicture(name) && table.rows.some((row) => isPicture(row.fields[i])));
  if (at === -1 && !(table.rows.length === 0 && table.header.some(isPicture))) return table;
  const first: TableRow = { line: table.headerLine, fields: table.header };
  return { ...table, header: table.header.map((_, i) => String(i + 1)), rows: [first, ...table.rows] };
}

/** A correction that names no column. Not so for the pictures: two tables may call theirs by different names. */
function isMistaken(table: Table, role: ColumnRole, corrected: string | undefined): boolean {
  return corrected !== undefined && role !== 'image' && !hasColumn(table, corrected);
}

function missingColumn(file: string, table: Table, role: ColumnRole, corrected: string | undefined): Problem {
  const facts = { column: corrected ?? releaseNames[role], role, columns: table.header.join(', ') };
  return { kind: 'missing-column', file, line: table.headerLine, facts };
}

class RowReader {
  readonly #file: string;
  readonly #table: Table;
  readonly #places: ColumnPlaces;
  readonly #find: PictureFinder;
  readonly #book: DraftBook;
  /** The first row of each picture in this table. */
  readonly #first = new Map<string, TableRow>();

  constructor(file: string, table: Table, places: ColumnPlaces, find: PictureFinder, book: DraftBook) {
    this.#file = file;
    this.#table = table;
    this.#places = places;
    this.#find = find;
    this.#book = book;
  }

  /** A bad row gives no values, but the picture that it names has its fault here and not once more as one without a row. */
  readBad(bad: BadRow): Problem {
    const inPlace = bad.fields[this.#places.image ?? -1] ?? '';
    const found = [inPlace, ...bad.fields].map((field) => this.#find(field)).find(({ kind }) => kind === 'found');
    const item = found?.kind === 'found' ? found.paths[0] : undefined;
    if (item !== undefined) this.#book.mention(this.#file, item);
    const facts = { reason: bad.reason, fields: String(bad.fields.length), expected: String(bad.expected) };
    return { ...this.#problem('bad-row', bad.line, facts), ...(item !== undefined && { item }) };
  }

  read(row: TableRow): readonly Problem[] {
    const written = row.fields[this.#places.image!]!.trim();
    if (written === '') return [this.#problem('bad-row', row.line, { reason: 'noImage' })];
    const found = this.#find(written);
    if (found.kind !== 'found') {
      if (!this.#book.noteMissing(written)) return [];
      return [this.#problem(found.kind === 'outside' ? 'outside-root' : 'missing-image', row.line, { value: written })];
    }
    const problems: Problem[] = [];
    if (found.paths.length > 1 && this.#sameRow(found.paths[0]!, row) === undefined) {
      const facts = { value: written, pictures: found.paths.join(', ') };
      problems.push({ ...this.#problem('duplicate-id', row.line, facts), item: found.paths[0]! });
    }
    const clash = this.#clash(found.paths[0]!, row);
    if (clash) problems.push(clash);
    for (const path of found.paths) this.#keep(path, row);
    return problems;
  }

  #sameRow(path: string, row: TableRow): TableRow | undefined {
    const first = this.#first.get(path);
    return first !== undefined && first.line !== row.line ? first : undefined;
  }

  /** A second row for one picture: whether its label conflicts is decided once spellings are folded. */
  #clash(path: string, row: TableRow): Problem | undefined {
    const first = this.#sameRow(path, row);
    if (first === undefined) return undefined;
    const [label, before] = [this.#labelOf(row), this.#labelOf(first)];
    const facts = { value: row.fields[this.#places.image!]!.trim(), line: String(first.line) };
    if (label !== undefined && before !== undefined && label !== before) {
      return { ...this.#problem('conflicting-label', row.line, { ...facts, label, before }), item: path };
    }
    return { ...this.#problem('duplicate-id', row.line, facts), item: path };
  }

  #labelOf(row: TableRow): string | undefined {
    return this.#places.label === undefined ? undefined : row.fields[this.#places.label]!.trim() || undefined;
  }

  #keep(path: string, row: TableRow): void {
    if (!this.#first.has(path)) this.#first.set(path, row);
    this.#book.mention(this.#file, path);
    const place = { file: this.#file, line: row.line };
    const label = this.#labelOf(row);
    const values: { -readonly [K in keyof DraftItem]?: DraftItem[K] } = {};
    if (label !== undefined) {
      values.label = label;
      values.row = place;
    } else if (this.#places.label !== undefined) values.row = place;
    for (const role of ['degree', 'quality'] as const) {
      const number = this.#numberOf(role, row);
      if (number) values[role] = number;
    }
    this.#book.add(path, values);
  }

  #numberOf(role: 'degree' | 'quality', row: TableRow): DraftNumber | undefined {
    const at = this.#places[role];
    const written = at === undefined ? '' : row.fields[at]!.trim();
    if (at === undefined || written === '') return undefined;
    const value = parseNumber(written, this.#table.delimiter);
    return { value, written, place: { file: this.#file, line: row.line }, column: this.#table.header[at]! };
  }

  #problem(kind: Problem['kind'], line: number, facts: Problem['facts']): Problem {
    return { kind, file: this.#file, line, facts };
  }
}

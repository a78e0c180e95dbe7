import { embeddedPictures } from '../embedded/embeddedPictures.ts';
import type { ColumnGuess } from '../columnRoles.ts';
import type { TableRole } from '../columnNames.ts';
import { withoutPlaces } from '../embedded/embeddedValue.ts';
import type { EmbeddedPlace } from '../item.ts';
import type { ListedFile } from '../files/listing.ts';
import type { FoundPicture, PictureFinder } from '../files/pictureFinder.ts';
import type { Problem } from '../problem.ts';
import { badRowProblem, readRecords, valueText, type RecordTable } from '../tables/recordTable.ts';
import type { FormatContext } from './format.ts';
import { withInnerColumns } from './innerColumns.ts';
import { namedTable, type NamedTable } from './laxNames.ts';

/** A table of a benchmark, with what its columns hold. */
export interface TableSource extends NamedTable {
  /** Pictures inside the table, by row. */
  readonly embedded: ReadonlyMap<number, readonly EmbeddedPicture[]>;
  readonly problems: readonly Problem[];
}

/** A picture inside a table with the path of its item. */
export interface EmbeddedPicture {
  readonly path: string;
  readonly place: EmbeddedPlace;
}

/** Reads one table and says what its columns hold. */
export async function readTableSource(
  context: FormatContext,
  file: ListedFile,
  find: PictureFinder,
): Promise<TableSource | { readonly problems: readonly Problem[] }> {
  const isPicture = (text: string) => find(text).kind === 'found';
  const { folder, hasher, memory } = context;
  const kept = { kept: memory?.records, keptTexts: memory?.texts };
  const read = await readRecords({ folder, hasher, isPicture, ...kept }, file.path);
  if (read.table === undefined) return { problems: read.problems };
  const table = withInnerColumns(read.table, context.lexicon);
  // Members of inner objects that are columns of their own here hold no pictures beside those of the column they are in.
  return { ...namedTable(table, find, context), embedded: byRow(read.table), problems: read.problems };
}

function byRow(table: RecordTable): ReadonlyMap<number, readonly EmbeddedPicture[]> {
  const rows = new Map<number, EmbeddedPicture[]>();
  for (const [name, place] of embeddedPictures(table)) {
    const picture = { path: `${table.path}/${name}`, place };
    const others = rows.get(place.row);
    if (others) others.push(picture);
    else rows.set(place.row, [picture]);
  }
  return withEqualRows(table, rows);
}

/** A row that is the same as one before it, pictures and all, is about the pictures of that one. */
function withEqualRows(table: RecordTable, rows: Map<number, EmbeddedPicture[]>): Map<number, EmbeddedPicture[]> {
  const firsts = new Map<string, number>();
  /** Rows by all that they say, where several show the same picture: most pictures are in one row alone. */
  const wholes = new Map<string, number>();
  const textOf = (row: number, at: number) => withoutPlaces(valueText(table.valueAt(row, at)));
  const wholeOf = (row: number) => JSON.stringify(table.columns.map((_, at) => textOf(row, at)));
  for (const [row, pictures] of rows) {
    const [{ place }] = pictures as [EmbeddedPicture];
    if (place.start === undefined) continue;
    const content = textOf(row, table.columns.indexOf(place.column));
    const first = firsts.get(content);
    if (first === undefined) {
      firsts.set(content, row);
      continue;
    }
    wholes.set(wholeOf(first), first);
    const whole = wholeOf(row);
    const equal = wholes.get(whole);
    if (equal === undefined) wholes.set(whole, row);
    else rows.set(row, rows.get(equal)!);
  }
  return rows;
}

/** The column of a role that only one column has. */
export function columnOf(source: TableSource, role: TableRole): number | undefined {
  return source.guesses.find((guess) => guess.role === role)?.at;
}

/** All columns of a role. */
export function columnsOf(source: TableSource, role: TableRole): readonly ColumnGuess[] {
  return source.guesses.filter((guess) => guess.role === role);
}

/** The pictures that a row is about. `columns`: those that name them. */
export function picturesOfRow(
  source: TableSource,
  row: number,
  columns: readonly ColumnGuess[] = columnsOf(source, 'image'),
): RowPictures {
  const embedded = source.embedded.get(row);
  if (embedded !== undefined) return { kind: 'embedded', pictures: embedded };
  const names = columns.flatMap((column) => namesIn(source.table.valueAt(row, column.at)));
  return { kind: 'names', found: names.map((name) => ({ written: name.trim(), ...source.find(name) })) };
}

/** See {@link picturesOfRow}; no names where the row has none. */
export type RowPictures =
  | { readonly kind: 'embedded'; readonly pictures: readonly EmbeddedPicture[] }
  | { readonly kind: 'names'; readonly found: readonly (FoundPicture & { readonly written: string })[] };

function namesIn(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map(valueText).filter((name) => name.trim() !== '');
}

/** One `bad-row` for each, with its picture where one of its fields names one. */
export function badRowsOf(source: TableSource): readonly { readonly problem: Problem; readonly item?: string }[] {
  const at = columnOf(source, 'image') ?? -1;
  return source.table.badRows.map((bad) => {
    const problem = badRowProblem(source.table.path, bad);
    const fields = [bad.fields[at] ?? '', ...bad.fields].filter((field) => field.trim() !== '');
    const found = fields.map((field) => source.find(field)).find(({ kind }) => kind === 'found');
    const item = found?.kind === 'found' ? found.paths[0] : undefined;
    return item === undefined ? { problem } : { problem: { ...problem, item }, item };
  });
}

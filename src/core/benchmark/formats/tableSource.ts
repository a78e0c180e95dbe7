import { embeddedPictures } from '../embedded/embeddedPictures.ts';
import { inferColumns, type ColumnGuess } from '../columnRoles.ts';
import type { TableRole } from '../columnNames.ts';
import type { EmbeddedPlace } from '../item.ts';
import type { ListedFile } from '../listing.ts';
import type { FoundPicture, PictureFinder } from '../pictureFinder.ts';
import type { Problem } from '../problem.ts';
import { readPythonLiteral } from '../pythonLiteral.ts';
import { badRowProblem, readRecords, valueText, type RecordTable } from '../recordTable.ts';
import type { FormatContext } from './format.ts';
import { suffixedFinder } from './suffixedFinder.ts';

/** A table of a benchmark, with what its columns hold. */
export interface TableSource {
  readonly table: RecordTable;
  readonly guesses: readonly ColumnGuess[];
  readonly find: PictureFinder;
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
  finder: (folder: string) => PictureFinder,
): Promise<TableSource | { readonly problems: readonly Problem[] }> {
  const find = finder(file.folder);
  const isPicture = (text: string) => find(text).kind === 'found';
  const read = await readRecords({ folder: context.folder, hasher: context.hasher, isPicture }, file.path);
  if (read.table === undefined) return { problems: read.problems };
  const table = withInnerColumns(read.table);
  const guess = (finder: PictureFinder) =>
    inferColumns(table, { corrected: context.corrected.columns, find: finder, lexicon: context.lexicon });
  const guesses = guess(find);
  const image = guesses.find(({ role }) => role === 'image');
  const written = image === undefined ? [] : firstTexts(table, image.at);
  const suffixed = suffixedFinder(find, written, context.listing.files);
  return {
    table,
    guesses: suffixed === undefined ? guesses : guess(suffixed),
    find: suffixed ?? find,
    embedded: byRow(table),
    problems: read.problems,
  };
}

function firstTexts(table: RecordTable, at: number): readonly string[] {
  const rows = Math.min(20, table.length);
  return Array.from({ length: rows }, (_, row) => valueText(table.valueAt(row, at)).trim());
}

function byRow(table: RecordTable): ReadonlyMap<number, readonly EmbeddedPicture[]> {
  const rows = new Map<number, EmbeddedPicture[]>();
  for (const [name, place] of embeddedPictures(table)) {
    const picture = { path: `${table.path}/${name}`, place };
    const others = rows.get(place.row);
    if (others) others.push(picture);
    else rows.set(place.row, [picture]);
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

/** The pictures that a row is about. */
export function picturesOfRow(source: TableSource, row: number): RowPictures {
  const embedded = source.embedded.get(row);
  const columns = columnsOf(source, 'image');
  if (embedded !== undefined) return { kind: 'embedded', pictures: embedded };
  const names = columns.flatMap((column) => namesIn(source.table.valueAt(row, column.at)));
  return { kind: 'names', found: names.map((written) => ({ written, ...source.find(written) })) };
}

/** See {@link picturesOfRow}; no names where the row has none. */
export type RowPictures =
  | { readonly kind: 'embedded'; readonly pictures: readonly EmbeddedPicture[] }
  | { readonly kind: 'names'; readonly found: readonly (FoundPicture & { readonly written: string })[] };

function namesIn(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map((one) => valueText(one).trim()).filter((name) => name !== '');
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

const sampleRows = 100;

/** Cells that hold literals of Python or JSON become what they say; members of dicts become columns of their own. */
export function withInnerColumns(table: RecordTable): RecordTable {
  if (table.kind === 'json') return table;
  const columns = table.columns.map((_, at) => at).filter((at) => holdsLiterals(table, at));
  if (columns.length === 0) return table;
  const allRows = Array.from({ length: table.length }, (_, row) => row);
  const parsed = new Map(columns.map((at) => [at, allRows.map((row) => parsedCell(table.valueAt(row, at)))]));
  const members = columns.flatMap((at) => {
    const dicts = parsed.get(at)!.slice(0, sampleRows).filter(isDict);
    return [...new Set(dicts.flatMap((value) => Object.keys(value)))].map((name) => ({
      values: parsed.get(at)!,
      at,
      name,
    }));
  });
  const { plain: _cells, ...rest } = table;
  return {
    ...rest,
    columns: [...table.columns, ...members.map(({ at, name }) => `${table.columns[at]!}.${name}`)],
    valueAt: (row, column) => {
      const member = members[column - table.columns.length];
      if (member) return memberOf(member.values[row], member.name);
      return parsed.get(column)?.[row] ?? table.valueAt(row, column);
    },
  };
}

function holdsLiterals(table: RecordTable, at: number): boolean {
  let filled = 0;
  let begun = 0;
  for (let row = 0; row < Math.min(sampleRows, table.length); row++) {
    const value = table.valueAt(row, at);
    if (typeof value !== 'string' || value.trim() === '') continue;
    filled++;
    if (/^\s*[[({].*[\])}]\s*$/s.test(value) && !value.includes('embedded@')) begun++;
  }
  return begun * 2 > filled;
}

function parsedCell(value: unknown): unknown {
  return typeof value === 'string' ? readPythonLiteral(value)?.value : undefined;
}

function isDict(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberOf(value: unknown, name: string): unknown {
  return isDict(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

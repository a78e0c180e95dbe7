import type { Lexicon } from '../../affect/lexicon.ts';
import { columnKey } from '../columnNames.ts';
import { isEmotionWord } from '../labelFolding.ts';
import { cellText, type RecordTable } from '../tables/recordTable.ts';
import { columnsOf, picturesOfRow, type TableSource } from './tableSource.ts';

/** How a table that names no pictures belongs to one that does: by a column of each with the same values. */
export interface Join {
  /** Column of the table that names none. */
  readonly at: number;
  /** Paths of the pictures by the value in that column. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
}

const sampleRows = 200;

/** The best join of a table to those that name pictures; `undefined` where no column has the same values. */
export function joinOf(source: TableSource, pictured: readonly TableSource[]): Join | undefined {
  let best:
    { readonly share: number; readonly at: number; readonly other: TableSource; readonly column: number } | undefined;
  for (const other of pictured) {
    for (const [column, name] of other.table.columns.entries()) {
      // What pandas calls the rows by is no id.
      if (/^(?:unnamed\d*)?$/.test(columnKey(name))) continue;
      const values = new Set(textsOf(other.table, column, Infinity));
      if (values.size === 0 || values.size * 10 < other.table.length * 9) continue;
      for (const [at, own] of source.table.columns.entries()) {
        const share = overlap(source.table, at, values) + (columnKey(own) === columnKey(name) ? 0.2 : 0);
        if (share >= 0.5 && share > (best?.share ?? 0)) best = { share, at, other, column };
      }
    }
  }
  if (best === undefined) return undefined;
  const paths = new Map<string, readonly string[]>();
  for (let row = 0; row < best.other.table.length; row++) {
    const key = cellText(best.other.table, row, best.column);
    if (key !== undefined && !paths.has(key)) paths.set(key, pathsOf(best.other, row));
  }
  return { at: best.at, paths };
}

/** Share of the values that the other column has, where most of the own ones are different. */
function overlap(table: RecordTable, at: number, values: ReadonlySet<string>): number {
  const own = textsOf(table, at, sampleRows);
  if (own.length === 0 || new Set(own).size * 3 < own.length) return 0;
  return own.filter((text) => values.has(text)).length / own.length;
}

/** The texts of a column, as far as rows have one, of so many rows at most. */
function textsOf(table: RecordTable, column: number, most: number): readonly string[] {
  const texts: string[] = [];
  for (let row = 0; row < Math.min(most, table.length); row++) {
    const text = cellText(table, row, column);
    if (text !== undefined) texts.push(text);
  }
  return texts;
}

function pathsOf(source: TableSource, row: number): readonly string[] {
  const pictures = picturesOfRow(source, row);
  if (pictures.kind === 'embedded') return pictures.pictures.map(({ path }) => path);
  return pictures.found.flatMap((one) => (one.kind === 'found' ? one.paths : []));
}

/** Words by the code that stands for them in other tables (`0` for `angry`). */
export type CodeBook = ReadonlyMap<string, string>;

const mostCodes = 200;

/** Reads a small table that only says which code stands for which emotion; `undefined` for any other table. */
export function codeBookOf(table: RecordTable, lexicon: Lexicon): CodeBook | undefined {
  if (table.length > mostCodes) return undefined;
  return recordBook(table, lexicon) ?? rowBookOf(table, lexicon)?.book;
}

/** A code book with rows, and what it calls its codes. */
export interface KeyedBook {
  readonly book: CodeBook;
  readonly key: string;
}

/** A small table with a row for each code, as {@link codeBookOf} reads it; `undefined` where its codes are the numbers of the rows. */
export function keyedBookOf(table: RecordTable, lexicon: Lexicon): KeyedBook | undefined {
  const { book, key } = (table.length <= mostCodes && rowBookOf(table, lexicon)) || {};
  return book === undefined || key === undefined ? undefined : { book, key };
}

/** A record whose members are called by codes and hold emotions, each another one, or the other way round: `{"0": "angry", "1": "happy"}`. */
function recordBook(table: RecordTable, lexicon: Lexicon): CodeBook | undefined {
  if (table.kind !== 'json' || table.length > mostRecords) return undefined;
  for (let row = 0; row < table.length; row++) {
    const members = table.columns.flatMap((name, at) => {
      const value = table.valueAt(row, at);
      const inner = name.slice(name.lastIndexOf('.') + 1);
      if (typeof value !== 'string' && typeof value !== 'number') return [];
      if (/^\d+$/.test(inner) && isEmotionWord(String(value), lexicon))
        return [[codeOf(inner), String(value)] as const];
      return /^\d+$/.test(String(value)) && isEmotionWord(inner, lexicon)
        ? [[codeOf(String(value)), inner] as const]
        : [];
    });
    const book = new Map(members);
    if (book.size > 1 && new Set(book.values()).size === book.size) return book;
  }
  return undefined;
}

/** A book is a record or a few, with codes one way and the other. */
const mostRecords = 4;

function rowBookOf(
  table: RecordTable,
  lexicon: Lexicon,
): { readonly book: CodeBook; readonly key: string | undefined } | undefined {
  const rows = [
    ...(isEmotionHeader(table, lexicon) ? [table.columns] : []),
    ...Array.from({ length: table.length }, (_, row) =>
      table.columns.map((_name, at) => String(table.valueAt(row, at))),
    ),
  ];
  if (rows.length < 2 || rows.length > mostCodes) return undefined;
  const isWords = (at: number) => rows.filter((row) => isEmotionWord(row[at] ?? '', lexicon)).length * 2 > rows.length;
  const isKeys = (at: number) => new Set(rows.map((row) => row[at])).size === rows.length;
  const columns = table.columns.map((_, at) => at);
  const words = columns.find(isWords);
  if (words === undefined || !isKeys(words)) return undefined;
  const keys = columns.find((at) => at !== words && isKeys(at) && rows.every((row) => (row[at] ?? '').length <= 20));
  if (keys === undefined && columns.length > 1) return undefined;
  const book = new Map(rows.map((row, i) => [keys === undefined ? String(i) : codeOf(row[keys]!), row[words]!.trim()]));
  return { book, key: keys === undefined ? undefined : table.columns[keys] };
}

function isEmotionHeader(table: RecordTable, lexicon: Lexicon): boolean {
  return table.hasHeader && table.columns.some((name) => isEmotionWord(name, lexicon));
}

/** `3.0`, ` 3` and `03` are the code 3. */
export function codeOf(text: string): string {
  const trimmed = text.trim();
  return /^\d+(?:\.0+)?$/.test(trimmed) ? trimmed.replace(/\.0+$/, '').replace(/^0+(?=\d)/, '') : trimmed;
}

/** The distinct codes of the columns of labels, as far as their beginning shows, with how often each stands there. */
export function codesIn(source: TableSource): ReadonlyMap<string, number> {
  const label = columnsOf(source, 'label');
  const columns = label.length > 0 ? label : columnsOf(source, 'rater');
  const counts = new Map<string, number>();
  for (const { at, column } of columns) {
    for (const text of textsOf(source.table, at, 2000)) {
      // Tables that were put one behind the other have the header among their rows.
      if (text !== column) counts.set(codeOf(text), (counts.get(codeOf(text)) ?? 0) + 1);
    }
  }
  return counts;
}

/** The code book whose codes are those of a column of labels. */
export function bookFor(source: TableSource, books: readonly CodeBook[]): CodeBook | undefined {
  const codes = new Set(codesIn(source).keys());
  return codes.size === 0 ? undefined : books.find((book) => isListed(codes, book));
}

/** Whether a book has nearly all of some codes. */
export function isListed(codes: ReadonlySet<string>, book: CodeBook): boolean {
  return [...codes].filter((code) => book.has(code)).length * 10 >= codes.size * 8;
}

/** The words of the lists, by table, in which the codes of its labels stand: where each has one, they are the set of labels, however rare some are. */
export function classesIn(listed: readonly (CodeBook | undefined)[]): { readonly classes?: readonly string[] } {
  const books = listed.filter((book) => book !== undefined);
  if (books.length === 0 || books.length < listed.length) return {};
  return { classes: [...new Set(books.flatMap((book) => [...book.values()]))] };
}

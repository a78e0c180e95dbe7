import { parseRating } from '../columns.ts';
import type { TextColumnBuilder } from '../codedTexts.ts';
import { ratingOf } from '../draftTable.ts';
import { type FieldBuilder, isMissingNumber } from '../fieldColumns.ts';
import { cellText, valueText, type RecordTable } from '../tables/recordTable.ts';
import type { TableCells } from './cellCodes.ts';
import type { DraftNumber } from './format.ts';
import type { PictureColumns } from './pictureColumns.ts';
import type { RowPairs } from './rowPlaces.ts';

/** What a column says in some rows: a code for each, and by code the text, where there is any. */
interface CodedRows {
  readonly codeAt: (i: number) => number;
  readonly textOf: (code: number) => string | undefined;
}

/** Writes what the columns of a table say in some rows into the columns of their pictures, each as cheaply as what is known of it allows. */
export class RowWriter {
  readonly #cells: TableCells;
  readonly #table: RecordTable;
  readonly #pairs: RowPairs;

  constructor(cells: TableCells, pairs: RowPairs) {
    this.#cells = cells;
    this.#table = cells.table;
    this.#pairs = pairs;
  }

  /** Ratings; `describe` says what else is known of that of a row. */
  rate(column: PictureColumns['degree'], at: number, describe: (row: number) => Omit<DraftNumber, 'value'>): void {
    const { rows, places } = this.#pairs;
    const give = column.from(describe);
    const { delimiter } = this.#table;
    const coded = this.#cells.column(at);
    const numbers = coded ? undefined : this.#cells.numbers(at);
    const known: number[] = [];
    for (let i = 0; i < rows.length; i++) {
      const [row, place] = [rows[i]!, places[i]!];
      if (column.has(place)) continue;
      const number = numbers?.[row] ?? NaN;
      if (!Number.isNaN(number)) {
        give(place, number, row);
        continue;
      }
      const code = coded?.codes[row];
      if (code !== undefined && known[code] !== undefined) {
        if (!Number.isNaN(known[code])) give(place, known[code], row);
        continue;
      }
      const written = ratingText(this.#table, row, at);
      const value = written === undefined ? NaN : ratingOf(parseRating(written, delimiter));
      if (code !== undefined) known[code] = value;
      if (written !== undefined) give(place, value, row);
    }
  }

  /** Texts. */
  tell(column: TextColumnBuilder, at: number): void {
    const said = this.#codedTexts(at);
    if (said) column.giveCoded(this.#pairs.places, said.codeAt, said.textOf);
    else this.#eachText(column, at, (place, text) => column.give(place, text));
  }

  /** Anything. */
  add(column: FieldBuilder, at: number): void {
    const { delimiter } = this.#table;
    const said = this.#codedTexts(at);
    if (said) column.giveCoded(this.#pairs.places, said.codeAt, said.textOf, delimiter);
    else if (column.isOfNumbers) this.#eachNumber(column, at);
    else this.#eachText(column, at, (place, text) => column.give(place, text, delimiter));
  }

  /** What the first of several columns says that says anything. */
  addFirst(column: FieldBuilder, columns: readonly number[]): void {
    const { rows, places } = this.#pairs;
    for (let i = 0; i < rows.length; i++) {
      for (const at of columns) {
        const text = column.has(places[i]!) ? undefined : saidText(this.#table, rows[i]!, at);
        if (text !== undefined) column.give(places[i]!, text, this.#table.delimiter);
      }
    }
  }

  /** What a column says in some rows, by codes; `undefined` where it has none. */
  #codedTexts(at: number): CodedRows | undefined {
    const coded = this.#cells.column(at);
    if (coded === undefined) return undefined;
    const { codes, values } = coded;
    const { rows } = this.#pairs;
    return {
      codeAt: (i) => codes[rows[i]!]!,
      textOf: (code) => saidIn(valueText(values[code - 1]).trim()),
    };
  }

  /** Other things may stand among numbers, and then are what counts. */
  #eachNumber(column: FieldBuilder, at: number): void {
    const { rows, places } = this.#pairs;
    const numbers = this.#cells.numbers(at);
    for (let i = 0; i < rows.length; i++) {
      const [row, place] = [rows[i]!, places[i]!];
      if (column.has(place) || (!Number.isNaN(numbers[row]) && column.giveNumber(place, numbers[row]!))) continue;
      const text = saidText(this.#table, row, at);
      if (text !== undefined) column.give(place, text, this.#table.delimiter);
    }
  }

  #eachText(column: { has(place: number): boolean }, at: number, give: (place: number, text: string) => void): void {
    const { rows, places } = this.#pairs;
    for (let i = 0; i < rows.length; i++) {
      const place = places[i]!;
      const text = column.has(place) ? undefined : saidText(this.#table, rows[i]!, at);
      if (text !== undefined) give(place, text);
    }
  }
}

// What pandas reads as a missing value (`read_csv`, `na_values`), and a dash: data frames write them for one, too.
const absent: ReadonlySet<string> = new Set([
  ...['#N/A', '#N/A N/A', '#NA', '-NaN', '-nan', '<NA>', 'N/A', 'NA', 'NULL', 'NaN', 'None', 'n/a', 'nan', 'null'],
  ...['-', '--', '—'],
]);

/** Whether a text says that there is none. */
export function isAbsent(text: string): boolean {
  return text.length <= 8 && absent.has(text);
}

/** What a cell says; `undefined` for nothing. */
export function saidText(table: RecordTable, row: number, at: number): string | undefined {
  const text = cellText(table, row, at);
  return text === undefined ? undefined : saidIn(text);
}

/** What a trimmed text says; `undefined` for none. */
function saidIn(text: string): string | undefined {
  return text === '' || isAbsent(text) ? undefined : text;
}

/** A rating as it is written; a value that is missing is no fault, as it is none among labels. */
export function ratingText(table: RecordTable, row: number, at: number): string | undefined {
  const text = cellText(table, row, at);
  return text === undefined || isMissingNumber(text) ? undefined : text;
}

import { parseRating } from '../columns.ts';
import type { CodedPairs, RowPairs } from '../codedPairs.ts';
import type { TextColumnBuilder } from '../codedTexts.ts';
import { ratingOf } from '../draftTable.ts';
import { type FieldBuilder, isMissingNumber } from '../fieldColumns.ts';
import { cellText, valueText, type RecordTable } from '../tables/recordTable.ts';
import type { TableCells } from './cellCodes.ts';
import type { PictureColumns } from './pictureColumns.ts';
import type { DescribeRating } from './ratedColumn.ts';

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
  rate(column: PictureColumns['degree'], at: number, describe: DescribeRating): void {
    const ratingIn = (text: string | undefined) => {
      const isNone = text === undefined || text === '' || isMissingNumber(text);
      return isNone ? NaN : ratingOf(parseRating(text, this.#table.delimiter));
    };
    const coded = this.#cells.column(at);
    if (coded) {
      const numbers = [undefined, ...coded.values].map((value) => ratingIn(valueText(value).trim()));
      column.giveCoded({ ...this.#pairs, codes: coded.codes }, Float64Array.from(numbers), describe);
    } else {
      const other = (row: number) => ratingIn(cellText(this.#table, row, at));
      column.giveNumbers(this.#pairs, this.#cells.numbers(at), other, describe);
    }
  }

  /** Texts. */
  tell(column: TextColumnBuilder, at: number): void {
    const said = this.#codedTexts(at);
    if (said) column.giveCoded(said);
    else this.#eachText(column, at, (place, text) => column.give(place, text));
  }

  /** Anything. */
  add(column: FieldBuilder, at: number): void {
    const { delimiter } = this.#table;
    const { rows } = this.#pairs;
    const said = this.#codedTexts(at);
    if (said) column.giveCoded(said, delimiter);
    else if (column.isOfNumbers) {
      // Other things may stand among numbers, and then are what counts.
      const textAt = (pair: number) => saidText(this.#table, rows[pair]!, at);
      column.giveNumbers(this.#pairs, this.#cells.numbers(at), textAt, delimiter);
    } else this.#eachText(column, at, (place, text) => column.give(place, text, delimiter));
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
  #codedTexts(at: number): CodedPairs | undefined {
    const coded = this.#cells.column(at);
    if (coded === undefined) return undefined;
    const { codes, values } = coded;
    const { rows } = this.#pairs;
    const textAt = (pair: number) => saidIn(valueText(values[codes[rows[pair]!]! - 1]).trim());
    return { ...this.#pairs, codes, kinds: values.length + 1, textAt };
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

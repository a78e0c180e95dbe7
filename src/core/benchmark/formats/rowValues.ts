import { ratingOf, type DraftText } from '../draftTable.ts';
import { parseNumber } from '../columns.ts';
import { fieldNumber, isMissingNumber } from '../fieldColumns.ts';
import type { FieldValue } from '../item.ts';
import { cellText, valueText, type RecordTable } from '../tables/recordTable.ts';
import type { TableCells } from './cellCodes.ts';
import type { DraftItem, DraftNumber } from './format.ts';
import type { PictureColumns } from './pictureColumns.ts';
import { rowOptions, type RowOptions } from './rowOptions.ts';
import type { RowPairs } from './rowPlaces.ts';
import { codeOf, type CodeBook } from './tableJoins.ts';
import { columnOf, columnsOf, type TableSource } from './tableSource.ts';

/** What one row says about its pictures. */
export type RowValues = Omit<DraftItem, 'path' | 'embedded'>;

/** What a row says about the emotion: a label, or those of several raters. */
export type RowLabel = Pick<RowValues, 'label' | 'raters'>;

/** Votes are as many raters; more than this in one row are a share or a sum of something else. */
const mostVotes = 1000;

const sampleRows = 400;

const ratings = ['degree', 'quality'] as const;
const named = ['generator', 'prompted', 'prompt', 'seed', 'split'] as const satisfies readonly DraftText[];
const nothing: RowLabel = {};

/** What a column says in some rows: a code for each, and by code the text, where there is any. */
interface CodedRows {
  readonly codeAt: (i: number) => number;
  readonly textOf: (code: number) => string | undefined;
}

/** Reads the rows of one table. `book`: words for the codes in its columns of labels; `split`: that of rows that name none. */
export class RowReader {
  readonly #table: RecordTable;
  readonly #cells: TableCells;
  readonly #label: number | undefined;
  readonly #text: number | undefined;
  readonly #ratings: readonly (readonly [role: 'degree' | 'quality', at: number])[];
  readonly #named: readonly (readonly [role: (typeof named)[number], at: number])[];
  readonly #raters: readonly number[];
  readonly #votes: readonly { readonly at: number; readonly of?: string }[];
  readonly #tasks: readonly { readonly at: number; readonly column: string }[];
  readonly #fields: readonly { readonly at: number; readonly column: string }[];
  readonly #options: RowOptions | undefined;
  readonly #book: CodeBook | undefined;
  readonly #split: string | undefined;
  readonly #saysLabel: boolean;
  /** Labels by how they are written, where that is all there is to them. */
  readonly #known = new Map<string, RowLabel>();
  /** The same by the codes of how they are written, where the table has any. */
  #coded: ((row: number) => RowLabel) | undefined;

  /** `cells`: those of the source's table. */
  constructor(source: TableSource, cells: TableCells, book: CodeBook | undefined, split: string | undefined) {
    const places = <Role extends string>(roles: readonly Role[], at: (role: Role) => number | undefined) =>
      roles.flatMap((role) => {
        const found = at(role);
        return found === undefined ? [] : [[role, found] as const];
      });
    const fields = columnsOf(source, 'field');
    this.#table = cells.table;
    this.#cells = cells;
    this.#label = columnOf(source, 'label');
    this.#text = columnOf(source, 'text');
    this.#ratings = places(ratings, (role) => columnOf(source, role));
    this.#named = places(named, (role) => columnOf(source, role));
    this.#raters = columnsOf(source, 'rater').map(({ at }) => at);
    this.#votes = columnsOf(source, 'votes');
    this.#tasks = fields.flatMap(({ at, of }) => (of === undefined ? [] : [{ at, column: of }]));
    this.#fields = [...fields.filter(({ of }) => of === undefined), ...columnsOf(source, 'id')];
    this.#options = rowOptions(cells.table, this.#label);
    this.#book = book;
    this.#split = columnOf(source, 'split') === undefined ? split : undefined;
    this.#saysLabel = this.#label !== undefined || this.#raters.length > 0 || this.#votes.length > 0;
  }

  /** Whether labels may be letters of options that the rows have. */
  get hasOptions(): boolean {
    return this.#options !== undefined;
  }

  /** The label of a row as it is written. */
  answerOf(row: number): string | undefined {
    return cellText(this.#table, row, this.#label);
  }

  /** What a row says about the emotion. */
  labelOf(row: number): RowLabel {
    if (this.#raters.length > 0 || this.#votes.length > 0) return this.#readLabel(row);
    if (this.#label === undefined) return nothing;
    if (this.#coded !== undefined) return this.#coded(row);
    const value = this.#table.valueAt(row, this.#label);
    // Options of a question are others in each row.
    if (typeof value !== 'string' || this.#options) return this.#readLabel(row);
    let known = this.#known.get(value);
    if (known === undefined) this.#known.set(value, (known = this.#readLabel(row)));
    return known;
  }

  /** Makes sure that labels are read once for each way in which they are written, as far as there are few of them. */
  useCodes(): void {
    const label = this.#label === undefined || this.#options ? undefined : this.#cells.column(this.#label);
    if (label === undefined) return;
    const known: RowLabel[] = [];
    this.#coded = (row) => (known[label.codes[row]!] ??= this.#readLabel(row));
  }

  /** Makes the columns of pictures for the further columns of this table, before any row is read. */
  openFields({ fields }: PictureColumns): void {
    for (const { at, column } of this.#fields) fields.column(column, !this.#isOfNumbers(at));
  }

  /** All that a row says. */
  valuesOf(row: number): RowValues {
    const table = this.#table;
    const values: { -readonly [K in keyof RowValues]: RowValues[K] } = { ...this.labelOf(row) };
    if (this.#split !== undefined) values.split = this.#split;
    for (const [role, at] of this.#ratings) {
      const written = ratingText(table, row, at);
      if (written !== undefined)
        values[role] = { value: parseNumber(written, table.delimiter), ...this.#rated(row, at) };
    }
    for (const [role, at] of this.#named) {
      const text = saidText(table, row, at);
      if (text !== undefined) values[role] = text;
    }
    const text = cellText(table, row, this.#text);
    if (text !== undefined) values.text = text;
    const tasks = this.#membersOf(row, this.#tasks);
    if (tasks) values.tasks = tasks;
    const fields = this.#membersOf(row, this.#fields);
    if (fields) values.fields = numbersIn(fields, table.delimiter);
    if (this.#saysLabel) values.row = { file: table.path, line: table.lineAt(row) };
    return values;
  }

  /** Writes all that rows say into the columns of their pictures, but the label and what raters say. */
  write(columns: PictureColumns, pairs: RowPairs): void {
    const table = this.#table;
    const { rows, places } = pairs;
    for (const [role, at] of this.#ratings) this.#writeRatings(columns[role], at, pairs);
    for (const [role, at] of this.#named) {
      const column = columns.texts[role];
      const said = this.#codedTexts(at, rows);
      if (said) column.giveCoded(places, said.codeAt, said.textOf);
      else this.#eachText(column, at, pairs, (place, text) => column.give(place, text));
    }
    // Of two columns of one name the later one counts.
    for (const { at, column: name } of this.#fields.toReversed()) {
      const column = columns.fields.column(name);
      const said = this.#codedTexts(at, rows);
      if (said) column.giveCoded(places, said.codeAt, said.textOf, table.delimiter);
      else this.#eachText(column, at, pairs, (place, text) => column.give(place, text, table.delimiter));
    }
    for (let i = 0; i < rows.length; i++) {
      const [row, place] = [rows[i]!, places[i]!];
      if (this.#split !== undefined) columns.texts.split.give(place, this.#split);
      const text = cellText(table, row, this.#text);
      if (text !== undefined) columns.giveText(place, text);
      const tasks = this.#membersOf(row, this.#tasks);
      if (tasks) columns.giveTasks(place, tasks);
      if (this.#saysLabel) columns.giveRow(place, table.path, table.lineAt(row));
    }
  }

  #writeRatings(column: PictureColumns['degree'], at: number, { rows, places }: RowPairs): void {
    const give = column.from((row) => this.#rated(row, at));
    const { delimiter } = this.#table;
    const coded = this.#cells.column(at);
    const known: number[] = [];
    for (let i = 0; i < rows.length; i++) {
      const [row, place] = [rows[i]!, places[i]!];
      if (column.has(place)) continue;
      const code = coded?.codes[row];
      if (code !== undefined && known[code] !== undefined) {
        if (!Number.isNaN(known[code])) give(place, known[code], row);
        continue;
      }
      const written = ratingText(this.#table, row, at);
      const value = written === undefined ? NaN : ratingOf(parseNumber(written, delimiter));
      if (code !== undefined) known[code] = value;
      if (written !== undefined) give(place, value, row);
    }
  }

  /** What a column says in some rows, by codes; `undefined` where it has none. */
  #codedTexts(at: number, rows: Uint32Array): CodedRows | undefined {
    const coded = this.#cells.column(at);
    if (coded === undefined) return undefined;
    const { codes, values } = coded;
    return {
      codeAt: (i) => codes[rows[i]!]!,
      textOf: (code) => saidIn(valueText(values[code - 1]).trim()),
    };
  }

  #eachText(
    column: { has(place: number): boolean },
    at: number,
    { rows, places }: RowPairs,
    give: (place: number, text: string) => void,
  ): void {
    for (let i = 0; i < rows.length; i++) {
      const place = places[i]!;
      const text = column.has(place) ? undefined : saidText(this.#table, rows[i]!, at);
      if (text !== undefined) give(place, text);
    }
  }

  #readLabel(row: number): RowLabel {
    const labels = this.#label === undefined ? [] : this.#labelsIn(row, this.#label);
    const label = labels.length === 1 ? { label: labels[0]! } : {};
    const rated = labels.length > 1 ? [...labels] : [];
    for (const at of this.#raters) rated.push(...this.#labelsIn(row, at));
    if (rated.length > 0) return { ...label, raters: rated };
    if (this.#votes.length === 0) return label;
    return { ...readVotes(this.#table, row, this.#votes), ...label };
  }

  #labelsIn(row: number, at: number): readonly string[] {
    const value = this.#table.valueAt(row, at);
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const labels: string[] = [];
    for (const one of list) {
      const text = codeOf(valueText(one));
      if (text === '' || isAbsent(text)) continue;
      labels.push(this.#options?.(row, text) ?? this.#book?.get(text) ?? text);
    }
    return labels;
  }

  #rated(row: number, at: number): Omit<DraftNumber, 'value'> {
    const { path, columns } = this.#table;
    const written = cellText(this.#table, row, at) ?? '';
    return { written, place: { file: path, line: this.#table.lineAt(row) }, column: columns[at]! };
  }

  /** Whether a column holds nothing but numbers, by a sample of its rows. */
  #isOfNumbers(at: number): boolean {
    const { length, delimiter } = this.#table;
    const step = Math.max(1, Math.floor(length / sampleRows));
    for (let row = 0; row < length; row += step) {
      const text = saidText(this.#table, row, at);
      if (text !== undefined && Number.isNaN(fieldNumber(text, delimiter)) && !isMissingNumber(text)) return false;
    }
    return true;
  }

  #membersOf(
    row: number,
    columns: readonly { readonly at: number; readonly column: string }[],
  ): Readonly<Record<string, string>> | undefined {
    if (columns.length === 0) return undefined;
    const members = columns.flatMap(({ at, column }) => {
      const text = saidText(this.#table, row, at);
      return text === undefined ? [] : [[column, text] as const];
    });
    return members.length === 0 ? undefined : Object.fromEntries(members);
  }
}

// What pandas reads as a missing value (`read_csv`, `na_values`), and a dash: data frames write them for one, too.
const absent: ReadonlySet<string> = new Set([
  ...['#N/A', '#N/A N/A', '#NA', '-NaN', '-nan', '<NA>', 'N/A', 'NA', 'NULL', 'NaN', 'None', 'n/a', 'nan', 'null'],
  ...['-', '--', '—'],
]);

function isAbsent(text: string): boolean {
  return text.length <= 8 && absent.has(text);
}

function saidText(table: RecordTable, row: number, at: number): string | undefined {
  const text = cellText(table, row, at);
  return text === undefined ? undefined : saidIn(text);
}

/** What a trimmed text says; `undefined` for none. */
function saidIn(text: string): string | undefined {
  return text === '' || isAbsent(text) ? undefined : text;
}

/** A rating as it is written; a value that is missing is no fault, as it is none among labels. */
function ratingText(table: RecordTable, row: number, at: number): string | undefined {
  const text = cellText(table, row, at);
  return text === undefined || isMissingNumber(text) ? undefined : text;
}

/** Further columns with a decimal point in the place of a comma, where that is how the table writes numbers. */
function numbersIn(fields: Readonly<Record<string, string>>, delimiter: string): Readonly<Record<string, FieldValue>> {
  if (delimiter === ',') return fields;
  const read = (text: string): FieldValue => (/^[+-]?\d+,\d+$/.test(text) ? fieldNumber(text, delimiter) : text);
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, read(text)]));
}

function readVotes(
  table: RecordTable,
  row: number,
  columns: readonly { readonly at: number; readonly of?: string }[],
): RowLabel {
  const counts = columns.flatMap(({ at, of }) => {
    const text = valueText(table.valueAt(row, at)).trim();
    const count = /^true$/i.test(text) ? 1 : parseNumber(text, table.delimiter);
    return of !== undefined && count > 0 ? [{ of, count }] : [];
  });
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const areWhole = counts.every(({ count }) => Number.isInteger(count));
  if (areWhole && total > 1 && total <= mostVotes) {
    return { raters: counts.flatMap(({ of, count }) => Array.from({ length: count }, () => of)) };
  }
  // Shares: the largest one, when there is one.
  const [first, second] = counts.sort((a, b) => b.count - a.count);
  return first === undefined || first.count === second?.count ? {} : { label: first.of };
}

import { areRising, type RowPairs } from '../codedPairs.ts';
import type { DraftText } from '../draftTable.ts';
import { parseRating } from '../columns.ts';
import { fieldNumber, isMissingNumber } from '../fieldColumns.ts';
import type { FieldValue } from '../item.ts';
import { cellText, placeOfRow, valueText, type RecordTable } from '../tables/recordTable.ts';
import type { CellCodes, TableCells } from './cellCodes.ts';
import type { DraftItem, DraftNumber } from './format.ts';
import type { PictureColumns } from './pictureColumns.ts';
import { rowOptions, type RowOptions } from './rowOptions.ts';
import { readVotes } from './rowVotes.ts';
import { isAbsent, ratingText, RowWriter, saidText } from './rowWriter.ts';
import { codeOf, type CodeBook } from './tableJoins.ts';
import { columnOf, columnsOf, type TableSource } from './tableSource.ts';

/** What one row says about its pictures. */
export type RowValues = Omit<DraftItem, 'path' | 'embedded'>;

/** What a row says about the emotion: a label, or those of several raters. */
export type RowLabel = Pick<RowValues, 'label' | 'raters'>;

const sampleRows = 400;

const ratings = ['degree', 'quality'] as const;
const named = ['generator', 'prompted', 'prompt', 'seed', 'split'] as const satisfies readonly DraftText[];
const nothing: RowLabel = {};

/** So many ways to say something are remembered. */
const mostKnown = 50_000;

/** What stands for the codes of a column where an answer has none. */
const noOption = new Uint16Array(0);
/** More than a column of options has codes. */
const optionCodes = 0x10000;

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
    if (this.#coded !== undefined) return this.#coded(row);
    if (this.#raters.length > 0 || this.#votes.length > 0) return this.#readLabel(row);
    if (this.#label === undefined) return nothing;
    const value = this.#table.valueAt(row, this.#label);
    // Options of a question are others in each row.
    if (typeof value !== 'string' || this.#options) return this.#readLabel(row);
    let known = this.#known.get(value);
    if (known === undefined) this.#known.set(value, (known = this.#readLabel(row)));
    return known;
  }

  /** Makes sure that labels are read once for each way in which they are written, as far as there are few of them. */
  useCodes(): void {
    if (this.#options && this.#options.columnOf === undefined) return;
    const own = this.#label === undefined ? [] : [this.#label];
    const places = [...own, ...this.#raters, ...this.#votes.map(({ at }) => at)];
    const columns = places.map((at) => this.#cells.column(at)).filter((column) => column !== undefined);
    if (columns.length < places.length || columns.length === 0) return;
    if (this.#options === undefined) this.#coded = this.#sharedReader(columns);
    else if (columns.length === 1) this.#coded = this.#optionReader(columns[0]!);
  }

  /** Reads what several columns say once for all rows that have the same in them. */
  #sharedReader(columns: readonly CellCodes[]): ((row: number) => RowLabel) | undefined {
    const kinds = columns.reduce((product, { values }) => product * (values.length + 1), 1);
    if (kinds > Number.MAX_SAFE_INTEGER) return undefined;
    const known = new Map<number, RowLabel>();
    const parts = columns.map(({ codes, values }) => ({ codes, size: values.length + 1 }));
    return (row) => {
      let key = 0;
      for (const { codes, size } of parts) key = key * size + codes[row]!;
      let label = known.get(key);
      if (label === undefined) {
        label = this.#readLabel(row);
        if (known.size < mostKnown) known.set(key, label);
      }
      return label;
    };
  }

  /** Reads each option once for each answer that stands for it. */
  #optionReader({ codes, values }: CellCodes): (row: number) => RowLabel {
    const known = new Map<number, RowLabel>();
    const columns = [undefined, ...values].map((answer) => {
      const at = this.#options?.columnOf?.(codeOf(valueText(answer)));
      return at === undefined ? noOption : this.#cells.column(at)?.codes;
    });
    return (row) => {
      const code = codes[row]!;
      const options = columns[code];
      if (options === undefined) return this.#readLabel(row);
      const key = code * optionCodes + (options[row] ?? 0);
      let label = known.get(key);
      if (label === undefined) known.set(key, (label = this.#readLabel(row)));
      return label;
    };
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
        values[role] = { value: parseRating(written, table.delimiter), ...this.#rated(row, at) };
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
    if (this.#saysLabel) values.row = placeOfRow(table, row);
    return values;
  }

  /** Writes all that rows say into the columns of their pictures, but the label and what raters say. */
  write(columns: PictureColumns, pairs: RowPairs): void {
    const table = this.#table;
    const { rows, places } = pairs;
    const writer = new RowWriter(this.#cells, pairs);
    for (const [role, at] of this.#ratings) writer.rate(columns[role], at, (row) => this.#rated(row, at));
    for (const [role, at] of this.#named) writer.tell(columns.texts[role], at);
    // Of two columns of one name the later one counts.
    const fields = this.#fields.toReversed();
    for (const name of new Set(fields.map(({ column }) => column))) {
      const [first, ...others] = fields.filter(({ column }) => column === name).map(({ at }) => at) as [
        number,
        ...number[],
      ];
      const column = columns.fields.column(name);
      if (others.length === 0) writer.add(column, first);
      else writer.addFirst(column, [first, ...others]);
    }
    if (this.#split !== undefined) columns.texts.split.giveTo(places, this.#split);
    if (this.#saysLabel && !table.files) columns.giveRows(pairs, table.path, table.lines);
    const { files } = this.#saysLabel ? table : {};
    if (this.#text === undefined && this.#tasks.length === 0 && files === undefined) return;
    for (let i = 0; i < rows.length; i++) {
      const [row, place] = [rows[i]!, places[i]!];
      const text = cellText(table, row, this.#text);
      if (text !== undefined) columns.giveText(place, text);
      const tasks = this.#membersOf(row, this.#tasks);
      if (tasks) columns.giveTasks(place, tasks);
      if (files) columns.giveRow(place, files.at(row), table.lineAt(row));
    }
  }

  /** Writes the labels of rows into the columns of their pictures; false where more has to be known of each row than one column says. */
  writeLabels(columns: PictureColumns, pairs: RowPairs): boolean {
    if (!this.#saysLabel) return true;
    const isAlone = this.#raters.length === 0 && this.#votes.length === 0 && this.#options === undefined;
    const coded = isAlone && this.#label !== undefined ? this.#cells.column(this.#label) : undefined;
    if (coded === undefined) return false;
    const textAt = (pair: number) => this.#readLabel(pairs.rows[pair]!).label;
    columns.texts.label.giveCoded({ ...pairs, codes: coded.codes, kinds: coded.values.length + 1, textAt });
    return true;
  }

  /** Whether a column surely says something else in each of some rows, being numbers that rise. */
  isRising(at: number, { rows }: RowPairs): boolean {
    if (this.#cells.column(at) !== undefined || !this.#isOfNumbers(at)) return false;
    return areRising(this.#cells.numbers(at), rows);
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
    const written = cellText(this.#table, row, at) ?? '';
    return { written, place: placeOfRow(this.#table, row), column: this.#table.columns[at]! };
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

/** Further columns with a decimal point in the place of a comma, where that is how the table writes numbers. */
function numbersIn(fields: Readonly<Record<string, string>>, delimiter: string): Readonly<Record<string, FieldValue>> {
  if (delimiter === '') return fields;
  const read = (text: string): FieldValue => {
    const number = text.includes(',') ? fieldNumber(text, delimiter) : Number.NaN;
    return Number.isNaN(number) ? text : number;
  };
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, read(text)]));
}

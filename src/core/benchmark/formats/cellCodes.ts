import { TextCoder } from '../codedTexts.ts';
import { fieldNumber } from '../fieldColumns.ts';
import type { OpenMemory } from '../openMemory.ts';
import { cellText, type RecordTable } from '../tables/recordTable.ts';
import { sameTableRows, type SameRows } from '../tables/sameRecords.ts';
import { takeRows } from './rowFiles.ts';

/** A column of a table by the codes of its different cells: that of row `i` is `values[codes[i] - 1]`, and code 0 means that the row has none. */
export interface CellCodes {
  readonly values: readonly unknown[];
  readonly codes: Uint16Array;
}

/** The coded columns of a table as they were read last, by their place; of those that are not there more is to be read each time. */
export interface KeptCells {
  readonly table: RecordTable;
  readonly columns: Map<number, CellCodes>;
  /** See {@link TableCells.numbers}. */
  readonly numbers: Map<number, Float64Array>;
}

/** A column with more different cells than this is not worth codes: all of them have to be looked at anyway. */
const mostValues = 4096;
/** Texts that are longer may be parts of the table's whole text. */
const longestOwn = 12;

/** Codes of the columns of one table, made when they are first asked for. Rows that are as they were have the codes that they had. */
export class TableCells {
  /** The table, of which cells in columns that were asked for cost less. */
  readonly table: RecordTable;
  readonly #read: RecordTable;
  readonly #columns = new Map<number, CellCodes | undefined>();
  readonly #numbers = new Map<number, Float64Array>();
  readonly #kept: KeptCells | undefined;
  readonly #before: KeptCells | undefined;
  readonly #same: SameRows;

  /** `memory`: where codes are taken from and left. */
  constructor(table: RecordTable, memory: OpenMemory | undefined) {
    // What else the cells of another one depend on is not known.
    const isKept = table.placed !== undefined || memory?.records.get(table.path) === table;
    this.#before = isKept ? memory?.cells.get(table.path) : undefined;
    this.#same = this.#before ? sameTableRows(this.#before.table, table) : { head: 0, tail: 0 };
    this.#read = table;
    if (isKept && memory)
      memory.cells.set(table.path, (this.#kept = { table, columns: new Map(), numbers: new Map() }));
    this.table = { ...table, valueAt: (row, at) => this.#valueAt(row, at) };
  }

  /** The codes of a column; `undefined` where it has too many different cells, or some that are lists or objects. */
  column(at: number): CellCodes | undefined {
    if (this.#columns.has(at)) return this.#columns.get(at);
    const before = this.#before?.columns.get(at);
    const column = (before && this.#readColumn(at, before)) ?? this.#readColumn(at);
    this.#columns.set(at, column);
    if (column) this.#kept?.columns.set(at, column);
    return column;
  }

  /** The numbers in a column by row, as `fieldNumber` reads them; `NaN` where there is something else, or nothing. */
  numbers(at: number): Float64Array {
    const known = this.#numbers.get(at);
    if (known !== undefined) return known;
    const before = this.#before?.numbers.get(at);
    const { length, delimiter } = this.#read;
    const { head, tail } = before ? this.#same : { head: 0, tail: 0 };
    const numbers = new Float64Array(length);
    if (before) takeRows(numbers, before, { head, tail });
    for (let row = head; row < length - tail; row++) {
      numbers[row] = fieldNumber(cellText(this.#read, row, at) ?? '', delimiter);
    }
    this.#numbers.set(at, numbers);
    this.#kept?.numbers.set(at, numbers);
    return numbers;
  }

  #valueAt(row: number, at: number): unknown {
    const column = this.#columns.get(at);
    if (column === undefined) return this.#read.valueAt(row, at);
    return column.values[column.codes[row]! - 1];
  }

  #readColumn(at: number, before?: CellCodes): CellCodes | undefined {
    const { length, valueAt, placed } = this.#read;
    const { head, tail } = before ? this.#same : { head: 0, tail: 0 };
    const codes = new Uint16Array(length);
    if (before) takeRows(codes, before.codes, { head, tail });
    const coder = new CellCoder(before?.values);
    for (let row = head; row < length - tail; row++) {
      const code = coder.codeOf(valueAt(row, at));
      if (code === noCode) return undefined;
      codes[row] = code;
    }
    // A part of a text keeps all of it in memory.
    return { codes, values: placed ? coder.values.map(ownText) : coder.values };
  }
}

const noCode = -1;

/** Gives each different cell a code from 1 on. */
class CellCoder {
  readonly values: unknown[] = [];
  readonly #texts = new TextCoder();
  readonly #codeOfText: number[] = [0];
  readonly #others = new Map<unknown, number>();

  constructor(values: readonly unknown[] = []) {
    for (const value of values) this.codeOf(value);
  }

  /** {@link noCode} for lists, objects, and any cell when there are too many. */
  codeOf(value: unknown): number {
    if (value === undefined) return 0;
    if (typeof value === 'string') {
      const text = this.#texts.codeOf(value);
      if (text === this.#codeOfText.length) this.#codeOfText.push(this.#add(value));
      return this.#codeOfText[text]!;
    }
    if (typeof value === 'object' && value !== null) return noCode;
    let code = this.#others.get(value);
    if (code === undefined) this.#others.set(value, (code = this.#add(value)));
    return code;
  }

  #add(value: unknown): number {
    return this.values.length === mostValues ? noCode : this.values.push(value);
  }
}

/** The same text with memory of its own. */
function ownText(value: unknown): unknown {
  return typeof value === 'string' && value.length > longestOwn ? JSON.parse(JSON.stringify(value)) : value;
}

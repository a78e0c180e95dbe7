import type { BadRow } from './table.ts';

/** Records of a table as places in its text: no field is cut out before it is asked for. */
export interface PlacedRecords {
  readonly count: number;
  /** The physical line on which a record begins, counted from 1. */
  readonly line: (record: number) => number;
  /** A field as it is meant; `undefined` where the record has none of that number. */
  readonly field: (record: number, at: number) => string | undefined;
  /** The text, and where a field of a record begins and ends in it, without the quotes around it. */
  readonly text: string;
  readonly start: (record: number, at: number) => number;
  readonly end: (record: number, at: number) => number;
  /** Whether a quote may stand in a field twice for one that is meant. */
  readonly hasQuotes: boolean;
  /** Where a record begins in the text, and where the line end behind it is, or the end of the text. */
  readonly from: (record: number) => number;
  readonly until: (record: number) => number;
  /** All fields of a record. */
  readonly fields: (record: number) => string[];
  readonly badRows: readonly BadRow[];
}

/** A list of numbers that grows. */
export class Places {
  values: Uint32Array;
  length = 0;

  constructor(size: number) {
    this.values = new Uint32Array(Math.max(size, 64));
  }

  push(first: number, second: number): void {
    this.push1(first);
    this.push1(second);
  }

  push1(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Uint32Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }
}

/** A line with nothing but delimiters is what a spreadsheet writes for an empty row. */
export function isBlank(line: string, delimiter: string): boolean {
  return line.replaceAll(delimiter, '').trim() === '';
}

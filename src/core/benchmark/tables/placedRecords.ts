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
  /** Where the bad rows begin that are what they are because of what stands on later lines. */
  readonly farRows: readonly number[];
  /** How many fields a record has. */
  readonly width: number;
  /** What is known of the records in numbers, {@link stride} for each: its line, and then places in the text. */
  readonly places: Uint32Array;
  readonly stride: number;
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
    if (this.length === this.values.length) this.#grow(this.length * 2);
    this.values[this.length++] = value;
  }

  /** Takes over those of records, moved on in the text and in its lines. */
  take({ places, stride }: PlacedRecords, from: number, until: number, shift = 0, lines = 0): void {
    const added = places.subarray(from * stride, until * stride);
    if (this.length + added.length > this.values.length) this.#grow(this.length + added.length);
    const { values, length } = this;
    values.set(added, length);
    this.length += added.length;
    if (shift !== 0) for (let at = length; at < this.length; at++) values[at]! += shift;
    if (shift !== lines) for (let at = length; at < this.length; at += stride) values[at]! += lines - shift;
  }

  #grow(size: number): void {
    const grown = new Uint32Array(size);
    grown.set(this.values);
    this.values = grown;
  }
}

/** A line with nothing but delimiters is what a spreadsheet writes for an empty row. */
export function isBlank(line: string, delimiter: string): boolean {
  return line.replaceAll(delimiter, '').trim() === '';
}

import { giveCodes, takeCodedNumbers, takeNumbers, type CodedPairs, type RowPairs } from './codedPairs.ts';
import { columnOf, TextCoder, type CodedTexts } from './codedTexts.ts';
import { parseNumber } from './columns.ts';
import type { FieldValue } from './item.ts';
import { choiceColumn, type ColumnParts } from './itemColumns.ts';

/** A further column by item: texts, or numbers, of which `NaN` means none. */
export type FieldValues =
  { readonly kind: 'texts'; readonly coded: CodedTexts } | { readonly kind: 'numbers'; readonly values: Float64Array };

/** Digits that a double keeps for sure: a longer row of them is an id, and rounding would change it. */
const mostDigits = 15;
/** Whole numbers that repeat and of which there are no more than this are kept by codes, so that groups can be made by them. */
const mostCodes = 1000;
const missing = /^(?:nan|null|none|n\/?a|#n\/a|-|\?)$/i;

/**
 * The number that a text of a further column is, `NaN` where it is none: what would not be the same when it is written again (`007`, a row of more than
 * 15 digits) is a text. A decimal comma counts as in {@link parseNumber}.
 */
export function fieldNumber(text: string, delimiter = ''): number {
  const number = parseNumber(text, delimiter);
  if (Number.isNaN(number) || !Number.isFinite(number)) return NaN;
  if (/^[+-]?0\d/.test(text)) return NaN;
  return text.length > mostDigits && /^[+-]?\d+$/.test(text) && !Number.isSafeInteger(number) ? NaN : number;
}

/** Whether a text stands for a value that is missing among numbers: `NaN`, `null`, `n/a`, `-`. */
export function isMissingNumber(text: string): boolean {
  // Nearly all are numbers: that costs less than the pattern.
  const first = text.charCodeAt(0);
  return text.length < 5 && (first < 48 || first > 57) && missing.test(text);
}

/**
 * Collects a further column: numbers as long as nothing else comes. `asText` is for a column that is known to hold other things, so that its numbers
 * stay as they are written. What was said first stays.
 */
export class FieldBuilder {
  #numbers: Float64Array<ArrayBuffer> | undefined;
  #codes: Uint32Array<ArrayBuffer> | undefined;
  readonly #coder = new TextCoder();
  /** What stands for missing numbers, which is a text among texts. */
  readonly #missing: [place: number, text: string][] = [];

  constructor(size = 1024, asText = false) {
    if (asText) this.#codes = new Uint32Array(size);
    else this.#numbers = new Float64Array(size).fill(NaN);
  }

  has(place: number): boolean {
    if (this.#codes) return (this.#codes[place] ?? 0) !== 0;
    return !Number.isNaN(this.#numbers![place] ?? NaN);
  }

  /** Takes in what a table says, or a number as it is. */
  give(place: number, value: FieldValue, delimiter?: string): void {
    if (this.has(place)) return;
    if (this.#numbers) {
      const number = typeof value === 'number' ? value : fieldNumber(value, delimiter);
      if (!Number.isNaN(number)) {
        if (place >= this.#numbers.length) this.#numbers = grown(this.#numbers, place, NaN);
        this.#numbers[place] = number;
        return;
      }
      if (typeof value === 'number') return;
      if (isMissingNumber(value)) {
        this.#missing.push([place, value]);
        return;
      }
      this.#becomeTexts();
    }
    this.#giveText(place, String(value));
  }

  /** Whether nothing but numbers came so far. */
  get isOfNumbers(): boolean {
    return this.#numbers !== undefined;
  }

  /** Takes in what rows say of many places one after the other; `numbers`: by row what is a number, of which it is known how tables write it. */
  giveNumbers(
    pairs: RowPairs,
    numbers: Float64Array,
    textAt: (pair: number) => string | undefined,
    delimiter: string,
  ): void {
    for (let i = 0; i < pairs.rows.length; i++) {
      if (this.#numbers) i = takeNumbers(this.#numbers, pairs, numbers, i);
      const place = pairs.places[i];
      const text = place === undefined || this.has(place) ? undefined : textAt(i);
      if (text !== undefined) this.give(place!, text, delimiter);
    }
  }

  /** The same where what rows say has a code. */
  giveCoded(said: CodedPairs, delimiter: string): void {
    const { rows, places, codes, textAt } = said;
    const known = { numbers: new Float64Array(said.kinds), isKnown: new Uint8Array(said.kinds) };
    let i = 0;
    while (this.#numbers) {
      i = takeCodedNumbers(this.#numbers, said, known, i);
      if (i === rows.length) return;
      const text = textAt(i);
      const number = text === undefined ? NaN : fieldNumber(text, delimiter);
      if (text !== undefined && Number.isNaN(number)) this.give(places[i++]!, text, delimiter);
      else {
        const code = codes[rows[i]!]!;
        known.numbers[code] = number;
        known.isKnown[code] = 1;
      }
    }
    giveCodes(this.#codes!, said, (text) => this.#coder.codeOf(text), i);
  }

  /** Takes in what an item has already: a text stays one. */
  put(place: number, value: FieldValue): void {
    if (typeof value === 'number') return this.give(place, value);
    if (this.#numbers) this.#becomeTexts();
    this.#giveText(place, value);
  }

  #giveText(place: number, text: string): void {
    if (place >= this.#codes!.length) this.#codes = grown(this.#codes!, place, 0);
    this.#codes![place] = this.#coder.codeOf(text);
  }

  #becomeTexts(): void {
    const numbers = this.#numbers!;
    this.#numbers = undefined;
    this.#codes = new Uint32Array(numbers.length);
    for (let i = 0; i < numbers.length; i++) if (!Number.isNaN(numbers[i]!)) this.#giveText(i, String(numbers[i]));
    for (const [place, text] of this.#missing) if (!this.has(place)) this.#giveText(place, text);
    this.#missing.length = 0;
  }

  /** The values of the first `length` items. */
  values(length: number): FieldValues {
    const isWordy = this.#missing.length > 0 && this.#numbers?.every(Number.isNaN) === true;
    if (isWordy) this.#becomeTexts();
    if (this.#numbers) return { kind: 'numbers', values: sized(this.#numbers, length, NaN) };
    return { kind: 'texts', coded: { values: this.#coder.values, codes: sized(this.#codes!, length, 0) } };
  }
}

type Growable = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

function grown<T extends Growable>(before: T, place: number, none: number): T {
  return sized(before, Math.max(place + 1, before.length * 2), none);
}

function sized<T extends Growable>(before: T, length: number, none: number): T {
  if (before.length === length) return before;
  const after = new (before.constructor as new (length: number) => T)(length);
  after.fill(none);
  after.set(before.subarray(0, length));
  return after;
}

/** The column of an item table that holds these values; `undefined` where there are none at all. */
export function fieldColumn(field: FieldValues): ColumnParts | undefined {
  if (field.kind === 'texts') return columnOf(field.coded);
  const { values } = field;
  const codes = codesOfWhole(values);
  if (codes !== undefined) return codes;
  return values.every(Number.isNaN) ? undefined : { kind: 'number', values };
}

/** Whole numbers by codes in rising order; `undefined` where there are too many different ones, hardly any repeats, or some are no whole numbers. */
function codesOfWhole(values: Float64Array): ColumnParts | undefined {
  const seen = new Set<number>();
  let filled = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    filled++;
    if (!Number.isInteger(value) || Object.is(value, -0)) return undefined;
    if (seen.add(value).size > mostCodes) return undefined;
  }
  if (filled === 0 || (seen.size > 1 && seen.size > filled * 0.75)) return undefined;
  const distinct = [...seen].sort((a, b) => a - b);
  const codeOf = new Map(distinct.map((value, i) => [value, i + 1]));
  const codes = Uint32Array.from(values, (value) => codeOf.get(value) ?? 0);
  const column = choiceColumn(distinct.map(String), codes);
  return column.kind === 'choice' ? { ...column, isNumeric: true } : undefined;
}

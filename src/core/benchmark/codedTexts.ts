import { giveCodes, takeCode, type CodedPairs } from './codedPairs.ts';
import { choiceColumn, type ColumnParts } from './itemColumns.ts';

/** Texts of many items by a list of the distinct ones: that of item `i` is `values[codes[i] - 1]`, and code 0 means none. */
export interface CodedTexts {
  readonly values: readonly string[];
  readonly codes: Uint32Array;
}

/** Gives each distinct text a code from 1 on, in the order in which they come. */
export class TextCoder {
  readonly values: string[] = [];
  readonly #codes = new Map<string, number>();
  /**
   * Texts that were asked for last, by length, first and last letter: most fields have few distinct ones, and to compare a text that was cut out of a file
   * costs less than to find it in a map.
   */
  readonly #recent: string[] = [];
  readonly #recentCodes: number[] = [];

  codeOf(text: string): number {
    const slot = slotOf(text);
    if (this.#recent[slot] === text) return this.#recentCodes[slot]!;
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.values.push(text);
      this.#codes.set(text, code);
    }
    if (this.#recent.length === 0) this.#forgetAll();
    this.#recent[slot] = text;
    this.#recentCodes[slot] = code;
    return code;
  }

  #forgetAll(): void {
    for (let slot = 0; slot < recentSlots; slot++) {
      this.#recent.push('');
      this.#recentCodes.push(0);
    }
  }
}

const recentSlots = 64;

/** None for the empty text, which stands in every free slot. */
function slotOf(text: string): number {
  const { length } = text;
  if (length === 0) return recentSlots;
  return (length * 5 + text.charCodeAt(0) * 3 + text.charCodeAt(length - 1)) & (recentSlots - 1);
}

/** The texts of one field by place. What was said first stays. */
export class TextColumnBuilder {
  readonly #coder = new TextCoder();
  readonly #codes: Uint32Array;

  constructor(size: number) {
    this.#codes = new Uint32Array(size);
  }

  has(place: number): boolean {
    return this.#codes[place] !== 0;
  }

  give(place: number, text: string): void {
    if (this.#codes[place] === 0) this.#codes[place] = this.#coder.codeOf(text);
  }

  /** The same for what rows say of many places one after the other. */
  giveCoded(said: CodedPairs): void {
    giveCodes(this.#codes, said, (text) => this.#coder.codeOf(text));
  }

  /** The same text for several places. */
  giveTo(places: Uint32Array, text: string): void {
    if (places.length > 0) takeCode(this.#codes, places, this.#coder.codeOf(text));
  }

  /** The same for places one behind the other. */
  giveAll(from: number, to: number, text: string): void {
    const none = this.#codes.indexOf(0, from);
    if (none !== -1 && none < to) fillNone(this.#codes, this.#coder.codeOf(text), none, to);
  }

  /** Whether something else than a text is said of some place from one up to another. */
  differs(from: number, to: number, text: string): boolean {
    return holdsOther(this.#codes, this.#coder.values.indexOf(text) + 1, from, to);
  }

  /** Takes the place of what was said before. */
  set(place: number, text: string): void {
    this.#codes[place] = this.#coder.codeOf(text);
  }

  at(place: number): string | undefined {
    const code = this.#codes[place]!;
    return code === 0 ? undefined : this.#coder.values[code - 1];
  }

  get coded(): CodedTexts {
    return { values: this.#coder.values, codes: this.#codes };
  }
}

function holdsOther(codes: Uint32Array, code: number, from: number, to: number): boolean {
  for (let place = from; place < to; place++) if (codes[place] !== 0 && codes[place] !== code) return true;
  return false;
}

function fillNone(codes: Uint32Array, code: number, from: number, to: number): void {
  for (let place = from; place < to; place++) if (codes[place] === 0) codes[place] = code;
}

/** The text of an item. */
export function codedAt(coded: CodedTexts | undefined, index: number): string | undefined {
  const code = coded?.codes[index] ?? 0;
  return code === 0 ? undefined : coded!.values[code - 1];
}

/** Texts that are read from the items one by one. */
export function codedFrom(length: number, textOf: (index: number) => string | undefined): CodedTexts {
  const coder = new TextCoder();
  const codes = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const text = textOf(i);
    if (text !== undefined) codes[i] = coder.codeOf(text);
  }
  return { values: coder.values, codes };
}

/** The same texts changed; each distinct one is asked about once. */
export function mapCoded(coded: CodedTexts, change: (text: string) => string | undefined): CodedTexts {
  const coder = new TextCoder();
  const after = new Uint32Array(coded.values.length + 1);
  for (const [i, value] of coded.values.entries()) {
    const changed = change(value);
    after[i + 1] = changed === undefined ? 0 : coder.codeOf(changed);
  }
  return { values: coder.values, codes: recoded(coded.codes, after) };
}

/** Other codes in place of some: `after` has the new one for each, and for 0. */
export function recoded<T extends Uint16Array | Uint32Array>(codes: T, after: Uint32Array): T {
  const changed = codes.slice() as T;
  for (let i = 0; i < changed.length; i++) changed[i] = after[changed[i]!]!;
  return changed;
}

/** The first of several that an item has. */
export function firstCoded(length: number, ...all: readonly (CodedTexts | undefined)[]): CodedTexts {
  const there = all.filter((coded) => coded !== undefined);
  if (there.length === 1) return there[0]!;
  const coder = new TextCoder();
  const codes = new Uint32Array(length);
  for (const coded of there) {
    const after = Uint32Array.from([0, ...coded.values.map((value) => coder.codeOf(value))]);
    fillCodes(codes, coded.codes, after);
  }
  return { values: coder.values, codes };
}

function fillCodes(codes: Uint32Array, more: Uint32Array, after: Uint32Array): void {
  for (let i = 0; i < codes.length; i++) if (codes[i] === 0) codes[i] = after[more[i]!]!;
}

/** How often each text occurs, in the order of their first occurrence. */
export function countCoded({ values, codes }: CodedTexts): Map<string, number> {
  const counts = new Uint32Array(values.length + 1);
  const order = countCodes(codes, counts);
  return new Map(Array.from(order, (code) => [values[code - 1]!, counts[code]!]));
}

/** Counts codes; those that occur, in the order in which they do. Loops over hundreds of thousands of numbers are functions that ask nobody else anything: others are left by the engine for slower code again and again. */
function countCodes(codes: Uint32Array, counts: Uint32Array): Uint32Array {
  const order = new Uint32Array(counts.length);
  let found = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (counts[code]!++ === 0 && code > 0) order[found++] = code;
  }
  return order.subarray(0, found);
}

/** Gives codes anew from 1 on, in the order in which they occur, and says which former ones these are; `none`: a 0 for each code and for 0. */
export function renumber(codes: Uint32Array, none: Uint32Array): Uint32Array {
  const order = new Uint32Array(none.length);
  let found = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 0) continue;
    if (none[code] === 0) {
      order[found++] = code;
      none[code] = found;
    }
    codes[i] = none[code]!;
  }
  return order.subarray(0, found);
}

/** The column of an item table that holds these texts; `undefined` where there are none at all. */
export function columnOf(coded: CodedTexts): ColumnParts | undefined {
  const isUsed = usedCodes(coded.codes, new Uint8Array(coded.values.length + 1));
  const used = new Set(coded.values.filter((_, i) => isUsed[i + 1] === 1));
  if (used.size === 0) return undefined;
  const { values, codes } =
    used.size === coded.values.length ? coded : mapCoded(coded, (text) => (used.has(text) ? text : undefined));
  return choiceColumn(values, codes);
}

/** 1 for each code that occurs; `none`: a 0 for each. Ends as soon as all do. */
function usedCodes(codes: Uint32Array, none: Uint8Array): Uint8Array {
  let missing = none.length - 1;
  for (let i = 0; i < codes.length && missing > 0; i++) {
    const code = codes[i]!;
    if (code === 0 || none[code] === 1) continue;
    none[code] = 1;
    missing--;
  }
  return none;
}

import type { RowLines } from './tables/recordTable.ts';

/** Rows, each with a picture that it is about, in the order of the rows. */
export interface RowPairs {
  readonly rows: Uint32Array;
  readonly places: Uint32Array;
}

/** What rows are about by codes: a row has one below `kinds`, and what that code stands for is asked of the first of the pairs that has it. */
export interface CodedPairs extends RowPairs {
  /** By row. */
  readonly codes: Uint16Array;
  readonly kinds: number;
  readonly textAt: (pair: number) => string | undefined;
}

// Loops over the rows of whole tables ask nobody else anything: others are left by the engine for slower code again and again. Where one does not know on, it
// says how far it came, and goes on from there when it is told.

/** How many pictures there are among some places, and how many of them stand there so often. */
export function countPictures(
  places: Uint32Array,
  size: number,
  often: number,
): { readonly pictures: number; readonly many: number } {
  const counts = new Uint32Array(size);
  let [pictures, many] = [0, 0];
  for (let i = 0; i < places.length; i++) {
    const count = ++counts[places[i]!]!;
    if (count === 1) pictures++;
    if (count === often) many++;
  }
  return { pictures, many };
}

/** Marks places. */
export function markPlaces(marks: Uint8Array, places: Uint32Array): void {
  for (let i = 0; i < places.length; i++) marks[places[i]!] = 1;
}

/** Takes over marks. */
export function addMarks(marks: Uint8Array, more: Uint8Array): void {
  for (let place = 0; place < marks.length; place++) marks[place]! |= more[place]!;
}

/** Marks places, and puts those that had no mark behind others that have one; says how many there are in all. */
export function keepPlaces(marks: Uint8Array, places: Uint32Array, order: Uint32Array, length: number): number {
  let end = length;
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    if (marks[place] === 1) continue;
    marks[place] = 1;
    order[end++] = place;
  }
  return end;
}

/** Gives places that have no line those of their rows. */
export function takeLines(into: Uint32Array, { rows, places }: RowPairs, { numbers, first, stride }: RowLines): void {
  for (let i = 0; i < rows.length; i++) {
    const place = places[i]!;
    if (into[place] === 0) into[place] = numbers[(rows[i]! + first) * stride]!;
  }
}

/** Gives places that have no code this one. */
export function takeCode(into: Uint32Array, places: Uint32Array, code: number): void {
  for (let i = 0; i < places.length; i++) if (into[places[i]!] === 0) into[places[i]!] = code;
}

/** What stands in place of the code that nothing is known of. */
const unknownCode = 0xffffffff;

/** Gives places that have no code that of the text of their rows; `codeOf`: that of a text. */
export function giveCodes(into: Uint32Array, said: CodedPairs, codeOf: (text: string) => number, from = 0): void {
  const known = new Uint32Array(said.kinds).fill(unknownCode);
  for (let i = takeCodes(into, said, known, from); i < said.rows.length; i = takeCodes(into, said, known, i)) {
    const text = said.textAt(i);
    known[said.codes[said.rows[i]!]!] = text === undefined ? 0 : codeOf(text);
  }
}

/** Stops at a code that is not known. */
function takeCodes(
  into: Uint32Array,
  { rows, places, codes }: Pick<CodedPairs, 'rows' | 'places' | 'codes'>,
  known: Uint32Array,
  from: number,
): number {
  let i = from;
  for (; i < rows.length; i++) {
    const place = places[i]!;
    if (into[place] !== 0) continue;
    const code = known[codes[rows[i]!]!]!;
    if (code === unknownCode) break;
    into[place] = code;
  }
  return i;
}

/** Gives places that have no number that of their rows, by their codes, from one of the pairs on up to one that is not known to be a number, or none. */
export function takeCodedNumbers(
  into: Float64Array,
  { rows, places, codes }: Pick<CodedPairs, 'rows' | 'places' | 'codes'>,
  { numbers, isKnown }: { readonly numbers: Float64Array; readonly isKnown: Uint8Array },
  from: number,
): number {
  let i = from;
  for (; i < rows.length; i++) {
    const place = places[i]!;
    if (!Number.isNaN(into[place]!)) continue;
    const code = codes[rows[i]!]!;
    if (isKnown[code] === 0) break;
    into[place] = numbers[code]!;
  }
  return i;
}

/** Gives places that have no number that of their rows, from one of the pairs on up to one whose row has none. */
export function takeNumbers(
  into: Float64Array,
  { rows, places }: RowPairs,
  numbers: Float64Array,
  from: number,
): number {
  let i = from;
  for (; i < rows.length; i++) {
    const place = places[i]!;
    if (!Number.isNaN(into[place]!)) continue;
    const number = numbers[rows[i]!]!;
    if (Number.isNaN(number)) break;
    into[place] = number;
  }
  return i;
}

/** Whether the numbers of rows rise from each to the next, so that no two are the same. */
export function areRising(numbers: Float64Array, rows: Uint32Array): boolean {
  let last = -Infinity;
  for (let i = 0; i < rows.length; i++) {
    const number = numbers[rows[i]!]!;
    if (!(number > last)) return false;
    last = number;
  }
  return true;
}

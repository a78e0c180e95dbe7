import { searcherFor } from './searchText.ts';

/** Stands before each text and behind the last one, so that nothing is found across two of them. */
export const mark = '\0';

/** Folded texts in one: text `i` lies between two marks, of which the second is at `ends[i]`. */
export interface PlainTexts {
  readonly text: string;
  readonly ends: Uint32Array;
}

/** Joins texts of which none holds the mark, behind others that were joined before. */
export function joinTexts(
  texts: readonly string[],
  before: PlainTexts = { text: mark, ends: new Uint32Array() },
): PlainTexts {
  const ends = new Uint32Array(before.ends.length + texts.length);
  ends.set(before.ends);
  let end = before.text.length - 1;
  for (let i = 0; i < texts.length; i++) {
    end += texts[i]!.length + 1;
    ends[before.ends.length + i] = end;
  }
  // One join makes a text that lies in one piece: a sum would be put together only when it is first searched, and hold everything else up.
  return { text: [before.text.slice(0, -1), ...texts, ''].join(mark), ends };
}

/** Visits each text that holds a part, in their order, until the answer is `false`. The part may begin and end with the mark. */
export function visitHolding({ text, ends }: PlainTexts, part: string, visit: (number: number) => boolean): void {
  const next = searcherFor(part);
  let number = 0;
  for (let at = next(text, 0); at >= 0; at = next(text, ends[number]!)) {
    number = endingBehind(ends, number, at);
    if (!visit(number)) return;
  }
}

/** The first text from one on that ends behind a place: looked for in steps that double, because the next one that holds something is near or very far. */
function endingBehind(ends: Uint32Array, from: number, place: number): number {
  let [low, step] = [from, 1];
  while (low + step <= ends.length && ends[low + step - 1]! <= place) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step - 1, ends.length - 1);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A text read from behind, by its UTF-16 units. */
export function reversed(text: string): string {
  let all = '';
  for (let at = text.length - 1; at >= 0; at--) all += text[at]!;
  return all;
}

/** From the first of these numbers up to the second, without that. */
export interface Range {
  readonly from: number;
  readonly until: number;
}

/** Comes behind whatever a word may go on with: U+FFFF is a word by itself, and stands in none twice. */
export const anything = '\uffff\uffff';

/** Which of some ordered texts begin with a part; those that are the part alone, where what is behind it is a mark. */
export function rangeOf(texts: PlainTexts, part: string, behind: string): Range {
  return { from: rankOf(texts, part), until: rankOf(texts, part + behind) };
}

/** How many of some ordered texts come before another one. */
function rankOf(texts: PlainTexts, wanted: string): number {
  let [low, high] = [0, texts.ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(texts, middle, wanted)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether one of some texts comes before another one in the order of UTF-16 units, without cutting it out. */
function isBefore({ text, ends }: PlainTexts, number: number, other: string): boolean {
  const end = ends[number]!;
  for (let i = 0, at = number === 0 ? 1 : ends[number - 1]! + 1; i < other.length; i++, at++) {
    if (at >= end) return true;
    const difference = text.charCodeAt(at) - other.charCodeAt(i);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

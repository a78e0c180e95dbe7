import { type IndexedTexts, wordsOf } from './indexedTexts.ts';
import { mark, type PlainTexts, visitHolding } from './plainTexts.ts';

/** Sets 1 for each of some texts that holds a part, from place `first` on. */
export type IndexSearch = (texts: IndexedTexts, first: number, found: Uint8Array) => void;

/** A search for a folded part in one index after the other. */
export function indexSearch(part: string): IndexSearch {
  const parts = wordsOf(part);
  if (parts.length === 1) return (texts, first, found) => searchWord(texts, part, first, found);
  let marks = new Uint16Array();
  return (texts, first, found) => {
    const size = texts.ends.at(-1)!;
    if (marks.length < size) marks = new Uint16Array(size);
    searchWords(texts, parts, first, found, marks);
  };
}

function searchWord({ words, ends, holders }: IndexedTexts, part: string, first: number, found: Uint8Array): void {
  let left = ends.length;
  visitHolding(words, part, (word) => {
    const until = holders.ends[word]!;
    for (let at = word === 0 ? 0 : holders.ends[word - 1]!; at < until; at++) {
      const text = first + holders.all[at]!;
      left -= found[text]! ^ 1;
      found[text] = 1;
    }
    return left > 0;
  });
}

/** Where one of several words stands that have to follow each other: pairs of places in `places.all`, from the one to before the other. */
interface Stand {
  readonly offset: number;
  readonly spans: readonly number[];
  readonly count: number;
}

/**
 * Finds where words follow each other: the first may only end so, and the last only begin so. `marks` tells for each place how many of them stand
 * where they should if the first stands there, the rarest being asked first; it is 0 everywhere before and afterwards.
 */
function searchWords(
  texts: IndexedTexts,
  parts: readonly string[],
  first: number,
  found: Uint8Array,
  marks: Uint16Array,
): void {
  const stands: Stand[] = [];
  for (let offset = parts.length - 1; offset >= 0; offset--) {
    const stand = standOf(texts, parts, offset);
    if (stand.count === 0) return;
    stands.push(stand);
  }
  stands.sort((a, b) => a.count - b.count);
  const all = texts.places.all;
  let level = 0;
  for (const stand of stands) {
    if (raise(all, stand, marks, level) === 0) break;
    level++;
  }
  const { offset, spans } = stands[0]!;
  let text = 0;
  for (let i = 0; i < spans.length; i += 2) {
    for (let at = spans[i]!; at < spans[i + 1]!; at++) {
      const place = all[at]!;
      if (place < offset) continue;
      if (marks[place - offset] === parts.length) {
        text = textAt(texts.ends, place, text);
        found[first + text] = 1;
      }
      marks[place - offset] = 0;
    }
  }
}

/** Raises a level where a word stands as it should, and says how often. */
function raise(
  all: IndexedTexts['places']['all'],
  { offset, spans }: Stand,
  marks: Uint16Array,
  level: number,
): number {
  let count = 0;
  for (let i = 0; i < spans.length; i += 2) {
    const until = spans[i + 1]!;
    for (let at = spans[i]!; at < until; at++) {
      const place = all[at]! - offset;
      if (place < 0 || marks[place] !== level) continue;
      marks[place] = level + 1;
      count++;
    }
  }
  return count;
}

function standOf({ words, places }: IndexedTexts, parts: readonly string[], offset: number): Stand {
  const part = parts[offset]!;
  const spans: number[] = [];
  let count = 0;
  const add = (from: number, until: number): void => {
    const start = from === 0 ? 0 : places.ends[from - 1]!;
    const end = until === 0 ? 0 : places.ends[until - 1]!;
    if (start === end) return;
    spans.push(start, end);
    count += end - start;
  };
  if (offset === 0) {
    visitHolding(words, part + mark, (word) => {
      add(word, word + 1);
      return true;
    });
  } else if (offset === parts.length - 1) add(rankOf(words, part), rankOf(words, `${part}\uffff`));
  else add(rankOf(words, part), rankOf(words, part + mark));
  return { offset, spans, count };
}

/** How many of some ordered words come before another one. */
function rankOf({ text, ends }: PlainTexts, wanted: string): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = middle === 0 ? 1 : ends[middle - 1]! + 1;
    if (text.slice(start, ends[middle]) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The text that a place is in, which is often the same as, or the next after, the one before. */
function textAt(ends: Uint32Array, place: number, before: number): number {
  if (ends[before]! > place && (before === 0 || ends[before - 1]! < place)) return before;
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

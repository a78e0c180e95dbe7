import type { Bits } from './bits.ts';
import { type IndexedTexts, startOf } from './indexedTexts.ts';
import type { Range } from './plainTexts.ts';

/** Sets 1 for the texts of an index that hold a word, from place `first` on, a multiple of 32: for a common word by its bits, all at once. */
export function markWord(texts: IndexedTexts, word: number, first: number, found: Bits): void {
  const { places, common } = texts;
  const number = common.numbers[word]!;
  if (number === 0) markPlaces(texts, { from: startOf(places, word), until: places.ends[word]! }, first, found);
  else markBits(common.bits, number - 1, texts.starts.length, { first, found });
}

/** Sets 1 for the texts of some of the places where words stand. */
export function markPlaces(
  { holders }: Pick<IndexedTexts, 'holders'>,
  { from, until }: Range,
  first: number,
  { words }: Bits,
): void {
  const begin = first >>> 5;
  // Places of a word come text by text: those of one word of bits are brought together before that is written.
  let [word, held] = [0, 0];
  for (let at = from; at < until; at++) {
    const text = holders[at]!;
    if (text >>> 5 !== word) {
      words[begin + word]! |= held;
      word = text >>> 5;
      held = 0;
    }
    held |= 1 << (text & 31);
  }
  if (held !== 0) words[begin + word]! |= held;
}

/** Sets 1 for those of `count` texts that a row of a table of bits has. */
export function markBits(
  rows: Uint32Array,
  row: number,
  count: number,
  { first, found }: { readonly first: number; readonly found: Bits },
): void {
  const length = (count + 31) >>> 5;
  for (let i = 0, at = row * length, to = first >>> 5; i < length; i++, at++, to++) found.words[to]! |= rows[at]!;
}

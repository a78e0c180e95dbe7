import { type IndexedTexts, startOf, visitWords } from './indexedTexts.ts';
import { mark, type PlainTexts, visitHolding } from './plainTexts.ts';

/** Sets 1 for each of some texts that holds a part, from place `first` on. */
export type IndexSearch = (texts: IndexedTexts, first: number, found: Uint8Array) => void;

/** A search for a folded part in one index after the other. */
export function indexSearch(part: string): IndexSearch {
  const parts: string[] = [];
  visitWords(part, (word) => parts.push(word));
  return parts.length === 1
    ? (texts, first, found) => searchWord(texts, part, first, found)
    : (texts, first, found) => searchWords(texts, parts, first, found);
}

function searchWord({ count, words, holders }: IndexedTexts, part: string, first: number, found: Uint8Array): void {
  const holding: number[] = [];
  visitHolding(words, part, (word) => holding.push(word) > 0);
  const countOf = (word: number): number => holders.ends[word]! - startOf(holders, word);
  // A letter is in most words, but a few of these are in most texts.
  holding.sort((a, b) => countOf(b) - countOf(a));
  let left = count;
  for (const word of holding) {
    const until = holders.ends[word]!;
    for (let at = startOf(holders, word); at < until; at++) {
      const text = first + holders.all[at]!;
      left -= found[text]! ^ 1;
      found[text] = 1;
    }
    if (left === 0) return;
  }
}

/** One of several words that have to follow each other: which ones of an index may stand for it, and how often these stand anywhere. */
interface Choice {
  readonly offset: number;
  readonly words: readonly number[];
  readonly count: number;
}

/** Finds where words follow each other, of which the first may only end so, and the last only begin so: at the places of the rarest the others are looked for. */
function searchWords(texts: IndexedTexts, parts: readonly string[], first: number, found: Uint8Array): void {
  const choices: Choice[] = [];
  for (let offset = parts.length - 1; offset >= 0; offset--) {
    const choice = choiceOf(texts, parts, offset);
    if (choice.count === 0) return;
    choices.push(choice);
  }
  choices.sort((a, b) => a.count - b.count);
  const { holders, places, codes } = texts;
  const { offset, words, count } = choices[0]!;
  if (count > fewPlaces) walkOver(codes);
  const stand = testOf(texts, parts[0]!, offset, choices.slice(1));
  for (const word of words) {
    const until = holders.ends[word]!;
    for (let holder = startOf(holders, word); holder < until; holder++) {
      const text = first + holders.all[holder]!;
      if (found[text] === 1) continue;
      const end = places.ends[holder]!;
      let at = startOf(places, holder);
      while (at < end && !stand(places.all[at]!)) at++;
      if (at < end) found[text] = 1;
    }
  }
}

/** Up to so many places, fetching each from memory takes less than {@link walkOver}. */
const fewPlaces = 512;

/** Has all codes fetched into the processor's cache in their order, which takes a fraction of what fetching them here and there does. */
function walkOver(codes: IndexedTexts['codes']): number {
  let sum = 0;
  for (let at = 0; at < codes.length; at += 32) sum += codes[at]!;
  return sum;
}

/** Whether the other words stand where they should if the one at `offset` stands at a place. */
function testOf(
  { codes, words }: IndexedTexts,
  ending: string,
  offset: number,
  choices: readonly Choice[],
): (place: number) => boolean {
  const by = choices.map((choice) => choice.offset - offset);
  const from = choices.map((choice) => choice.words[0] ?? 0);
  const until = choices.map((choice) => (choice.words.at(-1) ?? words.ends.length - 1) + 1);
  const ofEnding = choices.findIndex((choice) => choice.offset === 0);
  /** By word: 0 not known yet, 1 ends so, 2 does not. */
  const ended = new Uint8Array(words.ends.length);
  const endsSo = (code: number): boolean => {
    if (ended[code] === 0) ended[code] = words.text.startsWith(ending, words.ends[code]! - ending.length) ? 1 : 2;
    return ended[code] === 1;
  };
  return (place) => {
    for (let i = 0; i < by.length; i++) {
      const code = codes[place + by[i]!] ?? -1;
      if (code < from[i]! || code >= until[i]! || (i === ofEnding && !endsSo(code))) return false;
    }
    return true;
  };
}

/** Words that end alike are listed up to so many: where there are more, one of the other words is rarer. */
const mostEnding = 64;

function choiceOf({ words, holders, places }: IndexedTexts, parts: readonly string[], offset: number): Choice {
  const part = parts[offset]!;
  const own: number[] = [];
  if (offset === 0) {
    visitHolding(words, part + mark, (word) => own.push(word) < mostEnding);
    if (own.length === mostEnding) return { offset, words: [], count: Infinity };
  } else {
    const until = rankOf(words, part + (offset === parts.length - 1 ? '\uffff' : mark));
    for (let word = rankOf(words, part); word < until; word++) own.push(word);
  }
  const startAt = (word: number): number => startOf(places, startOf(holders, word));
  const count = own.reduce((sum, word) => sum + startAt(word + 1) - startAt(word), 0);
  return { offset, words: own, count };
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

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

function searchWord(texts: IndexedTexts, part: string, first: number, found: Uint8Array): void {
  const { words, holders, starts } = texts;
  const holding: number[] = [];
  let held = 0;
  visitHolding(words, part, (word) => {
    holding.push(word);
    held += holders.ends[word]! - startOf(holders, word);
    return held <= starts.length * often;
  });
  if (held > starts.length * often) return searchEach(texts, part, first, found);
  for (const word of holding) {
    const until = holders.ends[word]!;
    for (let at = startOf(holders, word); at < until; at++) found[first + holders.all[at]!] = 1;
  }
}

/** Where the texts of all words that hold something come to so many times the texts there are, that is found sooner by looking at each text. */
const often = 4;

/** Finds what most texts have in one of their first words, such as a letter. */
function searchEach({ words, codes, starts }: IndexedTexts, part: string, first: number, found: Uint8Array): void {
  const none = words.ends.length;
  /** By word: 0 not known yet, 1 has it, 2 does not. */
  const known = new Uint8Array(none);
  const holds = (word: number): boolean => {
    if (known[word] === 0) known[word] = wordAt(words, word).includes(part) ? 1 : 2;
    return known[word] === 1;
  };
  for (let text = 0; text < starts.length; text++) {
    let place = starts[text]!;
    while (codes[place]! < none && !holds(codes[place]!)) place++;
    if (codes[place]! < none) found[first + text] = 1;
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
const fewPlaces = 128;

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
  const ends = new Uint8Array(ofEnding < 0 ? 0 : words.ends.length);
  return (place) => {
    for (let i = 0; i < by.length; i++) {
      const code = codes[place + by[i]!] ?? -1;
      if (code < from[i]! || code >= until[i]!) return false;
      if (i !== ofEnding) continue;
      if (ends[code] === 0) ends[code] = endsSo(words, code, ending) ? 1 : 2;
      if (ends[code] === 2) return false;
    }
    return true;
  };
}

/** Whether a word ends like a text: compared from behind, where most differ. */
function endsSo({ text, ends }: PlainTexts, word: number, ending: string): boolean {
  const end = ends[word]!;
  for (let i = 1; i <= ending.length; i++) {
    if (text.charCodeAt(end - i) !== ending.charCodeAt(ending.length - i)) return false;
  }
  return true;
}

/** Words that end alike are listed up to so many: where there are more, one of the other words is rarer. */
const mostEnding = 64;

function choiceOf({ words, holders, places }: IndexedTexts, parts: readonly string[], offset: number): Choice {
  const part = parts[offset]!;
  const startAt = (word: number): number => startOf(places, startOf(holders, word));
  const own: number[] = [];
  if (offset === 0) {
    let count = 0;
    visitHolding(words, part + mark, (word) => {
      count += startAt(word + 1) - startAt(word);
      return own.push(word) < mostEnding;
    });
    return own.length < mostEnding ? { offset, words: own, count } : { offset, words: [], count: Infinity };
  }
  const from = rankOf(words, part);
  const until = rankOf(words, part + (offset === parts.length - 1 ? '\uffff' : mark));
  for (let word = from; word < until; word++) own.push(word);
  return { offset, words: own, count: startAt(until) - startAt(from) };
}

/** How many of some ordered words come before another one. */
function rankOf(words: PlainTexts, wanted: string): number {
  let [low, high] = [0, words.ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (wordAt(words, middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function wordAt({ text, ends }: PlainTexts, word: number): string {
  return text.slice(word === 0 ? 1 : ends[word - 1]! + 1, ends[word]);
}

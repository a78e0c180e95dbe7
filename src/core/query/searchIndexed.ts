import { itemAtPlace } from '../benchmark/itemColumns.ts';
import { type IndexedTexts, wordsOf } from './indexedTexts.ts';
import { mark, type PlainTexts, visitHolding } from './plainTexts.ts';

/** Sets 1 for each of some texts that holds a part, from place `first` on. */
export type IndexSearch = (texts: IndexedTexts, first: number, found: Uint8Array) => void;

/** A search for a folded part in one index after the other. */
export function indexSearch(part: string): IndexSearch {
  const parts = wordsOf(part);
  if (parts.length === 1) return (texts, first, found) => searchWord(texts, part, first, found);
  return (texts, first, found) => searchWords(texts, parts, first, found);
}

function searchWord({ words, ends, holders }: IndexedTexts, part: string, first: number, found: Uint8Array): void {
  const holding: number[] = [];
  visitHolding(words, part, (word) => holding.push(word) > 0);
  const countOf = (word: number): number => holders.ends[word]! - endBefore(holders.ends, word);
  // A letter is in most words, but a few of these are in most texts.
  holding.sort((a, b) => countOf(b) - countOf(a));
  let left = ends.length;
  for (const word of holding) {
    const until = holders.ends[word]!;
    for (let at = endBefore(holders.ends, word); at < until; at++) {
      const text = first + holders.all[at]!;
      left -= found[text]! ^ 1;
      found[text] = 1;
    }
    if (left === 0) return;
  }
}

/** Words that end alike are listed up to so many pairs: where there are more, one of the other words is rarer. */
const mostSpans = 128;

/** Words beside a rare one are fetched so many at a time: each may be far away in memory, and several fetches at once take hardly longer than one. */
const fetchedAtOnce = 256;

/** Places of a rare word, the text that each is in, and the word that stands so many places beside it, which has to be in a range. */
interface Near {
  readonly by: number;
  readonly from: number;
  readonly until: number;
  readonly texts: Uint32Array;
  readonly places: Uint32Array;
  readonly codes: Uint32Array;
}

/** One of several words that have to follow each other: which ones of an index may stand for it, and how often these stand anywhere. */
interface Choice {
  readonly offset: number;
  /** Pairs of numbers: from a word to before another one. */
  readonly spans: readonly number[];
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
  const { offset, spans } = choices[0]!;
  const other = choices[1]!;
  const near: Near = {
    by: other.offset - offset,
    from: other.spans[0]!,
    until: other.spans.at(-1)!,
    texts: new Uint32Array(fetchedAtOnce),
    places: new Uint32Array(fetchedAtOnce),
    codes: new Uint32Array(fetchedAtOnce),
  };
  const stand = testOf(texts, parts[0]!, choices.slice(1));
  const { ends } = texts.places;
  // Where nearly every word may stand beside it, a text is found by its first few places.
  const atOnce = other.count === Infinity ? 8 : fetchedAtOnce;
  for (let i = 0; i < spans.length; i += 2)
    for (let word = spans[i]!; word < spans[i + 1]!; word++)
      for (let at = endBefore(ends, word); at < ends[word]!; at += atOnce) {
        const count = fetchNear(texts, at, Math.min(at + atOnce, ends[word]!), near, first, found);
        for (let k = 0; k < count; k++) {
          if (near.codes[k]! < near.from || near.codes[k]! >= near.until) continue;
          const place = near.places[k]!;
          const text = first + near.texts[k]!;
          if (found[text] === 0 && place >= offset && stand(place - offset)) found[text] = 1;
        }
      }
}

/** Lists the places of a word in texts that are not found yet, with the word beside each; how many these are. */
function fetchNear(
  { places, ends, codes }: IndexedTexts,
  from: number,
  until: number,
  near: Near,
  first: number,
  found: Uint8Array,
): number {
  let text = itemAtPlace({ ends }, places.all[from]!);
  let count = 0;
  for (let at = from; at < until; at++) {
    const place = places.all[at]!;
    while (ends[text]! <= place) text++;
    if (found[first + text] === 1) continue;
    near.places[count] = place;
    near.texts[count++] = text;
  }
  for (let k = 0; k < count; k++) near.codes[k] = codes[Math.max(0, near.places[k]! + near.by)]!;
  return count;
}

/** Whether words stand where they should if the first one stands at a place. */
function testOf(
  { codes, words }: IndexedTexts,
  ending: string,
  choices: readonly Choice[],
): (start: number) => boolean {
  const offsets = choices.map(({ offset }) => offset);
  const from = choices.map(({ spans }) => spans[0]!);
  const until = choices.map(({ spans }) => spans.at(-1)!);
  const ofEnding = choices.findIndex(
    ({ offset, spans, count }) => offset === 0 && (spans.length > 2 || count === Infinity),
  );
  // By word: 1 where it ends so, 2 where it does not, 0 as long as nobody has looked.
  const ends = new Uint8Array(words.ends.length);
  const endsSo = (code: number): boolean => {
    if (ends[code] === 0) ends[code] = words.text.startsWith(ending, words.ends[code]! - ending.length) ? 1 : 2;
    return ends[code] === 1;
  };
  return (start) => {
    for (let i = 0; i < offsets.length; i++) {
      const code = codes[start + offsets[i]!] ?? -1;
      if (code < from[i]! || code >= until[i]! || (i === ofEnding && !endsSo(code))) return false;
    }
    return true;
  };
}

function choiceOf({ words, places }: IndexedTexts, parts: readonly string[], offset: number): Choice {
  const part = parts[offset]!;
  const spans: number[] = [];
  let count = 0;
  const add = (from: number, until: number): void => {
    if (from === until) return;
    spans.push(from, until);
    count += endBefore(places.ends, until) - endBefore(places.ends, from);
  };
  if (offset === 0) {
    visitHolding(words, part + mark, (word) => {
      add(word, word + 1);
      return spans.length < mostSpans;
    });
    if (spans.length === mostSpans) return { offset, spans: [0, words.ends.length], count: Infinity };
  } else add(rankOf(words, part), rankOf(words, part + (offset === parts.length - 1 ? '\uffff' : mark)));
  return { offset, spans, count };
}

/** Where the list before another one ends, which is where that one begins. */
function endBefore(ends: IndexedTexts['places']['ends'], list: number): number {
  return list === 0 ? 0 : ends[list - 1]!;
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

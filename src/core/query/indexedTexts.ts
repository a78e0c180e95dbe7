import { joinTexts, type PlainTexts } from './plainTexts.ts';
import type { Turns } from '../turns.ts';

type Numbers = Uint16Array | Uint32Array;

/** Lists of numbers one after the other: list `i` ends before `ends[i]`. */
interface Lists {
  readonly all: Numbers;
  readonly ends: Numbers;
}

/**
 * Texts as the places of the words that they are made of, each word kept once. A part of a text is cut into words where the text is, so that a
 * search looks through the words and at where they stand, and at no text.
 */
export interface IndexedTexts {
  /** In the order of their UTF-16 units, so that those that begin alike stand together. */
  readonly words: PlainTexts;
  /** The word at each place; what is at a place that is left out counts for none. */
  readonly codes: Numbers;
  /** Where each word stands: words are counted through all texts, and one place is left out before each text. */
  readonly places: Lists;
  /** The texts that have each word. */
  readonly holders: Lists;
  /** The place that is left out behind each text. */
  readonly ends: Uint32Array;
}

/** As many places as two bytes can tell apart. */
const mostPlaces = 0x10000;
/** Looked through between two turns of others, in UTF-16 units. */
const indexedAtOnce = 1 << 16;
/** From here on (Thai, Chinese, Japanese, Korean, emoji and whatever else is written without spaces) each character is a word. */
const singles = 0xe00;

/** Whether a word begins at a character behind another one. That depends on these two alone, so that a part is cut where its text is. */
function isCut(before: number, character: number): boolean {
  if (character >= singles) return true;
  return isOfWord(character) && !(isOfWord(before) && before < singles);
}

function isOfWord(character: number): boolean {
  return (character >= 0x61 && character <= 0x7a) || (character >= 0x30 && character <= 0x39) || character >= 0x80;
}

/** A folded text cut into words, each with what stands between it and the next one. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let from = 0;
  for (let i = 1; i <= text.length; i++) {
    if (i < text.length && !isCut(text.charCodeAt(i - 1), text.charCodeAt(i))) continue;
    words.push(text.slice(from, i));
    from = i;
  }
  return words;
}

/** Indexes texts from number `first` on, as many as two bytes for a place allow, but one at least. */
export function* indexTexts({ text, ends }: PlainTexts, first: number): Turns<IndexedTexts> {
  const known = new Map<string, number>();
  const words: string[] = [];
  const codes = [-1];
  const textEnds: number[] = [];
  let from = first === 0 ? 1 : ends[first - 1]! + 1;
  let due = from + indexedAtOnce;
  for (let i = first; i < ends.length; i++) {
    const end = ends[i]!;
    if (i > first && codes.length + (end - from) >= mostPlaces) break;
    for (let at = from + 1; at <= end; at++) {
      if (at < end && !isCut(text.charCodeAt(at - 1), text.charCodeAt(at))) continue;
      const word = text.slice(from, at);
      let code = known.get(word);
      if (code === undefined) known.set(word, (code = words.push(word) - 1));
      codes.push(code);
      from = at;
      if (at < due) continue;
      yield;
      due = at + indexedAtOnce;
    }
    textEnds.push(codes.length);
    codes.push(-1);
    from = end + 1;
  }
  yield;
  const ordered = words.toSorted();
  yield;
  const ranks = new Uint32Array(words.length);
  ordered.forEach((word, rank) => (ranks[known.get(word)!] = rank));
  for (let place = 0; place < codes.length; place++) codes[place] = ranks[codes[place]!] ?? words.length;
  const places = placesOf(codes, words.length);
  return {
    words: joinTexts(ordered),
    codes: filled(codes, words.length),
    places,
    holders: holdersOf(places, textEnds, codes.length),
    ends: new Uint32Array(textEnds),
  };
}

/** Numbers up to `bound`, in two bytes each where that is enough. */
function numbers(count: number, bound: number): Numbers {
  return bound < 0x10000 ? new Uint16Array(count) : new Uint32Array(count);
}

function filled(values: readonly number[], bound: number): Numbers {
  const all = numbers(values.length, bound);
  all.set(values);
  return all;
}

function placesOf(codes: readonly number[], words: number): Lists {
  const ends = numbers(words, codes.length);
  for (const code of codes) if (code < words) ends[code]!++;
  let end = 0;
  for (let i = 0; i < words; i++) {
    const count = ends[i]!;
    ends[i] = end;
    end += count;
  }
  const all = numbers(end, codes.length);
  codes.forEach((code, place) => {
    if (code < words) all[ends[code]!++] = place;
  });
  return { all, ends };
}

function holdersOf(places: Lists, textEnds: readonly number[], length: number): Lists {
  const textOf = new Uint32Array(length);
  textEnds.forEach((end, text) => textOf.fill(text, textEnds[text - 1] ?? 0, end));
  const found: number[] = [];
  const ends = places.ends.map((until, word) => {
    let before = -1;
    for (let at = startOf(places, word); at < until; at++) {
      const text = textOf[places.all[at]!]!;
      if (text !== before) found.push(text);
      before = text;
    }
    return found.length;
  });
  return { all: filled(found, textEnds.length), ends };
}

function startOf({ ends }: Lists, list: number): number {
  return list === 0 ? 0 : ends[list - 1]!;
}

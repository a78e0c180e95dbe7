import {
  characterNumber,
  charactersOf,
  type IndexedTexts,
  lacksCharacters,
  startOf,
  visitWords,
} from './indexedTexts.ts';
import { textAt, visitHolding } from './plainTexts.ts';
import { searchPhrase } from './searchPhrase.ts';

/** One word, with the characters that it is made of. */
interface Word {
  readonly part: string;
  readonly characters: readonly [number, number];
}

/** Sets 1 for each of some texts that holds a part, from place `first` on; those that have 1 already are passed over. */
export type IndexSearch = (texts: IndexedTexts, first: number, found: Uint8Array) => void;

/** Whether a folded part is looked for at places of texts, so that it takes less where fewer are asked for. */
export function isPhrase(part: string): boolean {
  let words = 0;
  visitWords(part, () => words++);
  return words > 1;
}

/** A search for a folded part in one index after the other. */
export function indexSearch(part: string): IndexSearch {
  const number = part.length === 1 ? characterNumber(part.charCodeAt(0)) : -1;
  if (number >= 0) return (texts, first, found) => searchCharacter(texts, number, first, found);
  const parts: string[] = [];
  visitWords(part, (word) => parts.push(word));
  if (parts.length > 1) return (texts, first, found) => searchPhrase(texts, parts, first, found);
  const word: Word = { part, characters: charactersOf(part) };
  return (texts, first, found) => searchWord(texts, word, first, found);
}

function searchCharacter({ characters }: IndexedTexts, number: number, first: number, found: Uint8Array): void {
  const bit = 1 << (number & 0x1f);
  for (let at = number >> 5, text = first; at < characters.length; at += 2, text++) {
    if ((characters[at]! & bit) !== 0) found[text] = 1;
  }
}

/** Where all words that hold something stand in so many times the places that there are texts, it is found sooner by looking at each text. */
const often = 4;

function searchWord(texts: IndexedTexts, wanted: Word, first: number, found: Uint8Array): void {
  const { words, places, starts } = texts;
  const holding: number[] = [];
  let held = 0;
  visitHolding(words, wanted.part, (word) => {
    holding.push(word);
    held += places.ends[word]! - startOf(places, word);
    return held <= often * starts.length;
  });
  if (held <= often * starts.length) markHolders(texts, holding, first, found);
  else searchEach(texts, wanted, knownOf(words.ends.length, holding), first, found);
}

/** By word: 0 not known yet, 1 has it, 2 does not, which is known up to the last one that does. What stands behind the last word ends each text. */
function knownOf(words: number, holding: readonly number[]): Uint8Array {
  const known = new Uint8Array(words + 1);
  known[words] = 1;
  known.fill(2, 0, holding.at(-1) ?? 0);
  for (const word of holding) known[word] = 1;
  return known;
}

function markHolders(
  { places, holders }: IndexedTexts,
  words: readonly number[],
  first: number,
  found: Uint8Array,
): void {
  for (const word of words) {
    const until = places.ends[word]!;
    for (let at = startOf(places, word); at < until; at++) found[first + holders[at]!] = 1;
  }
}

/** Finds what most texts have in one of their first words, such as two letters. */
function searchEach(texts: IndexedTexts, wanted: Word, known: Uint8Array, first: number, found: Uint8Array): void {
  const { words, codes, starts } = texts;
  const part = wanted.part;
  const none = known.length - 1;
  for (let text = 0; text < starts.length; text++) {
    if (found[first + text] === 1 || lacksCharacters(texts, text, wanted.characters)) continue;
    for (let place = starts[text]!; ; place++) {
      const code = codes[place]!;
      if (known[code] === 0) known[code] = textAt(words, code).includes(part) ? 1 : 2;
      if (known[code] === 2) continue;
      if (code < none) found[first + text] = 1;
      break;
    }
  }
}

import {
  characterNumber,
  charactersOf,
  type IndexedTexts,
  lacksCharacters,
  startOf,
  visitWords,
} from './indexedTexts.ts';
import { textAt, visitHolding } from './plainTexts.ts';
import { type Phrase, searchPhrase } from './searchPhrase.ts';

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
  const phrase: Phrase = { parts, characters: charactersOf(part) };
  return parts.length > 1
    ? (texts, first, found) => searchPhrase(texts, phrase, first, found)
    : (texts, first, found) => searchWord(texts, phrase, first, found);
}

function searchCharacter({ characters }: IndexedTexts, number: number, first: number, found: Uint8Array): void {
  const bit = 1 << (number & 0x1f);
  for (let at = number >> 5, text = first; at < characters.length; at += 2, text++) {
    if ((characters[at]! & bit) !== 0) found[text] = 1;
  }
}

/** Where the texts of all words that hold something come to so many times the texts there are, that is found sooner by looking at each text. */
const often = 4;

function searchWord(texts: IndexedTexts, phrase: Phrase, first: number, found: Uint8Array): void {
  const { words, holders, starts } = texts;
  const holding: number[] = [];
  let held = 0;
  visitHolding(words, phrase.parts[0]!, (word) => {
    holding.push(word);
    held += holders.ends[word]! - startOf(holders, word);
    return held <= often * starts.length;
  });
  if (held <= often * starts.length) markHolders(texts, holding, first, found);
  else searchEach(texts, phrase, knownOf(words.ends.length, holding), first, found);
}

/** By word: 0 not known yet, 1 has it, 2 does not, which is known up to the last one that does. What stands behind the last word ends each text. */
function knownOf(words: number, holding: readonly number[]): Uint8Array {
  const known = new Uint8Array(words + 1);
  known[words] = 1;
  known.fill(2, 0, holding.at(-1) ?? 0);
  for (const word of holding) known[word] = 1;
  return known;
}

function markHolders({ holders }: IndexedTexts, words: readonly number[], first: number, found: Uint8Array): void {
  for (const word of words) {
    const until = holders.ends[word]!;
    for (let at = startOf(holders, word); at < until; at++) found[first + holders.all[at]!] = 1;
  }
}

/** Finds what most texts have in one of their first words, such as two letters. */
function searchEach(texts: IndexedTexts, phrase: Phrase, known: Uint8Array, first: number, found: Uint8Array): void {
  const { words, codes, starts } = texts;
  const part = phrase.parts[0]!;
  const none = known.length - 1;
  for (let text = 0; text < starts.length; text++) {
    if (found[first + text] === 1 || lacksCharacters(texts, text, phrase.characters)) continue;
    for (let place = starts[text]!; ; place++) {
      const code = codes[place]!;
      if (known[code] === 0) known[code] = textAt(words, code).includes(part) ? 1 : 2;
      if (known[code] === 2) continue;
      if (code < none) found[first + text] = 1;
      break;
    }
  }
}

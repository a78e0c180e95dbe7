import type { Bits } from './bits.ts';
import { characterNumber, type IndexedTexts, visitWords } from './indexedTexts.ts';
import { markBits, markWord } from './markHolders.ts';
import { visitHolding } from './plainTexts.ts';
import { searchPhrase } from './searchPhrase.ts';

/** Sets 1 for each of some texts that holds a part, from place `first` on, a multiple of 32; those that have 1 already are passed over. */
export type IndexSearch = (texts: IndexedTexts, first: number, found: Bits) => void;

/** Whether a folded part is looked for at places of texts, so that it takes less where fewer are asked for. */
export function isPhrase(part: string): boolean {
  let words = 0;
  visitWords(part, () => words++);
  return words > 1;
}

/** A search for a folded part in one index after the other. */
export function indexSearch(part: string): IndexSearch {
  const number = part.length === 1 ? characterNumber(part.charCodeAt(0)) : -1;
  if (number >= 0) {
    return ({ characters, starts }, first, found) => markBits(characters, number, starts.length, { first, found });
  }
  const parts: string[] = [];
  visitWords(part, (word) => parts.push(word));
  if (parts.length > 1) return (texts, first, found) => searchPhrase(texts, parts, first, found);
  return (texts, first, found) => searchWord(texts, part, first, found);
}

function searchWord(texts: IndexedTexts, part: string, first: number, found: Bits): void {
  visitHolding(texts.words, part, (word) => {
    markWord(texts, word, first, found);
    return true;
  });
}

import { HolderBits } from './holderBits.ts';
import { characterNumber, type IndexedTexts, visitWords } from './indexedTexts.ts';
import { visitHolding } from './plainTexts.ts';
import { searchPhrase } from './searchPhrase.ts';

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
  return (texts, first, found) => searchWord(texts, part, first, found);
}

function searchCharacter({ characters }: IndexedTexts, number: number, first: number, found: Uint8Array): void {
  const bit = number & 0x1f;
  for (let at = number >> 5, text = first; at < characters.length; at += 2, text++) {
    found[text]! |= (characters[at]! >>> bit) & 1;
  }
}

function searchWord(texts: IndexedTexts, part: string, first: number, found: Uint8Array): void {
  const bits = new HolderBits(texts, first, found);
  visitHolding(texts.words, part, (word) => {
    bits.take(word);
    return true;
  });
  bits.mark();
}

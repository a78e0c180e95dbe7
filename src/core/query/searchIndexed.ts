import { characterNumber, type IndexedTexts, startOf, visitWords } from './indexedTexts.ts';
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
  const { words, places, holders, starts, common } = texts;
  const holding = new Uint32Array(Math.ceil(starts.length / 32));
  visitHolding(words, part, (word) => {
    const number = common.numbers[word]!;
    if (number === 0) {
      const until = places.ends[word]!;
      for (let at = startOf(places, word); at < until; at++) found[first + holders[at]!] = 1;
    } else {
      for (let i = 0, at = (number - 1) * holding.length; i < holding.length; i++, at++)
        holding[i]! |= common.bits[at]!;
    }
    return true;
  });
  markBits(holding, first, found);
}

function markBits(bits: Uint32Array, first: number, found: Uint8Array): void {
  for (let i = 0; i < bits.length; i++) {
    for (let left = bits[i]!, text = first + 32 * i; left !== 0; left >>>= 1, text++) found[text]! |= left & 1;
  }
}

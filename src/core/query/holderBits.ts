import { type IndexedTexts, startOf } from './indexedTexts.ts';

/** Sets 1 for the texts of an index that hold some words, from place `first` on: common words by their bits, for all texts at once. */
export class HolderBits {
  readonly #texts: IndexedTexts;
  readonly #first: number;
  readonly #found: Uint8Array;
  #bits: Uint32Array | undefined;

  constructor(texts: IndexedTexts, first: number, found: Uint8Array) {
    this.#texts = texts;
    this.#first = first;
    this.#found = found;
  }

  /** Takes in a word wherever it stands. */
  take(word: number): void {
    const { places, common } = this.#texts;
    const number = common.numbers[word]!;
    if (number === 0) this.takePlaces(startOf(places, word), places.ends[word]!);
    else this.#takeBits(number);
  }

  /** Takes in some of the places where words stand. */
  takePlaces(from: number, until: number): void {
    const [{ holders }, first, found] = [this.#texts, this.#first, this.#found];
    for (let at = from; at < until; at++) found[first + holders[at]!] = 1;
  }

  /** Brings what was taken in to its end. */
  mark(): void {
    const bits = this.#bits;
    if (bits === undefined) return;
    const [first, found] = [this.#first, this.#found];
    for (let i = 0; i < bits.length; i++) {
      for (let left = bits[i]!, text = first + 32 * i; left !== 0; left >>>= 1, text++) found[text]! |= left & 1;
    }
  }

  #takeBits(number: number): void {
    const bits = (this.#bits ??= new Uint32Array(Math.ceil(this.#texts.starts.length / 32)));
    const all = this.#texts.common.bits;
    for (let i = 0, at = (number - 1) * bits.length; i < bits.length; i++, at++) bits[i]! |= all[at]!;
  }
}

import { type IndexedTexts, indexTexts } from './indexedTexts.ts';
import { joinTexts, mark, type PlainTexts, visitHolding } from './plainTexts.ts';
import { indexSearch } from './searchIndexed.ts';
import { foldForSearch } from './searchText.ts';
import type { Turns } from '../turns.ts';

/** A text up to this length may be said often (`happy`), and is kept once. */
const oftenSaid = 80;
/** Texts that are looked out for: where most are different, keeping all of them apart would cost more than it saves. */
const mostKnown = 10_000;
/** From so many UTF-16 units on texts are put away together: they are indexed in a few ms, and two bytes tell the places of most languages' words apart. */
const usualPiece = 1 << 18;

/** Some of the texts, from number `first` up to `end`. */
interface Piece {
  readonly first: number;
  readonly end: number;
  readonly texts: PlainTexts | IndexedTexts;
}

/** How {@link SaidTexts} keep what they are given. */
export interface SaidOptions {
  /** Searched several times quicker, but taken in about half as quick: for one search, texts are better gone through. */
  readonly isIndexed?: boolean;
  readonly pieceLength?: number;
}

/** What models said, folded for search and numbered from 1; it only grows. */
export class SaidTexts {
  readonly #isIndexed: boolean;
  readonly #pieceLength: number;
  readonly #pieces: Piece[] = [];
  readonly #known = new Map<string, number>();
  #open: string[] = [];
  #openLength = 0;
  #first = 1;

  constructor({ isIndexed = true, pieceLength = usualPiece }: SaidOptions = {}) {
    this.#isIndexed = isIndexed;
    this.#pieceLength = pieceLength;
  }

  /** The number of a text; 0 for none. Several texts of one answer count as one, without finding anything across them. */
  add(texts: readonly (string | undefined)[]): number {
    const said = texts.filter((text) => text !== undefined && text !== '');
    if (said.length === 0) return 0;
    const text = foldForSearch(said.map((one) => one!.replaceAll(mark, ' ')).join('\u0001'));
    const known = text.length <= oftenSaid ? this.#known.get(text) : undefined;
    if (known !== undefined) return known;
    const number = this.#first + this.#open.push(text) - 1;
    if (text.length <= oftenSaid && this.#known.size < mostKnown) this.#known.set(text, number);
    this.#openLength += text.length;
    if (this.#openLength > this.#pieceLength) this.#close();
    return number;
  }

  /** How many numbers there are, with that of no text. */
  get count(): number {
    return this.#first + this.#open.length;
  }

  /**
   * Sets 1 for each number whose text holds what is looked for. Place 0 is for no text, which holds nothing. Texts that have 1 already are passed
   * over: what nobody wants to know takes hardly any time.
   */
  *search(wanted: string, found: Uint8Array = new Uint8Array(this.count)): Turns<Uint8Array> {
    const part = foldForSearch(wanted.replaceAll(mark, ' '));
    if (part === '') return found.fill(1, 1);
    const search = indexSearch(part);
    const pieces = [...this.#pieces, { first: this.#first, end: this.count, texts: joinTexts(this.#open) }];
    for (const { first, end, texts } of pieces) {
      const next = found.indexOf(0, first);
      if (next < 0) break;
      if (next >= end) continue;
      if ('words' in texts) search(texts, first, found);
      else visitHolding(texts, part, (number) => (found[first + number] = 1) === 1);
      yield;
    }
    return found;
  }

  #close(): void {
    const texts = this.#isIndexed ? indexTexts(this.#open) : joinTexts(this.#open);
    const first = this.#first;
    this.#first = this.count;
    this.#pieces.push({ first, end: this.#first, texts });
    this.#open = [];
    this.#openLength = 0;
  }
}

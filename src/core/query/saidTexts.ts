import { type IndexedTexts, indexTexts } from './indexedTexts.ts';
import { joinTexts, mark, type PlainTexts, visitHolding } from './plainTexts.ts';
import { indexSearch } from './searchIndexed.ts';
import { foldForSearch } from './searchText.ts';
import type { Turns } from '../turns.ts';

/** A text up to this length may be said often (`happy`), and is kept once. */
const oftenSaid = 80;
/** Texts that are looked out for: where most are different, keeping all of them apart would cost more than it saves. */
const mostKnown = 10_000;
/** Texts are joined into pieces of about this many UTF-16 units: one string for all may be longer than a string can be. */
const usualPiece = 1_000_000;

/** Some of the texts, from number `first` on. */
interface Piece {
  readonly first: number;
  readonly texts: PlainTexts | IndexedTexts;
}

/** What models said, folded for search and numbered from 1; it only grows. */
export class SaidTexts {
  readonly #pieceLength: number;
  readonly #pieces: Piece[] = [];
  readonly #known = new Map<string, number>();
  #open: string[] = [];
  #openLength = 0;
  #first = 1;

  constructor(pieceLength = usualPiece) {
    this.#pieceLength = pieceLength;
  }

  /** The number of a text; 0 for none. Several texts of one answer count as one, without finding anything across them. */
  add(texts: readonly (string | undefined)[]): number {
    const said = texts.filter((text) => text !== undefined && text !== '');
    if (said.length === 0) return 0;
    const text = foldForSearch(said.map((one) => one!.replaceAll(mark, ' ')).join('\u0001'));
    const known = text.length <= oftenSaid ? this.#known.get(text) : undefined;
    if (known !== undefined) return known;
    this.#open.push(text);
    this.#openLength += text.length + 1;
    const number = this.#first + this.#open.length - 1;
    if (text.length <= oftenSaid && this.#known.size < mostKnown) this.#known.set(text, number);
    if (this.#openLength > this.#pieceLength) this.#close();
    return number;
  }

  /** For each number up to the last one, whether its text holds what is looked for. Place 0 is for no text, and holds nothing. */
  *search(wanted: string): Turns<Uint8Array> {
    const part = foldForSearch(wanted.replaceAll(mark, ' '));
    if (this.#open.length > 0) this.#close();
    const found = new Uint8Array(this.#first);
    if (part === '') return found.fill(1, 1);
    const search = indexSearch(part);
    // What is added meanwhile may take the place of the last piece.
    for (const { first, texts } of [...this.#pieces]) {
      if ('words' in texts) search(texts, first, found);
      else visitHolding(texts, part, (number) => (found[first + number] = 1) === 1);
      yield;
    }
    return found;
  }

  /** Whether there is enough to {@link SaidTexts.prepare}. */
  get isDue(): boolean {
    return this.#pieces.some((_piece, i) => this.#plainAt(i) !== undefined);
  }

  /** Indexes what was said, so that it is searched several times quicker and takes half the room; what is not indexed yet is gone through. */
  *prepare(): Turns<void> {
    for (let i = 0; i < this.#pieces.length; i++) {
      const texts = this.#plainAt(i);
      if (texts === undefined) continue;
      const { first } = this.#pieces[i]!;
      const made: Piece[] = [];
      for (let done = 0; done < texts.ends.length;) {
        const indexed = yield* indexTexts(texts, done);
        made.push({ first: first + done, texts: indexed });
        done += indexed.ends.length;
      }
      // Another one may have been at it meanwhile.
      if (this.#pieces[i]?.texts === texts) this.#pieces.splice(i, 1, ...made);
    }
  }

  /** The texts of a piece that is not indexed and that nothing more comes into. */
  #plainAt(place: number): PlainTexts | undefined {
    const { texts } = this.#pieces[place]!;
    if ('words' in texts) return undefined;
    return place < this.#pieces.length - 1 || texts.text.length > this.#pieceLength ? texts : undefined;
  }

  /** Joins what is open: many small pieces, as searches between single answers leave them, become one. */
  #close(): void {
    const last = this.#pieces.at(-1);
    if (
      last !== undefined &&
      !('words' in last.texts) &&
      last.texts.text.length + this.#openLength <= this.#pieceLength
    ) {
      this.#pieces.pop();
      this.#pieces.push({ first: last.first, texts: joinTexts(this.#open, last.texts) });
    } else this.#pieces.push({ first: this.#first, texts: joinTexts(this.#open) });
    this.#first += this.#open.length;
    this.#open = [];
    this.#openLength = 0;
  }
}

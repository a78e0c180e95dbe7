import { foldForSearch, isAscii, searcherFor } from './searchText.ts';
import type { Turns } from '../turns.ts';

/** Between two texts, so that nothing is found across them. */
const mark = '\0';
/** A text up to this length may be said often (`happy`), and is kept once. */
const oftenSaid = 80;
/** Texts that are looked out for: where most are different, keeping all of them apart would cost more than it saves. */
const mostKnown = 10_000;
/** Texts are joined into pieces of about this many UTF-16 units: one string for all may be longer than a string can be. */
const pieceLength = 1_000_000;

/** Texts joined: `ends[i]` is where text number `first + i` ends, the mark behind it included. */
interface Piece {
  readonly first: number;
  readonly text: string;
  /** Whether nothing in it is beyond ASCII, so that nothing beyond it is found there. */
  readonly isAscii: boolean;
  readonly ends: Uint32Array;
}

/** What models said, folded for search and numbered from 1; it only grows. */
export class SaidTexts {
  readonly #pieces: Piece[] = [];
  readonly #known = new Map<string, number>();
  #open: string[] = [];
  #openLength = 0;
  #first = 1;

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
    if (this.#openLength > pieceLength) this.#close();
    return number;
  }

  /** For each number up to the last one, whether its text holds what is looked for. Place 0 is for no text, and holds nothing. */
  *search(wanted: string): Turns<Uint8Array> {
    const part = foldForSearch(wanted);
    if (this.#open.length > 0) this.#close();
    const found = new Uint8Array(this.#first);
    const isBeyond = !isAscii(part);
    const next = searcherFor(part);
    // What is added meanwhile may take the place of the last piece.
    for (const piece of [...this.#pieces]) {
      if (isBeyond && piece.isAscii) continue;
      if (part === '') found.fill(1, piece.first, piece.first + piece.ends.length);
      else searchPiece(piece, next, found);
      yield;
    }
    return found;
  }

  /** Joins what is open: many small pieces, as searches between single answers leave them, become one. */
  #close(): void {
    const last = this.#pieces.at(-1);
    if (last !== undefined && last.text.length + this.#openLength <= pieceLength) {
      this.#pieces.pop();
      this.#pieces.push(joined(last, this.#open));
    } else
      this.#pieces.push(joined({ first: this.#first, text: '', isAscii: true, ends: new Uint32Array() }, this.#open));
    this.#first += this.#open.length;
    this.#open = [];
    this.#openLength = 0;
  }
}

function joined(before: Piece, texts: readonly string[]): Piece {
  const ends = new Uint32Array(before.ends.length + texts.length);
  ends.set(before.ends);
  let end = before.text.length;
  texts.forEach((text, i) => {
    end += text.length + 1;
    ends[before.ends.length + i] = end;
  });
  // One join makes a text that lies in one piece: a sum would be put together only when it is first searched, and hold everything else up.
  const all = before.text === '' ? texts : [before.text.slice(0, -mark.length), ...texts];
  const text = [...all, ''].join(mark);
  return { first: before.first, text, isAscii: before.isAscii && isAscii(text), ends };
}

function searchPiece({ first, text, ends }: Piece, next: ReturnType<typeof searcherFor>, found: Uint8Array): void {
  let number = 0;
  for (let at = next(text, 0); at >= 0; at = next(text, ends[number]!)) {
    while (ends[number]! <= at) number++;
    found[first + number] = 1;
  }
}

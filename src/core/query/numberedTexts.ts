import type { IndexedTexts } from './indexedTexts.ts';
import { TextIndexing } from './textIndexing.ts';
import { Bits } from './bits.ts';
import { uniteLooked } from './codeBits.ts';
import { joinTexts, mark, type PlainTexts, visitHolding } from './plainTexts.ts';
import { indexSearch, isPhrase } from './searchIndexed.ts';
import { foldForSearch } from './searchText.ts';
import type { Turns } from '../turns.ts';

/** A text up to this length may be said often (`happy`), and is kept once. */
const oftenSaid = 80;
/** Texts that are looked out for: where most are different, keeping all of them apart would cost more than it saves. */
const mostKnown = 10_000;
/**
 * From so many UTF-16 units on texts are put away together, or from so many texts, or places or different words in them. Each piece has most words
 * of all others, and is searched for itself: the fewer the better. Two bytes tell its words and its texts apart, and no step of making its index takes
 * more than some ms.
 */
const most = { length: 1 << 22, texts: 0xfff0, places: 800_000, words: 1 << 14 };

/** The bits of so many numbers lie together: each piece begins with a multiple of that, so that they are set at once. Number 0 is no text's. */
const together = 32;

/** Some of the texts, from number `first` up to `end`: as they are, until their index is made. */
interface Piece {
  readonly first: number;
  readonly end: number;
  texts: PlainTexts | IndexedTexts;
  /** Whoever is about it goes on with the making of the index, so that it is done even where somebody who began it gave up. */
  making?: Turns<IndexedTexts> | undefined;
}

/** What a text is to hold, any of these, or to hold none of. */
export interface WantedText {
  readonly parts: readonly string[];
  readonly isNegative: boolean;
}

/** How {@link NumberedTexts} keep what they are given. */
export interface NumberedOptions {
  /** Searched several times quicker, but taken in about half as quick: for one search, texts are better gone through. */
  readonly isIndexed?: boolean;
  readonly pieceLength?: number;
}

/** Running texts, such as what models said, folded for search and numbered, with gaps; they only grow in number. Who adds many has them {@link settle}. */
export class NumberedTexts {
  readonly #isIndexed: boolean;
  readonly #pieceLength: number;
  readonly #pieces: Piece[] = [];
  /** Those whose index is not made yet. */
  readonly #unsettled: Piece[] = [];
  readonly #known = new Map<string, number>();
  #open: string[] = [];
  #openLength = 0;
  /** Of the open ones, where they are to be indexed. */
  #indexing: TextIndexing | undefined;
  #first = together;
  /** The open ones as they are searched, until another one comes. */
  #joined: PlainTexts | undefined;

  constructor({ isIndexed = true, pieceLength = most.length }: NumberedOptions = {}) {
    this.#isIndexed = isIndexed;
    this.#indexing = isIndexed ? new TextIndexing() : undefined;
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
    this.#indexing?.add(text);
    this.#joined = undefined;
    if (this.#isFull()) this.#putAway();
    return number;
  }

  /** How many numbers there are, with that of no text and those that are no text's. */
  get count(): number {
    return this.#first + this.#open.length;
  }

  /**
   * Sets 1 for each number whose text holds what is looked for; numbers that are no text's keep what they have. Texts that have 1 already are passed
   * over: what nobody wants to know takes hardly any time.
   */
  *search(wanted: string, found = new Bits(this.count)): Turns<Bits> {
    const part = foldForSearch(wanted.replaceAll(mark, ' '));
    const search = indexSearch(part);
    this.#joined ??= joinTexts(this.#open);
    const pieces = [...this.#pieces, { first: this.#first, end: this.count, texts: this.#joined }];
    let next = 0;
    for (const { first, end, texts } of pieces) {
      // Where few are asked for, the next one may lie many pieces on: it is not looked for again in each.
      if (next < first) next = found.nextUnset(first);
      if (next < 0) break;
      if (next >= end) continue;
      if (part === '') found.setAll(first, end);
      else if ('words' in texts) search(texts, first, found);
      else
        visitHolding(texts, part, (number) => {
          found.set(first + number);
          return true;
        });
      yield;
    }
    return found;
  }

  /**
   * 1 for each number whose text is as wanted in all ways: the later ones are looked for in what the earlier ones leave. `asked` says which numbers
   * somebody asks about; it is called once at most, where that saves something, and what is answered about others counts for nothing.
   */
  *holding(wanted: readonly WantedText[], asked: () => Bits | undefined): Turns<Bits> {
    let left: Bits | undefined;
    let isNarrowed = false;
    for (const { parts, isNegative } of wanted) {
      if (left?.isEmpty === true) break;
      if (!isNarrowed && gainsByFewer(parts)) {
        isNarrowed = true;
        left = both(left, asked());
      }
      let found = left?.inverted();
      for (const part of parts) found = yield* this.search(part, found);
      if (isNegative) left = found!.inverted();
      else if (left === undefined) left = found;
      else left.cross(found!);
    }
    return left ?? Bits.filled(this.count);
  }

  /** Whether an index is still to be made: until then what it is about is searched less quickly. */
  get isUnsettled(): boolean {
    return this.#unsettled.length > 0;
  }

  /** Makes the indexes that are due. */
  *settle(): Turns<void> {
    for (let piece = this.#unsettled[0]; piece !== undefined; piece = this.#unsettled[0]) {
      const step = piece.making!.next();
      if (step.done === true) {
        piece.texts = step.value;
        piece.making = undefined;
        this.#unsettled.shift();
      }
      yield;
    }
  }

  /** Makes the indexes of all that came, for who knows that no more comes for a while. */
  *close(): Turns<void> {
    this.#putAway();
    yield* this.settle();
  }

  #putAway(): void {
    if (this.#open.length === 0) return;
    const piece: Piece = {
      first: this.#first,
      end: this.count,
      texts: joinTexts(this.#open),
      making: this.#indexing?.made(),
    };
    this.#pieces.push(piece);
    if (piece.making !== undefined) this.#unsettled.push(piece);
    this.#first = Math.ceil(this.count / together) * together;
    this.#open = [];
    this.#openLength = 0;
    this.#indexing = this.#isIndexed ? new TextIndexing() : undefined;
    this.#joined = undefined;
  }

  #isFull(): boolean {
    const { places = 0, words = 0 } = this.#indexing ?? {};
    const isLong = this.#openLength > this.#pieceLength || this.#open.length >= most.texts;
    return isLong || places > most.places || words > most.words;
  }
}

/** Whether looking for some parts takes less where fewer texts are asked for. */
function gainsByFewer(parts: readonly string[]): boolean {
  return parts.length > 1 || isPhrase(foldForSearch(parts[0]!));
}

/** What both have; `undefined` is all. */
function both(one: Bits | undefined, other: Bits | undefined): Bits | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.crossed(other);
}

/** For some of those who have a text the number of it, and 1 where it counts what that text holds. */
export interface Asked {
  readonly numbers: Uint32Array;
  readonly mask: Bits;
}

/** 1 for each of so many numbers that somebody asks about; `undefined` where these are hardly fewer than all. */
export function askedOf(count: number, all: readonly Asked[]): Bits | undefined {
  const asked = all.reduce((sum, { mask }) => sum + mask.count, 0);
  if (asked * 4 > count * 3) return undefined;
  const wanted = new Bits(count);
  for (const { mask, numbers } of all) uniteLooked(wanted, numbers, mask);
  return wanted;
}

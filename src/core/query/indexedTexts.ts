import type { PlainTexts, Range } from './plainTexts.ts';

/** Numbers in two or four bytes each. */
export type Numbers = Uint16Array | Uint32Array;

/** Lists of numbers one after the other: list `i` ends before `ends[i]`. */
export interface Lists {
  readonly all: Numbers;
  readonly ends: Uint32Array;
}

/** Which texts have common words, in as many times 32 bits for each of these as it takes. */
export interface CommonWords {
  /** For each word its number among the common ones, counted from 1; 0 for the others. */
  readonly numbers: Numbers;
  readonly bits: Uint32Array;
  /** The same for where they stand behind a space. */
  readonly behindSpace: Uint32Array;
}

/**
 * Texts as the places of the words that they are made of, each word kept once. A part of a text is cut into words where the text is, so that a
 * search looks through the words and at where they stand, and at no text.
 */
export interface IndexedTexts {
  /** In the order of their UTF-16 units, so that those that begin alike stand together. */
  readonly words: PlainTexts;
  /** The word at each place, counted through all texts; before each text and behind the last one is a place whose code is no word's. */
  readonly codes: Numbers;
  /** The place where each text begins. */
  readonly starts: Uint32Array;
  /** For each word where it stands, ordered by what is {@link before} it and then by the texts: places counted from where the text begins. */
  readonly places: Lists;
  /** For each of these the text. */
  readonly holders: Numbers;
  /** For each of these which of the {@link endings} the word before has; one more than there are where there is none. */
  readonly before: Numbers;
  /** For each of these in which {@link endingGroups} the ending of the word two before is. */
  readonly earlier: Uint8Array;
  /** For each word that stands in many texts a bit for each of them. */
  readonly common: CommonWords;
  /** For each {@link characterNumber} in as many times 32 bits as it takes a bit for each text: whether the character stands in it. */
  readonly characters: Uint32Array;
  /** The words read from behind, ordered like {@link words}, so that those that end alike stand together. */
  readonly endings: PlainTexts;
  /** Those that end with a space. */
  readonly spaces: Range;
  /** For each of these which word it is. */
  readonly byEnding: Numbers;
  /** Up to each of these, in how many places they stand. */
  readonly endingPlaces: Pick<Lists, 'ends'>;
  /** For each of these which of up to 255 groups of neighbours it is in, that stand about as often each; behind the last one, {@link noGroup}. */
  readonly endingGroups: Uint8Array;
  /** For each word which of these it is; behind the last one, how many there are. */
  readonly endingRanks: Numbers;
}

/** The group of no ending. */
export const noGroup = 0xff;

/** The number of a character among the 64 from the space to `?` and from the backquote to the end of ASCII, which folded texts are mostly made of; -1 for others. */
export function characterNumber(character: number): number {
  return character < 0x80 && (character & 0x20) !== 0 ? ((character >> 6) << 5) | (character & 0x1f) : -1;
}

/** The two times 32 bits of the characters of a text. */
export function charactersOf(text: string): readonly [number, number] {
  let [low, high] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const number = characterNumber(text.charCodeAt(at));
    if (number >= 32) high |= 1 << (number & 0x1f);
    else if (number >= 0) low |= 1 << number;
  }
  return [low, high];
}

/** Where the list before another one ends, which is where that one begins. */
export function startOf({ ends }: Pick<Lists, 'ends'>, list: number): number {
  return list === 0 ? 0 : ends[list - 1]!;
}

/** The first place of some from which on numbers that are in order are not lower than another one. */
export function firstFrom(numbers: Numbers, wanted: number, from: number, until: number): number {
  let [low, high] = [from, until];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a character is: between words, one of a word, or a word by itself, as in all that is written without spaces (Thai, Chinese, Japanese, Korean, emoji). */
function kindOf(character: number): 0 | 1 | 2 {
  if (character >= 0xe00) return 2;
  const isLetter = (character >= 0x61 && character <= 0x7a) || (character >= 0x30 && character <= 0x39);
  return isLetter || character >= 0x80 ? 1 : 0;
}

/**
 * Visits the words of a folded text, each with what stands between it and the next one. Whether a word begins depends on the characters on both
 * sides alone, so that a part is cut where its text is.
 */
export function visitWords(text: string, visit: (word: string) => void): void {
  let from = 0;
  let before = kindOf(text.charCodeAt(0));
  for (let at = 1; at < text.length; at++) {
    const kind = kindOf(text.charCodeAt(at));
    if (kind === 2 || (kind === 1 && before !== 1)) {
      visit(text.slice(from, at));
      from = at;
    }
    before = kind;
  }
  visit(text.slice(from));
}

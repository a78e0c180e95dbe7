import { joinTexts, type PlainTexts } from './plainTexts.ts';

type Numbers = Uint16Array | Uint32Array;

/** Lists of numbers one after the other: list `i` ends before `ends[i]`. */
export interface Lists {
  readonly all: Numbers;
  readonly ends: Numbers;
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
  /** For each word the texts that have it. */
  readonly holders: Lists;
  /** For each of the {@link holders} the places where the word stands in that text. */
  readonly places: Lists;
  /** For each text two times 32 bits: which of the {@link characterNumber}s stand in it. */
  readonly characters: Uint32Array;
  /** For each word its {@link endingKey}. */
  readonly endings: Uint16Array;
}

/** The last character of a text in the low 8 bits, the one before in the high ones, 0 for none; all that are not of ASCII are alike. */
export function endingKey(text: string): number {
  const at = text.length - 1;
  return (
    (text.charCodeAt(at) < 0x80 ? text.charCodeAt(at) : 0xff) |
    (at === 0 ? 0 : text.charCodeAt(at - 1) < 0x80 ? text.charCodeAt(at - 1) << 8 : 0xff00)
  );
}

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
export function startOf({ ends }: Lists, list: number): number {
  return list === 0 ? 0 : ends[list - 1]!;
}

/** Whether a text lacks a character that something is made of. */
export function lacksCharacters(
  { characters }: IndexedTexts,
  text: number,
  [low, high]: readonly [number, number],
): boolean {
  return (characters[2 * text]! & low) !== low || (characters[2 * text + 1]! & high) !== high;
}

/** How many texts are still looked at, and how many places these come to. */
export interface OpenTexts {
  readonly open: number;
  readonly toGoOver: number;
}

/** The texts that have no 1 in a mask yet, from its place `first` on. */
export function openIn({ starts, codes }: IndexedTexts, first: number, found: Uint8Array): OpenTexts {
  let [open, toGoOver] = [0, 0];
  for (let text = 0; text < starts.length; text++) {
    if (found[first + text] === 1) continue;
    open++;
    toGoOver += (text + 1 < starts.length ? starts[text + 1]! : codes.length) - starts[text]!;
  }
  return { open, toGoOver };
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

/** Indexes folded texts of which none is empty. */
export function indexTexts(texts: readonly string[]): IndexedTexts {
  const codeOf = new Map<string, number>();
  const found = [-1];
  const charactersByCode: (readonly [number, number])[] = [];
  const starts = new Uint32Array(texts.length);
  const characters = new Uint32Array(2 * texts.length);
  for (const [i, text] of texts.entries()) {
    starts[i] = found.length;
    visitWords(text, (word) => {
      let code = codeOf.get(word);
      if (code === undefined) {
        codeOf.set(word, (code = codeOf.size));
        charactersByCode.push(charactersOf(word));
      }
      found.push(code);
      const [low, high] = charactersByCode[code]!;
      characters[2 * i]! |= low;
      characters[2 * i + 1]! |= high;
    });
    found.push(-1);
  }
  const words = [...codeOf.keys()].sort();
  const ranks = new Uint32Array(words.length);
  words.forEach((word, rank) => (ranks[codeOf.get(word)!] = rank));
  const codes = numbers(found.length, words.length);
  for (let place = 0; place < codes.length; place++) codes[place] = ranks[found[place]!] ?? words.length;
  return {
    words: joinTexts(words),
    codes,
    starts,
    characters,
    endings: Uint16Array.from(words, endingKey),
    ...placesOf(codes, words.length),
  };
}

/** Numbers up to `bound`, in two bytes each where that is enough. */
function numbers(count: number, bound: number): Numbers {
  return bound < 0x10000 ? new Uint16Array(count) : new Uint32Array(count);
}

/** Where each word stands, text by text: counted first, then put behind each other. */
function placesOf(codes: Numbers, words: number): Pick<IndexedTexts, 'holders' | 'places'> {
  const [nextHolder, nextPlace] = [new Uint32Array(words + 1), new Uint32Array(words + 1)];
  visitPlaces(codes, words, (word, isFirst) => {
    if (isFirst) nextHolder[word + 1]!++;
    nextPlace[word + 1]!++;
  });
  for (let word = 1; word <= words; word++) {
    nextHolder[word]! += nextHolder[word - 1]!;
    nextPlace[word]! += nextPlace[word - 1]!;
  }
  const [held, placed] = [nextHolder[words]!, nextPlace[words]!];
  const holders = { all: numbers(held, codes.length), ends: numbers(words, held) };
  const places = { all: numbers(placed, codes.length), ends: numbers(held, placed) };
  visitPlaces(codes, words, (word, isFirst, text, place) => {
    if (isFirst) holders.all[nextHolder[word]!++] = text;
    places.all[nextPlace[word]!++] = place;
    places.ends[nextHolder[word]! - 1] = nextPlace[word]!;
  });
  for (let word = 0; word < words; word++) holders.ends[word] = nextHolder[word]!;
  return { holders, places };
}

/** Visits each place that has a word, with whether it is the first one of that word in its text. */
function visitPlaces(
  codes: Numbers,
  words: number,
  visit: (word: number, isFirst: boolean, text: number, place: number) => void,
): void {
  const lastText = new Int32Array(words).fill(-1);
  let text = -1;
  for (let place = 0; place < codes.length; place++) {
    const word = codes[place]!;
    if (word === words) text++;
    else {
      visit(word, lastText[word] !== text, text, place);
      lastText[word] = text;
    }
  }
}

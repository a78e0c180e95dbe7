import { Bits, lowestIn } from './bits.ts';
import {
  charactersOf,
  type CommonWords,
  firstFrom,
  type IndexedTexts,
  type Lists,
  noGroup,
  type Numbers,
  startOf,
  visitWords,
} from './indexedTexts.ts';
import { markPlaces } from './markHolders.ts';
import { anything, joinTexts, type Range, rangeOf, reversed } from './plainTexts.ts';
import type { Turns } from '../turns.ts';

/** Takes folded texts in, of which none is empty, and makes an index of them. */
export class TextIndexing {
  readonly #codeOf = new Map<string, number>();
  readonly #charactersByCode: (readonly [number, number])[] = [];
  /** The words in the order in which they came; -1 between the texts. */
  readonly #found = [-1];
  readonly #starts: number[] = [];
  readonly #characters: number[] = [];

  add(text: string): void {
    let [low, high] = [0, 0];
    this.#starts.push(this.#found.length);
    visitWords(text, (word) => {
      const code = this.#codeFor(word);
      this.#found.push(code);
      low |= this.#charactersByCode[code]![0];
      high |= this.#charactersByCode[code]![1];
    });
    this.#found.push(-1);
    this.#characters.push(low, high);
  }

  /** How many different words there are. */
  get words(): number {
    return this.#codeOf.size;
  }

  /** In how many places these stand. */
  get places(): number {
    return this.#found.length;
  }

  /** The index of all that was taken in; nothing is to be taken in any more. */
  *made(): Turns<IndexedTexts> {
    const words = [...this.#codeOf.keys()];
    const ordered = words.toSorted();
    yield;
    const codes = coded(this.#found, words, ordered);
    yield;
    const endings = ordered.map(reversed);
    const orderedEndings = endings.toSorted();
    yield;
    const endingRanks = coded([...endings.keys(), -1], endings, orderedEndings);
    const byEnding = numbers(words.length, words.length);
    for (let word = 0; word < words.length; word++) byEnding[endingRanks[word]!] = word;
    yield;
    const starts = Uint32Array.from(this.#starts);
    const places = yield* placesOf(codes, starts, { byEnding, endingRanks });
    const joinedEndings = joinTexts(orderedEndings);
    const spaces = rangeOf(joinedEndings, ' ', anything);
    const common = yield* commonWords(places, starts.length, spaces);
    return {
      words: joinTexts(ordered),
      codes,
      starts,
      characters: characterBits(this.#characters),
      endings: joinedEndings,
      spaces,
      byEnding,
      endingRanks,
      common,
      ...places,
    };
  }

  #codeFor(word: string): number {
    const known = this.#codeOf.get(word);
    if (known !== undefined) return known;
    this.#charactersByCode.push(charactersOf(word));
    this.#codeOf.set(word, this.#codeOf.size);
    return this.#codeOf.size - 1;
  }
}

/** How many {@link characterNumber}s there are. */
const characterCount = 64;

/** The characters of each text, given as two times 32 bits, turned round: for each character its texts. */
function characterBits(ofTexts: readonly number[]): Uint32Array {
  const length = (ofTexts.length / 2 + 31) >>> 5;
  const bits = new Uint32Array(characterCount * length);
  for (let at = 0; at < ofTexts.length; at++) {
    const [text, first] = [at >> 1, (at & 1) * 32];
    for (let left = ofTexts[at]!; left !== 0; left &= left - 1) {
      bits[(first + lowestIn(left)) * length + (text >>> 5)]! |= 1 << (text & 31);
    }
  }
  return bits;
}

/** A word that stands in fewer places than a so-manieth of the texts is quicker followed there than by its bits, which take up that many bytes. */
const fewPlaces = 8;

/** Of so many common words the bits are set between two turns of others. */
const commonAtOnce = 32;

function* commonWords(standing: WordPlaces, texts: number, spaces: Range): Turns<CommonWords> {
  const { places, before } = standing;
  const words = places.ends.length;
  const numbered = numbers(words, words);
  let count = 0;
  const isCommon = (word: number): boolean => (places.ends[word]! - startOf(places, word)) * fewPlaces >= texts;
  for (let word = 0; word < words; word++) if (isCommon(word)) numbered[word] = ++count;
  const length = Math.ceil(texts / 32);
  const [all, behindSpace] = [new Bits(count * length * 32), new Bits(count * length * 32)];
  for (let word = 0; word < words; word++) {
    if (numbered[word] === 0) continue;
    const first = (numbered[word]! - 1) * length * 32;
    const [start, end] = [startOf(places, word), places.ends[word]!];
    markPlaces(standing, { from: start, until: end }, first, all);
    const until = firstFrom(before, spaces.until, start, end);
    markPlaces(standing, { from: firstFrom(before, spaces.from, start, until), until }, first, behindSpace);
    if (numbered[word]! % commonAtOnce === 0) yield;
  }
  return { numbers: numbered, bits: all.words, behindSpace: behindSpace.words };
}

/** Up to each of some words, in how many places they stand. */
function upTo(words: Numbers, places: Pick<Lists, 'ends'>): Uint32Array {
  let sum = 0;
  return Uint32Array.from(words, (word) => (sum += places.ends[word]! - startOf(places, word)));
}

/** Two neighbouring groups stand together more often than the so-manieth of all places: so there are no more of them than a byte can tell. */
const groupShare = 120;

/** The groups of endings, given up to each of them in how many places they stand. */
function groupsOf(ends: Uint32Array): Uint8Array {
  const groups = new Uint8Array(ends.length + 1).fill(noGroup);
  const most = ends.at(-1)! / groupShare;
  for (let rank = 0, group = 0, begin = 0; rank < ends.length; rank++) {
    if (rank > 0 && ends[rank]! - begin > most) {
      group++;
      begin = ends[rank - 1]!;
    }
    groups[rank] = group;
  }
  return groups;
}

/** Numbers of words as places in their order; as many as there are words where there is none. */
function coded(all: readonly number[], words: readonly string[], ordered: readonly string[]): Numbers {
  const rankOf = new Map(ordered.map((word, rank) => [word, rank]));
  const ranks = Uint32Array.from(words, (word) => rankOf.get(word)!);
  const codes = numbers(all.length, words.length);
  for (let at = 0; at < codes.length; at++) codes[at] = ranks[all[at]!] ?? words.length;
  return codes;
}

/** Where each word stands. */
type WordPlaces = Pick<IndexedTexts, 'places' | 'holders' | 'before' | 'earlier' | 'endingPlaces' | 'endingGroups'>;

/** Where each word stands: brought in the order of what stands before, and then, leaving that as it is, of the words. */
function* placesOf(
  codes: Numbers,
  starts: Uint32Array,
  { byEnding, endingRanks }: Pick<IndexedTexts, 'byEnding' | 'endingRanks'>,
): Turns<WordPlaces> {
  const none = endingRanks.length - 1;
  const [ranks, texts] = [numbers(codes.length, none), numbers(codes.length, starts.length)];
  const places = new Uint32Array(codes.length - starts.length - 1);
  for (let place = 0, count = 0, text = -1; place < codes.length; place++) {
    if (codes[place] === none) text++;
    else {
      places[count++] = place;
      texts[place] = text;
      ranks[place] = endingRanks[codes[place - 1]!]!;
    }
  }
  yield;
  const byBefore = sorted(places, ranks, none + 1).all;
  yield;
  const { all, ends } = sorted(byBefore, codes, none);
  yield;
  const endingEnds = upTo(byEnding, { ends });
  const endingGroups = groupsOf(endingEnds);
  const [holders, before] = [numbers(all.length, starts.length), numbers(all.length, none)];
  const earlier = new Uint8Array(all.length);
  let last = 0;
  for (let at = 0; at < all.length; at++) {
    const place = all[at]!;
    holders[at] = texts[place]!;
    before[at] = ranks[place]!;
    // Of the first word of a text this says nothing: none stands before it, and so nobody asks.
    earlier[at] = endingGroups[ranks[place - 1]!]!;
    all[at] = place - starts[texts[place]!]!;
    last = Math.max(last, all[at]!);
  }
  return {
    places: { all: smaller(all, last), ends },
    holders,
    before,
    earlier,
    endingPlaces: { ends: endingEnds },
    endingGroups,
  };
}

/** Brings places in the order of their keys, which are lower than `bound`, leaving those with equal ones as they are: a counting sort. */
function sorted(
  places: Uint32Array,
  keys: Numbers,
  bound: number,
): { readonly all: Uint32Array; readonly ends: Uint32Array } {
  const next = new Uint32Array(bound + 1);
  for (let at = 0; at < places.length; at++) next[keys[places[at]!]! + 1]!++;
  for (let key = 1; key <= bound; key++) next[key]! += next[key - 1]!;
  const all = new Uint32Array(places.length);
  for (let at = 0; at < places.length; at++) all[next[keys[places[at]!]!]!++] = places[at]!;
  return { all, ends: next.subarray(0, bound) };
}

/** Numbers up to `bound`, in two bytes each where that is enough. */
function numbers(count: number, bound: number): Numbers {
  return bound < 0x10000 ? new Uint16Array(count) : new Uint32Array(count);
}

function smaller(all: Uint32Array, bound: number): Numbers {
  return bound < 0x10000 ? Uint16Array.from(all) : all;
}

import type { Bits } from './bits.ts';
import type { IndexedTexts, Numbers } from './indexedTexts.ts';
import type { Range } from './plainTexts.ts';

/** What is to stand so many words behind the beginning of a phrase: words, or with {@link isEnding} what has such endings. */
export interface Check extends Range {
  readonly behind: number;
  readonly isEnding: boolean;
}

/** What is to be looked for where a word of a phrase stands, so many words behind its beginning. */
export interface Checks {
  readonly offset: number;
  /** The rarest first. */
  readonly all: readonly Check[];
  /** For each group of endings what it says of the word two before: {@link verdict}. */
  readonly ofGroups: Uint8Array;
}

/** What is known of a place: that the phrase does not stand there, that it does, or that it has to be looked for. */
export const verdict = { no: 0, yes: 1, open: 2 } as const;

/** Places that are gone through together: between two of these, texts that were found are known. */
const atOnce = 4096;
/** Of the places that are still looked at, where the phrase begins and which text it is. */
const begins = new Uint32Array(atOnce);
const texts = new Uint32Array(atOnce);

/** Sets 1 for the texts in which all checks hold at some of the places. */
export function markChecked(
  index: IndexedTexts,
  { from, until }: Range,
  checks: Checks,
  { first, found }: { readonly first: number; readonly found: Bits },
): void {
  for (let begin = from; begin < until; begin += atOnce) {
    let count = markKnown(
      index,
      { from: begin, until: Math.min(begin + atOnce, until) },
      checks,
      found.words.subarray(first >>> 5),
    );
    for (const check of checks.all) {
      if (count === 0) break;
      count = check.isEnding
        ? withEnding(index.codes, index.endingRanks, check, count)
        : withWord(index.codes, check, count);
    }
    for (let i = 0; i < count; i++) found.set(first + texts[i]!);
  }
}

// All of these go on without branches, because nothing foretells whether a place is kept: it is written in any case, and written over if not.

/** Sets 1 for what is known by what stands two words before, without going there; how many places are left to be looked at, in texts not found yet. */
function markKnown(
  { holders, starts, places, earlier }: IndexedTexts,
  { from, until }: Range,
  { offset, ofGroups }: Checks,
  found: Uint32Array,
): number {
  let [count, word, held] = [0, 0, 0];
  for (let at = from; at < until; at++) {
    const text = holders[at]!;
    const known = ofGroups[earlier[at]!]!;
    if (text >>> 5 !== word) {
      found[word]! |= held;
      word = text >>> 5;
      held = 0;
    }
    held |= (known & verdict.yes) << (text & 31);
    // Before the first text is a place with no word: nothing begins there.
    begins[count] = Math.max(0, starts[text]! + places.all[at]! - offset);
    texts[count] = text;
    count += (known >>> 1) & (~found[word]! >>> (text & 31));
  }
  if (held !== 0) found[word]! |= held;
  return count;
}

function withEnding(codes: Numbers, ranks: Numbers, { behind, from, until }: Check, all: number): number {
  const last = codes.length - 1;
  let count = 0;
  for (let i = 0; i < all; i++) {
    const begin = begins[i]!;
    const rank = ranks[codes[Math.min(begin + behind, last)]!]!;
    begins[count] = begin;
    texts[count] = texts[i]!;
    count += Number(rank >= from) & Number(rank < until);
  }
  return count;
}

function withWord(codes: Numbers, { behind, from, until }: Check, all: number): number {
  const last = codes.length - 1;
  let count = 0;
  for (let i = 0; i < all; i++) {
    const begin = begins[i]!;
    const code = codes[Math.min(begin + behind, last)]!;
    begins[count] = begin;
    texts[count] = texts[i]!;
    count += Number(code >= from) & Number(code < until);
  }
  return count;
}

/** For each group of endings whether the word two before has one of some, where `isAll` is whether nothing else is to be looked for. */
export function verdictsOf(groups: Uint8Array, { from, until }: Range, isAll: boolean): Uint8Array {
  const verdicts = new Uint8Array(256);
  if (from === until) return verdicts;
  const [low, high] = [groups[from]!, groups[until - 1]!];
  verdicts.fill(isAll ? verdict.yes : verdict.open, low, high + 1);
  // Others may be in the first and in the last one, too.
  if (groups[from - 1] === low) verdicts[low] = verdict.open;
  if (groups[until] === high) verdicts[high] = verdict.open;
  return verdicts;
}

/** Where what stands two words before says nothing. */
export const allOpen = new Uint8Array(256).fill(verdict.open);

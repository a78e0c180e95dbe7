import type { Bits } from './bits.ts';
import { firstFrom, type IndexedTexts, type Lists, startOf } from './indexedTexts.ts';
import { markBits, markPlaces, markWord } from './markHolders.ts';
import { allOpen, type Checks, markChecked, verdictsOf } from './markChecked.ts';
import { anything, mark, type Range, rangeOf, reversed } from './plainTexts.ts';

/** The words of a phrase in one index. */
interface Standing {
  /** For the first one, which places in the order of their endings it may have. */
  readonly ending: Range;
  /** For each of the others, which words it may be. */
  readonly following: readonly Range[];
}

/**
 * Finds where words follow each other, of which the first may only end so, and the last only begin so: where one of them stands behind the one
 * before it, or, if it is rare, where the first one stands.
 */
export function searchPhrase(texts: IndexedTexts, parts: readonly string[], first: number, found: Bits): void {
  const following: Range[] = [];
  for (let offset = 1; offset < parts.length; offset++) {
    const range = rangeOf(texts.words, parts[offset]!, offset === parts.length - 1 ? anything : mark);
    if (range.from === range.until) return;
    following.push(range);
  }
  const standing: Standing = { ending: rangeOf(texts.endings, reversed(parts[0]!), anything), following };
  const offset = leastEffort(texts, standing);
  if (offset === 0) searchFirst(texts, standing, first, found);
  else if (isPairAll(texts, standing, offset)) markPairs(texts, pairsAt(texts, standing, offset), first, found);
  else searchPairs(texts, standing, offset, first, found);
}

/** Going by a place takes as long as taking it, going to it some times that, and finding the first of several in an order a few steps. */
const [goingBy, goingThere, findingThere] = [2, 8, 4];

/** Which word of a phrase is best looked for, with the one before it; 0 for the first one alone. */
function leastEffort(texts: IndexedTexts, standing: Standing): number {
  const { ending, following } = standing;
  const first = placesIn(texts.endingPlaces, ending);
  let [offset, least] = [0, goingThere * first];
  // Of the word before, how many places there are, and which part of them has the right one before it in turn.
  for (let other = 1, ahead = first, share = 1; other <= following.length; other++) {
    const { from, until } = following[other - 1]!;
    const places = placesIn(texts.places, following[other - 1]!);
    const pairs =
      following.length > 1 && until - from <= fewWords
        ? countPairs(texts, pairsAt(texts, standing, other))
        : // As often as it would be if no word kept company with another one.
          (places * ahead) / texts.codes.length;
    const each = isPairAll(texts, standing, other) ? 1 : goingBy + goingThere * share;
    const effort = each * pairs + findingThere * (until - from);
    if (effort < least) [offset, least] = [other, effort];
    [ahead, share] = [places, pairs / places];
  }
  return offset;
}

/** In so many words of a range what stands before them is counted, which takes little against going to too many places. */
const fewWords = 256;

function countPairs(texts: IndexedTexts, pairs: Pairs): number {
  let count = 0;
  for (let word = pairs.from; word < pairs.until; word++) {
    const { from, until } = pairsOf(texts, pairs, word);
    count += until - from;
  }
  return count;
}

/** Whether a word and the one before it, at the end of a phrase, are all of it, because the words before need no look. */
function isPairAll(texts: IndexedTexts, standing: Standing, offset: number): boolean {
  return offset === standing.following.length && (offset === 1 || (offset === 2 && isFirstSure(texts, standing)));
}

/** Looks at all places of what the first word may be. */
function searchFirst(texts: IndexedTexts, standing: Standing, first: number, found: Bits): void {
  const { places, byEnding } = texts;
  const checks = checksFrom(texts, standing, 0);
  for (let rank = standing.ending.from; rank < standing.ending.until; rank++) {
    const word = byEnding[rank]!;
    const whole = { from: startOf(places, word), until: places.ends[word]! };
    markChecked(texts, whole, checks, { first, found });
  }
}

/** What is still to be looked for where a word of a phrase stands behind the one before it. */
function checksFrom(texts: IndexedTexts, { ending, following }: Standing, offset: number): Checks {
  const all = following.map((range, i) => ({
    ...range,
    behind: i + 1,
    isEnding: false,
    places: placesIn(texts.places, range),
  }));
  all.push({ ...ending, behind: 0, isEnding: true, places: placesIn(texts.endingPlaces, ending) });
  const left = all.filter(({ behind }) => behind !== offset && behind !== offset - 1);
  left.sort((one, other) => one.places - other.places);
  const ofGroups =
    offset < 2
      ? allOpen
      : verdictsOf(texts.endingGroups, earlierEndings(texts, { ending, following }, offset), left.length === 1);
  return { offset, all: left, ofGroups };
}

/** Which endings the word may have that stands two before one of a phrase. */
function earlierEndings({ endingRanks }: IndexedTexts, { ending, following }: Standing, offset: number): Range {
  if (offset === 2) return ending;
  const from = endingRanks[following[offset - 3]!.from]!;
  return { from, until: from + 1 };
}

/** Whether the second word never stands behind anything but what the first one may be, as most words stand behind a space. */
function isFirstSure({ places, before }: IndexedTexts, { ending, following }: Standing): boolean {
  if (following.length < 2) return false;
  const { from } = following[0]!;
  return before[startOf(places, from)]! >= ending.from && before[places.ends[from]! - 1]! < ending.until;
}

/** What is behind which: words from one number up to another one, behind what has an ending from `least` on and below `most`. */
interface Pairs extends Range {
  readonly least: number;
  readonly most: number;
}

function pairsAt({ endingRanks }: IndexedTexts, { ending, following }: Standing, offset: number): Pairs {
  const words = following[offset - 1]!;
  if (offset === 1) return { ...words, least: ending.from, most: ending.until };
  const least = endingRanks[following[offset - 2]!.from]!;
  return { ...words, least, most: least + 1 };
}

/** Takes those places of words that have the right one before them, which is known without going there. */
function markPairs(texts: IndexedTexts, pairs: Pairs, first: number, found: Bits): void {
  const { from, until, least, most } = pairs;
  const { places, before, common, spaces } = texts;
  const isSpace = least === spaces.from && most === spaces.until;
  // Rare words that stand nowhere else come one behind the other, and so do their places.
  let whole = { from: 0, until: 0 };
  for (let word = from, start = startOf(places, from); word < until; word++) {
    const next = places.ends[word]!;
    if (before[start]! >= least && before[next - 1]! < most) {
      if (common.numbers[word] !== 0) markWord(texts, word, first, found);
      else if (whole.until === start) whole.until = next;
      else {
        markPlaces(texts, whole, first, found);
        whole = { from: start, until: next };
      }
    } else if (isSpace && common.numbers[word] !== 0) {
      markBits(common.behindSpace, common.numbers[word]! - 1, texts.starts.length, { first, found });
    } else {
      markPlaces(texts, pairsOf(texts, pairs, word), first, found);
    }
    start = next;
  }
  markPlaces(texts, whole, first, found);
}

/** Looks at those places of a later word that have the right one before them. */
function searchPairs(texts: IndexedTexts, standing: Standing, offset: number, first: number, found: Bits): void {
  const pairs = pairsAt(texts, standing, offset);
  const checks = checksFrom(texts, standing, offset);
  for (let word = pairs.from; word < pairs.until; word++) {
    markChecked(texts, pairsOf(texts, pairs, word), checks, { first, found });
  }
}

/** The places of a word of some pairs that have the right one before them. */
function pairsOf({ places, before }: IndexedTexts, { least, most }: Pairs, word: number): Range {
  const until = firstFrom(before, most, startOf(places, word), places.ends[word]!);
  return { from: firstFrom(before, least, startOf(places, word), until), until };
}

/** In how many places some words stand. */
function placesIn({ ends }: Pick<Lists, 'ends'>, { from, until }: Range): number {
  return until === 0 ? 0 : ends[until - 1]! - (from === 0 ? 0 : ends[from - 1]!);
}

import type { Bits } from './bits.ts';
import { firstFrom, type IndexedTexts, type Lists, startOf } from './indexedTexts.ts';
import { markBits, markPlaces, markWord } from './markHolders.ts';
import { type Check, markChecked } from './markChecked.ts';
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
  const before = placesIn(texts.endingPlaces, standing.ending);
  // A pair at the end of the phrase is all of it where the words before need no look.
  const sure = isFirstSure(texts, standing) ? 2 : 1;
  const isAll = (other: number): boolean => other <= sure && other === following.length;
  let [offset, least] = [0, goingThere * before];
  for (let other = 1, ahead = before; other < parts.length; other++) {
    const range = following[other - 1]!;
    const places = placesIn(texts.places, range);
    // As often as it would be if no word kept company with another one.
    const pairs = (places * ahead) / texts.codes.length;
    const effort = (isAll(other) ? 1 : goingThere) * pairs + findingThere * (range.until - range.from);
    if (effort < least) [offset, least] = [other, effort];
    ahead = places;
  }
  if (offset === 0) searchFirst(texts, standing, first, found);
  else if (isAll(offset)) markPairs(texts, pairsAt(texts, standing, offset), first, found);
  else searchPairs(texts, standing, offset, first, found);
}

/** Going to where a word stands takes some times what finding it in an order does, and finding the first of several there a few steps. */
const [goingThere, findingThere] = [8, 4];

/** Looks at all places of what the first word may be. */
function searchFirst(texts: IndexedTexts, standing: Standing, first: number, found: Bits): void {
  const { places, byEnding } = texts;
  const checks = checksFrom(texts, standing, 0);
  for (let rank = standing.ending.from; rank < standing.ending.until; rank++) {
    const word = byEnding[rank]!;
    const whole = { from: startOf(places, word), until: places.ends[word]!, offset: 0 };
    markChecked(texts, whole, checks, { first, found });
  }
}

/** What is still to be looked for where a word of a phrase stands behind the one before it, the rarest first. */
function checksFrom(texts: IndexedTexts, { ending, following }: Standing, offset: number): readonly Check[] {
  const all = following.map((range, i) => ({
    ...range,
    behind: i + 1,
    isEnding: false,
    places: placesIn(texts.places, range),
  }));
  all.push({ ...ending, behind: 0, isEnding: true, places: placesIn(texts.endingPlaces, ending) });
  const left = all.filter(({ behind }) => behind !== offset && behind !== offset - 1);
  return left.sort((one, other) => one.places - other.places);
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
function markPairs(texts: IndexedTexts, { from, until, least, most }: Pairs, first: number, found: Bits): void {
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
      const end = firstFrom(before, most, start, next);
      markPlaces(texts, { from: firstFrom(before, least, start, end), until: end }, first, found);
    }
    start = next;
  }
  markPlaces(texts, whole, first, found);
}

/** Looks at those places of a later word that have the right one before them. */
function searchPairs(texts: IndexedTexts, standing: Standing, offset: number, first: number, found: Bits): void {
  const { places, before } = texts;
  const { from, until, least, most } = pairsAt(texts, standing, offset);
  const checks = checksFrom(texts, standing, offset);
  for (let word = from; word < until; word++) {
    const end = firstFrom(before, most, startOf(places, word), places.ends[word]!);
    const begin = firstFrom(before, least, startOf(places, word), end);
    markChecked(texts, { from: begin, until: end, offset }, checks, { first, found });
  }
}

/** In how many places some words stand. */
function placesIn({ ends }: Pick<Lists, 'ends'>, { from, until }: Range): number {
  return until === 0 ? 0 : ends[until - 1]! - (from === 0 ? 0 : ends[from - 1]!);
}

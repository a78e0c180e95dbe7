import { endingKey, type IndexedTexts, lacksCharacters, openIn, type OpenTexts, startOf } from './indexedTexts.ts';
import { mark, type PlainTexts, textAt } from './plainTexts.ts';
import { isAscii } from './searchText.ts';

/** Words that have to follow each other, with the characters that they are made of. */
export interface Phrase {
  readonly parts: readonly string[];
  readonly characters: readonly [number, number];
}

/** One of these words: between which ones of an index those are that may stand for it, and in how many texts and places these stand. */
interface Choice {
  readonly offset: number;
  readonly from: number;
  readonly until: number;
  readonly holders: number;
  readonly places: number;
  /** Of the words between, the only ones that may. */
  readonly only?: readonly number[];
}

/** What stands at a place is told by these: which of the first words of a phrase each word may stand for, a bit each, and what comes behind. */
interface Standing {
  readonly classes: Uint8Array;
  readonly count: number;
  readonly rest: readonly Choice[];
}

/** The first words of a phrase have a bit each; those behind are compared where these stand. */
const mostBits = 8;
/**
 * Finds where words follow each other, of which the first may only end so, and the last only begin so: at the places of the rarest one, or by
 * going over all texts where that is too common.
 */
export function searchPhrase(texts: IndexedTexts, phrase: Phrase, first: number, found: Uint8Array): void {
  const { parts } = phrase;
  const choices: Choice[] = [];
  for (let offset = parts.length - 1; offset > 0; offset--) {
    const choice = followingChoice(texts, parts, offset);
    if (choice.places === 0) return;
    choices.push(choice);
  }
  const classes = new Uint8Array(texts.words.ends.length + 1);
  const ending = endingChoice(texts, parts[0]!, classes);
  if (ending.places === 0) return;
  for (const { offset, from, until } of choices) {
    if (offset < mostBits) for (let word = from; word < until; word++) classes[word]! |= 1 << offset;
  }
  const rest = choices.filter(({ offset }) => offset >= mostBits);
  const standing = { classes, rest, count: Math.min(parts.length, mostBits) };
  const rarest = choices.reduce((a, b) => (b.places < a.places ? b : a), ending);
  if (isScanQuicker(rarest, openIn(texts, first, found))) scanTexts(texts, phrase, standing, first, found);
  else searchPlaces(texts, rarest, standing, first, found);
}

/** In codes that are gone over meanwhile: fetching where a word stands in a text takes 20, after about two of which it is known whether the text has the phrase, and passing the text over then takes 2. */
function isScanQuicker({ holders }: Choice, { open, toGoOver }: OpenTexts): boolean {
  return 2 * holders + 20 * Math.min(holders, 2 * open) > toGoOver;
}

function scanTexts(texts: IndexedTexts, phrase: Phrase, standing: Standing, first: number, found: Uint8Array): void {
  const { codes, starts } = texts;
  const { classes, count, rest } = standing;
  const none = classes.length - 1;
  const whole = 1 << (count - 1);
  for (let text = 0; text < starts.length; text++) {
    if (found[first + text] === 1 || lacksCharacters(texts, text, phrase.characters)) continue;
    // Which of the words that end at a place are the first ones of the phrase: Shift-And (Baeza-Yates and Gonnet 1992), over words.
    let ending = 0;
    for (let place = starts[text]!; ; place++) {
      const code = codes[place]!;
      if (code === none) break;
      ending = ((ending << 1) | 1) & classes[code]!;
      if ((ending & whole) !== 0 && isRest(codes, place - count + 1, rest)) {
        found[first + text] = 1;
        break;
      }
    }
  }
}

/** Up to so many places, fetching each from memory takes less than {@link walkOver}. */
const fewPlaces = 128;

function searchPlaces(texts: IndexedTexts, choice: Choice, standing: Standing, first: number, found: Uint8Array): void {
  const { holders, places, codes } = texts;
  const { offset, from, until, only } = choice;
  if (choice.places > fewPlaces) walkOver(codes);
  const count = only?.length ?? until - from;
  for (let i = 0; i < count; i++) {
    const word = only === undefined ? from + i : only[i]!;
    const last = holders.ends[word]!;
    for (let holder = startOf(holders, word); holder < last; holder++) {
      const text = first + holders.all[holder]!;
      if (found[text] === 1) continue;
      const end = places.ends[holder]!;
      let at = startOf(places, holder);
      while (at < end && !standsAt(codes, places.all[at]! - offset, standing)) at++;
      if (at < end) found[text] = 1;
    }
  }
}

/** Has all codes fetched into the processor's cache in their order, which takes a fraction of what fetching them here and there does. */
function walkOver(codes: IndexedTexts['codes']): number {
  let sum = 0;
  for (let at = 0; at < codes.length; at += 32) sum += codes[at]!;
  return sum;
}

function standsAt(codes: IndexedTexts['codes'], start: number, { classes, count, rest }: Standing): boolean {
  for (let i = 0; i < count; i++) if ((classes[codes[start + i]!]! & (1 << i)) === 0) return false;
  return isRest(codes, start, rest);
}

function isRest(codes: IndexedTexts['codes'], start: number, rest: readonly Choice[]): boolean {
  for (const { offset, from, until } of rest) {
    const code = codes[start + offset] ?? -1;
    if (code < from || code >= until) return false;
  }
  return true;
}

/** The words that are one of a phrase behind its first one, or begin like its last one. */
function followingChoice({ words, holders, places }: IndexedTexts, parts: readonly string[], offset: number): Choice {
  const part = parts[offset]!;
  const from = rankOf(words, part);
  const until = rankOf(words, part + (offset === parts.length - 1 ? '\uffff' : mark));
  const [held, heldUntil] = [startOf(holders, from), startOf(holders, until)];
  return { offset, from, until, holders: heldUntil - held, places: startOf(places, heldUntil) - startOf(places, held) };
}

/** Words that end alike are listed up to so many: where there are more, one of the other words is rarer. */
const mostEnding = 64;

/** The words that end like the first one of a phrase, which get their bit in `classes`. */
function endingChoice(texts: IndexedTexts, part: string, classes: Uint8Array): Choice {
  const { words, endings, holders, places } = texts;
  const bits = part.length > 1 ? 0xffff : 0xff;
  const key = endingKey(part) & bits;
  const isAll = part.length <= 2 && isAscii(part);
  const only: number[] = [];
  for (let word = 0; word < endings.length; word++) {
    if ((endings[word]! & bits) !== key || !(isAll || endsSo(words, word, part))) continue;
    classes[word] = 1;
    if (only.length <= mostEnding) only.push(word);
  }
  if (only.length > mostEnding)
    return { offset: 0, from: 0, until: endings.length, holders: Infinity, places: Infinity };
  let [held, placed] = [0, 0];
  for (const word of only) {
    const [from, until] = [startOf(holders, word), holders.ends[word]!];
    held += until - from;
    placed += startOf(places, until) - startOf(places, from);
  }
  return { offset: 0, from: 0, until: 0, holders: held, places: placed, only };
}

/** Whether a word ends like a text: compared from behind, where most differ. */
function endsSo({ text, ends }: PlainTexts, word: number, ending: string): boolean {
  const end = ends[word]!;
  for (let i = 1; i <= ending.length; i++) {
    if (text.charCodeAt(end - i) !== ending.charCodeAt(ending.length - i)) return false;
  }
  return true;
}

/** How many of some ordered words come before another one. */
function rankOf(words: PlainTexts, wanted: string): number {
  let [low, high] = [0, words.ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (textAt(words, middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

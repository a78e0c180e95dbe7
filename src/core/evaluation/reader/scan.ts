import { filterPlace, isIdeograph } from './labelSet.ts';
import type { LabelSet, Phrase, Term } from './labelSet.ts';

/** Something in a folded text that a decision can rest on. */
export interface Mark {
  readonly what: Term['what'] | 'letter' | 'comma' | 'sentence' | 'line';
  /** Start and end (exclusive) in the folded text. */
  readonly start: number;
  readonly end: number;
  /** How many words stand before it; the distance of two marks in words is the difference. */
  readonly word: number;
  readonly term?: Term;
  /** A denial that is part of the word itself: `unhappy`, `un-happy`. */
  readonly prefixed?: boolean;
}

const prefixes = ['un', 'dis', 'non'];

const otherLetter = /[\p{L}\p{N}]/u;

/** Whether the character at `i` is part of a word written with spaces around it. */
function isWordAt(text: string, i: number): boolean {
  const code = text.charCodeAt(i);
  if (code < 0x80) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
  if (Number.isNaN(code) || isIdeograph(code)) return false;
  return otherLetter.test(text.charAt(i));
}

function wordEnd(text: string, start: number): number {
  let i = start;
  while (i < text.length) {
    if (isWordAt(text, i)) i++;
    else if (text.charCodeAt(i) === 39 && i > start && isWordAt(text, i + 1)) i++;
    else break;
  }
  return i;
}

const betweenWords = new Set([' ', '\t', '-', '_', '\n', '\r', '*']);

/** End of a phrase whose first word ends at `from`, or -1. */
function phraseEnd(text: string, from: number, phrase: Phrase): number {
  let at = from;
  for (const word of phrase.rest) {
    let gap = at;
    while (gap - at < 4 && betweenWords.has(text.charAt(gap))) gap++;
    if (gap === at || !text.startsWith(word, gap) || isWordAt(text, gap + word.length)) return -1;
    at = gap + word.length;
  }
  return at;
}

function prefixedTerm(word: string, set: LabelSet): Term | undefined {
  for (const prefix of prefixes) {
    if (!word.startsWith(prefix)) continue;
    const phrase = set.words.get(word.slice(prefix.length))?.find((candidate) => candidate.rest.length === 0);
    if (phrase?.term.what === 'label' || phrase?.term.what === 'other') return phrase.term;
  }
  return undefined;
}

const apostrophe = 39;

/** Whether a word is surely nothing that is looked for: most words of a reply, told without a look into the tables. */
function cannotCount(text: string, start: number, end: number, set: LabelSet): boolean {
  const second = text.charCodeAt(start + 1);
  const place = end - start < 2 ? -1 : filterPlace(text.charCodeAt(start), second);
  if (place < 0) return false;
  if (((set.mayBegin[place] ?? 0) >>> Math.min(end - start, 31)) & 1) return false;
  // `sadness's`, `isn't`
  if (text.charCodeAt(end - 2) === apostrophe) return false;
  return !prefixes.some((prefix) => text.startsWith(prefix, start));
}

const denial: Term = { what: 'neg', form: "n't", labels: [], concept: '' };

function lookUpWord(
  text: string,
  start: number,
  end: number,
  set: LabelSet,
): { end: number; term: Term; prefixed?: true } | undefined {
  if (cannotCount(text, start, end, set)) return undefined;
  const word = text.slice(start, end);
  const bare = word.endsWith("'s") ? word.slice(0, -2) : word;
  for (const phrase of set.words.get(word) ?? set.words.get(bare) ?? []) {
    const stop = phrase.rest.length === 0 ? end : phraseEnd(text, end, phrase);
    if (stop >= 0) return { end: stop, term: phrase.term };
  }
  if (word.endsWith("n't")) return { end, term: denial };
  if (prefixes.includes(word) && text.charAt(end) === '-') return { end, term: denial };
  const denied = prefixedTerm(word, set);
  return denied === undefined ? undefined : { end, term: denied, prefixed: true };
}

function punctuation(text: string, i: number): Mark['what'] | undefined {
  switch (text.charAt(i)) {
    case '\n':
      return 'line';
    case '.':
      // A full stop inside a number or an abbreviation ends nothing.
      return isWordAt(text, i + 1) ? undefined : 'sentence';
    case '!':
    case '?':
    case '。':
    case ';':
      return 'sentence';
    case ',':
    case '、':
    case ':':
    case '(':
    case ')':
    case '—':
    case '–':
    case '|':
    case '[':
    case ']':
      return 'comma';
    case '/':
      return 'or';
    case '&':
      return 'and';
    default:
      return undefined;
  }
}

/**
 * One pass over a folded text: every form of the label set and every cue by longest match, and the punctuation that bounds
 * them. Linear in the length of the text.
 */
export function scan(text: string, set: LabelSet): Mark[] {
  const marks: Mark[] = [];
  let word = 0;
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (isIdeograph(code)) {
      const phrase = set.ideographs
        .get(text.charAt(i))
        ?.find((candidate) => text.startsWith(candidate.rest[0] ?? '', i));
      if (phrase !== undefined) {
        marks.push({ what: phrase.term.what, start: i, end: i + phrase.term.form.length, word, term: phrase.term });
        i += phrase.term.form.length - 1;
      } else word++;
      i++;
    } else if (isWordAt(text, i)) {
      const end = wordEnd(text, i);
      const found = lookUpWord(text, i, end, set);
      if (found !== undefined) {
        const { term } = found;
        marks.push({
          what: term.what,
          start: i,
          end: found.end,
          word,
          term,
          ...(found.prefixed ? { prefixed: true } : {}),
        });
      }
      i = found?.end ?? end;
      word++;
    } else if (code === 32) i++;
    else {
      const what = punctuation(text, i);
      if (what !== undefined) marks.push({ what, start: i, end: i + 1, word });
      i++;
    }
  }
  return marks;
}

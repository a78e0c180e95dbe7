import { normaliseForm } from '../../affect/foldText.ts';
import type { LabelSet, Term } from './labelSet.ts';

/** A line or sentence that holds one form of a label and nothing else. */
export interface StandingPart {
  readonly start: number;
  readonly end: number;
  readonly labels: readonly number[];
  readonly term: Term;
  /** First or last of its text, which decides; one in between only contradicts. */
  readonly decides: boolean;
}

/** No label with its marks and lead-in is longer. */
const longest = 100;
/** Beyond this many lines a reply is no list of headings, and only its first and last lines are looked at. */
const mostLines = 200;

const leadIn =
  /^[\s*_#>\-•"'`]*(?:\(?\d{1,2}[.)]\s+)?(?:(?:the\s+)?(?:(?:final|primary|dominant|main|overall|predicted|best|depicted|emotional)\s+)?(?:emotion|emotions|label|polarity|sentiment|prediction|expression|feeling|mood|class|category|classification|option|choice|answer|intent|response|result)|情绪|情感|表情|答案|极性|标签|情緒)["'`*_\s]*(?:[:：=]|\bis\s*:)/u;
const numbered = /^[\s*_#>\-•]*\(?(\d{1,2})[.)]\s+/u;
const bulleted = /^[ \t>]*[-•*][ \t]+/u;

interface Part {
  readonly start: number;
  readonly end: number;
}

interface Hit extends Part {
  readonly term: Term;
  /** A later place in a list: of a ranking the first counts, and it may say more than its label. */
  readonly isLater: boolean;
}

function termOf(text: string, part: Part, set: LabelSet): Hit | undefined {
  if (part.end - part.start > longest) return undefined;
  const raw = text.slice(part.start, part.end);
  if (/[?？]["'*_\s]*$/u.test(raw)) return undefined;
  const named = leadIn.exec(raw)?.[0].length;
  const number = named === undefined ? numbered.exec(raw) : null;
  const lead = named ?? number?.[0].length ?? 0;
  const term = set.whole.get(normaliseForm(raw.slice(lead)));
  if (term?.what !== 'label') return undefined;
  let start = part.start + lead;
  let { end } = part;
  const inside = /[\p{L}\p{N}]/u;
  while (start < end && !inside.test(text.charAt(start))) start++;
  while (end > start && !inside.test(text.charAt(end - 1))) end--;
  const isLater = Number(number?.[1] ?? 0) > 1 || (named === undefined && part.start > 0 && bulleted.test(raw));
  return { term, start, end, isLater };
}

function lines(text: string): Part[] {
  const parts: Part[] = [];
  let start = 0;
  while (start < text.length && parts.length < mostLines) {
    const stop = text.indexOf('\n', start);
    const end = stop < 0 ? text.length : stop;
    if (/\S/u.test(text.slice(start, Math.min(end, start + longest)))) parts.push({ start, end });
    start = end + 1;
  }
  const lastStart = text.trimEnd().lastIndexOf('\n') + 1;
  if (parts.length === mostLines) parts.push({ start: lastStart, end: text.length });
  return parts;
}

const sentenceEnd = /[.!?。！？](?=["'*_)\]”」]*(?:\s|$|[^\x00-\x7f]))/gu; // eslint-disable-line no-control-regex -- all of ASCII is meant

function firstSentence(text: string): Part {
  const stop = text.slice(0, longest + 20).search(sentenceEnd);
  return { start: 0, end: stop < 0 ? text.length : stop + 1 };
}

function lastSentence(text: string): Part {
  const from = Math.max(0, text.trimEnd().length - longest - 20);
  const tail = text.slice(from);
  const stops = [...tail.matchAll(sentenceEnd)].filter(
    // The stop after an option's letter or number (`C. angry`) ends no sentence.
    (stop) =>
      /[\p{L}\p{N}]/u.test(tail.slice(stop.index + 1)) &&
      !/(?:^|\s)[^\p{L}\p{N}]*[\p{L}\p{N}]$/u.test(tail.slice(0, stop.index)),
  );
  const stop = stops.at(-1);
  return { start: stop === undefined ? (from === 0 ? 0 : text.length) : from + stop.index + 1, end: text.length };
}

/** The lines of a folded text that are a label and nothing else, and its first and last sentence when they are. */
export function standingParts(text: string, set: LabelSet): StandingPart[] {
  const all = lines(text);
  const found: StandingPart[] = [];
  const add = (part: Part, decides: boolean): void => {
    const hit = termOf(text, part, set);
    if (hit === undefined) return;
    const { start, end, term, isLater } = hit;
    found.push({ start, end, labels: term.labels, term, decides: decides && !isLater });
  };
  all.forEach((part, i) => add(part, i === 0 || i === all.length - 1));
  add(firstSentence(text), true);
  add(lastSentence(text), true);
  return found;
}

import type { LabelSet } from './labelSet.ts';
import { tally } from './readable.ts';
import type { ReadableText } from './readable.ts';
import type { Mark } from './scan.ts';

/** Concluding clauses looked at, from the last: more than a reply ever has. */
const mostClauses = 200;

/** `so` concludes at the head of a clause, and not as in `so sad`. */
function concludes(marks: readonly Mark[], i: number, text: string): boolean {
  const mark = marks[i];
  if (mark?.what === 'conclude') return true;
  if (mark?.what !== 'so') return false;
  const next = marks[i + 1];
  const before = /(?:^|[.!?,;:—\n。，；]["'*_]*|\band)\s*$/u.test(text.slice(Math.max(0, mark.start - 8), mark.start));
  return before && !(next !== undefined && next.word - mark.word <= 1 && next.what === 'label');
}

const concessive = new Set([
  'while',
  'although',
  'though',
  'even though',
  'whereas',
  'despite',
  'in spite of',
  '虽然',
  '尽管',
]);

/** Index of the mark that ends the sentence of the mark at `i`; a heading such as `**Conclusion:**` may go on in the next line. */
function sentenceStop(marks: readonly Mark[], i: number): number {
  let named = false;
  for (let at = i + 1; at < marks.length; at++) {
    const what = marks[at]?.what;
    if (what === 'sentence' || (what === 'line' && named)) return at;
    named ||= what === 'label' || what === 'other';
  }
  return marks.length;
}

/** The marks from `from` to `to` that are not conceded (`while the eyes hint at sadness, ...`): a concession is a clause of its own. */
function unconceded(marks: readonly Mark[], from: number, to: number): Set<Mark> {
  const kept = new Set<Mark>();
  let conceding = false;
  for (let at = from; at < to; at++) {
    const mark = marks[at];
    if (mark === undefined) break;
    if (mark.what === 'break') conceding = concessive.has(mark.term?.form ?? '');
    else if (mark.what === 'comma') conceding = false;
    if (!conceding) kept.add(mark);
  }
  return kept;
}

/**
 * The one label that a concluding clause holds, the last such clause first; a clause that concedes something else beside it
 * is left out. `undefined` when no concluding clause holds exactly one.
 */
export function conclusion(read: ReadableText, set: LabelSet): { label: number; mark: Mark } | undefined {
  const { marks, mentions } = read;
  let tried = 0;
  for (let i = marks.length - 1; i >= 0 && tried < mostClauses; i--) {
    if (!concludes(marks, i, read.folded.text)) continue;
    tried++;
    const kept = unconceded(marks, i + 1, sentenceStop(marks, i));
    const said = kept.size === 0 ? [] : mentions.filter((one) => kept.has(one.mark));
    const { labels, rivals, last } = tally(said, set);
    const [only] = labels;
    if (only !== undefined && labels.length === 1 && rivals.length === 0 && last !== undefined) {
      return { label: only, mark: last.mark };
    }
    const letters = said.filter((one) => one.mark.what === 'letter' && one.dropped === undefined);
    const letter = letters.at(-1)?.mark;
    const label = letter?.term?.labels[0];
    if (only === undefined && letter !== undefined && label !== undefined) {
      if (letters.every((one) => one.mark.term?.labels[0] === label)) return { label, mark: letter };
    }
  }
  return undefined;
}

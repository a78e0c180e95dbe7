import type { Mention } from './judge.ts';
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

function inReach(read: ReadableText, from: number, to: number): Mention[] {
  return read.mentions.filter((one) => one.mark.start >= from && one.mark.end <= to);
}

function stopAfter(marks: readonly Mark[], i: number, read: ReadableText, clause: boolean): number {
  let named = false;
  for (let at = i + 1; at < marks.length; at++) {
    const mark = marks[at];
    if (mark === undefined) break;
    if (mark.what === 'sentence' || mark.what === 'line') {
      // A heading such as `**Conclusion:**` may have its clause on the next line.
      if (named || mark.what === 'sentence') return mark.start;
    }
    if (clause && named && (mark.what === 'comma' || mark.what === 'break' || mark.what === 'weakBreak'))
      return mark.start;
    named ||= mark.what === 'label' || mark.what === 'other';
  }
  return read.folded.text.length;
}

/**
 * The one label that a concluding clause holds, the last such clause first; its sentence is tried whole, then up to its first
 * comma or contrast after a label. `undefined` when no concluding clause holds exactly one.
 */
export function conclusion(read: ReadableText, set: LabelSet): { label: number; mark: Mark } | undefined {
  const { marks } = read;
  let tried = 0;
  for (let i = marks.length - 1; i >= 0 && tried < mostClauses; i--) {
    const mark = marks[i];
    if (mark === undefined || !concludes(marks, i, read.folded.text)) continue;
    tried++;
    for (const clause of [false, true]) {
      const { labels, rivals, last } = tally(inReach(read, mark.end, stopAfter(marks, i, read, clause)), set);
      const [only] = labels;
      if (only !== undefined && labels.length === 1 && rivals.length === 0 && last !== undefined) {
        return { label: only, mark: last.mark };
      }
    }
  }
  return undefined;
}

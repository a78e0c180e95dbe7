import { foldText } from '../../affect/foldText.ts';
import type { FoldedText } from '../../affect/foldText.ts';
import { judge } from './judge.ts';
import type { Mention } from './judge.ts';
import type { LabelSet } from './labelSet.ts';
import { letterMarks } from './letters.ts';
import type { LetterMark } from './letters.ts';
import { scan } from './scan.ts';
import type { Mark } from './scan.ts';

/** A text with all that was found in it. */
export interface ReadableText {
  readonly original: string;
  readonly folded: FoldedText;
  readonly marks: readonly Mark[];
  readonly mentions: readonly Mention[];
  readonly letters: readonly LetterMark[];
}

/** What the mentions that count say together. */
export interface Tally {
  readonly labels: readonly number[];
  readonly rivals: readonly Mention[];
  readonly last?: Mention;
}

/** Scans a text once: words, cues and letters, and which of them count. */
export function prepare(original: string, set: LabelSet): ReadableText {
  const folded = foldText(original);
  const letters = letterMarks(original, folded, set);
  let marks = scan(folded.text, set);
  if (letters.length > 0) {
    marks = [...marks, ...letters].sort((a, b) => a.start - b.start);
    let word = 0;
    marks = marks.map((mark) => (mark.what === 'letter' ? { ...mark, word } : ((word = mark.word), mark)));
  }
  return { original, folded, marks, mentions: judge(marks, folded.text, set), letters };
}

/** Counts what is left of some mentions: the labels they name, and known words of the same sort outside the set. */
export function tally(mentions: readonly Mention[], set: LabelSet): Tally {
  const named = new Set<number>();
  const shared: (readonly number[])[] = [];
  const rivals: Mention[] = [];
  let last: Mention | undefined;
  for (const mention of mentions) {
    const { term, what } = mention.mark;
    if (mention.dropped !== undefined || term === undefined || what === 'letter') continue;
    if (what === 'other') {
      if (term.kind !== undefined && term.kind !== 'mood' && set.kinds.has(term.kind)) rivals.push(mention);
      continue;
    }
    last = mention;
    if (term.labels.length === 1) named.add(term.labels[0] ?? -1);
    else shared.push(term.labels);
  }
  for (const labels of shared)
    if (!labels.some((label) => named.has(label))) for (const label of labels) named.add(label);
  return { labels: [...named], rivals, ...(last === undefined ? {} : { last }) };
}

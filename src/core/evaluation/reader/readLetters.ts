import { originalSpan } from '../../affect/foldText.ts';
import { conclusion } from './conclusion.ts';
import type { Finding } from './finding.ts';
import type { Mention } from './judge.ts';
import type { LabelSet } from './labelSet.ts';
import type { LetterMark } from './letters.ts';
import { tally } from './readable.ts';
import type { ReadableText } from './readable.ts';

/** Words that may stand between a letter and the word that spells it out: `option C, which is worry`. */
const between = new Set(
  'a an the is which i.e ie namely corresponds to for option answer emotion label that 即 也就是'.split(' '),
);

function isBeside(text: string, start: number, end: number): boolean {
  const gap = text.slice(start, end);
  if (end - start > 40 || /[.!?。]\s+\S/u.test(gap.slice(2))) return false;
  return (gap.match(/\p{L}+/gu) ?? []).every((word) => between.has(word));
}

/** Mentions of words from a letter to the end of its sentence or line, and those right before it. */
function wordsBeside(read: ReadableText, letter: LetterMark): Mention[] {
  const { text } = read.folded;
  const rest = /[.!?。！？](?=\s|$|[^ -~])|\n/u.exec(text.slice(letter.end + 2, letter.end + 400));
  const stop = letter.end + 2 + (rest?.index ?? 400);
  return read.mentions.filter(({ mark }) => {
    if (mark.what === 'letter') return false;
    if (mark.start >= letter.end) return mark.end <= stop || isBeside(text, letter.end, mark.start);
    return isBeside(text, mark.end, letter.start);
  });
}

function contradicts(read: ReadableText, set: LabelSet, letter: LetterMark): boolean {
  const said = tally(wordsBeside(read, letter), set);
  if (said.labels.length === 0) return said.rivals.length > 0;
  return said.labels.length === 1 && said.labels[0] !== letter.term.labels[0];
}

function distinct(letters: readonly LetterMark[]): Set<number> {
  return new Set(letters.map((letter) => letter.term.labels[0] ?? -1));
}

/** Rule 6: an option letter, where letters were shown; `undefined` when the text names none. */
export function readLetters(read: ReadableText, set: LabelSet): Finding | undefined {
  const dropped = new Set(read.mentions.filter((one) => one.dropped !== undefined).map((one) => one.mark.start));
  const left = read.letters.filter((letter) => !dropped.has(letter.start));
  if (left.length === 0) return undefined;
  const strongest = Math.max(...left.slice(0, 1000).map((letter) => letter.strength));
  const best = left.filter((letter) => letter.strength === strongest);
  const chosen = best.at(-1);
  if (chosen === undefined) return undefined;
  const span = originalSpan(read.folded, chosen.start, chosen.end);
  if (distinct(best).size > 1) {
    const concluded = conclusion(read, set);
    if (concluded !== undefined) {
      return { kind: 'answered', rule: 'conclusion', label: set.labels[concluded.label] ?? '', span };
    }
    return {
      kind: 'ambiguous',
      rule: 'letter',
      labels: [...distinct(best)].map((label) => set.labels[label] ?? ''),
      span,
    };
  }
  const label = set.labels[chosen.term.labels[0] ?? -1] ?? '';
  if (best.some((letter) => contradicts(read, set, letter)))
    return { kind: 'ambiguous', rule: 'letter', labels: [label], span };
  return { kind: 'answered', rule: 'letter', label, span, entry: `letter:${chosen.term.form}` };
}

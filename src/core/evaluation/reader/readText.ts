import { normaliseForm, originalSpan } from '../../affect/foldText.ts';
import type { RuleId } from '../outcome.ts';
import { conclusion } from './conclusion.ts';
import type { Finding } from './finding.ts';
import type { LabelSet, Term } from './labelSet.ts';
import { tally } from './readable.ts';
import type { ReadableText } from './readable.ts';
import type { Mark } from './scan.ts';
import { standingParts } from './standing.ts';

/** The longest reply that can be one form and nothing else. */
const longestWhole = 160;

function entryOf(term: Term): string {
  return `${term.concept}:${term.form}`;
}

/** The finding that one label was named at a mark. */
function answered(read: ReadableText, set: LabelSet, label: number, mark: Mark, rule: RuleId): Finding {
  return {
    kind: 'answered',
    rule,
    label: set.labels[label] ?? '',
    span: originalSpan(read.folded, mark.start, mark.end),
    ...(mark.term === undefined || mark.what === 'letter' ? {} : { entry: entryOf(mark.term) }),
  };
}

/** Rule 5, first half: the whole text is one label or one of its forms. */
export function readWhole(original: string, set: LabelSet): Finding | undefined {
  if (original.length > longestWhole) return undefined;
  const term = set.whole.get(normaliseForm(original));
  if (term?.what !== 'label') return undefined;
  const span = trimmed(original);
  const entry = entryOf(term);
  if (term.labels.length > 1) {
    return {
      kind: 'ambiguous',
      rule: 'equals',
      labels: term.labels.map((label) => set.labels[label] ?? ''),
      span,
      entry,
    };
  }
  return {
    kind: 'answered',
    rule: 'equals',
    label: set.labels[term.labels[0] ?? 0] ?? '',
    span,
    entry,
    complete: true,
  };
}

/** The part of a text between its first and last letter or digit; all of it when it has none. */
function trimmed(text: string): [number, number] {
  let start = 0;
  let end = text.length;
  const inside = /[\p{L}\p{N}]/u;
  while (start < end && !inside.test(text.charAt(start))) start++;
  while (end > start && !inside.test(text.charAt(end - 1))) end--;
  return start < end ? [start, end] : [0, text.length];
}

/** Rule 5, second half: a first or last line or sentence that is a label and nothing else, and no other such line. */
export function readStanding(read: ReadableText, set: LabelSet): Finding | undefined {
  let found: { label: number; mark: Mark } | undefined;
  for (const part of standingParts(read.folded.text, set)) {
    if (part.labels.length !== 1) return undefined;
    const label = part.labels[0] ?? -1;
    if (found !== undefined && found.label !== label) return undefined;
    const mention = read.mentions.find((one) => one.mark.start >= part.start && one.mark.end <= part.end);
    if (mention !== undefined && mention.dropped !== undefined) continue;
    // `Happy. ... Wait, sad.` takes its first word back.
    if (part.decides && !isTakenBack(read, part.end, label))
      found ??= { label, mark: { what: 'label', start: part.start, end: part.end, word: 0, term: part.term } };
  }
  if (found === undefined) return undefined;
  // A letter that says otherwise is a contradiction, which the letter rule settles.
  const letters = read.mentions.filter((one) => one.mark.what === 'letter' && one.dropped === undefined);
  if (letters.some((one) => one.mark.term?.labels[0] !== found.label)) return undefined;
  return answered(read, set, found.label, found.mark, 'equals');
}

const takesBack =
  /(?:^|[.!?:\n。！？—–-])[\s"'*_]*(?:oh,? |no,? |but )?(?:wait|actually|hmm+|correction|on second thou?ghts?|scratch that|let me re\w+|looking again|等等|不对|不對|更正)(?![a-z])/u;

/** Whether a text goes on after `end` to reconsider, and names another label then. */
function isTakenBack({ folded, mentions }: ReadableText, end: number, label: number): boolean {
  const at = folded.text.slice(end, end + 4000).search(takesBack);
  return (
    at >= 0 &&
    mentions.some(
      ({ mark, dropped }) =>
        dropped === undefined &&
        mark.what === 'label' &&
        mark.start >= end + at &&
        mark.term?.labels.includes(label) === false,
    )
  );
}

/** Rule 7: what whole words of the lexicon are left; `undefined` when none names a label. */
export function readWords(read: ReadableText, set: LabelSet): Finding | undefined {
  const { labels, rivals, last } = tally(read.mentions, set);
  const [only] = labels;
  if (only === undefined || last === undefined) return undefined;
  if (labels.length === 1 && rivals.length === 0) {
    const first = read.mentions.find(
      (one) => one.dropped === undefined && one.mark.term?.labels.includes(only) === true,
    );
    return answered(read, set, only, (first ?? last).mark, 'lexicon');
  }
  const concluded = conclusion(read, set);
  if (concluded !== undefined) return answered(read, set, concluded.label, concluded.mark, 'conclusion');
  return {
    kind: 'ambiguous',
    rule: 'lexicon',
    labels: labels.map((label) => set.labels[label] ?? ''),
    span: originalSpan(read.folded, last.mark.start, last.mark.end),
  };
}

/** Rule 9: a known word for an emotion (or whatever the labels are) that is not among the labels. */
export function readOutOfSet(read: ReadableText): Finding | undefined {
  const outside = read.mentions.find((one) => one.mark.what === 'other' && one.dropped === undefined);
  if (outside?.mark.term === undefined) return undefined;
  const { mark } = outside;
  return {
    kind: 'outOfSet',
    rule: 'outOfSet',
    span: originalSpan(read.folded, mark.start, mark.end),
    entry: entryOf(outside.mark.term),
  };
}

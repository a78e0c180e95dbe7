import type { Finding } from './finding.ts';
import { within } from './finding.ts';
import type { LabelSet } from './labelSet.ts';
import { prepare } from './readable.ts';
import { readLetters } from './readLetters.ts';
import { readOutOfSet, readStanding, readWhole, readWords } from './readText.ts';

const bareLetter = /^[\s*_"'`([{（【]*([A-Za-zＡ-Ｚ])[\s*_"'`)\]}）】.．:：。]*$/u;
/** Where an answer ends and its explanation begins. */
const explained = /[.;:—–\n。；：]|,?\s+(?:because|since|as|due to|given|judging|based on)\s|，?(?:因为|由于)/u;

function readBareLetter(text: string, set: LabelSet): Finding | undefined {
  const letter = text.length > 40 ? undefined : bareLetter.exec(text)?.[1];
  if (letter === undefined || set.letters === undefined) return undefined;
  const label = set.letters[letter.normalize('NFKC').toUpperCase().charCodeAt(0) - 65];
  if (label === undefined || label < 0) return undefined;
  const at = text.indexOf(letter);
  return {
    kind: 'answered',
    rule: 'letter',
    label: set.labels[label] ?? '',
    span: [at, at + 1],
    entry: `letter:${letter.toUpperCase()}`,
    complete: true,
  };
}

/**
 * Reads a text that is said to be the answer: a JSON value or what follows `ANSWER:`. It may be a label, a letter, or a
 * sentence; a word known but outside the set is `outOfSet`. `undefined` when it says nothing that is known.
 */
export function readValue(text: string, set: LabelSet): Finding | undefined {
  const whole = readWhole(text, set) ?? readBareLetter(text, set);
  if (whole !== undefined) return whole;
  const read = prepare(text, set);
  const stop = explained.exec(text);
  if (set.letters === undefined && stop !== null && stop.index > 0) {
    const head = readWhole(text.slice(0, stop.index), set);
    if (head !== undefined) return head;
  }
  return readLetters(read, set) ?? readStanding(read, set) ?? readWords(read, set) ?? readOutOfSet(read);
}

/** {@link readValue} of a part of a reply, under the rule that found the part. */
export function readPart(
  text: string,
  start: number,
  end: number,
  set: LabelSet,
  rule: Finding['rule'],
): Finding | undefined {
  const finding = readValue(text.slice(start, end), set);
  return finding === undefined ? undefined : within({ ...finding, complete: true }, start, rule);
}

import type { LabelSet } from './labelSet.ts';
import type { Mark } from './scan.ts';

/** Why a mention does not count. */
export type DropReason = 'echo' | 'phrase' | 'negated' | 'prefix' | 'question' | 'minor' | 'notAnAnswer';

/** A word for a label, or for something known outside the set, with the reason it does not count, if any. */
export interface Mention {
  readonly mark: Mark;
  dropped?: DropReason;
  /** The cue or phrase that dropped it. */
  by?: string;
}

const joiners = new Set(['and', 'or', '和', '或', '与', '及', '以及', '或者', '还是', '、']);

/** Whether only separators, numbering and joining words stand between two places. */
function onlySeparators(text: string, start: number, end: number): boolean {
  if (end - start > 40) return false;
  for (const word of text.slice(start, end).match(/\p{L}+/gu) ?? []) {
    if (word.length > 1 && !joiners.has(word)) return false;
    if (word.length === 1 && !/[a-z]/u.test(word) && !joiners.has(word)) return false;
  }
  return true;
}

function isMention(mark: Mark): boolean {
  return mark.what === 'label' || mark.what === 'other' || mark.what === 'letter';
}

const offered = /(?:option|choice|choose|select|between|either|whether|following|from|选项|以下|从|是否)[^.\n]{0,40}$/u;

/** Two labels named together are a repeated question only where something says that they are being offered. */
function offersTwo(text: string, start: number, end: number): boolean {
  if (/\p{L}\s+(?:and|和|与)\s+\p{L}/u.test(text.slice(start, end))) return false;
  const before = text.slice(Math.max(0, start - 60), start);
  const after = text.slice(end, end + 3);
  return offered.test(before) || /^[\s"'*]*[\])}?？]/u.test(after) || /[([{<][\s"'*]*$/u.test(before);
}

/** Drops each run of mentions that names all the labels: the options repeated from the question are no answer. */
function dropEchoes(mentions: readonly Mention[], text: string, set: LabelSet): void {
  const size = set.labels.length;
  if (size < 2) return;
  const named = mentions.filter(({ mark }) => mark.what !== 'other');
  const all = new Set(named.flatMap(({ mark }) => mark.term?.labels ?? []));
  if (all.size < size) return;
  let run: Mention[] = [];
  let seen = new Set<number>();
  for (const mention of named) {
    const before = run.at(-1);
    if (before !== undefined && !onlySeparators(text, before.mark.end, mention.mark.start)) {
      run = [];
      seen = new Set();
    }
    run.push(mention);
    if (mention.mark.what === 'label') for (const label of mention.mark.term?.labels ?? []) seen.add(label);
    const first = run[0];
    if (seen.size < size || first === undefined) continue;
    if (size > 2 || offersTwo(text, first.mark.start, mention.mark.end)) {
      for (const one of run) {
        one.dropped = 'echo';
        one.by = 'options';
      }
    }
    run = [];
    seen = new Set();
  }
}

/** Marks looked through for the end of a list: bounded, so that a hostile reply stays linear. */
const longestList = 60;

/** Whether the comma at `at` continues a denied list (`not happy, sad, or angry`) rather than ending it (`not happy, sad`). */
function listGoesOn(marks: readonly Mark[], at: number, wide: boolean): boolean {
  for (let i = at + 1; i < Math.min(marks.length, at + longestList); i++) {
    const mark = marks[i];
    if (mark === undefined) break;
    if (mark.what === 'or') return true;
    if (mark.what === 'and') return wide;
    const before = marks[i - 1];
    if (mark.what !== 'comma' && !isMention(mark)) return false;
    if (isMention(mark) && before !== undefined && mark.word - before.word > 3) return false;
  }
  return false;
}

/** How far, in words, a denial can reach. */
const reach = 12;
const auxiliary = /(?:^|[\s])(?:is|are|was|were|do|does|did|would|can|could|seems|seem|appears)\s*$/u;

interface Denial {
  readonly mark: Mark;
  /** The mention before the denial. */
  readonly before: Mention | undefined;
  taken: number;
  listed: boolean;
}

function endsDenial(marks: readonly Mark[], i: number, denial: Denial): boolean {
  const mark = marks[i];
  const before = marks[i - 1];
  if (mark === undefined) return false;
  const distance = mark.word - denial.mark.word;
  const joined = before?.what === 'and' || before?.what === 'or' || before?.what === 'comma';
  const open = denial.mark.what === 'negOpen';
  switch (mark.what) {
    case 'break':
    case 'sentence':
    case 'line':
    case 'conclude':
      return true;
    case 'comma':
      return !listGoesOn(marks, i, denial.mark.what !== 'neg');
    case 'weakBreak':
      return !open && distance > 2;
    case 'subject':
      return !open || (joined && before.what !== 'or');
    case 'verb':
      if (open) return joined && before.what === 'and';
      return joined || denial.taken > 0 || (denial.mark.what === 'negNoun' && distance > 1);
    case 'than':
      return denial.taken > 0;
    default:
      return distance > reach && !open && !denial.listed;
  }
}

/** The denied word may stand before its denial: `Sadness isn't shown`, `anger can be ruled out`. */
function denyBackwards(
  before: Mention | undefined,
  text: string,
  mark: Mark,
  maxGap: number,
  needsVerb: boolean,
): void {
  if (before === undefined || before.mark.end > mark.start || mark.word - before.mark.word > maxGap + 1) return;
  const gap = text.slice(before.mark.end, mark.start);
  if (/[.;:!?\n,。，；：]/u.test(gap)) return;
  const contracted = mark.term?.form === "n't" || (mark.term?.form.includes("n't") ?? false);
  if (needsVerb && !contracted && !auxiliary.test(gap)) return;
  before.dropped ??= 'negated';
  before.by ??= mark.term?.form ?? '';
}

function negate(mention: Mention, denial: Denial): void {
  mention.dropped ??= 'negated';
  mention.by ??= denial.mark.term?.form ?? '';
  denial.taken++;
  denial.listed = true;
}

function isDenial(mark: Mark, set: LabelSet): boolean {
  if (mark.what === 'neg' || mark.what === 'negNoun' || mark.what === 'negOpen') return true;
  // Where `no` and 不 are answers they still deny in the middle of a sentence.
  return (
    set.yesNo &&
    mark.what === 'label' &&
    mark.term?.kind === 'yesNo' &&
    /^(?:no|不|没有|不是|并不是|不会|沒有)$/u.test(mark.term.form)
  );
}

function dropDenied(marks: readonly Mark[], byMark: ReadonlyMap<Mark, Mention>, text: string, set: LabelSet): void {
  let denial: Denial | undefined;
  let last: Mention | undefined;
  const close = (): void => {
    const empty = denial !== undefined && denial.taken === 0 && denial.mark.what !== 'negNoun';
    if (empty && denial !== undefined) denyBackwards(denial.before, text, denial.mark, 1, true);
    denial = undefined;
  };
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i];
    if (mark === undefined) continue;
    const mention = byMark.get(mark);
    if (mention !== undefined && mark.prefixed === true) {
      mention.dropped ??= 'prefix';
      mention.by ??= text.slice(mark.start, mark.end);
    }
    if (isDenial(mark, set) && (mention === undefined || mention.dropped === 'notAnAnswer')) {
      close();
      denial = { mark, before: last, taken: 0, listed: false };
    } else if (mark.what === 'deny') denyBackwards(last, text, mark, 6, false);
    else if (mark.what === 'than' && marks.slice(Math.max(0, i - 6), i).every((before) => before.what !== 'less')) {
      close();
      denial = { mark, before: last, taken: 0, listed: false };
    } else if (denial !== undefined && endsDenial(marks, i, denial)) close();
    else if (denial !== undefined && mention !== undefined) negate(mention, denial);
    if (mention !== undefined) last = mention;
  }
  close();
}

/** Mentions in a question count only when the reply says nothing else: `Happy? No. Sad.` */
function dropAsked(mentions: readonly Mention[], text: string): void {
  if (!/[?？]/u.test(text)) return;
  const asked = new Set<Mention>();
  for (const mention of mentions) {
    const rest = /[.!?。！？\n]/u.exec(text.slice(mention.mark.end, mention.mark.end + 400));
    if (rest?.[0] === '?' || rest?.[0] === '？') asked.add(mention);
  }
  const left = mentions.filter((mention) => mention.dropped === undefined && mention.mark.what !== 'other');
  const labels = new Set(left.flatMap(({ mark }) => mark.term?.labels ?? []));
  const isOnlyOne = labels.size <= 1 && left.every((mention) => asked.has(mention));
  for (const mention of asked) {
    // `Worried?` is an unsure answer, `Is he worried?` is none, and `Worried? No.` says that it is not.
    const isUnsure = isOnlyOne && !opensQuestion(text, mention.mark.start);
    if (isUnsure && !denials.test(text.slice(mention.mark.end, mention.mark.end + 60))) continue;
    mention.dropped ??= 'question';
    mention.by ??= '?';
  }
}

const denials = /^[^.!?。！？\n]{0,40}[?？]["'*_)\s]*(?:no|nope|not|nah|hardly|never|unlikely|不|没有|否)(?![a-z])/u;
const inverted =
  /^[\s"'*_>#-]*(?:is|are|was|were|does|do|did|has|have|can|could|would|should|might|why|who|what|where|when)(?:n't)?\s[^.!?。！？\n]*$/u;
const askedInChinese = /(?:是否|是不是|会不会|難道|难道)[^。！？\n]*$/u;

/** Whether the sentence that a place is in begins as a question does. */
function opensQuestion(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 200), at);
  const sentence = before.slice(before.search(/[^.!?。！？\n]*$/u));
  return inverted.test(sentence) || askedInChinese.test(sentence);
}

/** Words said to be slight (`a hint of disgust`) are no rivals, and `less angry than sad` does not say angry. */
function dropLesser(marks: readonly Mark[], byMark: ReadonlyMap<Mark, Mention>): void {
  let cue: Mark | undefined;
  for (const mark of marks) {
    if (mark.what === 'minor' || mark.what === 'less') cue = mark;
    const mention = byMark.get(mark);
    if (mention === undefined || cue === undefined) continue;
    const distance = mark.word - cue.word;
    const slight = cue.what === 'minor' && mark.what === 'other' && distance <= 4;
    if (slight || (cue.what === 'less' && distance <= 1)) {
      mention.dropped ??= slight ? 'minor' : 'negated';
      mention.by ??= cue.term?.form ?? '';
    }
    cue = undefined;
  }
}

/** `Sadly, ...` is the speaker's regret; `she looks at us sadly, her head down` is the person's. */
function dropRemarks(mentions: readonly Mention[], text: string): void {
  for (const mention of mentions) {
    const { start, end, term } = mention.mark;
    if (text.charCodeAt(end) !== 44 || term?.form.endsWith('ly') !== true) continue;
    if (!/(?:^|[.!?,;:\n])[\s"'*_]*$/u.test(text.slice(Math.max(0, start - 8), start))) continue;
    mention.dropped ??= 'phrase';
    mention.by ??= `${term.form},`;
  }
}

/** `no` is an answer at the start of a reply or before a pause; in `there is no smile` it is not. */
function dropUnanswering(mentions: readonly Mention[], text: string): void {
  for (const mention of mentions) {
    const { term, start, end } = mention.mark;
    if (term?.kind !== 'yesNo' || term.form === 'yes') continue;
    const first = !/[\p{L}\p{N}]/u.test(text.slice(Math.max(0, start - 20), start)) && start <= 20;
    const pause = /^["'*_`)）」』”]*(?:$|[.,;:!?\n。，；：！？、—–])/u.test(text.slice(end, end + 8));
    const ideograph = term.form.charCodeAt(0) >= 0x3400;
    if (ideograph ? pause : first || pause) continue;
    mention.dropped = 'notAnAnswer';
    mention.by = term.form;
  }
}

/** Every mention of a text in order, each with the reason why it does not count, if there is one. */
export function judge(marks: readonly Mark[], text: string, set: LabelSet): Mention[] {
  const mentions: Mention[] = marks.filter(isMention).map((mark) => ({ mark }));
  if (set.yesNo) dropUnanswering(mentions, text);
  dropEchoes(mentions, text, set);
  const byMark = new Map(mentions.map((mention) => [mention.mark, mention]));
  dropDenied(marks, byMark, text, set);
  dropLesser(marks, byMark);
  dropRemarks(mentions, text);
  dropAsked(mentions, text);
  return mentions;
}

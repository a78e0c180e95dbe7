import type { Lexicon } from '../../affect/lexicon.ts';
import type { ShownOptions } from '../options.ts';
import type { ResolvedAnswer } from '../protocol.ts';
import { announcedAnswers } from './answerLine.ts';
import type { Finding } from './finding.ts';
import { jsonDocuments } from './json.ts';
import type { Mention } from './judge.ts';
import { labelSetFor } from './labelSet.ts';
import type { LabelSet } from './labelSet.ts';
import { openLabels } from './openLabels.ts';
import { prepare } from './readable.ts';
import type { ReadableText } from './readable.ts';
import { readLetters } from './readLetters.ts';
import { readOutOfSet, readStanding, readWhole, readWords } from './readText.ts';
import { readPart, readValue } from './readValue.ts';
import { refusalWords } from './refusal.ts';

/** What of the question matters to reading: the stage's id and the options as shown. */
export interface Asked {
  readonly stage?: string;
  readonly options?: ShownOptions;
}

function jsonText(value: unknown, set: LabelSet): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean' && set.yesNo) return value ? 'yes' : 'no';
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    if (items.every((item) => typeof item === 'string')) return items.join(' / ');
  }
  return undefined;
}

function readField(value: unknown, span: readonly [number, number], set: LabelSet): Finding | undefined {
  const text = jsonText(value, set);
  const finding = text === undefined ? undefined : readValue(text, set);
  return finding === undefined ? undefined : { ...finding, rule: 'json', span };
}

/** Rule 3. Where two keys or two documents give different labels, the reply is ambiguous. */
function readJson(body: string, stage: string | undefined, set: LabelSet): Finding | undefined {
  let kept: Finding | undefined;
  for (const document of jsonDocuments(body, stage)) {
    let first: Finding | undefined;
    for (const field of document.fields) {
      const read = readField(field.value, field.span, set);
      if (read === undefined) continue;
      const finding = { ...read, complete: document.whole };
      if (first === undefined || (first.kind === 'outOfSet' && finding.kind === 'answered')) first = finding;
      else if (first.kind === 'answered' && finding.kind === 'answered' && first.label !== finding.label) {
        return { kind: 'ambiguous', rule: 'json', labels: [first.label ?? '', finding.label ?? ''], span: field.span };
      }
    }
    if (first === undefined) continue;
    if (kept?.label !== undefined && first.label !== undefined && kept.label !== first.label) {
      return {
        kind: 'ambiguous',
        rule: 'json',
        labels: [kept.label, first.label],
        ...(first.span ? { span: first.span } : {}),
      };
    }
    kept = first;
  }
  return kept;
}

/** Whether a value only repeats the options or a placeholder, and so answers nothing. */
function isTemplate(value: string, read: ReadableText): boolean {
  if (read.mentions.some((one) => one.dropped === 'echo')) return true;
  return (
    /^[\s*_`"']*(?:[<[{][^<>[\]{}\n]{0,80}[>\]}]|\.{2,}|…+|_{2,})[\s*_`"'.]*$/u.test(value) ||
    !/[\p{L}\p{N}]/u.test(value)
  );
}

/** Rule 4: what the last announced answer says is final; placeholders and repeated options are passed over. */
function readAnswerLine(body: string, set: LabelSet): Finding | undefined {
  for (const part of announcedAnswers(body)) {
    const finding = readPart(body, part.start, part.end, set, 'answerLine');
    if (finding !== undefined) return finding;
    const value = body.slice(part.start, part.end);
    if (isTemplate(value, prepare(value, set))) continue;
    const refused = refusalWords(value) !== undefined;
    return { kind: refused ? 'refused' : 'unparsed', rule: 'answerLine', span: [part.start, part.end] };
  }
  return undefined;
}

function explain(mentions: readonly Mention[], text: string, trace: string[]): void {
  let shown = 0;
  for (const { mark, dropped, by } of mentions) {
    if (dropped === undefined) continue;
    if (++shown > 20) break;
    trace.push(`${text.slice(mark.start, mark.end)}: ${dropped}${by === undefined ? '' : ` (${by})`}`);
  }
}

/** Rules 3 to 9 and 11 for one label of a set; `open` takes any concept of the lexicon as a label. */
export function readChoice(
  body: string,
  answer: Extract<ResolvedAnswer, { kind: 'choice' | 'yesNo' | 'open' }>,
  asked: Asked,
  lexicon: Lexicon,
  trace: string[],
): Finding {
  const labels = answer.kind === 'open' ? openLabels(answer.labels, lexicon) : answer.labels;
  const set = labelSetFor(labels, asked.options, lexicon);
  // A reply that is one form and nothing else holds no JSON and no answer line, so the cheapest rule may go first.
  const mayBeJson = /^[[{]/u.test(body);
  const plain = mayBeJson ? undefined : readWhole(body, set);
  const sure = plain ?? readJson(body, asked.stage, set) ?? readAnswerLine(body, set);
  if (sure !== undefined) return sure;
  const read = prepare(body, set);
  explain(read.mentions, read.folded.text, trace);
  const whole = mayBeJson ? readWhole(body, set) : undefined;
  const said = whole ?? readStanding(read, set) ?? readLetters(read, set) ?? readWords(read, set);
  if (said !== undefined) return said;
  const refusal = refusalWords(body);
  if (refusal !== undefined) return { kind: 'refused', rule: 'refusalWords', span: refusal };
  return readOutOfSet(read) ?? { kind: 'unparsed', rule: 'unparsed' };
}

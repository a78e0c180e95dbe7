import { foldText, originalSpan } from '../../affect/foldText.ts';
import type { RuleId } from '../outcome.ts';
import { announcedAnswers } from './answerLine.ts';
import type { Finding } from './finding.ts';
import { within } from './finding.ts';
import { jsonDocuments } from './json.ts';
import { levelMentions, numberMentions } from './numbers.ts';
import type { NumberMention, NumberScale } from './numbers.ts';
import { refusalWords } from './refusal.ts';

/** Two readings of one value may differ by the rounding of a division. */
const tolerance = 1e-9;

function agree(mentions: readonly NumberMention[]): boolean {
  const first = mentions[0]?.value ?? 0;
  return mentions.every(({ value }) => Math.abs(value - first) < tolerance);
}

function onScale(value: number, scale: NumberScale): boolean {
  return value >= scale.min - tolerance && value <= scale.max + tolerance;
}

/** What some numbers say together: one value, a value outside the scale, or several that differ. */
function settle(
  mentions: readonly NumberMention[],
  original: string,
  scale: NumberScale,
  rule: RuleId,
  trace: string[],
): Finding | undefined {
  const first = mentions[0];
  if (first === undefined) return undefined;
  const span = originalSpan(foldText(original), first.start, first.end);
  if (!agree(mentions)) {
    trace.push(
      `different numbers: ${mentions
        .slice(0, 10)
        .map(({ value }) => value)
        .join(', ')}`,
    );
    return { kind: 'ambiguous', rule, span };
  }
  if (first.form !== 'number')
    trace.push(`${original.slice(span[0], span[1])}: ${first.form}, ${first.value} on ${scale.min} to ${scale.max}`);
  if (!onScale(first.value, scale)) return { kind: 'outOfSet', rule, value: first.value, span };
  return { kind: 'answered', rule, value: first.value, span };
}

function mentionsIn(original: string, scale: NumberScale): NumberMention[] {
  const { text } = foldText(original);
  const numbers = numberMentions(text, scale);
  return numbers.length > 0 ? numbers : levelMentions(text, scale);
}

function readJsonNumber(
  body: string,
  scale: NumberScale,
  stage: string | undefined,
  trace: string[],
): Finding | undefined {
  const found: Finding[] = [];
  for (const document of jsonDocuments(body, stage)) {
    for (const { value, span } of document.fields) {
      const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
      const finding = settle(mentionsIn(text, scale), text, scale, 'json', trace);
      if (finding !== undefined) found.push({ ...finding, span, complete: document.whole });
    }
  }
  const first = found[0];
  if (first === undefined) return undefined;
  const differs = found.some(
    ({ value }) => value !== undefined && first.value !== undefined && Math.abs(value - first.value) > tolerance,
  );
  return differs ? { kind: 'ambiguous', rule: 'json', ...(first.span ? { span: first.span } : {}) } : first;
}

function readAnnounced(body: string, scale: NumberScale, trace: string[]): Finding | undefined {
  for (const { start, end } of announcedAnswers(body)) {
    const value = body.slice(start, end);
    const finding = settle(mentionsIn(value, scale), value, scale, 'answerLine', trace);
    if (finding !== undefined) return within({ ...finding, complete: true }, start, 'answerLine');
    if (!/[\p{L}\p{N}]/u.test(value) || /^[\s*_`"']*[<[{]/u.test(value) || /\d/u.test(value)) continue;
    return { kind: refusalWords(value) === undefined ? 'unparsed' : 'refused', rule: 'answerLine', span: [start, end] };
  }
  return undefined;
}

const decoration = /^[\s*_#>`"'()[\]{}【】「」.。!！:：分级星-]*$/u;

/** Whether a mention is all that a part of a text says, marks and a unit aside. */
function standsAlone(part: string, mention: NumberMention): boolean {
  const lead = part
    .slice(0, mention.start)
    .replace(
      /(?:final |overall )?(?:score|rating|degree|intensity|level|评分|强度|程度|得分)["'*_\s]*(?:is\b|[:：=]|为|是)/u,
      '',
    );
  // A minus sign is part of the number, so a dash left over is decoration.
  return decoration.test(lead) && decoration.test(part.slice(mention.end));
}

function readAlone(part: string, scale: NumberScale): NumberMention | undefined {
  if (part.length > 120) return undefined;
  const { text } = foldText(part);
  const mentions = mentionsIn(part, scale);
  const only = mentions[0];
  return mentions.length === 1 && only !== undefined && standsAlone(text, only) ? only : undefined;
}

interface Part {
  readonly start: number;
  readonly text: string;
}

const takenBack = /^\W*(?:no\b|wait\b|actually\b|correction\b|rather\b|make that\b|or\b|sorry\b|不对|不，|更正)/iu;

function edgeParts(body: string): Part[] {
  const firstStop = body.indexOf('\n');
  const lastStart = body.lastIndexOf('\n') + 1;
  const sentence = /^[^\n]{0,100}?[.!?。！？](?=["'*_)]*(?:\s|$))/u.exec(body.slice(0, 140))?.[0];
  const parts = [
    { start: 0, text: firstStop < 0 ? body : body.slice(0, firstStop) },
    { start: lastStart, text: body.slice(lastStart) },
  ];
  // What is taken back at once is no answer.
  if (sentence !== undefined && !takenBack.test(body.slice(sentence.length, sentence.length + 30)))
    parts.push({ start: 0, text: sentence });
  return parts;
}

/** Rule 5 for numbers: the whole reply, or its first or last line or its first sentence, is one number and nothing else. */
function readStandingNumber(body: string, scale: NumberScale, trace: string[]): Finding | undefined {
  const whole = readAlone(body, scale);
  if (whole !== undefined) {
    const finding = settle([whole], body, scale, 'number', trace);
    // A number cut after its decimal point is not the number that was meant.
    return finding === undefined ? undefined : { ...finding, complete: !body.endsWith('.') };
  }
  const found = edgeParts(body).flatMap(({ start, text }) => {
    const mention = readAlone(text, scale);
    return mention === undefined ? [] : [{ mention, start, text }];
  });
  const first = found[0];
  if (first === undefined || !agree(found.map(({ mention }) => mention))) return undefined;
  const finding = settle([first.mention], first.text, scale, 'number', trace);
  return finding === undefined ? undefined : within(finding, first.start, 'number');
}

const concluding =
  /(?:\b(?:score|rating|degree|intensity|level|overall|therefore|thus|hence|so|in conclusion|i would (?:rate|give|say|score|assign)|i'd (?:rate|give|say|score|assign)|i (?:rate|assign|give))\b|总之|因此|综上|评分|得分|强度|程度)/gu;

/** Where several numbers stand in a text, the last clause that announces a score and holds one of them. */
function readConcludingNumber(
  body: string,
  all: readonly NumberMention[],
  scale: NumberScale,
  trace: string[],
): Finding | undefined {
  const { text } = foldText(body);
  for (const cue of [...text.matchAll(concluding)].slice(-50).toReversed()) {
    const rest = /[.!?。！？](?=\s|$)|\n/u.exec(text.slice(cue.index, cue.index + 400));
    const stop = cue.index + (rest?.index ?? 400);
    const held = all.filter((one) => one.start >= cue.index && one.end <= stop);
    if (held.length > 0 && agree(held)) return settle(held, body, scale, 'conclusion', trace);
  }
  return undefined;
}

/** Rules 3 to 8 and 11 for a number on a scale. Outside the scale is `outOfSet` (with the value), two numbers are `ambiguous`. */
export function readNumber(body: string, scale: NumberScale, stage: string | undefined, trace: string[]): Finding {
  const sure =
    readJsonNumber(body, scale, stage, trace) ??
    readAnnounced(body, scale, trace) ??
    readStandingNumber(body, scale, trace);
  if (sure !== undefined) return sure;
  const all = mentionsIn(body, scale);
  const concluded = agree(all) ? undefined : readConcludingNumber(body, all, scale, trace);
  const said = concluded ?? settle(all, body, scale, 'number', trace);
  if (said !== undefined) return said;
  const refusal = refusalWords(body);
  return refusal === undefined
    ? { kind: 'unparsed', rule: 'unparsed' }
    : { kind: 'refused', rule: 'refusalWords', span: refusal };
}

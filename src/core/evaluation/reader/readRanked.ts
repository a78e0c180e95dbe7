import { originalSpan } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import type { RuleId } from '../outcome.ts';
import type { ResolvedAnswer } from '../protocol.ts';
import { announcedAnswers } from './answerLine.ts';
import type { Finding } from './finding.ts';
import { within } from './finding.ts';
import { jsonDocuments } from './json.ts';
import { labelSetFor } from './labelSet.ts';
import type { LabelSet } from './labelSet.ts';
import { prepare } from './readable.ts';
import type { ReadableText } from './readable.ts';
import type { Asked } from './readChoice.ts';
import { readValue } from './readValue.ts';
import { refusalWords } from './refusal.ts';

interface Place {
  /** Index of the label; -1 for a known word outside the set. */
  readonly label: number;
  readonly start: number;
  readonly end: number;
}

/** All the options in the order shown, without numbers or `>`, repeat the question rather than rank. */
function repeatsOptions(read: ReadableText, set: LabelSet, shown: readonly string[]): boolean {
  const echoed = read.mentions.filter((one) => one.dropped === 'echo' && one.mark.what === 'label');
  const inOrder = echoed.every((one, i) => set.labels[one.mark.term?.labels[0] ?? -1] === shown[i % shown.length]);
  const [first, last] = [echoed[0], echoed.at(-1)];
  if (first === undefined || last === undefined || !inOrder) return false;
  return !/[\d>]/u.test(read.folded.text.slice(Math.max(0, first.mark.start - 6), last.mark.end));
}

function bareLetters(text: string, set: LabelSet): Place[] {
  const { letters } = set;
  if (letters === undefined) return [];
  return [...text.matchAll(/(?<![A-Za-z'])([A-Z])(?![A-Za-z'’])/gu)].flatMap((match) => {
    const label = letters[(match[1] ?? 'A').charCodeAt(0) - 65];
    return label === undefined || label < 0 ? [] : [{ label, start: match.index, end: match.index + 1 }];
  });
}

function places(original: string, set: LabelSet, shown: readonly string[]): Place[] {
  const read = prepare(original, set);
  const echo = repeatsOptions(read, set, shown);
  const found = read.mentions.flatMap(({ mark, dropped }): Place[] => {
    if (mark.what === 'letter' || mark.term === undefined) return [];
    if (dropped !== undefined && !(dropped === 'echo' && !echo)) return [];
    const [start, end] = originalSpan(read.folded, mark.start, mark.end);
    if (mark.what === 'other')
      return mark.term.kind === 'mood' || !set.kinds.has(mark.term.kind ?? 'mood') ? [] : [{ label: -1, start, end }];
    return mark.term.labels.length === 1 ? [{ label: mark.term.labels[0] ?? -1, start, end }] : [];
  });
  return found.length > 0 || echo ? found : bareLetters(original, set);
}

/** The first `top` different places as a ranking; a place held by a word outside the set makes the ranking `outOfSet`. */
function rank(found: readonly Place[], set: LabelSet, top: number, rule: RuleId): Finding | undefined {
  const seen = new Map<number, Place>();
  for (const place of found) {
    if (seen.size >= top) break;
    if (!seen.has(place.label)) seen.set(place.label, place);
  }
  const best = [...seen.values()];
  const [first, last] = [best[0], best.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const outside = best.find((place) => place.label < 0);
  if (outside !== undefined) return { kind: 'outOfSet', rule, span: [outside.start, outside.end] };
  const labels = best.map((place) => set.labels[place.label] ?? '');
  const span = [Math.min(...best.map(({ start }) => start)), Math.max(...best.map(({ end }) => end))] as const;
  return { kind: 'answered', rule, labels, ...(labels[0] === undefined ? {} : { label: labels[0] }), span };
}

function itemText(item: unknown): string {
  if (typeof item === 'string') return item;
  if (typeof item !== 'object' || item === null) return '';
  const held = Object.entries(item).find(
    ([key, value]) => /^(?:label|emotion|answer|choice|name)$/iu.test(key) && typeof value === 'string',
  );
  return typeof held?.[1] === 'string' ? held[1] : '';
}

function readJsonRanking(body: string, set: LabelSet, top: number, stage: string | undefined): Finding | undefined {
  const plural = body.replace(
    /"(?:labels|emotions|answers|ranking|ranked|choices|top_?\d*)"(?=\s*:\s*\[)/giu,
    (key) => `"answer"${' '.repeat(Math.max(0, key.length - 8))}`,
  );
  for (const { fields, whole } of jsonDocuments(plural, stage)) {
    for (const { value, span } of fields) {
      const items: unknown[] = Array.isArray(value)
        ? value
        : typeof value === 'string'
          ? value.split(/[,，、;>]/u)
          : [];
      const found = items.flatMap((item): Place[] => {
        const finding = readValue(itemText(item), set);
        if (finding?.kind === 'outOfSet') return [{ label: -1, start: span[0], end: span[1] }];
        return finding?.label === undefined
          ? []
          : [{ label: set.labels.indexOf(finding.label), start: span[0], end: span[1] }];
      });
      const ranked = rank(found, set, top, 'json');
      if (ranked !== undefined) return { ...ranked, complete: whole };
    }
  }
  return undefined;
}

/** Rules 3 to 9 and 11 for an ordered list of labels, best first: JSON, an `ANSWER:` line, or the order in which they are named. */
export function readRanked(
  body: string,
  answer: Extract<ResolvedAnswer, { kind: 'ranked' }>,
  asked: Asked,
  lexicon: Lexicon,
  trace: string[],
): Finding {
  const set = labelSetFor(answer.labels, asked.options, lexicon);
  const shown = asked.options?.order ?? answer.labels;
  const json = readJsonRanking(body, set, answer.top, asked.stage);
  if (json !== undefined) return json;
  for (const part of announcedAnswers(body)) {
    // The list may go on over the following lines.
    const value = body.slice(part.start);
    const ranked = rank(places(value, set, shown), set, answer.top, 'answerLine');
    if (ranked !== undefined) return within({ ...ranked, complete: true }, part.start, 'answerLine');
  }
  const found = places(body, set, shown);
  const ranked = rank(found, set, answer.top, 'lexicon');
  if (ranked !== undefined) {
    trace.push(
      `named in this order: ${found
        .slice(0, 26)
        .map((place) => set.labels[place.label] ?? 'outside the set')
        .join(', ')}`,
    );
    return ranked;
  }
  const refusal = refusalWords(body);
  return refusal === undefined
    ? { kind: 'unparsed', rule: 'unparsed' }
    : { kind: 'refused', rule: 'refusalWords', span: refusal };
}

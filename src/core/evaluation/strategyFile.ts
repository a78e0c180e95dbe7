import { cropNames, type CropName } from './crops.ts';
import { strategyIdPattern, type Strategy } from './strategies.ts';
import type { TextPlace } from './textPlace.ts';

/** What can be wrong with the text of a strategy file. */
export type StrategyFaultKind =
  | 'badId'
  | 'noFrontMatter'
  | 'unclosedFrontMatter'
  | 'badLine'
  | 'unknownKey'
  | 'duplicateKey'
  | 'missingKey'
  | 'emptyValue'
  | 'badQuotes'
  | 'badVersion'
  | 'unknownCrop'
  | 'duplicateCrop'
  | 'emptyPrompt'
  | 'noQuestion'
  | 'questionTwice'
  | 'unknownPlaceholder';

/** One fault of a strategy file at its place. `detail` is the text at fault, as it stands in the file. */
export interface StrategyFault extends TextPlace {
  readonly kind: StrategyFaultKind;
  readonly detail: string;
}

/** A strategy, or everything that is wrong with its file. */
export type ReadStrategy =
  | { readonly ok: true; readonly strategy: Strategy }
  | { readonly ok: false; readonly faults: readonly StrategyFault[] };

/** The keys of the front matter, in the order in which they are written. */
export const strategyKeys = ['version', 'title', 'description', 'crops'] as const;

type StrategyKey = (typeof strategyKeys)[number];

interface Value {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

const fence = '---';
/** A word in braces; not what LaTeX has behind a command, as in `\\boxed{happy}`. */
const placeholder = /(?<!\w)\{[A-Za-z][\w-]*\}/g;

/**
 * A strategy as the text of `.emolens/strategies/<id>.md`: front matter between two lines `---`, then the prompt. The front matter is a
 * small part of YAML: one `key: value` a line, a value in double quotes where YAML would read it in another way. The id is not
 * in the text: it is the file's name. Line breaks in a title or description become spaces.
 */
export function strategyFileText(strategy: Strategy): string {
  const { title, description, crops, template } = strategy;
  const values: Readonly<Record<StrategyKey, string | undefined>> = {
    version: '1',
    title: quoted(title),
    description: description === undefined || description.trim() === '' ? undefined : quoted(description),
    crops: crops?.length ? crops.join(', ') : undefined,
  };
  const lines = strategyKeys.flatMap((key) => (values[key] === undefined ? [] : [`${key}: ${values[key]}`]));
  return [fence, ...lines, fence, '', trimmedPrompt(template), ''].join('\n');
}

/**
 * Reads the text of a strategy file; `id` is its name without `.md`. A byte order mark and CRLF are forgiven, all else is strict:
 * every fault comes with its line. Blank lines around the prompt are no part of it.
 */
export function readStrategyText(id: string, text: string): ReadStrategy {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const faults: StrategyFault[] = [];
  if (!strategyIdPattern.test(id)) faults.push(fault('badId', { text: '', line: 1, column: 1 }, id));
  if (lines[0]?.trimEnd() !== fence) {
    faults.push(fault('noFrontMatter', { text: lines[0] ?? '', line: 1, column: 1 }));
    return { ok: false, faults };
  }
  const close = lines.findIndex((line, index) => index > 0 && line.trimEnd() === fence);
  if (close === -1) {
    faults.push(fault('unclosedFrontMatter', { text: fence, line: 1, column: 1 }));
    return { ok: false, faults };
  }
  const front = readFrontMatter(lines.slice(1, close), faults);
  const template = readPrompt(lines.slice(close + 1), close + 2, faults);
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, strategy: { version: 1, id, ...front, template } };
}

function readFrontMatter(
  lines: readonly string[],
  faults: StrategyFault[],
): Omit<Strategy, 'version' | 'id' | 'template'> {
  const values = new Map<StrategyKey, Value>();
  lines.forEach((line, index) => readKey(line, index + 2, values, faults));
  for (const key of ['version', 'title'] as const) {
    const isThere = values.has(key) || faults.some((one) => one.kind === 'emptyValue' && one.detail === key);
    if (!isThere) faults.push(fault('missingKey', { text: fence, line: 1, column: 1 }, key));
  }
  const version = values.get('version');
  if (version !== undefined && version.text !== '1') faults.push(fault('badVersion', version));
  const title = plainValue(values.get('title'), faults) ?? '';
  const description = plainValue(values.get('description'), faults);
  const crops = readCrops(values.get('crops'), faults);
  return { title, ...(description === undefined ? {} : { description }), ...(crops === undefined ? {} : { crops }) };
}

function readKey(line: string, number: number, values: Map<StrategyKey, Value>, faults: StrategyFault[]): void {
  if (line.trim() === '' || line.startsWith('#')) return;
  const found = /^([^\s:]+)[ \t]*:(?:[ \t]+|$)/.exec(line);
  if (found === null) {
    faults.push(fault('badLine', { text: line.trimEnd(), line: number, column: 1 }));
    return;
  }
  const [whole, name = ''] = found;
  const at = { text: name, line: number, column: 1 };
  const key = strategyKeys.find((one) => one === name);
  if (key === undefined) faults.push(fault('unknownKey', at));
  else if (values.has(key)) faults.push(fault('duplicateKey', at));
  else {
    const text = line.slice(whole.length).trimEnd();
    if (text === '') faults.push(fault('emptyValue', at));
    else values.set(key, { text, line: number, column: whole.length + 1 });
  }
}

function plainValue(value: Value | undefined, faults: StrategyFault[]): string | undefined {
  if (value === undefined) return undefined;
  const read = unquoted(value.text);
  if (read === undefined) faults.push(fault('badQuotes', value));
  else if (read.trim() === '') faults.push(fault('emptyValue', value));
  return read;
}

function readCrops(value: Value | undefined, faults: StrategyFault[]): CropName[] | undefined {
  if (value === undefined) return undefined;
  // YAML's own way to write a list is as good as ours.
  const list = /^\[(.*)\]$/.exec(value.text)?.[1] ?? value.text;
  const from = value.column + value.text.indexOf(list);
  const crops: CropName[] = [];
  for (const { 0: text, index } of list.matchAll(/[^,]+/g)) {
    const word = text.trim();
    const at = { text: word, line: value.line, column: from + index + text.indexOf(word) };
    const crop = cropNames.find((one) => one === word);
    if (crop === undefined) faults.push(fault('unknownCrop', at));
    else if (crops.includes(crop)) faults.push(fault('duplicateCrop', at));
    else crops.push(crop);
  }
  return crops;
}

function readPrompt(lines: readonly string[], firstLine: number, faults: StrategyFault[]): string {
  const template = trimmedPrompt(lines.join('\n'));
  const start = { text: '', line: firstLine, column: 1 };
  if (template === '') {
    faults.push(fault('emptyPrompt', start));
    return template;
  }
  const found = (pattern: RegExp): Value[] =>
    lines.flatMap((line, index) =>
      [...line.matchAll(pattern)].map((match) => ({
        text: match[0],
        line: firstLine + index,
        column: match.index + 1,
      })),
    );
  const questions = found(/\{question\}/g);
  if (questions.length === 0) faults.push(fault('noQuestion', start));
  for (const extra of questions.slice(1)) faults.push(fault('questionTwice', extra));
  for (const one of found(placeholder)) {
    if (one.text !== '{question}' && one.text !== '{form}') faults.push(fault('unknownPlaceholder', one));
  }
  return template;
}

function fault(kind: StrategyFaultKind, at: Value, detail = at.text): StrategyFault {
  return { kind, detail, line: at.line, column: at.column, length: at.text.length };
}

function trimmedPrompt(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

/** Quotes what YAML would not read back as the same text: see YAML 1.2, sections 7.3.3 and 10.2. */
function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const isPlain =
    /^[\p{L}(]/u.test(line) && !/: |:$| #/.test(line) && !/^(?:true|false|null|yes|no|on|off)$/i.test(line);
  return isPlain ? line : JSON.stringify(line);
}

function unquoted(text: string): string | undefined {
  if (text.startsWith("'")) return /^'((?:[^']|'')*)'$/.exec(text)?.[1]?.replaceAll("''", "'");
  if (!text.startsWith('"')) return text;
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

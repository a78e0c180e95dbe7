/** A value that a JSON reply holds under a key asked for. */
export interface JsonField {
  readonly key: string;
  readonly value: unknown;
  /** Where the value stands in the text, in UTF-16 units; its object, when the value cannot be told apart in it. */
  readonly span: readonly [number, number];
}

/** The fields of one JSON document in a text, and whether the document was whole. */
export interface JsonDocument {
  readonly fields: readonly JsonField[];
  readonly whole: boolean;
}

/** Keys that hold an answer, in the order in which they are asked; the stage's id stands before them. */
const answerKeys = ['answer', 'label', 'choice', 'emotion', 'score'] as const;

/** Documents tried in one reply: bounded, so that a text of braces stays linear. */
const mostDocuments = 40;

/** End of the bracketed value that starts at `start`, exclusive, or -1 when it is never closed. */
function balancedEnd(text: string, start: number): number {
  let depth = 0;
  let quote = false;
  for (let i = start; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (quote) {
      if (char === 92) i++;
      else if (char === 34) quote = false;
      continue;
    }
    if (char === 34) quote = true;
    else if (char === 123 || char === 91) depth++;
    else if (char === 125 || char === 93) {
      depth--;
      if (depth === 0) return i + 1;
    }
  }
  return -1;
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

const flatField =
  /["'“]?([\p{L}_][\p{L}\p{N}_ -]{0,40})["'”]?\s*[:：]\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|(-?\d+(?:\.\d+)?)|(true|false)\b)/giu;

/** JSON that is not quite JSON (single quotes, trailing commas, cut off): its flat fields, by pattern, never evaluated. */
function loose(source: string): Record<string, unknown> | undefined {
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let any = false;
  for (const match of source.slice(0, 20_000).matchAll(flatField)) {
    const [, key = '', double, single, number, truth] = match;
    fields[key] = double ?? single ?? (number === undefined ? truth === 'true' : Number(number));
    any = true;
  }
  return any ? fields : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueSpan(source: string, key: string, value: unknown, offset: number): readonly [number, number] {
  const at = source.indexOf(key);
  const raw = typeof value === 'string' ? value : JSON.stringify(value);
  const found = raw === '' ? -1 : source.indexOf(raw, at + key.length);
  return found < 0 ? [offset, offset + source.length] : [offset + found, offset + found + raw.length];
}

function collect(
  value: unknown,
  keys: readonly string[],
  depth: number,
  into: { key: string; name: string; value: unknown }[],
): void {
  if (depth > 4) return;
  if (Array.isArray(value)) {
    // Several candidates side by side are no single answer.
    if (value.length === 1) collect(value[0], keys, depth + 1, into);
    return;
  }
  if (!isRecord(value)) return;
  for (const [name, held] of Object.entries(value)) {
    const key = keys.find((one) => one === name.trim().toLowerCase());
    if (key !== undefined && !isRecord(held)) into.push({ key, name, value: held });
    else collect(held, keys, depth + 1, into);
  }
}

function readDocument(
  value: unknown,
  source: string,
  offset: number,
  keys: readonly string[],
  whole: boolean,
): JsonDocument {
  const found: { key: string; name: string; value: unknown }[] = [];
  collect(value, keys, 0, found);
  found.sort((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key));
  const fields = found.map((one) => ({
    key: one.key,
    value: one.value,
    span: valueSpan(source, one.name, one.value, offset),
  }));
  if (Array.isArray(value) && fields.length === 0)
    fields.push({ key: '', value, span: [offset, offset + source.length] });
  return { fields, whole };
}

/**
 * Rule 3: the JSON documents of a text, alone, in a code fence or amid prose, with what they hold under the answer keys and
 * the stage's id. A bare array is a document with one field of the empty key. Almost-JSON is read by pattern.
 */
export function jsonDocuments(text: string, stage: string | undefined): JsonDocument[] {
  const keys = stage === undefined ? [...answerKeys] : [stage.toLowerCase(), ...answerKeys];
  const documents: JsonDocument[] = [];
  const opening = /\{|\[(?=\s*["{[])/gu;
  let tried = 0;
  for (let match = opening.exec(text); match !== null && tried < mostDocuments; match = opening.exec(text)) {
    tried++;
    const start = match.index;
    const end = balancedEnd(text, start);
    const source = text.slice(start, end < 0 ? text.length : end);
    const strict = end < 0 ? undefined : parse(source);
    const value = strict ?? (match[0] === '{' ? loose(source) : undefined);
    if (value === undefined) continue;
    const document = readDocument(value, source, start, keys, end >= 0);
    if (document.fields.length > 0) documents.push(document);
    if (end < 0) break;
    opening.lastIndex = end;
  }
  return documents;
}

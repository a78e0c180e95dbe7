import { isTooDeep } from '../tables/jsonDepth.ts';
import { scanMembers } from '../tables/jsonRecordScan.ts';
import { endOfString, jsonMembers } from '../tables/jsonSpans.ts';
import { isJsonObject, type JsonObject } from './jsonValues.ts';

/** What the beginning of a JSON file shows of it; the last record may lack its end. */
export interface JsonBeginning {
  /** `lines` where values stand one after the other, as in JSON Lines. */
  readonly shape: 'list' | 'object' | 'lines' | 'none';
  /** The first records: elements of a list, or values of lines. */
  readonly records: readonly unknown[];
  /** The first value when it is an object. */
  readonly object: JsonObject;
}

const nothing: JsonBeginning = { shape: 'none', records: [], object: {} };
const [quote, comma, openList, closeList, openObject, closeObject] = [34, 44, 91, 93, 123, 125];
/** A format is known by its first records. */
const mostLines = 20;

/** Reads the beginning of a JSON file as far as it goes: what the cut divides is left out. `none` where it begins like no list and no object. */
export function jsonBeginning(text: string): JsonBeginning {
  const start = text.search(/\S/);
  if (text[start] !== '[' && text[start] !== '{') return nothing;
  const first = valueAt(text, start);
  if (first === undefined) return brokenBeginning(text, start);
  if (Array.isArray(first.value)) return { shape: 'list', records: first.value as readonly unknown[], object: {} };
  if (!isJsonObject(first.value)) return nothing;
  const rest = first.end === undefined ? '' : text.slice(first.end);
  if (!/^\s*\{/.test(rest)) return { shape: 'object', records: [first.value], object: first.value };
  const lines = rest.split(/\r\n?|\n/, mostLines).filter((line) => line.trim() !== '');
  const values = lines.map((line) => valueAt(line, line.search(/\S/))?.value);
  return {
    shape: 'lines',
    records: [first.value, ...values.filter((value) => value !== undefined)],
    object: first.value,
  };
}

/** The beginning of a text with a fault in it: what else there is shows what it holds. */
function brokenBeginning(text: string, start: number): JsonBeginning {
  if (text[start] === '[') return { shape: 'list', records: wholeElements(text, start), object: {} };
  const lines = text.split(/\r\n?|\n/, mostLines).filter((line) => line.trim() !== '');
  const values = lines.flatMap((line) => (/^\s*\{/.test(line) ? [parsed(line)?.value] : [])).filter(isJsonObject);
  if (values.length * 2 >= lines.length) return { shape: 'lines', records: values, object: values[0] ?? {} };
  const members = jsonMembers(text, start)?.members ?? [];
  const object = Object.fromEntries(members.map(({ key, start: at, end }) => [key!, wholeValue(text, at, end)]));
  return { shape: 'object', records: [object], object };
}

/** A member of an object, or what is whole of it. */
function wholeValue(text: string, start: number, end: number): unknown {
  const value = parsed(text.slice(start, end));
  if (value !== undefined) return value.value;
  if (text[start] === '[') return wholeElements(text, start);
  if (text[start] !== '{') return undefined;
  const members: [string, unknown][] = [];
  scanMembers(text, start, { member: ({ key }, one) => members.push([key!, one]), bad: () => undefined });
  return Object.fromEntries(members);
}

function wholeElements(text: string, start: number): readonly unknown[] {
  const elements: unknown[] = [];
  scanMembers(text, start, { member: (_, one) => elements.push(one), bad: () => undefined });
  return elements;
}

/** A value that may lack its end: it is cut behind the last whole member and closed there. `end` is absent for such a one. */
function valueAt(text: string, start: number): { readonly value: unknown; readonly end?: number } | undefined {
  const open: string[] = [];
  let whole = start;
  for (let at = start; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === quote) at = endOfString(text, at) - 1;
    else if (sign === comma) whole = at;
    else if (sign === openList || sign === openObject) {
      whole = at + 1;
      open.push(sign === openList ? ']' : '}');
    } else if (sign === closeList || sign === closeObject) {
      whole = at + 1;
      open.pop();
      if (open.length === 0) return parsed(text.slice(start, whole), whole);
    }
  }
  return parsed(text.slice(start, whole) + open.reverse().join(''));
}

function parsed(text: string, end?: number): { readonly value: unknown; readonly end?: number } | undefined {
  try {
    const hasOther = text.includes('NaN') || text.includes('Infinity');
    const written = hasOther ? text.replaceAll(/(?<=[:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])/g, 'null') : text;
    const value = JSON.parse(written) as unknown;
    return isTooDeep(value) ? undefined : { value, ...(end !== undefined && { end }) };
  } catch {
    return undefined;
  }
}

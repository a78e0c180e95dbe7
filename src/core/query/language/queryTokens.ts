import { err, ok, type Result } from '../../result.ts';
import type { QueryError, QueryOperator } from './query.ts';

/** One word or sign of a query, with its place in the text in UTF-16 units. */
export type QueryToken = { readonly at: number; readonly length: number } & (
  | { readonly kind: '(' | ')' | 'and' | 'or' | 'not' }
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean }
  | {
      readonly kind: 'term';
      readonly field: string;
      readonly operator: QueryOperator;
      readonly sign: string;
      readonly signAt: number;
      readonly value: string;
      readonly quoted: boolean;
      readonly valueAt: number;
    }
);

/** What stands between a field and its value, longest first. */
const operators: readonly (readonly [string, QueryOperator])[] = [
  [':!~', 'lacks'],
  [':!=', 'not'],
  [':!', 'not'],
  [':~', 'contains'],
  [':>=', '>='],
  [':<=', '<='],
  [':>', '>'],
  [':<', '<'],
  [':=', 'is'],
  [':', 'is'],
  ['!=', 'not'],
  ['>=', '>='],
  ['<=', '<='],
  ['>', '>'],
  ['<', '<'],
  ['=', 'is'],
];

/** Signs as Chinese keyboards and word processors write them. */
const wideSigns: Readonly<Record<string, string>> = {
  ...{ '：': ':', '！': '!', '～': '~', '＜': '<', '＞': '>', '＝': '=', '（': '(', '）': ')', '＆': '&', '｜': '|' },
  ...{ '“': '"', '”': '"' },
};

/** The same text, as long as before, with plain signs wherever it is not in plain quotes. */
export function plainSigns(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"?|[^"]/gsu, (part) => wideSigns[part] ?? part);
}

/** A name is a word, or, where a column has a name with other signs in it, a text in quotes. */
const termStart =
  /([\p{L}_][\p{L}\p{N}_.-]*"(?:[^"\\]|\\.)*"|"(?:[^"\\]|\\.)*"|[\p{L}_][\p{L}\p{N}_.-]*)(:!~|:!=|:!|:~|:>=|:<=|:>|:<|:=|:|!=|>=|<=|>|<|=)/uy;
const bare = /[^\s()"]+/y;
/** Signs that stand between a field and a value, or for `and` and `or` elsewhere: where no field is before them, they are no word either. */
const looseSigns = /^(?:[:<>=&|]|!(?![^=~]))[:<>=!~&|]*/;
/** One sign more than a field takes (`label::sad`): folding would pass it over, and find what was not asked for. */
const furtherSigns = /^[:<>=!~]+/;

/** Cuts a query into tokens. Quotes hold any text; `\"` and `\\` stand for the signs themselves. */
export function queryTokens(written: string): Result<readonly QueryToken[], QueryError> {
  const text = plainSigns(written);
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (/\s/.test(char)) {
      at++;
      continue;
    }
    const token = char === '(' || char === ')' ? ok({ kind: char, at, length: 1 } as const) : signOrTerm(text, at);
    if (!token.ok) return token;
    tokens.push(token.value);
    at += token.value.length;
  }
  return ok(tokens);
}

/** A minus or `!` before a term or a group is `not`, as other search boxes have it; before a word it is a part of a name. */
function signOrTerm(text: string, at: number): Result<QueryToken, QueryError> {
  termStart.lastIndex = at + 1;
  const denies = /[-!]/.test(text[at]!) && (text[at + 1] === '(' || termStart.test(text));
  return denies ? ok({ kind: 'not', at, length: 1 }) : wordOrTerm(text, at);
}

function wordOrTerm(text: string, at: number): Result<QueryToken, QueryError> {
  termStart.lastIndex = at;
  const start = termStart.exec(text);
  if (!start) {
    const word = readValue(text, at);
    if (!word.ok) return word;
    const { value, quoted, length } = word.value;
    const lower = value.toLowerCase();
    if (!quoted && (lower === 'and' || lower === 'or' || lower === 'not')) return ok({ kind: lower, at, length });
    const [loose] = (!quoted && looseSigns.exec(value)) || [];
    if (loose !== undefined) return err({ kind: 'looseSign', at, length: loose.length, facts: { sign: loose } });
    return ok({ kind: 'word', text: value, quoted, at, length });
  }
  const [whole, field, sign] = start as unknown as readonly [string, string, string];
  const valueAt = at + whole.length;
  const read = readValue(text, valueAt);
  if (!read.ok) return read;
  const { value, quoted, length } = read.value;
  const [further] = (!quoted && furtherSigns.exec(value)) || [];
  if (further !== undefined) {
    const facts = { field: unquoted(field), sign: further };
    return err({ kind: 'furtherSign', at: valueAt, length: further.length, facts });
  }
  if (value === '' && !quoted) {
    return err({ kind: 'missingValue', at, length: whole.length, facts: { field: unquoted(field) } });
  }
  const operator = operators.find(([written]) => written === sign)![1];
  const signAt = at + field.length;
  const place = { at, length: whole.length + length, signAt, valueAt };
  return ok({ kind: 'term', field: unquoted(field), operator, sign, value, quoted, ...place });
}

/** A name without its quotes: `"image type"`, `field."image type"`. */
function unquoted(name: string): string {
  return name.replace(/"((?:[^"\\]|\\.)*)"$/s, (_whole, inner: string) => inner.replace(/\\(["\\])/g, '$1'));
}

interface ReadValue {
  readonly value: string;
  readonly quoted: boolean;
  readonly length: number;
}

function readValue(text: string, at: number): Result<ReadValue, QueryError> {
  if (text[at] !== '"') {
    bare.lastIndex = at;
    const value = bare.exec(text)?.[0] ?? '';
    return ok({ value, quoted: false, length: value.length });
  }
  const match = /"((?:[^"\\]|\\.)*)"/sy;
  match.lastIndex = at;
  const quoted = match.exec(text);
  if (!quoted) return err({ kind: 'unclosedQuote', at, length: text.length - at, facts: {} });
  return ok({ value: quoted[1]!.replace(/\\(["\\])/g, '$1'), quoted: true, length: quoted[0].length });
}

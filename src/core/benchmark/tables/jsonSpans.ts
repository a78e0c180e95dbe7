/** Where one member of a JSON list or object stands in the text, in UTF-16 units. */
export interface JsonSpan {
  /** Absent in a list. */
  readonly key?: string;
  /** Where it begins: its key in an object, its value in a list. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** The members of a list or object, found by brackets and quotes alone: each may still be no JSON inside. */
export interface JsonMembers {
  readonly kind: 'array' | 'object';
  readonly members: readonly JsonSpan[];
  /** False where the text ends, or goes wrong, before the closing bracket. */
  readonly closed: boolean;
  /** Behind the closing bracket, or where it went wrong. */
  readonly end: number;
}

const gap = /[\s,]*/y;
const scalar = /[^\s,\]}:"]+/y;

/** Cuts the list or object that begins at `at` (white space before it is passed over) into members; `undefined` where none begins. */
export function jsonMembers(text: string, at = 0): JsonMembers | undefined {
  const open = skip(gap, text, at);
  if (text[open] !== '[' && text[open] !== '{') return undefined;
  const kind = text[open] === '[' ? 'array' : 'object';
  const members: JsonSpan[] = [];
  let next = skip(gap, text, open + 1);
  while (next < text.length) {
    if (text[next] === ']' || text[next] === '}') return { kind, members, closed: true, end: next + 1 };
    const member = kind === 'array' ? memberAt(text, next) : keyedMember(text, next);
    if (member === undefined) break;
    members.push(member);
    next = skip(gap, text, member.end);
  }
  return { kind, members, closed: false, end: next };
}

/** Physical lines of a text, for offsets that mostly go forward; LF, CRLF and lone CR each end one. */
export function lineFinder(text: string): (offset: number) => number {
  let found: readonly number[] | undefined;
  const isUnix = !text.includes('\r');
  let line = 1;
  let start = 0;
  /** Where the line ends, looked for once. */
  let end = isUnix ? endOfLine(text, 0) : 0;
  return (offset) => {
    if (isUnix && offset >= start) {
      for (; offset > end && end < text.length; end = endOfLine(text, start)) {
        start = end + 1;
        line++;
      }
      return line;
    }
    const starts = (found ??= lineStarts(text));
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  const ends = /\r\n?|\n/g;
  while (ends.test(text)) starts.push(ends.lastIndex);
  return starts;
}

function skip(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : at;
}

function memberAt(text: string, start: number): JsonSpan | undefined {
  const first = text[start];
  if (first === '"') return { at: start, start, end: endOfString(text, start) };
  if (first === '[' || first === '{') return { at: start, start, end: endOfBrackets(text, start) ?? text.length };
  const end = skip(scalar, text, start);
  return end > start ? { at: start, start, end } : undefined;
}

function keyedMember(text: string, start: number): JsonSpan | undefined {
  if (text[start] !== '"') return undefined;
  const end = endOfString(text, start);
  const colon = skip(/\s*/y, text, end);
  if (text[colon] !== ':') return undefined;
  const member = memberAt(text, skip(/\s*/y, text, colon + 1));
  return member && { ...member, key: parsedKey(text.slice(start, end)), at: start };
}

/** One that is broken is a name all the same. */
function parsedKey(written: string): string {
  try {
    return JSON.parse(written) as string;
  } catch {
    return written.replaceAll('"', '');
  }
}

/** Behind the closing quote of the string at `start`, or the end of the text. Strings may be pictures of megabytes, so the search goes from quote to quote. */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slashes = quote;
    while (text.charCodeAt(slashes - 1) === backslash) slashes--;
    if ((quote - slashes) % 2 === 0) return quote + 1;
  }
  return text.length;
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [34, 92, 91, 93, 123, 125];

/** Behind the bracket that closes the one at `start`; `undefined` where none does, or none before `limit`, or one of the other kind. */
export function endOfBrackets(text: string, start: number, limit = text.length): number | undefined {
  const close = text.charCodeAt(start) === openList ? closeList : closeObject;
  let depth = 0;
  for (let at = start; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at) - 1;
    else if (code === openList || code === openObject) depth++;
    else if ((code === closeList || code === closeObject) && --depth === 0) return code === close ? at + 1 : undefined;
  }
  return undefined;
}

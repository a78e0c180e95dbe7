import type { Stop } from '../../ports.ts';
import { isDeep } from './jsonDepth.ts';
import { type JsonPiece, JsonPieces } from './jsonPieces.ts';
import { endOfBrackets, endOfString, type JsonSpan } from './jsonSpans.ts';
import { readPythonLiteral } from './pythonLiteral.ts';

/** What {@link scanMembers} comes upon. Offsets are UTF-16 units of the text. */
export interface MemberVisitor {
  member(span: JsonSpan, value: unknown): void;
  /** A member that is no JSON, by where it begins; or where the text ends before its closing bracket does. */
  bad(offset: number): void;
  /** Asked before each member: where it is aborted, the rest is left. */
  readonly stop?: Stop | undefined;
}

const gap = /[\s,]*/y;
const space = /\s*/y;
const scalar = /[^\s,\]}:"]+/y;
/** Times the length of the text that may be looked through for brackets that are never closed. */
const longestSearches = 4;
/** Members that are looked at to learn what members have in them. */
const mostTried = 16;

/**
 * Reads the members of a JSON list or object that opens at `open`, one after the other. A member that is no JSON costs itself alone: reading goes
 * on behind it where its brackets match, else at the next line that begins like a member. Time grows with the length of the text, however much is broken.
 */
export function scanMembers(text: string, open: number, visitor: MemberVisitor): void {
  const scan = new MemberScan(text, open);
  const close = text[open] === '{' ? '}' : ']';
  let last: { readonly span: JsonSpan; readonly value: unknown } | undefined;
  const keepLast = () => last && visitor.member(last.span, last.value);
  let at = skip(gap, text, open + 1);
  let lastWasBad = false;
  /** Whether it is known why the text ends before its closing bracket. */
  let isOpen = false;
  while (at < text.length && visitor.stop?.aborted !== true) {
    if (text[at] === close) {
      const further = scan.beyondClose(at);
      if (further === undefined) return void keepLast();
      if (!lastWasBad) visitor.bad(at);
      at = further;
      continue;
    }
    const piece = scan.pieceAt(at);
    const span = piece ? { at, start: at, end: piece.end } : scan.spanAt(at);
    const value = piece ?? (span && scan.valueOf(span));
    keepLast();
    if (last && !piece) scan.learn(last.span.end, at);
    last = span && value && { span, value: value.value };
    if (last) scan.noteFirst(last.value);
    lastWasBad = last === undefined;
    if (lastWasBad) visitor.bad(at);
    at = piece?.next ?? (last ? skip(gap, text, last.span.end) : scan.resumeAfter(at, span)) ?? text.length;
    const swallowed = at < text.length || last === undefined ? undefined : scan.swallowedFrom(last.span);
    if (swallowed === undefined) continue;
    visitor.bad(last!.span.at);
    lastWasBad = true;
    isOpen = true;
    last = undefined;
    at = swallowed;
  }
  keepLast();
  if (!lastWasBad && !isOpen) visitor.bad(text.trimEnd().length - 1);
}

/** `JSON.parse`, and where that fails the literals of Python, which writes `NaN` into JSON; `undefined` also for what is nested hundreds of levels deep. */
export function parsedJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return isDeep(value, text) ? undefined : { value };
  } catch {
    return readPythonLiteral(text);
  }
}

class MemberScan {
  readonly #text: string;
  readonly #isObject: boolean;
  readonly #isOutermost: boolean;
  /** A line that begins like a member; none where the first member does not begin a line. */
  readonly #start: RegExp | undefined;
  #budget: number;
  readonly #pieces: JsonPieces;
  /** What the first member that could be read has in it. */
  #first: ReadonlySet<string> | undefined;
  #isNoted = false;

  constructor(text: string, open: number) {
    this.#text = text;
    this.#isObject = text[open] === '{';
    this.#isOutermost = skip(space, text, 0) === open;
    this.#start = memberStart(text, skip(gap, text, open + 1), this.#isObject);
    this.#budget = text.length * longestSearches;
    this.#pieces = new JsonPieces(text);
  }

  /** The element of an even list that begins here, with its end. */
  pieceAt(at: number): JsonPiece | undefined {
    return this.#isObject || this.#budget <= 0 ? undefined : this.#pieces.at(at);
  }

  /** See {@link JsonPieces.learn}. */
  learn(end: number, at: number): void {
    if (!this.#isObject) this.#pieces.learn(end, at);
  }

  /** The value that stands somewhere; `undefined` where it is no JSON, or a piece of a broken element, which no comma follows. */
  valueOf({ start, end }: JsonSpan): { readonly value: unknown } | undefined {
    const value = parsedJson(this.#text.slice(start, end));
    if (value === undefined || this.#isObject || shapeOf(value.value) !== undefined) return value;
    return /[,\]}]|^$/.test(this.#text[skip(space, this.#text, end)] ?? '') ? value : undefined;
  }

  /**
   * Where the next member begins although the bracket at `at` closes: a record that lost or won a bracket closes what it stands in. Nothing goes on so in
   * what is whole: behind the outermost bracket stands nothing, behind a list in an object no brace.
   */
  beyondClose(at: number): number | undefined {
    const behind = this.#text[skip(space, this.#text, at + 1)];
    const next = skip(gap, this.#text, at + 1);
    if (next >= this.#text.length || (this.#isObject && !this.#isOutermost)) return undefined;
    if (this.#text[next] === (this.#isObject ? '"' : '{') && this.#isLikeFirst(next)) return next;
    return this.#isOutermost || !/[,\]}]/.test(behind!) ? this.resumeAfter(at, undefined) : undefined;
  }

  spanAt(at: number): JsonSpan | undefined {
    if (!this.#isObject) {
      const end = this.#endOfValue(at);
      return end === undefined ? undefined : { at, start: at, end };
    }
    if (this.#text[at] !== '"') return undefined;
    const keyEnd = endOfString(this.#text, at);
    const colon = skip(space, this.#text, keyEnd);
    const key = parsedJson(this.#text.slice(at, keyEnd))?.value;
    if (this.#text[colon] !== ':' || typeof key !== 'string') return undefined;
    const start = skip(space, this.#text, colon + 1);
    const end = this.#endOfValue(start);
    return end === undefined ? undefined : { key, at, start, end };
  }

  /**
   * Where the member begins that one without its end has taken in with all that follow, at the end of a text that is not closed. Where members begin lines, none
   * stretches over the next one's beginning from there on.
   */
  swallowedFrom(span: JsonSpan): number | undefined {
    const inLine = this.#start === undefined;
    const start = inLine ? this.#likeFirstFrom(span.start) : this.#nextStart(span.at);
    if (start === undefined || start >= span.end) return undefined;
    this.#budget = inLine ? this.#budget - (span.end - span.start) : 0;
    return start;
  }

  /** Where reading goes on after a member that could not be read. */
  resumeAfter(at: number, span: JsonSpan | undefined): number | undefined {
    const start = this.#nextStart(at);
    const isWhole = span !== undefined && span.end < this.#text.length;
    if (isWhole && (start === undefined || span.end <= start)) {
      const inside = this.#start === undefined ? this.#likeFirstFrom(at, span.end) : undefined;
      if (inside !== undefined) return inside;
      const next = skip(space, this.#text, span.end);
      if (/[,\]}]/.test(this.#text[next] ?? '')) return skip(gap, this.#text, span.end);
    }
    if (start !== undefined || (this.#start !== undefined && this.#first !== undefined)) return start;
    // All on one line: the next brace behind a comma, unless it is one inside of the member that could not be read.
    if (this.#budget <= 0 || (!this.#isNoted && !/[\]}]\s*$/.test(this.#text))) return undefined;
    return this.#likeFirstFrom(at);
  }

  #likeFirstFrom(at: number, until = this.#text.length): number | undefined {
    this.#first ??= this.#shapeFrom(at);
    for (const begin of this.#beginsFrom(at, until)) if (this.#isLikeFirst(begin)) return begin;
    return undefined;
  }

  /** Where members may begin: behind a bracket and a comma. */
  *#beginsFrom(at: number, until: number): Iterable<number> {
    const begin = this.#isObject ? /[\]}]\s*,\s*(?=")/g : /[\]}]\s*,\s*(?=[[{"])/g;
    begin.lastIndex = at;
    while (begin.exec(this.#text) && begin.lastIndex < until) yield begin.lastIndex;
  }

  /** What members seem to have in them where the first one is broken: those that follow are larger than all that stands inside them. */
  #shapeFrom(at: number): ReadonlySet<string> | undefined {
    let largest = 0;
    let found: ReadonlySet<string> | undefined;
    let tried = 0;
    for (const begin of this.#beginsFrom(at, this.#text.length)) {
      if (tried++ >= mostTried || this.#budget <= 0) break;
      const value = this.#valueAt(begin);
      const shape = shapeOf(value?.value);
      if (shape === undefined || value!.length <= largest) continue;
      largest = value!.length;
      found = shape;
    }
    return found;
  }

  #valueAt(at: number): { readonly value: unknown; readonly length: number } | undefined {
    const span = this.spanAt(at);
    if (span === undefined) return undefined;
    const length = span.end - span.start;
    this.#budget -= length;
    const value = parsedJson(this.#text.slice(span.start, span.end));
    return value && { ...value, length };
  }

  /** Notes what members have in them, by the first one that could be read. */
  noteFirst(value: unknown): void {
    this.#isNoted = true;
    this.#first ??= shapeOf(value);
  }

  /** Whether what begins here has mostly what the first member has, as far as that can be told without looking through all of the text too often. */
  #isLikeFirst(at: number): boolean {
    const first = this.#first;
    if (first === undefined) return true;
    if (this.#budget <= 0) return false;
    const shape = shapeOf(this.#valueAt(at)?.value);
    return shape !== undefined && [...shape].filter((name) => first.has(name)).length * 2 >= shape.size;
  }

  #nextStart(at: number): number | undefined {
    if (this.#start === undefined) return undefined;
    this.#start.lastIndex = at;
    return this.#start.exec(this.#text) ? this.#start.lastIndex - 1 : undefined;
  }

  #endOfValue(start: number): number | undefined {
    const first = this.#text[start];
    if (first === '"') return endOfString(this.#text, start);
    if (first !== '[' && first !== '{') {
      const end = skip(scalar, this.#text, start);
      return end > start ? end : undefined;
    }
    const limit = this.#budget > 0 ? undefined : this.#nextStart(start);
    const end = endOfBrackets(this.#text, start, limit);
    if (end === undefined) this.#budget -= (limit ?? this.#text.length) - start;
    return end;
  }
}

/** Names of members, or how many elements there are; `undefined` for values that have neither. */
function shapeOf(value: unknown): ReadonlySet<string> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Set(Array.isArray(value) ? [String(value.length)] : Object.keys(value));
}

/** Members that each begin a line do so at one indentation, which what is inside them lies behind. */
function memberStart(text: string, first: number, isObject: boolean): RegExp | undefined {
  const lineStart = Math.max(text.lastIndexOf('\n', first), text.lastIndexOf('\r', first)) + 1;
  const indent = text.slice(lineStart, first);
  if (lineStart === 0 || !/^[ \t]*$/.test(indent)) return undefined;
  return new RegExp(`[\\r\\n]${indent}${isObject ? '"' : '[[{]'}`, 'g');
}

function skip(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : at;
}

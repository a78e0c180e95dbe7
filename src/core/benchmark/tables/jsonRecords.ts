import type { Stop } from '../../ports.ts';
import { isMapOfPictures, visitGroups } from './jsonGroups.ts';
import { innerRecords, namesPicture } from './jsonInner.ts';
import { parsedJson, scanMembers } from './jsonRecordScan.ts';
import { endOfBrackets, jsonMembers, lineFinder, type JsonMembers } from './jsonSpans.ts';

/** One record of a JSON text: its value, the name it stood under in an object, and the physical line on which it begins. */
export interface JsonRecord {
  readonly line: number;
  readonly key?: string;
  readonly value: unknown;
}

/** The records of a JSON or JSON Lines text; `badLines` are those that could not be read. */
export interface JsonRecords {
  readonly records: readonly JsonRecord[];
  readonly badLines: readonly number[];
}

/** Takes the records of a text one by one, so that they need not all be there at once. */
export interface RecordVisitor {
  /** `span`: where it stands, where it is a line or an element of the list that the text is. */
  readonly record: (value: unknown, line: number, key?: string, span?: RecordSpan) => void;
  /** A record that could not be read, by the physical line on which it begins. */
  readonly bad: (line: number) => void;
  /** See `MemberVisitor`. */
  readonly stop?: Stop | undefined;
}

/** From where to where something stands in a text, in UTF-16 units. */
export interface RecordSpan {
  readonly start: number;
  readonly end: number;
}

/** The records of a text in a list; see {@link visitJsonRecords}. */
export function readJsonRecords(text: string, hasLines = false): JsonRecords {
  const records: JsonRecord[] = [];
  const badLines: number[] = [];
  const record = (value: unknown, line: number, key?: string) =>
    records.push(key === undefined ? { line, value } : { line, key, value });
  visitJsonRecords(text, hasLines, { record, bad: (line) => badLines.push(line) });
  return { records, badLines };
}

/**
 * Reads the records of a JSON text: the elements of a list, the members of an object (`{"a.png": {...}}`), groups of records by their names, the longest
 * list of objects inside an object (`{"data": [...]}`), objects that follow one another, the only map or list of records deeper in it, columns (`{"image": [...], "label": [...]}`, and what pandas writes), or JSON Lines. A record that is
 * no JSON costs its own line; reading goes on at the next record. `NaN` and the like, as Python writes them, are read. `hasLines`: the file is called
 * one of JSON Lines, so that it is one even where half of its lines are broken.
 */
export function visitJsonRecords(text: string, hasLines: boolean, visitor: RecordVisitor): void {
  const layout = recordLayout(text, hasLines);
  if (layout === 'lines') {
    visitLines(text, visitor);
    return;
  }
  const open = text.search(/\S/);
  const lineOf = lineFinder(text);
  if (layout === 'list') {
    scanMembers(text, open, {
      stop: visitor.stop,
      member: (span, value) => visitor.record(value, lineOf(span.at), undefined, span),
      bad: (at) => visitor.bad(lineOf(at)),
    });
    return;
  }
  const top = jsonMembers(text)!;
  if (isSequence(text, open, top)) {
    visitSequence(text, open, lineOf, visitor);
    return;
  }
  const keys = top.members.map(({ key }) => key);
  if (isMapOfPictures(keys) || (isBroken(text, top) && isMapOfPictures(keys.slice(0, 1)))) {
    visitMembers(text, open, lineOf, visitor);
    return;
  }
  if (isSingleLine(text, top) && (hasLines || (!isBroken(text, top) && !isDocument(text, top)))) {
    visitLines(text, visitor);
    return;
  }
  if (visitGroups(text, top, lineOf, visitor)) return;
  const list = longestList(text, top);
  if (list !== undefined) visitMembers(text, list, lineOf, visitor);
  else if (!visitColumns(text, top, lineOf, visitor)) {
    const inner = isRecord(text, top) ? undefined : innerRecords(text, top);
    visitMembers(text, inner ?? open, lineOf, visitor);
  }
}

/** How a text holds its records, as far as its beginning tells: each on a line, as elements of one list, or in an object. */
export function recordLayout(text: string, hasLines: boolean): 'lines' | 'list' | 'object' {
  const first = /\S/.exec(text)?.[0];
  if ((first !== '[' && first !== '{') || isJsonLines(text, hasLines)) return 'lines';
  return first === '[' ? 'list' : 'object';
}

/** Several values one after the other, each on its line. */
function isJsonLines(text: string, hasLines: boolean): boolean {
  const lines = text.split(/\r\n?|\n/, 50).filter((line) => line.trim() !== '');
  if (lines.length < 2) return false;
  const whole = lines.filter((line) => /^\s*[[{][^]*[\]}]\s*$/.test(line) && parsedJson(line) !== undefined);
  return whole.length * 2 >= lines.length || (hasLines && /^\s*\{./.test(lines[0]!));
}

/** Whether more stands behind the bracket that closes an object: it lost or won one, and its last members may be those of something inside it. */
function isBroken(text: string, { end, closed }: JsonMembers): boolean {
  return !closed || /\S/.test(text.slice(end));
}

/** Whether an object is whole, and another one follows with nothing but white space between: programs wrote one after the other. */
function isSequence(text: string, open: number, { end, closed }: JsonMembers): boolean {
  return closed && /^\s*\{/.test(text.slice(end, end + mostGap)) && parsedJson(text.slice(open, end)) !== undefined;
}

/** More white space than this stands between no two records. */
const mostGap = 100;

function visitSequence(text: string, open: number, lineOf: (offset: number) => number, visitor: RecordVisitor): void {
  const begins = /^\{/gm;
  let broken = 0;
  for (let at = open; at !== -1 && visitor.stop?.aborted !== true;) {
    begins.lastIndex = at + 1;
    const next = begins.exec(text)?.index ?? -1;
    const before = endOfBrackets(text, at, next === -1 ? text.length : next);
    // An object in a list of a record may begin a line, too.
    const end = before ?? (broken < mostTried ? endOfBrackets(text, at) : undefined);
    const value = end === undefined ? undefined : parsedJson(text.slice(at, end));
    if (value === undefined) visitor.bad(lineOf(at));
    else visitor.record(value.value, lineOf(at));
    if (value === undefined) broken++;
    // Behind one that is broken the next one begins where a line does.
    at = value === undefined ? next : text.indexOf('{', end);
  }
}

/** So many broken records are looked through to the end of the text for where they close. */
const mostTried = 16;

/** One record alone on its line. */
function isSingleLine(text: string, top: JsonMembers): boolean {
  return !/\S\s*[\r\n]\s*\S/.test(text) && top.members.some((member) => !/^[[{]/.test(text[member.start]!));
}

/** Whether an object names no picture itself, but the objects of its longest list do: `{"version": 1, "annotations": [{"file": "a.png"}]}`. */
function isDocument(text: string, top: JsonMembers): boolean {
  const list = longestList(text, top);
  // Without columns of its own it says nothing beside what stands in it.
  if (list === undefined) return !isRecord(text, top) && innerRecords(text, top) !== undefined;
  if (namesPicture(text, top)) return false;
  const first = jsonMembers(text, list)!.members[0]!;
  return namesPicture(text, jsonMembers(text, first.start)!);
}

/** Whether an object itself names a picture. */
function isRecord(text: string, { members }: JsonMembers): boolean {
  return namesPicture(text, {
    kind: 'object',
    closed: true,
    end: 0,
    members: members.filter(({ start }) => text[start] === '"'),
  });
}

/** Reads each line as one record. */
export function visitLines(text: string, visitor: RecordVisitor): void {
  let number = 0;
  for (const { start, end } of linesOf(text)) {
    if (visitor.stop?.aborted === true) return;
    number++;
    const line = text.slice(start, end);
    if (line.trim() === '') continue;
    const value = parsedJson(line);
    if (value === undefined) visitor.bad(number);
    else visitor.record(value.value, number, undefined, { start, end });
  }
}

function* linesOf(text: string): Iterable<RecordSpan> {
  const isUnix = !text.includes('\r');
  const ends = /\r\n?|\n/g;
  for (let start = 0; start <= text.length;) {
    ends.lastIndex = start;
    const found = isUnix ? text.indexOf('\n', start) : (ends.exec(text)?.index ?? -1);
    const end = found === -1 ? text.length : found;
    yield { start, end };
    start = isUnix || found === -1 ? end + 1 : ends.lastIndex;
  }
}

function visitMembers(text: string, open: number, lineOf: (offset: number) => number, visitor: RecordVisitor): void {
  scanMembers(text, open, {
    stop: visitor.stop,
    member: ({ key, at }, value) => visitor.record(value, lineOf(at), key),
    bad: (at) => visitor.bad(lineOf(at)),
  });
}

/** Where the longest list of objects (or of lists) that an object holds opens. */
function longestList(text: string, top: JsonMembers): number | undefined {
  const lists = top.members
    .filter((member) => text[member.start] === '[')
    .map((member) => ({ open: member.start, end: member.end, members: jsonMembers(text, member.start)!.members }))
    .filter(({ open, end, members }) => {
      // One that is broken may begin like anything, and so may all behind it where it lost a quote.
      const others = members.filter((one) => text[one.start] !== '{').length;
      if (members.length === 0 || others * 10 <= members.length) return members.length > 0;
      return text[members[0]!.start] === '{' && parsedJson(text.slice(open, end)) === undefined;
    });
  return lists.sort((a, b) => b.members.length - a.members.length)[0]?.open;
}

/** Columns of equal length, under their names; as pandas writes them (`split`, `columns`) too. All rows begin where the columns do. False where a text has none. */
function visitColumns(
  text: string,
  top: JsonMembers,
  lineOf: (offset: number) => number,
  visitor: RecordVisitor,
): boolean {
  const value = parsedJson(text.trim())?.value;
  if (typeof value !== 'object' || value === null) return false;
  const columns = splitColumns(value) ?? namedColumns(value);
  if (columns === undefined) return false;
  const line = lineOf(top.members[0]?.start ?? 0);
  const length = columns[0]?.[1].length ?? 0;
  for (let i = 0; i < length; i++) {
    visitor.record(Object.fromEntries(columns.map(([name, values]) => [name, values[i]])), line);
  }
  return true;
}

type NamedColumn = readonly [name: string, values: readonly unknown[]];

function splitColumns(value: object): readonly NamedColumn[] | undefined {
  const { columns, data } = value as { readonly columns?: unknown; readonly data?: unknown };
  if (!Array.isArray(columns) || !Array.isArray(data) || !data.every(Array.isArray)) return undefined;
  return columns.map((name, i) => [String(name), data.map((row: readonly unknown[]) => row[i])]);
}

function namedColumns(value: object): readonly NamedColumn[] | undefined {
  const columns = Object.entries(value as Readonly<Record<string, unknown>>).map(
    ([name, held]): NamedColumn | undefined => {
      if (Array.isArray(held)) return [name, held];
      if (typeof held !== 'object' || held === null) return undefined;
      const isNumbered = Object.keys(held).every((key, i) => key === String(i));
      return isNumbered ? [name, Object.values(held)] : undefined;
    },
  );
  if (columns.length < 2 || columns.some((column) => column === undefined)) return undefined;
  const known = columns.filter((column) => column !== undefined);
  return known.every(([, values]) => values.length === known[0]![1].length && values.length > 0) ? known : undefined;
}

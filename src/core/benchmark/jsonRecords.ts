import { isTooDeep } from './jsonDepth.ts';
import { groupedRecords, isMapOfPictures } from './jsonGroups.ts';
import { parsedJson, scanMembers } from './jsonRecordScan.ts';
import { jsonMembers, lineFinder, type JsonMembers } from './jsonSpans.ts';

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

/**
 * Reads the records of a JSON text: the elements of a list, the members of an object (`{"a.png": {...}}`), groups of records by their names, the longest
 * list of objects inside an object (`{"data": [...]}`), columns (`{"image": [...], "label": [...]}`, and what pandas writes), or JSON Lines. A record that is
 * no JSON costs its own line; reading goes on at the next record. `NaN` and the like, as Python writes them, are read. `hasLines`: the file is called
 * one of JSON Lines, so that it is one even where half of its lines are broken.
 */
export function readJsonRecords(text: string, hasLines = false): JsonRecords {
  const open = text.search(/\S/);
  const lineOf = lineFinder(text);
  if ((text[open] !== '[' && text[open] !== '{') || isJsonLines(text, hasLines)) return readJsonLines(text);
  if (text[open] === '[') return readMembers(text, open, lineOf);
  const top = jsonMembers(text)!;
  if (isMapOfPictures(top.members.map(({ key }) => key))) return readMembers(text, open, lineOf);
  if (isSingleLine(text, top)) return readJsonLines(text);
  const grouped = groupedRecords(text, top, lineOf);
  return (
    grouped ?? wrappedRecords(text, top, lineOf) ?? columnRecords(text, top, lineOf) ?? readMembers(text, open, lineOf)
  );
}

/** Several values one after the other, each on its line. */
function isJsonLines(text: string, hasLines: boolean): boolean {
  const lines = text.split(/\r\n?|\n/, 50).filter((line) => line.trim() !== '');
  if (lines.length < 2) return false;
  const whole = lines.filter((line) => /^\s*[[{]/.test(line) && parsedJson(line) !== undefined);
  return whole.length * 2 >= lines.length || (hasLines && /^\s*\{./.test(lines[0]!));
}

/** One record alone on its line. */
function isSingleLine(text: string, top: JsonMembers): boolean {
  return !/\S\s*[\r\n]\s*\S/.test(text) && top.members.some((member) => !/^[[{]/.test(text[member.start]!));
}

function readJsonLines(text: string): JsonRecords {
  const records: JsonRecord[] = [];
  const badLines: number[] = [];
  for (const [i, line] of text.split(/\r\n?|\n/).entries()) {
    if (line.trim() === '') continue;
    const value = parsedJson(line);
    if (value === undefined) badLines.push(i + 1);
    else records.push({ line: i + 1, value: value.value });
  }
  return { records, badLines };
}

function readMembers(text: string, open: number, lineOf: (offset: number) => number): JsonRecords {
  const whole = wholeList(text, open);
  if (whole) {
    const line = lineOf(open);
    return { records: whole.map((value) => ({ line, value })), badLines: [] };
  }
  const records: JsonRecord[] = [];
  const badLines: number[] = [];
  scanMembers(text, open, {
    member: ({ key, at }, value) => records.push({ line: lineOf(at), ...(key !== undefined && { key }), value }),
    bad: (at) => badLines.push(lineOf(at)),
  });
  return { records, badLines };
}

/** The elements of a list that is all of a text, on one line and without a fault: nothing needs to be known of where they stand. */
function wholeList(text: string, open: number): readonly unknown[] | undefined {
  const list = text.trim();
  if (list[0] !== '[' || open !== text.indexOf('[') || list.includes('\n') || list.includes('\r')) return undefined;
  try {
    const values = JSON.parse(list) as readonly unknown[];
    return isTooDeep(values) ? undefined : values;
  } catch {
    return undefined;
  }
}

/** The longest list of objects (or of lists) that an object holds. */
function wrappedRecords(text: string, top: JsonMembers, lineOf: (offset: number) => number): JsonRecords | undefined {
  const lists = top.members
    .filter((member) => text[member.start] === '[')
    .map((member) => ({ open: member.start, members: jsonMembers(text, member.start)!.members }))
    .filter(({ members }) => members.length > 0 && members.every((one) => text[one.start] === '{'));
  const longest = lists.sort((a, b) => b.members.length - a.members.length)[0];
  return longest && readMembers(text, longest.open, lineOf);
}

/** Columns of equal length, under their names; as pandas writes them (`split`, `columns`) too. All rows begin where the columns do. */
function columnRecords(text: string, top: JsonMembers, lineOf: (offset: number) => number): JsonRecords | undefined {
  const value = parsedJson(text.trim())?.value;
  if (typeof value !== 'object' || value === null) return undefined;
  const columns = splitColumns(value) ?? namedColumns(value);
  if (columns === undefined) return undefined;
  const line = lineOf(top.members[0]?.start ?? 0);
  const length = columns[0]?.[1].length ?? 0;
  const records = Array.from({ length }, (_, i): JsonRecord => {
    return { line, value: Object.fromEntries(columns.map(([name, values]) => [name, values[i]])) };
  });
  return { records, badLines: [] };
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

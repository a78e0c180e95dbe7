import { jsonMembers, lineFinder, type JsonMembers, type JsonSpan } from './jsonSpans.ts';
import { readPythonLiteral } from './pythonLiteral.ts';

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
 * Reads the records of a JSON text: the elements of a list, the members of an object (`{"a.png": {...}}`), the longest list of
 * objects inside an object (`{"data": [...]}`), columns (`{"image": [...], "label": [...]}`, and what pandas writes), or JSON Lines. A record that is
 * no JSON costs its own line; reading goes on at the next record. `NaN` and the like, as Python writes them, are read.
 */
export function readJsonRecords(text: string): JsonRecords {
  const top = jsonMembers(text);
  const lineOf = lineFinder(text);
  if (top === undefined || isJsonLines(text, top)) return readJsonLines(text);
  if (top.kind === 'array') return readMembers(text, top, lineOf);
  return wrappedRecords(text, top, lineOf) ?? columnRecords(text, top, lineOf) ?? readMembers(text, top, lineOf);
}

/** Several values one after the other, each on its line. */
function isJsonLines(text: string, top: JsonMembers): boolean {
  const lines = text.split(/\r\n?|\n/, 50).filter((line) => line.trim() !== '');
  if (lines.length === 1)
    return top.kind === 'object' && top.members.some((member) => !/^[[{]/.test(text[member.start]!));
  const whole = lines.filter((line) => /^\s*[[{]/.test(line) && parsed(line) !== undefined);
  return whole.length * 2 > lines.length && /^\s*[[{].*[\]}]\s*$/.test(lines[0] ?? '');
}

function readJsonLines(text: string): JsonRecords {
  const records: JsonRecord[] = [];
  const badLines: number[] = [];
  for (const [i, line] of text.split(/\r\n?|\n/).entries()) {
    if (line.trim() === '') continue;
    const value = parsed(line);
    if (value === undefined) badLines.push(i + 1);
    else records.push({ line: i + 1, value: value.value });
  }
  return { records, badLines };
}

/** `JSON.parse`, and where that fails the literals of Python, which writes `NaN` into JSON. */
function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return readPythonLiteral(text);
  }
}

function readMembers(text: string, top: JsonMembers, lineOf: (offset: number) => number): JsonRecords {
  const records: JsonRecord[] = [];
  const badLines: number[] = [];
  let rest: JsonMembers | undefined = top;
  while (rest !== undefined) {
    let resume: number | undefined = rest.closed ? undefined : nextRecord(text, rest.members.at(-1)?.end ?? 0);
    if (!rest.closed && resume === undefined && rest.members.length === 0) badLines.push(lineOf(0));
    for (const member of rest.members) {
      const value = parsed(text.slice(member.start, member.end));
      if (value === undefined) {
        badLines.push(lineOf(member.start));
        resume = nextRecord(text, member.start + 1);
        break;
      }
      const key = member.key === undefined ? {} : { key: member.key };
      records.push({ line: lineOf(member.start), ...key, value: value.value });
    }
    rest = resume === undefined ? undefined : jsonMembers(`[${text.slice(resume)}`);
    if (rest !== undefined) rest = moved(rest, resume! - 1);
  }
  return { records, badLines };
}

function moved(members: JsonMembers, by: number): JsonMembers {
  const shifted = members.members.map((member): JsonSpan => ({
    ...member,
    start: member.start + by,
    end: member.end + by,
  }));
  return { ...members, members: shifted };
}

/** Where the next line begins that looks like the beginning of a record. */
function nextRecord(text: string, from: number): number | undefined {
  const next = /[\r\n][ \t]*\{/g;
  next.lastIndex = from;
  const match = next.exec(text);
  return match ? match.index + match[0].length - 1 : undefined;
}

/** The longest list of objects (or of lists) that an object holds. */
function wrappedRecords(text: string, top: JsonMembers, lineOf: (offset: number) => number): JsonRecords | undefined {
  const lists = top.members
    .filter((member) => text[member.start] === '[')
    .map((member) => jsonMembers(text, member.start)!)
    .filter(({ members }) => members.length > 0 && members.every((one) => text[one.start] === '{'));
  const longest = lists.sort((a, b) => b.members.length - a.members.length)[0];
  return longest && readMembers(text, longest, lineOf);
}

/** Columns of equal length, under their names; as pandas writes them (`split`, `columns`) too. All rows begin where the columns do. */
function columnRecords(text: string, top: JsonMembers, lineOf: (offset: number) => number): JsonRecords | undefined {
  const value = parsed(text.trim())?.value;
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

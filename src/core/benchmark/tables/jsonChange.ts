import { type JsonPlaces, PlacedObjects } from './jsonPlaces.ts';
import { type JsonRecord, recordLayout, visitLines } from './jsonRecords.ts';
import { scanMembers } from './jsonRecordScan.ts';
import { lineFinder } from './jsonSpans.ts';
import type { SameRows } from './sameRecords.ts';
import { countWhile, sameFromEnd, sameFromStart } from './sameText.ts';

/** How a text goes on from an earlier state of itself: how many records at its beginning and its end are the same, and those between them. */
export interface JsonChange extends SameRows {
  readonly between: readonly JsonRecord[];
  readonly places: JsonPlaces;
}

/** Where a smaller share of the records is the same, reading all of them costs hardly more. */
const leastShare = 1 / 2;

/** What became of a text of which the places are known; `undefined` where all of it is to be read, which is always right. */
export function jsonChange(before: JsonPlaces, text: string, hasLines: boolean): JsonChange | undefined {
  const { layout, starts, ends } = before;
  if (recordLayout(text, hasLines) !== layout || (layout === 'lines' && text.includes('\r'))) return undefined;
  const from = sameFromStart(before.text, text);
  // An editor may end a file with a line end of its own, which is behind a list.
  const [old, now] = layout === 'list' ? [before.text.trimEnd(), text.trimEnd()] : [before.text, text];
  const until = old.length - sameFromEnd(old, now);
  const shift = now.length - old.length;
  // What stands behind a record, or before it, belongs to what has to be the same: else it might be a part of a longer one.
  const head = countWhile(starts.length, (at) => ends[at]! < from);
  const start = beginning(before, head, from);
  if (start === undefined) return undefined;
  const tail = countWhile(starts.length - head, (at) => {
    const place = starts[starts.length - 1 - at]!;
    return place > until && place + shift >= start;
  });
  const end = ending(before, tail, until);
  if (end === undefined || end + shift < start || head + tail < starts.length * leastShare) return undefined;
  return new Between(before, text, { head, tail, start, end: end + shift, shift }).read();
}

/** Where reading goes on behind the records at the beginning. */
function beginning({ text, layout, ends }: JsonPlaces, head: number, from: number): number | undefined {
  if (layout === 'lines') return head === 0 ? 0 : ends[head - 1]! + 1;
  if (head > 0) return ends[head - 1]!;
  const open = text.indexOf('[');
  return open < from ? open + 1 : undefined;
}

/** Where it stops before those at the end, in the earlier text; in a list without any of them, at the bracket that closes it. */
function ending({ text, layout, starts, ends }: JsonPlaces, tail: number, until: number): number | undefined {
  if (tail > 0) return starts[starts.length - tail]!;
  if (layout === 'lines') return text.length;
  const close = text.indexOf(']', ends.at(-1));
  return close >= until ? close : undefined;
}

/** The part of a text between the records that are the same. */
class Between {
  readonly #before: JsonPlaces;
  readonly #text: string;
  readonly #same: SameRows;
  readonly #start: number;
  readonly #end: number;
  readonly #shift: number;
  /** The physical line on which the part begins. */
  readonly #firstLine: number;
  readonly #lineAt: (offset: number) => number;
  readonly #records: JsonRecord[] = [];
  readonly #spans = new PlacedObjects();
  readonly #badLines: number[] = [];

  constructor(
    before: JsonPlaces,
    text: string,
    { start, end, shift, ...same }: SameRows & { readonly start: number; readonly end: number; readonly shift: number },
  ) {
    this.#before = before;
    this.#text = text;
    this.#same = same;
    this.#start = start;
    this.#end = end;
    this.#shift = shift;
    // Counted from the last record before it: large texts have many lines.
    const from = same.head === 0 ? 0 : before.starts[same.head - 1]!;
    const line = same.head === 0 ? 1 : before.lines[same.head - 1]!;
    const lineIn = lineFinder(text.slice(from, end + 1));
    this.#lineAt = (offset) => line + lineIn(offset - from) - 1;
    this.#firstLine = this.#lineAt(start);
  }

  read(): JsonChange | undefined {
    const isRead = this.#before.layout === 'lines' ? this.#readLines() : this.#readElements();
    if (!isRead || !this.#spans.areObjects) return undefined;
    return { ...this.#same, between: this.#records, places: this.#places() };
  }

  #readLines(): boolean {
    const line = (number: number): number => number + this.#firstLine - 1;
    visitLines(this.#text.slice(this.#start, this.#end), {
      record: (value, number, _key, span) => this.#take(value, line(number), span!, this.#start),
      bad: (number) => this.#badLines.push(line(number)),
    });
    return true;
  }

  /** Reads elements of a list; false where there is any fault. */
  #readElements(): boolean {
    const part = this.#text.slice(this.#start, this.#end);
    const elements = part.replace(/^[\s,]+/, '').replace(/[\s,]+$/, '');
    const list = `[${elements}]`;
    if (!isJson(list)) return false;
    const shift = this.#start + part.indexOf(elements) - 1;
    let isWhole = true;
    scanMembers(list, 0, {
      member: (span, value) => this.#take(value, this.#lineAt(span.start + shift), span, shift),
      bad: () => (isWhole = false),
    });
    return isWhole;
  }

  #take(value: unknown, line: number, span: { readonly start: number; readonly end: number }, shift: number): void {
    this.#records.push({ line, value });
    this.#spans.add(value, line, { start: span.start + shift, end: span.end + shift });
  }

  #places(): JsonPlaces {
    const { layout, starts, ends, lines, badLines } = this.#before;
    const { tail } = this.#same;
    const shift = this.#shift;
    const lineAfter = tail === 0 ? Infinity : lines[lines.length - tail]!;
    const lineShift = tail === 0 ? 0 : this.#lineAt(this.#end) - lineAfter;
    const bad = [
      ...badLines.filter((line) => line < this.#firstLine),
      ...this.#badLines,
      ...badLines.filter((line) => line >= lineAfter).map((line) => line + lineShift),
    ];
    return {
      text: this.#text,
      layout,
      starts: withBetween(starts, this.#same, this.#spans.starts, shift),
      ends: withBetween(ends, this.#same, this.#spans.ends, shift),
      lines: withBetween(lines, this.#same, this.#spans.lines, lineShift),
      badLines: bad,
    };
  }
}

/** Others between the same numbers at the beginning and those at the end, to which something is added. */
function withBetween(
  before: Uint32Array,
  { head, tail }: SameRows,
  between: readonly number[],
  shift: number,
): Uint32Array {
  const now = new Uint32Array(head + between.length + tail);
  now.set(before.subarray(0, head));
  now.set(between, head);
  const from = before.length - tail;
  for (let i = 0; i < tail; i++) now[head + between.length + i] = before[from + i]! + shift;
  return now;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

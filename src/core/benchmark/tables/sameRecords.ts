import type { JsonPlaces } from './jsonPlaces.ts';
import type { PlacedRecords } from './placedRecords.ts';
import type { RecordTable } from './recordTable.ts';
import { countWhile, sameFromEnd, sameFromStart } from './sameText.ts';
import type { Table } from './table.ts';

/** How many rows two states of a table have in common. */
export interface SameRows {
  readonly head: number;
  readonly tail: number;
}

/** How many rows at the beginning and at the end of a table, without its header, are those of an earlier state of it, character by character. */
export function sameRecords(before: Table, now: Table): SameRows {
  if (before === now) return { head: now.placed ? Math.max(0, now.placed.count - 1) : now.rows.length, tail: 0 };
  if (before.placed === undefined || now.placed === undefined || before.header.length !== now.header.length) {
    return { head: 0, tail: 0 };
  }
  return sameRows(before.placed, now.placed, 1);
}

/** The same for records of equally many fields, of which those from `first` on are rows. */
export function sameRows(old: PlacedRecords, now: PlacedRecords, first: number): SameRows {
  const same = remembered.get(now)?.get(old);
  if (same === undefined) return sameSpans(spansOf(old, first), spansOf(now, first));
  const most = Math.max(0, Math.min(old.count, now.count) - first);
  const head = Math.min(most, Math.max(0, same.head - first));
  return { head, tail: Math.min(most - head, same.tail) };
}

/** By the later state and then by the earlier one; neither keeps the other alive. */
const remembered = new WeakMap<PlacedRecords, WeakMap<PlacedRecords, SameRows>>();

/** Notes how many records two states of a text have in common, as it came out when the later one was cut. */
export function rememberSame(old: PlacedRecords, now: PlacedRecords, same: SameRows): void {
  remembered.set(now, new WeakMap([[old, same]]));
}

function spansOf({ text, count, from, until }: PlacedRecords, first: number): RowSpans {
  return {
    text,
    count: Math.max(0, count - first),
    start: (row) => from(row + first),
    end: (row) => until(row + first),
  };
}

/** The same for objects in JSON. */
export function sameObjects(old: JsonPlaces, now: JsonPlaces): SameRows {
  if (old.layout !== now.layout) return { head: 0, tail: 0 };
  const spans = ({ text, starts, ends }: JsonPlaces): RowSpans => {
    return { text, count: starts.length, start: (row) => starts[row]!, end: (row) => ends[row]! };
  };
  return sameSpans(spans(old), spans(now));
}

/** The same for two states of a table of any kind. */
export function sameTableRows(before: RecordTable, now: RecordTable): SameRows {
  if (before === now) return { head: now.length, tail: 0 };
  const none = { head: 0, tail: 0 };
  if (before.placed && now.placed) {
    const { first, records } = now.placed;
    const isLike =
      before.placed.first === first &&
      before.delimiter === now.delimiter &&
      before.placed.records.width === records.width;
    return isLike ? sameRows(before.placed.records, records, first) : none;
  }
  const [old, placed] = [before.json?.placed, now.json?.placed];
  const hasSameColumns =
    before.columns.length === now.columns.length && before.columns.every((name, at) => name === now.columns[at]);
  return old && placed && hasSameColumns ? sameObjects(old.places, placed.places) : none;
}

/** Rows as parts of a text. */
interface RowSpans {
  readonly text: string;
  readonly count: number;
  readonly start: (row: number) => number;
  readonly end: (row: number) => number;
}

function sameSpans(old: RowSpans, now: RowSpans): SameRows {
  const most = Math.min(old.count, now.count);
  const from = old.text === now.text ? Infinity : sameFromStart(old.text, now.text);
  // Where a quote is closed further on, what is a row now was not one.
  const head = countWhile(
    most,
    (row) => now.end(row) < from && old.start(row) === now.start(row) && old.end(row) === now.end(row),
  );
  const until = now.text.length - sameFromEnd(old.text, now.text);
  const shift = now.text.length - old.text.length;
  // The line end before a row belongs to what has to be the same, or the row might be the end of a longer one; and what is a row now may have stood
  // inside of an earlier one.
  const isSame = (at: number): boolean => {
    const start = now.start(now.count - 1 - at);
    return start > until && old.start(old.count - 1 - at) + shift === start;
  };
  const tail = head === most ? 0 : countWhile(most - head, isSame);
  return { head, tail };
}

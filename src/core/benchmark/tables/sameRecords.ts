import type { JsonPlaces } from './jsonPlaces.ts';
import type { PlainRecords } from './plainRecords.ts';
import { countWhile, sameFromEnd, sameFromStart } from './sameText.ts';
import type { Table } from './table.ts';

/** How many rows two states of a table have in common. */
export interface SameRows {
  readonly head: number;
  readonly tail: number;
}

/** How many rows at the beginning and at the end of a table, without its header, are those of an earlier state of it, character by character. */
export function sameRecords(before: Table, now: Table): SameRows {
  if (before === now) return { head: now.plain ? Math.max(0, now.plain.count - 1) : now.rows.length, tail: 0 };
  if (before.plain === undefined || now.plain === undefined || before.header.length !== now.header.length) {
    return { head: 0, tail: 0 };
  }
  return sameRows(before.plain, now.plain, 1, now.header.length);
}

/** The same for records of equally many fields, `width`, of which those from `first` on are rows. */
export function sameRows(old: PlainRecords, now: PlainRecords, first: number, width: number): SameRows {
  return sameSpans(
    { text: old.text, count: Math.max(0, old.count - first) },
    {
      text: now.text,
      count: Math.max(0, now.count - first),
      start: (row) => now.start(row + first, 0),
      end: (row) => now.end(row + first, width - 1),
    },
  );
}

/** The same for objects in JSON. */
export function sameObjects(old: JsonPlaces, { text, layout, starts, ends }: JsonPlaces): SameRows {
  if (old.layout !== layout) return { head: 0, tail: 0 };
  const before = { text: old.text, count: old.starts.length };
  return sameSpans(before, { text, count: starts.length, start: (row) => starts[row]!, end: (row) => ends[row]! });
}

/** Rows as parts of a text. */
interface RowSpans {
  readonly text: string;
  readonly count: number;
  readonly start: (row: number) => number;
  readonly end: (row: number) => number;
}

function sameSpans(old: Pick<RowSpans, 'text' | 'count'>, now: RowSpans): SameRows {
  const most = Math.min(old.count, now.count);
  const from = old.text === now.text ? Infinity : sameFromStart(old.text, now.text);
  const head = countWhile(most, (row) => now.end(row) < from);
  const until = now.text.length - sameFromEnd(old.text, now.text);
  // The line end before a row belongs to what has to be the same, or the row might be the end of a longer one.
  const isAfter = (at: number): boolean => now.start(now.count - 1 - at) > until;
  const tail = head === most ? 0 : countWhile(most - head, isAfter);
  return { head, tail };
}

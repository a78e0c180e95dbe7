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
  const [rowsBefore, rows] = [Math.max(0, old.count - first), Math.max(0, now.count - first)];
  const most = Math.min(rowsBefore, rows);
  const from = old.text === now.text ? Infinity : sameFromStart(old.text, now.text);
  const lastIn = (at: number): boolean => now.end(at + first, width - 1) < from;
  const head = countWhile(most, lastIn);
  const until = now.text.length - sameFromEnd(old.text, now.text);
  // The line end before a row belongs to what has to be the same, or the row might be the end of a longer one.
  const isAfter = (at: number): boolean => now.start(rows - 1 - at + first, 0) > until;
  const tail = head === most ? 0 : countWhile(most - head, isAfter);
  return { head, tail };
}

import { countWhile, sameFromEnd, sameFromStart } from './sameText.ts';
import type { Table } from './table.ts';

/** How many rows at the beginning and at the end of a table, without its header, are those of an earlier state of it, character by character. */
export function sameRecords(before: Table, now: Table): { readonly head: number; readonly tail: number } {
  const [old, plain] = [before.plain, now.plain];
  if (before === now) return { head: now.plain ? Math.max(0, now.plain.count - 1) : now.rows.length, tail: 0 };
  if (old === undefined || plain === undefined) return { head: 0, tail: 0 };
  const [rowsBefore, rows] = [Math.max(0, old.count - 1), Math.max(0, plain.count - 1)];
  const most = Math.min(rowsBefore, rows);
  const width = now.header.length;
  const from = sameFromStart(old.text, plain.text);
  const lastIn = (at: number): boolean => plain.end(at + 1, width - 1) < from;
  const head = countWhile(most, lastIn);
  const until = plain.text.length - sameFromEnd(old.text, plain.text);
  // The line end before a row belongs to what has to be the same, or the row might be the end of a longer one.
  const isAfter = (at: number): boolean => plain.start(rows - at, 0) > until;
  const tail = countWhile(most - head, isAfter);
  return { head, tail };
}

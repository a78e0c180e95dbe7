import type { Table } from './table.ts';

/** Texts are compared in pieces of this many characters first. */
const pieceLength = 1 << 16;

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

/** How many of `most` places, from 0 on, pass a test that fails from some place on. */
function countWhile(most: number, test: (at: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sameFromStart(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at + pieceLength <= length && a.slice(at, at + pieceLength) === b.slice(at, at + pieceLength)) {
    at += pieceLength;
  }
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function sameFromEnd(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  const piece = (text: string, at: number) => text.slice(text.length - at - pieceLength, text.length - at);
  let at = 0;
  while (at + pieceLength <= length && piece(a, at) === piece(b, at)) at += pieceLength;
  while (at < length && a.charCodeAt(a.length - 1 - at) === b.charCodeAt(b.length - 1 - at)) at++;
  return at;
}

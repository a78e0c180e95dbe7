import { hashOn, hashStart, hashWith, stirred } from '../fnv1a.ts';
import { textAt, type TextParts } from './itemColumns.ts';

/**
 * An open hash over the ids of a table: slots hold the place of an item plus 1, 0 is a free one. Kept as numbers, so that it goes to
 * another thread without being copied and costs some eight bytes an item.
 */
export function idIndex(ids: TextParts): Uint32Array<ArrayBuffer> {
  return slotsOf(hashesOf(ids));
}

/** Hashes of before, and for each id of now the place that it had then, -1 for none. */
interface KnownHashes {
  readonly was: Int32Array;
  readonly hashes: Uint32Array;
}

/** The hashes of all ids. With `known`, those of ids that had a place before (-1 for none) are taken from there. */
export function hashesOf({ all, ends }: TextParts, known?: KnownHashes): Uint32Array {
  const hashes = new Uint32Array(ends.length);
  if (known === undefined && hashAscii({ all, ends }, hashes)) return hashes;
  if (known) takeOver(hashes, known);
  for (let i = nextNew(known?.was, 0); i < ends.length; i = nextNew(known?.was, i + 1)) {
    hashes[i] = hashOf(all, (i === 0 ? 0 : ends[i - 1]!) + 1, ends[i]!);
  }
  return hashes;
}

function takeOver(hashes: Uint32Array, { was, hashes: before }: KnownHashes): void {
  for (let i = 0; i < was.length; i++) if (was[i] !== -1) hashes[i] = before[was[i]!]!;
}

/** The first place from one on that there was not before. */
function nextNew(was: Int32Array | undefined, from: number): number {
  if (was === undefined) return from;
  const next = was.indexOf(-1, from);
  return next === -1 ? was.length : next;
}

/** Bytes that are made of ids at once. */
const bytesAtOnce = 64 * 1024;

/** The same for ids of ASCII alone, which are hashed as bytes: to ask a text for each of its characters takes three times as long. False where some are of more. */
function hashAscii({ all, ends }: Pick<TextParts, 'all' | 'ends'>, hashes: Uint32Array): boolean {
  const encoder = new TextEncoder();
  const bytes = new Uint8Array(Math.min(bytesAtOnce, all.length));
  for (let i = 0, from = 0; i < ends.length; from = ends[i - 1]!) {
    const next = firstBeyond(ends, i, from + bytes.length);
    const until = ends[next - 1]!;
    // An id that is longer than all that is made at once.
    if (next === i) return false;
    const { read, written } = encoder.encodeInto(all.slice(from, until), bytes);
    if (read !== until - from || written !== read) return false;
    for (let start = 0; i < next; i++) {
      const end = ends[i]! - from;
      let hash = hashStart;
      for (let at = start + 1; at < end; at++) hash = hashWith(hash, bytes[at]!);
      hashes[i] = stirred(hash);
      start = end;
    }
  }
  return true;
}

/** The first id from one on that ends beyond a place. */
function firstBeyond(ends: Uint32Array, from: number, place: number): number {
  let at = from;
  while (at < ends.length && ends[at]! <= place) at++;
  return at;
}

/** The slots of ids with these hashes. */
export function slotsOf(hashes: Uint32Array): Uint32Array<ArrayBuffer> {
  const slots = new Uint32Array(sizeFor(hashes.length));
  const mask = slots.length - 1;
  for (let i = 0; i < hashes.length; i++) {
    let slot = hashes[i]! & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = i + 1;
  }
  return slots;
}

/** The place of an id, counted from 0; -1 when no item has it. */
export function placeOfId(slots: Uint32Array, ids: TextParts, id: string): number {
  const mask = slots.length - 1;
  for (let slot = hashOf(id, 0, id.length) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
    const place = slots[slot]! - 1;
    if (textAt(ids, place) === id) return place;
  }
  return -1;
}

/** At most half of the slots are taken. */
function sizeFor(items: number): number {
  let size = 16;
  while (size < items * 2) size *= 2;
  return size;
}

function hashOf(text: string, start: number, end: number): number {
  return stirred(hashOn(hashStart, text, start, end));
}

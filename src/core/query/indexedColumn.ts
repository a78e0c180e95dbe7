import type { TextParts } from '../benchmark/itemColumns.ts';
import { sameFromEnd, sameFromStart } from '../benchmark/tables/sameText.ts';
import { Bits } from './bits.ts';
import { crossLooked } from './codeBits.ts';
import { askedOf, NumberedTexts, type WantedText } from './numberedTexts.ts';
import type { Turns } from '../turns.ts';

/** A column of running text with an index over it. */
interface IndexedColumn extends TextParts {
  readonly texts: NumberedTexts;
  /** For each item the number of its text; 0 where it has none. */
  readonly numbers: Uint32Array;
}

const indexed = new WeakMap<Uint32Array, IndexedColumn>();
/** The newest ones: after a file event most of the texts of one of them are there again. */
const newest = new Set<WeakRef<IndexedColumn>>();
/** Texts taken in between two turns of others. */
const takenAtOnce = 64;
/** So many texts that came are taken in when something is searched, and not before. */
const fewNew = 2048;

/** Indexes a column, which takes about three to four times as much memory as its texts and makes a search in it several times quicker; remembered as long as the column lives. */
export function* indexColumn(column: TextParts): Turns<void> {
  if (!indexed.has(column.ends)) yield* takesOver(column, Infinity);
  const known = indexed.get(column.ends);
  if (known !== undefined) return yield* known.texts.settle();
  const numbers = new Uint32Array(column.ends.length);
  const texts = new NumberedTexts();
  yield* takeIn(texts, column, numbers, 0, numbers.length);
  yield* texts.close();
  remember(column, { texts, numbers });
}

function remember({ kind, all, ends }: TextParts, made: Pick<IndexedColumn, 'texts' | 'numbers'>): void {
  const column = { kind, all, ends, ...made };
  indexed.set(ends, column);
  newest.add(new WeakRef(column));
}

function* takeIn(
  texts: NumberedTexts,
  { all, ends }: TextParts,
  numbers: Uint32Array,
  from: number,
  until: number,
): Turns<void> {
  for (let item = from; item < until; item++) {
    const start = item === 0 ? 0 : ends[item - 1]!;
    if (ends[item]! > start) numbers[item] = texts.add([all.slice(start + 1, ends[item])]);
    if (item % takenAtOnce !== takenAtOnce - 1) continue;
    yield* texts.settle();
    yield;
  }
}

/** How many items of two columns have the same texts, from the first and from the last on. */
interface SameItems {
  readonly head: number;
  readonly tail: number;
}

function sameItems(before: IndexedColumn, { all, ends }: TextParts): SameItems {
  const most = Math.min(before.ends.length, ends.length);
  const start = sameFromStart(before.all, all);
  let head = 0;
  while (head < most && before.ends[head] === ends[head] && ends[head]! <= start) head++;
  const begin = all.length - sameFromEnd(before.all, all);
  const [moved, further] = [ends.length - before.ends.length, all.length - before.all.length];
  let tail = 0;
  for (; tail < most - head; tail++) {
    const item = ends.length - tail - 1;
    const [from, fromBefore] = [ends[item - 1] ?? 0, before.ends[item - moved - 1] ?? 0];
    if (from < begin || from - fromBefore !== further || ends[item]! - before.ends[item - moved]! !== further) break;
  }
  return { head, tail };
}

/** Indexes a column by one of the newest, where most texts are the same and no more than so many others. */
function* takesOver(column: TextParts, mostNew: number): Turns<void> {
  const { length } = column.ends;
  for (const one of newest) {
    const before = one.deref();
    if (before === undefined) newest.delete(one);
    // Where many have come and gone, a new index is smaller.
    if (before === undefined || before.texts.count > 2 * length + fewNew) continue;
    const { head, tail } = sameItems(before, column);
    if (2 * (head + tail) < length || head + tail + mostNew < length) continue;
    newest.delete(one);
    const numbers = new Uint32Array(length);
    numbers.set(before.numbers.subarray(0, head));
    numbers.set(before.numbers.subarray(before.numbers.length - tail), length - tail);
    yield* takeIn(before.texts, column, numbers, head, length - tail);
    remember(column, { texts: before.texts, numbers });
    return;
  }
}

/**
 * 1 for each item of a column whose text, if it has one, is as wanted in all ways; `undefined` where the column has no index. Items where `open` is 0 have 0,
 * and are passed over as far as may be.
 */
export function* searchIndex(column: TextParts, wanted: readonly WantedText[], open?: Bits): Turns<Bits | undefined> {
  if (!indexed.has(column.ends)) yield* takesOver(column, fewNew);
  const known = indexed.get(column.ends);
  if (known === undefined) return undefined;
  const { texts, numbers } = known;
  const held = yield* texts.holding(wanted, () => open && askedOf(texts.count, [{ numbers, mask: open }]));
  held.clear(0);
  const mask = open?.copy() ?? Bits.filled(numbers.length);
  crossLooked(mask, numbers, held);
  return mask;
}

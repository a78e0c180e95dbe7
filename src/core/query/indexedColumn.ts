import type { TextParts } from '../benchmark/itemColumns.ts';
import { looked } from './masks.ts';
import { NumberedTexts, passedOver } from './numberedTexts.ts';
import { isPhrase } from './searchIndexed.ts';
import type { Turns } from '../turns.ts';

/** A column of running text with an index over it. */
interface IndexedColumn {
  readonly texts: NumberedTexts;
  /** For each item the number of its text; 0 where it has none. */
  readonly numbers: Uint32Array;
}

const indexed = new WeakMap<Uint32Array, IndexedColumn>();
/** Texts taken in between two turns of others. */
const takenAtOnce = 64;

/** Indexes a column, which takes about as much memory as its texts and makes a search in it several times quicker; remembered as long as the column lives. */
export function* indexColumn({ all, ends }: TextParts): Turns<void> {
  if (indexed.has(ends)) return;
  const texts = new NumberedTexts();
  const numbers = new Uint32Array(ends.length);
  for (let item = 0, start = 0; item < ends.length; start = ends[item++]!) {
    if (ends[item]! > start) numbers[item] = texts.add([all.slice(start + 1, ends[item])]);
    if (item % takenAtOnce === takenAtOnce - 1) yield;
  }
  texts.close();
  indexed.set(ends, { texts, numbers });
}

/** 1 for each item of a column whose text holds a part; `undefined` where the column has no index. Items where `open` is 0 are passed over as far as may be. */
export function* searchIndex({ ends }: TextParts, part: string, open?: Uint8Array): Turns<Uint8Array | undefined> {
  const column = indexed.get(ends);
  if (column === undefined) return undefined;
  const { texts, numbers } = column;
  const passed = open && isPhrase(part) ? passedOver(texts.count, [{ numbers, mask: open }]) : undefined;
  return looked(numbers, yield* texts.search(part, passed), new Uint8Array(numbers.length));
}

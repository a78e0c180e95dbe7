import type { TextColumn } from '../benchmark/itemColumns.ts';
import { isNumber } from './language/query.ts';
import type { Turns } from '../turns.ts';

const known = new WeakMap<Uint32Array, Float64Array>();

/** Texts looked at between two turns of others. */
const textsAtOnce = 8192;

/** The number that each text of a column is, `NaN` for those that are none; remembered as long as the column lives. */
export function* textNumbers(column: TextColumn): Turns<Float64Array> {
  const before = known.get(column.ends);
  if (before !== undefined) return before;
  const numbers = new Float64Array(column.ends.length).fill(NaN);
  for (let i = 0; i < numbers.length; i++) {
    const text = column.at(i)?.trim();
    if (text !== undefined && isNumber(text)) numbers[i] = Number(text);
    if (i % textsAtOnce === textsAtOnce - 1) yield;
  }
  known.set(column.ends, numbers);
  return numbers;
}

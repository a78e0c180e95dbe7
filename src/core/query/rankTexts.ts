import type { TextColumn } from '../benchmark/itemColumns.ts';
import { compareNatural } from '../benchmark/naturalOrder.ts';
import { isNumber } from './query.ts';

/** Texts that are looked at, or put in order, between two turns of others. */
const atOnce = 2048;

/** The rank of each item's text among the distinct ones: by value where all are numbers, else in natural order; 0 where there is none. Yields now and then. */
export function* rankTexts(column: TextColumn, length: number): Generator<void, Uint32Array> {
  const places = new Map<string, number>();
  const texts: string[] = [];
  const codes = new Int32Array(length).fill(-1);
  let areNumbers = true;
  for (let i = 0; i < length; i++) {
    const text = column.at(i);
    if (text !== undefined) {
      let code = places.get(text);
      if (code === undefined) {
        code = texts.push(text) - 1;
        places.set(text, code);
        areNumbers &&= isNumber(text.trim());
      }
      codes[i] = code;
    }
    if (i % atOnce === atOnce - 1) yield;
  }
  const numbers = areNumbers ? Float64Array.from(texts, Number) : undefined;
  const compare = numbers
    ? (a: number, b: number) => numbers[a]! - numbers[b]!
    : (a: number, b: number) => compareNatural(texts[a]!, texts[b]!);
  const ordered = yield* sortByTurns(texts.length, compare);
  const rankOf = new Uint32Array(texts.length);
  for (let rank = 0; rank < ordered.length; rank++) rankOf[ordered[rank]!] = rank;
  const ranks = new Uint32Array(length);
  for (let i = 0; i < length; i++) ranks[i] = codes[i] === -1 ? 0 : rankOf[codes[i]!]!;
  return ranks;
}

/** Sorts the numbers from 0 up to `length`, stably: some at once, then by merging them. */
function* sortByTurns(length: number, compare: (a: number, b: number) => number): Generator<void, Uint32Array> {
  let from = new Uint32Array(length);
  for (let start = 0; start < length; start += atOnce) {
    const end = Math.min(start + atOnce, length);
    from.set(Array.from({ length: end - start }, (_, i) => start + i).sort(compare), start);
    yield;
  }
  let to = new Uint32Array(length);
  for (let width = atOnce; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const [middle, end] = [Math.min(start + width, length), Math.min(start + 2 * width, length)];
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        const takesLeft = left < middle && (right >= end || compare(from[left]!, from[right]!) <= 0);
        to[at] = takesLeft ? from[left++]! : from[right++]!;
        if (at % atOnce === atOnce - 1) yield;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

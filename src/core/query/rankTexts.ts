import type { TextColumn } from '../benchmark/itemColumns.ts';
import { orderLabels } from '../benchmark/labelFolding.ts';
import { compareNatural } from '../benchmark/naturalOrder.ts';
import { isNumber } from './language/query.ts';
import type { Turns } from '../turns.ts';

/** Texts that are looked at, or put in order, between two turns of others. */
const atOnce = 2048;

/** How distinct texts are ordered: `labels` in their fixed order, else by value where all are numbers, else in natural order. */
export type TextOrder = 'labels' | 'values' | 'natural';

/** A column of text with a number for each distinct one, from 1 on in the order of their first items; 0 where an item has none. */
export interface CodedTexts {
  readonly values: readonly string[];
  readonly codes: Uint32Array;
}

/** Numbers the distinct texts of a column. */
export function* codeTexts(column: TextColumn, length: number): Turns<CodedTexts> {
  const places = new Map<string, number>();
  const values: string[] = [];
  const codes = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const text = column.at(i);
    if (text !== undefined) {
      let code = places.get(text);
      if (code === undefined) places.set(text, (code = values.push(text)));
      codes[i] = code;
    }
    if (i % atOnce === atOnce - 1) yield;
  }
  return { values, codes };
}

/** Where each of some distinct texts comes in an order, counted from 0. */
export function* rankTexts(values: readonly string[], order: TextOrder): Turns<Uint32Array> {
  const ranks = new Uint32Array(values.length);
  const ordered = yield* orderTexts(values, order);
  for (let rank = 0; rank < ordered.length; rank++) ranks[ordered[rank]!] = rank;
  return ranks;
}

/** The places of some distinct texts in an order. */
export function* orderTexts(values: readonly string[], order: TextOrder): Turns<Uint32Array> {
  if (order === 'labels' && values.length <= atOnce) {
    const places = new Map(values.map((value, place) => [value, place]));
    return Uint32Array.from(orderLabels(values), (value) => places.get(value)!);
  }
  const numbers = order === 'values' ? numbersOf(values) : undefined;
  yield;
  if (numbers !== undefined) return yield* sortByTurns(values.length, (a, b) => numbers[a]! - numbers[b]!);
  return yield* sortByTurns(values.length, (a, b) => compareNatural(values[a]!, values[b]!));
}

/** `undefined` where one is no number. */
function numbersOf(values: readonly string[]): Float64Array | undefined {
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const text = values[i]!.trim();
    if (!isNumber(text)) return undefined;
    numbers[i] = Number(text);
  }
  return numbers;
}

/** Sorts the numbers from 0 up to `length`, stably: some at once, then by merging them. */
function* sortByTurns(length: number, compare: (a: number, b: number) => number): Turns<Uint32Array> {
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

import { allPlaces } from './placeList.ts';
import type { Turns } from '../turns.ts';

/** Where each item comes in an order: a rank below `bound`, equal for those that are equal, or `bound` where it has no value. */
export interface Ranks {
  readonly ranks: Uint32Array;
  readonly bound: number;
}

/** Bits of a rank that are sorted by at once: so few that all the places that are written to stay near at hand. */
const mostBits = 11;

/**
 * Brings places in the order of their ranks, leaving those with equal ones as they are; what has no value comes last either way. A radix sort, because
 * a comparison for each pair of 287,000 items would hold everything else up.
 */
export function byRanks(places: Uint32Array, { ranks, bound }: Ranks, descending: boolean): Uint32Array {
  const keys = new Uint32Array(places.length);
  let [before, falls] = [0, 0];
  for (let i = 0; i < places.length; i++) {
    const rank = ranks[places[i]!]!;
    // None would be below 0, and so higher than all others.
    const key = descending ? Math.min((bound - 1 - rank) >>> 0, bound) : rank;
    falls |= Number(key < before);
    keys[i] = before = key;
  }
  return falls === 0 ? places : radix(places, keys, bound);
}

function radix(places: Uint32Array, keys: Uint32Array, most: number): Uint32Array {
  const bits = 32 - Math.clz32(most);
  const steps = Math.ceil(bits / mostBits);
  const width = Math.ceil(bits / steps);
  let [fromPlaces, fromKeys] = [places, keys];
  for (let step = 0; step < steps; step++) {
    const next = beginnings(fromKeys, step * width, width);
    const toPlaces = new Uint32Array(places.length);
    const toKeys = step < steps - 1 ? new Uint32Array(places.length) : undefined;
    distribute({ places: fromPlaces, keys: fromKeys }, { places: toPlaces, keys: toKeys }, next, step * width);
    [fromPlaces, fromKeys] = [toPlaces, toKeys ?? fromKeys];
  }
  return fromPlaces;
}

/** Where those begin that have each digit. */
function beginnings(keys: Uint32Array, shift: number, width: number): Uint32Array {
  const next = new Uint32Array(1 << width);
  const digits = next.length - 1;
  for (let i = 0; i < keys.length; i++) next[(keys[i]! >>> shift) & digits]!++;
  for (let digit = 0, start = 0; digit < next.length; digit++) {
    const count = next[digit]!;
    next[digit] = start;
    start += count;
  }
  return next;
}

interface Keyed {
  readonly places: Uint32Array;
  readonly keys: Uint32Array | undefined;
}

function distribute(from: Keyed & { readonly keys: Uint32Array }, to: Keyed, next: Uint32Array, shift: number): void {
  const digits = next.length - 1;
  const { places, keys } = from;
  const { places: toPlaces, keys: toKeys } = to;
  if (toKeys === undefined) {
    for (let i = 0; i < keys.length; i++) toPlaces[next[(keys[i]! >>> shift) & digits]!++] = places[i]!;
    return;
  }
  for (let i = 0; i < keys.length; i++) {
    const at = next[(keys[i]! >>> shift) & digits]!++;
    toPlaces[at] = places[i]!;
    toKeys[at] = keys[i]!;
  }
}

/** Ranks numbers, of which `NaN` is none; yields now and then. */
export function* rankNumbers(values: Float64Array): Turns<Ranks> {
  const halves = numberHalves(values);
  let order = allPlaces(values.length);
  for (const ranks of halves) {
    yield;
    order = byRanks(order, { ranks, bound: 0xffffffff }, false);
  }
  yield;
  const ranks = new Uint32Array(values.length);
  let [rank, before] = [-1, NaN];
  for (let i = 0; i < order.length; i++) {
    const value = values[order[i]!]!;
    if (value !== before && !Number.isNaN(value)) rank++;
    before = value;
    ranks[order[i]!] = rank;
  }
  const bound = rank + 1;
  for (let i = 0; i < ranks.length; i++) if (Number.isNaN(values[i]!)) ranks[i] = bound;
  return { ranks, bound };
}

/** The low and the high bits of doubles, turned so that they order as unsigned numbers (IEEE 754: the sign decides, then exponent and fraction). */
function numberHalves(values: Float64Array): readonly [Uint32Array, Uint32Array] {
  // Minus nought is nought.
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) numbers[i] = values[i]! + 0;
  const bits = new Uint32Array(numbers.buffer);
  const [low, high] = [new Uint32Array(values.length), new Uint32Array(values.length)];
  for (let i = 0; i < values.length; i++) {
    const [l, h] = [bits[2 * i]!, bits[2 * i + 1]!];
    const flip = h >>> 31 === 1 ? 0xffffffff : 0;
    low[i] = l ^ flip;
    high[i] = Number.isNaN(values[i]!) ? 0xffffffff : h ^ (flip | 0x80000000);
  }
  return [low, high];
}

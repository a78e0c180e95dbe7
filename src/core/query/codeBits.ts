import { Bits, lowestIn, onesIn } from './bits.ts';

/** By code: what a test says of no value, then of each value. */
export function tableOf<T>(values: readonly T[], test: (value: T) => boolean, absent: boolean): Uint8Array {
  const table = new Uint8Array(values.length + 1);
  table[0] = absent ? 1 : 0;
  for (let i = 0; i < values.length; i++) table[i + 1] = test(values[i]!) ? 1 : 0;
  return table;
}

type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Codes that are brought into one kind at once: a multiple of 32. */
const atOnce = 1024;

/**
 * 1 where a table has 1 for a code; codes that are not in the table have 0. Here and below what is done for one word of bits is a function of its own:
 * a loop inside another one is left again and again by the engine for a slower form of it, thousands of times in a thousand queries.
 */
export function looked(codes: Codes, table: Uint8Array): Bits {
  const bits = new Bits(codes.length);
  // One loop for all kinds of numbers would be twice as slow as one for one kind.
  const some = new Uint32Array(atOnce);
  for (let word = 0, at = atOnce; word < bits.words.length; word++, at += 32) {
    if (at === atOnce) {
      some.set(codes.subarray(word * 32, word * 32 + atOnce));
      at = 0;
    }
    bits.words[word] = lookedWord(some, at, Math.min(32, codes.length - word * 32), table);
  }
  return bits;
}

function lookedWord(codes: Uint32Array, from: number, count: number, table: Uint8Array): number {
  let held = 0;
  for (let bit = 0; bit < count; bit++) held |= (table[codes[from + bit]!] ?? 0) << bit;
  return held;
}

/** Which numbers are found beside one that is looked for: 1 where those that are lower, equal or higher are. Those that are none never are. */
export interface NumberSides {
  readonly lower: 0 | 1;
  readonly equal: 0 | 1;
  readonly higher: 0 | 1;
}

/** 1 where a number lies on a side of another one that is found. */
export function onSides(values: Float64Array, wanted: number, sides: NumberSides): Bits {
  const bits = new Bits(values.length);
  for (let word = 0; word < bits.words.length; word++) bits.words[word] = sidesWord(values, word * 32, wanted, sides);
  return bits;
}

/** Without a branch, because nothing foretells which way numbers go. */
function sidesWord(values: Float64Array, from: number, wanted: number, { lower, equal, higher }: NumberSides): number {
  const count = Math.min(32, values.length - from);
  let held = 0;
  for (let bit = 0; bit < count; bit++) {
    const value = values[from + bit]!;
    const [isLower, isEqual, isHigher] = [Number(value < wanted), Number(value === wanted), Number(value > wanted)];
    held |= ((isLower & lower) | (isEqual & equal) | (isHigher & higher)) << bit;
  }
  return held;
}

/** 1 where there is a number. */
export function numberThere(values: Float64Array): Bits {
  return onSides(values, 0, { lower: 1, equal: 1, higher: 1 });
}

/** 1 where a code is not 0. */
export function coded(codes: Codes): Bits {
  if (codes instanceof Uint8Array) return present(codes);
  const bits = new Bits(codes.length);
  const { words } = bits;
  for (let i = 0; i < codes.length; i++) words[i >>> 5]! |= Number(codes[i] !== 0) << (i & 31);
  return bits;
}

/** The same for codes of a byte, four at a time. */
export function present(codes: Uint8Array): Bits {
  if (codes.byteOffset % 4 !== 0) return Bits.from(codes);
  const bits = new Bits(codes.length);
  const fours = new Uint32Array(codes.buffer, codes.byteOffset, codes.length >> 2);
  for (let word = 0; word < bits.words.length; word++) bits.words[word] = presentWord(fours, word * 8);
  for (let place = fours.length * 4; place < codes.length; place++) if (codes[place] !== 0) bits.set(place);
  return bits;
}

function presentWord(fours: Uint32Array, from: number): number {
  const count = Math.min(8, fours.length - from);
  let held = 0;
  for (let i = 0; i < count; i++) {
    // The lowest bit of each byte takes up the other seven of it: what comes over from the next byte stays in the higher ones.
    let some = fours[from + i]!;
    some |= some >>> 4;
    some |= some >>> 2;
    some = (some | (some >>> 1)) & 0x01010101;
    // Brings the four of them together in the highest four bits.
    held |= (Math.imul(some, 0x10204080) >>> 28) << (i * 4);
  }
  return held;
}

/** So few bits of a word are quicker gone to one by one than gone through. */
const fewOnes = 8;

/** Leaves 1 where other bits have it for the code; those that have no such place have 0. */
export function crossLooked({ words, length }: Bits, codes: Uint32Array, other: Bits): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === 0) continue;
    words[i] =
      onesIn(word) <= fewOnes
        ? crossedOnes(word, codes, i * 32, other.words)
        : word & crossedWord(codes, i * 32, Math.min(32, length - i * 32), other.words);
  }
}

function crossedOnes(word: number, codes: Uint32Array, from: number, held: Uint32Array): number {
  let kept = 0;
  for (let left = word; left !== 0; left &= left - 1) {
    const bit = lowestIn(left);
    const code = codes[from + bit]!;
    kept |= (((held[code >>> 5] ?? 0) >>> (code & 31)) & 1) << bit;
  }
  return kept;
}

function crossedWord(codes: Uint32Array, from: number, count: number, held: Uint32Array): number {
  let kept = 0;
  for (let bit = 0; bit < count; bit++) {
    const code = codes[from + bit]!;
    kept |= (((held[code >>> 5] ?? 0) >>> (code & 31)) & 1) << bit;
  }
  return kept;
}

/** Sets 1 in other bits for the code of each place that has 1. */
export function uniteLooked(other: Bits, codes: Uint32Array, { words }: Bits): void {
  for (let i = 0; i < words.length; i++) if (words[i] !== 0) uniteWord(words[i]!, codes, i * 32, other.words);
}

/** Codes mostly rise from place to place: bits of one word of the others are brought together before that is written. */
function uniteWord(word: number, codes: Uint32Array, from: number, held: Uint32Array): void {
  let [at, own] = [0, 0];
  for (let place = from, left = word; left !== 0; place++, left >>>= 1) {
    const code = codes[place]!;
    if (code >>> 5 !== at) {
      held[at]! |= own;
      at = code >>> 5;
      own = 0;
    }
    own |= (left & 1) << (code & 31);
  }
  held[at]! |= own;
}

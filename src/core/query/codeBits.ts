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

/** 1 where a table has 1 for a code; codes that are not in the table have 0. */
export function looked(codes: Codes, table: Uint8Array): Bits {
  const bits = new Bits(codes.length);
  // One loop for all kinds of numbers would be twice as slow as one for one kind.
  const some = new Uint32Array(atOnce);
  for (let from = 0; from < codes.length; from += atOnce) {
    const own = codes.subarray(from, from + atOnce);
    some.set(own);
    for (let at = 0, word = from >>> 5; at < own.length; word++) {
      const end = Math.min(at + 32, own.length);
      let held = 0;
      for (let bit = 0; at < end; at++, bit++) held |= (table[some[at]!] ?? 0) << bit;
      bits.words[word] = held;
    }
  }
  return bits;
}

/** Which numbers are found beside one that is looked for: 1 where those that are lower, equal or higher are. Those that are none never are. */
export interface NumberSides {
  readonly lower: 0 | 1;
  readonly equal: 0 | 1;
  readonly higher: 0 | 1;
}

/** 1 where a number lies on a side of another one that is found. Without a branch, because nothing foretells which way numbers go. */
export function onSides(values: Float64Array, wanted: number, { lower, equal, higher }: NumberSides): Bits {
  const bits = new Bits(values.length);
  for (let word = 0, at = 0; at < values.length; word++) {
    const end = Math.min(at + 32, values.length);
    let held = 0;
    for (let bit = 0; at < end; at++, bit++) {
      const value = values[at]!;
      const [isLower, isEqual, isHigher] = [Number(value < wanted), Number(value === wanted), Number(value > wanted)];
      held |= ((isLower & lower) | (isEqual & equal) | (isHigher & higher)) << bit;
    }
    bits.words[word] = held;
  }
  return bits;
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
  for (let i = 0; i < fours.length; i++) {
    // The lowest bit of each byte takes up the other seven of it: what comes over from the next byte stays in the higher ones.
    let some = fours[i]!;
    some |= some >>> 4;
    some |= some >>> 2;
    some = (some | (some >>> 1)) & 0x01010101;
    // Brings the four of them together in the highest four bits.
    bits.words[i >>> 3]! |= (Math.imul(some, 0x10204080) >>> 28) << ((i & 7) * 4);
  }
  for (let place = fours.length * 4; place < codes.length; place++) if (codes[place] !== 0) bits.set(place);
  return bits;
}

/** So few bits of a word are quicker gone to one by one than gone through. */
const fewOnes = 8;

/** Leaves 1 where other bits have it for the code; those that have no such place have 0. */
export function crossLooked({ words, length }: Bits, codes: Uint32Array, other: Bits): void {
  const held = other.words;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === 0) continue;
    let kept = 0;
    if (onesIn(word) <= fewOnes) {
      for (let left = word; left !== 0; left &= left - 1) {
        const bit = lowestIn(left);
        const code = codes[i * 32 + bit]!;
        kept |= (((held[code >>> 5] ?? 0) >>> (code & 31)) & 1) << bit;
      }
    } else {
      const end = Math.min(32, length - i * 32);
      for (let bit = 0, place = i * 32; bit < end; bit++, place++) {
        const code = codes[place]!;
        kept |= (((held[code >>> 5] ?? 0) >>> (code & 31)) & 1) << bit;
      }
    }
    words[i] = word & kept;
  }
}

/** Sets 1 in other bits for the code of each place that has 1. */
export function uniteLooked(other: Bits, codes: Uint32Array, { words }: Bits): void {
  const held = other.words;
  for (let i = 0; i < words.length; i++) {
    for (let left = words[i]!; left !== 0; left &= left - 1) {
      const code = codes[i * 32 + lowestIn(left)]!;
      held[code >>> 5]! |= 1 << (code & 31);
    }
  }
}

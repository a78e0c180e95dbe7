/** By code: what a test says of no value, then of each value. */
export function tableOf<T>(values: readonly T[], test: (value: T) => boolean, absent: boolean): Uint8Array {
  const table = new Uint8Array(values.length + 1);
  table[0] = absent ? 1 : 0;
  for (let i = 0; i < values.length; i++) table[i + 1] = test(values[i]!) ? 1 : 0;
  return table;
}

type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Looks up each code in a table. */
export function looked(codes: Codes, table: Uint8Array, into: Uint8Array): Uint8Array {
  // Engines make one loop for all kinds of numbers that it has seen, several times slower than one for each kind.
  if (codes instanceof Uint8Array) lookedBytes(codes, table, into);
  else if (codes instanceof Uint16Array) lookedShorts(codes, table, into);
  else lookedWords(codes, table, into);
  return into;
}

function lookedBytes(codes: Uint8Array, table: Uint8Array, into: Uint8Array): void {
  for (let i = 0; i < into.length; i++) into[i] = table[codes[i]!] ?? 0;
}

function lookedShorts(codes: Uint16Array, table: Uint8Array, into: Uint8Array): void {
  for (let i = 0; i < into.length; i++) into[i] = table[codes[i]!] ?? 0;
}

function lookedWords(codes: Uint32Array, table: Uint8Array, into: Uint8Array): void {
  for (let i = 0; i < into.length; i++) into[i] = table[codes[i]!] ?? 0;
}

/** Which numbers are found beside one that is looked for: 1 where those that are lower, equal or higher are. Those that are none never are. */
export interface NumberSides {
  readonly lower: 0 | 1;
  readonly equal: 0 | 1;
  readonly higher: 0 | 1;
}

/** 1 where a number lies on a side of another one that is found. Without a branch, because nothing foretells which way numbers go. */
export function sideMask(values: Float64Array, wanted: number, { lower, equal, higher }: NumberSides): Uint8Array {
  const mask = new Uint8Array(values.length);
  for (let i = 0; i < mask.length; i++) {
    const value = values[i]!;
    mask[i] = (Number(value < wanted) & lower) | (Number(value === wanted) & equal) | (Number(value > wanted) & higher);
  }
  return mask;
}

/** 1 where there is a number. */
export function numberThere(values: Float64Array): Uint8Array {
  const mask = new Uint8Array(values.length);
  for (let i = 0; i < mask.length; i++) mask[i] = Number(values[i] === values[i]);
  return mask;
}

/** 1 where a code is not 0. */
export function coded(codes: Codes): Uint8Array {
  const mask = new Uint8Array(codes.length);
  for (let i = 0; i < mask.length; i++) mask[i] = Number(codes[i] !== 0);
  return mask;
}

/** A mask four places at a time; what is left over at its end is up to the caller. */
function fours(mask: Uint8Array): Uint32Array {
  return new Uint32Array(mask.buffer, mask.byteOffset, mask.length >> 2);
}

/** The same for codes of a byte, four at a time. */
export function present(codes: Uint8Array): Uint8Array {
  const mask = codes.slice();
  const all = fours(mask);
  for (let i = 0; i < all.length; i++) {
    // The lowest bit of each byte takes up the other seven of it: what comes over from the next byte stays in the higher ones.
    let bits = all[i]!;
    bits |= bits >>> 4;
    bits |= bits >>> 2;
    all[i] = (bits | (bits >>> 1)) & 0x01010101;
  }
  for (let i = all.length * 4; i < mask.length; i++) mask[i] = mask[i] === 0 ? 0 : 1;
  return mask;
}

/** 1 where a mask is 0. */
export function inverted(mask: Uint8Array): Uint8Array {
  const other = mask.slice();
  const all = fours(other);
  for (let i = 0; i < all.length; i++) all[i]! ^= 0x01010101;
  for (let i = all.length * 4; i < other.length; i++) other[i]! ^= 1;
  return other;
}

/** The mask, or its opposite. */
export function turned(mask: Uint8Array, holds: boolean): Uint8Array {
  return holds ? mask : inverted(mask);
}

/** Leaves 1 where the other mask has it too. */
export function cross(mask: Uint8Array, other: Uint8Array): void {
  const [all, others] = [fours(mask), fours(other)];
  for (let i = 0; i < all.length; i++) all[i]! &= others[i]!;
  for (let i = all.length * 4; i < mask.length; i++) mask[i]! &= other[i]!;
}

/** Leaves 1 where the code has it in a table; what is not in that table has 0. */
export function crossLooked(mask: Uint8Array, codes: Uint32Array, table: Uint8Array): void {
  const all = fours(mask);
  for (let i = 0, at = 0; i < all.length; i++, at += 4) {
    if (all[i] === 0) continue;
    const low = (table[codes[at]!] ?? 0) | ((table[codes[at + 1]!] ?? 0) << 8);
    const high = (table[codes[at + 2]!] ?? 0) | ((table[codes[at + 3]!] ?? 0) << 8);
    all[i]! &= low | (high << 16);
  }
  for (let i = all.length * 4; i < mask.length; i++) mask[i]! &= table[codes[i]!] ?? 0;
}

/** Sets 1 in a table for each code that the mask has. */
export function uniteLooked(table: Uint8Array, codes: Uint32Array, mask: Uint8Array): void {
  const all = fours(mask);
  for (let i = 0, at = 0; i < all.length; i++, at += 4) {
    const some = all[i]!;
    if (some === 0) continue;
    // Without a further branch: which items a query asks about looks like chance.
    table[codes[at]!]! |= some & 1;
    table[codes[at + 1]!]! |= (some >>> 8) & 1;
    table[codes[at + 2]!]! |= (some >>> 16) & 1;
    table[codes[at + 3]!]! |= some >>> 24;
  }
  for (let i = all.length * 4; i < mask.length; i++) table[codes[i]!]! |= mask[i]!;
}

/** Sets 1 where the other mask has it. */
export function unite(mask: Uint8Array, other: Uint8Array): void {
  const [all, others] = [fours(mask), fours(other)];
  for (let i = 0; i < all.length; i++) all[i]! |= others[i]!;
  for (let i = all.length * 4; i < mask.length; i++) mask[i]! |= other[i]!;
}

/** 1 where both have it. */
export function crossed(a: Uint8Array, b: Uint8Array): Uint8Array {
  const mask = a.slice();
  cross(mask, b);
  return mask;
}

/** 1 where either has it. */
export function united(a: Uint8Array, b: Uint8Array): Uint8Array {
  const mask = a.slice();
  unite(mask, b);
  return mask;
}

/** How often a mask has 1. */
export function countOf(mask: Uint8Array): number {
  const all = fours(mask);
  let count = 0;
  for (let i = 0; i < all.length; i++) count += Math.imul(all[i]!, 0x01010101) >>> 24;
  for (let i = all.length * 4; i < mask.length; i++) count += mask[i]!;
  return count;
}

/** 1 where a mask counts (everywhere for `undefined`) and nothing is found yet; the mask itself where that cuts off too little. */
export function leftOver(open: Uint8Array | undefined, found: Uint8Array): Uint8Array | undefined {
  if (countOf(found) * 4 < found.length) return open;
  const left = inverted(found);
  if (open !== undefined) cross(left, open);
  return left;
}

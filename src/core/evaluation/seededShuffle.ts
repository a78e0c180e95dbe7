import { hashOfText } from '../fnv1a.ts';

/** The next number in [0, 1) of Mulberry32 (Tommy Ettinger, public domain), and its next state. */
function mulberry32(state: number): { readonly value: number; readonly next: number } {
  const next = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(next ^ (next >>> 15), next | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return { value: ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296, next };
}

/** A Fisher-Yates shuffle decided by `key` alone: the same key gives the same order on every machine and in every version. */
export function shuffled<T>(items: readonly T[], key: string): T[] {
  const result = [...items];
  let state = hashOfText(key);
  for (let last = result.length - 1; last > 0; last--) {
    const { value, next } = mulberry32(state);
    state = next;
    const pick = Math.floor(value * (last + 1));
    const held = result[last] as T;
    result[last] = result[pick] as T;
    result[pick] = held;
  }
  return result;
}

/** A seeded source of random numbers; the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Normal with the given mean and standard deviation. */
  normal(mean: number, deviation: number): number;
  /** True with the given probability, 0..1. */
  chance(probability: number): boolean;
  /** One of a non-empty list. */
  pick<T>(from: readonly T[]): T;
  /** One of a non-empty list of `[value, weight]`, weights above 0. */
  weighted<T>(from: readonly (readonly [T, number])[]): T;
}

/**
 * Makes a source from any mix of names and numbers. The parts are hashed with FNV-1a (32 bits) and drive mulberry32, both in
 * integer arithmetic, so that one portrait's numbers never depend on which portraits were drawn before it.
 */
export function randomFrom(...parts: readonly (string | number)[]): Random {
  let hash = 0x811c9dc5;
  for (const char of parts.join('\u0000')) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  let state = hash >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const between = (low: number, high: number): number => low + (high - low) * next();
  return {
    next,
    between,
    // The sum of twelve uniforms: no logarithm or cosine, whose last digit may differ between engines.
    normal: (mean, deviation) => {
      let sum = -6;
      for (let index = 0; index < 12; index++) sum += next();
      return mean + deviation * sum;
    },
    chance: (probability) => next() < probability,
    pick: (from) => itemAt(from, Math.floor(next() * from.length)),
    weighted: (from) => {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of from) {
        left -= weight;
        if (left < 0) return value;
      }
      return itemAt(from, from.length - 1)[0];
    },
  };
}

function itemAt<T>(from: readonly T[], index: number): T {
  const item = from[index];
  if (item === undefined) throw new RangeError('cannot pick from an empty list');
  return item;
}

/** How bootstrap intervals are drawn. The same seed gives the same interval, to the last digit, on every machine. */
export interface Resampling {
  /** Resamples; 0 leaves the bootstrap intervals out. */
  readonly resamples: number;
  /** A whole number. */
  readonly seed: number;
}

/** What is used where nothing else is asked for. */
export const defaultResampling: Resampling = { resamples: 1000, seed: 20241117 };

/** Evenly spread numbers in [0, 1), decided by the seed alone: Mulberry32 (Tommy Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Draws as many times as there are places, with replacement, and writes into `counts` how often each place was drawn. A
 * resample given as counts lets statistics go over sorted data without sorting it again.
 */
export function drawCounts(counts: Uint32Array, random: () => number): void {
  counts.fill(0);
  for (let draw = 0; draw < counts.length; draw++) {
    const place = Math.floor(random() * counts.length);
    counts[place] = (counts[place] ?? 0) + 1;
  }
}

/** The middle of some numbers, or the mean of the two in the middle; at least one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** A ratio over interleaved repeats: the median of the pairs' ratios, and all of them, so that noise shows. */
export interface Ratio {
  readonly median: number;
  readonly all: readonly number[];
}

/** Ratios of pairs that were taken one right after the other, rounded to three decimals. */
export function ratioOf(ours: readonly number[], floor: readonly number[]): Ratio {
  const all = ours.map((value, i) => value / (floor[i] ?? NaN));
  return { median: rounded(median(all)), all: all.map((ratio) => rounded(ratio)) };
}

/** A number for people to read; `digits` after the point. */
export function rounded(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}

/** Runs `once` for each contender in turn, `repeats` times, the order turned round each time so that neither always goes first. */
export async function interleaved<T>(
  repeats: number,
  contenders: readonly (() => Promise<T>)[],
): Promise<readonly (readonly T[])[]> {
  const taken: T[][] = contenders.map(() => []);
  for (let repeat = 0; repeat < repeats; repeat++) {
    const order = contenders.map((_run, place) => place);
    if (repeat % 2 === 1) order.reverse();
    for (const place of order) {
      const run = contenders[place];
      if (run !== undefined) taken[place]?.push(await run());
    }
  }
  return taken;
}

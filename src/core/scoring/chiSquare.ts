import { normalTail } from './normalTail.ts';

/** How far counts are from being even. */
export interface EvennessTest {
  /** Pearson's statistic, at least 0. */
  readonly chiSquare: number;
  /** Degrees of freedom: one less than there are counts. */
  readonly df: number;
  /** Chance of a statistic at least as great if all were equally likely, 0 to 1. */
  readonly p: number;
}

/**
 * Pearson's chi-square test of goodness of fit to even chances (K. Pearson, Philosophical Magazine 50, 1900). `counts` are
 * whole numbers; `null` for fewer than two of them, or where all are 0.
 */
export function evennessTest(counts: readonly number[]): EvennessTest | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (counts.length < 2 || total === 0) return null;
  const expected = total / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const df = counts.length - 1;
  return { chiSquare, df, p: chiSquareTail(chiSquare, df) };
}

/**
 * The chance that a chi-square variable of `df` degrees of freedom (a whole number from 1) is greater than `x` (at least 0),
 * as the finite sums of M. Abramowitz and I. A. Stegun (1964, 26.4.4 and 26.4.5): all terms are positive, so none cancels.
 */
export function chiSquareTail(x: number, df: number): number {
  const half = x / 2;
  const isOdd = df % 2 === 1;
  let sum = isOdd ? 2 * normalTail(Math.sqrt(x)) : 0;
  // The terms e^-h h^a / Gamma(a + 1), a from 0 or 1/2 on.
  let term = isOdd ? Math.exp(-half) * Math.sqrt(half) * (2 / Math.sqrt(Math.PI)) : Math.exp(-half);
  for (let a = isOdd ? 0.5 : 0; a < df / 2; a++) {
    sum += term;
    term *= half / (a + 1);
  }
  return Math.min(1, sum);
}

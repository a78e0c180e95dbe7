/** The series converges quickly below this, the continued fraction above it. */
const seriesUpTo = 3;

/**
 * The chance that a standard normal variable is greater than `z`, 0 to 1, to about 14 digits also far out in the tail:
 * Taylor series of the error function near 0, Laplace's continued fraction of its complement beyond (M. Abramowitz and
 * I. A. Stegun, 1964, 7.1.6 and 26.2.14).
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < seriesUpTo) {
    let term = z;
    let sum = z;
    for (let odd = 3; term > sum * Number.EPSILON; odd += 2) {
      term *= (z * z) / odd;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let depth = 200; depth >= 1; depth--) fraction = z + depth / fraction;
  return density / fraction;
}

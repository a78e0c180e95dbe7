import type { Interval } from '../scoring/intervals.ts';

/** Digits after the point. */
const digits = 3;

/** A figure with three decimals, and its interval in brackets; a dash where it is undefined. */
export function figureText(value: number | null | undefined, interval: Interval = null): string {
  if (value === null || value === undefined) return '–';
  const text = value.toFixed(digits);
  return interval === null ? text : `${text} [${interval.map((end) => end.toFixed(digits)).join(', ')}]`;
}

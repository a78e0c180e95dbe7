import { clamp } from './geometry.ts';

/** An sRGB colour written `#rrggbb`. */
export type Color = string;

/** Red, green and blue, 0..255 each. */
export function channels(color: Color): [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Writes channels (rounded, kept inside 0..255) as `#rrggbb`. */
export function colorOf(red: number, green: number, blue: number): Color {
  const value = [red, green, blue].reduce((sum, part) => sum * 256 + Math.round(clamp(part, 0, 255)), 0);
  return `#${value.toString(16).padStart(6, '0')}`;
}

/** The colour `share` (0..1) of the way from `from` to `to`, straight through sRGB. */
export function mix(from: Color, to: Color, share: number): Color {
  const [r1, g1, b1] = channels(from);
  const [r2, g2, b2] = channels(to);
  return colorOf(r1 + (r2 - r1) * share, g1 + (g2 - g1) * share, b1 + (b2 - b1) * share);
}

/** Relative brightness 0..1 by the weights of ITU-R BT.601. */
export function brightness(color: Color): number {
  const [red, green, blue] = channels(color);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}

/** Moves a colour away from its own grey (`amount` above 1) or towards it (below 1). */
export function saturated(color: Color, amount: number): Color {
  const [red, green, blue] = channels(color);
  const grey = brightness(color) * 255;
  return colorOf(grey + (red - grey) * amount, grey + (green - grey) * amount, grey + (blue - grey) * amount);
}

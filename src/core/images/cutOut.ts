import type { Pixels } from '../ports.ts';

/** A rectangle in whole pixels, inside the picture it is about, at least one pixel on each side. */
export interface PixelRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a picture that a rectangle holds, as a copy. */
export function cutOut(pixels: Pixels, { x, y, width, height }: PixelRect): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * pixels.width + x) * 4;
    data.set(pixels.data.subarray(from, from + width * 4), row * width * 4);
  }
  return { width, height, data };
}

import { resample } from '../../../core/images/resample.ts';
import type { Pixels } from '../../../core/ports.ts';

/** A picture fitted into a square of `side` pixels: RGB, 0 to 255, and where in the square it lies. */
export interface SquareInput {
  readonly values: Float32Array;
  readonly left: number;
  readonly top: number;
  /** Of the picture inside the square, in pixels of the square. */
  readonly width: number;
  readonly height: number;
}

/** The whole picture fitted into a square, black around it as face-api pads; transparent parts count as white. `at`: in the middle, or at the top left. */
export function squareInput(pixels: Pixels, side: number, at: 'middle' | 'corner'): SquareInput {
  const scale = side / Math.max(pixels.width, pixels.height);
  const width = Math.max(1, Math.round(pixels.width * scale));
  const height = Math.max(1, Math.round(pixels.height * scale));
  const small = resample(pixels, width, height, 'area');
  const left = at === 'middle' ? Math.floor((side - width) / 2) : 0;
  const top = at === 'middle' ? Math.floor((side - height) / 2) : 0;
  const values = new Float32Array(side * side * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4;
      const to = ((y + top) * side + x + left) * 3;
      const alpha = (small.data[from + 3] ?? 0) / 255;
      for (let c = 0; c < 3; c++) values[to + c] = (small.data[from + c] ?? 0) * alpha + 255 * (1 - alpha);
    }
  }
  return { values, left, top, width, height };
}

import type { Pixels } from '../ports.ts';

/** A picture turned and mirrored as an orientation of EXIF says (1 to 8, EXIF 2.32, 4.6.4 A; 1 is upright). */
export function turned(pixels: Pixels, orientation: number): Pixels {
  if (orientation <= 1 || orientation > 8) return pixels;
  const { width, height, data } = pixels;
  const isSideways = orientation >= 5;
  const wide = isSideways ? height : width;
  const high = isSideways ? width : height;
  const from = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const to = new Uint32Array(wide * high);
  // Where the stored row and column run: from the right, from below, and which of them is which.
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBelow = [3, 4, 6, 7].includes(orientation);
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const column = isSideways ? y : x;
      const row = isSideways ? x : y;
      const storedX = fromRight ? width - 1 - column : column;
      const storedY = fromBelow ? height - 1 - row : row;
      to[y * wide + x] = from[storedY * width + storedX]!;
    }
  }
  return { width: wide, height: high, data: new Uint8ClampedArray(to.buffer) };
}

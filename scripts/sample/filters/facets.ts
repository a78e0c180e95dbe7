import { clamp } from '../geometry.ts';
import type { Random } from '../random.ts';
import { blurredPlane, greyOf, type Picture } from './picture.ts';

/**
 * Low-poly: the picture is cut into triangles on a jittered grid whose corners slide to the strongest edge nearby, each
 * triangle in the mean colour of its pixels. The grid is finer over the face, so that eyes and mouth keep their shape.
 */
export function facets(picture: Picture, random: Random): void {
  const { size } = picture;
  const edges = edgeStrength(picture);
  const lines = gridLines(size);
  const columns = lines.length;
  const points = lines.flatMap((y, row) =>
    lines.map((x, column): [number, number] => {
      const rim = row === 0 || column === 0 || row === columns - 1 || column === columns - 1;
      return rim ? [x, y] : slide(edges, size, x, y, Math.min(gapAt(lines, column), gapAt(lines, row)) * 0.46, random);
    }),
  );
  for (let row = 0; row < columns - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const at = row * columns + column;
      const [a, b, c, d] = [points[at], points[at + 1], points[at + columns], points[at + columns + 1]];
      if (!a || !b || !c || !d) continue;
      if ((row + column) % 2 === 0) {
        fillTriangle(picture, a, b, d);
        fillTriangle(picture, a, d, c);
      } else {
        fillTriangle(picture, a, b, c);
        fillTriangle(picture, b, d, c);
      }
    }
  }
}

function edgeStrength(picture: Picture): Float32Array {
  const { size } = picture;
  const grey = blurredPlane(greyOf(picture), size, 1);
  return grey.map((value, index) => Math.abs(value - (grey[index + 2] ?? value)) + Math.abs(value - (grey[index + 2 * size] ?? value)));
}

function gridLines(size: number): number[] {
  const lines: number[] = [];
  for (let at = 0; at < size; ) {
    lines.push(Math.round(at));
    const fromMiddle = Math.abs(at / size - 0.54);
    at += size * (fromMiddle < 0.27 ? 0.0165 : 0.042);
  }
  lines.push(size);
  return lines;
}

function gapAt(lines: readonly number[], index: number): number {
  const here = lines[index] ?? 0;
  return Math.min(here - (lines[index - 1] ?? here - 8), (lines[index + 1] ?? here + 8) - here);
}

function slide(edges: Float32Array, size: number, x: number, y: number, reach: number, random: Random): [number, number] {
  let best: [number, number] = [x + random.between(-reach, reach), y + random.between(-reach, reach)];
  let most = 5;
  for (let attempt = 0; attempt < 26; attempt++) {
    const [px, py] = [x + random.between(-reach, reach), y + random.between(-reach, reach)];
    const strength = edges[clamp(Math.round(py), 0, size - 1) * size + clamp(Math.round(px), 0, size - 1)] ?? 0;
    if (strength > most) [most, best] = [strength, [px, py]];
  }
  return best;
}

type Corner = readonly [number, number];

function fillTriangle({ size, data }: Picture, a: Corner, b: Corner, c: Corner): void {
  const inside: number[] = [];
  const sums = [0, 0, 0];
  const low = (axis: 0 | 1): number => Math.max(0, Math.floor(Math.min(a[axis], b[axis], c[axis])));
  const high = (axis: 0 | 1): number => Math.min(size - 1, Math.ceil(Math.max(a[axis], b[axis], c[axis])));
  for (let y = low(1); y <= high(1); y++) {
    for (let x = low(0); x <= high(0); x++) {
      if (side(a, b, x, y) < 0 || side(b, c, x, y) < 0 || side(c, a, x, y) < 0) {
        if (side(a, b, x, y) > 0 || side(b, c, x, y) > 0 || side(c, a, x, y) > 0) continue;
      }
      const at = (y * size + x) * 4;
      inside.push(at);
      for (let k = 0; k < 3; k++) sums[k] = (sums[k] ?? 0) + (data[at + k] ?? 0);
    }
  }
  for (let k = 0; k < 3; k++) {
    const mean = Math.round((sums[k] ?? 0) / Math.max(1, inside.length));
    for (const at of inside) data[at + k] = mean;
  }
}

function side(from: Corner, to: Corner, x: number, y: number): number {
  return (to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0]);
}

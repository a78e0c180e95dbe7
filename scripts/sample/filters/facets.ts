import { clamp, type Point } from '../geometry.ts';
import type { Random } from '../random.ts';
import { blurredPlane, greyOf, type Picture } from './picture.ts';
import { triangulate } from './triangulation.ts';

/**
 * Low-poly: points gather on the strongest edges, densely over eyes and mouth and sparsely in the backdrop; each triangle
 * between them takes the mean colour of its pixels.
 */
export function facets(picture: Picture, random: Random): void {
  const points = scatter(edgeStrength(picture), picture.size, random);
  const source: Picture = { size: picture.size, data: picture.data.slice() };
  for (const [a, b, c] of triangulate(points, picture.size)) {
    fillTriangle(source, picture, points[a] ?? [0, 0], points[b] ?? [0, 0], points[c] ?? [0, 0]);
  }
}

function edgeStrength(picture: Picture): Float32Array {
  const { size } = picture;
  const grey = blurredPlane(greyOf(picture), size, 1);
  return grey.map(
    (value, index) => Math.abs(value - (grey[index + 2] ?? value)) + Math.abs(value - (grey[index + 2 * size] ?? value)),
  );
}

/** Corners and rim first, then candidates in random order, kept when nothing stands closer than the place allows. */
function scatter(edges: Float32Array, size: number, random: Random): Point[] {
  const points: Point[] = [];
  const cell = 8;
  const across = Math.ceil(size / cell) + 1;
  const grid: Point[][] = Array.from({ length: across * across }, () => []);
  const add = (x: number, y: number): void => {
    points.push([x, y]);
    grid[Math.floor(y / cell) * across + Math.floor(x / cell)]?.push([x, y]);
  };
  for (let k = 0; k <= 8; k++) {
    const at = (k / 8) * size;
    add(at, 0);
    add(at, size);
    if (k > 0 && k < 8) {
      add(0, at);
      add(size, at);
    }
  }
  for (let attempt = 0; attempt < 24000; attempt++) {
    const [x, y] = [random.between(2, size - 2), random.between(2, size - 2)];
    const strength = edges[Math.floor(y) * size + Math.floor(x)] ?? 0;
    const free = spacing(x / size, y / size, strength);
    const reach = Math.ceil(free / cell);
    let taken = false;
    for (let gy = Math.floor(y / cell) - reach; gy <= Math.floor(y / cell) + reach && !taken; gy++) {
      for (let gx = Math.floor(x / cell) - reach; gx <= Math.floor(x / cell) + reach && !taken; gx++) {
        const near = gx < 0 || gx >= across ? undefined : grid[gy * across + gx];
        taken = near?.some(([px, py]) => (px - x) ** 2 + (py - y) ** 2 < free * free) ?? false;
      }
    }
    if (!taken) add(x, y);
  }
  return points;
}

/** The least distance between points at a place (shares of the size): small on edges of the face, large elsewhere. */
function spacing(x: number, y: number, strength: number): number {
  const face = clamp(1 - (((x - 0.5) / 0.3) ** 2 + ((y - 0.52) / 0.36) ** 2) ** 2);
  const features = clamp(1 - (((x - 0.5) / 0.24) ** 2 + ((y - 0.58) / 0.22) ** 2) ** 2);
  const loose = 46 - 18 * face - 6 * features;
  const tight = 11 - 4 * face - 2.4 * features;
  return loose + (tight - loose) * clamp(strength / 20);
}

type Corner = readonly [number, number];

function fillTriangle(source: Picture, { size, data }: Picture, a: Corner, b: Corner, c: Corner): void {
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
      for (let k = 0; k < 3; k++) sums[k] = (sums[k] ?? 0) + (source.data[at + k] ?? 0);
    }
  }
  // The colour at the heart of the triangle weighs more than the mean, so that the white of an eye stays white.
  const heart = (Math.round((a[1] + b[1] + c[1]) / 3) * size + Math.round((a[0] + b[0] + c[0]) / 3)) * 4;
  for (let k = 0; k < 3; k++) {
    const mean = (sums[k] ?? 0) / Math.max(1, inside.length);
    const tone = Math.round(mean + ((source.data[heart + k] ?? mean) - mean) * 0.7);
    for (const at of inside) data[at + k] = tone;
  }
}

function side(from: Corner, to: Corner, x: number, y: number): number {
  return (to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0]);
}

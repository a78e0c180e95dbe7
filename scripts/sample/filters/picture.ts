import { clamp } from '../geometry.ts';
import type { Random } from '../random.ts';

/** A picture in memory: `size` by `size` pixels, `data` holding red, green, blue and alpha (ignored) for each, row by row. */
export interface Picture {
  readonly size: number;
  readonly data: Uint8ClampedArray;
}

/** Changes every pixel by a function of its channels (0..255) and place; the function writes into the triple it is given. */
export function eachPixel(picture: Picture, change: (rgb: [number, number, number], x: number, y: number) => void): void {
  const { size, data } = picture;
  const rgb: [number, number, number] = [0, 0, 0];
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++, at += 4) {
      rgb[0] = data[at] ?? 0;
      rgb[1] = data[at + 1] ?? 0;
      rgb[2] = data[at + 2] ?? 0;
      change(rgb, x, y);
      data[at] = rgb[0];
      data[at + 1] = rgb[1];
      data[at + 2] = rgb[2];
    }
  }
}

/** The brightness (0..255, weights of ITU-R BT.601) of every pixel. */
export function greyOf({ size, data }: Picture): Float32Array {
  const grey = new Float32Array(size * size);
  for (let index = 0, at = 0; index < grey.length; index++, at += 4) {
    grey[index] = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  }
  return grey;
}

/** A plane blurred twice with a box of `radius` pixels, close to a Gaussian; edges repeat. */
export function blurredPlane(plane: Float32Array, size: number, radius: number): Float32Array {
  let from = plane;
  for (let pass = 0; pass < 4; pass++) {
    const along = pass % 2 === 0;
    const to = new Float32Array(plane.length);
    const [step, jump] = along ? [1, size] : [size, 1];
    const reach = 2 * radius + 1;
    for (let row = 0; row < size; row++) {
      const start = row * jump;
      let sum = 0;
      for (let k = -radius; k <= radius; k++) sum += from[start + clamp(k, 0, size - 1) * step] ?? 0;
      for (let k = 0; k < size; k++) {
        to[start + k * step] = sum / reach;
        sum += (from[start + Math.min(size - 1, k + radius + 1) * step] ?? 0) - (from[start + Math.max(0, k - radius) * step] ?? 0);
      }
    }
    from = to;
  }
  return from;
}

/** One colour channel (0 red, 1 green, 2 blue) as a plane. */
export function planeOf({ size, data }: Picture, channel: 0 | 1 | 2): Float32Array {
  const plane = new Float32Array(size * size);
  for (let index = 0; index < plane.length; index++) plane[index] = data[index * 4 + channel] ?? 0;
  return plane;
}

/** Blurs the picture in place by `radius` pixels (whole, at least 1). */
export function blur(picture: Picture, radius: number): void {
  for (const channel of [0, 1, 2] as const) {
    const plane = blurredPlane(planeOf(picture, channel), picture.size, radius);
    for (let index = 0; index < plane.length; index++) picture.data[index * 4 + channel] = plane[index] ?? 0;
  }
}

/** Smooth noise in -1..1 with features `scale` pixels wide, between random values on a grid. */
export function noisePlane(size: number, scale: number, random: Random): Float32Array {
  const cells = Math.ceil(size / scale) + 2;
  const grid = Float32Array.from({ length: cells * cells }, () => random.between(-1, 1));
  const plane = new Float32Array(size * size);
  for (let y = 0; y < size; y++) {
    const gy = Math.floor(y / scale);
    const fy = smoothstep(y / scale - gy);
    for (let x = 0; x < size; x++) {
      const gx = Math.floor(x / scale);
      const fx = smoothstep(x / scale - gx);
      const at = gy * cells + gx;
      const top = (grid[at] ?? 0) * (1 - fx) + (grid[at + 1] ?? 0) * fx;
      const low = (grid[at + cells] ?? 0) * (1 - fx) + (grid[at + cells + 1] ?? 0) * fx;
      plane[y * size + x] = top * (1 - fy) + low * fy;
    }
  }
  return plane;
}

/** Moves every pixel by up to `reach` pixels along two noise planes: a trembling hand. */
export function warp(picture: Picture, reach: number, scale: number, random: Random): void {
  const { size, data } = picture;
  const dx = noisePlane(size, scale, random);
  const dy = noisePlane(size, scale, random);
  const from = data.slice();
  for (let y = 0, index = 0; y < size; y++) {
    for (let x = 0; x < size; x++, index++) {
      const sx = clamp(Math.round(x + (dx[index] ?? 0) * reach), 0, size - 1);
      const sy = clamp(Math.round(y + (dy[index] ?? 0) * reach), 0, size - 1);
      const source = (sy * size + sx) * 4;
      for (let channel = 0; channel < 3; channel++) data[index * 4 + channel] = from[source + channel] ?? 0;
    }
  }
}

function smoothstep(t: number): number {
  return t * t * (3 - 2 * t);
}

import { clamp } from '../geometry.ts';
import type { Random } from '../random.ts';
import { blurredPlane, eachPixel, greyOf, noisePlane, planeOf, warp, type Picture } from './picture.ts';

/**
 * The Kuwahara filter (Kuwahara et al. 1976): each pixel takes the mean colour of whichever of its four neighbouring squares
 * of `radius` pixels varies least. Flattens areas and keeps edges, so that soft shading turns into dabs of paint.
 */
export function kuwahara(picture: Picture, radius: number): void {
  const { size, data } = picture;
  const grey = greyOf(picture);
  const sums = [0, 1, 2].map((channel) => summedArea(planeOf(picture, channel as 0 | 1 | 2), size));
  const light = summedArea(grey, size);
  const squares = summedArea(grey.map((value) => value * value), size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let best = Infinity;
      let [bx0, by0, bx1, by1] = [x, y, x + 1, y + 1];
      for (let quarter = 0; quarter < 4; quarter++) {
        const x0 = quarter % 2 === 0 ? Math.max(0, x - radius) : x;
        const y0 = quarter < 2 ? Math.max(0, y - radius) : y;
        const x1 = quarter % 2 === 0 ? x + 1 : Math.min(size, x + radius + 1);
        const y1 = quarter < 2 ? y + 1 : Math.min(size, y + radius + 1);
        const area = (x1 - x0) * (y1 - y0);
        const mean = boxSum(light, size, x0, y0, x1, y1) / area;
        const variance = boxSum(squares, size, x0, y0, x1, y1) / area - mean * mean;
        if (variance < best) [best, bx0, by0, bx1, by1] = [variance, x0, y0, x1, y1];
      }
      const area = (bx1 - bx0) * (by1 - by0);
      for (let channel = 0; channel < 3; channel++) {
        data[(y * size + x) * 4 + channel] = boxSum(sums[channel] as Float64Array, size, bx0, by0, bx1, by1) / area;
      }
    }
  }
}

/** Oil on canvas: dabs of paint that follow a trembling brush, lit as if they stood off the canvas. */
export function oil(picture: Picture, random: Random): void {
  warp(picture, 3.2, 9, random);
  kuwahara(picture, 5);
  const relief = blurredPlane(greyOf(picture), picture.size, 1);
  const ridges = noisePlane(picture.size, 5, random);
  const { size } = picture;
  eachPixel(picture, (rgb, x, y) => {
    const index = y * size + x;
    const lit = ((relief[index] ?? 0) - (relief[Math.max(0, index - size - 1)] ?? 0)) * 0.55;
    const bristle = Math.round((ridges[(y * size + ((x * 0.35 + y * 0.2) | 0)) % ridges.length] ?? 0) * 2) * 3.4;
    for (let channel = 0; channel < 3; channel++) {
      const value = rgb[channel as 0] + clamp(lit, -26, 26) + bristle;
      rgb[channel as 0] = 128 + (value - 126) * 1.1;
    }
    rgb[2] *= 0.96;
  });
}

/** Watercolour: washes that run a little, darken at their edges, and leave the paper white where they are thin. */
export function watercolour(picture: Picture, random: Random): void {
  const { size } = picture;
  warp(picture, 4.5, 26, random);
  kuwahara(picture, 4);
  const grey = greyOf(picture);
  const soft = blurredPlane(grey, size, 4);
  const pools = noisePlane(size, 60, random);
  const grain = noisePlane(size, 4, random);
  eachPixel(picture, (rgb, x, y) => {
    const index = y * size + x;
    const edge = clamp(((soft[index] ?? 0) - (grey[index] ?? 0)) / 70, 0, 0.5);
    const [dx, dy] = [(x / size - 0.5) * 2, (y / size - 0.5) * 2];
    const rim = dx ** 6 + dy ** 6 + (pools[index] ?? 0) * 0.24;
    const dry = clamp((rim - 0.42) * 3.2);
    const tone = grey[index] ?? 0;
    const thin = 0.22 + 0.1 * (pools[index] ?? 0) + Math.round((grain[index] ?? 0) * 3) * 0.012;
    for (let channel = 0; channel < 3; channel++) {
      const paper = channel === 2 ? 240 : 249;
      const strong = tone + (rgb[channel as 0] - tone) * 1.4;
      const wash = paper + (strong * (1 - edge) - paper) * (1 - thin);
      rgb[channel as 0] = wash + (paper - wash) * dry;
    }
  });
}

/** Soft pastel on toned paper: the chalk catches on the paper's tooth and misses the hollows. */
export function chalk(picture: Picture, random: Random): void {
  const { size } = picture;
  kuwahara(picture, 3);
  const tooth = noisePlane(size, 2.6, random);
  const smear = noisePlane(size, 18, random);
  eachPixel(picture, (rgb, x, y) => {
    const index = y * size + x;
    const streak = tooth[(((y - x * 0.5) | 0) * size + ((x + y * 0.5) | 0) + tooth.length) % tooth.length] ?? 0;
    const miss = (tooth[index] ?? 0) * 0.6 + streak * 0.6 + (smear[index] ?? 0) * 0.3;
    const bare = miss > 0.46 ? 0.3 : miss > 0.24 ? 0.14 : 0;
    const lit = miss < -0.5 ? 8 : 0;
    rgb[0] = step8(150 + (rgb[0] * 1.03 - 150) * 0.94 + lit) * (1 - bare) + 196 * bare;
    rgb[1] = step8(150 + (rgb[1] - 150) * 0.94 + lit) * (1 - bare) + 184 * bare;
    rgb[2] = step8(152 + (rgb[2] - 152) * 0.94 + lit) * (1 - bare) + 178 * bare;
  });
}

function step8(value: number): number {
  return Math.round(value / 8) * 8;
}

function summedArea(plane: Float32Array, size: number): Float64Array {
  const wide = size + 1;
  const sums = new Float64Array(wide * wide);
  for (let y = 0; y < size; y++) {
    let row = 0;
    for (let x = 0; x < size; x++) {
      row += plane[y * size + x] ?? 0;
      sums[(y + 1) * wide + x + 1] = (sums[y * wide + x + 1] ?? 0) + row;
    }
  }
  return sums;
}

function boxSum(sums: Float64Array, size: number, x0: number, y0: number, x1: number, y1: number): number {
  const wide = size + 1;
  return (
    (sums[y1 * wide + x1] ?? 0) - (sums[y0 * wide + x1] ?? 0) - (sums[y1 * wide + x0] ?? 0) + (sums[y0 * wide + x0] ?? 0)
  );
}

import { clamp } from '../geometry.ts';
import type { Random } from '../random.ts';
import { blur, blurredPlane, eachPixel, greyOf, noisePlane, warp, type Picture } from './picture.ts';

/** Graphite on paper: edges by colour dodge (grey over its blurred negative), shadows by two directions of hatching. */
export function pencil(picture: Picture, random: Random): void {
  const { size } = picture;
  const grey = greyOf(picture);
  const soft = blurredPlane(grey, size, 5);
  const grain = noisePlane(size, 3, random);
  const wobble = noisePlane(size, 40, random);
  eachPixel(picture, (rgb, x, y) => {
    const index = y * size + x;
    const light = grey[index] ?? 0;
    const edge = clamp((light / ((soft[index] ?? 0) + 6)) ** 1.9);
    const tone = light / 255;
    const sway = (wobble[index] ?? 0) * 7;
    const first = hatch(x + y + sway, 5.2) > (tone - 0.02) * 1.35 ? 0.66 : 1;
    const second = hatch(x * 1.1 - y + sway, 5.6) > tone * 2.3 ? 0.66 : 1;
    const wash = 0.66 + 0.34 * clamp(tone * 1.25);
    const value = 247 * edge * first * second * wash * (1 + 0.06 * (grain[index] ?? 0));
    const step = Math.round(clamp(value, 22, 250) / 10) * 10;
    rgb[0] = Math.min(252, step * 1.006);
    rgb[1] = step;
    rgb[2] = step * 0.966;
  });
}

/** Large square pixels, `cells` on a side, with `levels` of brightness; the hue is kept, or gradients turn into rainbows. */
export function pixelate(picture: Picture, cells: number, levels: number): void {
  const { size, data } = picture;
  const edge = (index: number): number => Math.round((index * size) / cells);
  const step = 255 / (levels - 1);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const [x0, x1, y0, y1] = [edge(column), edge(column + 1), edge(row), edge(row + 1)];
      const sums: [number, number, number] = [0, 0, 0];
      for (let y = y0; y < y1; y++) {
        for (let x = x0; x < x1; x++) for (let c = 0; c < 3; c++) sums[c as 0] += data[(y * size + x) * 4 + c] ?? 0;
      }
      const area = (x1 - x0) * (y1 - y0);
      const [red, green, blue] = [sums[0] / area, sums[1] / area, sums[2] / area];
      const tone = Math.max(1, 0.299 * red + 0.587 * green + 0.114 * blue);
      const level = Math.round((128 + (tone - 128) * 1.12) / step) * step;
      const flat = [red, green, blue].map((value) => Math.round(((tone + (value - tone) * 1.25) * (level / tone)) / 6) * 6);
      for (let y = y0; y < y1; y++) {
        for (let x = x0; x < x1; x++) for (let c = 0; c < 3; c++) data[(y * size + x) * 4 + c] = flat[c] ?? 0;
      }
    }
  }
}

/** Ink and print: brightness in few steps with the hue kept, and dots where a form turns away from the light. */
export function halftone(picture: Picture): void {
  const { size } = picture;
  const soft = blurredPlane(greyOf(picture), size, 2);
  const wide = blurredPlane(soft, size, 34);
  eachPixel(picture, (rgb, x, y) => {
    const index = y * size + x;
    const [u, v] = [(x + y) / 8, (x - y) / 8];
    const dot = Math.sqrt((u - Math.round(u)) ** 2 + (v - Math.round(v)) ** 2);
    const shade = clamp(((wide[index] ?? 0) - (soft[index] ?? 0) - 8) / 90, 0, 0.42);
    const dotted = dot < shade * 1.1 ? 0.68 : 1;
    const tone = Math.max(1, 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]);
    const step = (Math.round(tone / 26) * 26) / tone;
    for (let c = 0; c < 3; c++) {
      const flat = tone + (rgb[c as 0] - tone) * 1.14;
      rgb[c as 0] = Math.round((flat * step * 1.05 * dotted) / 4) * 4;
    }
  });
}

/** Tubes of light: everything bright spreads a glow over the dark around it. */
export function neon(picture: Picture): void {
  const near: Picture = { size: picture.size, data: picture.data.slice() };
  blur(near, 3);
  const far: Picture = { size: picture.size, data: picture.data.slice() };
  blur(far, 12);
  const { size } = picture;
  eachPixel(picture, (rgb, x, y) => {
    const at = (y * size + x) * 4;
    for (let c = 0; c < 3; c++) rgb[c as 0] += (near.data[at + c] ?? 0) * 0.7 + (far.data[at + c] ?? 0) * 0.5 - 16;
  });
}

/** Fibres of paper over flat shapes. */
export function paper(picture: Picture, strength: number, random: Random): void {
  const fibre = noisePlane(picture.size, 3, random);
  const cloud = noisePlane(picture.size, 34, random);
  const { size } = picture;
  eachPixel(picture, (rgb, x, y) => {
    const index = y * size + x;
    const shade = Math.round(((fibre[index] ?? 0) * 1.4 + (cloud[index] ?? 0)) * 1.6) * strength;
    for (let c = 0; c < 3; c++) rgb[c as 0] += shade;
  });
}

/** A poster's few inks: strong colours in broad steps. */
export function poster(picture: Picture): void {
  eachPixel(picture, (rgb) => {
    const tone = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
    for (let c = 0; c < 3; c++) rgb[c as 0] = Math.round((tone + (rgb[c as 0] - tone) * 1.22) / 8) * 8;
  });
}

/** Clay: rounder light, a soft bloom, colours a little warmer. */
export function clay(picture: Picture): void {
  const grey = greyOf(picture);
  const { size } = picture;
  const form = blurredPlane(grey, size, 3);
  const bloom: Picture = { size, data: picture.data.slice() };
  blur(bloom, 9);
  eachPixel(picture, (rgb, x, y) => {
    const index = y * size + x;
    // The picture read as a height map and lit from the upper left: every edge becomes a rounded rim.
    const slope = (form[index] ?? 0) - (form[Math.max(0, index - 5 * size - 5)] ?? 0);
    const lit = clamp(slope * 0.6, -44, 44);
    for (let c = 0; c < 3; c++) {
      const value = rgb[c as 0] + lit;
      rgb[c as 0] = value * 0.8 + (bloom.data[index * 4 + c] ?? 0) * 0.26;
    }
  });
}

/** A hand-drawn wobble of the outline. */
export function tremble(picture: Picture, reach: number, random: Random): void {
  warp(picture, reach, 22, random);
}

function hatch(place: number, period: number): number {
  const phase = place / period - Math.floor(place / period);
  return Math.abs(phase - 0.5) * 2;
}

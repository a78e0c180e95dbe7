import { clamp } from '../geometry.ts';
import type { Random } from '../random.ts';
import { blur, eachPixel, noisePlane, warp, type Picture } from './picture.ts';

/** What can go wrong with a picture as a picture; each 0 (nothing) to 1 (badly). */
export interface Faults {
  readonly blur: number;
  readonly noise: number;
  readonly blocks: number;
  readonly smear: number;
  readonly fade: number;
}

/** No fault at all. */
export const NO_FAULTS: Faults = { blur: 0, noise: 0, blocks: 0, smear: 0, fade: 0 };

/** Spoils a picture in place. */
export function applyFaults(picture: Picture, faults: Faults, random: Random): void {
  if (faults.smear > 0.08) warp(picture, 16 * faults.smear, 46, random);
  if (faults.blur > 0.1) blur(picture, Math.max(1, Math.round(faults.blur * 5)));
  if (faults.blocks > 0.1) blocks(picture, faults.blocks);
  if (faults.fade > 0.1) fade(picture, faults.fade);
  if (faults.noise > 0.1) speckle(picture, faults.noise, random);
}

/** Squares of 8 pixels drift towards their mean, as in a picture compressed too far. */
function blocks({ size, data }: Picture, strength: number): void {
  const share = 0.35 + 0.5 * strength;
  for (let by = 0; by < size; by += 8) {
    for (let bx = 0; bx < size; bx += 8) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let k = 0; k < 64; k++) sum += data[((by + (k >> 3)) * size + bx + (k & 7)) * 4 + channel] ?? 0;
        for (let k = 0; k < 64; k++) {
          const at = ((by + (k >> 3)) * size + bx + (k & 7)) * 4 + channel;
          const value = data[at] ?? 0;
          data[at] = Math.round((value + (sum / 64 - value) * share) / 6) * 6;
        }
      }
    }
  }
}

function fade(picture: Picture, strength: number): void {
  eachPixel(picture, (rgb) => {
    for (let channel = 0; channel < 3; channel++) {
      const target = [172, 166, 150][channel] ?? 160;
      rgb[channel as 0] += (target - rgb[channel as 0]) * 0.34 * strength;
    }
  });
}

/** Coarse grain in steps: two pixels wide and few levels, so that a noisy picture still packs well. */
function speckle(picture: Picture, strength: number, random: Random): void {
  const grain = noisePlane(picture.size, 2, random);
  const { size } = picture;
  eachPixel(picture, (rgb, x, y) => {
    const at = (y >> 1) * 2 * size + (x >> 1) * 2;
    const value = Math.round(clamp((grain[at] ?? 0) * 2.4, -2, 2)) * 13 * strength;
    for (let channel = 0; channel < 3; channel++) rgb[channel as 0] = Math.round(rgb[channel as 0] / 4) * 4 + value;
  });
}

import { mix } from './color.ts';
import { clamp, polygon, ribbon, sampled, smooth, type Point } from './geometry.ts';
import type { Frame } from './head.ts';
import type { Pen } from './pen.ts';

/** A fault in how one eye is drawn: its gaze, height or size is off. */
export interface EyeFault {
  readonly gazeX: number;
  readonly gazeY: number;
  readonly size: number;
}

/** An eye without a fault. */
export const SOUND_EYE: EyeFault = { gazeX: 0, gazeY: 0, size: 1 };

interface Lids {
  readonly upper: readonly Point[];
  readonly lower: readonly Point[];
  readonly x: number;
  readonly w: number;
  readonly high: number;
  readonly low: number;
}

/** Both eyes with lids, lashes and creases. `side` -1 is the picture's left. */
export function drawEyes(pen: Pen, frame: Frame, faultOf: (side: -1 | 1) => EyeFault): void {
  for (const side of [-1, 1] as const) drawEye(pen, frame, side, faultOf(side));
}

function lidsOf(frame: Frame, side: -1 | 1, size: number): Lids {
  const { subject, pose, shift } = frame;
  const near = 1 - side * subject.turn * 0.07;
  const w = 28.5 * subject.eyes * size * near;
  const x = side * 55 * (0.5 + 0.5 * subject.width) + shift;
  const droop = clamp(-pose.lidOpen);
  const wide = clamp(pose.lidOpen);
  const high = (12.6 + 9.5 * wide - 7.2 * droop - 3.2 * pose.cheek - 1.4 * subject.age) * subject.eyes * size;
  const low = (9.2 + 4 * wide - 8.6 * pose.cheek - 4.4 * pose.lidTight) * subject.eyes * size;
  // t runs from the inner (-1) to the outer corner (1); the outer corner sits a little higher, lower in grief and age.
  const cant = 2.2 + (pose.lidSlant > 0 ? 1.6 : 3.2) * pose.lidSlant - 1.6 * subject.age;
  const corner = (t: number): number => -cant * t;
  const dome = (t: number): number => Math.sqrt(Math.max(0, 1 - Math.abs(t) ** 2.3));
  const upper = sampled(14, (t): Point => {
    const slant = 1 + 0.5 * pose.lidSlant * t;
    return [x + side * t * w, corner(t) - high * dome(t) * slant];
  });
  const lower = sampled(14, (t): Point => [x + side * t * w, corner(t) + low * dome(t) * (1 + 0.16 * t)]);
  return { upper, lower, x, w, high, low };
}

function drawEye(pen: Pen, frame: Frame, side: -1 | 1, fault: EyeFault): void {
  const { subject, pose } = frame;
  const { skin } = subject;
  const lids = lidsOf(frame, side, fault.size);
  const { upper, lower, x, w, high, low } = lids;
  const opening = polygon([...upper, ...[...lower].reverse()]);
  drawLidSkin(pen, frame, side, lids);
  const white = mix(mix('#fbf8f4', skin.base, 0.07), '#e8a79c', 0.12 * pose.tears + 0.08 * pose.flush);
  pen.shape(opening, white, { role: 'feature', outlined: false, cut: false });
  pen.clip(opening, () => {
    const radius = 12.6 * subject.eyes * fault.size;
    const reach = w - radius * 0.72;
    const ix = x + (pose.gazeX + fault.gazeX) * reach * 0.72 + subject.turn * 1.5;
    const iy = (pose.gazeY + fault.gazeY) * 8.5 - 0.6;
    drawIris(pen, frame, ix, iy, radius);
    // The upper lid's shadow on the ball; without it eyes stare.
    pen.glow(x, -high, w * 1.1, 8 + high * 0.35, '#2a1a22', 0.5);
    pen.glow(x - side * w, 0, 9, 9, '#c9665c', 0.5);
  });
  if (pose.tears > 0.05) pen.line(smooth(lower.slice(3, 12)), '#eaf6ff', 2.6, 0.4 + 0.5 * pose.tears, 'feature');
  pen.line(smooth(lower), mix(skin.deep, '#4a1d18', 0.3), 1.7, 0.62, 'feature');
  drawLashes(pen, frame, side, lids);
  if (low < 6 && pose.cheek > 0.3) {
    const fold = lower.slice(2).map(([px, py]): Point => [px, py + 9]);
    pen.line(smooth(fold), skin.deep, 2.2, 0.5 * pose.cheek, 'detail');
  }
}

function drawLidSkin(pen: Pen, frame: Frame, side: -1 | 1, { upper, lower, x, w, high }: Lids): void {
  const { subject, pose } = frame;
  const { skin, feminine } = subject;
  const gap = 7.5 + 5 * clamp(-pose.lidOpen) - 3 * clamp(pose.lidOpen) - 4 * clamp(pose.lidSlant) + (feminine ? 1 : 0);
  const crease = upper.map(([px, py], index): Point => {
    const t = (index / (upper.length - 1)) * 2 - 1;
    return [px + side * t * 2, py - gap * (1 - 0.75 * t * t) - 1];
  });
  const lid = polygon([...crease, ...[...upper].reverse()]);
  pen.shape(lid, mix(skin.base, feminine ? '#8a4a4c' : skin.shade, feminine ? 0.3 : 0.45), { role: 'skin', outlined: false, cut: false, opacity: 0.85 }); // prettier-ignore
  pen.glow(x + side * 2, -high - gap * 0.45, w * 0.6, gap * 0.6, skin.light, 0.4);
  pen.line(smooth(crease.slice(1)), skin.deep, 2, 0.62, 'detail');
  // The bag under the eye: tired with age, swollen with tears.
  const bag = lower.slice(2, 13).map(([px, py], index): Point => [px, py + 10 + 2.5 * Math.sin((index / 10) * Math.PI)]);
  pen.line(smooth(bag), skin.deep, 2, 0.12 + 0.42 * subject.age + 0.25 * pose.tears, 'detail');
  if (pose.tears > 0.2) pen.patch(x, 12, w * 1.1, 14, '#c4463f', 0.22 * pose.tears);
}

function drawIris(pen: Pen, frame: Frame, x: number, y: number, radius: number): void {
  const { iris } = frame.subject;
  const disc = (r: number): string => circle(x, y, r);
  pen.shape(disc(radius), mix(iris, '#0c0a0c', 0.55), { role: 'feature', outlined: false, cut: false });
  pen.shape(disc(radius * 0.88), iris, { role: 'feature', outlined: false, cut: false });
  pen.glow(x, y + radius * 0.5, radius * 0.8, radius * 0.6, mix(iris, '#fff3d0', 0.55), 0.75);
  pen.shape(disc(radius * 0.46), '#0a080a', { role: 'feature', outlined: false, cut: false });
  const side = frame.subject.lightSide;
  pen.shape(circle(x + side * radius * 0.34, y - radius * 0.36, radius * 0.24), '#ffffff', { role: 'detail', outlined: false, cut: false }); // prettier-ignore
  pen.shape(circle(x - side * radius * 0.4, y + radius * 0.42, radius * 0.12), '#ffffff', { role: 'detail', outlined: false, cut: false, opacity: 0.6 }); // prettier-ignore
}

function drawLashes(pen: Pen, frame: Frame, side: -1 | 1, { upper }: Lids): void {
  const { subject } = frame;
  const color = subject.feminine ? '#1b1214' : mix(subject.skin.deep, '#1b1214', 0.72);
  const weight = subject.feminine ? 1.25 : 0.95;
  const last = upper.length - 1;
  const tip = upper[last] ?? [0, 0];
  const wing: Point[] = subject.feminine ? [...upper, [tip[0] + side * 5, tip[1] - 4]] : [...upper];
  const widths = wing.map((_, index) => (1.4 + 3 * Math.sin((Math.min(1, (index + 1) / last) * Math.PI) / 1.6)) * weight * (index > last ? 0.3 : 1)); // prettier-ignore
  pen.shape(ribbon(wing, widths), color, { role: 'detail', outlined: false, cut: false });
  if (!subject.feminine) return;
  for (const [index, length] of [[9, 6], [11, 8], [12, 9], [13, 9]] as const) {
    const from = upper[index] ?? [0, 0];
    pen.line(smooth([from, [from[0] + side * length * 0.35, from[1] - length * 0.62], [from[0] + side * length * 0.85, from[1] - length]]), color, 1.5, 0.85, 'detail'); // prettier-ignore
  }
}

/** Path data of a circle. */
export function circle(x: number, y: number, radius: number): string {
  const at = (dx: number): string => `${Math.round((x + dx) * 100) / 100} ${Math.round(y * 100) / 100}`;
  const r = Math.round(radius * 100) / 100;
  return `M${at(-radius)}A${r} ${r} 0 1 1 ${at(radius)}A${r} ${r} 0 1 1 ${at(-radius)}Z`;
}

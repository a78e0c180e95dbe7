import { mix } from './color.ts';
import { clamp, lerp, polygon, sampled, smooth, type Point } from './geometry.ts';
import type { Frame } from './head.ts';
import type { Pen } from './pen.ts';

/** The curves of a mouth, each from the picture's left corner to the right one. */
interface Lips {
  readonly outerUpper: readonly Point[];
  readonly upper: readonly Point[];
  readonly lower: readonly Point[];
  readonly outerLower: readonly Point[];
  readonly x: number;
  readonly w: number;
  readonly gap: number;
}

const STEPS = 20;

function lipsOf(frame: Frame): Lips {
  const { subject, pose } = frame;
  const x = subject.turn * 10;
  const up = clamp(pose.corner);
  const down = clamp(-pose.corner);
  const w = 40 * subject.mouth * (1 + pose.stretch * 0.52 + up * 0.12 - pose.press * 0.03);
  const y = 103 - pose.pout * 3 + up * 2;
  const gap = pose.open * (pose.stretch < 0 ? 60 : 58);
  const round = clamp(-pose.stretch * 2.2);
  const square = pose.clench * 0.8;
  const corner = up * 17 - down * 12;
  const base = (t: number): number =>
    y + (up > 0 ? up * 2.5 : -down * 5) - corner * Math.abs(t) ** 1.7 + pose.wave * 4.2 * Math.sin(t * 7.4 + 0.7);
  // A smile opens like a bowl, an O like a ring, bared teeth like a letter box.
  const bowl = (t: number): number => 1 - Math.abs(t) ** lerp(2.2, 4.5, square);
  const ring = (t: number): number => Math.sqrt(Math.max(0, 1 - t * t));
  const profile = (t: number): number => lerp(bowl(t), ring(t), round);
  const share = lerp(0.26, 0.44, Math.max(round, square * 0.6));
  const place = (t: number, offset: number): Point => [x + t * w, base(t) + offset];
  const thin = 1 - 0.55 * pose.press;
  const upperThick = 10 * subject.lips * thin * (1 - 0.32 * up) * (1 - 0.2 * square) * (1 - 0.25 * subject.age);
  const lowerThick = 13 * subject.lips * thin * (1 - 0.26 * up) * (1 + 0.15 * pose.pout) * (1 - 0.25 * subject.age) * (1 - 0.3 * pose.bite);
  const bow = (t: number): number => (1 - Math.abs(t) ** 2.1) * (1 - 0.3 * Math.exp(-((t / 0.13) ** 2))) + 0.1;
  const belly = (t: number): number => (1 - Math.abs(t) ** 2.6) ** 0.85 + 0.08;
  return {
    outerUpper: sampled(STEPS, (t) => place(t * 1.05, -gap * share * profile(t) - upperThick * bow(t))),
    upper: sampled(STEPS, (t) => place(t, -gap * share * profile(t))),
    lower: sampled(STEPS, (t) => place(t, gap * (1 - share) * profile(t))),
    outerLower: sampled(STEPS, (t) => place(t * 1.04, gap * (1 - share) * profile(t) + lowerThick * belly(t))),
    x,
    w,
    gap,
  };
}

/** The mouth: lips, the dark inside, teeth and tongue, and the marks that its pose leaves around it. */
export function drawMouth(pen: Pen, frame: Frame): void {
  const { subject, pose } = frame;
  const { skin } = subject;
  const lips = lipsOf(frame);
  const { outerUpper, upper, lower, outerLower, x, w, gap } = lips;
  const middle = STEPS / 2;
  const bottom = outerLower[middle]?.[1] ?? 120;
  const lipColor = mix(skin.lip, skin.base, 0.2 + 0.3 * pose.press + 0.2 * pose.pale);
  pen.glow(x, bottom + 8, w * 0.8, 10, skin.deep, 0.42);
  drawStrain(pen, frame, lips);
  const whole = smooth([...outerUpper, ...[...outerLower].reverse().slice(1, -1)], true);
  pen.shape(whole, lipColor, { role: 'feature', cut: false });
  pen.shape(polygon([...outerUpper, ...[...upper].reverse()]), mix(lipColor, '#3d0d14', 0.24), { role: 'feature', outlined: false, cut: false }); // prettier-ignore
  const lowerTop = lower[middle]?.[1] ?? 104;
  pen.glow(x + subject.lightSide * 4, (lowerTop + bottom) / 2, w * 0.42, Math.max(2, (bottom - lowerTop) * 0.42), '#fff1ea', 0.5);
  const inside = polygon([...upper, ...[...lower].reverse()]);
  if (gap > 3) {
    pen.shape(inside, '#35090f', { role: 'feature', outlined: false, cut: false });
    pen.clip(inside, () => drawInside(pen, frame, lips));
    pen.line(inside, '#2c0a0e', 1.6, 0.7, 'feature');
  } else {
    pen.line(smooth(upper), mix(skin.deep, '#2a0a0c', 0.55), 3.4 + pose.press * 1.2, 0.92, 'feature');
  }
  for (const [px, py] of [upper[0], upper[STEPS]].filter((point) => point !== undefined)) {
    pen.glow(px, py + 1, 8, 6, skin.deep, 0.5 + 0.3 * Math.abs(pose.corner));
  }
  if (pose.bite > 0.1) drawBite(pen, lips, pose.bite);
}

function drawInside(pen: Pen, { pose }: Frame, { upper, lower, x, w, gap }: Lips): void {
  const middle = STEPS / 2;
  const top = upper[middle]?.[1] ?? 100;
  const base = lower[middle]?.[1] ?? 120;
  const white = '#f7f3ea';
  if (pose.clench > 0.5) {
    pen.shape(polygon([...upper, ...[...lower].reverse()]), white, { role: 'feature', outlined: false, cut: false });
    const bite = upper.map(([px, py], index): Point => [px, (py + (lower[index]?.[1] ?? py)) / 2 + 1]);
    pen.line(smooth(bite), '#6d4a45', 2.4, 0.85, 'feature');
    for (let k = -4; k <= 4; k++) {
      const px = x + k * w * 0.21;
      pen.line(`M${px} ${top - 8}L${px + k * 0.3} ${base + 8}`, '#8b6a63', 1.3, 0.55, 'feature');
    }
    pen.glow(x, top - 1, w, 9, '#2a0a0c', 0.55);
    return;
  }
  if (gap > 14) {
    pen.shape(smooth([[x - w * 0.6, base + 10], [x - w * 0.42, base - gap * 0.2], [x, base - gap * 0.3], [x + w * 0.42, base - gap * 0.2], [x + w * 0.6, base + 10]], true), '#c05a60', { role: 'feature', outlined: false, cut: false }); // prettier-ignore
    pen.glow(x, base - gap * 0.16, w * 0.4, gap * 0.16, '#f09a98', 0.5);
  }
  const depth = pose.teeth > 0.5 ? Math.max(7, Math.min(17, gap * 0.58)) : Math.min(7, gap * 0.2) * clamp(1.2 + pose.stretch * 0.6);
  if (depth > 2) {
    const edge = upper.map(([px, py], index): Point => {
      const t = (index / STEPS) * 2 - 1;
      return [px, py + depth * (1 - 0.35 * t * t) + 1];
    });
    const row = polygon([...upper.map(([px, py]): Point => [px, py - 6]), ...edge.reverse()]);
    pen.shape(row, white, { role: 'feature', outlined: false, cut: false });
    for (let k = -4; k <= 4; k++) {
      const px = x + (k + 0.0) * w * 0.19;
      pen.line(`M${px} ${top - 8}L${px} ${top + depth - 1}`, '#b9a79c', 1, 0.4, 'detail');
    }
    pen.glow(x, top - 2, w, 7, '#3a1114', 0.4);
    for (const side of [-1, 1]) pen.glow(x + side * w, top, w * 0.4, 20, '#3a1114', 0.5);
  }
}

/** Upper teeth that hold the lower lip: a row of four, wider in the middle, over the lip's upper half. */
function drawBite(pen: Pen, { upper, lower, x, w }: Lips, strength: number): void {
  const top = (upper[STEPS / 2]?.[1] ?? 100) - 0.5;
  const depth = (lower[STEPS / 2]?.[1] ?? 104) + 3 + 2.5 * strength - top;
  const tooth = w * 0.2;
  for (const [place, length] of [[-1.5, 0.8], [1.5, 0.8], [-0.5, 1], [0.5, 1]] as const) { // prettier-ignore
    const [middle, half, low] = [x + place * tooth, tooth * 0.49, top + depth * length];
    const edge: Point[] = [[middle - half, top], [middle + half, top], [middle + half * 0.96, low - 1.5], [middle, low], [middle - half * 0.96, low - 1.5]]; // prettier-ignore
    pen.shape(polygon(edge), '#f5f0e6', { role: 'feature', outlined: false, cut: false });
    pen.line(polygon(edge), '#8a5f57', 0.9, 0.75, 'feature');
  }
  pen.glow(x, top, w * 0.5, 4, '#2a0a0c', 0.5);
  pen.glow(x, top + depth + 2, w * 0.42, 4, '#3a0a12', 0.45);
}

function drawStrain(pen: Pen, frame: Frame, { upper, outerLower }: Lips): void {
  const { pose, subject, drop } = frame;
  const { deep } = subject.skin;
  const corners = [[-1, upper[0]], [1, upper[STEPS]]] as const;
  for (const [side, point] of corners) {
    if (!point) continue;
    const [px, py] = point;
    if (pose.corner < -0.2) {
      const sag = -pose.corner;
      pen.line(smooth([[px + side * 2, py - 1], [px + side * 8, py + 8], [px + side * 10, py + 19]]), deep, 2.6, 0.45 * sag, 'detail'); // prettier-ignore
    }
    if (pose.corner > 0.3) {
      pen.line(smooth([[px + side * 4, py - 9], [px + side * 8, py - 1], [px + side * 5, py + 8]]), deep, 2.4, 0.42 * pose.corner, 'detail'); // prettier-ignore
    }
  }
  const [x, y] = outerLower[STEPS / 2] ?? [0, 120];
  if (pose.pout > 0.3) {
    pen.line(smooth([[x - 19, y + 13], [x, y + 8], [x + 19, y + 13]]), deep, 3, 0.5 * pose.pout, 'detail');
    for (const [dx, dy] of [[-11, 22], [0, 20], [11, 22], [-5, 29], [6, 29]] as const) {
      pen.glow(x + dx, y + dy + drop * 0.2, 5, 3.5, deep, 0.4 * pose.pout);
    }
  }
}

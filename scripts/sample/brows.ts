import { mix } from './color.ts';
import { clamp, ribbon, smooth, type Point } from './geometry.ts';
import type { Frame } from './head.ts';
import type { Pen } from './pen.ts';
import type { Random } from './random.ts';

/** Both brows, and the lines that they press into the skin. */
export function drawBrows(pen: Pen, frame: Frame, random: Random): void {
  const { subject, pose, shift } = frame;
  for (const side of [-1, 1] as const) {
    const spread = 0.5 + 0.5 * subject.width;
    const lift = { inner: browShift(pose.browInner, 19, 17), outer: browShift(pose.browOuter, 15, 9) };
    const wide = 2 * clamp(pose.lidOpen);
    const at = (x: number, y: number): Point => [side * x * spread + shift, y - wide];
    const pinch = pose.browPinch * 7;
    const grief = clamp(pose.browInner) * clamp(pose.browPinch * 1.4 - clamp(pose.browOuter));
    const points: Point[] = [
      at(21 - pinch, -31 - lift.inner),
      at(36 - pinch * 0.7, -36.5 - lift.inner * 0.72 - lift.outer * 0.2 + grief * 3),
      at(55, -39.5 - lift.inner * 0.3 - lift.outer * 0.62 + grief * 2),
      at(73, -39 - lift.outer * 0.96),
      at(91, -29.5 - lift.outer * 1.02),
    ];
    const thick = subject.browThickness;
    pen.shape(ribbon(points, [8.5, 11, 10, 7, 1.6].map((width) => width * thick)), subject.brow, { role: 'detail', outlined: false, cut: false, opacity: 0.94 }); // prettier-ignore
    for (let index = 0; index < 16; index++) {
      const along = random.between(0, 3.6);
      const from = points[Math.floor(along)] ?? [0, 0];
      const to = points[Math.floor(along) + 1] ?? from;
      const share = along % 1;
      const [x, y] = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
      const up = along < 1 ? 5.5 : 3.2;
      pen.line(smooth([[x - side * 2, y + up * 0.7 * thick], [x + side * 3.4, y - up * thick]]), mix(subject.brow, '#080506', 0.4), 1.1, 0.55, 'detail'); // prettier-ignore
    }
  }
  drawFrown(pen, frame);
}

function browShift(value: number, up: number, down: number): number {
  return value > 0 ? value * up : value * down;
}

function drawFrown(pen: Pen, frame: Frame): void {
  const { subject, pose, shift } = frame;
  const { deep, light } = subject.skin;
  const lines = clamp(pose.foreheadLines + 0.38 * subject.age);
  const raise = clamp(pose.browInner) * 6;
  for (const [index, y] of [-70, -86, -102].entries()) {
    // Worry and grief lift the middle only, so the furrows arch there; surprise lifts the whole brow.
    const arch = 3 + 7 * clamp(pose.browInner - pose.browOuter);
    const span = 48 - index * 7;
    const furrow: Point[] = [-1, -0.5, 0, 0.5, 1].map((t): Point => [shift + t * span, y - raise - arch * (1 - t * t) + (index % 2) * 1.2]); // prettier-ignore
    pen.line(smooth(furrow), deep, 2.6, 0.52 * lines, 'detail');
    pen.line(smooth(furrow.map(([x, fy]): Point => [x, fy + 3])), light, 2, 0.35 * lines, 'detail');
  }
  const frown = clamp(pose.frownLines + 0.2 * subject.age);
  for (const side of [-1, 1]) {
    const x = shift + side * (7.5 - pose.browPinch * 1.5);
    const top = -46 - pose.browInner * 9;
    pen.line(smooth([[x + side * 1.5, top], [x - side * 1.2, top + 10], [x + side * 0.5, top + 21]]), deep, 2.8, 0.72 * frown, 'detail'); // prettier-ignore
  }
}

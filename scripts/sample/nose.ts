import { mix } from './color.ts';
import { clamp, smooth, type Point } from './geometry.ts';
import type { Frame } from './head.ts';
import type { Pen } from './pen.ts';

/** The nose, and the folds that run from it to the mouth. */
export function drawNose(pen: Pen, frame: Frame): void {
  const { subject, pose } = frame;
  const { skin, lightSide, nose } = subject;
  const x = subject.turn * 14;
  const lift = pose.noseWrinkle * 4;
  const tip = 60 - lift;
  const wing = 19 * nose + pose.noseWrinkle * 4.5 + pose.cheek * 2;
  const dark = -lightSide;
  const side: Point[] = [
    [frame.shift + dark * 9, -14], [x + dark * 8, 20], [x + dark * 13, 46], [x + dark * wing, tip + 2], [x + dark * 8, tip + 8], [x + dark * 3, 40], [frame.shift + dark * 2, 0],
  ]; // prettier-ignore
  pen.shape(smooth(side, true), skin.shade, { role: 'skin', outlined: false, cut: false, opacity: pen.ink.shading < 0.2 ? 0.5 : 0.34 }); // prettier-ignore
  pen.glow(x, tip + 16, 30 * nose, 12, skin.deep, 0.5);
  pen.glow(x + dark * 12, tip - 6, 16, 20, skin.deep, 0.3);
  pen.glow((x + frame.shift) / 2 + lightSide * 1.5, 18, 7, 42, skin.light, 0.75);
  pen.glow(x + lightSide * 2, tip - 5, 15 * nose, 13, mix(skin.base, '#d4574a', 0.3 + 0.3 * pose.tears), 0.6);
  pen.glow(x + lightSide * 3.5, tip - 8, 8, 7, mix(skin.light, '#ffffff', 0.5), 0.85);
  for (const s of [-1, 1]) {
    const far = 1 - s * subject.turn * 0.12;
    const w = wing * far;
    const ala: Point[] = [[x + s * (w - 3), tip - 11], [x + s * (w + 1), tip - 2], [x + s * (w - 1), tip + 6], [x + s * (w - 7), tip + 8]]; // prettier-ignore
    pen.line(smooth(ala), skin.deep, 2.6, 0.62, 'feature');
    const flare = 1 + pose.noseWrinkle * 0.3;
    const hole: Point[] = [[x + s * 4.5, tip + 7.5], [x + s * 8.5, tip + 3.8 * 1], [x + s * (w - 5.5), tip + 5.2], [x + s * (w - 7), tip + 8.6 * flare - 0.4], [x + s * 8, tip + 9]]; // prettier-ignore
    pen.shape(smooth(hole, true), mix(skin.deep, '#1c0907', 0.55), { role: 'feature', outlined: false, cut: false, opacity: 0.85 }); // prettier-ignore
    if (pose.noseWrinkle > 0.25) {
      for (const y of [2, 11]) {
        pen.line(smooth([[x + s * 4, y + 3], [x + s * 9, y], [x + s * 14, y - 5]]), skin.deep, 2.2, 0.5 * pose.noseWrinkle, 'detail'); // prettier-ignore
      }
    }
  }
  pen.line(smooth([[x - 5, tip + 10], [x, tip + 12.4], [x + 5, tip + 10]]), skin.deep, 2.2, 0.62, 'feature');
  drawFolds(pen, frame, x, tip, wing);
}

function drawFolds(pen: Pen, frame: Frame, x: number, tip: number, wing: number): void {
  const { subject, pose, shift } = frame;
  const strength = clamp(0.1 + 0.55 * subject.age + 0.6 * pose.cheek + 0.55 * pose.noseWrinkle + 0.15 * pose.pout);
  const reach = 46 + 9 * pose.cheek + 8 * clamp(pose.stretch);
  for (const s of [-1, 1]) {
    const fold: Point[] = [
      [x + s * (wing + 3), tip - 5], [shift + s * (wing + 17 + pose.cheek * 4), tip + 11], [shift + s * (reach + 3), 92 - 3 * pose.cheek],
      [shift + s * (reach + 4), 108],
    ]; // prettier-ignore
    pen.line(smooth(fold), subject.skin.deep, 3, 0.52 * strength, 'detail');
    pen.glow(shift + s * (reach - 5), 84, 13, 26, subject.skin.deep, 0.28 * strength, s * -34);
    if (pose.cheek > 0.35 || subject.age > 0.4) {
      const crow = clamp(pose.cheek * 0.8 + subject.age * 0.4);
      for (const [dy, turn] of [[-6, -7], [1, 0], [8, 7]] as const) {
        const from = shift + s * 92 * (0.5 + 0.5 * subject.width);
        pen.line(smooth([[from, dy], [from + s * 7, dy + turn * 0.5], [from + s * 14, dy + turn * 1.3]]), subject.skin.deep, 1.9, 0.5 * crow, 'detail'); // prettier-ignore
      }
    }
  }
}

import { mix } from './color.ts';
import { circle } from './eyes.ts';
import { clamp, smooth, type Point } from './geometry.ts';
import type { Frame } from './head.ts';
import type { Pen } from './pen.ts';
import type { Random } from './random.ts';

const SMALL = { role: 'detail', outlined: false, cut: false } as const;

/** Marks on the skin that lie under the features: freckles, age spots, beard. */
export function drawSkinMarks(pen: Pen, frame: Frame, random: Random): void {
  const { subject, shift } = frame;
  const spots = subject.freckles ? 46 : Math.round(subject.age * 14);
  for (let index = 0; index < spots; index++) {
    const x = shift + random.normal(0, 46);
    const y = subject.freckles ? random.normal(36, 16) : random.between(-120, 120);
    pen.shape(circle(x, y, random.between(0.8, subject.freckles ? 2.1 : 3)), mix(subject.skin.base, '#8a4a2c', 0.6), { ...SMALL, opacity: 0.4 }); // prettier-ignore
  }
  if (subject.beard > 0) drawBeard(pen, frame, random);
}

function drawBeard(pen: Pen, frame: Frame, random: Random): void {
  const { subject, drop, half, shift, pose } = frame;
  const { beard, hair } = subject;
  const full = beard > 0.5;
  const low = full ? 22 * beard : 0;
  const mouth = 44 + 12 * clamp(pose.stretch);
  const edge: Point[] = [
    [half + 1, -6], [half, 40], [half - 8, 92], [half - 34, 140 + drop * 0.8 + low * 0.4], [44, 168 + drop + low], [0, 176 + drop + low],
  ].map(([x = 0, y = 0]): Point => (full ? [x, y] : [x - (y > 60 ? 12 : 4), y - (y > 130 ? 8 : 0)])); // prettier-ignore
  const inner: Point[] = [[half - 9, 0], [half - 16, 40], [half - 36, 74], [mouth + 12, 90], [30, 80], [8, 82], [0, 85]]; // prettier-ignore
  const mirror = (points: readonly Point[]): Point[] => points.map(([x, y]): Point => [-x, y]);
  const outline = [...edge, ...mirror(edge).reverse().slice(1), ...mirror(inner), ...[...inner].reverse().slice(1)];
  const path = smooth(outline.map(([x, y]): Point => [x + (Math.abs(x) < half - 30 ? shift : 0), y]), true);
  const tone = mix(hair.color, '#140c0c', 0.25);
  pen.shape(path, tone, { role: 'hair', outlined: full, cut: false, opacity: full ? 0.93 : 0.16 + 0.3 * beard });
  pen.clip(path, () => {
    for (let index = 0; index < (full ? 120 : 60); index++) {
      const x = random.between(-half, half);
      const y = random.between(60, 185 + drop);
      const lean = x * 0.06;
      pen.line(smooth([[x, y], [x + lean, y + (full ? 12 : 3)]]), random.chance(0.35) ? hair.light : hair.dark, 1.4, full ? 0.4 : 0.3, 'detail'); // prettier-ignore
    }
  });
  // Bare skin around the lips keeps the mouth readable.
  pen.shape(smooth([[-mouth, 100], [-18, 92], [18, 92], [mouth, 100], [30, 132 + drop], [-30, 132 + drop]].map(([x = 0, y = 0]): Point => [x + shift, y]), true), subject.skin.base, { role: 'skin', outlined: false, cut: false, opacity: full ? 0.75 : 0 }); // prettier-ignore
}

/** A moustache, drawn after the mouth's strain and before nothing else. */
export function drawMoustache(pen: Pen, frame: Frame): void {
  const { subject, pose } = frame;
  if (!subject.moustache) return;
  const x = subject.turn * 11;
  const corner = 6 * pose.corner;
  const half: Point[] = [[0, 78], [16, 76], [34, 84 - corner * 0.4], [48, 97 - corner], [30, 95 - corner * 0.4], [0, 90]]; // prettier-ignore
  const whole = [...half, ...half.slice(1, -1).reverse().map(([px, py]): Point => [-px, py])]; // prettier-ignore
  const lift = pose.open * (pose.stretch < 0 ? 12 : 6);
  pen.shape(smooth(whole.map(([px, py]): Point => [px + x, py - lift]), true), mix(subject.hair.color, '#140c0c', 0.2), { role: 'hair', cut: false }); // prettier-ignore
}

/** What lies on top of the face: glasses, tears, sweat. */
export function drawOverFace(pen: Pen, frame: Frame): void {
  if (frame.subject.glasses) drawGlasses(pen, frame);
  drawTears(pen, frame);
  drawSweat(pen, frame);
}

function drawGlasses(pen: Pen, { subject, shift, half }: Frame): void {
  const color = mix(subject.clothes.color, '#171317', 0.72);
  const spread = 0.5 + 0.5 * subject.width;
  for (const side of [-1, 1]) {
    const x = side * 56 * spread + shift;
    const rim: Point[] = [[-40, -22], [0, -27], [40, -22], [44, 2], [34, 27], [0, 33], [-34, 27], [-44, 2]];
    const path = smooth(rim.map(([px, py]): Point => [x + px, py + 2]), true); // prettier-ignore
    pen.shape(path, '#ffffff', { ...SMALL, opacity: 0.06 });
    pen.line(path, color, 4, 0.92, 'feature');
    pen.line(smooth([[x + side * 42, -6], [side * (half - 2), -12]]), color, 4, 0.92, 'feature');
    pen.line(smooth([[x - 22, -12], [x - 6, -18]]), '#ffffff', 3, 0.5, 'detail');
  }
  pen.line(smooth([[shift - 14, -4], [shift, -9], [shift + 14, -4]]), color, 4, 0.92, 'feature');
}

function drawTears(pen: Pen, { subject, pose, shift }: Frame): void {
  if (pose.tears < 0.15) return;
  for (const side of [-1, 1]) {
    if (pose.tears < 0.55 && side !== subject.lightSide) continue;
    const x = side * 58 * (0.5 + 0.5 * subject.width) + shift;
    const fall = 26 + 46 * pose.tears;
    const track: Point[] = [[x, 10], [x + side * 3, 10 + fall * 0.5], [x + side * 6, 10 + fall]];
    pen.line(smooth(track), '#dff1fb', 5.5, 0.5, 'feature');
    pen.line(smooth(track), '#ffffff', 2, 0.75, 'feature');
    drawDrop(pen, x + side * 6, 12 + fall, 7 + 2.5 * pose.tears);
  }
}

function drawSweat(pen: Pen, { pose, half, subject }: Frame): void {
  if (pose.sweat < 0.1) return;
  const side = subject.lightSide;
  drawDrop(pen, side * (half - 26), -56 + 14 * pose.sweat, 5 + 3.5 * pose.sweat);
  if (pose.sweat > 0.6) drawDrop(pen, side * (half - 44), -92, 5);
}

function drawDrop(pen: Pen, x: number, y: number, size: number): void {
  const drop: Point[] = [[x, y - size * 1.9], [x + size * 0.72, y - size * 0.35], [x + size * 0.66, y + size * 0.5], [x, y + size], [x - size * 0.66, y + size * 0.5], [x - size * 0.72, y - size * 0.35]]; // prettier-ignore
  pen.shape(smooth(drop, true), '#a9d8f0', { role: 'feature', cut: false, outlined: false, opacity: 0.88 });
  pen.shape(smooth(drop.map(([px, py]): Point => [x + (px - x) * 0.62, y + (py - y) * 0.62 + 1]), true), '#d9f0fb', { ...SMALL, opacity: 0.8 }); // prettier-ignore
  pen.shape(circle(x - size * 0.25, y + size * 0.1, size * 0.24), '#ffffff', SMALL);
}

import { mix } from './color.ts';
import type { Expression } from './expression.ts';
import { mirrored, moved, smooth, type Point } from './geometry.ts';
import type { Pen } from './pen.ts';
import type { Subject } from './subject.ts';

/**
 * Where things are on this head. The origin is the middle of the face on the eye line; one unit is one pixel of a portrait
 * 512 wide. The crown is near y = -168, the chin near 168.
 */
export interface Frame {
  readonly subject: Subject;
  readonly pose: Expression;
  /** Half the width of the head at the temples. */
  readonly half: number;
  /** Sideways shift of features by the turn of the head, for the eyes' depth; the nose moves more, the skull not at all. */
  readonly shift: number;
  /** How far the chin is dropped. */
  readonly drop: number;
  readonly outline: readonly Point[];
  readonly outlinePath: string;
}

/** Places the head of a subject in a pose. */
export function frameOf(subject: Subject, pose: Expression): Frame {
  const drop = pose.open * (pose.stretch < 0 ? 20 : 9) - pose.pout * 2;
  const fat = subject.age * 2;
  const right: Point[] = [
    [0, -170], [52, -164], [92, -137], [114, -92], [119, -40], [116, 8], [111, 48 + drop * 0.1],
    [97 * subject.jaw + fat, 96 + drop * 0.45], [68 * subject.jaw + fat, 137 + drop * 0.85], [32 * subject.jaw, 163 + drop], [0, 169 + drop],
  ]; // prettier-ignore
  const wide = moved(right, 0, 0, subject.width);
  const outline = [...wide, ...mirrored(wide.slice(1, -1))];
  return {
    subject,
    pose,
    half: 119 * subject.width,
    shift: subject.turn * 9,
    drop,
    outline,
    outlinePath: smooth(outline, true),
  };
}

/** Both ears, drawn before the face so that it covers their roots; long hair and scarves cover them. */
export function drawEars(pen: Pen, frame: Frame): void {
  const { subject, half, pose } = frame;
  if (['long', 'wavy', 'bob', 'scarf'].includes(subject.hair.style)) return;
  for (const side of [-1, 1] as const) {
    const near = 1 - side * subject.turn * 0.22;
    const ear: Point[] = [
      [half - 10, -22], [half + 4, -30], [half + 17 * near, -18], [half + 17 * near, 6], [half + 9 * near, 32],
      [half - 1, 44], [half - 12, 34],
    ]; // prettier-ignore
    const fold: Point[] = [[half + 2, -18], [half + 11 * near, -10], [half + 9 * near, 8], [half + 2, 22]]; // prettier-ignore
    const to = (points: readonly Point[]): Point[] => moved(points, 0, 0, side);
    const red = mix(subject.skin.base, '#c4453a', 0.14 + pose.flush * 0.25);
    pen.ramp(smooth(to(ear), true), [[0, red], [0.5, red], [1, subject.skin.shade]], [0, -30, 0, 46], { role: 'skin' }); // prettier-ignore
    pen.line(smooth(to(fold)), subject.skin.deep, 3, 0.5, 'detail');
    if (subject.earrings) {
      const [x, y] = [side * (half + 1), 50];
      pen.shape(smooth([[x - 4, y], [x, y - 5], [x + 4, y], [x, y + 9]], true), '#e7c66a', { role: 'feature' }); // prettier-ignore
    }
  }
}

/** The face's skin with its modelling: light side, shadow side, sockets, cheeks, chin. */
export function drawFace(pen: Pen, frame: Frame): void {
  const { subject, pose, half, shift, drop, outlinePath } = frame;
  const { skin, lightSide } = subject;
  const base = mix(mix(skin.base, '#d2402f', pose.flush * (pen.ink.shading < 0.2 ? 0.34 : 0.2)), '#d5d8cf', pose.pale * 0.16);
  const blush = mix(skin.base, '#dc3a2c', 0.72);
  pen.ramp(
    outlinePath,
    [[0, mix(base, skin.light, 0.35)], [0.5, base], [1, mix(base, skin.shade, 0.55)]], // prettier-ignore
    [lightSide * half, -90, -lightSide * half, 120],
    { role: 'skin' },
  );
  pen.clip(outlinePath, () => {
    if (pen.ink.split) {
      const dark = -lightSide;
      const edge: Point[] = [[shift + dark * 30, -190], [shift + dark * 52, -60], [shift + dark * 82, 0], [shift + dark * 60, 60], [shift + dark * 62, 110], [shift + dark * 20, 190 + drop], [dark * 220, 190], [dark * 220, -190]]; // prettier-ignore
      pen.shape(smooth(edge, true), mix(base, skin.deep, 0.34), { role: 'skin', outlined: false, cut: false });
    }
    // Away from the light, and under the jaw.
    pen.glow(-lightSide * (half + 22), 40, 92, 200, skin.shade, 0.75);
    pen.glow(-lightSide * (half + 6), 30, 48, 170, skin.deep, 0.35);
    pen.glow(lightSide * (half + 24), 40, 48, 150, skin.shade, 0.4);
    pen.glow(0, 186 + drop, 100, 44, skin.deep, 0.36);
    // Forehead, cheekbones and chin catch the light.
    pen.glow(lightSide * 26 + shift, -92, 84, 52, skin.light, 0.62);
    for (const side of [-1, 1]) {
      const lit = side === lightSide ? 0.6 : 0.3;
      const lift = pose.cheek * 9;
      pen.glow(side * 67 + shift, 46 - lift, 36, 25, skin.light, lit * (0.8 + 0.5 * pose.cheek), side * -18);
      pen.patch(side * 66 + shift, 62 - lift, 46, 34, blush, (subject.feminine ? 0.2 : 0.12) + 0.3 * pose.flush + 0.16 * pose.cheek);
      pen.glow(side * 55 + shift, -12, 47, 31, skin.deep, 0.24 + 0.1 * subject.age);
      pen.glow(side * 24 + shift, -2, 22, 34, skin.deep, 0.26);
      // The hollow under the cheekbone makes a head of a disc.
      pen.glow(side * (half - 24), 92, 36, 62, skin.deep, 0.16 + 0.14 * subject.age, side * 22);
    }
    if (pose.flush > 0.3 && pen.ink.shading >= 0.2) {
      pen.patch(shift, -78, 90, 60, '#cf2f25', 0.34 * pose.flush);
      pen.patch(shift * 1.4, 50, 30, 34, '#cf2f25', 0.3 * pose.flush);
    }
    pen.glow(shift, 148 + drop, 30, 20, skin.light, 0.34 + 0.1 * pose.pout);
    pen.glow(shift, 128 + drop * 0.8, 34, 10, skin.deep, 0.34 + 0.3 * pose.pout);
  });
}

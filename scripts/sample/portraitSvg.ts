import { drawBackdrop } from './backdrop.ts';
import { drawBody } from './body.ts';
import { drawBrows } from './brows.ts';
import { drawMoustache, drawOverFace, drawSkinMarks } from './details.ts';
import { drawEyes, SOUND_EYE, type EyeFault } from './eyes.ts';
import type { Expression } from './expression.ts';
import { short } from './geometry.ts';
import { drawHairBehind, drawHairFront } from './hair.ts';
import { drawEars, drawFace, frameOf } from './head.ts';
import { drawMouth } from './mouth.ts';
import { drawNose } from './nose.ts';
import { Pen, type Ink } from './pen.ts';
import type { Random } from './random.ts';
import type { Subject } from './subject.ts';

/** One portrait to draw: who, in which pose, with which pen. */
export interface Sitting {
  readonly subject: Subject;
  readonly pose: Expression;
  readonly ink: Ink;
  /** What a poor generator gets wrong about the picture's right eye. */
  readonly fault?: EyeFault;
}

/** Draws a head-and-shoulders portrait and returns it as an SVG document of `size` by `size` pixels. */
export function portraitSvg({ subject, pose, ink, fault }: Sitting, random: Random, size: number): string {
  const pen = new Pen(ink);
  const frame = frameOf(subject, pose);
  if (ink.backdrop === 'soft') pen.soft(8, () => drawBackdrop(pen, subject, random));
  else drawBackdrop(pen, subject, random);
  const turned = (draw: () => void): void =>
    pen.group(`rotate(${short(pose.tilt)} 0 150) translate(0 ${short(pose.nod * 7)})`, draw);
  pen.group('translate(256 258) scale(1.13)', () => {
    turned(() => drawHairBehind(pen, frame, random));
    drawBody(pen, frame);
    turned(() => {
      drawEars(pen, frame);
      drawFace(pen, frame);
      drawSkinMarks(pen, frame, random);
      drawNose(pen, frame);
      drawMouth(pen, frame);
      drawMoustache(pen, frame);
      drawEyes(pen, frame, (side) => (side === 1 && fault ? fault : SOUND_EYE));
      drawBrows(pen, frame, random);
      drawHairFront(pen, frame, random);
      drawOverFace(pen, frame);
    });
  });
  return pen.document(size);
}

import { clamp, lerp } from './geometry.ts';
import type { Random } from './random.ts';

/** The six label strings, in the order of the release. */
export const EMOTIONS = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'] as const;
/** One of the six label strings. */
export type Emotion = (typeof EMOTIONS)[number];

/**
 * The pose of a face, after the action units of the Facial Action Coding System (Ekman and Friesen): 0 is at rest, 1 as far
 * as a face goes; where both directions exist, -1..1.
 */
export interface Expression {
  /** Inner ends of the brows: up (AU1) or down (AU4). */
  browInner: number;
  /** Outer ends: up (AU2) or down. */
  browOuter: number;
  /** Brows drawn together (AU4). */
  browPinch: number;
  /** Upper lids: raised (AU5) or drooping. */
  lidOpen: number;
  /** Upper lid slant: above 0 low at the nose (glare), below 0 low at the outside (grief). */
  lidSlant: number;
  /** Cheeks raised, lower lids pushed up (AU6). */
  cheek: number;
  /** Lower lids tight (AU7). */
  lidTight: number;
  /** Gaze to the picture's right (1) or left (-1), and down (1) or up (-1). */
  gazeX: number;
  gazeY: number;
  /** Nose wrinkled (AU9). */
  noseWrinkle: number;
  /** Lip corners: up (AU12) or down (AU15). */
  corner: number;
  /** Mouth wider (AU20) or, below 0, rounder (AU18, AU27). */
  stretch: number;
  /** Lips apart and jaw dropped (AU25 to AU27). */
  open: number;
  /** Upper teeth seen. */
  teeth: number;
  /** Both rows of teeth shut and bared. */
  clench: number;
  /** Lips pressed thin (AU24). */
  press: number;
  /** Chin raised, lower lip pushed up (AU17). */
  pout: number;
  /** Upper teeth on the lower lip. */
  bite: number;
  /** A trembling, wavy lip line. */
  wave: number;
  tears: number;
  flush: number;
  pale: number;
  sweat: number;
  /** Lines across the forehead, and upright ones between the brows. */
  foreheadLines: number;
  frownLines: number;
  /** Head tilt in degrees, above 0 clockwise. */
  tilt: number;
  /** Chin down towards the chest (1) or up (-1). */
  nod: number;
}

const REST: Expression = {
  browInner: 0, browOuter: 0, browPinch: 0, lidOpen: 0, lidSlant: 0, cheek: 0, lidTight: 0, gazeX: 0, gazeY: 0,
  noseWrinkle: 0, corner: 0, stretch: 0, open: 0, teeth: 0, clench: 0, press: 0, pout: 0, bite: 0, wave: 0, tears: 0,
  flush: 0, pale: 0, sweat: 0, foreheadLines: 0, frownLines: 0, tilt: 0, nod: 0,
}; // prettier-ignore

type Pose = (degree: number, random: Random) => Partial<Expression>;

const POSES: Readonly<Record<Emotion, Pose>> = {
  happy: (d, random) => {
    const laughing = d > 0.38 || random.chance(0.3);
    return {
      corner: lerp(0.42, 1, d), cheek: lerp(0.25, 1, d), stretch: lerp(0.2, 0.62, d), browOuter: 0.12 * d, browInner: 0.12 * d,
      open: laughing ? lerp(0.14, 0.62, d) : 0, teeth: laughing ? 1 : 0, flush: 0.25 * d, lidOpen: -0.12 * d,
      tilt: random.normal(0, 4), nod: -0.25 * d,
    };
  },
  sad: (d, random) => ({
    browInner: lerp(0.4, 1, d), browOuter: -lerp(0.15, 0.55, d), browPinch: 0.35 * d, lidOpen: -lerp(0.22, 0.5, d),
    lidSlant: -lerp(0.4, 1, d), gazeY: lerp(0.3, 0.85, d), gazeX: random.normal(0, 0.1), corner: -lerp(0.4, 1, d),
    pout: lerp(0.3, 1, d), open: d > 0.82 ? 0.14 : 0, stretch: -0.12, tears: clamp((d - 0.45) / 0.4), flush: 0.2 * d,
    frownLines: 0.3 * d, foreheadLines: 0.25 * d, tilt: random.normal(0, 3) + (random.chance(0.5) ? 5 : -5) * d, nod: 0.55 * d,
  }),
  angry: (d, random) => {
    const bared = d > 0.5 && random.chance(0.62);
    return {
      browInner: -lerp(0.45, 1, d), browOuter: lerp(0.1, 0.45, d), browPinch: lerp(0.45, 1, d), lidOpen: lerp(-0.02, 0.12, d),
      lidSlant: lerp(0.5, 1.1, d), lidTight: lerp(0.25, 0.7, d), noseWrinkle: lerp(0.15, 1, d), flush: lerp(0.12, 1, d),
      frownLines: lerp(0.5, 1, d), nod: 0.4 * d, tilt: random.normal(0, 2),
      ...(bared
        ? { open: lerp(0.22, 0.5, d), clench: 1, stretch: 0.25, corner: -0.35 }
        : { press: lerp(0.45, 1, d), corner: -lerp(0.4, 0.75, d), pout: 0.4 * d, stretch: 0.04 }),
    };
  },
  surprise: (d, random) => ({
    browInner: lerp(0.55, 1, d), browOuter: lerp(0.6, 1.05, d), lidOpen: lerp(0.45, 1, d), open: lerp(0.32, 1, d),
    stretch: -lerp(0.45, 0.75, d), foreheadLines: 0.45 * d, pale: 0.15 * d, tilt: random.normal(0, 2.5), nod: -0.3 * d,
  }),
  worry: (d, random) => {
    const biting = random.chance(0.5);
    const side = random.chance(0.5) ? 1 : -1;
    return {
      browInner: lerp(0.45, 0.95, d), browOuter: -0.25 * d, browPinch: lerp(0.6, 1, d), lidOpen: lerp(0.08, 0.42, d),
      lidSlant: -0.35, lidTight: 0.2, gazeX: side * lerp(0.45, 0.95, d), gazeY: -0.08, corner: -lerp(0.18, 0.35, d),
      stretch: lerp(0.05, 0.22, d), bite: biting ? lerp(0.6, 1, d) : 0,
      open: biting ? 0.09 : 0, wave: biting ? 0.15 : lerp(0.45, 1, d),
      foreheadLines: lerp(0.5, 1, d), frownLines: lerp(0.45, 0.9, d), sweat: clamp((d - 0.4) / 0.5), pale: 0.4 * d,
      tilt: -side * 2.5 + random.normal(0, 2), nod: 0.12,
    };
  },
  neutral: (d, random) => ({
    corner: random.normal(0.03, 0.06) + 0.1 * d, browInner: random.normal(0, 0.04), browOuter: random.normal(0, 0.04),
    tilt: random.normal(0, 2.5), lidOpen: random.normal(0, 0.04), gazeX: random.normal(0, 0.06),
  }),
}; // prettier-ignore

/**
 * The pose that shows `emotion` at `degree` (0 barely, 1 fully), with the small differences between one time and the next
 * drawn from `random`.
 */
export function expressionOf(emotion: Emotion, degree: number, random: Random): Expression {
  return { ...REST, ...POSES[emotion](clamp(degree), random) };
}

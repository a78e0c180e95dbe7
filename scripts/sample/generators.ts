import { mix, saturated, type Color } from './color.ts';
import type { Ink, Role } from './pen.ts';

/** How a generator's picture is finished after drawing. */
export type Finish =
  | 'photo' | 'oil' | 'poster' | 'pencil' | 'pixels' | 'watercolour' | 'facets' | 'clay' | 'comic' | 'chalk' | 'neon' | 'paper'; // prettier-ignore

/** One invented text-to-image model. Shares are 0..1. */
export interface Generator {
  /** Lower case letters, digits and hyphens; no underscore, which parts the file name. */
  readonly name: string;
  readonly finish: Finish;
  readonly ink: Ink;
  /** How often the prompted emotion is the one that is drawn, before the emotion's own difficulty. */
  readonly skill: number;
  /** How strongly it shows what it shows: added to the prompt's degree, -0.3..0.3. */
  readonly force: number;
  /** Mean quality of its pictures. */
  readonly quality: number;
}

const PLAIN: Ink = {
  shading: 1,
  detail: 1,
  outline: null,
  cut: false,
  split: false,
  backdrop: 'drawn',
  repaint: null,
};

/** The twelve generators of the sample. The names are ours and stand for no product. */
export const GENERATORS: readonly Generator[] = [
  { name: 'atelier-3', finish: 'photo', ink: { ...PLAIN, shading: 1.12, backdrop: 'soft' }, skill: 0.95, force: 0.1, quality: 0.9 },
  { name: 'brushwork', finish: 'oil', ink: { ...PLAIN, shading: 1.25, detail: 1.3 }, skill: 0.88, force: 0.06, quality: 0.8 },
  { name: 'clayform', finish: 'clay', ink: { ...PLAIN, shading: 1.2, detail: 0.15, backdrop: '#d5cbe4' }, skill: 0.9, force: 0.14, quality: 0.84 },
  { name: 'facet', finish: 'facets', ink: { ...PLAIN, shading: 1.35, detail: 1.1 }, skill: 0.74, force: 0, quality: 0.62 },
  { name: 'graphite', finish: 'pencil', ink: { ...PLAIN, shading: 1.3, detail: 1.4, backdrop: '#ffffff' }, skill: 0.84, force: -0.02, quality: 0.72 },
  { name: 'inkpanel', finish: 'comic', ink: comic(), skill: 0.92, force: 0.16, quality: 0.76 },
  { name: 'neonwire', finish: 'neon', ink: neonInk(), skill: 0.7, force: 0.02, quality: 0.55 },
  { name: 'papercut', finish: 'paper', ink: cutPaper(), skill: 0.8, force: 0.02, quality: 0.7 },
  { name: 'pixelkiln', finish: 'pixels', ink: { ...PLAIN, shading: 0.9, detail: 0.6 }, skill: 0.66, force: 0.04, quality: 0.42 },
  { name: 'posterhaus', finish: 'poster', ink: posterInk(), skill: 0.82, force: 0.02, quality: 0.74 },
  { name: 'softchalk', finish: 'chalk', ink: { ...PLAIN, shading: 1.1 }, skill: 0.76, force: -0.1, quality: 0.64 },
  { name: 'washline', finish: 'watercolour', ink: { ...PLAIN, shading: 1.05, detail: 1.2 }, skill: 0.78, force: -0.08, quality: 0.66 },
];

function comic(): Ink {
  return {
    ...PLAIN,
    shading: 0.4,
    detail: 1.5,
    outline: { color: '#15101a', width: 4.2 },
    repaint: null,
  };
}

function posterInk(): Ink {
  return { ...PLAIN, shading: 0, detail: 0.4, split: true };
}

function cutPaper(): Ink {
  return { ...PLAIN, shading: 0, detail: 0.35, cut: true };
}

const TUBES: Readonly<Record<Role, Color>> = {
  backdrop: '#3b2a78',
  skin: '#ff4fa3',
  hair: '#3fd2ff',
  cloth: '#9d6bff',
  feature: '#ffd95e',
  detail: '#5fe0ff',
};

function neonInk(): Ink {
  return {
    ...PLAIN,
    shading: 0,
    detail: 0.6,
    outline: { color: '#ffffff', width: 3 },
    repaint: (color, role) => {
      const white = role === 'feature' && lightness(color) > 0.72;
      const tube = mix(TUBES[role], saturated(color, 1.6), 0.16);
      if (role === 'detail') return { fill: tube, stroke: tube };
      const tint = mix(saturated(color, 1.4), TUBES[role], 0.4);
      return { fill: white ? mix(color, '#5a4aa0', 0.25) : mix(tint, '#070312', role === 'backdrop' ? 0.94 : 0.88), stroke: white ? '#fff4d0' : tube };
    },
  };
}

function lightness(color: Color): number {
  const value = Number.parseInt(color.slice(1), 16);
  return (((value >> 16) & 255) + ((value >> 8) & 255) + (value & 255)) / 765;
}

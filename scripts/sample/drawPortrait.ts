import { Resvg } from '@resvg/resvg-js';
import type { EyeFault } from './eyes.ts';
import { expressionOf } from './expression.ts';
import { applyFaults } from './filters/faults.ts';
import { facets } from './filters/facets.ts';
import { clay, halftone, neon, paper, pencil, pixelate, poster, tremble } from './filters/graphic.ts';
import { chalk, oil, watercolour } from './filters/paint.ts';
import type { Picture } from './filters/picture.ts';
import type { Finish } from './generators.ts';
import type { PlannedPortrait } from './plan.ts';
import { encodePng } from './png.ts';
import { portraitSvg } from './portraitSvg.ts';
import { randomFrom, type Random } from './random.ts';
import { requestOf, subjectOf } from './subject.ts';

/** Width and height of every portrait, in pixels. */
export const PORTRAIT_SIZE = 512;

/** Draws one planned portrait and returns it as a PNG file's bytes; the same plan and seed give the same bytes. */
export function drawPortrait(portrait: PlannedPortrait, seed: number): Buffer {
  const { generator, prompted, perceived, prompt, degree, quality, faults } = portrait;
  const request = requestOf(randomFrom('request', seed, prompted, prompt));
  const subject = subjectOf(request, randomFrom('subject', seed, generator.name, prompted, prompt));
  const random = randomFrom('drawing', seed, generator.name, prompted, prompt);
  const pose = expressionOf(perceived, degree, random);
  const svg = portraitSvg({ subject, pose, ink: generator.ink, fault: eyeFault(quality, random) }, random, PORTRAIT_SIZE);
  const image = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
  const picture: Picture = { size: PORTRAIT_SIZE, data: new Uint8ClampedArray(image.pixels) };
  // Cells and triangles stay whole: what is wrong with the picture happens before it is cut into them.
  const faultsFirst = generator.finish === 'pixels' || generator.finish === 'facets';
  if (faultsFirst) applyFaults(picture, faults, random);
  finish(picture, generator.finish, random);
  if (!faultsFirst) applyFaults(picture, faults, random);
  settle(picture);
  return encodePng(picture);
}

/** Drops the lowest bit of each channel: nobody sees it, and a third of the file goes with it. */
function settle({ data }: Picture): void {
  for (let at = 0; at < data.length; at++) data[at] = (data[at] ?? 0) & 0xfe;
}

function eyeFault(quality: number, random: Random): EyeFault {
  const wrong = Math.max(0, 0.62 - quality) * 1.6;
  return {
    gazeX: random.normal(0, 0.42) * wrong,
    gazeY: random.normal(0, 0.3) * wrong,
    size: 1 + random.normal(0, 0.14) * wrong,
  };
}

function finish(picture: Picture, kind: Finish, random: Random): void {
  switch (kind) {
    case 'photo':
      return;
    case 'oil':
      return oil(picture, random);
    case 'poster':
      tremble(picture, 1.2, random);
      return poster(picture);
    case 'pencil':
      return pencil(picture, random);
    case 'pixels':
      return pixelate(picture, 68, 14);
    case 'watercolour':
      return watercolour(picture, random);
    case 'facets':
      return facets(picture, random);
    case 'clay':
      return clay(picture);
    case 'comic':
      tremble(picture, 1.6, random);
      return halftone(picture);
    case 'chalk':
      return chalk(picture, random);
    case 'neon':
      return neon(picture);
    case 'paper':
      return paper(picture, 2.2, random);
  }
}

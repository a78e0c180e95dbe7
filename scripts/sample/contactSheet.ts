import { writeFile } from 'node:fs/promises';
import { Resvg } from '@resvg/resvg-js';
import { drawPortrait } from './drawPortrait.ts';
import { EMOTIONS, type Emotion } from './expression.ts';
import { GENERATORS } from './generators.ts';
import { planSample, type PlannedPortrait } from './plan.ts';

const CELL = 160;

/**
 * A PNG that shows portraits side by side, for looking at the drawing. `generators`: one row for each generator, one column
 * for each emotion; `degrees`: one row for each emotion, six steps from barely to fully.
 */
export function contactSheet(kind: 'generators' | 'degrees', seed: number, cell = CELL): Buffer {
  const plan = planSample(seed, 'default');
  const columns = 6;
  const shown = kind === 'generators' ? byGenerator(plan) : byDegree(plan);
  const images = shown.map((portrait, index) => {
    const png = drawPortrait(portrait, seed).toString('base64');
    const [x, y] = [(index % columns) * cell, Math.floor(index / columns) * cell];
    return `<image x="${x}" y="${y}" width="${cell}" height="${cell}" href="data:image/png;base64,${png}"/>`;
  });
  const [width, height] = [columns * cell, Math.ceil(shown.length / columns) * cell];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${images.join('')}</svg>`;
  return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
}

function byGenerator(plan: readonly PlannedPortrait[]): PlannedPortrait[] {
  return GENERATORS.flatMap(({ name }, row) =>
    EMOTIONS.map((emotion, column) => {
      const shown = plan.filter(({ generator, perceived }) => generator.name === name && perceived === emotion);
      return pick(shown, row * 2 + column, ({ prompted }) => prompted === emotion);
    }),
  ).filter((portrait) => portrait !== undefined);
}

function byDegree(plan: readonly PlannedPortrait[]): PlannedPortrait[] {
  const clean = plan.filter(({ generator }) => generator.finish === 'photo');
  return EMOTIONS.flatMap((emotion, row) => {
    const portrait = pick(clean, row + 1, ({ prompted }) => prompted === emotion);
    return portrait ? [0.1, 0.28, 0.46, 0.64, 0.82, 1].map((degree) => ({ ...portrait, perceived: emotion as Emotion, degree })) : [];
  });
}

/** One of the portraits that fit, a clear one if there is any; `turn` varies which prompt is shown. */
function pick(plan: readonly PlannedPortrait[], turn: number, wanted: (portrait: PlannedPortrait) => boolean): PlannedPortrait | undefined {
  const fitting = plan.filter(wanted);
  const clear = fitting.filter(({ degree }) => degree > 0.5);
  const from = clear.length > 0 ? clear : fitting;
  return from[turn % Math.max(1, from.length)];
}

if (import.meta.main) {
  const [target = 'artefacts/contact-sheet.png', kind = 'generators', seed = '7', cell = String(CELL)] = process.argv.slice(2);
  await writeFile(target, contactSheet(kind === 'degrees' ? 'degrees' : 'generators', Number(seed), Number(cell)));
  console.log(`wrote ${target}`);
}

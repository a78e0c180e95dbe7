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
  return GENERATORS.flatMap(({ name }) =>
    EMOTIONS.map((emotion) => pick(plan, (portrait) => portrait.generator.name === name && portrait.prompted === emotion && portrait.perceived === emotion)),
  ).filter((portrait) => portrait !== undefined);
}

function byDegree(plan: readonly PlannedPortrait[]): PlannedPortrait[] {
  const clean = plan.filter(({ generator }) => generator.finish === 'photo');
  return EMOTIONS.flatMap((emotion) => {
    const portrait = pick(clean, ({ prompted }) => prompted === emotion);
    return portrait ? [0.1, 0.28, 0.46, 0.64, 0.82, 1].map((degree) => ({ ...portrait, perceived: emotion as Emotion, degree })) : [];
  });
}

function pick(plan: readonly PlannedPortrait[], wanted: (portrait: PlannedPortrait) => boolean): PlannedPortrait | undefined {
  return plan.find((portrait) => wanted(portrait) && portrait.degree > 0.5) ?? plan.find(wanted);
}

if (import.meta.main) {
  const [target = 'artefacts/contact-sheet.png', kind = 'generators', seed = '7', cell = String(CELL)] = process.argv.slice(2);
  await writeFile(target, contactSheet(kind === 'degrees' ? 'degrees' : 'generators', Number(seed), Number(cell)));
  console.log(`wrote ${target}`);
}

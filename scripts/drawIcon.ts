import { readFileSync, writeFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { inRepository } from './repository.ts';

/** Draws the extension's icon, a PNG of 128 x 128 px as the Marketplace wants it, from `media/icon.svg`. */
export function drawIcon(): void {
  const drawing = readFileSync(inRepository('media/icon.svg'), 'utf8');
  const picture = new Resvg(drawing, { fitTo: { mode: 'width', value: 128 } }).render();
  writeFileSync(inRepository('media/icon.png'), picture.asPng());
}

if (import.meta.main) drawIcon();

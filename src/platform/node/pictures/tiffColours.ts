import type { TiffLayout } from '../../../core/images/tiff.ts';
import { UnknownKind } from './unknownKind.ts';

/** Values of the tag PhotometricInterpretation. */
const meaning = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, mask: 4, cmyk: 5 } as const;

/** Turns samples of 8 bits, all of a pixel side by side, into RGBA; CMYK without a colour profile, as most viewers do. */
export function tiffColours(samples: Uint8Array, layout: TiffLayout): Uint8ClampedArray {
  const { width, height, photometric, samples: count } = layout;
  const colours = colourCount(photometric);
  if (count < colours) throw new Error('a colour is missing');
  const hasAlpha = count > colours && (layout.extra === 1 || layout.extra === 2);
  const data = new Uint8ClampedArray(width * height * 4);
  const draw = drawerOf(layout);
  for (let from = 0, to = 0; to < data.length; from += count, to += 4) {
    draw(samples, from, data, to);
    data[to + 3] = hasAlpha ? samples[from + colours]! : 255;
  }
  // 1: colours that were multiplied by their opacity.
  if (hasAlpha && layout.extra === 1) divideByAlpha(data);
  return data;
}

type Drawer = (samples: Uint8Array, from: number, data: Uint8ClampedArray, to: number) => void;

function colourCount(photometric: number): number {
  return photometric === meaning.rgb ? 3 : photometric === meaning.cmyk ? 4 : 1;
}

function drawerOf({ photometric, palette, bits }: TiffLayout): Drawer {
  switch (photometric) {
    case meaning.whiteIsZero:
      return (samples, from, data, to) => data.fill(255 - samples[from]!, to, to + 3);
    case meaning.blackIsZero:
    case meaning.mask:
      return (samples, from, data, to) => data.fill(samples[from]!, to, to + 3);
    case meaning.rgb:
      return (samples, from, data, to) => {
        for (let c = 0; c < 3; c++) data[to + c] = samples[from + c]!;
      };
    case meaning.palette: {
      const entries = 2 ** bits;
      if (bits > 8 || palette.length < entries * 3) throw new Error('its palette is missing');
      return (samples, from, data, to) => {
        for (let c = 0; c < 3; c++) data[to + c] = (palette[samples[from]! + c * entries] ?? 0) >> 8;
      };
    }
    case meaning.cmyk:
      return (samples, from, data, to) => {
        const light = 255 - samples[from + 3]!;
        for (let c = 0; c < 3; c++) data[to + c] = ((255 - samples[from + c]!) * light) / 255;
      };
    default:
      throw new UnknownKind(`colours of a kind that is not known (${photometric})`);
  }
}

function divideByAlpha(data: Uint8ClampedArray): void {
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3]!;
    if (alpha === 0 || alpha === 255) continue;
    for (let c = 0; c < 3; c++) data[at + c] = (data[at + c]! * 255) / alpha;
  }
}

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { cropNames } from '../../../src/core/evaluation/crops.ts';
import { sniffImage } from '../../../src/core/images/sniff.ts';
import type { Pixels } from '../../../src/core/ports.ts';
import { createCropMaker } from '../../../src/platform/node/cropMaker.ts';
import { decodePicture } from '../../../src/platform/node/pictures/imageFormats.ts';
import { encodePng } from '../../../src/platform/node/pictures/png.ts';

const maker = createCropMaker();
afterAll(() => maker.dispose());

const photograph = readFileSync('node_modules/@vladmandic/face-api/demo/sample6.jpg');

async function crops(bytes: Uint8Array, names = cropNames) {
  const made = await maker.crop(bytes, names);
  if (!made.ok) throw new Error(made.error.detail);
  return made.value;
}

/** Grey, with a red square where the frame's mouth box is and nothing like a face. */
function plain(width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4).fill(128);
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  return { width, height, data };
}

describe('the crop maker', () => {
  it('cuts face, eyes and mouth around the face that is there, in this order', async () => {
    const [face, eyes, mouth] = await crops(photograph);
    expect([face, eyes, mouth].map((one) => [one?.crop.name, one?.crop.by])).toEqual([
      ['face', 'face'],
      ['eyes', 'face'],
      ['mouth', 'face'],
    ]);
    // Read off the photograph by eye: the pupils are near (303, 592) and (420, 580), the lips near (380, 710).
    expect(holds(eyes!.crop, 303, 592) && holds(eyes!.crop, 420, 580)).toBe(true);
    expect(holds(mouth!.crop, 380, 710)).toBe(true);
    expect(holds(mouth!.crop, 303, 592)).toBe(false);
    expect([303, 420].every((x) => holds(face!.crop, x, 590)) && holds(face!.crop, 380, 710)).toBe(true);
  });

  it('sends what it cut, enlarged so that its longer side is 448 to 768 pixels', async () => {
    for (const { bytes, mime, crop } of await crops(photograph)) {
      expect(sniffImage(bytes)?.mime).toBe(mime);
      const decoded = await decodePicture(bytes);
      if (!decoded.ok) throw new Error(decoded.error.detail);
      const { width, height } = decoded.value;
      expect(Math.max(width, height)).toBeGreaterThanOrEqual(448);
      expect(Math.max(width, height)).toBeLessThanOrEqual(768);
      expect(width / height).toBeCloseTo(crop.width / crop.height, 1);
    }
  });

  it('takes fixed parts of the frame where no face is seen, and says so', async () => {
    const made = await crops(encodePng(plain(200, 300)));
    expect(made.map(({ crop }) => crop.by)).toEqual(['frame', 'frame', 'frame']);
    for (const { crop } of made) {
      expect(crop.x + crop.width).toBeLessThanOrEqual(200);
      expect(crop.y + crop.height).toBeLessThanOrEqual(300);
    }
    expect((await crops(encodePng(plain(1, 1)))).map(({ crop }) => [crop.width, crop.height])).toEqual(
      cropNames.map(() => [1, 1]),
    );
  });

  it('gives the same bytes for the same picture, several at once', async () => {
    const first = await crops(photograph);
    const again = await Promise.all([crops(photograph), crops(photograph), crops(photograph)]);
    for (const made of again) expect(made.map(({ bytes }) => [...bytes])).toEqual(first.map(({ bytes }) => [...bytes]));
  });

  it('gives an error value for a broken picture, and goes on', async () => {
    expect(await maker.crop(photograph.subarray(0, 20_000), cropNames)).toMatchObject({
      ok: false,
      error: { kind: 'corruptImage' },
    });
    expect(await crops(photograph)).toHaveLength(3);
  });
});

function holds(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  px: number,
  py: number,
) {
  return px >= x && px < x + width && py >= y && py < y + height;
}

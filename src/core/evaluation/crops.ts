import { z } from 'zod';

/** The crops that a strategy can ask for. */
export const cropNames = ['face', 'eyes', 'mouth'] as const;

/** One of {@link cropNames}. */
export type CropName = (typeof cropNames)[number];

/** A crop as it was cut out: its rectangle in pixels of the picture, and what found it: a face in it, or the frame alone. */
export const sentCropSchema = z.object({
  name: z.enum(cropNames),
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  by: z.enum(['face', 'frame']),
});

/** See {@link sentCropSchema}. */
export type SentCrop = z.infer<typeof sentCropSchema>;

/** A rectangle in pixels, origin at the top left; inside the picture, at least one pixel on each side. */
export interface CropRect {
  readonly name: CropName;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Fractions of the frame, ours: where face, eyes and mouth lie in a head-and-shoulders portrait that is roughly centred.
 * They stand in where no face is found, so the boxes are wide.
 */
const fractions: Readonly<Record<CropName, { left: number; top: number; right: number; bottom: number }>> = {
  face: { left: 0.1, top: 0.08, right: 0.9, bottom: 0.95 },
  eyes: { left: 0.15, top: 0.22, right: 0.85, bottom: 0.6 },
  mouth: { left: 0.2, top: 0.5, right: 0.8, bottom: 0.92 },
};

/** The crops of a picture of `width` x `height` pixels (both at least 1), in the order of `names`. */
export function cropRects(width: number, height: number, names: readonly CropName[] = cropNames): readonly CropRect[] {
  return names.map((name) => {
    const box = fractions[name];
    // Outwards to whole pixels: so even one pixel gives one pixel, and nothing leaves the picture.
    const x = Math.floor(box.left * width);
    const y = Math.floor(box.top * height);
    return { name, x, y, width: Math.ceil(box.right * width) - x, height: Math.ceil(box.bottom * height) - y };
  });
}

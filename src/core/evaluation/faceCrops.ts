import { cropNames, cropRects } from './crops.ts';
import type { CropName, SentCrop } from './crops.ts';

/** A point in pixels of the picture, origin at the top left; may lie outside. */
export interface FacePoint {
  readonly x: number;
  readonly y: number;
}

/** A face: how sure the detector is (0 to 1), and 68 points in the order of iBUG 300-W (Sagonas et al., ICCV Workshops 2013). */
export interface FoundFace {
  readonly score: number;
  readonly points: readonly FacePoint[];
}

/** Changes whenever the same picture would give other crops: other networks, other boxes, another size or encoding. */
export const cropVersion = 'face68-1';

/**
 * Which points a crop goes around (from, to exclusive; 0 is the jaw at the picture's left, 17 the brows, 36 the eyes, 48 the
 * mouth), and how far it reaches beyond them, in widths and heights of their box. Margins are ours: forehead and chin
 * belong to a face, folds beside the eyes and the mouth to what they say.
 */
const boxes: Readonly<
  Record<CropName, { readonly points: readonly (readonly [number, number])[]; readonly margins: Margins }>
> = {
  face: { points: [[0, 68]], margins: { side: 0.2, above: 0.45, below: 0.12 } },
  eyes: {
    points: [
      [17, 27],
      [36, 48],
    ],
    margins: { side: 0.15, above: 0.35, below: 0.5 },
  },
  mouth: { points: [[48, 68]], margins: { side: 0.4, above: 0.6, below: 0.6 } },
};

interface Margins {
  readonly side: number;
  readonly above: number;
  readonly below: number;
}

/**
 * The crops of a picture of `width` x `height` pixels around a face, in the order of `names`; without a face, or with one
 * whose points make no sense, fixed parts of the frame (see {@link cropRects}), and `by` says which.
 */
export function faceCrops(
  width: number,
  height: number,
  face: FoundFace | undefined,
  names: readonly CropName[] = cropNames,
): readonly SentCrop[] {
  const around = face && names.map((name) => around68(name, face.points, width, height));
  const whole = around?.filter((crop) => crop !== undefined);
  if (whole !== undefined && whole.length === names.length) return whole;
  return cropRects(width, height, names).map((rect) => ({ ...rect, by: 'frame' }));
}

/** A box of fewer pixels shows nothing that a model could read. */
const leastSide = 8;

function around68(name: CropName, points: readonly FacePoint[], width: number, height: number): SentCrop | undefined {
  const { points: ranges, margins } = boxes[name];
  const own = ranges.flatMap(([from, to]) => points.slice(from, to));
  const [left, right] = extent(own.map(({ x }) => x));
  const [top, bottom] = extent(own.map(({ y }) => y));
  const [wide, high] = [right - left, bottom - top];
  const x = Math.max(0, Math.floor(left - margins.side * wide));
  const y = Math.max(0, Math.floor(top - margins.above * high));
  const toX = Math.min(width, Math.ceil(right + margins.side * wide));
  const toY = Math.min(height, Math.ceil(bottom + margins.below * high));
  const isUsable = toX - x >= leastSide && toY - y >= leastSide;
  return isUsable ? { name, x, y, width: toX - x, height: toY - y, by: 'face' } : undefined;
}

function extent(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

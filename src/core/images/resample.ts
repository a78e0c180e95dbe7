import type { Pixels } from '../ports.ts';

/** `area`: the mean over the covered source area. `lanczos3`: sharper, for pictures that somebody or some model looks at. */
export type ResampleFilter = 'area' | 'lanczos3';

/**
 * Scales a picture to `width` x `height` pixels (both at least 1) without aliasing: the filter is widened by the ratio when
 * a side shrinks. Colours are weighted by their opacity, so that transparent pixels bleed no colour. Values are filtered
 * as stored (sRGB), as browsers do. Lanczos: Turkowski, "Filters for Common Resampling Tasks", 1990.
 */
export function resample(pixels: Pixels, width: number, height: number, filter: ResampleFilter): Pixels {
  if (width === pixels.width && height === pixels.height) return pixels;
  const columns = weights(pixels.width, width, filter);
  const rows = weights(pixels.height, height, filter);
  const narrow = filterRows(pixels, columns, width);
  return { width, height, data: filterColumns(narrow, rows, width, height) };
}

/** The size with the longer side at most `maxSide`, both sides at least 1, the ratio kept to the nearest pixel. */
export function fitWithin(width: number, height: number, maxSide: number): { width: number; height: number } {
  const ratio = Math.min(1, maxSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * ratio)), height: Math.max(1, Math.round(height * ratio)) };
}

/** For one target pixel: the first source pixel it draws from, and the weights from there on, which sum to 1. */
interface Tap {
  readonly first: number;
  readonly weights: Float32Array;
}

function weights(from: number, to: number, filter: ResampleFilter): readonly Tap[] {
  const ratio = from / to;
  const stretch = Math.max(1, ratio);
  const radius = (filter === 'area' ? 0.5 : 3) * stretch;
  return Array.from({ length: to }, (_, target) => {
    const centre = (target + 0.5) * ratio;
    const first = Math.max(0, Math.floor(centre - radius));
    const last = Math.min(from - 1, Math.ceil(centre + radius) - 1);
    const own = Float32Array.from({ length: last - first + 1 }, (_unused, i) =>
      filter === 'area'
        ? coverage(first + i, centre - radius, centre + radius)
        : lanczos3((first + i + 0.5 - centre) / stretch),
    );
    const sum = own.reduce((total, weight) => total + weight, 0);
    return { first, weights: own.map((weight) => weight / sum) };
  });
}

/** The part of source pixel `index` that lies between `low` and `high`. */
function coverage(index: number, low: number, high: number): number {
  return Math.max(0, Math.min(index + 1, high) - Math.max(index, low));
}

function lanczos3(x: number): number {
  if (Math.abs(x) < 1e-6) return 1;
  if (Math.abs(x) >= 3) return 0;
  const angle = Math.PI * x;
  return (3 * Math.sin(angle) * Math.sin(angle / 3)) / (angle * angle);
}

/** Horizontal pass: opacity-weighted colours and opacity, as floats, still of the source's height. */
function filterRows(pixels: Pixels, taps: readonly Tap[], width: number): Float32Array {
  const { data, height } = pixels;
  const out = new Float32Array(width * height * 4);
  for (let y = 0, at = 0; y < height; y++) {
    for (const tap of taps) {
      const { weights: own } = tap;
      let from = (y * pixels.width + tap.first) * 4;
      let r = 0;
      let g = 0;
      let b = 0;
      let a = 0;
      // The hottest loop of all: plain indices, since every other form is several times slower.
      for (let i = 0; i < own.length; i++, from += 4) {
        const alpha = own[i]! * data[from + 3]!;
        r += alpha * data[from]!;
        g += alpha * data[from + 1]!;
        b += alpha * data[from + 2]!;
        a += alpha;
      }
      out[at++] = r;
      out[at++] = g;
      out[at++] = b;
      out[at++] = a;
    }
  }
  return out;
}

/** Vertical pass, row by row so that memory is read in order; divides the opacity out again. */
function filterColumns(source: Float32Array, taps: readonly Tap[], width: number, height: number): Uint8ClampedArray {
  const out = new Uint8ClampedArray(width * height * 4);
  const row = new Float32Array(width * 4);
  taps.forEach((tap, y) => {
    row.fill(0);
    tap.weights.forEach((weight, i) => {
      const from = (tap.first + i) * width * 4;
      for (let x = 0; x < row.length; x++) row[x]! += weight * source[from + x]!;
    });
    for (let x = 0; x < row.length; x += 4) {
      const alpha = row[x + 3] ?? 0;
      const at = y * width * 4 + x;
      for (let c = 0; c < 3; c++) out[at + c] = alpha > 0 ? (row[x + c] ?? 0) / alpha : 0;
      out[at + 3] = alpha;
    }
  });
  return out;
}

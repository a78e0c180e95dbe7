import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitWithin, resample } from '../../../src/core/images/resample.ts';
import type { Pixels } from '../../../src/core/ports.ts';

const grey = (width: number, height: number, value: (x: number, y: number) => number): Pixels => {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    data.fill(value(i % width, Math.floor(i / width)), i * 4, i * 4 + 3);
    data[i * 4 + 3] = 255;
  }
  return { width, height, data };
};

const reds = ({ data }: Pixels) => [...data].filter((_, i) => i % 4 === 0);

describe('resample', () => {
  it.each(['area', 'lanczos3'] as const)('keeps a plain picture plain (%s)', (filter) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), fc.nat(255), (w, h, value) => {
        const out = resample(
          grey(17, 9, () => value),
          w,
          h,
          filter,
        );
        expect([out.width, out.height, out.data.length]).toEqual([w, h, w * h * 4]);
        expect(new Set(reds(out))).toEqual(new Set([value]));
      }),
      { numRuns: 60 },
    );
  });

  it('takes the mean of what a pixel covers, parts of pixels included', () => {
    // 3 pixels onto 2: each covers one and a half. (0 + 60/2) / 1.5 = 20, (60/2 + 120) / 1.5 = 100.
    expect(
      reds(
        resample(
          grey(3, 1, (x) => x * 60),
          2,
          1,
          'area',
        ),
      ),
    ).toEqual([20, 100]);
    expect(
      reds(
        resample(
          grey(1, 3, (_x, y) => y * 60),
          1,
          2,
          'area',
        ),
      ),
    ).toEqual([20, 100]);
    // A fine pattern becomes grey instead of an accident of where the samples fall.
    const board = grey(64, 64, (x, y) => ((x + y) % 2) * 255);
    for (const value of reds(resample(board, 7, 7, 'area'))) expect(Math.abs(value - 127.5)).toBeLessThan(2);
  });

  it('weighs by the Lanczos window of three lobes', () => {
    // An impulse in the middle of nine, at the same size but half a pixel finer: the weights follow from the formula.
    const impulse = grey(9, 1, (x) => (x === 4 ? 255 : 0));
    const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
    const kernel = (x: number) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0);
    const expected = Array.from({ length: 18 }, (_, target) => {
      const centre = (target + 0.5) / 2 - 0.5;
      const all = Array.from({ length: 9 }, (_unused, x) => kernel(x - centre));
      return (255 * kernel(4 - centre)) / all.reduce((a, b) => a + b, 0);
    });
    reds(resample(impulse, 18, 1, 'lanczos3')).forEach((value, i) => {
      expect(Math.abs(value - Math.min(255, Math.max(0, expected[i] ?? NaN)))).toBeLessThanOrEqual(0.51);
    });
  });

  it('lets transparent pixels bleed no colour', () => {
    const data = new Uint8ClampedArray([200, 10, 10, 255, 0, 255, 0, 0]);
    expect([...resample({ width: 2, height: 1, data }, 1, 1, 'area').data]).toEqual([200, 10, 10, 128]);
  });
});

describe('fitWithin', () => {
  it('keeps the ratio, never enlarges, and never loses a side', () => {
    expect(fitWithin(1920, 1280, 512)).toEqual({ width: 512, height: 341 });
    expect(fitWithin(100, 50, 512)).toEqual({ width: 100, height: 50 });
    expect(fitWithin(5000, 1, 100)).toEqual({ width: 100, height: 1 });
  });
});

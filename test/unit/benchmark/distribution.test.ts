import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionOf } from '../../../src/core/benchmark/distribution.ts';

/** Steps of a scale, means of raters, any numbers, and what is none. */
const number = fc.oneof(
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 0, max: 500 }).map((hundredths) => hundredths / 100),
  fc.double(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0),
);

function expectLikeSorting(values: readonly number[]): void {
  const found = distributionOf(Float64Array.from(values));
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  expect(found.length).toBe(sorted.length);
  // Which of 0 and -0 stands for both does not matter.
  const isThere = new Set(sorted.map((value) => value + 0));
  expect(new Set([...found.values].map((value) => value + 0))).toEqual(isThere);
  for (const bound of [-1, 0, 2.5, 400]) {
    expect(found.count((value) => value > bound)).toBe(sorted.filter((value) => value > bound).length);
  }
  for (const share of sorted.length === 0 ? [] : [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]) {
    expect(found.at(share) + 0).toBe(sorted[Math.round((sorted.length - 1) * share)]! + 0);
  }
}

describe('how numbers are spread', () => {
  it('is what sorting them says', () => {
    fc.assert(fc.property(fc.array(number, { maxLength: 60 }), expectLikeSorting), { numRuns: 500 });
  });

  it.each([4096, 4097, 20_000])('is what sorting them says where %i differ', (different) => {
    const values = Array.from({ length: 3 * different }, (_, i) => ((i * 7919) % different) / 64 - 10);
    expect(new Set(values).size).toBe(different);
    expectLikeSorting([...values, NaN, Infinity, ...values.slice(0, 5)]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classScores } from '../../../src/core/scoring/classScores.ts';
import type { Judged } from '../../../src/core/scoring/confusion.ts';
import { krcc, mae, onceEach, plcc, preparePairs, rmse, srcc } from '../../../src/core/scoring/correlation.ts';
import { numberMeasures, numberScores } from '../../../src/core/scoring/numberScores.ts';
import { drawCounts, seededRandom } from '../../../src/core/scoring/resampling.ts';

const statistics = { srcc, plcc, krcc, rmse, mae };

/** Pairs whose answer follows the truth loosely; whole answers, so that there are ties. */
function loosePairs(n: number, seed: number): { truth: number; value: number; label: string }[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, (_none, i) => {
    const truth = 1 + 4 * random();
    return { truth, value: Math.round(truth + 2 * random() - 1), label: i % 2 === 0 ? 'happy' : 'sad' };
  });
}

describe('a resample given as counts', () => {
  it('has the statistics of the pairs written out as often as they are counted', () => {
    const some = fc.array(
      fc.record({ x: fc.integer({ min: 0, max: 6 }), y: fc.integer({ min: 0, max: 4 }), count: fc.nat({ max: 3 }) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(some, (unsorted) => {
        // Counts go by the order of the prepared pairs.
        const drawn = unsorted.toSorted((a, b) => a.x - b.x);
        const counted = preparePairs(
          drawn.map(({ x }) => x),
          drawn.map(({ y }) => y),
        );
        const counts = Uint32Array.from(drawn, ({ count }) => count);
        const written = drawn.flatMap(({ x, y, count }) => new Array<{ x: number; y: number }>(count).fill({ x, y }));
        const plain = preparePairs(
          written.map(({ x }) => x),
          written.map(({ y }) => y),
        );
        for (const measure of numberMeasures) {
          const expected = statistics[measure](plain, onceEach(written.length));
          const actual = statistics[measure](counted, counts);
          if (expected === null) expect(actual, measure).toBeNull();
          else expect(actual, measure).toBeCloseTo(expected, 10);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('draws as many as there are, each place as often as the next in the long run', () => {
    const random = seededRandom(3);
    const counts = new Uint32Array(10);
    const totals = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 2000; draw++) {
      drawCounts(counts, random);
      expect(counts.reduce((total, count) => total + count, 0)).toBe(10);
      counts.forEach((count, place) => (totals[place]! += count));
    }
    // Each total is binomial, mean 2000 and standard deviation 42.
    for (const total of totals) expect(Math.abs(total - 2000)).toBeLessThan(5 * 42);
  });
});

describe('bootstrap intervals', () => {
  it('are the same for the same seed, and others for another', () => {
    const pairs = loosePairs(60, 5);
    const of = (seed: number): unknown => numberScores(pairs, ['happy', 'sad'], { resamples: 200, seed }).intervals;
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it('are as wide as theory says: the mean absolute error is a mean', () => {
    const pairs = loosePairs(400, 9);
    const errors = pairs.map(({ truth, value }) => Math.abs(truth - value));
    const mean = errors.reduce((total, error) => total + error, 0) / errors.length;
    const deviation = Math.sqrt(errors.reduce((total, error) => total + (error - mean) ** 2, 0) / errors.length);
    const [low, high] = numberScores(pairs, [], { resamples: 2000, seed: 1 }).intervals.mae!;
    const half = (1.96 * deviation) / Math.sqrt(errors.length);
    expect(Math.abs(low - (mean - half))).toBeLessThan(0.12 * half);
    expect(Math.abs(high - (mean + half))).toBeLessThan(0.12 * half);
  });

  it('of balanced accuracy are as wide as theory says', () => {
    const random = seededRandom(11);
    const judged = Array.from({ length: 400 }, (_none, i): Judged => {
      const truth = i % 2 === 0 ? 'yes' : 'no';
      return { truth, kind: 'answered', answer: random() < 0.7 ? truth : truth === 'yes' ? 'no' : 'yes' };
    });
    const scores = classScores(judged, ['yes', 'no'], { resamples: 2000, seed: 1 });
    const spread = ['yes', 'no'].map((label) => {
      const { recall, support } = scores.perLabel[label]!;
      return (recall * (1 - recall)) / support;
    });
    const half = (1.96 * Math.sqrt(spread[0]! + spread[1]!)) / 2;
    const [low, high] = scores.intervals.balancedAccuracy!;
    expect(Math.abs(low - (scores.balancedAccuracy! - half))).toBeLessThan(0.12 * half);
    expect(Math.abs(high - (scores.balancedAccuracy! + half))).toBeLessThan(0.12 * half);
    expect(scores.intervals.macroF1![0]).toBeLessThan(scores.macroF1!);
    expect(scores.intervals.macroF1![1]).toBeGreaterThan(scores.macroF1!);
  });

  it('of the mean within labels hold the mean', () => {
    const { meanWithinLabel, withinLabel } = numberScores(loosePairs(200, 13), ['sad', 'happy'], {
      resamples: 500,
      seed: 1,
    });
    expect(Object.keys(withinLabel)).toEqual(['sad', 'happy']);
    for (const measure of numberMeasures) {
      const [low, high] = meanWithinLabel.intervals[measure]!;
      expect(meanWithinLabel[measure]).toBeCloseTo(
        (withinLabel['sad']![measure]! + withinLabel['happy']![measure]!) / 2,
      );
      expect(low).toBeLessThan(meanWithinLabel[measure]!);
      expect(high).toBeGreaterThan(meanWithinLabel[measure]!);
    }
  });
});

describe('a model that says one number for each label', () => {
  it('has a high correlation pooled and none within labels', () => {
    const random = seededRandom(17);
    const said: Record<string, number> = { happy: 4, worry: 2 };
    const pairs = Array.from({ length: 200 }, (_none, i) => {
      const label = i % 2 === 0 ? 'happy' : 'worry';
      return { label, truth: said[label]! + random(), value: said[label]! };
    });
    const scores = numberScores(pairs, ['happy', 'worry'], { resamples: 50, seed: 1 });
    expect(scores.srcc).toBeGreaterThan(0.8);
    expect(scores.withinLabel['happy']!.srcc).toBeNull();
    expect(scores.meanWithinLabel.srcc).toBeNull();
    expect(scores.meanWithinLabel.intervals.srcc).toBeNull();
    expect(scores.meanWithinLabel.mae).toBeCloseTo(scores.mae!, 10);
  });
});

import { describe, expect, it } from 'vitest';
import { builtInLexicon } from '../../../src/core/affect/lexicon.ts';
import type { Descriptor } from '../../../src/core/benchmark/descriptor.ts';
import { foldLabels } from '../../../src/core/benchmark/labelFolding.ts';
import { ratingOf } from '../../../src/core/benchmark/draftTable.ts';
import { judgeRatings } from '../../../src/core/benchmark/ratings.ts';

const fold = (counts: Record<string, number>, declared: Pick<Descriptor, 'labels' | 'foldings'> = {}) =>
  foldLabels(new Map(Object.entries(counts)), declared, builtInLexicon);

describe('folding labels', () => {
  it('folds spellings of one concept under its canonical name', () => {
    const { labels, foldings } = fold({ Anger: 10, SADNESS: 9, happiness: 8, 中性: 3 });
    expect(labels).toEqual(['happy', 'sad', 'angry', 'neutral']);
    expect(foldings).toEqual({ Anger: 'angry', SADNESS: 'sad', happiness: 'happy', 中性: 'neutral' });
  });

  it('lists only spellings that are not the label already, and none that means no label', () => {
    expect(fold({ happy: 50, sad: 50, Happy: 2, hapy: 1 }).foldings).toEqual({ Happy: 'happy' });
  });

  it('keeps joy beside happy when both are labels, and folds a stray one', () => {
    expect(fold({ joy: 50, happy: 60, sad: 40 }).labels).toEqual(['happy', 'sad', 'joy']);
    expect(fold({ joy: 2, happy: 60, sad: 40 })).toMatchObject({
      labels: ['happy', 'sad'],
      foldings: { joy: 'happy' },
    });
    expect(fold({ joy: 50, sad: 40 })).toMatchObject({ labels: ['happy', 'sad'], foldings: { joy: 'happy' } });
  });

  it('never folds worry into fear', () => {
    expect(fold({ worry: 5, fear: 5 }).labels).toEqual(['worry', 'fear']);
  });

  it('takes a frequent unknown word for a label, and a rare one for a fault', () => {
    const { labels, fold: foldOne } = fold({ happy: 50, sad: 50, blorp: 40, hapy: 2, '<b>': 1 });
    expect(labels).toEqual(['happy', 'sad', 'blorp']);
    expect(['blorp', 'hapy', '<b>'].map(foldOne)).toEqual(['blorp', undefined, undefined]);
  });

  it('takes a number that is rare and follows none of the others for a fault, where the others are frequent', () => {
    const classes = { '0': 9, '1': 8, '2': 9, '3': 2 };
    const { labels, fold: foldOne } = fold({ ...classes, '42': 1, '77': 2 });
    expect(labels).toEqual(['0', '1', '2', '3']);
    expect(['3', '42', '77'].map(foldOne)).toEqual(['3', undefined, undefined]);
    expect(fold({ '0': 1, '1': 2, '42': 1 }).labels).toEqual(['0', '1', '42']);
    expect(fold({ ...classes, '42': 9 }).labels).toContain('42');
    expect(fold({ ...classes, '42': 1 }, { foldings: { '42': 'other' } }).labels).toContain('other');
  });

  it('takes a column of other words as it is, without regard to case', () => {
    expect(fold({ Persuade: 5, persuade: 2, joy: 3, Inform: 1 }).labels).toEqual(['Inform', 'Persuade', 'joy']);
    expect(fold({ Yes: 5, no: 4, NO: 1 }).labels).toEqual(['no', 'yes']);
  });

  it('obeys what is declared', () => {
    const declared = fold({ glad: 5, down: 5, sad: 1 }, { labels: ['up', 'down'], foldings: { glad: 'up' } });
    expect(declared.labels).toEqual(['up', 'down']);
    expect(['glad', 'DOWN', 'sad'].map(declared.fold)).toEqual(['up', 'down', undefined]);
  });

  it('does not fall over names of object members', () => {
    expect(fold({ constructor: 3, __proto__: 3, toString: 2 }).labels).toContain('constructor');
    expect(fold({ constructor: 1, happy: 9, sad: 9 }).fold('constructor')).toBeUndefined();
  });
});

describe('judging ratings', () => {
  const place = { file: 'a.csv', line: 1 };
  const judge = (values: readonly number[], declared?: { min: number; max: number }) =>
    judgeRatings(
      {
        values: Float64Array.from(values, ratingOf),
        at: (i) => ({ value: values[i]!, written: String(values[i]), place, column: 'Score' }),
      },
      (i) => `i${i}`,
      declared,
    );

  // Quartiles 2 and 4, so the fences of three interquartile ranges are -4 and 10.
  const bulk = [1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5];
  it.each([
    [10, 0],
    [10.5, 1],
    [-4, 0],
    [-4.5, 1],
    [Number.POSITIVE_INFINITY, 1],
    [Number.NaN, 1],
  ])('holds %d against the bulk', (value, faults) => expect(judge([...bulk, value]).problems).toHaveLength(faults));

  it('has a measure where most values are the same', () => {
    expect(judge([3, 3, 3, 3, 3, 3, 3, 3, 3, 4]).problems).toEqual([]);
    expect(judge([3, 3, 3, 3, 3, 3, 3, 3, 3, 300]).problems).toHaveLength(1);
  });

  it('takes many values beyond the fence for part of the bulk, but not those that are far beyond', () => {
    const times = (count: number, value: number) => Array.from({ length: count }, () => value);
    // Quartiles 2 and 2.5: the fence is 4, or 7.5 where many lie beyond.
    const most = [...times(4, 1), ...times(20, 2), ...times(18, 2.5)];
    expect(judge([...most, ...times(9, 5)])).toMatchObject({ problems: [], scale: { min: 1, max: 5 } });
    expect(judge([...most, ...times(2, 5)]).problems).toHaveLength(2);
    expect(judge([...most, ...times(9, 999)]).problems).toHaveLength(9);
    expect(judge([...most.map((value) => -value), ...times(9, -5)]).problems).toEqual([]);
  });

  it('never takes steps of a small rating scale for far out, however few people chose them', () => {
    const times = (count: number, value: number) => Array.from({ length: count }, () => value);
    expect(judge([...times(95, 1), 2, 3, 4, 5, 5])).toMatchObject({ problems: [], scale: { min: 1, max: 5 } });
    expect(judge([...times(98, 1), 5, 5])).toMatchObject({ problems: [], scale: { min: 1, max: 5 } });
    expect(judge([...times(50, 6), ...times(45, 7), 5, 3, 2, 1])).toMatchObject({
      problems: [],
      scale: { min: 1, max: 7 },
    });
    expect(judge([...times(60, 0), ...times(36, 1), 2, 4, 6, 7, 9, 10])).toMatchObject({
      ...{ problems: [], scale: { min: 0, max: 10 } },
    });
    expect(judge([...times(95, 1), 2, 3, 4, 5, 9, 55, -7]).problems.map(({ item }) => item)).toEqual([
      'i99',
      'i100',
      'i101',
    ]);
  });

  it('believes few values, and nothing where there are none', () => {
    expect(judge([1, 2, 500])).toMatchObject({ problems: [], scale: { min: 1, max: 500, source: 'data' } });
    expect(judge([]).scale).toBeUndefined();
  });

  it('holds values against a declared scale', () => {
    const { problems, scale } = judge([1, 5, 0.9, 5.1], { min: 1, max: 5 });
    expect(problems.map((problem) => problem.item)).toEqual(['i2', 'i3']);
    expect(scale).toEqual({ min: 1, max: 5, source: 'descriptor' });
  });
});

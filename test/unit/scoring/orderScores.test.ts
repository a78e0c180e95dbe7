import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/core/benchmark/item.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import { csvScores } from '../../../src/core/report/csvScores.ts';
import { latexTables } from '../../../src/core/report/latexTables.ts';
import { markdownTables } from '../../../src/core/report/markdownTables.ts';
import { scoreTables } from '../../../src/core/report/scoreTables.ts';
import { textTables } from '../../../src/core/report/textTables.ts';
import { chiSquareTail, evennessTest } from '../../../src/core/scoring/chiSquare.ts';
import { orderScores } from '../../../src/core/scoring/orderScores.ts';
import type { AskedInOrders } from '../../../src/core/scoring/orderScores.ts';
import { scoreRun } from '../../../src/core/scoring/scoreRun.ts';
import type { RunScores } from '../../../src/core/scoring/scoreRun.ts';
import type { ClassStageScores, NumberStageScores } from '../../../src/core/scoring/stageScores.ts';
import { recordOf } from './scoreKit.ts';

interface Reference {
  readonly evenness: readonly { counts: number[]; chiSquare: number; df: number; p: number }[];
  readonly chiSquareTail: readonly { x: number; df: number; p: number }[];
  readonly orders: readonly {
    readonly name: string;
    readonly labels: readonly string[];
    readonly rows: readonly { readonly truth: string; readonly shown: string[][]; readonly said: string[] }[];
    readonly flipRate: number;
    readonly pairFlipRate: number;
    readonly accuracyEachOrder: readonly number[];
    readonly accuracyAllOrders: number;
    readonly chosen: readonly number[];
    readonly pValue: number;
  }[];
}

/** Values of SciPy, NumPy and scikit-learn, written by reference.py. */
const reference = JSON.parse(readFileSync(new URL('reference.json', import.meta.url), 'utf8')) as Reference;
const resampling = { resamples: 200, seed: 1 };

function said(label: string | undefined, order: readonly string[] = ['happy', 'sad', 'worry']): Outcome {
  const base: Omit<Outcome, 'kind'> = {
    version: 1,
    item: 'i',
    run: 'r',
    stage: 's',
    at: '',
    options: { style: 'words', order: [...order] },
  };
  return label === undefined ? { ...base, kind: 'refused' } : { ...base, kind: 'answered', label };
}

function relative(actual: number | null, expected: number): number {
  return Math.abs(actual! - expected) / Math.max(expected, 1e-300);
}

describe('the chi-square test agrees with SciPy', () => {
  it.each(reference.evenness)('of the counts $counts', ({ counts, chiSquare, df, p }) => {
    const test = evennessTest(counts)!;
    expect(test.df).toBe(df);
    expect(test.chiSquare).toBeCloseTo(chiSquare, 9);
    expect(relative(test.p, p)).toBeLessThan(1e-10);
  });

  it('far out and near 0, for even and odd degrees of freedom', () => {
    for (const { x, df, p } of reference.chiSquareTail) {
      expect(relative(chiSquareTail(x, df), p), `${x}, ${df}`).toBeLessThan(1e-10);
    }
  });

  it('is none where there is nothing to test', () => {
    expect([evennessTest([]), evennessTest([4]), evennessTest([0, 0])]).toEqual([null, null, null]);
  });
});

describe('scores over orders agree with pairs counted one by one', () => {
  it.each(reference.orders)('$name', (expected) => {
    const asked = expected.rows.map((row): AskedInOrders => ({
      truth: row.truth,
      outcomes: row.said.map((label, order) => said(label === '-' ? undefined : label, row.shown[order])),
    }));
    const orders = expected.accuracyEachOrder.length;
    const scores = orderScores(asked, orders, expected.labels.length, resampling);
    expect(scores.orders).toBe(orders);
    expect(scores.n).toBe(expected.rows.length);
    expect(scores.flipRate).toBeCloseTo(expected.flipRate, 12);
    expect(scores.pairFlipRate).toBeCloseTo(expected.pairFlipRate, 12);
    expect(scores.accuracyAllOrders).toBeCloseTo(expected.accuracyAllOrders, 12);
    expected.accuracyEachOrder.forEach((value, order) => {
      expect(scores.accuracyEachOrder[order]).toBeCloseTo(value, 12);
    });
    expect(scores.places.chosen).toEqual(expected.chosen);
    expect(relative(scores.places.pValue, expected.pValue)).toBeLessThan(1e-9);
    for (const name of ['flipRate', 'pairFlipRate', 'accuracyAllOrders'] as const) {
      const [low, high] = scores.intervals[name]!;
      expect(low).toBeLessThanOrEqual(scores[name]!);
      expect(high).toBeGreaterThanOrEqual(scores[name]!);
    }
  });
});

describe('scores over orders', () => {
  const of = (asked: readonly AskedInOrders[], orders = 3): ReturnType<typeof orderScores> =>
    orderScores(asked, orders, 3, resampling);

  it('leave out of the flip rate what has fewer than two answers, and call it wrong all the same', () => {
    const scores = of([
      { truth: 'happy', outcomes: [said('happy'), said(undefined), said(undefined)] },
      { truth: 'happy', outcomes: [said('happy'), said('happy'), said(undefined)] },
      { truth: 'happy', outcomes: [said('happy'), said('sad'), said('happy')] },
    ]);
    expect(scores).toMatchObject({ items: 2, flipRate: 0.5, n: 3, accuracyAllOrders: 0 });
    expect(scores.pairFlipRate).toBeCloseTo((0 + 2 / 3) / 2, 12);
    expect(scores.accuracyEachOrder).toEqual([1, 1 / 3, 1 / 3]);
  });

  it('wait for items of which an order is still to come, and count one that a gate skipped in an order', () => {
    const skipped: Outcome = { version: 1, item: 'i', run: 'r', stage: 's', at: '', kind: 'skipped' };
    const scores = of([
      { truth: 'sad', outcomes: [said('sad'), said('sad'), undefined] },
      { truth: 'sad', outcomes: [said('sad'), skipped, said('sad')] },
      { truth: 'sad', outcomes: [said('sad'), said('sad'), said('sad')] },
      { truth: 'sad', outcomes: [skipped, skipped, skipped] },
    ]);
    expect(scores).toMatchObject({ n: 2, accuracyAllOrders: 0.5, accuracyEachOrder: [1, 1, 1], flipRate: 0 });
  });

  it('flip without a truth, too, and are null and not zero where nothing was answered', () => {
    expect(of([{ outcomes: [said('sad'), said('happy'), said('sad')] }])).toMatchObject({
      flipRate: 1,
      n: 0,
      accuracyAllOrders: null,
      accuracyEachOrder: [null, null, null],
    });
    expect(of([{ truth: 'sad', outcomes: [said(undefined), said(undefined), said(undefined)] }])).toMatchObject({
      flipRate: null,
      pairFlipRate: null,
      accuracyAllOrders: 0,
      places: { answers: 0, shares: [null, null, null], pValue: null },
    });
  });

  it('of rankings go by the first label', () => {
    const ranked = (labels: string[]): Outcome => ({ ...said('sad'), label: undefined, labels });
    const scores = of([
      { truth: 'sad', outcomes: [ranked(['sad', 'happy']), ranked(['sad', 'worry']), ranked(['sad'])] },
    ]);
    expect(scores).toMatchObject({ flipRate: 0, accuracyAllOrders: 1 });
  });

  it('find a model that always takes what stands first', () => {
    const three = ['happy', 'sad', 'angry'];
    const asked = Array.from({ length: 40 }, (): AskedInOrders => ({
      truth: 'happy',
      outcomes: [0, 1, 2].map((by) => {
        const order = [...three.slice(by), ...three.slice(0, by)];
        return said(order[0], order);
      }),
    }));
    const scores = of(asked);
    expect(scores).toMatchObject({ flipRate: 1, pairFlipRate: 1, accuracyAllOrders: 0 });
    expect(scores.places.shares).toEqual([1, 0, 0]);
    expect(scores.places.pValue).toBeLessThan(1e-12);
  });
});

const labels = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
const items: Item[] = [
  { id: 'a', path: 'a', label: 'happy', degree: 1 },
  { id: 'b', path: 'b', label: 'sad', degree: 2 },
  { id: 'c', path: 'c', label: 'sad', degree: 4 },
  { id: 'd', path: 'd', label: 'worry', degree: 5 },
];

/** Scores the emotion and degree stages from outcomes; `#1` is a further order. */
function scored(
  said: Readonly<Record<string, Readonly<Record<string, Partial<Outcome>>>>>,
  orders?: number,
): RunScores {
  const outcomes = new Map<string, Map<string, Outcome>>();
  for (const [key, byItem] of Object.entries(said)) {
    const [stage = '', repeat] = key.split('#');
    for (const [item, partial] of Object.entries(byItem)) {
      const ofItem = outcomes.get(item) ?? new Map<string, Outcome>();
      const place = repeat === undefined ? {} : { repeat: Number(repeat) };
      const options = { style: 'words' as const, order: labels };
      outcomes.set(
        item,
        ofItem.set(key, {
          version: 1,
          item,
          run: 'r1',
          stage,
          kind: 'answered',
          at: '',
          options,
          ...place,
          ...partial,
        }),
      );
    }
  }
  const parameters = {
    conversation: 'separate' as const,
    options: 'words' as const,
    ...(orders === undefined ? {} : { order: 'shuffled' as const, orders }),
  };
  const run = scoreRun({ record: recordOf({ parameters }), outcomes, items, resampling });
  if (!run.ok) throw new Error(JSON.stringify(run.error));
  return run.value;
}

function emotion(run: RunScores): ClassStageScores {
  return run.stages.find(({ stage }) => stage === 'emotion') as ClassStageScores;
}

describe('a run in several orders', () => {
  const right = { a: { label: 'happy' }, b: { label: 'sad' }, c: { label: 'sad' }, d: { label: 'worry' } };
  const other = { a: { label: 'happy' }, b: { label: 'happy' }, c: { label: 'sad' }, d: { kind: 'refused' as const } };
  const run = scored({ emotion: right, 'emotion#1': other }, 2);

  it('is scored by its first order alone, and over orders beside that', () => {
    expect(emotion(run)).toMatchObject({ n: 4, accuracyStrict: 1, kinds: { answered: 4 } });
    expect(emotion(run).overOrders).toMatchObject({
      orders: 2,
      items: 3,
      flipRate: 1 / 3,
      accuracyEachOrder: [1, 0.5],
      n: 4,
      accuracyAllOrders: 0.5,
    });
  });

  it('has questions open in every order that is not there yet', () => {
    // Polarity twice, emotion twice, degree once, for each of four.
    expect(run.pending).toBe(4 * 5 - 8);
  });

  it('has no such scores in one order', () => {
    expect(emotion(scored({ emotion: right }))).not.toHaveProperty('overOrders');
  });

  it('is written in every format', () => {
    const tables = scoreTables([run], []);
    for (const text of [markdownTables(tables), latexTables(tables), textTables(tables)]) {
      expect(text).toContain('orders of the options');
      expect(text).toContain('0.333');
      expect(text).toContain('1.000 0.500');
      expect(text).toContain('answers by place of the option');
    }
    const csv = csvScores([run], []);
    expect(csv).toMatch(/,emotion,all,overOrders,,,flipRate,0\.333\d*,.*,3\n/);
    expect(csv).toMatch(/,emotion,all,overOrders,,2,accuracyEachOrder,0\.5,,,\n/);
    expect(csv).toMatch(/,emotion,all,overOrders,,1,placeShare,/);
  });
});

describe('answers that a second model found', () => {
  const found = { kind: 'answered', rule: 'extracted', extraction: { model: 'm2', reply: 'sad' } } as const;
  const run = scored({
    emotion: {
      a: { label: 'happy', rule: 'equals' },
      b: { label: 'sad', ...found },
      c: { label: 'happy', ...found },
      d: { kind: 'unparsed', rule: 'unparsed', extraction: { model: 'm2', reply: 'NONE' } },
    },
    degree: {
      a: { value: 1, rule: 'number' },
      b: { value: 2, rule: 'number' },
      c: { value: 3, rule: 'number' },
      d: { value: 5, ...found },
    },
  });

  it('count as not read in every score of the stage', () => {
    expect(emotion(run)).toMatchObject({
      kinds: { answered: 1, unparsed: 3 },
      n: 4,
      answered: 1,
      accuracyStrict: 1 / 4,
      accuracyAnswered: 1,
      coverage: 1 / 4,
    });
    const { others, rows, labels: named } = emotion(run).confusion;
    expect(rows[named.indexOf('sad')]?.[named.length + others.indexOf('unparsed')]).toBe(2);
  });

  it('count as answered in the scores that stand beside', () => {
    expect(emotion(run).withExtractor).toMatchObject({
      n: 4,
      extracted: 2,
      accuracyStrict: 2 / 4,
      accuracyAnswered: 2 / 3,
      coverage: 3 / 4,
    });
  });

  it('are apart for numbers, too', () => {
    const degree = run.stages.find(({ stage }) => stage === 'degree') as NumberStageScores;
    expect(degree).toMatchObject({ n: 3, coverage: 3 / 4, mae: 1 / 3 });
    expect(degree.withExtractor).toMatchObject({ n: 4, extracted: 1, coverage: 1, mae: 1 / 4 });
    expect(degree.withExtractor?.srcc).toBeCloseTo(1, 12);
  });

  it('have no place where there are none', () => {
    const plain = scored({ emotion: { a: { label: 'happy', rule: 'equals' } } });
    expect(emotion(plain)).not.toHaveProperty('withExtractor');
  });

  it('flip nothing: over orders they are not read either', () => {
    const both = scored({ emotion: { a: { label: 'happy' } }, 'emotion#1': { a: { label: 'sad', ...found } } }, 2);
    expect(emotion(both).overOrders).toMatchObject({ items: 0, flipRate: null, accuracyEachOrder: [1, 0] });
  });

  it('are written in every format, with what they are', () => {
    const tables = scoreTables([run], []);
    for (const text of [markdownTables(tables), latexTables(tables), textTables(tables)]) {
      expect(text).toContain('with what a second model read');
      expect(text).toContain('All other tables count these answers as not read');
    }
    const csv = csvScores([run], []);
    expect(csv).toMatch(/,emotion,all,withExtractor,,,accuracyStrict,0\.5,/);
    expect(csv).toMatch(/,degree,all,withExtractor,,,mae,0\.25,/);
  });
});

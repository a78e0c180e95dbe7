import { describe, expect, it } from 'vitest';
import type { Item, Items } from '../../../src/core/benchmark/item.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import type { RunRecord } from '../../../src/core/evaluation/runRecord.ts';
import { compareRuns } from '../../../src/core/scoring/compareRuns.ts';
import type { Comparison } from '../../../src/core/scoring/compareRuns.ts';
import type { StageComparison } from '../../../src/core/scoring/compareStage.ts';
import { mcNemar } from '../../../src/core/scoring/pairedTests.ts';
import { seededRandom } from '../../../src/core/scoring/resampling.ts';
import { compared, run, some } from './compareKit.ts';

function stage(comparison: Comparison, name: string): StageComparison {
  return comparison.stages.find((one) => one.stage === name)!;
}

const plain = { strategy: 'plain' };
const reasoned = { strategy: 'reasoned' };

describe('a table of strategies by models', () => {
  it('stands on the items that all cells have, and says why others are left out', () => {
    const bare: Item = { id: 'bare', path: 'bare' };
    const items = [...some, bare];
    const both = [
      run('a', { emotion: '+++s+-+ ?' }, plain, items),
      run('b', { emotion: '+ -++rf+?' }, reasoned, items),
    ];
    const emotion = stage(compared(both, items), 'emotion');
    expect(emotion).toMatchObject({ n: 5, leftOut: { withoutTruth: 1, pending: 2, skipped: 1 } });
    expect(
      emotion.cells.map(({ accuracyStrict, coverage, refused, kinds }) => [accuracyStrict, coverage, refused, kinds]),
    ).toEqual([
      [0.8, 1, 0, { answered: 5 }],
      [0.4, 0.6, 0.2, { answered: 3, refused: 1, failed: 1 }],
    ]);
    expect(emotion.cells[1]!.against).toMatchObject({
      n: 5,
      difference: -0.4,
      test: { kind: 'mcnemar', firstOnly: 0, secondOnly: 2, p: 0.5, midP: 0.25 },
    });
    expect(emotion.cells[0]).not.toHaveProperty('against');
  });

  it('compares with plain, else with the first strategy, else with the one asked for', () => {
    const one = run('a', { emotion: '++++----' }, reasoned);
    const other = run('b', { emotion: '--------' }, { strategy: 'emoprompt', startedAt: '2026-01-02' });
    expect(compared([one, run('p', { emotion: '++++++++' }, plain)]).reference).toBe('plain');
    expect(compared([one, other])).toMatchObject({ reference: 'reasoned', strategies: ['reasoned', 'emoprompt'] });
    const turned = compared([one, other], some, { reference: 'emoprompt' });
    expect(turned.strategies).toEqual(['emoprompt', 'reasoned']);
    expect(stage(turned, 'emotion').cells.find(({ run: id }) => id === 'a')!.against).toMatchObject({
      difference: 0.5,
    });
  });

  it('takes the baseline, which reads no question, for no reference', () => {
    const baseline = run('b', { emotion: '++++++++' }, { ...plain, model: 'cnn', modelKind: 'baseline' });
    const others = [
      run('r', { emotion: '++++++++' }, reasoned),
      run('e', { emotion: '--------' }, { strategy: 'emo' }),
    ];
    const { reference, runs } = compared([baseline, ...others]);
    expect(reference).toBe('reasoned');
    expect(runs.map(({ run: id }) => id)).toEqual(['r', 'e', 'b']);
  });

  it('corrects the tests of a stage together', () => {
    const runs = [
      run('p', { emotion: '--------' }, plain),
      run('r', { emotion: '++++++++' }, reasoned),
      run('e', { emotion: '++++++--' }, { strategy: 'emoprompt' }),
    ];
    const emotion = stage(compared(runs), 'emotion');
    expect(emotion.tests).toBe(2);
    expect(emotion.cells.map(({ against }) => against && [against.test!.p, against.pHolm])).toEqual([
      undefined,
      [mcNemar(8, 0).p, 2 * mcNemar(8, 0).p],
      [mcNemar(6, 0).p, mcNemar(6, 0).p],
    ]);
  });

  it('compares numbers by the errors of items that both answered', () => {
    // The truths are 1 2 3 4 5 1 2 3.
    const runs = [run('p', { degree: '2345512r' }, plain), run('r', { degree: '12345121' }, reasoned)];
    const degree = stage(compared(runs), 'degree');
    expect(degree).toMatchObject({ n: 8, scale: { min: 1, max: 5 } });
    expect(degree.cells[0]!.mae).toBeCloseTo(4 / 7, 12);
    expect(degree.cells[1]!.mae).toBeCloseTo(2 / 8, 12);
    const { against } = degree.cells[1]!;
    expect(against).toMatchObject({ n: 7, test: { kind: 'wilcoxon', nonZero: 4, rankSum: 0, method: 'normal' } });
    expect(against!.difference).toBeCloseTo(-4 / 7, 9);
  });

  it('takes errors that differ in the last digit of a float for ties', () => {
    const items = some.map((item, i) => ({ ...item, degree: 1.1 + i * 0.1 }));
    const runs = [run('p', { degree: '22222222' }, plain, items), run('r', { degree: '11111111' }, reasoned, items)];
    // Errors 0.9 .. 0.2 against 0.1 .. 0.8: differences -0.8, -0.6 .. 0.6, of which six are tied in pairs.
    expect(stage(compared(runs, items), 'degree').cells[1]!.against!.test).toMatchObject({
      nonZero: 7,
      method: 'normal',
      rankSum: 1.5 + 3.5 + 5.5,
    });
  });

  it('leaves a run without any outcome of a stage out, so that the others are compared', () => {
    const runs = [
      run('p', { emotion: '++++----' }, plain),
      run('r', { emotion: '++++++--' }, reasoned),
      run('e', {}, { strategy: 'emoprompt' }),
    ];
    const emotion = stage(compared(runs), 'emotion');
    expect(emotion).toMatchObject({ n: 8, empty: ['e'] });
    expect(emotion.cells).toHaveLength(2);
  });

  it('has the newest of two runs with one strategy and model, and tells two models of one name apart', () => {
    const old = run('old', { emotion: '--------' }, { ...plain, startedAt: '2026-01-01' });
    const young = run('young', { emotion: '++++++++' }, { ...plain, startedAt: '2026-02-01' });
    const other = run('other', { emotion: '++++++++' }, reasoned);
    expect(compared([young, old, other])).toMatchObject({
      replaced: ['old'],
      runs: [{ run: 'young' }, { run: 'other' }],
    });
    const here = run('a', { emotion: '++++++++' }, { connection: 'here' });
    const there = run('b', { emotion: '++++++++' }, { connection: 'there' });
    expect(compared([here, there]).models).toEqual(['some-model (here)', 'some-model (there)']);
  });

  it('names what was not asked in the same way', () => {
    const letters = { parameters: { conversation: 'separate', options: 'letters' }, lexiconVersion: '2' } as const;
    const runs = [run('p', { emotion: '+' }, plain), run('r', { emotion: '+' }, { ...reasoned, ...letters })];
    expect(compared(runs).differing).toEqual(['options', 'lexicon']);
    const baseline = run('b', { emotion: '+' }, { ...letters, model: 'cnn', modelKind: 'baseline' });
    expect(compared([runs[0]!, baseline]).differing).toEqual([]);
  });

  it('counts what a second model read as unread, and says how often answers change with the order', () => {
    const asked = { parameters: { conversation: 'separate', options: 'words', orders: 2 } } as const;
    const inOrders = run('r', { emotion: '++++++--' }, { ...reasoned, ...asked });
    for (const [place, item] of some.entries()) {
      const ofItem = inOrders.outcomes.get(item.id) as Map<string, Outcome>;
      const first = ofItem.get('emotion')!;
      // In the other order two answers are others, and one is none.
      const other = place < 2 ? { label: 'worry' } : place === 2 ? { kind: 'refused' as const, label: undefined } : {};
      ofItem.set('emotion#1', { ...first, repeat: 1, ...other });
      if (place === 7) ofItem.set('emotion', { ...first, rule: 'extracted', label: item.label });
    }
    const { cells } = stage(compared([run('p', { emotion: '++++++--' }, plain), inOrders]), 'emotion');
    expect(cells[1]).toMatchObject({ accuracyStrict: 0.75, kinds: { answered: 7, unparsed: 1 } });
    expect(cells[1]!.flips).toMatchObject({ orders: 2, items: 6, rate: 2 / 6 });
    expect(cells[0]).not.toHaveProperty('flips');
  });

  it('refuses runs that cannot stand in one table', () => {
    const first = run('a', {}, plain);
    const errorOf = (more: Partial<RunRecord>): unknown => {
      const result = compareRuns([first, run('b', {}, { ...reasoned, ...more })], some);
      return result.ok ? undefined : result.error;
    };
    expect(errorOf({ polarity: { ...first.record.polarity, surprise: 'positive' } })).toEqual({
      kind: 'notComparable',
      run: 'b',
      first: 'a',
      what: 'polarity',
    });
    expect(errorOf({ scales: { degree: { min: 0, max: 5 } } })).toMatchObject({ what: 'scales' });
    expect(errorOf({ labels: ['yes', 'no'] })).toMatchObject({ what: 'labels' });
    expect(errorOf({ protocol: { ...first.record.protocol, id: 'other' } })).toMatchObject({ what: 'protocol' });
    expect(compareRuns([first], some)).toMatchObject({ ok: false, error: { kind: 'tooFewRuns' } });
  });
});

describe('over models', () => {
  it('is the mean of the differences, tested over items by sign flips', () => {
    const models = ['m1', 'm2', 'm3'];
    const runs = models.flatMap((model, i) => [
      run(`p${i}`, { emotion: '++------' }, { ...plain, model }),
      run(`r${i}`, { emotion: ['++++----', '+++-----', '-+++----'][i]! }, { ...reasoned, model }),
    ]);
    const emotion = stage(compared(runs), 'emotion');
    expect(emotion.overModels).toHaveLength(1);
    const [over] = emotion.overModels;
    // Item by item: -1, 0, +3, +2; of the 8 signs of {1, 3, 2} 4 reach 4 or more either way.
    expect(over).toMatchObject({
      strategy: 'reasoned',
      models,
      n: 8,
      test: { kind: 'signFlip', nonZero: 3, sum: 4, p: 0.5 },
    });
    expect(over!.difference).toBeCloseTo(4 / 3 / 8, 12);
    expect(emotion.tests).toBe(4);
    expect(emotion.cells.map(({ strategy, model }) => `${strategy} ${model}`)).toEqual([
      'plain m1',
      'plain m2',
      'plain m3',
      'reasoned m1',
      'reasoned m2',
      'reasoned m3',
    ]);
  });

  it('leaves out a model that was not asked both ways, and one that never says a number', () => {
    const runs = [
      run('p1', { degree: '22222222' }, { ...plain, model: 'm1' }),
      run('r1', { degree: '12345123' }, { ...reasoned, model: 'm1' }),
      run('p2', { degree: '33333333' }, { ...plain, model: 'm2' }),
      run('r2', { degree: '1234512r' }, { ...reasoned, model: 'm2' }),
      run('p3', { degree: 'rrrrrrrr' }, { ...plain, model: 'm3' }),
      run('r3', { degree: '11111111' }, { ...reasoned, model: 'm3' }),
      run('r4', { degree: '11111111' }, { ...reasoned, model: 'm4' }),
    ];
    const { overModels, cells } = stage(compared(runs), 'degree');
    expect(overModels[0]).toMatchObject({ models: ['m1', 'm2'], n: 7, test: { kind: 'wilcoxon' } });
    expect(cells.find(({ run: id }) => id === 'r3')!.against).toMatchObject({
      n: 0,
      difference: null,
      interval: null,
      test: null,
      pHolm: null,
    });
    expect(cells.find(({ run: id }) => id === 'r4')).not.toHaveProperty('against');
  });
});

describe('the paired bootstrap', () => {
  const many: Items = Array.from({ length: 900 }, (_none, i) => ({
    id: `i${i}`,
    path: `i${i}`,
    label: 'happy',
  }));
  const random = seededRandom(3);
  const base = Array.from(many, () => random() < 0.6);
  const marks = (flip: number): string =>
    base
      .map((right) => (random() < flip ? !right : right))
      .map((right) => (right ? '+' : '-'))
      .join('');
  const runs = [run('p', { emotion: marks(0) }, plain, many), run('r', { emotion: marks(0.2) }, reasoned, many)];

  it('agrees with the normal interval of the mean difference, which pairing makes narrow', () => {
    const { against } = stage(compared(runs, many, { resampling: { resamples: 4000, seed: 5 } }), 'emotion').cells[1]!;
    const test = against!.test as { firstOnly: number; secondOnly: number };
    const mean = (test.firstOnly - test.secondOnly) / 900;
    const deviation = Math.sqrt((test.firstOnly + test.secondOnly) / 900 - mean ** 2);
    expect(against!.difference).toBeCloseTo(mean, 12);
    const half = (1.96 * deviation) / Math.sqrt(900);
    expect(against!.interval![0]).toBeCloseTo(mean - half, 2);
    expect(against!.interval![1]).toBeCloseTo(mean + half, 2);
    // Were the two samples independent, it would be wider by more than half.
    expect(against!.interval![1] - against!.interval![0]).toBeLessThan(0.07);
  });

  it('is the same each time, and another with another seed', () => {
    expect(compared(runs, many)).toEqual(compared(runs, many));
    const other = compared(runs, many, { resampling: { resamples: 400, seed: 8 } });
    expect(stage(other, 'emotion').cells[1]!.against!.interval).not.toEqual(
      stage(compared(runs, many), 'emotion').cells[1]!.against!.interval,
    );
  });
});

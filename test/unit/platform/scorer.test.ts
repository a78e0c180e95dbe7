import { afterAll, describe, expect, it } from 'vitest';
import type { Item } from '../../../src/core/benchmark/item.ts';
import { compareRuns } from '../../../src/core/scoring/compareRuns.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import { generatorBoard } from '../../../src/core/scoring/generatorBoard.ts';
import { defaultResampling } from '../../../src/core/scoring/resampling.ts';
import { scoreRun } from '../../../src/core/scoring/scoreRun.ts';
import { packJob } from '../../../src/platform/node/scoreJob.ts';
import { createScorer, resamplingFor } from '../../../src/platform/node/scorer.ts';
import { items } from '../report/reportKit.ts';
import { outcomesOf, recordOf } from '../scoring/scoreKit.ts';

const scorer = createScorer();
afterAll(() => scorer.dispose());

const said = {
  polarity: { a: { label: 'positive' }, b: { label: 'negative', reply: 'x' }, f: { kind: 'refused' } },
  emotion: {
    a: { label: 'happy' },
    b: { kind: 'refused' },
    c: { label: 'sad' },
    d: { label: 'sad', rule: 'extracted' },
  },
  degree: { a: { value: 1 }, b: { value: 2 }, c: { value: 3 }, d: { value: 4.5 } },
} as const;

describe('scoring in a worker', () => {
  it('gives exactly what scoring on the spot gives', async () => {
    const run = { record: recordOf(), outcomes: outcomesOf(said) };
    const here = scoreRun({ ...run, items, resampling: defaultResampling });
    expect(await scorer.score(run, items, defaultResampling)).toEqual(here);
  });

  it('is told the labels of the benchmark as they are now', async () => {
    const run = { record: recordOf(), outcomes: outcomesOf(said) };
    const labels = ['happy', 'surprise'];
    const here = scoreRun({ ...run, items, labels, resampling: defaultResampling });
    expect(here).toMatchObject({ ok: true, value: { labelsSince: { gone: ['sad', 'angry', 'worry', 'neutral'] } } });
    expect(await scorer.score(run, items, defaultResampling, labels)).toEqual(here);
  });

  it('keeps further orders of a stage apart', async () => {
    const outcomes = outcomesOf(said);
    const first = {
      ...outcomes.get('a')!.get('emotion')!,
      options: { style: 'words', order: ['happy', 'sad'] },
    } as Outcome;
    outcomes.get('a')?.set('emotion', first);
    outcomes.get('a')?.set('emotion#1', { ...first, repeat: 1, label: 'sad' });
    const { parameters } = recordOf();
    const run = { record: recordOf({ parameters: { ...parameters, order: 'shuffled', orders: 2 } }), outcomes };
    const here = scoreRun({ ...run, items, resampling: defaultResampling });
    expect(here.ok && here.value.stages[1]).toMatchObject({ overOrders: { orders: 2 } });
    expect(await scorer.score(run, items, defaultResampling)).toEqual(here);
  });

  it('compares as comparing on the spot does', async () => {
    const runs = [
      { record: recordOf(), outcomes: outcomesOf(said) },
      { record: recordOf({ run: 'r2', strategy: 'reasoned' }), outcomes: outcomesOf({ ...said, polarity: {} }) },
    ];
    const here = compareRuns(runs, items, { resampling: defaultResampling });
    expect(here.ok).toBe(true);
    expect(await scorer.compare(runs, items, defaultResampling)).toEqual(here);
    expect(await scorer.compare([], items, defaultResampling)).toEqual({ ok: false, error: { kind: 'tooFewRuns' } });
  });

  it('makes the board that making it on the spot gives', async () => {
    expect(await scorer.board(items, ['sad', 'happy'])).toEqual({
      ok: true,
      value: generatorBoard(items, ['sad', 'happy']),
    });
  });

  it('says why a protocol cannot be scored', async () => {
    const record = recordOf({ labels: [], scales: {}, polarity: {} });
    const here = scoreRun({ record, outcomes: new Map(), items, resampling: defaultResampling });
    expect(here.ok).toBe(false);
    expect(await scorer.score({ record, outcomes: new Map() }, items, defaultResampling)).toEqual(here);
  });

  it('lets other work have its turn while 100,000 outcomes are packed', async () => {
    const many: Item[] = Array.from({ length: 34_000 }, (_none, n) => ({ id: `${n}`, path: `${n}`, label: 'happy' }));
    const outcomes = outcomesOf({
      emotion: Object.fromEntries(many.map(({ id }) => [id, { label: 'sad', reply: 'long '.repeat(100) }])),
      polarity: Object.fromEntries(many.map(({ id }) => [id, { label: 'negative' }])),
      degree: Object.fromEntries(many.map(({ id }) => [id, { value: 2 }])),
    });
    let turns = 0;
    let going = true;
    const takeTurns = (): void => {
      turns++;
      if (going) setImmediate(takeTurns);
    };
    takeTurns();
    await packJob('score', many, [{ record: recordOf(), outcomes }], defaultResampling);
    going = false;
    // One turn for each 250 of 102,000 outcomes and 34,000 items, at least.
    expect(turns).toBeGreaterThan(500);
    const scores = await scorer.score({ record: recordOf(), outcomes }, many, { resamples: 0, seed: 1 });
    expect(scores.ok && scores.value.stages[1]).toMatchObject({ n: 34_000, right: 0 });
  });
});

describe('how many resamples', () => {
  it('is that of the command line for MEMO-Bench, and less for far larger runs', () => {
    expect(resamplingFor(7145 * 3)).toEqual(defaultResampling);
    expect(resamplingFor(100_000).resamples).toBe(300);
    expect(resamplingFor(1_000_000).resamples).toBe(100);
  });
});

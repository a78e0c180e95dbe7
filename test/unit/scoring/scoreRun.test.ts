import { describe, expect, it } from 'vitest';
import type { Items } from '../../../src/core/benchmark/item.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import type { RunRecord } from '../../../src/core/evaluation/runRecord.ts';
import { notALabel } from '../../../src/core/scoring/confusion.ts';
import { generatorBoard } from '../../../src/core/scoring/generatorBoard.ts';
import { scoreRun } from '../../../src/core/scoring/scoreRun.ts';
import type { RunScores, ScoreInput } from '../../../src/core/scoring/scoreRun.ts';
import type { ClassStageScores, NumberStageScores } from '../../../src/core/scoring/stageScores.ts';
import { outcomesOf, recordOf } from './scoreKit.ts';

const items: Items = [
  { id: 'a', path: 'a', label: 'happy', degree: 4, quality: 3, generator: 'G1', prompted: 'happy' },
  { id: 'b', path: 'b', label: 'sad', degree: 2, quality: 1, generator: 'G1', prompted: 'worry' },
  { id: 'c', path: 'c', label: 'surprise', degree: 3, generator: 'G2', prompted: 'surprise' },
  { id: 'd', path: 'd', label: 'worry', degree: 1, generator: 'G2', prompted: 'worry' },
  { id: 'e', path: 'e', generator: 'G2' },
];

function scored(
  said: Parameters<typeof outcomesOf>[0],
  more: Partial<ScoreInput> = {},
  record: RunRecord = recordOf(),
): RunScores {
  const result = scoreRun({
    record,
    outcomes: outcomesOf(said),
    items,
    resampling: { resamples: 20, seed: 1 },
    ...more,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function stage<T extends ClassStageScores | NumberStageScores = ClassStageScores>(
  scores: Pick<RunScores, 'stages'>,
  id: string,
): T {
  return scores.stages.find((one) => one.stage === id) as T;
}

function withStage(answer: RunRecord['protocol']['stages'][number]['answer']): RunRecord {
  return recordOf({ protocol: { version: 1, id: 'p', title: 'p', stages: [{ id: 'one', question: 'q', answer }] } });
}

describe('the three accuracies', () => {
  const scores = scored({
    emotion: {
      a: { kind: 'answered', label: 'happy' },
      b: { kind: 'answered', label: 'worry' },
      c: { kind: 'refused' },
      d: { kind: 'failed' },
      e: { kind: 'answered', label: 'happy' },
    },
  });
  const emotion = stage(scores, 'emotion');

  it('stand side by side with their denominators', () => {
    expect(emotion).toMatchObject({ n: 4, answered: 2, right: 1 });
    expect(emotion).toMatchObject({ accuracyStrict: 0.25, accuracyAnswered: 0.5, coverage: 0.5 });
  });

  it('keep empty and unread replies in the denominator, told apart from wrong ones: peers drop them, or call them wrong', () => {
    const empty = stage(
      scored({
        emotion: {
          a: { kind: 'answered', label: 'happy' },
          b: { kind: 'unparsed', reply: '' },
          c: { kind: 'unparsed', reply: 'The wall is white.' },
          d: { kind: 'answered', label: 'happy' },
        },
      }),
      'emotion',
    );
    expect(empty).toMatchObject({ n: 4, answered: 2, right: 1, accuracyStrict: 0.25, accuracyAnswered: 0.5 });
    expect(empty.kinds).toEqual({ answered: 2, unparsed: 2 });
  });

  it('leave an item without a truth out, and count its outcome', () => {
    expect(emotion.kinds).toEqual({ answered: 3, refused: 1, failed: 1 });
    expect(emotion.withoutTruth).toBe(1);
  });

  it('show in the confusion what was not answered, by kind', () => {
    const { labels, others, rows } = emotion.confusion;
    expect(others).toEqual(notALabel);
    const cell = (truth: string, column: string): number =>
      rows[labels.indexOf(truth)]![[...labels, ...others].indexOf(column)]!;
    expect(cell('happy', 'happy')).toBe(1);
    expect(cell('sad', 'worry')).toBe(1);
    expect(cell('surprise', 'refused')).toBe(1);
    expect(cell('worry', 'failed')).toBe(1);
    labels.forEach((label, i) => {
      expect(rows[i]!.reduce((total, count) => total + count, 0)).toBe(emotion.perLabel[label]!.support);
    });
  });

  it('leave out what a gate skipped, which is counted alone', () => {
    const gated = stage(
      scored({ emotion: { a: { kind: 'answered', label: 'happy' }, b: { kind: 'skipped' }, c: { kind: 'skipped' } } }),
      'emotion',
    );
    expect(gated).toMatchObject({ n: 1, accuracyStrict: 1, coverage: 1, withoutTruth: 0 });
    expect(gated.kinds).toEqual({ answered: 1, skipped: 2 });
  });

  it('are null, not zero, where nothing was asked', () => {
    const nothing = stage(scored({}), 'emotion');
    expect(nothing).toMatchObject({
      n: 0,
      accuracyStrict: null,
      accuracyAnswered: null,
      coverage: null,
      macroF1: null,
    });
    expect(nothing.intervals.accuracyStrict).toBeNull();
  });
});

describe('the polarity stage', () => {
  const scores = scored({
    polarity: {
      a: { kind: 'answered', label: 'positive' },
      b: { kind: 'answered', label: 'negative' },
      c: { kind: 'answered', label: 'positive' },
      d: { kind: 'answered', label: 'positive' },
    },
  });
  const polarity = stage(scores, 'polarity');

  it('leaves labels without a polarity out of the score', () => {
    expect(polarity).toMatchObject({ n: 3, right: 2, withoutTruth: 1 });
    expect(polarity.perLabel).not.toHaveProperty('none');
  });

  it('counts them as a class of their own in a second figure', () => {
    expect(polarity.noneAsClass).toMatchObject({ n: 4, right: 2, accuracyStrict: 0.5 });
    expect(polarity.noneAsClass!.perLabel['none']).toMatchObject({ support: 1, recall: 0 });
  });

  it('says which table is in force: that of the run', () => {
    expect(scores.polarity).toMatchObject({ happy: 'positive', surprise: 'none' });
    const other = scored(
      { polarity: { c: { kind: 'answered', label: 'positive' } } },
      {},
      recordOf({ polarity: { ...recordOf().polarity, surprise: 'positive' } }),
    );
    expect(stage(other, 'polarity')).toMatchObject({ n: 1, accuracyStrict: 1 });
    expect(stage(other, 'polarity').noneAsClass).toBeUndefined();
  });
});

describe('a number stage', () => {
  const degree = stage<NumberStageScores>(
    scored({
      degree: {
        a: { kind: 'answered', value: 5 },
        b: { kind: 'answered', value: 2 },
        c: { kind: 'answered', value: 3 },
        d: { kind: 'outOfSet' },
        e: { kind: 'answered', value: 1 },
      },
    }),
    'degree',
  );

  it('is scored over the answered numbers, and says how many were not', () => {
    expect(degree).toMatchObject({ n: 3, asked: 4, coverage: 0.75, withoutTruth: 1, scale: { min: 1, max: 5 } });
    expect(degree.mae).toBeCloseTo(1 / 3, 12);
    expect(degree.rmse).toBeCloseTo(Math.sqrt(1 / 3), 12);
    expect(degree.srcc).toBe(1);
    expect(degree.intervals.coverage).not.toBeNull();
  });

  it('is scored within each label, where a correlation of one pair is undefined', () => {
    expect(Object.keys(degree.withinLabel)).toEqual(['happy', 'sad', 'surprise']);
    expect(degree.withinLabel['happy']).toMatchObject({ n: 1, srcc: null, mae: 1 });
  });
});

describe('other ways to answer', () => {
  it('scores a ranking by its first label, and by all it names', () => {
    const ranked = stage(
      scored(
        {
          one: {
            a: { kind: 'answered', labels: ['sad', 'happy'] },
            b: { kind: 'answered', labels: ['sad', 'worry'] },
            c: { kind: 'answered', labels: ['happy', 'sad', 'surprise'] },
          },
        },
        {},
        withStage({ kind: 'ranked', labels: 'labels', top: 2 }),
      ),
      'one',
    );
    expect(ranked).toMatchObject({ n: 3, right: 1, amongTop: { k: 2, accuracy: 2 / 3 } });
  });

  it('counts an open answer outside the labels as answered, and wrong', () => {
    const open = stage(
      scored(
        { one: { a: { kind: 'answered', label: 'disgust' }, b: { kind: 'answered', label: 'sad' } } },
        {},
        withStage({ kind: 'open', truth: 'label' }),
      ),
      'one',
    );
    expect(open).toMatchObject({ n: 2, answered: 2, right: 1 });
    const { labels, others, rows } = open.confusion;
    expect(rows[labels.indexOf('happy')]![labels.length + others.indexOf('otherLabel')]).toBe(1);
  });

  it('gives counts, and no score, where the benchmark holds no truth', () => {
    const hate = stage(
      scored({ one: { a: { kind: 'answered', label: 'no' } } }, {}, withStage({ kind: 'yesNo', truth: 'label' })),
      'one',
    );
    expect(hate).toMatchObject({ truth: null, n: 0, accuracyStrict: null, withoutTruth: 1, kinds: { answered: 1 } });
  });
});

describe('a run', () => {
  it('says what is pending and what is about items that are gone', () => {
    const scores = scored({
      polarity: { a: { kind: 'refused' }, gone: { kind: 'refused' } },
      emotion: { a: { kind: 'refused' } },
    });
    expect(scores).toMatchObject({ items: 5, pending: 5 * 3 - 2, withoutItem: 1 });
    expect(stage(scores, 'polarity').kinds).toEqual({ refused: 1 });
  });

  it('says which labels were never offered as an answer and which are none any more, where the benchmark has changed', () => {
    const said = { emotion: { a: { kind: 'answered', label: 'happy' } } } as const;
    const labels = ['happy', 'sad', 'surprise', 'worry'];
    const then = recordOf({ labels: ['happy', 'sad', 'worry', 'angry'] });
    expect(scored(said, { labels }, then).labelsSince).toEqual({
      neverOffered: [{ label: 'surprise', items: 1 }],
      gone: ['angry'],
    });
    expect(scored(said, { labels }, recordOf({ labels })).labelsSince).toBeUndefined();
    expect(scored(said, {}, then).labelsSince).toBeUndefined();
    // Only portraits that the run is about count, and only answers that are compared with labels.
    expect(scored(said, { labels }, { ...then, picked: ['a'] }).labelsSince).toEqual({
      neverOffered: [],
      gone: ['angry'],
    });
    const own = { kind: 'choice' as const, labels: ['happy', 'surprise'], truth: 'label' as const };
    const asked = (answer: Parameters<typeof withStage>[0]): RunRecord => ({
      ...withStage(answer),
      labels: then.labels,
    });
    expect(scored({}, { labels }, asked(own)).labelsSince).toBeUndefined();
    expect(scored({}, { labels }, asked({ ...own, labels: ['happy', 'angry'] })).labelsSince).toEqual({
      neverOffered: [{ label: 'surprise', items: 1 }],
      gone: ['angry'],
    });
    expect(scored({}, { labels }, asked({ kind: 'yesNo' })).labelsSince).toBeUndefined();
  });

  it('is scored by groups, one for each pair of values that occurs', () => {
    const said: Record<string, Partial<Outcome>> = {
      a: { kind: 'answered', label: 'happy' },
      b: { kind: 'answered', label: 'happy' },
      c: { kind: 'answered', label: 'surprise' },
      e: { kind: 'refused' },
    };
    const bySingle = scored({ emotion: said }, { by: ['generator'] }).slices!;
    expect(bySingle.map(({ key }) => key)).toEqual([{ generator: 'G1' }, { generator: 'G2' }]);
    expect(stage(bySingle[0]!, 'emotion')).toMatchObject({ n: 2, right: 1 });
    expect(stage(bySingle[1]!, 'emotion')).toMatchObject({ n: 1, right: 1, withoutTruth: 1 });
    const byPair = scored({ emotion: said }, { by: ['generator', 'label'] }).slices!;
    expect(byPair.map(({ key }) => key)).toEqual([
      { generator: 'G1', label: 'happy' },
      { generator: 'G1', label: 'sad' },
      { generator: 'G2', label: 'surprise' },
      { generator: 'G2', label: null },
    ]);
    expect(scored({ emotion: said })).not.toHaveProperty('slices');
  });
});

describe('the board of generators', () => {
  it('compares what was asked for with what people saw', () => {
    const { emotions, rows } = generatorBoard(items, ['worry', 'happy']);
    expect(emotions).toEqual(['worry', 'happy', 'surprise']);
    expect(rows.map(({ generator, n, hits, hitRate }) => ({ generator, n, hits, hitRate }))).toEqual([
      { generator: 'G1', n: 2, hits: 1, hitRate: 0.5 },
      { generator: 'G2', n: 2, hits: 2, hitRate: 1 },
    ]);
    expect(rows[0]).toMatchObject({ meanDegree: 3, meanQuality: 2 });
    expect(rows[1]).toMatchObject({ meanDegree: 2, meanQuality: null });
    expect(rows[0]!.byPrompted['worry']).toMatchObject({ n: 1, hits: 0, hitRate: 0, meanDegree: 2 });
    expect(rows[0]!.byPrompted['surprise']).toMatchObject({ n: 0, hitRate: null, interval: null });
  });
});

import { describe, expect, test } from 'vitest';
import type { RunEntry } from '../../../src/protocol/scoreViews.ts';
import {
  chosenRuns,
  firstIntent,
  intentFor,
  readIntent,
  type ScoresIntent,
} from '../../../webview/scores/scoresIntent.ts';

const full: ScoresIntent = {
  version: 1,
  root: 'file:///memo',
  topic: { runs: ['a', 'b'] },
  detailed: 'b',
  scroll: 412,
};

const entry = (run: string, done: number, comparison?: string): RunEntry => ({
  run,
  model: 'm',
  isBaseline: false,
  strategy: 'plain',
  protocol: 'p',
  startedAt: '',
  done,
  items: 9,
  state: 'complete',
  ...(comparison === undefined ? {} : { comparison }),
});

describe('stored intent of the scores page', () => {
  test('comes back as it was', () => {
    expect(readIntent(JSON.parse(JSON.stringify(full)))).toEqual(full);
    expect(readIntent({ ...full, topic: { comparison: 'c' } }).topic).toEqual({ comparison: 'c' });
  });

  test.each([[undefined], [null], ['{}'], [3], [{}], [{ ...full, version: 2 }]])('is not guessed at: %j', (stored) => {
    expect(readIntent(stored)).toEqual(firstIntent);
  });

  test('loses a broken part alone', () => {
    expect(readIntent({ ...full, topic: { runs: ['a', 3] }, scroll: -1, detailed: 7 })).toEqual({
      ...full,
      topic: { runs: ['a'] },
      scroll: 0,
      detailed: undefined,
    });
    expect(readIntent({ ...full, topic: 'x', scroll: Number.NaN })).toEqual({ ...full, topic: undefined, scroll: 0 });
  });

  test('does not hold in another benchmark', () => {
    expect(intentFor(full, 'file:///memo')).toEqual(full);
    expect(intentFor(full, 'file:///other')).toEqual({ ...firstIntent, root: 'file:///other' });
  });
});

describe('the chosen runs', () => {
  const runs = [entry('new', 0), entry('c2', 9, 'c'), entry('c1', 9, 'c'), entry('old', 9)];
  const ids = (topic: Parameters<typeof chosenRuns>[0]): string[] => chosenRuns(topic, runs).map(({ run }) => run);

  test('are the newest with something to score, unless others are named', () => {
    expect(ids(undefined)).toEqual(['c2']);
    expect(chosenRuns(undefined, runs.slice(0, 1))).toHaveLength(1);
    expect(chosenRuns(undefined, [])).toEqual([]);
    expect(ids({ runs: ['old', 'gone', 'c2'] })).toEqual(['c2', 'old']);
    expect(ids({ runs: [] })).toEqual([]);
  });

  test('are all of a comparison, those that begin later too', () => {
    expect(ids({ comparison: 'c' })).toEqual(['c2', 'c1']);
    expect(ids({ comparison: 'none' })).toEqual([]);
  });
});

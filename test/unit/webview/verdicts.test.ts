import { describe, expect, test } from 'vitest';
import type { PortraitView, RunView, Standing } from '../../../src/protocol/views.ts';
import { runInQuestion, verdictChange, withVerdict } from '../../../webview/ui/verdicts.ts';

const at = '2026-11-22T10:00:00.000Z';

function run(name: string, standing: Standing): RunView {
  const stages = [
    { stage: 'polarity', standing: 'right' as const },
    { stage: 'emotion', standing },
  ];
  return { run: name, model: `model ${name}`, protocol: 'p', strategy: 'plain', headline: 'emotion', standing, stages };
}

function portrait(...runs: RunView[]): PortraitView {
  const predictions = runs.map(({ run: name, model, standing }) => ({ run: name, model, stage: 'emotion', standing }));
  const card = { id: 'a.png', name: 'a.png', src: '', predictions, standing: 'wrong' as const, open: true };
  return { card, path: 'a.png', problems: [], runs, reviews: [], index: 0, total: 1 };
}

describe('the run in question', () => {
  test('is the first open error, then the first error', () => {
    const view = portrait(run('a', 'right'), run('b', 'wrong'), run('c', 'refused'));
    expect(runInQuestion(view)?.run).toBe('b');
    const judged = withVerdict(view, { item: 'a.png', run: 'b', stage: 'emotion', verdict: 'modelWrong' }, at);
    expect(runInQuestion(judged)?.run).toBe('c');
    const all = withVerdict(judged, { item: 'a.png', run: 'c', stage: 'emotion', verdict: 'modelWrong' }, at);
    expect(runInQuestion(all)?.run).toBe('b');
  });

  test('is none where nothing can be said against a model', () => {
    expect(runInQuestion(portrait(run('a', 'right'), run('b', 'failed'), run('c', 'notAsked')))).toBeUndefined();
    expect(verdictChange(portrait(run('a', 'right')), 'modelWrong')).toBeUndefined();
    expect(verdictChange(portrait(run('a', 'right')), 'labelWrong')).toEqual({ item: 'a.png', verdict: 'labelWrong' });
  });
});

describe('a verdict', () => {
  test('on a model is about its headline stage; on the portrait about the portrait', () => {
    const view = portrait(run('b', 'wrong'));
    expect(verdictChange(view, 'modelWrong')).toEqual({
      item: 'a.png',
      run: 'b',
      stage: 'emotion',
      verdict: 'modelWrong',
    });
    expect(verdictChange(view, 'badImage')).toEqual({ item: 'a.png', verdict: 'badImage' });
  });

  test('shows at once: card, run, list of reviews', () => {
    const view = portrait(run('b', 'wrong'), run('c', 'refused'));
    const one = withVerdict(view, { item: 'a.png', run: 'b', stage: 'emotion', verdict: 'modelWrong' }, at);
    expect(one.card).toMatchObject({ verdict: 'modelWrong', open: true });
    expect(one.runs[0]?.stages[1]?.verdict).toBe('modelWrong');
    expect(one.reviews).toEqual([{ verdict: 'modelWrong', author: '', at, run: 'b', stage: 'emotion' }]);
    const two = withVerdict(one, { item: 'a.png', run: 'c', stage: 'emotion', verdict: 'modelWrong' }, at);
    expect(two.card.open).toBe(false);
    const label = withVerdict(view, { item: 'a.png', verdict: 'labelWrong' }, at);
    expect(label.card).toMatchObject({ verdict: 'labelWrong', open: false });
  });

  test('replaces the one on the same subject and leaves the others', () => {
    const first = withVerdict(portrait(run('b', 'wrong')), { item: 'a.png', verdict: 'ambiguous' }, at);
    const second = withVerdict(first, { item: 'a.png', verdict: 'badImage' }, at);
    expect(second.reviews.map(({ verdict }) => verdict)).toEqual(['badImage']);
    const third = withVerdict(second, { item: 'a.png', run: 'b', stage: 'emotion', verdict: 'modelWrong' }, at);
    expect(third.reviews.map(({ verdict }) => verdict)).toEqual(['badImage', 'modelWrong']);
    expect(third.card.verdict).toBe('badImage');
  });

  test('is taken back from the portrait first, then from the run judged last, until none is left', () => {
    let view = portrait(run('b', 'wrong'), run('c', 'wrong'));
    view = withVerdict(
      view,
      { item: 'a.png', run: 'c', stage: 'emotion', verdict: 'modelWrong' },
      '2026-11-22T10:00:01Z',
    );
    view = withVerdict(
      view,
      { item: 'a.png', run: 'b', stage: 'emotion', verdict: 'modelWrong' },
      '2026-11-22T10:00:02Z',
    );
    view = withVerdict(view, { item: 'a.png', verdict: 'ambiguous' }, '2026-11-22T10:00:00Z');
    const taken: unknown[] = [];
    for (let change = verdictChange(view, null); change !== undefined; change = verdictChange(view, null)) {
      taken.push(change);
      view = withVerdict(view, change, at);
    }
    expect(taken).toEqual([
      { item: 'a.png', verdict: null },
      { item: 'a.png', run: 'b', stage: 'emotion', verdict: null },
      { item: 'a.png', run: 'c', stage: 'emotion', verdict: null },
    ]);
    expect(view.reviews).toEqual([]);
    expect(view.card).toMatchObject({ verdict: undefined, open: true });
  });
});

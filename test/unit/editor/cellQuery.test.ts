import { describe, expect, it } from 'vitest';
import { selectItems } from '../../../src/core/query/selectItems.ts';
import { reviewedRun } from '../../../src/core/review/reviewedRun.ts';
import { cellQuery, term } from '../../../src/editor/pages/cellQuery.ts';
import { recordOf } from '../scoring/scoreKit.ts';

const run = reviewedRun(recordOf({ model: 'some model: "7b"' }), new Map());
const other = reviewedRun(recordOf({ run: 'r2', model: 'another' }), new Map());
const same = reviewedRun(recordOf({ run: 'r3', model: 'some model: "7b"' }), new Map());

describe('the query of a cell', () => {
  it('names truth, answer, stage and model', () => {
    const cell = { stage: 'emotion', truth: 'angry', answer: { label: 'sad' } };
    expect(cellQuery(cell, other, [run, other])).toBe('label:angry pred:sad stage:emotion model:another');
  });

  it('names the run where its model has another', () => {
    const cell = { stage: 'emotion', truth: 'angry', answer: { other: 'refused' } };
    expect(cellQuery(cell, run, [run, same])).toBe('label:angry outcome:refused stage:emotion run:r1');
  });

  it('takes a polarity for the labels that have it', () => {
    const cell = { stage: 'polarity', truth: 'negative', answer: { label: 'positive' } };
    expect(cellQuery(cell, other, [other])).toBe(
      '(label:sad or label:angry or label:worry) pred:positive stage:polarity model:another',
    );
  });

  it('is not made for a stage that was not asked', () => {
    expect(cellQuery({ stage: 'x', truth: 'a', answer: { label: 'b' } }, run, [run])).toBeUndefined();
  });

  it.each([
    'happy',
    'none',
    'or',
    'two words',
    'quote " and \\ slash',
    '(',
    'label:x',
    '!no',
    '~',
    '日本',
    '',
    '*',
    'a"b',
  ])('finds the label %j and nothing else', (label) => {
    const items = [label, `${label}!`].map((of) => ({ id: of, path: of, label: of }));
    const selected = selectItems({ items }, term('label', label));
    expect(selected.ok && selected.value.map(({ id }) => id)).toEqual([label]);
  });
});

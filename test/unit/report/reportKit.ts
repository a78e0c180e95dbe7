import type { Items } from '../../../src/core/benchmark/item.ts';
import type { RunRecord } from '../../../src/core/evaluation/runRecord.ts';
import { scoreRun } from '../../../src/core/scoring/scoreRun.ts';
import type { RunScores } from '../../../src/core/scoring/scoreRun.ts';
import type { SliceField } from '../../../src/core/scoring/slices.ts';
import { outcomesOf, recordOf } from '../scoring/scoreKit.ts';

/** Six portraits of three labels and two generators, one of them with a hostile name. */
export const items: Items = [
  { id: 'a', path: 'a', label: 'happy', degree: 1, generator: 'G1', prompted: 'happy' },
  { id: 'b', path: 'b', label: 'happy', degree: 2, generator: 'G1', prompted: 'happy' },
  { id: 'c', path: 'c', label: 'happy', degree: 4, generator: '=G_2|<b>', prompted: 'sad' },
  { id: 'd', path: 'd', label: 'sad', degree: 3, generator: '=G_2|<b>', prompted: 'sad' },
  { id: 'e', path: 'e', label: 'sad', degree: 5, generator: '=G_2|<b>', prompted: 'sad' },
  { id: 'f', path: 'f', label: 'surprise', degree: 2, generator: 'G1', prompted: 'surprise' },
];

/** Scores of a progressive run over {@link items}, in which two replies name no label. */
export function someScores(more: Partial<RunRecord> = {}, by: readonly SliceField[] = []): RunScores {
  const result = scoreRun({
    record: recordOf(more),
    items,
    by,
    resampling: { resamples: 20, seed: 1 },
    outcomes: outcomesOf({
      polarity: {
        a: { label: 'positive' },
        b: { label: 'negative' },
        d: { label: 'negative' },
        f: { label: 'positive' },
      },
      emotion: {
        a: { label: 'happy' },
        b: { kind: 'refused' },
        c: { label: 'sad' },
        d: { label: 'sad' },
        e: { kind: 'failed' },
        f: { label: 'surprise' },
      },
      degree: {
        a: { value: 1 },
        b: { value: 2 },
        c: { value: 3 },
        d: { value: 4 },
        e: { value: 5 },
        f: { kind: 'refused' },
      },
    }),
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

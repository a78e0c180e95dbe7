import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Item } from '../../../src/core/benchmark/item.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import type { BenchmarkColumns } from '../../../src/core/query/columns/benchmarkColumns.ts';
import { disagreement } from '../../../src/core/query/disagreement.ts';
import { workedOffAtOnce } from '../../../src/core/turns.ts';
import { columnsOf, labels, threeRuns } from './queryKit.ts';

/** What a run says of an item in the end: a label, or else how it stands; `undefined` where it does not count. */
function wordOf(columns: BenchmarkColumns, run: number, place: number): string | undefined {
  const { standing, word, stages, labels } = columns.runs[run]!;
  if (standing[place] === 0 || columns.shown(columns.runs[run]!)?.has(place) === 0) return undefined;
  const label = stages[word[place]! - 1]!.labels[place]!;
  return label === 0 ? `standing ${standing[place]}` : `label ${labels[label - 1]}`;
}

it('puts the items first about which runs that count gave the most different answers', () => {
  const outcome = fc.record({
    item: fc.nat(9).map((place) => `${place}.png`),
    stage: fc.constantFrom('emotion', 'polarity'),
    kind: fc.constantFrom<Outcome['kind'][]>('answered', 'answered', 'refused', 'failed'),
    label: fc.constantFrom(...labels, undefined),
  });
  fc.assert(
    fc.property(fc.array(fc.array(outcome, { maxLength: 30 }), { minLength: 3, maxLength: 3 }), (said) => {
      const items = Array.from({ length: 10 }, (_, i): Item => ({ id: `${i}.png`, path: `${i}.png`, label: 'sad' }));
      const outcomes = said.map((ofRun) =>
        ofRun.map(({ label, ...one }) => (label === undefined ? one : { ...one, label })),
      );
      const columns = columnsOf(
        items,
        threeRuns.map((run, i) => ({ ...run, outcomes: outcomes[i]! })),
      );
      const different = items.map((_, place) => {
        const words = threeRuns.map((_run, i) => wordOf(columns, i, place));
        return new Set(words.filter((word) => word !== undefined)).size;
      });
      const { ranks, bound } = workedOffAtOnce(disagreement(columns));
      expect([...ranks]).toEqual(different.map((count) => 3 - count));
      expect(bound).toBe(4);
    }),
  );
});

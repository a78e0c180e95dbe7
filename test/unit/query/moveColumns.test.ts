import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/core/benchmark/item.ts';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import type { RunColumns } from '../../../src/core/query/columns/runColumns.ts';
import { outcomeOf, runOf } from './queryKit.ts';

const labels = ['happy', 'sad', 'angry', 'worry'];
const said: fc.Arbitrary<Partial<Outcome>> = fc.oneof(
  fc.constantFrom(...labels).map((label) => ({ label, reply: `I see ${label}.` })),
  fc.constantFrom('positive', 'negative').map((label) => ({ stage: 'polarity', label })),
  fc.constantFrom(1, 3, 5).map((value) => ({ stage: 'degree', value })),
  fc.constantFrom('refused', 'failed', 'skipped').map((kind) => ({ kind, reply: 'Hard to say' })),
  fc.constantFrom('ambiguous').map((kind) => ({ kind, labels: ['happy', 'sad'] })),
  fc.constant({ label: 'sad', repeat: 1 }),
  fc.constant({ label: 'sad', differs: true, options: { style: 'words' as const, order: labels } }),
);
const item = fc.integer({ min: 0, max: 99 }).map((n) => `${String(n).padStart(2, '0')}.png`);
const outcome = fc.tuple(item, said).map(([of, part]) => outcomeOf('r', { ...part, item: of }));
/** What is left of a hundred items: stretches of them, short and long. */
const kept = fc.array(fc.tuple(fc.nat(70), fc.boolean()), { minLength: 1, maxLength: 8 }).map((parts) => {
  const all = parts.flatMap(([length, stays]) => Array.from({ length }, () => stays));
  return Array.from({ length: 100 }, (_, i) => i).filter((i) => all[i] ?? true);
});

/** Items of which each has a label of its own: a table keeps labels as texts beside so many. */
const others = Array.from({ length: 1100 }, (_, i): Item => ({
  id: `x${i}`,
  path: `x${i}`,
  label: `none of ours, ${i}`,
}));

function tableOf(places: readonly number[], labelOf: (place: number) => string | undefined, more: readonly Item[]) {
  const items = places.map((n): Item => {
    const id = `${String(n).padStart(2, '0')}.png`;
    const label = labelOf(n);
    return { id, path: id, degree: n % 5, ...(label !== undefined && { label }) };
  });
  return ItemTable.of([...items, ...more]);
}

function contentOf(run: RunColumns, outcomes: readonly Outcome[]): unknown {
  return {
    size: run.size,
    kinds: Object.fromEntries([...run.kindCounts].filter(([, count]) => count > 0)),
    standing: [...run.standing],
    words: [...run.word].map((word) => run.stages[word - 1]?.key),
    stages: run.stages
      .filter(({ there }) => !there.isEmpty)
      .map((stage) => ({
        key: stage.key,
        there: [...stage.there],
        rights: [...stage.rights],
        differs: [...stage.differs],
        labels: [...stage.labels].map((code) => run.labels[code - 1]),
        values: [...(stage.values ?? stage.labels)].map((_, place) => stage.values?.[place] ?? NaN),
        options: [...stage.options].map((code) => run.optionSets[code - 1]),
      })),
    outcomes: outcomes.map(({ item: of }) => [of, run.has(of), run.get(of)]),
  };
}

describe('a run that is moved to another table', () => {
  it('is what it would be had it been read over that, whatever comes meanwhile', () => {
    const before = fc.array(outcome, { maxLength: 150 });
    const late = fc.array(fc.tuple(fc.nat(40), outcome), { maxLength: 6 });
    const labelOf = fc.constantFrom(
      (place: number) => labels[place % 4],
      (place: number) => labels[(place >> 3) % 5],
    );
    const more = fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, fc.constant(others));
    fc.assert(
      fc.property(before, late, kept, kept, labelOf, labelOf, more, (early, later, first, second, was, is, beside) => {
        const run = runOf(tableOf(first, was, beside), { run: 'r', model: 'm', outcomes: early });
        const work = run.onTable(tableOf(second, is, beside), run.facts);
        const coming = later.toSorted(([a], [b]) => a - b);
        let [step, added] = [work.next(), 0];
        for (let steps = 0; step.done !== true; steps++, step = work.next()) {
          while (added < coming.length && coming[added]![0] <= steps) run.add(coming[added++]![1]);
        }
        const moved = step.value;
        for (; added < coming.length; added++) run.add(coming[added]![1]);
        moved.catchUp();
        const all = [...early, ...coming.map(([, one]) => one)];
        const fresh = runOf(moved.table, { run: 'r', model: 'm', outcomes: all });
        expect(all.every(({ item: of }) => moved.has(of))).toBe(true);
        expect(contentOf(moved, all)).toEqual(contentOf(fresh, all));
      }),
      { numRuns: 300 },
    );
  });
});

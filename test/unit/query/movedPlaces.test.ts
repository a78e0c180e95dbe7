import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import { movedPlaces } from '../../../src/core/query/columns/movedPlaces.ts';

const tableOf = (ids: readonly string[]) => ItemTable.of(ids.map((id) => ({ id, path: id })));

function workedOff<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

describe('places of items that came over to another table', () => {
  it('are those of the same ids, whatever came and went', () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'aa', 'ab', 'a/b', 'b', 'ba', 'bab', 'c', 'cc', 'd', ''), {
      maxLength: 11,
    });
    fc.assert(
      fc.property(ids, ids, (before, now) => {
        const { places, stretches } = workedOff(movedPlaces(tableOf(before), tableOf(now)));
        expect([...places]).toEqual(before.map((id) => now.indexOf(id)));
        const spread = stretches.flatMap(({ from, to, at }) =>
          Array.from({ length: to - from }, (_, i) => [from + i, at + i]),
        );
        expect(spread).toEqual([...places].flatMap((place, from) => (place < 0 ? [] : [[from, place]])));
        // Side by side before and after makes one stretch.
        for (const [i, { from, at }] of stretches.entries()) {
          const last = stretches[i - 1];
          expect(last?.to === from && last.at + last.to - last.from === at).toBe(false);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

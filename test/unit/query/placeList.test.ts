import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import { PlaceList } from '../../../src/core/query/placeList.ts';

const table = ItemTable.of(Array.from({ length: 12 }, (_, i) => ({ id: `${i}.png`, path: `${i}.png` })));

describe('items of several lists', () => {
  it('are there once each, where they come first', () => {
    const list = fc.uniqueArray(fc.nat(11), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(list, { maxLength: 4 }), (lists) => {
        const once = PlaceList.once(
          table,
          lists.map((places) => Uint32Array.from(places)),
        );
        expect([...once.places]).toEqual([...new Set(lists.flat())]);
        expect(once.map(({ id }) => id)).toEqual([...new Set(lists.flat())].map((place) => table.idAt(place)));
      }),
    );
  });
});

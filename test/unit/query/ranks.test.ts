import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byRanks, rankNumbers } from '../../../src/core/query/ranks.ts';
import { workedOffAtOnce } from '../../../src/core/turns.ts';

const some = { minLength: 1, maxLength: 60 };

describe('ranks', () => {
  it('of numbers are those of their order, equal for equal ones, and one more where there is none', () => {
    const number = fc.oneof(
      fc.constantFrom(0, -0, 1, -1, 2.5, NaN, Infinity, -Infinity, Number.MIN_VALUE, -Number.MAX_VALUE),
      fc.double(),
    );
    fc.assert(
      fc.property(fc.array(number, some), (values) => {
        const distinct = [...new Set(values.filter((value) => !Number.isNaN(value)))].sort((a, b) => a - b);
        const { ranks, bound } = workedOffAtOnce(rankNumbers(Float64Array.from(values)));
        expect(bound).toBe(distinct.length);
        const rankOf = (value: number): number => (Number.isNaN(value) ? bound : distinct.indexOf(value + 0));
        expect([...ranks]).toEqual(values.map(rankOf));
      }),
    );
  });

  it('order places as a stable sort by comparing does, with what has no value last either way', () => {
    const made = fc
      .constantFrom(1, 2, 12, 2047, 2048, 300_000, 0xffffffff)
      .chain((bound) =>
        fc.tuple(fc.constant(bound), fc.array(fc.oneof(fc.constant(bound), fc.integer({ min: 0, max: bound })), some)),
      );
    fc.assert(
      fc.property(made, fc.boolean(), ([bound, ranks], descending) => {
        // Every second item, from the last on.
        const places = Uint32Array.from(ranks.keys())
          .reverse()
          .filter((place) => place % 2 === 0);
        const keyOf = (place: number): number =>
          ranks[place] === bound ? Infinity : descending ? -ranks[place]! : ranks[place]!;
        const wanted = [...places].sort((a, b) => (keyOf(a) === keyOf(b) ? 0 : keyOf(a) - keyOf(b)));
        expect([...byRanks(places, { ranks: Uint32Array.from(ranks), bound }, descending)]).toEqual(wanted);
      }),
    );
  });
});

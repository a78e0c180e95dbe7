import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bits, leftOver } from '../../../src/core/query/bits.ts';

const some = fc.oneof(
  fc.array(fc.constantFrom(0, 1), { maxLength: 100 }),
  fc.array(fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1), { maxLength: 100 }),
  fc.tuple(fc.constantFrom(0, 1), fc.nat(100)).map(([all, length]) => Array<number>(length).fill(all)),
);
const pairs = some.chain((own) =>
  fc.tuple(fc.constant(own), fc.array(fc.constantFrom(0, 1), { minLength: own.length, maxLength: own.length })),
);

describe('bits', () => {
  it('are what they were made of, one by one, counted and turned round', () => {
    fc.assert(
      fc.property(some, (own) => {
        const bits = Bits.from(own);
        expect([...bits]).toEqual(own);
        expect(own.map((_, place) => bits.has(place))).toEqual(own);
        expect(bits.count).toBe(own.filter((one) => one === 1).length);
        expect(bits.isEmpty).toBe(!own.includes(1));
        expect([...bits.inverted()]).toEqual(own.map((one) => 1 - one));
        expect(bits.inverted().count).toBe(own.filter((one) => one === 0).length);
        expect(bits.turned(true)).toBe(bits);
        expect([...bits.turned(false)]).toEqual(own.map((one) => 1 - one));
        expect([...Bits.filled(own.length)]).toEqual(own.map(() => 1));
        expect(Bits.filled(own.length).count).toBe(own.length);
      }),
    );
  });

  it('find the next place that has 1, or 0, and none behind the last one', () => {
    fc.assert(
      fc.property(some, (own) => {
        const bits = Bits.from(own);
        for (let from = 0; from <= own.length; from++) {
          expect(bits.next(from)).toBe(own.indexOf(1, from));
          expect(bits.nextUnset(from)).toBe(own.indexOf(0, from));
        }
      }),
    );
  });

  it('are crossed, united and set, and a copy stays as it is', () => {
    fc.assert(
      fc.property(pairs, fc.nat(), ([own, other], at) => {
        const bits = Bits.from(own);
        const [crossed, united] = [bits.copy(), bits.copy()];
        crossed.cross(Bits.from(other));
        united.unite(Bits.from(other));
        expect([...crossed]).toEqual(own.map((one, i) => one & other[i]!));
        expect([...united]).toEqual(own.map((one, i) => one | other[i]!));
        expect([...bits]).toEqual(own);
        if (own.length === 0) return;
        const place = at % own.length;
        bits.set(place);
        expect([...bits]).toEqual(own.with(place, 1));
        bits.clear(place);
        expect([...bits]).toEqual(own.with(place, 0));
      }),
    );
  });

  it('leave over at least what counts and is not found, and nothing that does not count', () => {
    fc.assert(
      fc.property(pairs, ([open, found]) => {
        const left = leftOver(Bits.from(open), Bits.from(found))!;
        for (let i = 0; i < open.length; i++) {
          expect(left.has(i)).toBeLessThanOrEqual(open[i]!);
          if (open[i] === 1 && found[i] === 0) expect(left.has(i)).toBe(1);
        }
        const all = leftOver(undefined, Bits.from(found));
        if (all !== undefined) expect([...all]).toEqual(found.map((one) => 1 - one));
      }),
    );
  });
});

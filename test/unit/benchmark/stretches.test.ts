import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joined, pickValues, stretchesOf } from '../../../src/core/benchmark/stretches.ts';

const values = Array.from({ length: 5000 }, (_, i) => `v${i}`);

function expectPicked(places: readonly number[]): void {
  const picked = Uint32Array.from(places);
  expect(pickValues(values, picked, stretchesOf(picked))).toEqual(places.map((place) => values[place]));
}

describe('picking values at places', () => {
  it('gives those and no others, in their order', () => {
    fc.assert(fc.property(fc.array(fc.nat(40), { maxLength: 60 }), expectPicked));
  });

  it('does so in many stretches', () => {
    expectPicked(values.map((_, place) => place).filter((place) => place % 3 !== 0));
  });

  it('knows stretches by where they begin, end, and come to stand', () => {
    expect(stretchesOf(Uint32Array.of(4, 5, 6, 2, 9, 10))).toEqual([
      { from: 4, to: 7, at: 0 },
      { from: 2, to: 3, at: 3 },
      { from: 9, to: 11, at: 4 },
    ]);
    expect(stretchesOf(new Uint32Array())).toEqual([]);
  });
});

describe('joining lists', () => {
  it.each([0, 1, 2, 1000, 200_000])('puts %i one behind the other', (count) => {
    const lists = Array.from({ length: count }, (_, i) => [i]);
    expect(joined(lists)).toEqual(lists.flat());
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bits } from '../../../src/core/query/bits.ts';
import {
  coded,
  crossLooked,
  looked,
  numberThere,
  onSides,
  present,
  uniteLooked,
} from '../../../src/core/query/codeBits.ts';

it('tells every code that is not 0 from 0, whatever stands beside it and wherever it lies', () => {
  const codes = Uint8Array.from({ length: 256 * 3 + 2 }, (_, i) =>
    i % 3 === 1 ? Math.floor(i / 3) : i % 2 === 0 ? 255 : 0,
  );
  for (const from of [0, 1, 4, 7]) {
    const some = codes.subarray(from);
    const wanted = [...some].map((code) => (code === 0 ? 0 : 1));
    expect([...present(some)]).toEqual(wanted);
    for (const kind of [Uint8Array, Uint16Array, Uint32Array]) expect([...coded(kind.from(some))]).toEqual(wanted);
  }
});

it('looks up codes of every kind in a table', () => {
  const codes = Array.from({ length: 70 }, (_, i) => (i * 7) % 6);
  const table = Uint8Array.of(0, 1, 0, 1, 1);
  for (const kind of [Uint8Array, Uint16Array, Uint32Array]) {
    expect([...looked(kind.from(codes), table)]).toEqual(codes.map((code) => table[code] ?? 0));
  }
});

describe('bits and codes into other bits', () => {
  const made = fc.oneof(
    fc.array(fc.record({ code: fc.nat(70), is: fc.constantFrom(0, 0, 0, 0, 0, 0, 1) }), { maxLength: 100 }),
    fc.array(fc.record({ code: fc.nat(70), is: fc.constantFrom(0, 1, 1) }), { maxLength: 100 }),
  );
  const parts = (from: readonly { readonly code: number; readonly is: number }[]): [Bits, Uint32Array] => [
    Bits.from(from.map(({ is }) => is)),
    Uint32Array.from(from, ({ code }) => code),
  ];

  it('are crossed place by place, where what is not in the others has 0', () => {
    const other = Bits.from(Array.from({ length: 66 }, (_, i) => (i % 3 === 1 ? 0 : 1)));
    fc.assert(
      fc.property(made, (from) => {
        const [bits, codes] = parts(from);
        crossLooked(bits, codes, other);
        expect([...bits]).toEqual(from.map(({ code, is }) => (code < 66 ? is & other.has(code) : 0)));
      }),
    );
  });

  it('are united in the others, which keep what they have', () => {
    fc.assert(
      fc.property(made, (from) => {
        const other = new Bits(71);
        other.set(3);
        const [bits, codes] = parts(from);
        uniteLooked(other, codes, bits);
        const wanted = Array.from(other, (_, code) =>
          code === 3 || from.some((one) => one.is === 1 && one.code === code) ? 1 : 0,
        );
        expect([...other]).toEqual(wanted);
      }),
    );
  });
});

it('finds numbers on the sides of another one, and where there is any', () => {
  const values = Float64Array.of(1, 2, 3, NaN, -0, Infinity);
  expect([...onSides(values, 2, { lower: 1, equal: 0, higher: 0 })]).toEqual([1, 0, 0, 0, 1, 0]);
  expect([...onSides(values, 2, { lower: 0, equal: 1, higher: 1 })]).toEqual([0, 1, 1, 0, 0, 1]);
  expect([...onSides(values, NaN, { lower: 1, equal: 1, higher: 1 })]).toEqual([0, 0, 0, 0, 0, 0]);
  expect([...numberThere(values)]).toEqual([1, 1, 1, 0, 1, 1]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossLooked, numberThere, present, sideMask, uniteLooked } from '../../../src/core/query/masks.ts';

it('tells every code that is not 0 from 0, whatever stands beside it', () => {
  const codes = Uint8Array.from({ length: 256 * 3 + 2 }, (_, i) =>
    i % 3 === 1 ? Math.floor(i / 3) : i % 2 === 0 ? 255 : 0,
  );
  expect([...present(codes)]).toEqual([...codes].map((code) => (code === 0 ? 0 : 1)));
});

describe('a mask and codes into a table', () => {
  const made = fc.array(fc.record({ code: fc.nat(9), is: fc.constantFrom(0, 0, 1) }), { maxLength: 40 });
  const parts = (from: readonly { readonly code: number; readonly is: number }[]): [Uint8Array, Uint32Array] => [
    Uint8Array.from(from, ({ is }) => is),
    Uint32Array.from(from, ({ code }) => code),
  ];

  it('are crossed place by place, where what is not in the table has 0', () => {
    const table = Uint8Array.of(1, 0, 1, 1, 0, 1, 0, 1);
    fc.assert(
      fc.property(made, (from) => {
        const [mask, codes] = parts(from);
        crossLooked(mask, codes, table);
        expect([...mask]).toEqual(from.map(({ code, is }) => is * (table[code] ?? 0)));
      }),
    );
  });

  it('are united in the table, which keeps what it has', () => {
    fc.assert(
      fc.property(made, (from) => {
        const table = new Uint8Array(10);
        table[3] = 1;
        const [mask, codes] = parts(from);
        uniteLooked(table, codes, mask);
        const wanted = Array.from(table, (_, code) =>
          code === 3 || from.some((one) => one.is === 1 && one.code === code) ? 1 : 0,
        );
        expect([...table]).toEqual(wanted);
      }),
    );
  });
});

it('finds numbers on the sides of another one, and where there is any', () => {
  const values = Float64Array.of(1, 2, 3, NaN, -0, Infinity);
  expect([...sideMask(values, 2, { lower: 1, equal: 0, higher: 0 })]).toEqual([1, 0, 0, 0, 1, 0]);
  expect([...sideMask(values, 2, { lower: 0, equal: 1, higher: 1 })]).toEqual([0, 1, 1, 0, 0, 1]);
  expect([...sideMask(values, NaN, { lower: 1, equal: 1, higher: 1 })]).toEqual([0, 0, 0, 0, 0, 0]);
  expect([...numberThere(values)]).toEqual([1, 1, 1, 0, 1, 1]);
});

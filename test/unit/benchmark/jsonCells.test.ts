import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOfRecords } from '../../../src/core/benchmark/tables/jsonRows.ts';

type Members = Readonly<Record<string, unknown>>;

const rowsOf = (values: readonly unknown[]) => {
  const { columns, valueAt } = rowsOfRecords(
    values.map((value, i) => ({ line: i + 1, value })),
    [],
  );
  return { columns, cells: values.map((_value, row) => columns.map((_name, at) => valueAt(row, at))) };
};

/** Each leaf of an object under the names on the way to it. */
function leavesOf(value: Members, levels = 3): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  for (const [name, one] of Object.entries(value)) {
    const isInner = typeof one === 'object' && one !== null && !Array.isArray(one) && levels > 1;
    if (!isInner) leaves.set(name, one);
    else for (const [inner, leaf] of leavesOf(one as Members, levels - 1)) leaves.set(`${name}.${inner}`, leaf);
  }
  return leaves;
}

describe('cells of JSON records', () => {
  it('are those of each record by name, in whatever order it has its members', () => {
    const name = fc.constantFrom('a', 'b', 'c', '1', 'key', '__proto__', 'toString');
    const leaf = fc.oneof(fc.string(), fc.nat(9), fc.constant(null), fc.array(fc.nat(9)));
    const flat = fc.dictionary(name, leaf);
    const record = fc.oneof({ weight: 4, arbitrary: flat }, fc.dictionary(name, fc.oneof(leaf, flat)));
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), (records) => {
        const written = records.map((one) => JSON.parse(JSON.stringify(one)) as Members);
        const leaves = written.map((value) => leavesOf(value));
        const { columns, cells } = rowsOf(written);
        expect(columns).toEqual([...new Set(leaves.flatMap((one) => [...one.keys()]))]);
        expect(cells).toEqual(leaves.map((one) => columns.map((column) => one.get(column))));
      }),
    );
  });

  it('leave out what only records beyond the sample have', () => {
    const records = Array.from({ length: 3000 }, (_none, i) => (i === 1 ? { a: 1, b: 2 } : { a: i }));
    const { columns, cells } = rowsOf(records);
    expect(columns).toEqual(['a']);
    expect(cells[1]).toEqual([1]);
  });
});

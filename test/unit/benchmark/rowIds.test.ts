import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowIds } from '../../../src/core/benchmark/formats/rowIds.ts';

/** By row the row that has its id first, if that is another one. */
function repeated(ids: readonly string[]): readonly (number | undefined)[] {
  const book = new RowIds((row) => ids[row]);
  return ids.map((id, row) => book.enter(id, row));
}

describe('the ids of rows', () => {
  it('are found again, whether they rise or not', () => {
    expect(repeated(['0', '1', '7', '8'])).toEqual([undefined, undefined, undefined, undefined]);
    expect(repeated(['0', '1', '7', 'x', '1', 'x', '07', '7'])).toEqual([
      ...[undefined, undefined, undefined, undefined, 1, 3, undefined, 2],
    ]);
    expect(repeated(['3', '3', '2', '2'])).toEqual([undefined, 0, undefined, 2]);
    // As numbers these two are one.
    expect(repeated(['9007199254740992', '9007199254740993'])).toEqual([undefined, undefined]);
  });

  it('are the same only where they are written the same', () => {
    const id = fc.constantFrom('0', '1', '2', '3', '10', '01', '', 'a', '1.0', '-1', ' 1');
    fc.assert(
      fc.property(fc.array(id), fc.nat(6), (ids, rising) => {
        const all = [...Array.from({ length: rising }, (_none, i) => String(i)), ...ids];
        const first = all.map((one, row) => (all.indexOf(one) === row ? undefined : all.indexOf(one)));
        expect(repeated(all)).toEqual(first);
      }),
    );
  });
});

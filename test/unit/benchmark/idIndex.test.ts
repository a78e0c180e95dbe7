import { describe, expect, it } from 'vitest';
import { hashesOf, idIndex, placeOfId } from '../../../src/core/benchmark/idIndex.ts';
import { textParts } from '../../../src/core/benchmark/itemColumns.ts';

const many = (name: string) =>
  Array.from({ length: 3000 }, (_none, i) => `images/${name}_${'x'.repeat(i % 60)}_${i}.png`);

describe('an index of ids', () => {
  it.each([
    ['of ASCII', many('happy')],
    ['of other letters', many('快乐')],
    ['of which one has other letters', [...many('happy'), 'é.png']],
    ['of which one is longer than many together', [...many('happy'), `${'long/'.repeat(20_000)}a.png`, 'b.png']],
    ['few and short', ['é', 'a', 'ö.png']],
  ])('finds each, %s', (_, ids) => {
    const parts = textParts(ids);
    const slots = idIndex(parts);
    expect(ids.map((id) => placeOfId(slots, parts, id))).toEqual(ids.map((_id, i) => i));
    expect(placeOfId(slots, parts, 'images/none.png')).toBe(-1);
  });

  it('has the same hash for an id whatever others there are', () => {
    const [alone, beside] = [many('happy'), [...many('happy'), 'é.png']].map((ids) => hashesOf(textParts(ids)));
    expect(beside!.subarray(0, alone!.length)).toEqual(alone);
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textParts } from '../../../src/core/benchmark/itemColumns.ts';
import { Bits } from '../../../src/core/query/bits.ts';
import { presentIn, searchColumn } from '../../../src/core/query/foldedText.ts';
import { indexColumn } from '../../../src/core/query/indexedColumn.ts';
import { workedOffAtOnce } from '../../../src/core/turns.ts';

it('finds what texts hold where that counts, in more than is searched at once', () => {
  const held = [1, 0, 1, 1, 1, 0, 1];
  const texts = held.map((holds, i) =>
    i === 4 ? 'crying' : `${holds === 1 ? 'nearly crying' : 'calm'}${'.'.repeat(1_500_000)}`,
  );
  const all = texts.map((text) => `\0${text}`).join('');
  const ends = new Uint32Array(texts.length);
  for (let i = 0, end = 0; i < ends.length; i++) ends[i] = end += texts[i]!.length + 1;
  const search = (part: string, whole: boolean, open?: Bits): number[] => [
    ...workedOffAtOnce(searchColumn({ kind: 'text', all, ends }, part, whole, open)),
  ];
  expect(search('crying', false)).toEqual(held);
  expect(search('crying', true)).toEqual([0, 0, 0, 0, 1, 0, 0]);
  for (let bits = 0; bits < 2 ** held.length; bits++) {
    const open = Bits.from(held.map((_, i) => (bits >> i) & 1));
    const found = search('crying', false, open);
    expect(found.map((one, i) => one & open.has(i))).toEqual(held.map((one, i) => one & open.has(i)));
    for (const [i, one] of found.entries()) expect(one).toBeLessThanOrEqual(held[i]!);
  }
});

it('finds what texts hold wherever it stands in each of them, and which texts there are', () => {
  const text = fc.option(fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 5 }), { nil: undefined });
  const part = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1, maxLength: 30 }),
      part,
      fc.infiniteStream(fc.boolean()),
      (texts, one, is) => {
        const column = textParts(texts);
        const open = Bits.from(texts.map(() => Number(is.next().value)));
        const counts = (found: Bits): number[] => [...found].map((held, i) => held & open.has(i));
        const wanted = (holds: (said: string) => boolean): number[] =>
          texts.map((said, i) => Number(said !== undefined && holds(said)) & open.has(i));
        const search = (whole: boolean): Bits => workedOffAtOnce(searchColumn(column, one, whole, open));
        expect(counts(search(false))).toEqual(wanted((said) => said.includes(one)));
        expect(counts(search(true))).toEqual(wanted((said) => said === one));
        expect(counts(presentIn(column))).toEqual(wanted(() => true));
      },
    ),
    { numRuns: 500 },
  );
});

it('gives others their turn while it tells whole texts from longer ones in an index', () => {
  const column = textParts(Array.from({ length: 20_000 }, (_none, i) => (i % 10 === 0 ? 'crying' : `crying ${i}`)));
  workedOffAtOnce(indexColumn(column));
  const turns = (whole: boolean): number => {
    const search = searchColumn(column, 'crying', whole);
    let count = 0;
    while (search.next().done !== true) count++;
    return count;
  };
  expect(turns(true)).toBeGreaterThan(turns(false) + 5);
  expect(workedOffAtOnce(searchColumn(column, 'crying', true)).count).toBe(2000);
});

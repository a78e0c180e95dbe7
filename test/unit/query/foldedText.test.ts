import { expect, it } from 'vitest';
import { searchColumn } from '../../../src/core/query/foldedText.ts';
import { workedOffAtOnce } from '../../../src/core/turns.ts';

it('finds what texts hold where that counts, in more than is searched at once', () => {
  const held = [1, 0, 1, 1, 1, 0, 1];
  const texts = held.map((holds, i) =>
    i === 4 ? 'crying' : `${holds === 1 ? 'nearly crying' : 'calm'}${'.'.repeat(1_500_000)}`,
  );
  const all = texts.map((text) => `\0${text}`).join('');
  const ends = new Uint32Array(texts.length);
  for (let i = 0, end = 0; i < ends.length; i++) ends[i] = end += texts[i]!.length + 1;
  const search = (part: string, whole: boolean, open?: Uint8Array): number[] => [
    ...workedOffAtOnce(searchColumn({ kind: 'text', all, ends }, part, whole, open)),
  ];
  expect(search('crying', false)).toEqual(held);
  expect(search('crying', true)).toEqual([0, 0, 0, 0, 1, 0, 0]);
  for (let bits = 0; bits < 2 ** held.length; bits++) {
    const open = Uint8Array.from(held, (_, i) => (bits >> i) & 1);
    const found = search('crying', false, open);
    expect(found.map((one, i) => one & open[i]!)).toEqual(held.map((one, i) => one & open[i]!));
    for (const [i, one] of found.entries()) expect(one).toBeLessThanOrEqual(held[i]!);
  }
});

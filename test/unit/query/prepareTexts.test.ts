import { describe, expect, it } from 'vitest';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import { compareNatural } from '../../../src/core/benchmark/naturalOrder.ts';
import { seededRandom } from '../../../src/core/scoring/resampling.ts';
import { BenchmarkColumns } from '../../../src/core/query/columns/benchmarkColumns.ts';
import { prepareTexts } from '../../../src/core/query/prepareTexts.ts';
import { selectItems } from '../../../src/core/query/selectItems.ts';
import { ReviewBook } from '../../../src/core/review/reviewBook.ts';

const words = ['Lächeln', 'weint', 'Ｓad', 'Straße', 'x2', 'x10', 'X02'];

/** Running texts that hardly repeat, some of them beyond ASCII, some absent. */
function table(length: number, textOf: (random: () => number, i: number) => string): ItemTable {
  const random = seededRandom(length);
  return ItemTable.of(
    Array.from({ length }, (_, i) => {
      const id = `bilder/schön_${i}.png`;
      return { id, path: id, ...(i % 11 !== 3 && { text: textOf(random, i) }) };
    }),
  );
}

function found(items: ItemTable, query: string): readonly string[] {
  const columns = new BenchmarkColumns({ table: items, runs: [], book: new ReviewBook(), problems: [] });
  const selected = selectItems({ items }, query, columns);
  if (!selected.ok) throw new Error(selected.error.kind);
  return selected.value.map(({ id }) => id);
}

describe('running texts that are prepared for search and sort', () => {
  const mixed = () =>
    table(
      5000,
      (random, i) => `${words[Math.floor(random() * words.length)]!} ${Math.floor(random() * 4000)} ${i % 7}`,
    );
  it('give what they give without that, and are worked out in many turns', () => {
    const [prepared, plain] = [mixed(), mixed()];
    expect([...prepareTexts(prepared)].length).toBeGreaterThan(10);
    for (const query of [
      'sort:caption',
      'sort:-caption',
      'caption:~straße',
      'id:SCHÖN_12',
      'caption:~sad sort:caption',
    ]) {
      expect(found(prepared, query)).toEqual(found(plain, query));
    }
    const texts = new Map([...plain].map(({ id, text }) => [id, text]));
    const sorted = found(prepared, 'sort:caption').flatMap((id) => texts.get(id) ?? []);
    expect(sorted).toEqual([...texts.values()].filter((text) => text !== undefined).toSorted(compareNatural));
  });

  it('are ordered by their value where all are numbers', () => {
    const numbers = table(3000, (_random, i) => String(((i * 7919) % 3000) - 1500.5));
    const texts = new Map([...numbers].map(({ id, text }) => [id, Number(text)]));
    const sorted = found(numbers, 'sort:caption').map((id) => texts.get(id)!);
    const values = sorted.filter((value) => !Number.isNaN(value));
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(values.length).toBe([...texts.values()].filter((value) => !Number.isNaN(value)).length);
  });
});

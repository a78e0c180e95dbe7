import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import { seededRandom } from '../../../src/core/scoring/resampling.ts';
import { wordTest } from '../../../src/core/query/comparing.ts';
import { parseQuery, type QueryTerm } from '../../../src/core/query/language/query.ts';
import { NumberedTexts } from '../../../src/core/query/numberedTexts.ts';
import { foldForSearch, searcherFor } from '../../../src/core/query/searchText.ts';
import { columnsOfItems, selectItems } from '../../../src/core/query/selectItems.ts';
import { workedOffAtOnce } from '../../../src/core/turns.ts';
import { vocabularyOf } from '../../../src/core/query/vocabularyOf.ts';

const few = fc.string({ unit: fc.constantFrom('a', 'b', 'z', ' ', '9', 'é', '哀') });

describe('a text that is looked for', () => {
  it('is found where it first stands, however long it is', () => {
    fc.assert(
      fc.property(few, few, few, fc.nat(20), (before, part, after, from) => {
        const text = before + part + after;
        expect(searcherFor(part)(text, from)).toBe(text.indexOf(part, from));
      }),
      { numRuns: 2000 },
    );
  });

  it('is found in what was said, text by text, while more is said', () => {
    const random = seededRandom(7);
    const words = ['portrait', 'looks sad', 'zebra', 'Ｓad', 'i cannot help with that', ''];
    const said = new NumberedTexts();
    const texts: string[] = [];
    for (let i = 0; i < 3000; i++) {
      const text = `${words[Math.floor(random() * words.length)]!} ${i} ${words[Math.floor(random() * words.length)]!}`;
      texts[said.add([text])] = text;
      if (i % 1000 !== 500) continue;
      for (const wanted of ['portrait', 'looks sad', 'sad', '77 ', '']) {
        const held = workedOffAtOnce(said.search(wanted));
        const isHeld = (text: string): boolean => foldForSearch(text).includes(foldForSearch(wanted));
        const expected = texts.flatMap((one, number) => (isHeld(one) ? [number] : []));
        expect([...held].flatMap((one, number) => (one === 1 ? [number] : []))).toEqual(expected);
      }
    }
  });
});

describe('texts of which hardly two are equal', () => {
  const length = 4000;
  const valueAt = (i: number): string | undefined => {
    if (i % 13 === 5) return undefined;
    return i % 3 === 0 ? ` ${((i * 7) % length) / 2} ` : i % 3 === 1 ? String(i) : `Nummer ${i} Ｘ`;
  };
  const items = ItemTable.of(
    Array.from({ length }, (_, i) => {
      const id = `${String(i).padStart(5, '0')}.png`;
      const value = valueAt(i);
      return { id, path: id, ...(value !== undefined && { fields: { mixed: value } }) };
    }),
  );
  const columns = columnsOfItems(items);

  it.each(['mixed:10', 'mixed:!10', 'mixed>1500', 'mixed<=3', 'mixed:~"77"', 'mixed:!~nummer', 'mixed:"nummer 5 x"'])(
    '%s means for a column what it means for each of its texts',
    (query) => {
      expect(columns.table.column('field:mixed')?.kind).toBe('text');
      const parsed = parseQuery(query, vocabularyOf(columns));
      if (!parsed.ok) throw new Error(parsed.error.kind);
      const term = parsed.value.where as QueryTerm;
      const test = wordTest(term);
      const found = selectItems({ items }, query, columns);
      const isNegative = query.includes(':!');
      expect(found.ok && found.value.map(({ id }) => Number.parseInt(id, 10))).toEqual(
        Array.from({ length }, (_, i) => i).filter((i) => {
          const value = valueAt(i);
          return value === undefined ? isNegative : test(value);
        }),
      );
    },
  );
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextParts } from '../../../src/core/benchmark/itemColumns.ts';
import { Bits } from '../../../src/core/query/bits.ts';
import { searchColumn } from '../../../src/core/query/foldedText.ts';
import { indexColumn } from '../../../src/core/query/indexedColumn.ts';
import { foldForSearch } from '../../../src/core/query/searchText.ts';
import { workedOffAtOnce } from '../../../src/core/turns.ts';

/** Texts as a table keeps them, some absent. */
function columnOf(texts: readonly (string | undefined)[]): TextParts {
  const ends = new Uint32Array(texts.length);
  let all = '';
  for (const [i, text] of texts.entries()) {
    if (text !== undefined) all += `\0${text}`;
    ends[i] = all.length;
  }
  return { kind: 'text', all, ends };
}

const words = fc.constantFrom('A ', 'a', 'sad ', 'Sad,', 'ＳＡＤ', 'é', '哀', ' ', '7', '\n');
const caption = fc.option(fc.string({ unit: words, maxLength: 6 }), { nil: undefined });

describe('a column with an index', () => {
  it('is searched to the same end as without, where that counts', () => {
    fc.assert(
      fc.property(
        fc.array(caption, { maxLength: 40 }),
        fc.string({ unit: words, minLength: 1, maxLength: 3 }).map(foldForSearch),
        fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
        (texts, part, every) => {
          const [plain, indexed] = [columnOf(texts), columnOf(texts)];
          workedOffAtOnce(indexColumn(indexed));
          const open = every === undefined ? undefined : Bits.from(texts.map((_, i) => (i % every === 0 ? 1 : 0)));
          const search = (column: TextParts): number[] => [...workedOffAtOnce(searchColumn(column, part, false, open))];
          const counts = (one: number, i: number): number => (open === undefined ? one : one & open.has(i));
          const held = texts.map((text) => (text !== undefined && foldForSearch(text).includes(part) ? 1 : 0));
          expect(search(indexed).map(counts)).toEqual(held.map(counts));
          expect(search(plain).map(counts)).toEqual(held.map(counts));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is searched right after texts of it came, went and changed, whether or not it was indexed again', () => {
    const edit = fc.record({ at: fc.nat(30), removed: fc.nat(3), added: fc.array(caption, { maxLength: 3 }) });
    fc.assert(
      fc.property(
        fc.array(caption, { minLength: 12, maxLength: 30 }),
        fc.array(fc.record({ edits: fc.array(edit, { maxLength: 2 }), isIndexed: fc.boolean() }), { maxLength: 8 }),
        fc.string({ unit: words, minLength: 1, maxLength: 2 }).map(foldForSearch),
        (first, states, part) => {
          workedOffAtOnce(indexColumn(columnOf(first)));
          let texts: readonly (string | undefined)[] = first;
          for (const { edits, isIndexed } of states) {
            for (const { at, removed, added } of edits) texts = texts.toSpliced(at, removed, ...added);
            const column = columnOf(texts);
            if (isIndexed) workedOffAtOnce(indexColumn(column));
            const held = texts.map((text) => (text !== undefined && foldForSearch(text).includes(part) ? 1 : 0));
            expect([...workedOffAtOnce(searchColumn(column, part, false))]).toEqual(held);
          }
        },
      ),
      { numRuns: 1500 },
    );
    // Seven seconds on a quiet machine.
  }, 60_000);

  it('takes over nearly all of an index, without going through the texts again', () => {
    const texts = Array.from({ length: 3000 }, (_, i) => `caption ${i}`);
    workedOffAtOnce(indexColumn(columnOf(texts)));
    const column = columnOf(texts.toSpliced(1000, 1, 'another one', 'and one more'));
    expect([...indexColumn(column)].length).toBeLessThan(3);
    expect(workedOffAtOnce(searchColumn(column, 'more', false)).next(0)).toBe(1001);
    expect([...indexColumn(columnOf(texts.map((text) => `${text} more`)))].length).toBeGreaterThan(5);
  });

  it('still tells a whole text from one that goes on', () => {
    const column = columnOf(['sad', undefined, 'sad man', 'Sad', 'a sad']);
    workedOffAtOnce(indexColumn(column));
    expect([...workedOffAtOnce(searchColumn(column, 'sad', true))]).toEqual([1, 0, 0, 1, 0]);
  });

  it('is indexed in turns, and once', () => {
    const column = columnOf(Array.from({ length: 2000 }, (_, i) => `caption ${i}`));
    expect([...indexColumn(column)].length).toBeGreaterThan(5);
    expect([...indexColumn(column)]).toEqual([]);
  });
});

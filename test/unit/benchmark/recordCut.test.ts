import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameRows } from '../../../src/core/benchmark/tables/sameRecords.ts';
import { readDelimited, type DelimitedTable } from '../../../src/core/benchmark/tables/table.ts';

const cell = fc.constantFrom(
  ...['a', 'b.png', '', '1', '"q"', '"a""b"', '"x,y"', '"l\nm"', '"open', 'st"ray', ' "sp" ', 'end" '],
  ...['"', '""', '"a" x', '开心', '"\n\n"'],
);
const row = fc.oneof(
  { weight: 4, arbitrary: fc.array(cell, { minLength: 3, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(cell, { maxLength: 4 }) },
);
const line = row.map((fields) => fields.join(','));
const first = fc
  .tuple(fc.constantFrom('', '', 'sep=,\n', '# about\n', 'Title\n'), fc.array(line, { maxLength: 10 }))
  .map(([above, lines]) => `${above}${['image,label,note', ...lines].join('\n')}\n`);
/** A line that comes, goes, is another one or is written twice, or a few characters that do. */
const edit = fc.record({
  at: fc.nat(1000),
  cut: fc.nat(3),
  lines: fc.option(fc.array(line, { maxLength: 2 }), { nil: undefined }),
  put: fc.constantFrom('', '', 'x', ',', '"', '""', '\n', '\r\n', '",', '\n"', ',"'),
});

function edited(text: string, { at, cut, lines, put }: typeof edit extends fc.Arbitrary<infer T> ? T : never): string {
  if (lines === undefined) {
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + cut);
  }
  const all = text.split('\n');
  const from = at % all.length;
  all.splice(from, cut % 2, ...(put === '' ? lines : [all[from]!]));
  return all.join('\n');
}

function shown({ delimiter, headerLine, placed }: DelimitedTable): unknown {
  const records = Array.from({ length: placed.count }, (_, i) => [
    placed.line(i),
    placed.from(i),
    placed.until(i),
    placed.fields(i),
    Array.from({ length: placed.width }, (_none, at) => [placed.start(i, at), placed.end(i, at)]),
  ]);
  const { width, badRows, farRows } = placed;
  return { delimiter, headerLine, width, badRows, farRows, records };
}

describe('cutting a table again of which only some rows changed', () => {
  it('comes to what cutting it afresh comes to, state after state', () => {
    fc.assert(
      fc.property(first, fc.array(edit, { minLength: 1, maxLength: 8 }), (begun, edits) => {
        let text = begun;
        let before: DelimitedTable | undefined;
        for (const one of edits) {
          const now: DelimitedTable = readDelimited({ text, encoding: 'utf-8' }, { before });
          expect(shown(now)).toEqual(shown(readDelimited({ text, encoding: 'utf-8' })));
          before = now;
          text = edited(text, one);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('knows which rows are as they were', () => {
    const rows = Array.from({ length: 50 }, (_, i) => `p${i}.png,"a ""face"", ${i}",${i % 5}`);
    const read = (lines: readonly string[], before?: DelimitedTable) =>
      readDelimited({ text: ['image,caption,score', ...lines, ''].join('\n'), encoding: 'utf-8' }, { before });
    const before = read(rows);
    const now = read(rows.with(20, 'p20.png,"another\none",3'), before);
    expect(sameRows(before.placed, now.placed, 1)).toEqual({ head: 20, tail: 29 });
    expect(now.placed.line(22)).toBe(24);
  });

  it('looks again at a row that was bad for what stands below it', () => {
    const read = (text: string, before?: DelimitedTable) => readDelimited({ text, encoding: 'utf-8' }, { before });
    const open = read('image,note\na.png,"open\nb.png,2\nc.png,3\n');
    expect(open.badRows.map(({ line: at, reason }) => [at, reason])).toEqual([[2, 'unclosedQuote']]);
    const closed = read('image,note\na.png,"open\nb.png,2\nc.png,3"\n', open);
    expect(closed.badRows).toEqual([]);
    expect(closed.rows.map(({ fields }) => fields)).toEqual([['a.png', 'open\nb.png,2\nc.png,3']]);
  });
});

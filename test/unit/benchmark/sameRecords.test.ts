import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameRecords } from '../../../src/core/benchmark/tables/sameRecords.ts';
import { readTable, type Table } from '../../../src/core/benchmark/tables/table.ts';
import { bytes } from '../platform/scratch.ts';

const line = fc.constantFrom('a.png,1', 'b.png,2', 'bb.png,2', 'b.png,22', '', 'broken', 'a.png,,');
const quotedLine = fc.constantFrom(
  'a.png,1',
  '"b.png",2',
  '"b.png,2',
  'b.png,"2"',
  'b.png"',
  '"b""b.png",2',
  '"",""',
  'a.png,"x',
  'y"',
);
const textOf = (lines: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(lines, { maxLength: 12 }), fc.constantFrom('', '\n'))
    .map(([lines, end]) => ['Image,Score', ...lines].join('\n') + end);
const fieldsOf = ({ rows }: Table) => rows.map(({ fields }) => fields);

describe('what two states of a table have in common', () => {
  it.each([
    ['', textOf(line)],
    [' and quoted', textOf(quotedLine)],
  ])('is only rows that are the same%s, at the beginning and at the end', (_name, text) => {
    fc.assert(
      fc.property(text, text, (before, now) => {
        const [old, table] = [readTable(bytes(before)), readTable(bytes(now))];
        const { head, tail } = sameRecords(old, table);
        expect(head + tail).toBeLessThanOrEqual(Math.min(old.rows.length, table.rows.length));
        expect(fieldsOf(table).slice(0, head)).toEqual(fieldsOf(old).slice(0, head));
        expect(fieldsOf(table).slice(table.rows.length - tail)).toEqual(fieldsOf(old).slice(old.rows.length - tail));
      }),
      { numRuns: 2000 },
    );
  });

  it('is no row that stood inside of another one', () => {
    const read = (text: string) => readTable(bytes(text));
    const before = read('Image,Score\na.png,"x\nb.png,1\nc.png,2"\n');
    const now = read('Image,Score\na.png,x\nb.png,1\nc.png,2"\n');
    expect([before.rows.length, now.rows.length]).toEqual([1, 3]);
    expect(sameRecords(before, now)).toEqual({ head: 0, tail: 0 });
    const closed = read('Image,Score\na.png,"x\n"",""\nb.png"');
    const open = read('Image,Score\na.png,"x\n"",""\n');
    expect([closed.rows.length, open.rows.length]).toEqual([1, 1]);
    expect(sameRecords(closed, open)).toEqual({ head: 0, tail: 0 });
  });

  it('is only rows that are the same where single characters came or went', () => {
    const change = fc.record({
      at: fc.nat(200),
      cut: fc.constantFrom(0, 0, 1),
      put: fc.constantFrom('', '"', '\n', ',', '\n"', '",'),
    });
    fc.assert(
      fc.property(textOf(quotedLine), change, (before, { at, cut, put }) => {
        const from = Math.min(before.length, 'Image,Score\n'.length + (at % before.length));
        const [old, table] = [
          readTable(bytes(before)),
          readTable(bytes(before.slice(0, from) + put + before.slice(from + cut))),
        ];
        const { head, tail } = sameRecords(old, table);
        expect(fieldsOf(table).slice(0, head)).toEqual(fieldsOf(old).slice(0, head));
        expect(fieldsOf(table).slice(table.rows.length - tail)).toEqual(fieldsOf(old).slice(old.rows.length - tail));
      }),
      { numRuns: 2000 },
    );
  });

  it('is all but one row where one row changed', () => {
    const rows = Array.from({ length: 50 }, (_, i) => `p${i}.png,${i % 5}`);
    const table = (changed: readonly string[]) => readTable(bytes(['Image,Score', ...changed, ''].join('\n')));
    const after = rows.with(20, 'p20.png,other');
    expect(sameRecords(table(rows), table(after))).toEqual({ head: 20, tail: 29 });
    expect(sameRecords(table(rows), table(rows.toSpliced(20, 1)))).toEqual({ head: 20, tail: 29 });
    const same = table(rows);
    expect(sameRecords(same, same)).toEqual({ head: 50, tail: 0 });
  });
});

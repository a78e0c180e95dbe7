import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameRecords } from '../../../src/core/benchmark/tables/sameRecords.ts';
import { readTable, type Table } from '../../../src/core/benchmark/tables/table.ts';
import { bytes } from '../platform/scratch.ts';

const line = fc.constantFrom('a.png,1', 'b.png,2', 'bb.png,2', 'b.png,22', '', 'broken', 'a.png,,');
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('', '\n'))
  .map(([lines, end]) => ['Image,Score', ...lines].join('\n') + end);
const fieldsOf = ({ rows }: Table) => rows.map(({ fields }) => fields);

describe('what two states of a table have in common', () => {
  it('is only rows that are the same, at the beginning and at the end', () => {
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

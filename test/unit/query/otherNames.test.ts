import { describe, expect, it } from 'vitest';
import { completeQuery } from '../../../src/core/query/language/completeQuery.ts';
import { selectItems } from '../../../src/core/query/selectItems.ts';
import { vocabularyOf } from '../../../src/core/query/vocabularyOf.ts';
import { queryErrorText } from '../../../src/core/words/queryText.ts';
import { BenchmarkColumns } from '../../../src/core/query/columns/benchmarkColumns.ts';
import { ReviewBook } from '../../../src/core/review/reviewBook.ts';
import { openFiles, pictures } from '../benchmark/formats/openFiles.ts';

const names = Array.from({ length: 12 }, (_, i) => `p${i}.png`);

async function columnsOfTable(head: string, row: (i: number) => string): Promise<BenchmarkColumns> {
  const { benchmark } = await openFiles({
    'labels.csv': [head, ...names.map((name, i) => `${name},${row(i)}`)].join('\n'),
    ...pictures(...names),
  });
  const { items: table, problems } = benchmark;
  return new BenchmarkColumns({ table, runs: [], book: new ReviewBook(), problems });
}

function found(columns: BenchmarkColumns, query: string): string {
  const selected = selectItems({ items: columns.table }, query, columns);
  return selected.ok ? selected.value.map(({ id }) => id).join(' ') : queryErrorText(selected.error);
}

describe('a column that was taken for something', () => {
  it('can be asked for by its own name', async () => {
    const columns = await columnsOfTable('图片,表情,强度,Utterance,age', (i) =>
      [['开心', '难过', 'angry'][i % 3], 1 + (i % 5), `what number ${i} said`, 30 + (i % 2)].join(','),
    );
    expect(found(columns, '强度>4')).toBe('p4.png p9.png');
    expect(found(columns, '表情:开心 强度:1')).toBe('p0.png');
    expect(found(columns, '表情:happy sort:-强度,name')).toBe('p9.png p3.png p6.png p0.png');
    expect(found(columns, 'utterance:~"number 11"')).toBe('p11.png');
    expect(found(columns, '图片:p3.png')).toBe('p3.png');
    expect(found(columns, 'has:!强度')).toBe('');
    expect(found(columns, 'age>30 表情:sad')).toBe('p1.png p7.png');
    expect(found(columns, '强渡>4')).toContain('强度');
  });

  it('stands among what may be written', async () => {
    const columns = await columnsOfTable('image,expression,valence', (i) => `${i % 4},0.${i}${i}`);
    const offered = completeQuery('e', 1, vocabularyOf(columns)).options.map(({ insert }) => insert);
    expect(offered[0]).toBe('expression:');
    expect(found(columns, 'expression:3')).toBe('p3.png p7.png p11.png');
    const values = completeQuery('expression:', 11, vocabularyOf(columns)).options.map(({ label }) => label);
    expect(values).toEqual(expect.arrayContaining(['0', '1', '2', '3']));
  });

  it('gives way to a field that has the name', async () => {
    const columns = await columnsOfTable('image,prompted,emotion', (i) => `${['happy', 'sad'][i % 2]},angry`);
    expect(found(columns, 'prompted:happy emotion:angry sort:name')).toBe('p0.png p2.png p4.png p6.png p8.png p10.png');
  });
});

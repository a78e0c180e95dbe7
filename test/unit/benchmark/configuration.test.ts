import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { configurationOf, sampleTable } from '../../../src/core/benchmark/configuration.ts';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { nodeHasher } from '../../../src/platform/node/nodeHasher.ts';
import { memoryFolder, png } from './memoryFolder.ts';

function folder(): ReturnType<typeof memoryFolder> {
  const rows = ['a_happy_1.png,1,happy', 'a_sad_2.png,5,SAD', 'b_sad_3.png,2,sad', 'b_happy_4.png,3,happyness-ish'];
  return memoryFolder({
    'annotation_emo.csv': `Image,Score,Distortions\n${rows.join('\n')}\ngone.png,1,sad\n`,
    ...Object.fromEntries(rows.map((row, i) => [`dataset/${row.split(',')[0]!}`, png(i)])),
  });
}

async function opened(descriptor: object = {}): Promise<ReturnType<typeof configurationOf>> {
  const store = memoryFolder({ 'benchmark.json': JSON.stringify({ version: 1, ...descriptor }) });
  const result = await openBenchmark(folder(), { hasher: nodeHasher, store });
  if (!result.ok) throw new Error(result.error.kind);
  return configurationOf(result.value);
}

describe('what a descriptor makes of a benchmark', () => {
  it('counts labels with the spellings that stand for each, and words that are none', async () => {
    const { items, unlabelled, labels, unknown, generators, scales } = await opened();
    expect({ items, unlabelled }).toEqual({ items: 4, unlabelled: 1 });
    expect(labels.map(({ label, count, spellings }) => [label, count, spellings])).toEqual([
      ['happy', 1, [{ text: 'happy', count: 1 }]],
      [
        'sad',
        2,
        [
          { text: 'SAD', count: 1 },
          { text: 'sad', count: 1 },
        ],
      ],
    ]);
    expect(unknown).toEqual([{ text: 'happyness-ish', count: 1 }]);
    expect(generators).toEqual([
      { name: 'a', count: 2 },
      { name: 'b', count: 2 },
    ]);
    expect(scales).toEqual([{ name: 'degree', min: 1, max: 5, source: 'data' }]);
  });

  it('says of each column what it holds, how sure that is, and why', async () => {
    const { judged } = await opened({ columns: { degree: 'Score' } });
    expect(judged.map(({ column, role, how }) => [column, role, how])).toEqual([
      ['Image', 'image', '90 % sure, by its name'],
      ['Distortions', 'label', '90 % sure, by its name'],
      ['Score', 'degree', 'as you corrected it'],
    ]);
    const rows = ['a.png,happy,sad,indoor', 'b.png,sad,sad,outdoor', 'c.png,happy,happy,indoor'];
    const table = await openBenchmark(
      memoryFolder({
        'labels.csv': ['image,rater1,rater2,place', ...rows].join('\n'),
        ...Object.fromEntries(['a.png', 'b.png', 'c.png'].map((path, i) => [path, png(i)])),
      }),
      { hasher: nodeHasher },
    );
    if (!table.ok) throw new Error(table.error.kind);
    expect(configurationOf(table.value).judged.map(({ column, title, how }) => [column, title, how])).toEqual([
      ['image', 'picture', '100 % sure, by its name and values'],
      ['rater1', 'labels of a rater', '95 % sure, by the columns beside it'],
      ['rater2', 'labels of a rater', '95 % sure, by the columns beside it'],
      ['place', 'a group or a further task', '50 % sure, by its values'],
    ]);
  });

  it('shows members of what stands in a cell as the columns that they are taken for', async () => {
    const rows = [
      { image: 'a.png', annotations: [{ by: 1, emotion: 'happy' }] },
      { image: 'b.png', annotations: [{ by: 2, emotion: 'sad' }] },
    ];
    const sampled = await sampleTable(memoryFolder({ 'x.json': JSON.stringify(rows, undefined, 1) }), 'x.json');
    expect(sampled?.columns).toEqual(['image', 'annotations', 'annotations.by', 'annotations.emotion']);
    expect(sampled?.rows[1]?.cells[3]).toBe('["sad"]');
  });

  it('takes names apart and sums problems up by kind', async () => {
    const { names, problems } = await opened();
    expect(names[0]).toEqual({ stem: 'a_happy_1', parts: { generator: 'a', prompted: 'happy', prompt: '1' } });
    expect(problems.map(({ kind, count }) => [kind, count]).sort()).toEqual([
      ['missing-image', 1],
      ['unknown-label', 1],
    ]);
  });

  it('follows corrections: a folded word, a polarity, a column that holds nothing', async () => {
    const { unlabelled, labels, scales, problems } = await opened({
      foldings: { 'happyness-ish': 'happy' },
      polarity: { sad: 'none' },
      columns: { degree: '' },
    });
    expect(unlabelled).toBe(0);
    expect(labels.find(({ label }) => label === 'sad')?.polarity).toBe('none');
    expect(scales).toEqual([]);
    expect(problems.map(({ kind }) => kind)).toEqual(['missing-image']);
  });
});

describe('the first rows of a table', () => {
  it('come with their lines, cut to what can be shown', async () => {
    const long = 'x'.repeat(200);
    const table = await sampleTable(memoryFolder({ 't.csv': `Image,Text\na.png,${long}\n\nb.png,short\n` }), 't.csv');
    expect(table).toEqual({
      path: 't.csv',
      columns: ['Image', 'Text'],
      rows: [
        { line: 2, cells: ['a.png', `${'x'.repeat(80)}…`] },
        { line: 4, cells: ['b.png', 'short'] },
      ],
    });
  });

  it('come from the beginning of a large one, without its cut last line', async () => {
    const line = `a.png,${'y'.repeat(70)}\n`;
    const table = await sampleTable(memoryFolder({ 't.csv': `Image,Text\n${line.repeat(2000)}` }), 't.csv');
    expect(table?.rows).toHaveLength(6);
  });

  it('come from a Parquet file, too, with a sign in place of pictures', async () => {
    const columnData = [
      { name: 'image', data: [png(0), png(1)], type: 'BYTE_ARRAY' as const },
      { name: 'label', data: ['happy', 'sad'], type: 'STRING' as const },
      { name: 'score', data: [1, 2], type: 'INT32' as const },
    ];
    const file = new Uint8Array(parquetWriteBuffer({ columnData }));
    expect(await sampleTable(memoryFolder({ 't.parquet': file }), 't.parquet')).toEqual({
      path: 't.parquet',
      columns: ['image', 'label', 'score'],
      rows: [
        { line: 1, cells: ['…', 'happy', '1'] },
        { line: 2, cells: ['…', 'sad', '2'] },
      ],
    });
    expect(await sampleTable(memoryFolder({ 't.parquet': file.subarray(9) }), 't.parquet')).toBeUndefined();
  });

  it('are none where a file cannot be read or holds none', async () => {
    expect(await sampleTable(memoryFolder({}), 't.csv')).toBeUndefined();
    expect(await sampleTable(memoryFolder({ 't.csv': '' }), 't.csv')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { openMemory, type OpenMemory } from '../../../src/core/benchmark/openMemory.ts';
import { memoryFolder, png, testHasher } from './memoryFolder.ts';

const pictures = { 'a.png': png(1), 'b.png': png(2), 'c.png': png(3) };
const rows = ['a,happy', 'b,sad', 'c,angry'].map((row) => row.replace(',', '.png,'));

describe('what an opening leaves to the next one', () => {
  it.each([
    ['labels.csv', ['image,label', ...rows].join('\n')],
    ['labels.jsonl', '{"image":"a.png","label":"happy"}\n{"image":"b.png","label":"sad"}'],
    ['annotation_emo.csv', ['Image,Distortions', ...rows].join('\n')],
  ])('is nothing of a table that is no more: %s', async (table, text) => {
    const memory = openMemory();
    const { tables, records, rowFiles, recordFiles } = memory;
    const kept = () => [tables, records, rowFiles, recordFiles].flatMap((map) => [...map.keys()]);
    const open = (files: Parameters<typeof memoryFolder>[0]) =>
      openBenchmark(memoryFolder(files), { hasher: testHasher, memory, examine: false });
    await open({ ...pictures, [table]: text });
    expect(new Set(kept())).toEqual(new Set([table]));
    await open({ ...pictures, [`x${table}`]: text });
    expect(kept()).not.toContain(table);
    await open(pictures);
    expect(kept()).toEqual([]);
  });

  it('is not believed where names are found in another way than before', async () => {
    const memory = openMemory();
    const folders = ['one', 'two'].flatMap((folder) => ['a', 'b', 'c'].map((name) => `${folder}/${name}.png`));
    const files = Object.fromEntries(folders.map((path, i) => [path, png(i)]));
    const uploaded = ['one/a', 'one/b', 'two/c', 'two/a'].map((name) => `/data/local-files/?d=${name}.png,happy`);
    // Beside names that are found as they stand, those of uploads are not looked for.
    for (const others of [[], ['one/a.png,sad'], ['one/a.png,sad', 'two/b.png,sad'], []]) {
      const table = { 'labels.csv': ['image,label', ...uploaded, ...others].join('\n') };
      const open = (kept: OpenMemory | undefined) =>
        openBenchmark(memoryFolder({ ...files, ...table }), { hasher: testHasher, memory: kept, examine: false });
      expect(await open(memory)).toEqual(await open(undefined));
    }
  });
});

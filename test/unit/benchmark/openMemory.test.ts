import { describe, expect, it } from 'vitest';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { openMemory } from '../../../src/core/benchmark/openMemory.ts';
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
});

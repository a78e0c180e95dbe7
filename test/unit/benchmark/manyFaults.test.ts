import { describe, expect, it } from 'vitest';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { memoryFolder, png, testHasher, type MemoryFile } from './memoryFolder.ts';

// More faults than a call takes arguments: a data set whose pictures lie elsewhere has one for each row.
const many = 150_000;

async function kindsOf(files: Record<string, MemoryFile>): Promise<Record<string, number>> {
  const opened = await openBenchmark(memoryFolder(files), { hasher: testHasher, examine: false });
  if (!opened.ok) throw new Error(opened.error.kind);
  const counts: Record<string, number> = {};
  for (const { kind } of opened.value.problems) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

const rows = (line: (i: number) => string): string => Array.from({ length: many }, (_none, i) => line(i)).join('\n');

describe('a fault for each of very many rows', () => {
  it('is told for each in the layout of MEMO-Bench', async () => {
    const emotions = `Image,Score,Distortions\nhere.png,1,happy\n${rows((i) => `gone_${i}.png,2,sad`)}\n`;
    const counts = await kindsOf({ 'annotation_emo.csv': emotions, 'dataset/here.png': png(1) });
    expect(counts).toEqual({ 'missing-image': many });
  });

  it('is told for each in any other table', async () => {
    const table = `file,emotion\nhere.png,happy\n${rows((i) => `gone_${i}.png,sad`)}\n`;
    expect(await kindsOf({ 'list.csv': table, 'here.png': png(1) })).toEqual({ 'missing-image': many });
  });

  it('is told for each in instructions of LLaVA', async () => {
    const record = (image: string, answer: string) =>
      `{"id":"${image}","image":"${image}","conversations":[{"from":"human","value":"<image> Emotion? [happy, sad]"},{"from":"gpt","value":"${answer}"}]}`;
    const list = `[\n${record('here.png', 'happy')},\n${rows((i) => `${record(`gone_${i}.png`, 'sad')}${i < many - 1 ? ',' : ''}`)}\n]`;
    expect(await kindsOf({ 'train.json': list, 'here.png': png(1) })).toEqual({ 'missing-image': many });
  });
});

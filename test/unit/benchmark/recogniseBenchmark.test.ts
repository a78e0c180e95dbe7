import { describe, expect, it } from 'vitest';
import { recogniseBenchmark } from '../../../src/core/benchmark/recogniseBenchmark.ts';
import { memoryFolder, type MemoryFile } from './memoryFolder.ts';

const named = (...paths: string[]) =>
  memoryFolder(Object.fromEntries(paths.map((path): [string, MemoryFile] => [path, 'x'])));

describe('recognising a benchmark that nobody called one', () => {
  it.each([
    ['memo-bench', ['annotation_emo.csv', 'dataset/1.png']],
    ['memo-bench', ['MEMO/annotation_quality.csv']],
    ['class-folders', ['happy/1.png', 'sad/1.png']],
    ['class-folders', ['data/sdxl/Anger/1.png', 'data/sdxl/joy/1.png']],
    ['class-folders', ['pictures/sdxl_happy_1.png', 'pictures/sdxl_sad_1.png']],
    ['none', []],
    ['none', ['src/main.ts', 'media/icon.png', 'media/walkthrough/open.png']],
    ['none', ['node_modules/x/happy/1.png', 'node_modules/x/sad/1.png']],
    ['none', ['a/b/c/d/happy/1.png', 'a/b/c/d/sad/1.png']],
    ['none', ['1.png', '2.png']],
  ])('%s: %j', async (format, paths) => {
    const folder = named(...paths);
    expect(await recogniseBenchmark(folder)).toBe(format);
    expect(folder.accessed).toEqual([]);
  });

  it('knows again what was described before', async () => {
    const store = memoryFolder({ 'benchmark.json': '{}' });
    expect(await recogniseBenchmark(named('1.png', '2.png'), { store })).toBe('class-folders');
  });
});

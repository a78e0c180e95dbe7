import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const lines = (...rows: readonly string[]) => rows.join('\n');
const words = ['happy', 'sad', 'angry', 'neutral'];
const names = range(8).map((i) => `${i}.png`);
const expected = range(8).map((i) => words[i % 4]);
const list = (header: string, code: (i: number) => string) =>
  lines(header, ...words.map((word, i) => `${code(i)},${word}`));

describe('codes of a list beside the table', () => {
  it('are labels in a column that is called as in the list, and its numbers no pictures', async () => {
    const opened = await openFiles({
      'labels.csv': lines('image,code', ...range(8).map((i) => `${i}.png,${(i % 4) + 1}`)),
      'codes.csv': list('code,emotion', (i) => String(i + 1)),
      ...pictures(...names),
    });
    expect(Object.values(opened.labels)).toEqual(expected);
    expect(opened.problems).toEqual([]);
  });

  it('are labels in a column that is called after labels and codes', async () => {
    const opened = await openFiles({
      'labels.csv': lines('image,expression_id,valence', ...range(8).map((i) => `${i}.png,${(i % 4) + 1},0.${i}`)),
      'expressions.csv': list('id,name', (i) => String(i + 1)),
      ...pictures(...names),
    });
    expect(Object.values(opened.labels)).toEqual(expected);
    expect(opened.item('3.png')?.fields).toEqual({ valence: 0.3 });
  });

  it('are labels in a table that is joined to another one', async () => {
    const opened = await openFiles({
      'images.csv': lines('image_id,file_name', ...range(8).map((i) => `${100 + i},${i}.png`)),
      'annotations.csv': lines('image_id,category_id', ...range(8).map((i) => `${100 + i},C${i % 4}`)),
      'categories.csv': list('category_id,name', (i) => `C${i}`),
      ...pictures(...names),
    });
    expect(Object.values(opened.labels)).toEqual(expected);
  });

  it('are none in a column of other names, or beside labels of the table itself', async () => {
    const codes = list('id,name', (i) => String(i));
    const other = await openFiles({
      'labels.csv': lines('image,faces', ...range(8).map((i) => `${i}.png,${i % 4}`)),
      'codes.csv': codes,
      ...pictures(...names.map((name) => `x${name}`)),
    });
    expect(other.benchmark.labels).toEqual([]);
    const few = await openFiles({
      'a.csv': lines('file,emotion', ...words.map((word, i) => `${i}.png,${word}`)),
      'b.csv': lines('file,degree', ...words.map((_, i) => `${i}.png,${i}`)),
      ...pictures(...names.slice(0, 4)),
    });
    expect(few.problems).toEqual([]);
    expect(few.item('2.png')).toMatchObject({ label: 'angry', degree: 2 });
    const own = await openFiles({
      'labels.csv': lines('image,emotion,emotion_id', ...range(8).map((i) => `${i}.png,sad,${i % 4}`)),
      'codes.csv': codes,
      ...pictures(...names),
    });
    expect(own.labels['1.png']).toBe('sad');
  });
});

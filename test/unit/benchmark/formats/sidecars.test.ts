import { describe, expect, it } from 'vitest';
import { png } from '../memoryFolder.ts';
import { openFiles, pictures } from './openFiles.ts';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const word = (i: number) => ['happy', 'sad', 'angry'][i % 3]!;
const saidOf = (i: number) =>
  JSON.stringify({ emotion: word(i), brightness: i / 10, scene: 'beach', object: ['Person'] });

describe('files that say something of one picture each', () => {
  it('are read as one table, beside the pictures, however many there are', async () => {
    const opened = await openFiles({
      ...Object.fromEntries(range(100).map((i) => [`${i}.json`, saidOf(i)])),
      ...pictures(...range(100).map((i) => `${i}.png`)),
    });
    expect(opened.format).toBe('table');
    expect(opened.problems).toEqual([]);
    expect(opened.labels['98.png']).toBe(word(98));
    expect(opened.item('98.png')).toMatchObject({
      row: { file: '98.json', line: 1 },
      fields: { brightness: 9.8, scene: 'beach' },
    });
  });

  it('are found in a folder of their own, and each fault is at its file', async () => {
    const opened = await openFiles({
      ...Object.fromEntries(
        range(12).map((i) => [`annotation/a/${i}.json`, i === 5 ? '{"emotion": "sad"' : saidOf(i)]),
      ),
      ...pictures(...range(13).map((i) => `image/${i}.png`)),
    });
    expect(opened.problems).toEqual([
      'bad-row annotation/a/5.json:1',
      'image-without-row image/5.png',
      'image-without-row image/12.png',
    ]);
    expect(opened.labels['image/5.png']).toBeNull();
    expect(opened.labels['image/4.png']).toBe(word(4));
  });

  it('may have the whole name of the picture before their end (Supervisely)', async () => {
    const said = (i: number) => JSON.stringify({ tags: [{ id: i, name: word(i), value: null }], objects: [] });
    const opened = await openFiles({
      ...Object.fromEntries(range(9).map((i) => [`ds0/ann/${i}.png.json`, said(i)])),
      ...pictures(...range(9).map((i) => `ds0/img/${i}.png`)),
    });
    expect(opened.labels).toEqual(Object.fromEntries(range(9).map((i) => [`ds0/img/${i}.png`, word(i)])));
    expect(opened.problems).toEqual([]);
  });

  it('are not read where a table says labels, and are no tables themselves', async () => {
    const opened = await openFiles({
      'labels.csv': ['image,emotion', ...range(10).map((i) => `${i}.png,${word(i + 1)}`)].join('\n'),
      ...Object.fromEntries(range(10).map((i) => [`${i}.json`, saidOf(i)])),
      ...pictures(...range(10).map((i) => `${i}.png`)),
    });
    expect(opened.problems).toEqual([]);
    expect(opened.labels['4.png']).toBe(word(5));
    expect(opened.item('4.png')?.row).toEqual({ file: 'labels.csv', line: 6 });
    expect(opened.benchmark.unread).toEqual({ files: '*.json', count: 10 });
  });

  it('tell more than the folders that pictures stand in', async () => {
    const opened = await openFiles({
      'info.json': JSON.stringify({
        emotion: { label2idx: { happy: 0, sad: 1, angry: 2 }, idx2label: { 0: 'happy', 1: 'sad', 2: 'angry' } },
        brightness: { label2idx: { '0.1': 1 }, idx2label: { 1: '0.1' } },
      }),
      ...Object.fromEntries(range(120).map((i) => [`annotation/${word(i)}/${word(i)}_${i}.json`, saidOf(i)])),
      ...pictures(...range(120).map((i) => `image/${word(i)}/${word(i)}_${i}.png`)),
    });
    expect(opened.problems).toEqual([]);
    expect(Object.values(opened.labels).filter((label) => label === null)).toEqual([]);
    expect(opened.item('image/sad/sad_109.png')?.fields).toMatchObject({ brightness: 10.9 });
  });

  it('may hold a number alone, whose meaning stands in a read-me (CK+)', async () => {
    const frames = range(10).flatMap((s) => [1, 2].map((f) => `images/S${s}/S${s}_${f}.png`));
    const opened = await openFiles({
      'ReadMe.txt': 'emotion: 0=neutral, 1=anger, 2=contempt, 3=disgust, 4=fear, 5=happy, 6=sadness, 7=surprise\n',
      ...Object.fromEntries(
        range(10).map((s) => [`Emotion/S${s}/S${s}_2_emotion.txt`, `   ${[3, 5][s % 2]}.0000000e+00\n`]),
      ),
      ...pictures(...frames),
    });
    expect(opened.labels).toMatchObject({ 'images/S0/S0_2.png': 'disgust', 'images/S1/S1_2.png': 'happy' });
    expect(opened.labels['images/S0/S0_1.png']).toBeNull();
    expect(opened.problems.every((problem) => problem.startsWith('image-without-row images/'))).toBe(true);
  });

  it('may have the picture in them, which is the one beside', async () => {
    const base64 = Buffer.from(png(3)).toString('base64');
    const said = (i: number) => JSON.stringify({ imagePath: `${i}.png`, imageData: base64, emotion: word(i) });
    const opened = await openFiles({
      ...Object.fromEntries(range(9).map((i) => [`${i}.json`, said(i)])),
      ...pictures(...range(9).map((i) => `${i}.png`)),
    });
    expect(opened.problems).toEqual([]);
    expect(opened.labels).toEqual(Object.fromEntries(range(9).map((i) => [`${i}.png`, word(i)])));
  });
});

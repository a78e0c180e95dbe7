import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const box = (of: number | string) => `${of} 0.5 0.5 0.25 0.25\n`;
const names = "train: ../train/images\nnc: 3\nnames: ['Anger', 'Happy', 'Sad']\n";

describe('a folder of boxes, one file for each picture', () => {
  it('gives the class of the only box, by the names that a configuration has', async () => {
    const label = (i: number) => [`${i < 6 ? 'train' : 'valid'}/labels/${i}.txt`, box(i % 3)] as const;
    const opened = await openFiles({
      'data.yaml': names,
      ...Object.fromEntries(range(9).map(label)),
      ...pictures(...range(9).map((i) => `${i < 6 ? 'train' : 'valid'}/images/${i}.jpg`)),
    });
    expect(opened.format).toBe('yolo');
    expect(opened.benchmark.labels).toEqual(['happy', 'sad', 'angry']);
    expect(opened.item('valid/images/7.jpg')).toMatchObject({
      label: 'happy',
      split: 'valid',
      row: { file: 'valid/labels/7.txt', line: 1 },
    });
    expect(opened.problems).toEqual([]);
  });

  it('gives no label where there are several boxes, or none, and says how many there are', async () => {
    const opened = await openFiles({
      'classes.txt': 'angry\nhappy\nsad\n',
      '1.txt': box(0) + box(1),
      '2.txt': '',
      '3.txt': '2 0.1 0.1 0.9 0.1 0.9 0.9 0.1 0.9',
      '4.txt': box(1),
      ...pictures('1.jpg', '2.jpg', '3.jpg', '4.jpg'),
    });
    expect(opened.labels).toEqual({ '1.jpg': null, '2.jpg': null, '3.jpg': 'sad', '4.jpg': 'happy' });
    expect(opened.item('1.jpg')?.fields).toEqual({ boxes: 2 });
    expect(opened.problems).toEqual([]);
  });

  it('keeps numbers that nothing names, takes one class for faces, and lists each fault with its line', async () => {
    const files = {
      ...Object.fromEntries(range(4).map((i) => [`labels/${i}.txt`, box(i % 2)])),
      ...pictures(...range(4).map((i) => `images/${i}.png`)),
    };
    expect((await openFiles(files)).benchmark.labels).toEqual(['0', '1']);
    const faces = Object.fromEntries(range(4).map((i) => [`labels/${i}.txt`, box(0)]));
    expect((await openFiles({ ...files, ...faces })).benchmark.labels).toEqual([]);
    const opened = await openFiles({
      ...files,
      'data.yaml': names,
      'labels/0.txt': `\n${box(7)}`,
      'labels/1.txt': 'happy\n',
      'labels/gone.txt': box(1),
      ...pictures('images/more.png'),
    });
    expect(opened.problems.toSorted()).toEqual([
      'bad-row labels/1.txt:1',
      'image-without-row images/more.png',
      'missing-image labels/gone.txt',
      'unknown-label labels/0.txt:2',
    ]);
  });

  it('is no layout of pictures beside notes', async () => {
    const opened = await openFiles({
      'happy/1.txt': 'a note\n',
      'happy/2.txt': 'another one\n',
      'sad/3.txt': '1\n',
      ...pictures('happy/1.jpg', 'happy/2.jpg', 'sad/3.jpg'),
    });
    expect(opened.format).toBe('class-folders');
    expect(opened.labels).toEqual({ 'happy/1.jpg': 'happy', 'happy/2.jpg': 'happy', 'sad/3.jpg': 'sad' });
  });
});

import { describe, expect, it } from 'vitest';
import { readTable, type Table } from '../../../src/core/benchmark/tables/table.ts';
import { openFiles, pictures } from './formats/openFiles.ts';

const read = (text: string): Table => readTable(new TextEncoder().encode(text));

/** Header with its line, then rows with theirs. */
const shape = (text: string) => {
  const { header, headerLine, rows } = read(text);
  return [[headerLine, ...header], ...rows.map(({ line, fields }) => [line, ...fields])];
};

describe('what stands above a table', () => {
  it('takes lines that begin with # for comments, and keeps the numbers of the others', () => {
    const expected = [
      [4, 'image', 'label'],
      [5, 'a.png', 'happy'],
    ];
    expect(shape('# our "ratings", 2nd round\n#\n\nimage,label\na.png,happy\n')).toEqual(expected);
    expect(shape('  # made, by us\r\n# image, label follow\r\n\r\nimage,label\r\na.png,happy')).toEqual(expected);
    expect(shape('# x\r# y\r# z\rimage\tlabel\ra.png\thappy')).toEqual(expected);
  });

  it('takes the last comment for the header where it names the columns and no other line does', () => {
    expect(shape('# from R\n# image,label\na.png,happy\nb.png,sad')).toEqual([
      [2, 'image', 'label'],
      [3, 'a.png', 'happy'],
      [4, 'b.png', 'sad'],
    ]);
    expect(shape('#image\tlabel\n1\thappy')[0]).toEqual([1, 'image', 'label']);
  });

  it('keeps a column called #, names of pictures that begin with #, and a table of nothing else', () => {
    expect(shape('#,image,label\n1,a.png,happy')[0]).toEqual([1, '#', 'image', 'label']);
    expect(shape('# note\n#1.png,happy\n2.png,sad')).toEqual([
      [2, '#1.png', 'happy'],
      [3, '2.png', 'sad'],
    ]);
    expect(read('# nothing\n# here').rows).toHaveLength(1);
  });

  it('passes over titles above the line that names the columns', () => {
    const expected = [
      [3, 'image', 'label', 'score'],
      [4, 'a.png', 'happy', '3'],
    ];
    expect(shape('index\tquestion\n0\tHappy, sad, or no\n1\tWhich file, path')[0]).toEqual([1, 'index', 'question']);
    expect(shape('Survey of May\n\nimage,label,score\na.png,happy,3')).toEqual(expected);
    expect(shape('Survey, May\n\nimage;label;score\na.png;happy;3')).toEqual(expected);
    expect(shape('Survey of May;;\n;;\nimage;label;score\na.png;happy;3')).toEqual(expected);
  });

  it('gives a header the field that it lacks beside names of rows, or before the delimiters at the ends of rows', () => {
    const bad = read('image,label\n1,a.png,happy\n2,b.png,sad\n3,c.png\n4,d.png,sad\n5,e.png,sad');
    expect([bad.header, bad.rows.length, bad.badRows.map(({ line }) => line)]).toEqual([
      ['', 'image', 'label'],
      4,
      [4],
    ]);
    const ends = read('image,label\na.png,happy,\nb.png,sad,\n');
    expect([ends.header, ends.badRows]).toEqual([['image', 'label', ''], []]);
  });

  it('reads what R writes: quoted fields between spaces, and a header without the names of rows', async () => {
    const opened = await openFiles({
      'labels.txt': 'image emotion rating\n"1" "a.png" "happy" 3\n"2" "b c.png" "sad" 2\n',
      ...pictures('a.png', 'b c.png'),
    });
    expect([opened.labels, opened.problems]).toEqual([{ 'a.png': 'happy', 'b c.png': 'sad' }, []]);
  });

  it('takes several spaces that line up fields for one', async () => {
    const opened = await openFiles({
      'labels.txt': 'image       label  degree\na.png       happy  3\nlonger.png  sad    2 \n',
      ...pictures('a.png', 'longer.png'),
    });
    expect([opened.labels, opened.problems]).toEqual([{ 'a.png': 'happy', 'longer.png': 'sad' }, []]);
  });

  it('opens a folder whose table has comments, with each fault on its physical line', async () => {
    const opened = await openFiles({
      'labels.csv': '# version 3\n# scale 1 to 5\nimage,label,degree\na.png,happy,3\n\ngone.png,sad,2\nb.png,sad\n',
      ...pictures('a.png', 'b.png'),
    });
    expect([opened.format, opened.labels]).toEqual(['table', { 'a.png': 'happy', 'b.png': null }]);
    expect(opened.problems).toEqual(['missing-image labels.csv:6', 'bad-row labels.csv:7']);
    const release = await openFiles({
      'annotation_emo.csv': '# MEMO\nImage,Score,Distortions\na.png,3,happy\ngone.png,2,sad\n',
      ...pictures('dataset/a.png'),
    });
    expect(release.format).toBe('memo-bench');
    expect(release.labels).toEqual({ 'dataset/a.png': 'happy' });
    expect(release.problems).toEqual(['missing-image annotation_emo.csv:4']);
  });
});

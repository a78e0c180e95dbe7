import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const six = Array.from({ length: 6 }, (_, i) => `${i}.png`);
const word = (i: number) => ['happy', 'sad'][i % 2]!;
const labels = Object.fromEntries(six.map((name, i) => [name, word(i)]));
const lines = (...rows: readonly string[]) => rows.join('\n');

describe('tables that were made of other data sets', () => {
  it('counts all members of a dict of votes, whatever words they are', async () => {
    const row = (file: string, votes: object) => JSON.stringify({ file_name: file, label: null, votes });
    const opened = await openFiles({
      'metadata.jsonl': lines(
        row('0.png', { happy: 1, Peace: 1 }),
        row('1.png', { happy: 2, 'Doubt/Confusion': 1 }),
        row('2.png', { Peace: 2, sad: 1 }),
        row('3.png', { Peace: 3, fear: 1 }),
      ),
      ...pictures('0.png', '1.png', '2.png', '3.png'),
    });
    expect(Object.values(opened.labels)).toEqual([null, 'happy', 'Peace', 'Peace']);
    expect(opened.item('0.png')?.votes).toEqual({ happy: 1, Peace: 1 });
    expect(opened.problems).toEqual([]);
  });

  it('takes the words of questions in an export of Qualtrics for no rows', async () => {
    const ids = ['startDate', 'QID1', 'QID2', 'QID3'].map((id) => `"{""ImportId"":""${id}""}"`);
    const opened = await openFiles({
      'survey.csv': lines(
        'StartDate,image,emotion,intensity',
        '"Start Date","Which image was shown?","What emotion does the person show?","How strong is it?"',
        ids.join(','),
        ...six.map((name, i) => `2021-03-01 10:00,${name},${word(i)},${i + 1}`),
      ),
      ...pictures(...six),
    });
    expect(opened.labels).toEqual(labels);
    expect(opened.item('5.png')).toMatchObject({ degree: 6, row: { line: 9 } });
    expect(opened.problems).toEqual([]);
  });

  it.each([
    ['positive,negative,neutral', (i: number) => [0, 1, 2].map((at) => Number(at === i % 3))],
    ['label_pos,label_neg,label_neu', (i: number) => [0, 1, 2].map((at) => (at === i % 3 ? '1.0' : '0.0'))],
    ['negative,neutral,positive', (i: number) => [1, 2, 0].map((at) => (at === i % 3 ? 'True' : 'False'))],
    ['positive,negative,neutral', (i: number) => [0, 1, 2].map((at) => (at === i % 3 ? 0.8 : 0.1))],
  ])('reads %s as votes for a polarity', async (header, row) => {
    const opened = await openFiles({
      'l.csv': lines(`image,${header}`, ...six.map((name, i) => [name, ...row(i)].join(','))),
      ...pictures(...six),
    });
    const said = ['positive', 'negative', 'neutral'];
    expect(Object.values(opened.labels)).toEqual([0, 1, 2, 0, 1, 2].map((at) => said[at]));
    expect(opened.problems).toEqual([]);
  });

  it('leaves measures of polarity beside emotions what they are', async () => {
    const rows = six.map((name, i) => `${name},${word(i)},0.${i},0.2,0.3`);
    const opened = await openFiles({
      'l.csv': lines('image,emotion,positive,negative,neutral', ...rows),
      ...pictures(...six),
    });
    expect(opened.labels).toEqual(labels);
    expect(opened.item('3.png')?.fields).toMatchObject({ positive: 0.3, negative: 0.2 });
  });

  it('reads the numbers of many classes in a small part of a set, too', async () => {
    const words = ['anger', 'awe', 'boredom', 'calm', 'contempt', 'disgust', 'envy', 'fear', 'guilt', 'happiness'];
    const all = [...words, 'hope', 'love', 'pride', 'relief', 'sadness', 'shame', 'surprise', 'worry'];
    const names = all.flatMap((label, i) => [0, 1].map((at) => ({ path: `images/${label}/${at}.png`, i })));
    const rows = (of: typeof names) => lines(...of.map(({ path, i }) => `${path.slice(7)} ${i}`));
    const opened = await openFiles({
      'train25.txt': rows([...names, ...names.map(({ path, i }) => ({ path: path.replace('.png', 'b.png'), i }))]),
      'test25.txt': rows(names.map(({ path, i }) => ({ path: path.replace('.png', 'c.png'), i }))),
      ...pictures(...['', 'b', 'c'].flatMap((end) => names.map(({ path }) => path.replace('.png', `${end}.png`)))),
    });
    expect(opened.item('images/pride/0c.png')).toMatchObject({ label: 'pride', split: 'test' });
    expect(Object.values(opened.labels)).not.toContain(null);
    expect(opened.problems).toEqual([]);
  });

  it('reads the parts of cells that say several things at once', async () => {
    const said = ['positive', 'negative', 'neutral'];
    const one = await openFiles({
      'labelResultAll.txt': lines('ID\ttext,image', ...six.map((_, i) => `${i}\t${said[(i + 1) % 3]},${said[i % 3]}`)),
      ...pictures(...six.map((name) => `data/${name}`)),
    });
    expect(Object.values(one.labels)).toEqual([0, 1, 2, 0, 1, 2].map((at) => said[at]));
    expect(one.item('data/0.png')?.fields).toMatchObject({ 'text part': 'negative' });
    expect(one.problems).toEqual([]);
    const three = await openFiles({
      'labelResultAll.txt': lines(
        'ID\ttext,image\ttext,image\ttext,image',
        '0\tpositive,neutral\tpositive,positive\tneutral,positive',
        '1\tnegative,negative\tnegative,neutral\tnegative,negative',
        '2\tneutral,positive\tneutral,neutral\tpositive,negative',
      ),
      ...pictures('data/0.png', 'data/1.png', 'data/2.png'),
    });
    expect(Object.values(three.labels)).toEqual(['positive', 'negative', null]);
    expect(three.item('data/0.png')?.votes).toEqual({ neutral: 1, positive: 2 });
  });

  it('takes a first line for the header though columns are called by numbers', async () => {
    const opened = await openFiles({
      'b.tsv': lines(
        ['index', 'image_path', 'question', 'A', 'B', 'answer', 'split', '2', '3'].join('\t'),
        ...six.map((name, i) => [i, name, 'Which?', 'happy', 'sad', 'AB'[i % 2], 'test', 0, 80].join('\t')),
      ),
      ...pictures(...six),
    });
    expect(opened.labels).toEqual(labels);
    expect(opened.problems).toEqual([]);
    const bare = await openFiles({ 'b.csv': lines('0.png,happy,3', '1.png,sad,4'), ...pictures('0.png', '1.png') });
    expect(bare.labels).toEqual({ '0.png': 'happy', '1.png': 'sad' });
  });

  it('takes a number of boxes for no degree', async () => {
    const row = (file: string, i: number) => JSON.stringify({ file_name: file, label: word(i), boxes: i % 3 });
    const opened = await openFiles({ 'metadata.jsonl': lines(...six.map(row)), ...pictures(...six) });
    expect(opened.labels).toEqual(labels);
    expect(opened.benchmark.scales).toEqual({});
  });

  it('takes the log of a training for no table of pictures, though these are called by numbers', async () => {
    const opened = await openFiles({
      'labels.csv': lines('file,label', ...six.map((name, i) => `${name},${word(i)}`)),
      'results.csv': lines('epoch,loss', ...[1, 2, 3, 4, 5, 6, 7, 8].map((epoch) => `${epoch},0.${epoch}`)),
      ...pictures(...six),
    });
    expect(opened.labels).toEqual(labels);
    expect(opened.problems).toEqual([]);
  });

  it('takes numbers in the labels of FiftyOne for places among classes, though these are called by numbers', async () => {
    const opened = await openFiles({
      'labels.json': JSON.stringify({ classes: ['1', '2', '3'], labels: { 0: 0, 1: { label: 1 }, 2: '1', 3: 2 } }),
      ...pictures('data/0.png', 'data/1.png', 'data/2.png', 'data/3.png'),
    });
    expect(Object.values(opened.labels)).toEqual(['1', '2', '1', '3']);
  });
});

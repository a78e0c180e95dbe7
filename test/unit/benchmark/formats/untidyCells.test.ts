import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const words = ['happy', 'sad', 'angry'];
const word = (i: number) => words[i % 3]!;

describe('cells as other programs leave them', () => {
  it('finds answers deep in objects and lists of objects', async () => {
    const record = (i: number) => ({
      data_row: { external_id: `${i}.png` },
      projects: {
        p1: { labels: [{ annotations: { classifications: [{ name: 'face', radio_answer: { name: word(i) } }] } }] },
      },
    });
    const rows = range(6).map((i) => JSON.stringify(record(i)));
    const opened = await openFiles({
      'export.ndjson': rows.join('\n'),
      ...pictures(...range(6).map((i) => `${i}.png`)),
    });
    expect(Object.values(opened.labels)).toEqual(range(6).map(word));
  });

  it('takes a row with a number for each emotion for how strong each of them is', async () => {
    const all = [...words, 'fear'];
    const rows = range(6).flatMap((i) => all.map((one) => `${i}.png,${one},${one === word(i) ? 0.7 : 0.1}`));
    const opened = await openFiles({
      'long.csv': ['image,emotion,score', ...rows].join('\n'),
      ...pictures(...range(6).map((i) => `${i}.png`)),
    });
    expect(Object.values(opened.labels)).toEqual(range(6).map(word));
    expect(opened.item('0.png')).not.toHaveProperty('votes');
    expect(opened.benchmark.scales).toEqual({});
    expect(opened.problems).toEqual([]);
  });

  it('takes a list of objects under the name of a picture', async () => {
    const said = Object.fromEntries(range(6).map((i) => [`${i}.png`, [{ label: word(i), bbox: [1, 2, 3, 4] }]]));
    const opened = await openFiles({
      'faces.json': JSON.stringify(said),
      ...pictures(...range(6).map((i) => `${i}.png`)),
    });
    expect(Object.values(opened.labels)).toEqual(range(6).map(word));
  });

  it('takes columns of emotions that are called by people for what each of them said', async () => {
    const rows = range(6).map((i) => `${i}.png,${word(i)},${word(i)},${word(i + 1)}`);
    const opened = await openFiles({
      'a.csv': ['stimulus,anna,ben,carla', ...rows].join('\n'),
      ...pictures(...range(6).map((i) => `${i}.png`)),
    });
    expect(opened.item('0.png')).toMatchObject({ label: 'happy', votes: { happy: 2, sad: 1 } });
    const named = await openFiles({
      'a.csv': ['stimulus,emotion,ben,carla', ...rows].join('\n'),
      ...pictures(...range(6).map((i) => `${i}.png`)),
    });
    expect(named.item('0.png')).toMatchObject({ label: 'happy', fields: { carla: 'sad' } });
  });

  it('takes lists of pictures by what they are called, with names that have spaces', async () => {
    const list = (of: string) => range(4).map((i) => `faces/${of[0]!} (${i}).jpg`);
    const opened = await openFiles({
      'happy_train.txt': list('happy').join('\n'),
      'sad_train.txt': list('sad').join('\r\n'),
      ...pictures(...list('happy'), ...list('sad')),
    });
    expect(opened.item('faces/h (2).jpg')).toMatchObject({ label: 'happy', split: 'train', row: { line: 3 } });
    expect(opened.item('faces/s (0).jpg')).toMatchObject({ label: 'sad', row: { file: 'sad_train.txt', line: 1 } });
    expect(opened.problems).toEqual([]);
  });

  it('takes what was expected for the label, and never what was predicted', async () => {
    const rows = range(6).map((i) => `${i}.png,${word(i + 1)},${word(i)}`);
    const images = pictures(...range(6).map((i) => `${i}.png`));
    const opened = await openFiles({
      'out.csv': ['image,predicted_emotion,expected_value', ...rows].join('\n'),
      ...images,
    });
    expect(opened.labels['1.png']).toBe(word(1));
    const alone = await openFiles({ 'out.csv': ['image,pred,score', ...rows].join('\n'), ...images });
    expect(alone.labels['1.png']).not.toBe(word(2));
  });

  it('takes what data frames write for nothing as no label and no group', async () => {
    const labels = ['happy', 'NaN', 'sad', 'None', 'N/A', '-', '<NA>', 'none'];
    const rows = labels.map((label, i) => `${i}.png,${label},${i % 2 === 0 ? 'nan' : 'indoor'}`);
    const opened = await openFiles({
      'x.csv': ['image,label,place', ...rows].join('\n'),
      ...pictures(...range(8).map((i) => `${i}.png`)),
    });
    expect(Object.values(opened.labels)).toEqual(['happy', null, 'sad', null, null, null, null, null]);
    expect(opened.item('0.png')?.fields).toBeUndefined();
    expect(opened.item('1.png')?.fields).toEqual({ place: 'indoor' });
    // A word of its own, which is no label here.
    expect(opened.problems).toEqual(['unknown-label x.csv:9']);
  });

  it('reads names that Excel was kept from changing, and percentages', async () => {
    const rows = range(6).map((i) => `"=""00${i}""",${word(i)},${i * 10} %`);
    const opened = await openFiles({
      'x.csv': ['image,label,intensity', ...rows].join('\n'),
      ...pictures(...range(6).map((i) => `img/00${i}.png`)),
    });
    expect(opened.item('img/003.png')).toMatchObject({ label: 'happy', degree: 30 });
    expect(opened.problems).toEqual([]);
  });

  it('finds pictures that all have another extension by now, and takes none that is missing for another one', async () => {
    const table = ['image,label', ...range(4).map((i) => `p${i}.png,${word(i)}`)].join('\n');
    const converted = await openFiles({ 'x.csv': table, ...pictures(...range(4).map((i) => `img/p${i}.jpg`)) });
    expect([Object.values(converted.labels), converted.problems]).toEqual([range(4).map(word), []]);
    const some = await openFiles({
      'x.csv': table,
      ...pictures('img/p0.png', 'img/p1.png', 'img/p2.png', 'img/p3.jpg'),
    });
    expect(some.problems).toEqual(['missing-image x.csv:5', 'image-without-row img/p3.jpg']);
  });

  it('reads a survey with a row for each person and a column for each picture', async () => {
    const rows = ['p1,21,happy,sad,angry', 'p2,35,happy,angry,angry', 'p3,28,sad,sad,N/A'];
    const opened = await openFiles({
      'survey.csv': ['participant,age,s_01.png,s_02,s_03.png', ...rows].join('\n'),
      ...pictures('stimuli/s_01.png', 'stimuli/s_02.png', 'stimuli/s_03.png'),
    });
    expect(opened.benchmark.items.map(({ label, votes }) => [label, votes])).toEqual([
      ['happy', { happy: 2, sad: 1 }],
      ['sad', { sad: 2, angry: 1 }],
      ['angry', { angry: 2 }],
    ]);
    expect(opened.problems).toEqual([]);
  });

  it('takes a record alone in a file for what it says of the picture of the same name beside it', async () => {
    const files = Object.fromEntries(
      range(5).map((i) => [`data/${i}.json`, JSON.stringify({ emotion: word(i), intensity: 4 - i })]),
    );
    const opened = await openFiles({ ...files, ...pictures(...range(5).map((i) => `data/${i}.jpg`)) });
    expect(Object.values(opened.labels)).toEqual(range(5).map(word));
    expect(opened.item('data/1.jpg')).toMatchObject({ degree: 3, row: { file: 'data/1.json', line: 1 } });
    expect(opened.problems).toEqual([]);
  });
});

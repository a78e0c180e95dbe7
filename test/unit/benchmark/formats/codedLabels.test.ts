import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const words = ['angry', 'happy', 'sad'];
const files = pictures(...range(9).map((i) => `img/${i}.jpg`));
const table = ['image,label', ...range(9).map((i) => `${i}.jpg,${i % 3}`)].join('\n');

describe('numbers that stand for labels', () => {
  it.each([
    ['a map from numbers on one line', { 'label_map.json': '{"0": "angry", "1": "happy", "2": "sad"}' }],
    ['a map to numbers', { 'label_map.json': '{\n"angry": 0,\n"happy": 1,\n"sad": 2\n}' }],
    ['a list', { 'classes.json': '["angry", "happy", "sad"]' }],
    [
      'the configuration of a model',
      {
        'config.json': JSON.stringify(
          { id2label: { ...words }, label2id: { angry: 0, happy: 1, sad: 2 } },
          undefined,
          1,
        ),
      },
    ],
    ['lines', { 'classes.txt': '0 angry\n1 happy\n2 sad\n' }],
  ])('are read by %s, which names no picture', async (_, book) => {
    const opened = await openFiles({ 'data.csv': table, ...book, ...files });
    expect(Object.values(opened.labels)).toEqual(range(9).map((i) => words[i % 3]));
    expect(opened.problems).toEqual([]);
  });

  it('are read by the folders that each of them goes with', async () => {
    const path = (i: number) => `train/${words[i % 3]!}/${i}.png`;
    const list = range(9).map((i) => `${path(i)},${i % 3},10,20,100,120`);
    const opened = await openFiles({ 'train.txt': list.join('\n'), ...pictures(...range(9).map(path)) });
    expect(Object.values(opened.labels).sort()).toEqual(
      range(9)
        .map((i) => words[i % 3]!)
        .sort(),
    );
    expect(opened.problems).toEqual([]);
    const crossed = list.with(0, `${path(0)},1,10,20,100,120`);
    const other = await openFiles({ 'train.txt': crossed.join('\n'), ...pictures(...range(9).map(path)) });
    expect(other.labels[path(0)]).toBe('1');
  });

  it('are found among boxes of a list without a header', async () => {
    const list = range(14).map((i) => `img_${i}.jpg ${i % 2} ${28 + i} ${113 + i} 226 141 22.9${i} ${i % 7}`);
    const opened = await openFiles({
      'label.lst': list.join('\n'),
      ...pictures(...range(14).map((i) => `image/img_${i}.jpg`)),
    });
    expect(opened.labels['image/img_5.jpg']).toBe('5');
    expect(opened.benchmark.scales).toEqual({});
  });

  it('are no classes in rows of votes without a header', async () => {
    const votes = range(9).map((i) => `${i}.jpg,"(0, 0, 48, 48)",${i},${9 - i},0,1,${i % 2},0,${1 - (i % 2)}`);
    const bare = await openFiles({ 'label.csv': votes.join('\n'), ...files });
    expect(bare.benchmark.labels).toEqual([]);
  });

  it('are votes on one thing where columns count those on several', async () => {
    const emotions = ['anger', 'fear', 'joy'];
    const header = ['image', ...['picture', 'title'].flatMap((of) => emotions.map((one) => `${of}: ${one}`))];
    const rows = range(9).map((i) => `${i}.jpg,5,1,0,0,0,9`);
    const opened = await openFiles({ 'data.csv': [header.join(), ...rows].join('\n'), ...files });
    expect(opened.item('img/3.jpg')).toMatchObject({ label: 'angry', votes: { angry: 5, fear: 1 } });
  });

  it('may be those of participants, but ratings that are no whole numbers are not', async () => {
    const header = `filename,${range(5)
      .map((i) => `participant${i}`)
      .join()}`;
    const codes = range(9).map((i) => `${i}.jpg,${[i % 3, i % 3, i % 3, 2, 1].join()}`);
    const numbers = range(9).map((i) => `${i}.jpg,0.25,-0.5,${i % 2},0,0.75`);
    const opened = await openFiles({
      'expression.csv': [header, ...codes].join('\n'),
      'classes.txt': '0 angry\n1 happy\n2 sad\n',
      ...files,
    });
    expect(opened.labels['img/3.jpg']).toBe('angry');
    expect(opened.item('img/3.jpg')?.votes).toEqual({ angry: 3, sad: 1, happy: 1 });
    const arousal = await openFiles({ 'arousal.csv': [header, ...numbers].join('\n'), ...files });
    expect(arousal.benchmark.labels).toEqual([]);
  });

  it('are no degree beside the words for them, but a mean opinion of the emotion is', async () => {
    const rows = range(9).map((i) => `${i}.jpg,${i % 3},${words[i % 3]!},${1 + i / 4},0.${i}`);
    const opened = await openFiles({
      'data.csv': ['image,label,label_name,emotion_mos,emotion_std', ...rows].join('\n'),
      ...files,
    });
    expect(opened.item('img/4.jpg')).toMatchObject({ label: 'happy', degree: 2 });
    const bare = await openFiles({
      'data.csv': ['image,label,label_name', ...rows.map((row) => row.split(',', 3).join(','))].join('\n'),
      ...files,
    });
    expect(bare.benchmark.scales).toEqual({});
  });
});

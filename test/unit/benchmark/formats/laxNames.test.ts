import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const pad = (i: number, width: number) => String(i).padStart(width, '0');
const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const words = ['happy', 'sad', 'angry'];
const word = (i: number) => words[i % 3]!;

describe('names that are not those of pictures as they stand', () => {
  it.each([
    ['numbers', 'id,label', (i: number) => `${i + 1}`, (i: number) => `img/${pad(i + 1, 4)}.png`],
    ['floats', ',image_id,emotion', (i: number) => `${i},${i + 1}.0`, (i: number) => `img/${pad(i + 1, 5)}.png`],
    [
      'numbers in names',
      'frame,label',
      (i: number) => `frame_${i + 1}.png`,
      (i: number) => `f/frame_${pad(i + 1, 3)}.png`,
    ],
    ['numbers below folders', 'path,label', (i: number) => `b/${i + 1}`, (i: number) => `img/b/${pad(i + 1, 3)}.png`],
  ])('finds %s that lost their zeros', async (_, header, name, path) => {
    const rows = range(12).map((i) => `${name(i)},${word(i)}`);
    const opened = await openFiles({ 'labels.csv': [header, ...rows].join('\n'), ...pictures(...range(12).map(path)) });
    expect([opened.format, opened.problems]).toEqual(['table', []]);
    expect(Object.values(opened.labels)).toEqual(range(12).map(word));
  });

  it.each([
    ['some', 10, 4, (i: number) => pad(i, 4)],
    ['some', 10, 4, (i: number) => `${i}`],
    ['all', 10, 0, (i: number) => pad(i, 4)],
    ['all', 3, 0, (i: number) => pad(i, 4)],
  ])('are missing where %s numbered ones are, %i rows and %i pictures', async (_, rows, here, name) => {
    const opened = await openFiles({
      'labels.csv': ['image,label', ...range(rows).map((i) => `${name(i)},${word(i)}`)].join('\n'),
      ...pictures(...range(here).map((i) => `im/${name(i)}.png`)),
    });
    const missing = range(rows - here).map((i) => `missing-image labels.csv:${here + i + 2}`);
    expect([Object.values(opened.labels), opened.problems]).toEqual([range(here).map(word), missing]);
  });

  it('are none where another column names pictures that are here', async () => {
    const opened = await openFiles({
      'labels.csv': ['label,image,file', ...range(10).map((i) => `${word(i)},${pad(i, 4)},x${i}.png`)].join('\n'),
      ...pictures(...range(10).map((i) => `x${i}.png`)),
    });
    expect([Object.values(opened.labels), opened.problems]).toEqual([range(10).map(word), []]);
  });

  it('finds the few of many that lost theirs', async () => {
    const numbers = range(40).map((i) => i + 995);
    const opened = await openFiles({
      'labels.csv': ['image,label', ...numbers.map((i) => `${i},${word(i)}`)].join('\n'),
      ...pictures(...numbers.map((i) => `img/${pad(i, 4)}.png`)),
    });
    expect(opened.problems).toEqual([]);
    expect(opened.labels['img/0996.png']).toBe(word(996));
  });

  it.each([
    ['as they stand', (i: number) => `portrait_of_somebody_${i}.png`, 'a remark that nobody needs'],
    ['in quotes', (i: number) => `portrait_of_somebody_${i}.png`, '"a remark, that nobody needs"'],
    ['without zeros', (i: number) => `portrait_of_somebody_${i}`, 'a remark that nobody needs'],
    ['with what all files have behind', (i: number) => `portrait_of_somebody_${pad(i, 4)}`, 'a remark'],
  ])('finds names %s where a long table begins with pictures that are gone', async (way, name, remark) => {
    const pathOf = (i: number): string => {
      if (way === 'without zeros') return `img/portrait_of_somebody_${pad(i, 5)}.png`;
      return way.startsWith('with what') ? `img/${name(i)}_v2.png` : `img/${name(i)}`;
    };
    const rows = range(4000).map((i) => `${name(i)},${word(i)},${remark}`);
    const kept = range(4000).slice(1500);
    const opened = await openFiles({
      'labels.csv': ['image,label,remark', ...rows].join('\n'),
      ...pictures(...kept.map(pathOf)),
    });
    expect(kept.map((i) => opened.labels[pathOf(i)])).toEqual(kept.map(word));
    const missing = opened.problems.filter((problem) => problem.startsWith('missing-image'));
    expect(missing).toEqual(range(1500).map((i) => `missing-image labels.csv:${i + 2}`));
  });

  it('takes no picture for another one where names keep their zeros, or where two have the same number', async () => {
    const rows = ['7.png,happy', '08.png,sad', '09.png,angry', '10.png,sad'];
    const kept = await openFiles({
      'labels.csv': ['image,label', ...rows].join('\n'),
      ...pictures('07.png', '08.png', '09.png', '10.png'),
    });
    expect(kept.problems).toEqual(['missing-image labels.csv:2', 'image-without-row 07.png']);
    const twice = await openFiles({
      'labels.csv': 'image,label\n1,happy\n2,sad\n3,angry\n',
      ...pictures('a/001.png', 'b/01.png', 'a/002.png', 'a/003.png'),
    });
    expect(twice.labels).toEqual({ 'a/001.png': null, 'a/002.png': 'sad', 'a/003.png': 'angry', 'b/01.png': null });
    expect(twice.problems.filter((problem) => problem.startsWith('missing'))).toEqual(['missing-image labels.csv:2']);
  });

  it('takes a column of classes for no names, and a table of ids for one of the table that names pictures', async () => {
    const opened = await openFiles({
      'labels.csv': ['file,label', ...range(12).map((i) => `${pad(i, 4)}.png,${i % 3}`)].join('\n'),
      'more.csv': ['id,emotion', ...range(12).map((i) => `${i},${word(i)}`)].join('\n'),
      'ids.csv': ['id,file', ...range(12).map((i) => `${11 - i},${pad(i, 4)}.png`)].join('\n'),
      ...pictures(...range(12).map((i) => `img/${pad(i, 4)}.png`)),
    });
    expect(opened.item('img/0002.png')).toMatchObject({ label: '2' });
    const joined = await openFiles({
      'more.csv': ['id,emotion', ...range(12).map((i) => `${i},${word(i)}`)].join('\n'),
      'ids.csv': ['id,file', ...range(12).map((i) => `${11 - i},${pad(i, 4)}.png`)].join('\n'),
      ...pictures(...range(12).map((i) => `img/${pad(i, 4)}.png`)),
    });
    expect(joined.item('img/0000.png')).toMatchObject({ label: word(11) });
  });

  it('gives all frames of a folder what the row of the folder says', async () => {
    const opened = await openFiles({
      'set_1.csv': 'video_name,label\n1,3\n2,5\n7,3\n30,5\n31,9\n',
      ...pictures(...[1, 2, 7, 30].flatMap((i) => range(2).map((k) => `Clip/${pad(i, 5)}/${pad(k, 5)}.jpg`))),
    });
    expect(opened.labels).toMatchObject({
      'Clip/00001/00000.jpg': '3',
      'Clip/00001/00001.jpg': '3',
      'Clip/00030/00001.jpg': '5',
    });
    expect(opened.problems).toEqual(['missing-image set_1.csv:6']);
    expect(opened.benchmark.generators).toEqual([]);
  });

  it('puts names together from two columns, in the part of the data that the table is called by', async () => {
    const rows = (count: number, shift: number) =>
      range(count).map((i) => `${i + 1},"What, ${i}?",${word(i + shift)},${i >> 1},${i & 1},8`);
    const header = 'Sr No.,Utterance,Emotion,Dialogue_ID,Utterance_ID,Season';
    const opened = await openFiles({
      'train_sent_emo.csv': [header, ...rows(8, 0)].join('\n'),
      'dev_sent_emo.csv': [header, ...rows(4, 1)].join('\n'),
      ...pictures(...range(8).map((i) => `train_splits/dia${i >> 1}_utt${i & 1}.mp4`)),
      ...pictures(...range(4).map((i) => `dev_splits_complete/dia${i >> 1}_utt${i & 1}.mp4`)),
    });
    expect(opened.problems).toEqual([]);
    expect(opened.item('train_splits/dia1_utt0.mp4')).toMatchObject({
      label: word(2),
      text: 'What, 2?',
      split: 'train',
    });
    expect(opened.item('dev_splits_complete/dia1_utt0.mp4')).toMatchObject({ label: word(3), split: 'dev' });
  });

  it('puts folders and names together, which are no generators then', async () => {
    const opened = await openFiles({
      'label.csv': [
        'video_id,clip_id,annotation,mode',
        ...range(6).map((i) => `v$${i >> 1},${i & 1},${['Negative', 'Positive'][i % 2]!},train`),
      ].join('\n'),
      ...pictures(...range(6).map((i) => `Raw/v$${i >> 1}/${i & 1}.mp4`)),
    });
    expect(opened.labels['Raw/v$1/1.mp4']).toBe('positive');
    expect([opened.benchmark.generators, opened.problems]).toEqual([[], []]);
  });

  it.each(['image', 'scene'])('takes the number in a name, %s, for no degree', async (name) => {
    const makers = ['sdxl', 'pix'];
    const rows = makers.flatMap((maker) => range(9).map((i) => `${maker},${i},${word(i)}`));
    const opened = await openFiles({
      'l.csv': [`generator,${name},perceived`, ...rows].join('\n'),
      ...pictures(...makers.flatMap((maker) => range(9).map((i) => `${maker}/${i}.png`))),
    });
    expect(opened.benchmark.scales.degree).toBeUndefined();
    expect(opened.item('pix/5.png')).toMatchObject({ label: word(5), generator: 'pix' });
    expect(opened.problems).toEqual([]);
  });

  it('tells pictures of one name apart by the part of the data that a table is called by, or that a column names', async () => {
    const files = pictures(
      ...['train', 'test'].flatMap((part) => range(4).map((i) => `images/${part}/${pad(i, 3)}.jpg`)),
    );
    const list = (label: string) => ['image,label', ...range(4).map((i) => `${pad(i, 3)}.jpg,${label}`)].join('\n');
    const both = await openFiles({ 'train.csv': list('happy'), 'test.csv': list('sad'), ...files });
    const rows = range(4).flatMap((i) => [`${pad(i, 3)}.jpg,train,happy`, `${pad(i, 3)}.jpg,test,sad`]);
    const one = await openFiles({ 'all.csv': ['image,split,label', ...rows].join('\n'), ...files });
    for (const { labels, problems } of [both, one]) {
      expect(problems).toEqual([]);
      expect([labels['images/train/001.jpg'], labels['images/test/001.jpg']]).toEqual(['happy', 'sad']);
    }
  });

  it('finds names in quotes that the table does not know', async () => {
    const opened = await openFiles({
      'l.csv': "'',Happy,Sad,Angry\n'a.jpg',3,0,1\n'b.jpg',0,4,1\n",
      ...pictures('x/a.jpg', 'x/b.jpg'),
    });
    expect([opened.labels, opened.problems]).toEqual([{ 'x/a.jpg': 'happy', 'x/b.jpg': 'sad' }, []]);
  });
});

describe('tables of one task that is not the emotion', () => {
  it.each([
    ['sentiment', ['positive', 'negative']],
    ['sarcasm', ['yes', 'no']],
    ['is_humor', ['0', '1']],
    ['hate', ['hate', 'benign']],
  ])('takes %s for the label', async (name, values) => {
    const rows = range(6).map((i) => `${i}.png,"a text that goes with it, the ${i}th",${values[i % 2]!}`);
    const opened = await openFiles({
      'data.csv': [`image,text,${name}`, ...rows].join('\n'),
      ...pictures(...range(6).map((i) => `${i}.png`)),
    });
    expect(Object.values(opened.labels)).toEqual(range(6).map((i) => values[i % 2]));
  });

  it('leaves it a task beside an emotion, and takes words for a polarity under any name', async () => {
    const files = pictures(...range(6).map((i) => `${i}.png`));
    const beside = await openFiles({
      'data.csv': ['image,emotion,hate', ...range(6).map((i) => `${i}.png,${word(i)},${i % 2}`)].join('\n'),
      ...files,
    });
    expect(beside.item('1.png')).toMatchObject({ label: 'sad', tasks: { hate: '1' } });
    const named = await openFiles({
      'data.csv': [
        'image,verdict,score',
        ...range(6).map((i) => `${i}.png,${['Positive', 'Neutral'][i % 2]!},${i - 3}`),
      ].join('\n'),
      ...files,
    });
    expect(named.item('1.png')).toMatchObject({ label: 'neutral', degree: -2 });
  });
});

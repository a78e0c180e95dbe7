import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const words = ['angry', 'happy', 'sad'];
const files = pictures(...range(9).map((i) => `img/${i}.jpg`));
const table = ['image,label', ...range(9).map((i) => `${i}.jpg,${i % 3}`)].join('\n');
const folders = pictures(...range(9).map((i) => `train/${i % 3}/${i}.jpg`));
const expected = range(9).map((i) => words[i % 3]);

const told: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'lines of a read-me file': { 'readme.txt': 'label: class of the face\n\n"0" "angry"\n"1" "happy"\n"2" "sad"\n' },
  'a list in a sentence': { 'README.md': '# Faces\n\n9 pictures. The codes are 0=Angry, 1=Happy, 2=Sad.\n' },
  'a list of numbers behind words': { 'README.md': 'The label is one of anger (0), happiness (1), sadness (2).' },
  'a dict in a read-me file': { 'README.md': "Code = {'anger': 0, 'happiness': 1, 'sadness': 2}" },
  'marks in brackets': { 'README.md': '- [0] Anger\n- [1] Happy\n- [2] Sad\n' },
  'a table': {
    'README.md': '| code | class | n |\n|---|---|---|\n| 0 | Anger | 3 |\n| 1 | Happy | 3 |\n| 2 | Sad | 3 |\n',
  },
  'a list with the number last': {
    'README.md': '| class | code |\n|---|---|\n| Anger | 0 |\n| Happy | 1 |\n| Sad | 2 |\n',
  },
  'the front matter of a data set': {
    'README.md':
      "---\ndataset_info:\n  features:\n  - name: label\n    dtype:\n      class_label:\n        names:\n          '0': angry\n          '1': happy\n          '2': sad\n---\n",
  },
  'a list of names on one line': { 'data.yaml': "nc: 3\nnames: ['angry', 'happy', \"sad\"]\n" },
  'a list of names': { 'data.yaml': 'names:\n- angry\n- happy\n- sad\ntrain: ../train\n' },
  'numbered names': { 'data.yaml': 'names:\n  0: angry\n  1: happy\n  2: sad\n' },
  'features in JSON': {
    'dataset_info.json': '{"features": {"label": {"names": ["angry", "happy", "sad"], "_type": "ClassLabel"}}}',
  },
};

describe('numbers that people say the meaning of', () => {
  it.each(Object.entries(told))('are read from %s, for the column of a table', async (_, book) => {
    const opened = await openFiles({ 'data.csv': table, ...book, ...files });
    expect(Object.values(opened.labels)).toEqual(expected);
    expect(opened.problems).toEqual([]);
  });

  it.each(Object.entries(told))('are read from %s, for folders', async (_, book) => {
    const opened = await openFiles({ ...book, ...folders });
    expect(opened.format).toBe('class-folders');
    expect(range(9).map((i) => opened.labels[`train/${i % 3}/${i}.jpg`])).toEqual(expected);
  });

  it.each(['RAF-DB-readme.txt', 'README_FIRST.txt', 'label_map.txt', 'Expression labels.txt'])(
    'are read from %s',
    async (name) => {
      const opened = await openFiles({ 'data.csv': table, [name]: '0: Anger\n1: Happy\n2: Sad\n', ...files });
      expect(Object.values(opened.labels)).toEqual(expected);
      expect(opened.problems).toEqual([]);
    },
  );

  it('may name what is no emotion and stands in one row alone', async () => {
    const rows = range(9).map((i) => `${i}.jpg,${i === 4 ? 3 : i % 3}`);
    const readme = '0: Anger, 1: Happy, 2: Sad, 3: Uncertain';
    const opened = await openFiles({ 'data.csv': ['image,label', ...rows].join('\n'), 'README.md': readme, ...files });
    expect(opened.labels['img/4.jpg']).toBe('Uncertain');
    expect(opened.benchmark.labels).toEqual(['happy', 'sad', 'angry', 'Uncertain']);
    expect(opened.problems).toEqual([]);
  });

  it('may be polarities', async () => {
    const readme = 'Each line has a path and a label (0 = negative, 1 = neutral, 2 = positive).';
    const list = range(9)
      .map((i) => `img/${i}.jpg ${i % 3}`)
      .join('\n');
    const opened = await openFiles({ 'train.txt': list, 'readme.txt': readme, ...files });
    expect(Object.values(opened.labels)).toEqual(range(9).map((i) => ['negative', 'neutral', 'positive'][i % 3]));
  });

  it('stay numbers where one of them is not told, where two lists differ, and where numbers are counts', async () => {
    const from = async (readme: string) =>
      (await openFiles({ 'data.csv': table, 'README.md': readme, ...files })).benchmark.labels;
    expect(await from('1: angry\n2: happy\n3: sad\n')).toEqual(['0', '1', '2']);
    expect(await from('Ours: 0=angry, 1=happy, 2=sad.\n\n\nTheirs: 0=happy, 1=angry, 2=sad.')).toEqual(['0', '1', '2']);
    expect(await from('There are 4 angry, 3 happy and 2 sad ones, 48 by 48 pixels.')).toEqual(['0', '1', '2']);
    expect(await from('0: left\n1: middle\n2: right\n')).toEqual(['0', '1', '2']);
  });

  it('may be two', async () => {
    const two = ['image,label', ...range(9).map((i) => `${i}.jpg,${i % 2}`)].join('\n');
    const readme = "---\nfeatures:\n  names:\n    '0': sad\n    '1': happy\n---\n";
    const opened = await openFiles({ 'data.csv': two, 'README.md': readme, ...files });
    expect(opened.labels['img/1.jpg']).toBe('happy');
  });

  it('are read at the place of names that has just these numbers', async () => {
    const readme =
      'Medium (01 = pictures and sound, 02 = pictures).\nEmotion (01 = neutral, 02 = calm, 03 = happy, 04 = sad).\nStrength (01 = normal, 02 = strong).\n';
    const paths = range(16).map((i) => `0${1 + (i % 2)}-0${1 + (i >> 2)}-01-${String(i % 3).padStart(2, '0')}.mp4`);
    const opened = await openFiles({ 'README.txt': readme, ...pictures(...paths) });
    expect(opened.labels['01-03-01-02.mp4']).toBe('happy');
    expect(opened.benchmark.labels).toEqual(['happy', 'sad', 'neutral', 'calm']);
    expect((await openFiles(pictures(...paths))).benchmark.labels).toEqual([]);
  });

  it('are no folders that only keep parts of what a table lists', async () => {
    const opened = await openFiles({
      'lists/training.csv': [
        'path,width,expression',
        ...range(9).map((i) => `${1 + (i % 2)}/${i}.jpg,48,${i % 3}`),
      ].join('\n'),
      'readme.txt': '(0: Angry, 1: Happy, 2: Sad)',
      ...pictures(...range(9).map((i) => `faces/${1 + (i % 2)}/${i}.jpg`)),
    });
    expect(opened.format).toBe('table');
    expect(opened.labels['faces/1/2.jpg']).toBe('sad');
  });

  it('may include words that are no emotions, after most that are', async () => {
    const more = ['image,label', ...range(12).map((i) => `${i}.jpg,${i % 4}`)].join('\n');
    const readme = 'Expression IDs are: 0: Angry; 1: Happy; 2: Sad; 3: No-Face\n';
    const shown = pictures(...range(12).map((i) => `img/${i}.jpg`));
    const opened = await openFiles({ 'data.csv': more, 'README.txt': readme, ...shown });
    expect(opened.labels['img/3.jpg']).toBe('No-Face');
    expect(opened.labels['img/0.jpg']).toBe('angry');
  });
});

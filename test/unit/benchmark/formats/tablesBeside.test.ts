import { describe, expect, it } from 'vitest';
import { jsonList, openFiles, pictures } from './openFiles.ts';

const turns = (picture: string, answer: string) => ({
  id: picture,
  image: picture,
  conversations: [
    { from: 'human', value: '<image>\nWhat emotion? Options: [anger, fear, joy]' },
    { from: 'gpt', value: answer },
  ],
});
const faces = (...names: readonly string[]) =>
  JSON.stringify({
    images: names.map((file_name, id) => ({ id, file_name, width: 8, height: 8 })),
    annotations: names.map((_, id) => ({ id, image_id: id, category_id: 1, bbox: [1, 1, 4, 4], area: 16 })),
    categories: [{ id: 1, name: 'face' }],
  });
const memo = {
  'annotation_emo.csv': 'Image,Score,Distortions\ng_happy_0,1,happy\ng_happy_1,2,sad\n',
  'annotation_quality.csv': 'Image,Quality\ng_happy_0,1\ng_happy_1,2\n',
  ...pictures('dataset/g_happy_0.png', 'dataset/g_happy_1.png'),
};
const fiftyone = (labels: object) => JSON.stringify({ classes: ['happy', 'sad'], labels });

describe('tables beside what a format reads', () => {
  it('label the pictures of boxes', async () => {
    const opened = await openFiles({
      'faces.json': faces('0.png', '1.png'),
      'labels.csv': 'image,label,intensity\n0.png,Happiness,3\n1.png,furious,4\n',
      ...pictures('0.png', '1.png'),
    });
    expect(opened.format).toBe('coco');
    expect(opened.problems).toEqual([]);
    expect(opened.labels).toEqual({ '0.png': 'happy', '1.png': 'angry' });
    expect(opened.item('1.png')).toMatchObject({
      degree: 4,
      fields: { boxes: 1 },
      row: { file: 'labels.csv', line: 3 },
    });
    expect(opened.benchmark.judged?.map(({ column, role }) => [column, role])).toContainEqual(['label', 'label']);
  });

  it('give degrees to FiftyOne, conversations, EmoSet and Label Studio', async () => {
    const degrees = (...names: readonly string[]) =>
      `image,degree\n${names.map((n, i) => `${n},${i + 1}`).join('\n')}\n`;
    const sets = {
      fiftyone: { 'labels.json': fiftyone({ a: 0, b: 1 }), 'deg.csv': degrees('a.jpg', 'b.jpg') },
      llava: {
        'emo.json': jsonList([turns('data/a.jpg', 'joy'), turns('data/b.jpg', 'fear')]),
        'deg.csv': degrees('a.jpg', 'b.jpg'),
      },
      emoset: {
        'train.json': jsonList([
          ['happy', 'a', 'data/a.jpg', 'x'],
          ['sad', 'b', 'data/b.jpg', 'x'],
        ]),
        'deg.tsv': degrees('data/a.jpg', 'data/b.jpg').replaceAll(',', '\t'),
      },
      'label-studio': {
        'tasks.json': jsonList(
          ['a', 'b'].map((name, id) => ({
            id,
            data: { image: `data/${name}.jpg` },
            annotations: [{ result: [{ type: 'choices', from_name: 'e', value: { choices: ['sad'] } }] }],
          })),
        ),
        'more/deg.jsonl': '{"image": "a.jpg", "degree": 1}\n{"image": "b.jpg", "degree": 2}\n',
      },
    };
    for (const [format, files] of Object.entries(sets)) {
      const opened = await openFiles({ ...files, ...pictures('data/a.jpg', 'data/b.jpg') });
      expect(opened.format).toBe(format);
      expect(opened.problems).toEqual([]);
      expect(opened.benchmark.items.map(({ degree, label }) => [degree, label !== undefined])).toEqual([
        [1, true],
        [2, true],
      ]);
    }
  });

  it('add columns to boxes and to lists of frames', async () => {
    const more = 'image,degree\na/00001.jpg,1\na/00002.jpg,2\n';
    const boxes = {
      'labels/a/00001.txt': '0 0.5 0.5 0.2 0.2\n',
      'labels/a/00002.txt': '1 0.5 0.5 0.2 0.2\n',
      'classes.txt': 'happy\nsad\n',
      ...pictures('images/a/00001.jpg', 'images/a/00002.jpg'),
    };
    const frames = { 'lists/a.txt': 'Neutral,Happiness\n1\n0\n', ...pictures('a/00001.jpg', 'a/00002.jpg') };
    for (const [format, files] of Object.entries({ yolo: boxes, 'frame-lists': frames })) {
      const opened = await openFiles({ ...files, 'more.csv': more });
      expect(opened.format).toBe(format);
      expect(opened.problems).toEqual([]);
      expect(opened.benchmark.items.map(({ degree, label }) => [degree, label !== undefined])).toEqual([
        [1, true],
        [2, true],
      ]);
    }
  });

  it('add columns to a MEMO-Bench release', async () => {
    const opened = await openFiles({ ...memo, 'valence.csv': 'Image,valence\ng_happy_0,0.1\ng_happy_1,0.2\n' });
    expect(opened.format).toBe('memo-bench');
    expect(opened.problems).toEqual([]);
    expect(opened.item('dataset/g_happy_1.png')).toMatchObject({
      label: 'sad',
      degree: 2,
      quality: 2,
      prompted: 'happy',
      fields: { valence: 0.2 },
      row: { file: 'annotation_emo.csv', line: 3 },
    });
    expect(opened.benchmark.descriptor.columns).toEqual({
      image: 'Image',
      label: 'Distortions',
      degree: 'Score',
      quality: 'Quality',
    });
  });

  it('leave the labels of the format as they are, and are named where they disagree', async () => {
    const opened = await openFiles({
      'labels.json': fiftyone({ a: 0, b: 1 }),
      'more.csv': 'image,emotion\na.jpg,sad\nb.jpg,SADNESS\n',
      ...pictures('data/a.jpg', 'data/b.jpg'),
    });
    expect(opened.labels).toEqual({ 'data/a.jpg': 'happy', 'data/b.jpg': 'sad' });
    expect(opened.problems).toEqual(['conflicting-label more.csv:2']);
    const [problem] = opened.benchmark.problems;
    expect(problem).toMatchObject({
      item: 'data/a.jpg',
      facts: { value: 'data/a.jpg', line: 'labels.json:1', label: 'sad', before: 'happy' },
    });
  });

  it('say something else than emotions, or on another scale, in further columns', async () => {
    const opened = await openFiles({
      ...memo,
      'more.csv': 'Image,label,degree\ng_happy_0,indoor,70\ng_happy_1,outdoor,80\n',
    });
    expect(opened.problems).toEqual([]);
    expect(opened.item('dataset/g_happy_0.png')).toMatchObject({
      label: 'happy',
      degree: 1,
      fields: { label: 'indoor', degree: 70 },
    });
  });

  it('name pictures that are missing once, and no picture that they lack', async () => {
    const opened = await openFiles({
      'labels.json': fiftyone({ a: 0, b: 1, gone: 1 }),
      'deg.csv': 'image,degree\na.jpg,1\ngone.jpg,2\nlost.jpg,2\n',
      ...pictures('data/a.jpg', 'data/b.jpg', 'data/c.jpg'),
    });
    expect(opened.problems).toEqual([
      'missing-image labels.json:1',
      'image-without-row data/c.jpg',
      'missing-image deg.csv:4',
    ]);
  });

  it('are no lists of codes, no texts and no tables of something else', async () => {
    const files = { 'labels.json': fiftyone({ a: 0, b: 1 }), ...pictures('data/a.jpg', 'data/b.jpg') };
    const opened = await openFiles({
      ...files,
      'classes.txt': 'happy\nsad\n',
      'notes.txt': 'Taken in 2020, by hand.\n',
      'codes.csv': 'id,name\n0,happy\n1,sad\n',
      'models.csv': 'model,accuracy\nx,0.5\ny,0.7\n',
    });
    const alone = await openFiles(files);
    expect(opened.problems).toEqual([]);
    expect(opened.benchmark.items.map((item) => item)).toEqual(alone.benchmark.items.map((item) => item));
  });

  it('are not those that the format has left out', async () => {
    const question = {
      id: 1,
      image_url: 'a.png',
      question_type: 'What/How',
      question: 'What?',
      options: "{'A': 'joy', 'B': 'fear'}",
      correct_answer: 'A',
    };
    const opened = await openFiles({
      'questions.json': jsonList([question]),
      'answers.json': jsonList([{ ...question, 'x(ranking)': 'fear' }]),
      ...pictures('images/a.png'),
    });
    expect(opened.format).toBe('eemo-bench');
    expect(opened.benchmark.items.fieldNames).not.toContain('field:x(ranking)');
  });
});

describe('two layouts in one folder', () => {
  it('are both read: a release and FiftyOne', async () => {
    const opened = await openFiles({
      ...memo,
      'fo/labels.json': fiftyone({ 0: 0, 1: 1 }),
      ...pictures('fo/data/0.jpg', 'fo/data/1.jpg'),
    });
    expect(opened.format).toBe('memo-bench');
    expect(opened.problems).toEqual([]);
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad', 'happy', 'sad']);
    expect(opened.item('fo/data/1.jpg')?.row).toEqual({ file: 'fo/labels.json', line: 1 });
  });

  it('are both read: conversations and a table', async () => {
    const opened = await openFiles({
      'a/t.json': jsonList([turns('images/0.jpg', 'anger'), turns('images/1.jpg', 'joy')]),
      'c/labels.csv': 'image,label\n0.jpg,joy\n1.jpg,fear\n',
      ...pictures('a/images/0.jpg', 'a/images/1.jpg', 'c/0.jpg', 'c/1.jpg', 'c/2.jpg'),
    });
    expect(opened.format).toBe('llava');
    expect(opened.problems).toEqual(['image-without-row c/2.jpg']);
    expect(Object.values(opened.labels)).toEqual(['angry', 'happy', 'happy', 'fear', null]);
  });

  it('take a label that only the second one knows for none that the first one lacks', async () => {
    const opened = await openFiles({
      'a/labels.json': fiftyone({ 0: 0 }),
      'b/labels.csv': 'image,label\n1.jpg,worry\n',
      ...pictures('a/data/0.jpg', 'b/1.jpg'),
    });
    expect(opened.problems).toEqual([]);
    expect(opened.benchmark.labels).toEqual(['happy', 'worry']);
  });
});

import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const lines = (...rows: readonly string[]) => rows.join('\n');
const word = (i: number) => ['happy', 'sad'][i % 2]!;
const names = (count: number) => range(count).map((i) => `${i}.png`);

describe('tables of several people', () => {
  it('that are called by them are votes, and no tables that disagree', async () => {
    const said = [
      ['happy', 'happy', 'happy', 'angry'],
      ['happy', 'sad', 'HAPPINESS', 'sad'],
      ['sad', 'sad', 'happy', 'happy'],
    ];
    const tables = said.map((labels, person): [string, string] => [
      `notes/annotator_${person + 1}.csv`,
      lines('image,emotion,degree', ...labels.map((label, i) => `${i}.png,${label},${person + 1}`)),
    ]);
    const opened = await openFiles({ ...Object.fromEntries(tables), ...pictures(...names(4)) });
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad', 'happy', null]);
    expect(opened.item('3.png')).toMatchObject({ votes: { angry: 1, sad: 1, happy: 1 }, degree: 2 });
    expect(opened.problems).toEqual([]);
  });

  it('may lie in folders of theirs; one alone is a table as any other', async () => {
    const table = (label: string) => lines('image,emotion', `0.png,${label}`, '1.png,sad');
    const two = { 'coder_a/l.csv': table('happy'), 'coder_b/l.csv': table('sad') };
    const opened = await openFiles({ ...two, ...pictures('0.png', '1.png') });
    expect(opened.labels).toEqual({ '0.png': null, '1.png': 'sad' });
    expect(opened.problems).toEqual([]);
    const one = await openFiles({ 'rater1.csv': table('happy'), 'z.csv': table('sad'), ...pictures('0.png', '1.png') });
    expect(one.problems).toEqual(['conflicting-label z.csv:2']);
  });
});

describe('a few faults in a table', () => {
  const told = 'Labels: 0: Angry, 1: Happy, 2: Sad';
  const coded = (...labels: readonly string[]) =>
    openFiles({
      'l.csv': lines('image,label', ...labels.map((label, i) => `${i}.png,${label}`)),
      'README.md': told,
      ...pictures(...labels.map((_, i) => `img/${i}.png`)),
    });

  it('leave what numbers stand for as it is told', async () => {
    const nine = range(12).map((i) => (i === 5 ? '9' : String(i % 3)));
    const opened = await coded(...nine);
    expect(opened.benchmark.labels).toEqual(['happy', 'sad', 'angry']);
    expect(opened.problems).toEqual(['unknown-label l.csv:7']);
    const typed = await coded('1', '1', '2', '1', '2', '1', 'x?');
    expect(typed.benchmark.labels).toEqual(['happy', 'sad']);
    expect(typed.problems).toEqual(['unknown-label l.csv:8']);
  });

  it('are not what counts from another number', async () => {
    const opened = await coded(...range(20).map((i) => (i === 0 ? '3' : String(1 + (i % 2)))));
    expect(opened.benchmark.labels).toEqual(['1', '2', '3']);
  });

  it('such as the header once more leave its columns what they are', async () => {
    const rows = range(6).map((i) => `${i}.png, ${1 - (i % 2)}, ${i % 2}, 0`);
    const header = 'filename, happy, sad, angry';
    const opened = await openFiles({
      'l.csv': lines(header, ...rows.slice(0, 3), header, ...rows.slice(3)),
      ...pictures(...names(6)),
    });
    expect(Object.values(opened.labels)).toEqual(range(6).map(word));
    expect(opened.problems).toEqual(['missing-image l.csv:5']);
    const coded = await openFiles({
      'l.csv': lines('picname,label', '0.png,0', '1.png,1', 'picname,label', '2.png,2'),
      'classes.txt': lines('angry', 'happy', 'sad', 'fear'),
      ...pictures(...names(3)),
    });
    expect(Object.values(coded.labels)).toEqual(['angry', 'happy', 'sad']);
  });

  it('such as a value that is missing among ratings are none', async () => {
    const rows = ['NA', '3', 'nan', '4', 'N/A', '2', 'many'].map((degree, i) => `${i}.png,${word(i)},${degree}`);
    const opened = await openFiles({ 'l.csv': lines('image,emotion,degree', ...rows), ...pictures(...names(7)) });
    expect(opened.problems).toEqual(['number-out-of-range l.csv:8']);
    expect(opened.item('0.png')?.degree).toBeUndefined();
  });

  it('such as several missing pictures leave names that two columns make', async () => {
    const rows = range(7).map((i) => `${word(i)},${Math.floor(i / 3)},${i % 3}`);
    const opened = await openFiles({
      'train.csv': lines('Emotion,Dialogue_ID,Utterance_ID', ...rows),
      ...pictures(...range(5).map((i) => `clips/dia${Math.floor(i / 3)}_utt${i % 3}.mp4`)),
    });
    expect(Object.values(opened.labels)).toEqual(range(5).map(word));
    expect(opened.problems).toEqual(['missing-image train.csv:7', 'missing-image train.csv:8']);
  });
});

describe('tables as other programs write them', () => {
  it('have names of columns in several lines', async () => {
    const rows = range(4).map((i) => `${i}.png,${i + 1}.5,0.${i},${word(i)}`);
    const indexed = await openFiles({
      'a.csv': lines(',score,score,emotion', ',mean,std,first', 'image,,,', ...rows),
      ...pictures(...names(4)),
    });
    expect(Object.values(indexed.labels)).toEqual(range(4).map(word));
    expect(indexed.benchmark.descriptor.columns).toMatchObject({ degree: 'score.mean', label: 'emotion.first' });
    expect(indexed.item('0.png')).toMatchObject({ degree: 1.5, row: { line: 4 } });
    expect(indexed.problems).toEqual([]);
    const plain = await openFiles({
      'a.csv': lines(',image,emotion', '0,0.png,happy', '1,1.png,sad'),
      ...pictures('0.png', '1.png'),
    });
    expect(Object.values(plain.labels)).toEqual(['happy', 'sad']);
  });

  it('name pictures as Label Studio took them in', async () => {
    const rows = range(4).map((i) => `/data/upload/1/1a2b3c4${i}-f${i}.png,${i},${word(i)},1,${i},3.5`);
    const head = 'image,id,emotion,annotator,annotation_id,lead_time';
    const opened = await openFiles({
      'export.csv': lines(head, ...rows),
      ...pictures(...range(4).map((i) => `images/f${i}.png`)),
    });
    expect(Object.values(opened.labels)).toEqual(range(4).map(word));
    expect(opened.problems).toEqual([]);
  });

  it('end in the mark that DOS programs write', async () => {
    const opened = await openFiles({
      'L.CSV': 'IMAGE,EMOTION\r\n0.PNG,HAPPY\r\n1.PNG,SAD\r\n\u001a',
      ...pictures('0.PNG', '1.PNG'),
    });
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad']);
    expect(opened.problems).toEqual([]);
  });

  it('hold their records in a document on one line, with names deep in each', async () => {
    const data = range(4).map((i) => ({ img: { path: `x/${i}.png`, width: 8 }, ann: { emotion: word(i) } }));
    const opened = await openFiles({
      'ann.json': JSON.stringify({ version: '1', info: { n: 4 }, data }),
      ...pictures(...range(4).map((i) => `x/${i}.png`)),
    });
    expect(Object.values(opened.labels)).toEqual(range(4).map(word));
  });
});

describe('a table of prompts', () => {
  const table = lines('prompt_id,emotion,prompt', ...range(4).map((i) => `${i},${word(i)},"a portrait, ${i}"`));

  it.each([
    ['in folders', (who: string, i: number) => `images/${who}/00${i}.png`],
    ['before the number', (who: string, i: number) => `images/${who}_00${i}.png`],
    ['behind the number', (who: string, i: number) => `images/00${i}-${who}.png`],
  ])('says what the pictures of all generators show, these being %s', async (_, path) => {
    const made = ['sdxl', 'flux dev'].flatMap((who) => range(4).map((i) => path(who, i)));
    const opened = await openFiles({ 'prompts.csv': table, ...pictures(...made) });
    expect(made.map((one) => opened.labels[one])).toEqual([...range(4), ...range(4)].map(word));
    expect(opened.item(made[1]!)?.text).toBe('a portrait, 1');
    expect(opened.benchmark.generators).toEqual(['flux dev', 'sdxl']);
    expect(opened.problems).toEqual([]);
  });

  it('is none where a few names are those of several pictures', async () => {
    const opened = await openFiles({
      'l.csv': lines('image,emotion', '0.png,happy', '1.png,sad', '2.png,sad'),
      ...pictures('a/0.png', 'b/0.png', 'a/1.png', 'b/2.png'),
    });
    expect(opened.problems).toEqual(['duplicate-id l.csv:2']);
  });
});

describe('labels in other shapes', () => {
  it('are maps from pictures to labels, for each part of the data', async () => {
    const maps = {
      train: { '0.png': 'happy', '1.png': 'sad' },
      test: { '2.png': 'happy', 'z.png': 'sad' },
    };
    const opened = await openFiles({ 'l.json': JSON.stringify(maps, undefined, 1), ...pictures(...names(3)) });
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad', 'happy']);
    expect(opened.item('2.png')?.split).toBe('test');
    expect(opened.problems).toEqual(['missing-image l.json:8']);
  });

  it('are two columns of which one is 1', async () => {
    const rows = range(4).map((i) => `${i}.png,${(i + 1) % 2},${i % 2}`);
    const opened = await openFiles({ 'l.csv': lines('filename,happy,sad', ...rows), ...pictures(...names(4)) });
    expect(Object.values(opened.labels)).toEqual(range(4).map(word));
    const flags = range(4).map((i) => `${i}.png,${i % 2 === 0 ? 'True,False' : 'False,True'}`);
    const told = await openFiles({
      'l.csv': lines('filename,emotion_happy,emotion_sad', ...flags),
      ...pictures(...names(4)),
    });
    expect(told.labels).toEqual(opened.labels);
    const rated = range(4).map((i) => `${i}.png,${word(i)},${i},${i % 2}`);
    const beside = await openFiles({
      'l.csv': lines('filename,label,happy,sad', ...rated),
      ...pictures(...names(4)),
    });
    expect(beside.item('3.png')?.fields).toMatchObject({ happy: 3 });
  });

  it('are those of metadata.jsonl, also as numbers beside folders for classes', async () => {
    const opened = await openFiles({
      'metadata.jsonl': lines(...range(4).map((i) => `{"file_name": "train/${word(i)}/${i}.png", "label": ${i % 2}}`)),
      ...pictures(...range(4).map((i) => `train/${word(i)}/${i}.png`)),
    });
    expect(opened.format).toBe('image-folder');
    expect(Object.values(opened.labels).sort()).toEqual(['happy', 'happy', 'sad', 'sad']);
  });

  it('are the codes of NimStim', async () => {
    const codes = ['AN', 'DI', 'FE', 'HA', 'NE', 'SA', 'SP'];
    const opened = await openFiles(
      pictures(...['01F', '20M'].flatMap((who) => codes.map((one) => `${who}_${one}_C.png`))),
    );
    expect(opened.labels['20M_SP_C.png']).toBe('surprise');
  });
});

describe('tables that are about no pictures', () => {
  it('are the log of a training, whatever its numbers are names of, and none that the number of a row joins', async () => {
    const opened = await openFiles({
      'train.csv': lines(',file,emotion', ...range(4).map((i) => `${i},train/${i}.png,${word(i)}`)),
      'logs/log.csv': lines('epoch,loss', ...range(4).map((i) => `${i},1.${i}`)),
      ...pictures(...range(4).flatMap((i) => [`train/${i}.png`, `test/${i}.png`])),
    });
    expect(opened.item('train/1.png')?.fields).not.toHaveProperty('loss');
    expect(opened.problems.filter((one) => !one.startsWith('image-without-row'))).toEqual([]);
  });
});

describe('what formats of other tools say beside the label', () => {
  it('is kept of a JSON_MIN export of Label Studio', async () => {
    const row = (i: number) => ({
      image: `${i}.png`,
      ...{ id: i, emotion: word(i), degree: i + 1, generator: 'clay', age: 20 + i, caption: 'x'.repeat(80) },
      ...{ annotator: 1, annotation_id: i, lead_time: 2 },
    });
    const opened = await openFiles({ 'min.json': JSON.stringify(range(3).map(row)), ...pictures(...names(3)) });
    expect(opened.item('1.png')).toMatchObject({
      ...{ label: 'sad', degree: 2, generator: 'clay', text: 'x'.repeat(80), fields: { age: 21 } },
    });
    expect(opened.item('1.png')?.tasks).toBeUndefined();
  });

  it('is kept of the records of EmoSet and of the samples of FiftyOne', async () => {
    const record = (i: number) => ({
      emotion: word(i),
      id: `a${i}`,
      image: `image/${i}.jpg`,
      scene: 'beach',
      brightness: i,
    });
    const emoset = await openFiles({
      'info.json': '{"emotion": {"label2idx": {"happy": 0, "sad": 1}, "idx2label": {"0": "happy", "1": "sad"}}}',
      'train.json': JSON.stringify(range(3).map(record)),
      ...pictures(...range(3).map((i) => `image/${i}.jpg`)),
    });
    expect(emoset.item('image/2.jpg')).toMatchObject({ label: 'happy', fields: { scene: 'beach', brightness: 2 } });
    const sample = (i: number) => ({
      ...{ _id: { $oid: `${i}` }, filepath: `data/${i}.png`, tags: [], generator: 'clay', site: `s${i}` },
      ground_truth: { _cls: 'Classification', label: word(i), degree: i + 1 },
    });
    const native = await openFiles({
      'samples.json': JSON.stringify({ samples: range(3).map(sample) }),
      ...pictures(...range(3).map((i) => `data/${i}.png`)),
    });
    expect(native.item('data/1.png')).toMatchObject({ generator: 'clay', degree: 2, fields: { site: 's1' } });
  });
});

describe('numbers without a name', () => {
  const files = range(12).map((i) => `${['awe', 'anger', 'fear'][i % 3]}/${i}.png`);

  it('are no classes beside folders that say the emotion (FI: how many agree and disagree)', async () => {
    const rows = files.map((file, i) => `${file.split('/')[1]},${5 - (i % 4)},${i % 4}`);
    const opened = await openFiles({ 'agg.csv': lines(...rows), ...pictures(...files) });
    expect(Object.fromEntries(files.map((file) => [file, opened.labels[file]]))).toEqual(
      Object.fromEntries(files.map((file) => [file, file.startsWith('anger') ? 'angry' : file.split('/')[0]])),
    );
    expect(opened.problems).toEqual([]);
  });

  it('are classes beside names alone, and where folders say nothing', async () => {
    const list = files.map((file, i) => `${file},${i % 4}`);
    const opened = await openFiles({ 'list.csv': lines(...list), ...pictures(...files) });
    expect(opened.benchmark.labels).toEqual(['0', '1', '2', '3']);
    const flat = range(12).map((i) => `${i}.png`);
    const bare = await openFiles({
      'list.csv': lines(...flat.map((name, i) => `${name},${20 + (i % 5)},${i % 4}`)),
      ...pictures(...flat),
    });
    expect(bare.benchmark.labels).toEqual(['0', '1', '2', '3']);
  });
});

describe('a list without a header', () => {
  const four = ['happy', 'sad', 'angry', 'neutral'];

  it('has no first row for one where no file is called just so', async () => {
    const rows = range(8).map((i) => `t_00${i}.jpg ${four[i % 4]!}`);
    const suffixed = pictures(...range(8).map((i) => `img/t_00${i}_aligned.jpg`));
    const opened = await openFiles({ 'list.txt': lines(...rows), ...suffixed });
    expect(Object.values(opened.labels)).toEqual(range(8).map((i) => four[i % 4]));
    expect(opened.problems).toEqual([]);
  });

  it('has none for one where its first picture is missing', async () => {
    const rows = range(8).map((i) => `t_00${i} ${four[i % 4]!}`);
    const opened = await openFiles({
      'list.txt': lines(...rows),
      ...pictures(
        ...range(8)
          .slice(1)
          .map((i) => `t_00${i}.jpg`),
      ),
    });
    expect(Object.values(opened.labels)).toEqual(
      range(8)
        .slice(1)
        .map((i) => four[i % 4]),
    );
    expect(opened.problems).toEqual(['missing-image list.txt:1']);
  });

  it('is none where the header stands once more, or is called as some of its values are', async () => {
    const again = ['photo,mood', '0.png,happy', 'photo,mood', '1.png,sad', '2.png,sad'];
    const twice = await openFiles({ 'l.csv': lines(...again), ...pictures(...names(3)) });
    expect(twice.labels).toEqual({ '0.png': 'happy', '1.png': 'sad', '2.png': 'sad' });
    const options = ['image,A,B,answer', ...range(4).map((i) => `${i}.png,A,B,${'AB'[i % 2]!}`)];
    const asked = await openFiles({ 'l.csv': lines(...options), ...pictures(...names(4)) });
    expect(asked.benchmark.items.length).toBe(4);
    expect(asked.problems).toEqual([]);
  });
});

describe('the parts of the data that a table is called by', () => {
  it('are none where it is called by several, and a number for each picture is no class then (CUB)', async () => {
    const four = ['angry', 'happy', 'sad', 'fear'];
    const paths = range(80).map((i) => `${(i % 4) + 1}.${four[i % 4]!}/img_${i}.jpg`);
    const numbered = (of: (i: number) => unknown) => lines(...range(80).map((i) => `${i + 1} ${String(of(i))}`));
    const opened = await openFiles({
      'images.txt': numbered((i) => paths[i]),
      'image_class_labels.txt': numbered((i) => (i % 4) + 1),
      'classes.txt': lines(...four.map((name, i) => `${i + 1} ${i + 1}.${name}`)),
      'train_test_split.txt': numbered((i) => i % 2),
      ...pictures(...paths.map((path) => `images/${path}`)),
    });
    expect(paths.map((path) => opened.labels[`images/${path}`])).toEqual(range(80).map((i) => four[i % 4]));
    expect(opened.problems).toEqual([]);
    expect(opened.item(`images/${paths[0]!}`)?.split).toBeUndefined();
  });

  it('may stand beside other words in the name of its folder (DFEW)', async () => {
    const table = (from: number) => lines('video_name,label', ...range(4).map((i) => `${from + i},${word(i)}`));
    const opened = await openFiles({
      'split/train(single-labeled)/set_1.csv': table(0),
      'split/test(single-labeled)/set_1.csv': table(4),
      ...pictures(...range(8).map((i) => `clip/${i}.mp4`)),
    });
    expect(range(8).map((i) => opened.item(`clip/${i}.mp4`)?.split)).toEqual(
      range(8).map((i) => (i < 4 ? 'train' : 'test')),
    );
  });
});

describe('a record that is no JSON', () => {
  it('is one fault, and none of its picture, too', async () => {
    const records = range(6).map((i) => JSON.stringify({ file_name: `${i}.png`, label: word(i) }));
    const broken = '{"file_name": "2.png" "label": "happy"}';
    const few = await openFiles({ 'l.jsonl': lines(...records.with(2, broken)), ...pictures(...names(6)) });
    expect(few.problems).toEqual(['bad-row l.jsonl:3']);
    const list = `[\n${records.with(2, broken.replaceAll(' ', '\n')).join(',\n')}\n]`;
    const many = await openFiles({ 'l.json': list, ...pictures(...names(6)) });
    expect(many.problems).toEqual(['bad-row l.json:4']);
    expect(many.labels['2.png']).toBeNull();
  });
});

describe('objects of many lines that follow one another', () => {
  const object = (i: number) => JSON.stringify({ file: `${i}.png`, emotion: word(i) }, undefined, 1);

  it('are a record each', async () => {
    const opened = await openFiles({ 'a.json': lines(...range(6).map(object)), ...pictures(...names(5)) });
    expect(Object.values(opened.labels)).toEqual(range(5).map(word));
    expect(opened.problems).toEqual(['missing-image a.json:21']);
  });

  it('cost no more than themselves where one is broken', async () => {
    const objects = range(6).map(object);
    const broken = objects.with(2, objects[2]!.replace('"file":', '"file"'));
    const open = objects.with(2, objects[2]!.replace('}', ''));
    for (const all of [broken, open]) {
      const opened = await openFiles({ 'a.json': lines(...all), ...pictures(...names(6)) });
      expect(Object.values(opened.labels)).toEqual(range(6).map((i) => (i === 2 ? null : word(i))));
      expect(opened.problems).toEqual(['bad-row a.json:9']);
    }
  });

  it('may hold lists whose objects begin a line, and be broken by the thousand', async () => {
    const listed = (i: number) => `{\n"file": "${i}.png",\n"emotion": "${word(i)}",\n"boxes": [\n{\n"x": 1\n}\n]\n}`;
    const opened = await openFiles({ 'a.json': lines(...range(6).map(listed)), ...pictures(...names(6)) });
    expect(Object.values(opened.labels)).toEqual(range(6).map(word));
    const broken = range(20_000).map((i) => (i < 2 ? object(i) : object(i).replace('}', '')));
    const many = await openFiles({ 'a.json': lines(...broken), ...pictures(...names(2)) });
    expect(Object.values(many.labels)).toEqual(range(2).map(word));
    expect(many.problems.length).toBe(19_998);
  });
});

describe('records deeper in an object', () => {
  const record = (i: number) => ({ file: `${i}.png`, emotion: word(i) });
  const byName = (of: (i: number) => unknown) => Object.fromEntries(range(6).map((i) => [`${i}.png`, of(i)]));
  const info = { version: 1, author: 'x' };
  const documents: Readonly<Record<string, unknown>> = {
    'a map of objects': { info, annotations: byName((i) => ({ emotion: word(i) })) },
    'a map of labels': { info, labels: byName(word) },
    'a map by names of its own (VIA)': {
      _settings: { ui: {} },
      _metadata: Object.fromEntries(
        range(6).map((i) => [`${i}.png123`, { filename: `${i}.png`, attributes: { emotion: word(i) } }]),
      ),
    },
    'a list': { info, classes: ['happy', 'sad'], data: { items: range(6).map(record) } },
  };

  it.each(Object.entries(documents))('are those of %s, on many lines and on one', async (_, document) => {
    for (const space of [undefined, 1]) {
      const text = JSON.stringify(document, undefined, space);
      const opened = await openFiles({ 'ann.json': text, ...pictures(...names(6)) });
      expect(Object.values(opened.labels)).toEqual(range(6).map(word));
      expect(opened.problems).toEqual([]);
    }
  });

  it('have the lines on which they stand', async () => {
    const document = { info, annotations: { ...byName(word), 'gone.png': 'sad' } };
    const opened = await openFiles({ 'ann.json': JSON.stringify(document, undefined, 1), ...pictures(...names(6)) });
    expect(opened.problems).toEqual(['missing-image ann.json:13']);
  });

  it('are none where an object names a picture itself', async () => {
    const one = (i: number) => ({ ...record(i), crops: { left: { file: `l${i}.png` }, right: { file: `r${i}.png` } } });
    const opened = await openFiles({ 'a.json': JSON.stringify(one(0)), ...pictures('0.png', 'l0.png', 'r0.png') });
    expect(opened.labels['0.png']).toBe('happy');
  });
});

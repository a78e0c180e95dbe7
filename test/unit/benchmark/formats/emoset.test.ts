import { describe, expect, it } from 'vitest';
import { jsonList, openFiles, pictures } from './openFiles.ts';

const emotions = ['amusement', 'anger', 'awe', 'contentment', 'disgust', 'excitement', 'fear', 'sadness'];
const info = JSON.stringify({
  emotion: {
    label2idx: Object.fromEntries(emotions.map((name, i) => [name, i])),
    idx2label: Object.fromEntries(emotions.map((name, i) => [String(i), name])),
  },
  brightness: { label2idx: { '0.1': 1 }, idx2label: { 1: '0.1' } },
});
const row = (emotion: string, n: number) => [
  emotion,
  `${emotion}_${n}`,
  `image/${emotion}/${emotion}_${n}.jpg`,
  `annotation/${emotion}/${emotion}_${n}.json`,
];
const picture = (emotion: string, n: number) => `image/${emotion}/${emotion}_${n}.jpg`;

describe('EmoSet', () => {
  it('opens as published', async () => {
    const opened = await openFiles({
      'info.json': info,
      'train.json': jsonList([row('amusement', 1), row('anger', 1)]),
      'val.json': jsonList([row('fear', 1)]),
      'test.json': JSON.stringify([row('sadness', 1)]),
      'annotation/anger/anger_1.json': '{"image_id": "anger_1", "emotion": "anger", "brightness": 0.1}',
      ...pictures(picture('amusement', 1), picture('anger', 1), picture('fear', 1), picture('sadness', 1)),
    });
    expect(opened.format).toBe('emoset');
    expect(opened.problems).toEqual([]);
    expect(opened.labels).toEqual({
      [picture('amusement', 1)]: 'amusement',
      [picture('anger', 1)]: 'angry',
      [picture('fear', 1)]: 'fear',
      [picture('sadness', 1)]: 'sad',
    });
    expect(opened.benchmark.labels).toEqual(['sad', 'angry', 'amusement', 'fear']);
    expect(opened.item(picture('fear', 1))?.split).toBe('val');
    expect(opened.item(picture('anger', 1))).toMatchObject({
      labelAsWritten: 'anger',
      row: { file: 'train.json', line: 3 },
    });
  });

  it('opens one folder deeper, with slashes of Windows, a byte order mark and numbers for emotions', async () => {
    const opened = await openFiles({
      'EmoSet-118K/info.json': `\ufeff${info}`,
      'EmoSet-118K/train.json': `\ufeff${jsonList([
        ['1', 'a', 'image\\anger\\a.jpg', 'annotation\\anger\\a.json'],
        [7, 'b', 'D:\\data\\EmoSet\\image\\sadness\\b.jpg', ''],
      ])}`,
      ...pictures('EmoSet-118K/image/anger/a.jpg', 'EmoSet-118K/image/sadness/b.jpg'),
    });
    expect(opened.format).toBe('emoset');
    expect(opened.problems).toEqual([]);
    expect(Object.values(opened.labels)).toEqual(['angry', 'sad']);
  });

  const annotated = (count: number) => {
    const of = Array.from({ length: count }, (_none, i) => i);
    return openFiles({
      'info.json': info,
      'train.json': jsonList(of.map((i) => row('anger', i))),
      ...Object.fromEntries(
        of.map((i) => [
          `annotation/anger/anger_${i}.json`,
          JSON.stringify({
            image_id: `anger_${i}`,
            emotion: 'fear',
            brightness: i / 10,
            scene: 'beach',
            object: ['Car'],
          }),
        ]),
      ),
      ...(count < 100 && { 'annotation/anger/anger_5.json': '{"brightness": ' }),
      ...pictures(...of.map((i) => picture('anger', i))),
    });
  };

  it('reads what annotations of single pictures say besides the emotion', async () => {
    const opened = await annotated(9);
    expect(opened.format).toBe('emoset');
    expect(opened.problems).toEqual(['bad-row annotation/anger/anger_5.json:1']);
    expect(new Set(Object.values(opened.labels))).toEqual(new Set(['angry']));
    expect(opened.item(picture('anger', 3))).toMatchObject({
      row: { file: 'train.json', line: 5 },
      fields: { brightness: 0.3, scene: 'beach', object: '["Car"]' },
    });
    expect(opened.item(picture('anger', 3))?.fields).not.toHaveProperty('image_id');
    expect(opened.benchmark.unread).toBeUndefined();
  });

  it('leaves annotations of single pictures out where there are too many to read with each opening, and says so', async () => {
    const opened = await annotated(2001);
    expect(opened.labels[picture('anger', 3)]).toBe('angry');
    expect(opened.item(picture('anger', 3))?.fields).toBeUndefined();
    expect(opened.benchmark.unread).toEqual({ files: 'annotation/anger/*.json', count: 2001 });
  });

  it('names each fault with its line', async () => {
    const opened = await openFiles({
      'info.json': info,
      'train.json': jsonList([
        row('anger', 1),
        row('anger', 9),
        ['boredom', 'x', picture('fear', 1)],
        ['fear', 'anger_1', picture('fear', 2), ''],
        '["fear", "y", "image/fear/fear_1.jpg"',
        ['fear', 'z', '../secret.jpg', ''],
        row('anger', 1),
        ['awe', 'anger_1', picture('anger', 1), ''],
        {},
      ]),
      'test.json': jsonList([['disgust', 'anger_1', picture('anger', 1), '']]),
      ...pictures(picture('anger', 1), picture('fear', 1), picture('fear', 2), 'image/fear/stray.jpg'),
    });
    expect(opened.problems).toEqual([
      'missing-image train.json:3',
      'duplicate-id train.json:5',
      'bad-row train.json:6',
      'outside-root train.json:7',
      'duplicate-id train.json:8',
      'conflicting-label train.json:9',
      'bad-row train.json:10',
      'conflicting-label test.json:2',
      'image-without-row image/fear/stray.jpg',
      'unknown-label train.json:4',
    ]);
    expect(opened.labels).toEqual({
      [picture('anger', 1)]: 'angry',
      [picture('fear', 1)]: null,
      [picture('fear', 2)]: 'fear',
      'image/fear/stray.jpg': null,
    });
  });
});

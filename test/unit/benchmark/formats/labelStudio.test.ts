import { describe, expect, it } from 'vitest';
import { jsonList, openFiles, pictures } from './openFiles.ts';

const choice = (label: string | string[], from_name = 'emotion') => ({
  id: 'x',
  from_name,
  to_name: 'image',
  type: 'choices',
  value: { choices: [label].flat() },
});
const rating = (value: number, from_name = 'intensity') => ({
  from_name,
  to_name: 'image',
  type: 'rating',
  value: { rating: value },
});
const number = (value: number, from_name = 'quality') => ({
  from_name,
  to_name: 'image',
  type: 'number',
  value: { number: value },
});
const annotation = (completed_by: number, result: unknown[], more = {}) => ({
  id: completed_by,
  completed_by,
  lead_time: 2,
  was_cancelled: false,
  ground_truth: false,
  result,
  ...more,
});
const task = (id: number, image: string, annotations: unknown[], more = {}) => ({
  id,
  data: { image },
  annotations,
  predictions: [],
  ...more,
});

describe('Label Studio', () => {
  it('opens an export with one person, choices and ratings', async () => {
    const opened = await openFiles({
      'export.json': jsonList([
        task(1, 'images/1.png', [annotation(1, [choice('Happy'), rating(4), number(71.5)])]),
        task(2, '/data/upload/3/0a1b2c3d-2.png', [annotation(1, [choice('SAD'), rating(2), number(40)])]),
        task(3, '/data/local-files/?d=faces%2Fimages%2F3.png', [annotation(1, [choice('angry')])]),
        task(4, 's3://bucket/images/4.png', []),
        task(5, 'images/5.png', [annotation(1, [choice('sad')], { was_cancelled: true })]),
      ]),
      ...pictures('images/1.png', 'images/2.png', 'images/3.png', 'images/4.png', 'images/5.png'),
    });
    expect(opened.format).toBe('label-studio');
    expect(opened.problems).toEqual([]);
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad', 'angry', null, null]);
    expect(opened.item('images/1.png')).toMatchObject({
      degree: 4,
      quality: 71.5,
      row: { file: 'export.json', line: 2 },
    });
    expect(opened.item('images/1.png')?.votes).toBeUndefined();
  });

  it('takes several annotations for raters: the majority, and no label for a tie', async () => {
    const opened = await openFiles({
      'set/export.json': `\ufeff${JSON.stringify(
        [
          task(1, 'images\\1.png', [
            annotation(1, [choice('Happy'), rating(4)]),
            annotation(2, [choice('HAPPINESS'), rating(5)]),
            annotation(3, [choice('sad')]),
          ]),
          task(2, 'images\\2.png', [annotation(1, [choice('sad')]), annotation(2, [choice('happy')])]),
          task(3, 'images\\3.png', [
            annotation(1, [choice('sad')]),
            annotation(2, [choice('happy')], { was_cancelled: true }),
          ]),
        ],
        undefined,
        2,
      )}`,
      ...pictures('set/images/1.png', 'set/images/2.png', 'set/images/3.png'),
    });
    expect(opened.format).toBe('label-studio');
    expect(opened.problems).toEqual([]);
    expect(Object.values(opened.labels)).toEqual(['happy', null, 'sad']);
    expect(opened.item('set/images/1.png')).toMatchObject({ votes: { happy: 2, sad: 1 }, degree: 4.5 });
    expect(opened.item('set/images/2.png')?.votes).toEqual({ happy: 1, sad: 1 });
  });

  it('counts several controls as tasks, the one with emotions as the label', async () => {
    const opened = await openFiles({
      'a.json': jsonList([
        task(1, '1.png', [annotation(1, [choice('outdoor', 'scene'), choice('happy', 'mood')])]),
        task(2, '2.png', [annotation(1, [choice('indoor', 'scene'), choice('sad', 'mood')])]),
      ]),
      ...pictures('1.png', '2.png'),
    });
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad']);
    expect(opened.item('1.png')?.tasks).toEqual({ mood: 'happy', scene: 'outdoor' });
  });

  it('opens a JSON_MIN export', async () => {
    const row = (id: number, image: string, emotion: string, annotator: number) => ({
      image,
      id,
      emotion,
      intensity: 3,
      annotator,
      annotation_id: 10 * id + annotator,
      lead_time: 1.5,
      created_at: '2025-01-01',
      updated_at: '2025-01-01',
    });
    const opened = await openFiles({
      'min.json': jsonList([
        row(1, '1.png', 'Happy', 1),
        row(1, '1.png', 'happy', 2),
        row(1, '1.png', 'sad', 3),
        row(2, '2.png', 'sad', 1),
      ]),
      ...pictures('1.png', '2.png'),
    });
    expect(opened.format).toBe('label-studio');
    expect(opened.problems).toEqual([]);
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad']);
    expect(opened.item('1.png')?.votes).toEqual({ happy: 2, sad: 1 });
  });

  it('names each fault with its line', async () => {
    const fine = Array.from({ length: 9 }, (_, i) =>
      task(100 + i, `images/f${i}.png`, [annotation(1, [choice('happy'), rating(3)])]),
    );
    const opened = await openFiles({
      'export.json': jsonList([
        task(1, 'images/1.png', [annotation(1, [choice('Happy')])]),
        task(2, 'images/gone.png', [annotation(1, [choice('sad')])]),
        task(1, 'images/2.png', [annotation(1, [choice('sad')])]),
        task(4, 'images/1.png', [annotation(1, [choice('angry')])]),
        '{"id": 5, "data": {"image": "images/3.png"',
        task(6, '../3.png', [annotation(1, [choice('sad')])]),
        task(7, 'images/3.png', [annotation(1, [choice('hapy'), rating(90)])]),
        { id: 8, data: {}, annotations: [] },
        task(9, 'images/1.png', [annotation(1, [choice('happy')])]),
        ...fine,
      ]),
      ...pictures(
        'images/1.png',
        'images/2.png',
        'images/3.png',
        'images/4.png',
        ...fine.map((_, i) => `images/f${i}.png`),
      ),
    });
    expect(opened.problems).toEqual([
      'missing-image export.json:3',
      'duplicate-id export.json:4',
      'conflicting-label export.json:5',
      'bad-row export.json:6',
      'outside-root export.json:7',
      'bad-row export.json:9',
      'duplicate-id export.json:10',
      'image-without-row images/4.png',
      'unknown-label export.json:8',
      'number-out-of-range export.json:8',
    ]);
    expect(opened.labels).toMatchObject({ 'images/1.png': 'happy', 'images/2.png': 'sad', 'images/3.png': null });
  });
});

import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const list = (records: readonly unknown[]) =>
  records.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(',\n');
/** `images` begin on line 3, `annotations` two lines behind them. */
const file = (images: readonly unknown[], annotations: readonly unknown[], categories: readonly unknown[] = emotions) =>
  `{"info": {}, "categories": ${JSON.stringify(categories)},\n"images": [\n${list(images)}\n],\n"annotations": [\n${list(annotations)}\n]}\n`;
const emotions = [
  { id: 1, name: 'Happiness' },
  { id: 2, name: 'sad' },
  { id: 3, name: 'face' },
];
const image = (id: number, file_name: string) => ({ id, file_name, width: 8, height: 8 });
const box = (id: number, image_id: number, category_id: number, more = {}) => ({
  id,
  image_id,
  category_id,
  bbox: [0, 0, 4, 4],
  area: 16,
  iscrowd: 0,
  ...more,
});

describe('COCO', () => {
  it('takes the emotion of the only box of a picture for its label', async () => {
    const opened = await openFiles({
      'annotations/instances_val2017.json': file(
        [image(1, 'a.png'), image(2, 'b.png'), image(3, 'c.png'), image(4, 'd.png'), image(5, 'e.png')],
        [
          box(1, 1, 1),
          box(2, 2, 2),
          box(3, 3, 1),
          box(4, 3, 1),
          box(5, 4, 3),
          box(6, 5, 3, { attributes: { emotion: 'sad' } }),
        ],
      ),
      ...pictures('images/a.png', 'images/b.png', 'images/c.png', 'images/d.png', 'images/e.png'),
    });
    expect(opened.format).toBe('coco');
    expect(opened.problems).toEqual([]);
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad', null, null, 'sad']);
    expect(opened.item('images/a.png')).toMatchObject({ split: 'val', fields: { boxes: 1 }, row: { line: 10 } });
    expect(opened.item('images/c.png')?.fields).toEqual({ boxes: 2 });
  });

  it('opens one folder deeper, with slashes of Windows and a byte order mark, on one line', async () => {
    const opened = await openFiles({
      'set/faces.json': `\ufeff${JSON.stringify({ images: [image(1, 'images\\a.png'), image(2, 'C:\\x\\images\\b.png')], annotations: [box(1, 2, 2), box(2, 1, 1)], categories: emotions })}`,
      ...pictures('set/images/a.png', 'set/images/b.png'),
    });
    expect(opened.format).toBe('coco');
    expect(opened.labels).toEqual({ 'set/images/a.png': 'happy', 'set/images/b.png': 'sad' });
    expect(opened.problems).toEqual([]);
  });

  it('names each fault with its line', async () => {
    const opened = await openFiles({
      'coco.json': file(
        [
          image(1, 'a.png'),
          image(2, 'gone.png'),
          image(1, 'b.png'),
          '{"id": 3, "file_name": }',
          image(4, '../x.png'),
          image(5, 'a.png'),
          image(6, 'a.png'),
        ],
        [box(1, 1, 1), box(2, 77, 1), box(3, 5, 2), box(4, 6, 1), '{"id": 5', box(6, 2, 9)],
      ),
      ...pictures('images/a.png', 'images/b.png', 'images/c.png'),
    });
    expect(opened.problems).toEqual([
      'missing-image coco.json:4',
      'duplicate-id coco.json:5',
      'bad-row coco.json:6',
      'outside-root coco.json:7',
      'missing-image coco.json:13',
      'conflicting-label coco.json:14',
      'duplicate-id coco.json:15',
      'bad-row coco.json:16',
      'unknown-label coco.json:17',
      'image-without-row images/c.png',
    ]);
    expect(opened.labels).toEqual({ 'images/a.png': 'happy', 'images/b.png': null, 'images/c.png': null });
  });
});

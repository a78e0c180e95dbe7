import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const labels = (lines: readonly string[], classes = '["happy", "sad", "angry"]') =>
  `{\n  "classes": ${classes},\n  "labels": {\n    ${lines.join(',\n    ')}\n  }\n}\n`;

describe('FiftyOne', () => {
  it('opens a classification data set with targets of every kind', async () => {
    const opened = await openFiles({
      'labels.json': labels([
        '"a": 0',
        '"b.png": "sad"',
        '"c": {"label": "angry", "confidence": 0.9}',
        '"d": null',
        '"e": [2]',
        '"f": ["happy", "sad"]',
      ]),
      ...pictures('data/a.png', 'data/b.png', 'data/c.png', 'data/d.png', 'data/e.png', 'data/f.png'),
    });
    expect(opened.format).toBe('fiftyone');
    expect(opened.problems).toEqual([]);
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad', 'angry', null, 'angry', null]);
    expect(opened.item('data/f.png')?.votes).toEqual({ happy: 1, sad: 1 });
    expect(opened.item('data/b.png')?.row).toEqual({ file: 'labels.json', line: 5 });
  });

  it('opens targets that are texts, in splits, one folder deeper', async () => {
    const opened = await openFiles({
      'set/train/labels.json': '\ufeff{"classes": null, "labels": {"x/1": "Happiness", "x\\\\2": "SAD"}}',
      'set/validation/labels.json': '{"labels": {"1": "sad"}}',
      ...pictures('set/train/data/x/1.png', 'set/train/data/x/2.png', 'set/validation/data/1.png'),
    });
    expect(opened.format).toBe('fiftyone');
    expect(opened.problems).toEqual([]);
    expect(opened.labels).toEqual({
      'set/train/data/x/1.png': 'happy',
      'set/train/data/x/2.png': 'sad',
      'set/validation/data/1.png': 'sad',
    });
    expect(opened.item('set/validation/data/1.png')?.split).toBe('validation');
  });

  it('opens a native data set', async () => {
    const truth = (label: string) => ({ _id: { $oid: '1' }, _cls: 'Classification', tags: [], label });
    const sample = (filepath: string, ground_truth: unknown, more = {}) => ({
      _id: { $oid: '1' },
      filepath,
      tags: ['test'],
      ground_truth,
      ...more,
    });
    const guess = { _cls: 'Classification', label: 'angry', confidence: 0.4 };
    const opened = await openFiles({
      'metadata.json': '{"name": "faces", "media_type": "image"}',
      'samples.json': `{"samples": [\n${[
        sample('data/1.png', truth('happy'), { guess }),
        sample('/home/me/faces/data/2.png', truth('sad'), { guess }),
        sample('data\\3.mp4', null, { _media_type: 'video' }),
        sample('data/4.png', truth('sad')),
      ]
        .map((one) => JSON.stringify(one))
        .join(',\n')}\n]}`,
      ...pictures('data/1.png', 'data/2.png', 'data/3.mp4'),
    });
    expect(opened.format).toBe('fiftyone');
    expect(opened.labels).toEqual({ 'data/1.png': 'happy', 'data/2.png': 'sad', 'data/3.mp4': null });
    expect(opened.problems).toEqual(['missing-image samples.json:5']);
    expect(opened.item('data/1.png')).toMatchObject({ split: 'test', row: { line: 2 } });
    expect(opened.item('data/3.mp4')?.media).toBe('video');
  });

  it('names each fault with its line', async () => {
    const opened = await openFiles({
      'labels.json': labels([
        '"a": 0', // line 4
        '"gone": 1',
        '"b": 7',
        '"c": "bored"',
        '"a": 0',
        '"a": 1',
        '"d": {',
        '"../../e": 0',
        '"d": 2',
      ]),
      ...pictures('data/a.png', 'data/b.png', 'data/c.png', 'data/d.png', 'data/z.png'),
    });
    expect(opened.problems).toEqual([
      'missing-image labels.json:5',
      'duplicate-id labels.json:8',
      'conflicting-label labels.json:9',
      'bad-row labels.json:10',
      'outside-root labels.json:11',
      'image-without-row data/z.png',
      'unknown-label labels.json:6',
      'unknown-label labels.json:7',
    ]);
    expect(Object.values(opened.labels)).toEqual(['happy', null, null, 'angry', null]);
  });

  it('reads what there is of a file that is cut off', async () => {
    const opened = await openFiles({
      'labels.json': labels(['"a": 0', '"b": "sad"']).slice(0, -10),
      ...pictures('data/a.png', 'data/b.png'),
    });
    expect(opened.format).toBe('fiftyone');
    expect(opened.labels).toEqual({ 'data/a.png': 'happy', 'data/b.png': null });
    expect(opened.problems).toContain('bad-row labels.json:5');
  });
});

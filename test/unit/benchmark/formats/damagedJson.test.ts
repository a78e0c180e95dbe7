import { describe, expect, it } from 'vitest';
import { readJsonRecords } from '../../../../src/core/benchmark/tables/jsonRecords.ts';
import { openFiles, pictures } from './openFiles.ts';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const word = (i: number) => ['happy', 'sad'][i % 2]!;
const records = range(8).map((i) => {
  const said = (id: number) => ({ emotion: word(i), by: { id } });
  return { image: `${i}.png`, said: [said(1), said(2), said(3)] };
});
const text = JSON.stringify(records);
const place = (inside: string) => text.indexOf(inside);
const namesOf = (broken: string) =>
  readJsonRecords(broken).records.map(({ value }) => (value as { readonly image?: string }).image);
const all = records.map(({ image }) => image);

describe('a JSON text on one line', () => {
  it.each(range(11).map((i) => i + 1))('that is cut off after %i twelfths of it has one fault', (twelfths) => {
    const cut = text.slice(0, Math.floor((text.length * twelfths) / 12));
    const { records: read, badLines } = readJsonRecords(cut);
    expect(badLines).toEqual([1]);
    expect(read.map(({ value }) => value)).toEqual(records.filter((one) => cut.includes(JSON.stringify(one))));
  });

  it.each([
    ['a bracket that is missing', (at: number) => text.slice(0, at) + text.slice(at).replace(']', '')],
    ['a brace that is missing', (at: number) => text.slice(0, at) + text.slice(at).replace('}', '')],
    ['a quote too many', (at: number) => `${text.slice(0, at + 12)}"${text.slice(at + 12)}`],
    ['a letter too many', (at: number) => `${text.slice(0, at + 1)}x${text.slice(at + 1)}`],
  ])('with %s loses the one record', (_, damage) => {
    const broken = damage(place('{"image":"3.png"'));
    expect(namesOf(broken)).toEqual(all.filter((name) => name !== '3.png'));
    expect(readJsonRecords(broken).badLines).toEqual([1]);
  });
});

describe('a document of COCO with something broken', () => {
  const images = range(6).map((id) => ({ id, file_name: `${id}.png` }));
  const annotations = range(6).map((id) => ({ id, image_id: id, category_id: id % 2, bbox: [0, 0, 1, 1] }));
  const categories = range(2).map((id) => ({ id, name: word(id) }));
  const whole = JSON.stringify({ images, annotations, categories });

  it.each([
    ['images', '{"id":2,"file_name"', [1]],
    ['annotations', '{"id":2,"image_id"', [0]],
  ])('among its %s keeps the labels of the others', async (_, at, lost) => {
    const start = whole.indexOf(at);
    const opened = await openFiles({
      'coco.json': `${whole.slice(0, start + 4)}"${whole.slice(start + 4)}`,
      ...pictures(...range(6).map((i) => `${i}.png`)),
    });
    expect(opened.format).toBe('coco');
    expect(Object.values(opened.labels)).toEqual(range(6).map((i) => (i === 2 ? null : word(i))));
    expect(opened.problems.filter((one) => one.startsWith('bad-row'))).toHaveLength(1);
    expect(opened.problems.filter((one) => one.startsWith('missing-image'))).toHaveLength(lost[0]!);
  });
});

describe('one character that is wrong', () => {
  const faces = range(40).map((i) => ({
    image: `pic_${i}.png`,
    emotion: ['happy', 'sad', 'angry', 'worry'][i % 4]!,
    valence: i / 10,
    tags: ['x', `t${i}`],
    meta: { who: `rater ${i}`, ok: i % 2 === 0 },
  }));
  const byName = Object.fromEntries(faces.map(({ image, ...others }) => [image, others]));

  /** The same numbers each time (Numerical Recipes, 7.1). */
  function draws(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  function damaged(whole: string, draw: (below: number) => number): string {
    const at = draw(whole.length);
    const sign = '{}[]",:\\ae0 \n'[draw(13)]!;
    return whole.slice(0, at) + ['', sign, sign + whole[at]!][draw(3)]! + whole.slice(at + 1);
  }

  it.each([
    ['a list on one line', JSON.stringify(faces)],
    ['a list on many lines', JSON.stringify(faces, undefined, 2)],
    ['a list in an object', JSON.stringify({ data: faces })],
    ['an object by names', JSON.stringify(byName)],
  ])('costs two records of %s at most', (_, whole) => {
    const draw = draws(7);
    const costly: string[] = [];
    for (let n = 0; n < 1500; n++) {
      const broken = damaged(whole, draw);
      const read = readJsonRecords(broken).records.map(({ key, value }) => JSON.stringify({ key, value }));
      const kept = faces.filter((_face, i) => read.some((one) => one.includes(`"who":"rater ${i}"`)));
      if (kept.length < faces.length - 2) costly.push(broken);
    }
    expect(costly).toEqual([]);
  });

  it('in a name of the first record makes no column of its own the label', async () => {
    const misspelt = JSON.stringify(faces).replace('"emotion"', '"emo:tion"');
    const opened = await openFiles({ 'faces.json': misspelt, ...pictures(...faces.map(({ image }) => image)) });
    expect(opened.labels['pic_1.png']).toBe('sad');
    expect(Object.values(opened.labels).filter((label) => label === null)).toHaveLength(1);
  });
});

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

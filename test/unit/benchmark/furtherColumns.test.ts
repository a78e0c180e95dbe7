import { describe, expect, it } from 'vitest';
import { fieldNumber } from '../../../src/core/benchmark/fieldColumns.ts';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import { openFiles, pictures } from './formats/openFiles.ts';

const names = Array.from({ length: 12 }, (_, i) => `p${i}.png`);
const label = (i: number) => ['happy', 'sad', 'angry'][i % 3]!;

/** A CSV of pictures and labels with further columns, each given by its value for a row. */
function table(columns: Readonly<Record<string, (i: number) => string>>, delimiter = ','): string {
  const head = ['image', 'emotion', ...Object.keys(columns)].join(delimiter);
  const rows = names.map((name, i) =>
    [name, label(i), ...Object.values(columns).map((value) => value(i))].join(delimiter),
  );
  return `${[head, ...rows].join('\n')}\n`;
}

async function fieldsOf(text: string, name = 'labels.csv') {
  const opened = await openFiles({ [name]: text, ...pictures(...names) });
  expect(opened.problems).toEqual([]);
  return { first: opened.item('p1.png')?.fields, table: opened.benchmark.items, all: opened };
}

describe('further columns', () => {
  it('are what ids, tables of the release and images of COCO say beside', async () => {
    const rows = names.map((name, i) => `${name},${label(i)},${i / 4},f${i % 2},s-${i}`);
    const memo = await openFiles({
      'annotation_emo.csv': ['Image,Distortions,Score,Sex,Sitter', ...rows].join('\n'),
      ...pictures(...names.map((name) => `dataset/${name}`)),
    });
    expect(memo.item('dataset/p1.png')).toMatchObject({ degree: 0.25, fields: { Sex: 'f1', Sitter: 's-1' } });
    const { first } = await fieldsOf(table({ image_id: (i) => String(700 + i), sex: (i) => 'fm'[i % 2]! }));
    expect(first).toEqual({ image_id: 701, sex: 'm' });
    const coco = await openFiles({
      'faces.json': JSON.stringify({
        images: names.map((file_name, id) => ({ id, file_name, width: 2, height: 2, scene: `s${id}` })),
        categories: [{ id: 1, name: 'happy' }],
        annotations: names.map((_, i) => ({
          id: i,
          image_id: i,
          category_id: 1,
          bbox: [0, 0, 1, 1],
          attributes: { age: i },
        })),
      }),
      ...pictures(...names),
    });
    expect(coco.item('p1.png')).toMatchObject({ label: 'happy', fields: { boxes: 1, scene: 's1', age: 1 } });
  });
});

describe('further columns of a table', () => {
  it('are numbers where they hold nothing else, and text as written where they do', async () => {
    const { first, table: items } = await fieldsOf(
      table({
        valence: (i) => (i / 16 - 0.5).toFixed(4),
        arousal: (i) => (i === 3 ? 'NaN' : String(-i)),
        age: (i) => String(20 + (i % 3)),
        conf: (i) => (i === 2 ? '' : '1e-3'),
        code: (i) => `00${i}`,
        serial: (i) => `12345678901234567${i}`,
        size: (i) => (i === 11 ? '12 px' : '0.50'),
        gender: (i) => 'FM'[i % 2]!,
        note: (i) => `seen by ${i}`,
      }),
    );
    expect(first).toEqual({
      ...{ valence: -0.4375, arousal: -1, age: 21, conf: 0.001, code: '001', serial: '123456789012345671' },
      ...{ size: '0.50', gender: 'M', note: 'seen by 1' },
    });
    expect(items.at(3)?.fields).not.toHaveProperty('arousal');
    expect(items.column('field:valence')?.kind).toBe('number');
    expect(items.column('field:age')).toMatchObject({ kind: 'choice', values: ['20', '21', '22'], isNumeric: true });
    expect(ItemTable.from(structuredClone(items.parts)).at(1)?.fields).toEqual(first);
    expect(ItemTable.of([...items]).map(({ fields }) => fields)).toEqual(items.map(({ fields }) => fields));
  });

  it('stay text where a later row is no number, with what was read before', async () => {
    const rows = Array.from({ length: 900 }, (_, i) => `${i}.png,${label(i)},${i === 899 ? 'n/k' : i / 4},${i / 8}`);
    const all = Array.from({ length: 900 }, (_, i) => `${i}.png`);
    const opened = await openFiles({ 'a.csv': ['image,emotion,x,y', ...rows].join('\n'), ...pictures(...all) });
    expect(opened.item('3.png')?.fields).toEqual({ x: '0.75', y: 0.375 });
    expect(opened.item('899.png')?.fields).toEqual({ x: 'n/k', y: 112.375 });
  });

  it('have decimal commas where these separate no fields or stand in quotes, and come from records and from several tables', async () => {
    const semicolons = await fieldsOf(table({ valence: (i) => `0,${i}5`, arousal: (i) => `${i},5` }, ';'));
    expect(semicolons.first).toEqual({ valence: 0.15, arousal: 1.5 });
    const quoted = await fieldsOf(table({ valence: (i) => `"0,${i}5"`, size: (i) => `"${i},234"` }));
    expect(quoted.first).toEqual({ valence: 0.15, size: '1,234' });
    const records = names.map((image, i) => {
      return { image, emotion: label(i), valence: i / 8, meta: { age: 30 + i, ok: i > 0 }, tags: ['a', 'b'] };
    });
    expect((await fieldsOf(records.map((one) => JSON.stringify(one)).join('\n'), 'a.jsonl')).first).toEqual({
      ...{ valence: 0.125, 'meta.age': 31, 'meta.ok': 'true', tags: '["a","b"]' },
    });
    const joined = await openFiles({
      'a.csv': table({ valence: (i) => String(i / 8) }),
      'b.csv': `image,age\n${names.map((name, i) => `${name},${i + 30.5}`).join('\n')}`,
      ...pictures(...names),
    });
    expect(joined.item('p1.png')?.fields).toEqual({ valence: 0.125, age: 31.5 });
  });

  it('are no vectors, documents or objects, which nobody asks for by their values', async () => {
    const vector = Object.fromEntries(Array.from({ length: 40 }, (_, d) => [`f${d}`, (i: number) => `${i / 8 + d}`]));
    const { first } = await fieldsOf(
      table({ ...vector, landmarks: (i) => Array.from({ length: 136 }, (_, d) => `${i + d}.5`).join(';'), u: String }),
    );
    expect(first).toEqual({ u: 1 });
  });

  it('say of a text whether it is a number that stays the same', () => {
    const read = ['0.5', '-3', '.5', '1e3', '0', '-0.25', '007', '1e999', '9007199254740993', '1,5', 'x', ''];
    expect(read.map((text) => fieldNumber(text))).toEqual([0.5, -3, 0.5, 1000, 0, -0.25, NaN, NaN, NaN, NaN, NaN, NaN]);
    expect(fieldNumber('1,5', ';')).toBe(1.5);
    // Where commas separate fields, one before three digits may separate thousands.
    const quoted = ['1,5', '-0,125', '2,25', '3,66667', '1,234', '1,234,567', '00,5', ',5'];
    expect(quoted.map((text) => fieldNumber(text, ','))).toEqual([1.5, -0.125, 2.25, 3.66667, NaN, NaN, NaN, NaN]);
  });
});

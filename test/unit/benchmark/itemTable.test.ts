import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/core/benchmark/item.ts';
import { itemAtPlace } from '../../../src/core/benchmark/itemColumns.ts';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import { seededRandom } from '../../../src/core/scoring/resampling.ts';

const random = seededRandom(7);
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
const odd = ['', 'a', 'Ä', '开心', 'é', 'x\0y', '\n', '__proto__', 'constructor', '"', '\u{1f600}', 'a'.repeat(2000)];

function anyItem(index: number): Item {
  const id = `${pick(odd)}/${index}`;
  const maybe = <K extends keyof Item>(field: K, value: () => Item[K]) => (random() < 0.5 ? {} : { [field]: value() });
  return {
    id,
    path: id,
    ...maybe('label', () => pick(odd)),
    ...maybe('labelAsWritten', () => pick(odd)),
    ...maybe('degree', () => pick([0, -0, 1.5, Infinity, 1e-9])),
    ...maybe('quality', () => pick([0, -3, 4.25])),
    ...maybe('generator', () => pick(odd)),
    ...maybe('prompted', () => pick(odd)),
    ...maybe('prompt', () => String(Math.floor(random() * 5))),
    ...maybe('seed', () => `${index}-${random()}`),
    ...maybe('split', () => pick(['train', 'test'])),
    ...maybe('text', () => pick(odd)),
    ...maybe('media', () => 'video' as const),
    ...maybe('votes', () => ({ happy: 2, [pick(odd)]: 1 })),
    ...maybe('tasks', () => ({ valence: pick(odd), [pick(odd)]: pick(odd) })),
    ...maybe('fields', () => ({ [pick(odd)]: pick(odd) })),
    ...maybe('embedded', () => ({
      file: pick(odd),
      column: pick(odd),
      row: index,
      ...(random() < 0.5 && { start: 2 ** 40, length: 7 }),
    })),
    ...maybe('row', () => ({ file: pick(odd), line: 1 + Math.floor(random() * 9) })),
  };
}

const items = Array.from({ length: 3000 }, (_, i) => anyItem(i));
const table = ItemTable.of(items);

describe('a table of items', () => {
  it('gives back the items that it was made of, with the same fields and no others', () => {
    expect([...table]).toStrictEqual(items);
    expect([...ItemTable.from(structuredClone(table.parts))]).toStrictEqual(items);
    expect(table.map((item) => Object.keys(item).sort())).toEqual(items.map((item) => Object.keys(item).sort()));
  });

  it('reads like the array', () => {
    const few = items.slice(0, 7);
    const of = ItemTable.of(few);
    const isLabelled = (item: Item) => item.label !== undefined;
    for (const at of [-8, -7, -1, 0, 6, 7, 1.5, NaN]) expect([at, of.at(at)]).toEqual([at, few.at(at)]);
    for (const [from, to] of [[1, 3], [-2], [5, 2], [0, 99], [-99, -1]] as const) {
      expect(of.slice(from, to)).toEqual(few.slice(from, to));
    }
    expect(of.slice()).toEqual(few);
    expect([...of.entries()]).toEqual([...few.entries()]);
    expect(of.filter(isLabelled)).toEqual(few.filter(isLabelled));
    expect(of.find(isLabelled)).toEqual(few.find(isLabelled));
    expect(of.findIndex(isLabelled)).toBe(few.findIndex(isLabelled));
    expect(of.some(isLabelled)).toBe(few.some(isLabelled));
    expect(of.every(isLabelled)).toBe(few.every(isLabelled));
    expect(of.flatMap((item, i) => (i % 2 === 0 ? [item.id, i] : i))).toEqual(
      few.flatMap((item, i) => (i % 2 === 0 ? [item.id, i] : i)),
    );
    expect(of.reduce((sum, item, i) => sum + item.id + i, '')).toBe(
      few.reduce((sum, item, i) => sum + item.id + i, ''),
    );
  });

  it('finds the place of an id and no other one', () => {
    for (const [i, { id }] of items.entries()) expect(table.indexOf(id)).toBe(i);
    for (const id of ['', 'a', '/', 'a/3000', `${items[0]!.id}x`, '\0']) expect(table.indexOf(id)).toBe(-1);
    expect(ItemTable.of([]).indexOf('a')).toBe(-1);
    expect(ItemTable.of([]).at(0)).toBeUndefined();
  });

  it('keeps ids in one string, from any place of which the item is found', () => {
    const small = ItemTable.of(['ab/1.png', 'ab/12.png', 'c'].map((id) => ({ id, path: id })));
    const { all } = small.ids;
    expect(itemAtPlace(small.ids, all.indexOf('12'))).toBe(1);
    expect(itemAtPlace(small.ids, all.indexOf('c'))).toBe(2);
    expect(all.includes('pngab')).toBe(false);
  });

  it('has columns of the fields that some item has', () => {
    const small = ItemTable.of([
      { id: 'a', path: 'a', label: 'happy', degree: 2, fields: { country: 'x' }, text: 'long ago' },
      { id: 'b', path: 'b', label: 'sad' },
      { id: 'c', path: 'c', label: 'happy', tasks: { style: 'oil' } },
    ]);
    expect([...small.fieldNames].sort()).toEqual(['degree', 'field:country', 'id', 'label', 'task:style', 'text']);
    expect(small.column('label')).toEqual({
      kind: 'choice',
      values: ['happy', 'sad'],
      codes: new Uint16Array([1, 2, 1]),
    });
    expect(small.column('degree')).toEqual({ kind: 'number', values: new Float64Array([2, NaN, NaN]) });
    expect(small.column('field:country')).toMatchObject({ values: ['x'], codes: new Uint16Array([1, 0, 0]) });
    const text = small.column('text');
    expect(text?.kind === 'text' && [0, 1, 2].map((i) => text.at(i))).toEqual(['long ago', undefined, undefined]);
    for (const name of ['quality', 'nothing', '__proto__', 'constructor']) expect(small.column(name)).toBeUndefined();
  });

  it('needs wide codes for more values than fit two bytes, and none for values that do not repeat', () => {
    const many = ItemTable.of(
      Array.from({ length: 140_000 }, (_, i) => ({
        id: String(i),
        path: '',
        generator: `g${i % 70_000}`,
        seed: `s${i}`,
      })),
    );
    const generator = many.column('generator');
    expect(generator?.kind === 'choice' && generator.codes).toBeInstanceOf(Uint32Array);
    expect(many.column('seed')?.kind).toBe('text');
    expect(many.at(139_999)).toMatchObject({ generator: 'g69999', seed: 's139999' });
  });
});

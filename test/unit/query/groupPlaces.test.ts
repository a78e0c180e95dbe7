import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import type { Item } from '../../../src/core/benchmark/item.ts';
import { compareNatural } from '../../../src/core/benchmark/naturalOrder.ts';
import { groupFields } from '../../../src/core/query/groupFields.ts';
import { groupAll, type GroupNode, orderByGroups } from '../../../src/core/query/groupPlaces.ts';
import { PlaceList } from '../../../src/core/query/placeList.ts';
import { columnsOfItems, selectItems } from '../../../src/core/query/selectItems.ts';
import { workedOffAtOnce } from '../../../src/core/turns.ts';

function make(count: number, of: (i: number) => Partial<Item>): Item[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `dataset/${String(i + 1).padStart(4, '0')}.png`;
    return { id, path: id, ...of(i) };
  });
}

function all(nodes: readonly Shown[]): Shown[] {
  return nodes.flatMap((node) => [node, ...all(node.children)]);
}

interface Shown extends Omit<GroupNode, 'children'> {
  readonly count: number;
  readonly items: Item[];
  readonly children: Shown[];
}

function groupItems(items: readonly Item[], by: readonly string[], most?: number): Shown[] {
  const columns = columnsOfItems(items);
  const shown = (node: GroupNode): Shown => {
    const children = node.children.map(shown);
    const own = children.length > 0 ? [] : new PlaceList(columns.table, node.places).slice();
    return { ...node, children, items: own, count: node.places.length };
  };
  return workedOffAtOnce(groupAll(by, columns, most)).nodes.map(shown);
}

const below = (node: Shown): Item[] => [...node.items, ...node.children.flatMap(below)];

describe('groups', () => {
  it('groups on two levels, emotions in their order, others naturally, missing ones last', () => {
    const labels = ['worry', 'awe', undefined, 'happy'];
    const items = make(24, (i) => {
      const label = labels[i % 4];
      return { generator: `g${[10, 2, 1][i % 3]}`, ...(label !== undefined && { label }) };
    });
    const groups = groupItems(items, ['generator', 'label']);
    expect(groups.map(({ value, count }) => [value, count])).toEqual([
      ['g1', 8],
      ['g2', 8],
      ['g10', 8],
    ]);
    expect(groups[0]!.children.map(({ by, value, count }) => [by, value, count])).toEqual([
      ['label', 'happy', 2],
      ['label', 'worry', 2],
      ['label', 'awe', 2],
      ['label', undefined, 2],
    ]);
    expect(groups[0]!.items).toEqual([]);
    expect(groups[0]!.children[0]!.items.map((item) => item.id)).toEqual(['dataset/0012.png', 'dataset/0024.png']);
  });

  it('puts a level of named ranges into a group that is too large', () => {
    const [group] = groupItems(
      make(1201, () => ({ label: 'sad' })),
      ['label'],
    );
    expect(group).toMatchObject({ by: 'label', value: 'sad', count: 1201, items: [] });
    expect(group!.children.map(({ by, value, count }) => [by, value, count])).toEqual([
      ['range', '0001 … 0500', 500],
      ['range', '0501 … 1000', 500],
      ['range', '1001 … 1201', 201],
    ]);
  });

  it('puts ranges over too many groups', () => {
    const groups = groupItems(
      make(30, (i) => ({ generator: `g${i}` })),
      ['generator'],
      10,
    );
    expect(groups.map(({ by, value, count }) => [by, value, count])).toEqual([
      ['range', 'g0 … g9', 10],
      ['range', 'g10 … g19', 10],
      ['range', 'g20 … g29', 10],
    ]);
  });

  it('keeps every item once and every level small, with keys of its own', () => {
    const value = fc.option(fc.constantFrom('a', 'b', 'c/d', '"', 'happy'), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value), { maxLength: 200 }),
        fc.integer({ min: 2, max: 7 }),
        (values, most) => {
          const items = make(values.length, (i) => {
            const [generator, label] = values[i]!;
            return { ...(generator !== undefined && { generator }), ...(label !== undefined && { label }) };
          });
          const groups = groupItems(items, ['generator', 'label'], most);
          const nodes = all(groups);
          expect(groups.length).toBeLessThanOrEqual(most);
          for (const node of nodes) {
            expect(Math.max(node.children.length, node.items.length)).toBeLessThanOrEqual(most);
            expect(node.count).toBe(below(node).length);
          }
          expect(
            groups
              .flatMap(below)
              .map((item) => item.id)
              .sort(),
          ).toEqual(items.map((item) => item.id));
          expect(new Set(nodes.map((node) => node.key)).size).toBe(nodes.length);
        },
      ),
    );
  });
});

describe('natural order', () => {
  it('orders numbers by their value', () => {
    const names = ['x10', 'x2', 'x002', 'x02', 'X1', 'x2b', 'x', 'x2a', '10', '9', 'y'];
    expect(names.sort(compareNatural)).toEqual(['9', '10', 'X1', 'x', 'x002', 'x02', 'x2', 'x2a', 'x2b', 'x10', 'y']);
  });

  it('is an order', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '9', '_') });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(Math.sign(compareNatural(a, b))).toBe(-Math.sign(compareNatural(b, a)) + 0);
        if (compareNatural(a, b) <= 0 && compareNatural(b, c) <= 0) expect(compareNatural(a, c)).toBeLessThanOrEqual(0);
        expect(compareNatural(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

describe('fields to group by', () => {
  const items = [
    { id: 'train/a.png', path: 'train/a.png', label: 'sad', fields: { source: 'web' }, tasks: { humour: 'yes' } },
    { id: 'train/b.png', path: 'train/b.png', label: 'happy', media: 'video' as const, split: 'train' },
    { id: 'c.png', path: 'c.png', label: 'happy', fields: { source: 'own' } },
  ];

  it('are those that the benchmark has', () => {
    expect(groupFields(columnsOfItems(items)).map(({ field, groups }) => [field, groups])).toEqual([
      ['label', 2],
      ['split', 2],
      ['media', 2],
      ['task:humour', 2],
      ['folder', 2],
      ['review', 1],
    ]);
  });

  it('leave out a further column of which nearly every value is another, and have whole numbers that repeat', () => {
    const rated = [30, 30, 4, undefined].map((age, i): Item => {
      const own = { name: `n${i}`, valence: i / 8 };
      return { id: `${i}.png`, path: `${i}.png`, fields: age === undefined ? own : { ...own, age } };
    });
    const columns = columnsOfItems(rated);
    expect(groupFields(columns).filter(({ field }) => field.startsWith('field:'))).toEqual([
      { field: 'field:age', groups: 3 },
    ]);
    expect(groupItems(rated, ['field:age']).map(({ value, count }) => [value, count])).toEqual([
      ['4', 1],
      ['30', 2],
      [undefined, 1],
    ]);
  });

  it('tell folders apart whose names are equally long', () => {
    const beside = ['a.png', 'one/a.png', 'one/b.png', 'two/a.png', 'two/deep/a.png'].map((path) => ({
      id: path,
      path,
    }));
    const columns = columnsOfItems(beside);
    const { nodes } = workedOffAtOnce(groupAll(['folder'], columns));
    expect(nodes.map(({ value, places }) => [value, places.length])).toEqual([
      ['', 1],
      ['one', 2],
      ['two', 1],
      ['two/deep', 1],
    ]);
  });

  it('group by folder and by a column, in the order in which the tree shows them', () => {
    const groups = groupItems(items, ['folder', 'field:source']);
    expect(groups.map(({ value, count }) => [value, count])).toEqual([
      ['', 1],
      ['train', 2],
    ]);
    expect(groups[1]!.children.map(({ value, items: own }) => [value, own.map(({ id }) => id)])).toEqual([
      ['web', ['train/a.png']],
      [undefined, ['train/b.png']],
    ]);
    const columns = columnsOfItems(items);
    const order = new PlaceList(
      columns.table,
      workedOffAtOnce(orderByGroups(PlaceList.all(columns.table).places, ['label', 'folder'], columns)),
    );
    expect(order.map(({ id }) => id)).toEqual(['c.png', 'train/b.png', 'train/a.png']);
    expect(order.indexOf('train/a.png')).toBe(2);
  });
});

describe('sorting', () => {
  const sorted = (items: readonly Item[], sort: string): string[] => {
    const found = selectItems({ items: ItemTable.of(items) }, sort);
    if (!found.ok) throw new Error(sort);
    return found.value.map(({ id }) => id.at(-5)!);
  };

  it('sorts by keys in turn, missing values last either way', () => {
    const items = make(4, (i) => ({ ...(i !== 1 && { degree: [2, 0, 10, 2][i]! }) }));
    expect(sorted(items, 'sort:degree')).toEqual(['1', '4', '3', '2']);
    expect(sorted(items, 'sort:-degree')).toEqual(['3', '1', '4', '2']);
    expect(sorted(items, 'sort:degree,-id')).toEqual(['4', '1', '3', '2']);
    expect(sorted(items, 'sort:degree sort:-name')).toEqual(['4', '1', '3', '2']);
    expect(sorted(items, 'sort:quality,-name')).toEqual(['4', '3', '2', '1']);
    for (const few of [true, false]) {
      // Many different texts are kept in another way than a few that repeat.
      const many = few ? [] : Array.from({ length: 4000 }, (_, i) => ({ id: `${i}.png`, path: '', text: `w${i}` }));
      const texts = make(4, (i) => (i === 1 ? {} : { text: ['b', '', 'a', 'c'][i]! }));
      const placed = (sort: string): string[] => sorted([...texts, ...many], sort);
      expect(placed('sort:caption').slice(0, 3)).toEqual(['3', '1', '4']);
      expect(placed('sort:caption').at(-1)).toBe('2');
      expect(placed('sort:-caption').slice(-4)).toEqual(['4', '1', '3', '2']);
    }
  });

  it('sorts numbers as numbers, whatever their sign and size', () => {
    const numbers = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(numbers, fc.boolean(), (values, descending) => {
        const items = make(values.length, (i) => ({ degree: values[i]! }));
        const order = sorted(items, `sort:${descending ? '-' : ''}degree`).map((name) => values[Number(name) - 1]!);
        const expected = values.toSorted((a, b) => (descending ? b - a : a - b));
        expect(order.map((value) => value + 0)).toEqual(expected.map((value) => value + 0));
      }),
    );
  });

  it('sorts emotions in their order, words naturally, columns of numbers by value', () => {
    const labels = ['worry', 'awe', 'happy'];
    expect(
      sorted(
        make(3, (i) => ({ label: labels[i]! })),
        'sort:label',
      ),
    ).toEqual(['3', '1', '2']);
    const prompts = ['10', '9', '1.5'];
    expect(
      sorted(
        make(3, (i) => ({ fields: { width: prompts[i]! } })),
        'sort:width',
      ),
    ).toEqual(['3', '2', '1']);
    expect(
      sorted(
        make(3, (i) => ({ generator: `g${prompts[i]!}` })),
        'sort:generator',
      ),
    ).toEqual(['3', '2', '1']);
  });
});

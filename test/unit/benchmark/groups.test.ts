import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupItems, type GroupNode } from '../../../src/core/benchmark/groups.ts';
import type { Item } from '../../../src/core/benchmark/item.ts';
import { sortItems } from '../../../src/core/benchmark/itemSort.ts';
import { compareNatural } from '../../../src/core/benchmark/naturalOrder.ts';

function make(count: number, of: (i: number) => Partial<Item>): Item[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `dataset/${String(i + 1).padStart(4, '0')}.png`;
    return { id, path: id, ...of(i) };
  });
}

function all(nodes: readonly GroupNode[]): GroupNode[] {
  return nodes.flatMap((node) => [node, ...all(node.children)]);
}

const below = (node: GroupNode): Item[] => [...node.items, ...node.children.flatMap(below)];

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

describe('sorting', () => {
  it('sorts by keys in turn, missing values last either way', () => {
    const items = make(4, (i) => ({ ...(i !== 1 && { degree: [2, 0, 10, 2][i]! }) }));
    const ids = (...keys: Parameters<typeof sortItems>[1]) => sortItems(items, keys).map((item) => item.id.at(-5));
    expect(ids({ field: 'degree' })).toEqual(['1', '4', '3', '2']);
    expect(ids({ field: 'degree', descending: true })).toEqual(['3', '1', '4', '2']);
    expect(ids({ field: 'degree' }, { field: 'id', descending: true })).toEqual(['4', '1', '3', '2']);
  });
});

import type { Item, Items } from './item.ts';
import { orderLabels } from './labelFolding.ts';
import { listedFile } from './listing.ts';
import { compareNatural } from './naturalOrder.ts';

/** A field of an item by which items are grouped. */
export type GroupField = 'generator' | 'label' | 'prompted' | 'prompt';

/** One group. Either `children` or `items` has content: `items` only on the last level. */
export interface GroupNode {
  /** The field that this level groups by, or `range` for a level that only keeps groups small. */
  readonly by: GroupField | 'range';
  /** The value; `undefined` for items that have none. For a range: `first … last`, the portraits' file names. */
  readonly value: string | undefined;
  /** Unique among all nodes, stable while the benchmark does not change. */
  readonly key: string;
  /** How many items are below, on all levels. */
  readonly count: number;
  readonly children: readonly GroupNode[];
  readonly items: Items;
}

/**
 * Groups items by one or more fields, in that order; emotions in their fixed order, other values in natural order, missing
 * ones last; items stay in their order. No node, and not the list itself, has more than `maxChildren` (at least 2) children:
 * levels of ranges are put in where needed.
 */
export function groupItems(items: Items, by: readonly GroupField[], maxChildren = 500): readonly GroupNode[] {
  const most = Math.max(2, maxChildren);
  if (by.length === 0) return itemRanges(items, '', most);
  return nodeRanges(groupLevel(items, by, '', most), '', most);
}

function groupLevel(items: Items, by: readonly GroupField[], parent: string, most: number): GroupNode[] {
  const [field, ...deeper] = by;
  if (field === undefined) return [];
  const groups = new Map<string | undefined, Item[]>();
  for (const item of items) {
    const value = item[field];
    const group = groups.get(value);
    if (group) group.push(item);
    else groups.set(value, [item]);
  }
  const values = orderValues(
    field,
    [...groups.keys()].filter((value) => value !== undefined),
  );
  return [...values, ...(groups.has(undefined) ? [undefined] : [])].map((value) => {
    const key = `${parent}/${JSON.stringify([field, value ?? null])}`;
    const own = groups.get(value)!;
    const node = { by: field, value, key, count: own.length };
    if (deeper.length > 0) {
      return { ...node, children: nodeRanges(groupLevel(own, deeper, key, most), key, most), items: [] };
    }
    return own.length <= most
      ? { ...node, children: [], items: own }
      : { ...node, children: itemRanges(own, key, most), items: [] };
  });
}

function orderValues(field: GroupField, values: readonly string[]): readonly string[] {
  return field === 'label' || field === 'prompted' ? orderLabels(values) : values.toSorted(compareNatural);
}

function itemRanges(items: Items, parent: string, most: number): readonly GroupNode[] {
  const nodes = chunks([...items], most).map((own, i): GroupNode => {
    const value = `${nameOf(own[0]!)} … ${nameOf(own.at(-1)!)}`;
    return { by: 'range', value, key: `${parent}/items-${i * most}`, count: own.length, children: [], items: own };
  });
  return nodeRanges(nodes, parent, most);
}

function nameOf(item: Item): string {
  return item.prompt ?? listedFile(item.path).stem;
}

function nodeRanges(nodes: readonly GroupNode[], parent: string, most: number): readonly GroupNode[] {
  if (nodes.length <= most) return nodes;
  const ranges = chunks(nodes, most).map((children, i): GroupNode => {
    const value = `${edgeOf(children[0]!, 0)} … ${edgeOf(children.at(-1)!, 1)}`;
    const key = `${parent}/nodes-${children[0]!.by}-${i * most}`;
    return { by: 'range', value, key, count: children.reduce((sum, { count }) => sum + count, 0), children, items: [] };
  });
  return nodeRanges(ranges, `${parent}/ranges`, most);
}

/** The first or the last name that a node stands for; a range of ranges runs from the first of the first to the last of the last. */
function edgeOf(node: GroupNode, side: 0 | 1): string {
  if (node.by !== 'range') return node.value ?? '-';
  const edge = side === 0 ? (node.children[0] ?? node.items.at(0)) : (node.children.at(-1) ?? node.items.at(-1));
  if (edge === undefined) return node.value ?? '-';
  return 'by' in edge ? edgeOf(edge, side) : nameOf(edge);
}

function chunks<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));
}

import type { Item } from './item.ts';

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
  readonly items: readonly Item[];
}

/**
 * Groups items by one or more fields, in that order; values in natural order, missing ones last. No node has more than
 * `maxChildren` children: a further level of ranges is put in where needed.
 */
export function groupItems(
  _items: readonly Item[],
  _by: readonly GroupField[],
  _maxChildren = 500,
): readonly GroupNode[] {
  return [];
}

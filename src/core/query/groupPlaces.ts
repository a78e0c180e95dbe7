import type { ItemTable } from '../benchmark/itemTable.ts';
import { listedFile } from '../benchmark/files/listing.ts';
import type { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import { codesOf, type GroupCodes, type GroupField } from './groupCodes.ts';

/** One group. The last level has no children, and its items are those at `places`. */
export interface GroupNode {
  /** The field that this level groups by, or `range` for a level that only keeps groups small. */
  readonly by: GroupField;
  /** The value; `undefined` for items that have none. For a range: `first … last`, the portraits' file names. */
  readonly value: string | undefined;
  /** Unique among all nodes, stable while the benchmark does not change. */
  readonly key: string;
  /** All items below, on all levels, in order; places in the table. */
  readonly places: Uint32Array;
  /** Made when they are first asked for. */
  readonly children: readonly GroupNode[];
}

/**
 * Groups items by one or more fields, in that order; emotions in their fixed order, other values in natural order, missing
 * ones last; items stay in their order. No node, and not the list itself, has more than `maxChildren` (at least 2) children:
 * levels of ranges are put in where needed.
 */
export function groupPlaces(
  places: Uint32Array,
  by: readonly GroupField[],
  columns: BenchmarkColumns,
  maxChildren = 500,
): readonly GroupNode[] {
  const most = Math.max(2, maxChildren);
  if (by.length === 0) return itemRanges(places, '', columns.table, most);
  return groupLevel(places, by, '', { columns, most });
}

/** Places in the order in which groups of groups show them. */
export function orderByGroups(places: Uint32Array, by: readonly GroupField[], columns: BenchmarkColumns): Uint32Array {
  let ordered = places;
  for (const field of by.toReversed()) ordered = sorted(ordered, codesOf(field, columns)).places;
  return ordered;
}

/** The value of the item at a place in a field to group by. */
export function groupValue(field: GroupField, columns: BenchmarkColumns): (place: number) => string | undefined {
  const { values, codes } = codesOf(field, columns);
  return (place) => values[codes[place]! - 1];
}

interface Level {
  readonly columns: BenchmarkColumns;
  readonly most: number;
}

function groupLevel(
  places: Uint32Array,
  by: readonly GroupField[],
  parent: string,
  level: Level,
): readonly GroupNode[] {
  const [field, ...deeper] = by;
  if (field === undefined) return [];
  const { columns, most } = level;
  const { table } = columns;
  const codes = codesOf(field, columns);
  const { places: ordered, starts } = sorted(places, codes);
  const ranks = ranksIn(starts);
  const nodeOf = (rank: number): GroupNode => {
    const own = ordered.subarray(starts[rank], starts[rank + 1]);
    const value = codes.values[rank];
    const key = `${parent}/${JSON.stringify([field, value ?? null])}`;
    return node({ by: field, value, key, places: own }, () => {
      if (deeper.length > 0) return groupLevel(own, deeper, key, level);
      return own.length <= most ? [] : itemRanges(own, key, table, most);
    });
  };
  if (ranks.length <= most) return Array.from(ranks, nodeOf);
  // There may be as many groups as items: those of a range are made when it is opened.
  const ranges: GroupNode[] = [];
  for (let start = 0; start < ranks.length; start += most) {
    const own = ranks.subarray(start, start + most);
    const value = `${codes.values[own[0]!] ?? '-'} … ${codes.values[own.at(-1)!] ?? '-'}`;
    const within = ordered.subarray(starts[own[0]!], starts[own.at(-1)! + 1]);
    const key = `${parent}/nodes-${field}-${start}`;
    ranges.push(node({ by: 'range', value, key, places: within }, () => Array.from(own, nodeOf)));
  }
  return nodeRanges(ranges, `${parent}/ranges`, table, most);
}

/** The values that some item has. */
function ranksIn(starts: Uint32Array): Uint32Array {
  const ranks = new Uint32Array(starts.length - 1);
  let count = 0;
  for (let rank = 0; rank < ranks.length; rank++) if (starts[rank] !== starts[rank + 1]) ranks[count++] = rank;
  return ranks.subarray(0, count);
}

function node(own: Omit<GroupNode, 'children'>, make: () => readonly GroupNode[]): GroupNode {
  let made: readonly GroupNode[] | undefined;
  return {
    ...own,
    get children() {
      return (made ??= make());
    },
  };
}

/** Stable counting sort; `starts[rank]` is where a value's items begin, and the rank behind the last value is that of items without one. */
function sorted(places: Uint32Array, { values, codes }: GroupCodes): { places: Uint32Array; starts: Uint32Array } {
  const none = values.length;
  const starts = new Uint32Array(none + 2);
  countAtRanks(starts, places, codes);
  // Those without a value were counted before the first rank, and stand behind the last one.
  const without = starts[0]!;
  starts[0] = 0;
  for (let rank = 0; rank < none; rank++) starts[rank + 1]! += starts[rank]!;
  starts[none + 1] = starts[none]! + without;
  const ordered = new Uint32Array(places.length);
  putAtRanks(ordered, places, codes, Uint32Array.from([starts[none]!, ...starts.subarray(0, none)]));
  return { places: ordered, starts };
}

function countAtRanks(counts: Uint32Array, places: Uint32Array, codes: ArrayLike<number>): void {
  for (let i = 0; i < places.length; i++) counts[codes[places[i]!]!]!++;
}

/** `next`: by code where its next place goes. */
function putAtRanks(ordered: Uint32Array, places: Uint32Array, codes: ArrayLike<number>, next: Uint32Array): void {
  for (let i = 0; i < places.length; i++) ordered[next[codes[places[i]!]!]!++] = places[i]!;
}

function itemRanges(places: Uint32Array, parent: string, table: ItemTable, most: number): readonly GroupNode[] {
  const nodes: GroupNode[] = [];
  for (let start = 0; start < places.length; start += most) {
    const own = places.subarray(start, start + most);
    const value = `${nameOf(table, own[0]!)} … ${nameOf(table, own.at(-1)!)}`;
    nodes.push(node({ by: 'range', value, key: `${parent}/items-${start}`, places: own }, () => []));
  }
  return nodeRanges(nodes, parent, table, most);
}

function nameOf(table: ItemTable, place: number): string {
  const { prompt, path } = table.at(place)!;
  return prompt ?? listedFile(path).stem;
}

function nodeRanges(nodes: readonly GroupNode[], parent: string, table: ItemTable, most: number): readonly GroupNode[] {
  if (nodes.length <= most) return nodes;
  const ranges: GroupNode[] = [];
  for (let start = 0; start < nodes.length; start += most) {
    const children = nodes.slice(start, start + most);
    const value = `${edgeOf(children[0]!, 0)} … ${edgeOf(children.at(-1)!, 1)}`;
    const key = `${parent}/nodes-${children[0]!.by}-${start}`;
    const [first, end] = [children[0]!.places, children.at(-1)!.places];
    // Neighbours lie side by side in one array.
    const places = new Uint32Array(
      first.buffer,
      first.byteOffset,
      (end.byteOffset - first.byteOffset) / 4 + end.length,
    );
    ranges.push(node({ by: 'range', value, key, places }, () => children));
  }
  return nodeRanges(ranges, `${parent}/ranges`, table, most);
}

/** The first or the last name that a node stands for; of ranges the outer ends count. */
function edgeOf({ by, value = '-' }: GroupNode, side: 0 | 1): string {
  return by === 'range' ? (value.split(' … ')[side === 0 ? 0 : value.split(' … ').length - 1] ?? value) : value;
}

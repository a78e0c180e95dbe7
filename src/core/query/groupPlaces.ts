import type { ItemTable } from '../benchmark/itemTable.ts';
import { listedFile } from '../benchmark/files/listing.ts';
import type { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import { allPlaces } from './placeList.ts';
import { type Turns, workedOffAtOnce } from '../turns.ts';
import { codesOf, type GroupCodes, type GroupField, isChanging, prepareGroups } from './groupCodes.ts';

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

/** All items in groups. */
export interface Groups {
  readonly nodes: readonly GroupNode[];
  /** All items in the order in which the groups show them; places in the table. */
  readonly order: Uint32Array;
}

/** Items that are looked at between two turns of others. */
const placesAtOnce = 32_768;
/** Groups that are found between two turns of others. */
const groupsAtOnce = 2048;

/**
 * Groups all items by one or more fields, in that order; emotions in their fixed order, other values in natural order, missing
 * ones last; items stay in their order. No node, and not the list itself, has more than `maxChildren` (at least 2) children:
 * levels of ranges are put in where needed.
 */
export function* groupAll(by: readonly GroupField[], columns: BenchmarkColumns, maxChildren = 500): Turns<Groups> {
  const { table } = columns;
  const levels = yield* levelsBy(by, columns);
  const order = yield* inOrder(allPlaces(table.length), levels);
  const making = { table, most: Math.max(2, maxChildren) };
  const [first, ...deeper] = levels;
  if (first === undefined) return { nodes: itemRanges(order, '', making), order };
  return { nodes: yield* groupLevel(order, first, deeper, '', making), order };
}

/** Places in the order in which groups of groups show them. */
export function* orderByGroups(
  places: Uint32Array,
  by: readonly GroupField[],
  columns: BenchmarkColumns,
): Turns<Uint32Array> {
  return yield* inOrder(places, yield* levelsBy(by, columns));
}

/** The value of the item at a place in a field to group by. */
export function groupValue(field: GroupField, columns: BenchmarkColumns): (place: number) => string | undefined {
  const { values, codes } = codesOf(field, columns);
  return (place) => values[codes[place]! - 1];
}

/** What one level groups by. */
interface Level extends GroupCodes {
  readonly field: GroupField;
}

/** What all groups of a grouping are made with. */
interface Making {
  readonly table: ItemTable;
  readonly most: number;
}

/** What changes while groups are made, or before those below them are, must not change for them. */
function* levelsBy(by: readonly GroupField[], columns: BenchmarkColumns): Turns<readonly Level[]> {
  yield* prepareGroups(by, columns);
  return by.map((field) => {
    const { values, codes } = codesOf(field, columns);
    return { field, values, codes: isChanging(field) ? Uint8Array.from(codes) : codes };
  });
}

function* inOrder(places: Uint32Array, levels: readonly Level[]): Turns<Uint32Array> {
  let ordered = places;
  for (const level of levels.toReversed()) ordered = yield* sorted(ordered, level);
  return ordered;
}

/** `ordered`: places that are in the order of all these levels already. */
function* groupLevel(
  ordered: Uint32Array,
  { field, values, codes }: Level,
  [below, ...deeper]: readonly Level[],
  parent: string,
  making: Making,
): Turns<readonly GroupNode[]> {
  const starts = yield* startsIn(ordered, codes);
  const valueAt = (group: number): string | undefined => values[codes[ordered[starts[group]!]!]! - 1];
  const nodeOf = (group: number): GroupNode => {
    const own = ordered.subarray(starts[group], starts[group + 1]);
    const value = valueAt(group);
    const key = `${parent}/${JSON.stringify([field, value ?? null])}`;
    return node({ by: field, value, key, places: own }, () => {
      if (below !== undefined) return workedOffAtOnce(groupLevel(own, below, deeper, key, making));
      return own.length <= making.most ? [] : itemRanges(own, key, making);
    });
  };
  const count = starts.length - 1;
  if (count <= making.most) return Array.from({ length: count }, (_, group) => nodeOf(group));
  // There may be as many groups as items: those of a range are made when it is opened.
  const ranges: GroupNode[] = [];
  for (let start = 0; start < count; start += making.most) {
    const length = Math.min(making.most, count - start);
    const value = `${valueAt(start) ?? '-'} … ${valueAt(start + length - 1) ?? '-'}`;
    const places = ordered.subarray(starts[start], starts[start + length]);
    const key = `${parent}/nodes-${field}-${start}`;
    const make = (): readonly GroupNode[] => Array.from({ length }, (_, i) => nodeOf(start + i));
    ranges.push(node({ by: 'range', value, key, places }, make));
  }
  return nodeRanges(ranges, `${parent}/ranges`, making.most);
}

/** Where the groups begin among places that are in order, and where the last one ends. */
function* startsIn(ordered: Uint32Array, codes: ArrayLike<number>): Turns<Uint32Array> {
  const starts: number[] = [];
  for (let start = 0; start < ordered.length; start = endOfGroup(ordered, codes, start)) {
    if (starts.push(start) % groupsAtOnce === 0) yield;
  }
  starts.push(ordered.length);
  return Uint32Array.from(starts);
}

/** Where the group ends that begins at a place in the order: in steps that double, then between the last two by halves. */
function endOfGroup(ordered: Uint32Array, codes: ArrayLike<number>, start: number): number {
  const code = codes[ordered[start]!]!;
  let step = 1;
  while (start + step < ordered.length && codes[ordered[start + step]!] === code) step *= 2;
  let [inside, outside] = [start + (step >> 1), Math.min(start + step, ordered.length)];
  while (outside - inside > 1) {
    const middle = (inside + outside) >> 1;
    if (codes[ordered[middle]!] === code) inside = middle;
    else outside = middle;
  }
  return outside;
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

/** Stable counting sort by the values' order, items without one last. */
function* sorted(places: Uint32Array, { values, codes }: GroupCodes): Turns<Uint32Array> {
  const counts = new Uint32Array(values.length + 1);
  for (let from = 0; from < places.length; from += placesAtOnce) {
    countAt(counts, places.subarray(from, from + placesAtOnce), codes);
    yield;
  }
  const next = firstPlaces(counts);
  const ordered = new Uint32Array(places.length);
  for (let from = 0; from < places.length; from += placesAtOnce) {
    putInOrder(ordered, places.subarray(from, from + placesAtOnce), codes, next);
    yield;
  }
  return ordered;
}

function countAt(counts: Uint32Array, places: Uint32Array, codes: ArrayLike<number>): void {
  for (let i = 0; i < places.length; i++) counts[codes[places[i]!]!]!++;
}

/** By code where its first item goes; code 0 goes last. */
function firstPlaces(counts: Uint32Array): Uint32Array {
  const first = new Uint32Array(counts.length);
  let sum = 0;
  for (let code = 1; code < counts.length; code++) {
    first[code] = sum;
    sum += counts[code]!;
  }
  first[0] = sum;
  return first;
}

/** `next`: by code where its next place goes. */
function putInOrder(ordered: Uint32Array, places: Uint32Array, codes: ArrayLike<number>, next: Uint32Array): void {
  for (let i = 0; i < places.length; i++) ordered[next[codes[places[i]!]!]!++] = places[i]!;
}

function itemRanges(places: Uint32Array, parent: string, { table, most }: Making): readonly GroupNode[] {
  const nodes: GroupNode[] = [];
  for (let start = 0; start < places.length; start += most) {
    const own = places.subarray(start, start + most);
    const value = `${nameOf(table, own[0]!)} … ${nameOf(table, own.at(-1)!)}`;
    nodes.push(node({ by: 'range', value, key: `${parent}/items-${start}`, places: own }, () => []));
  }
  return nodeRanges(nodes, parent, most);
}

function nameOf(table: ItemTable, place: number): string {
  const { prompt, path } = table.at(place)!;
  return prompt ?? listedFile(path).stem;
}

function nodeRanges(nodes: readonly GroupNode[], parent: string, most: number): readonly GroupNode[] {
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
  return nodeRanges(ranges, `${parent}/ranges`, most);
}

/** The first or the last name that a node stands for; of ranges the outer ends count. */
function edgeOf({ by, value = '-' }: GroupNode, side: 0 | 1): string {
  return by === 'range' ? (value.split(' … ')[side === 0 ? 0 : value.split(' … ').length - 1] ?? value) : value;
}

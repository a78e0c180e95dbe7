import { fieldPrefix, type ChoiceColumn } from '../benchmark/itemColumns.ts';
import type { ItemTable } from '../benchmark/itemTable.ts';
import { listedFile } from '../benchmark/files/listing.ts';
import { standings } from '../review/standing.ts';
import { verdictKind } from '../review/verdict.ts';
import type { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import { codeTexts, orderTexts } from './rankTexts.ts';
import { type Turns, workedOffAtOnce } from '../turns.ts';

/**
 * By what items are grouped: a column of the table of items (`generator`, `label`, `task:NAME`, `field:NAME` ...), their `folder`,
 * their `outcome` (the worst over the runs), `outcome:RUN`, their `review` state, or whether there is a `problem`.
 */
export type GroupField = string;

/** Columns of the item table by which items can be grouped. */
const itemFields = ['generator', 'label', 'prompted', 'prompt', 'seed', 'split', 'media'] as const;
/** More groups than this on one level help nobody to find anything: such a field is not offered. */
const mostGroups = 5000;
/** A further column with more different values than this share of its items makes no groups. */
const mostSingle = 0.75;
/** Items that are looked at between two turns of others. */
const itemsAtOnce = 16_384;
/** Before the id of a run in the name of a field. */
const outcomeOf = 'outcome:';

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

/** What items have of a field: the value of the one at `place` is `values[codes[place] - 1]`, and code 0 means none. Values in order. */
interface GroupCodes {
  readonly values: readonly string[];
  readonly codes: ArrayLike<number>;
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

/** The fields by which the items of a benchmark can be grouped now, with how many groups each makes: items without a value are one. */
export function groupFields(
  columns: BenchmarkColumns,
): readonly { readonly field: GroupField; readonly groups: number }[] {
  const { table, runs } = columns;
  const further = table.fieldNames.filter((name) => /^(task|field):/.test(name));
  const ofItems = [...itemFields, ...further].flatMap((field) => {
    const column = table.column(field);
    const fits = column?.kind === 'choice' && column.values.length > 0 && column.values.length <= mostGroups;
    return fits && (!field.startsWith(fieldPrefix) || repeats(column))
      ? [{ field, groups: column.values.length + (column.codes.includes(0) ? 1 : 0) }]
      : [];
  });
  const folders = codesOf('folder', columns).values.length;
  return [
    ...ofItems,
    ...(folders > 1 ? [{ field: 'folder', groups: folders }] : []),
    ...(runs.length > 0 ? [{ field: 'outcome', groups: groupsIn(columns.worst) }] : []),
    ...runs.map((run) => ({ field: outcomeOf + run.facts.run, groups: groupsIn(run.standing) })),
    { field: 'review', groups: groupsIn(reviewCodes(columns).codes) },
    ...(columns.faulty.includes(1) ? [{ field: 'problem', groups: groupsIn(columns.faulty) }] : []),
  ];
}

/** Whether most values come again: groups of one item each show nothing. */
function repeats({ values, codes }: ChoiceColumn): boolean {
  if (values.length === 1) return true;
  let filled = 0;
  for (let i = 0; i < codes.length; i++) if (codes[i] !== 0) filled++;
  return values.length <= filled * mostSingle;
}

/** Whether what a field says of an item can change without the benchmark changing. */
export function isChanging(field: GroupField): boolean {
  return field === 'outcome' || field === 'review' || field.startsWith(outcomeOf);
}

function groupsIn(codes: Uint8Array): number {
  const seen = new Uint8Array(256);
  for (let i = 0; i < codes.length; i++) seen[codes[i]!] = 1;
  return seen.reduce((sum, one) => sum + one, 0);
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
  const rankAt = (place: number): number => (codes[place] === 0 ? none : codes[place]! - 1);
  for (let i = 0; i < places.length; i++) starts[rankAt(places[i]!) + 1]!++;
  for (let rank = 0; rank <= none; rank++) starts[rank + 1]! += starts[rank]!;
  const next = starts.slice();
  const ordered = new Uint32Array(places.length);
  for (let i = 0; i < places.length; i++) ordered[next[rankAt(places[i]!)]!++] = places[i]!;
  return { places: ordered, starts };
}

function codesOf(field: GroupField, columns: BenchmarkColumns): GroupCodes {
  if (field === 'outcome') return { values: standings, codes: columns.worst };
  if (field === 'review') return reviewCodes(columns);
  if (field === 'problem') return { values: ['problem'], codes: columns.faulty };
  if (field.startsWith(outcomeOf)) {
    const run = columns.runs.find(({ facts }) => facts.run === field.slice(outcomeOf.length));
    return { values: standings, codes: run?.standing ?? new Uint8Array(columns.table.length) };
  }
  return workedOffAtOnce(remembered(columns.table, field));
}

const tables = new WeakMap<ItemTable, Map<GroupField, GroupCodes>>();

/** Works out beforehand how items are grouped by some fields, yielding now and then: a field may have as many values as there are items. */
export function* prepareGroups(fields: readonly GroupField[], { table }: BenchmarkColumns): Turns<void> {
  for (const field of fields) if (!isChanging(field) && field !== 'problem') yield* remembered(table, field);
}

/** Whether grouping by some fields holds nobody up. */
export function areGroupsReady(fields: readonly GroupField[], { table }: BenchmarkColumns): boolean {
  return fields.every((field) => {
    const column = table.column(field);
    const hasMany = column?.kind === 'text' || (column?.kind === 'choice' && column.values.length > mostGroups);
    return !hasMany || tables.get(table)?.has(field) === true;
  });
}

function* remembered(table: ItemTable, field: GroupField): Turns<GroupCodes> {
  const known = tables.get(table) ?? new Map<GroupField, GroupCodes>();
  tables.set(table, known);
  const codes = known.get(field) ?? (yield* field === 'folder' ? folderCodes(table) : columnCodes(table, field));
  known.set(field, codes);
  return codes;
}

function* columnCodes(table: ItemTable, field: GroupField): Turns<GroupCodes> {
  const column = table.column(field);
  if (column === undefined || column.kind === 'number') return { values: [], codes: new Uint8Array(table.length) };
  const { values, codes } = column.kind === 'choice' ? column : yield* codeTexts(column, table.length);
  return yield* inOrder(field, values, codes);
}

function* inOrder(field: GroupField, values: readonly string[], codes: Uint16Array | Uint32Array): Turns<GroupCodes> {
  const order = yield* orderTexts(values, field === 'label' || field === 'prompted' ? 'labels' : 'natural');
  const table = new Uint32Array(values.length + 1);
  for (let rank = 0; rank < order.length; rank++) table[order[rank]! + 1] = rank + 1;
  return { values: Array.from(order, (place) => values[place]!), codes: codes.map((code) => table[code]!) };
}

/** The folder of each item; neighbours mostly share one, because items are in the order of their paths. */
function* folderCodes(table: ItemTable): Turns<GroupCodes> {
  const { all, ends } = table.ids;
  const places = new Map<string, number>();
  const codes = new Uint32Array(table.length);
  let [folder, code] = ['', 0];
  for (let i = 0; i < codes.length; i++) {
    const start = (i === 0 ? 0 : ends[i - 1]!) + 1;
    const slash = all.lastIndexOf('/', ends[i]! - 1);
    const own = slash < start ? 0 : slash - start;
    if (code === 0 || own !== folder.length || !all.startsWith(folder, start)) {
      folder = all.slice(start, start + own);
      code = places.get(folder) ?? places.size + 1;
      places.set(folder, code);
    }
    codes[i] = code;
    if (i % itemsAtOnce === itemsAtOnce - 1) yield;
  }
  return yield* inOrder('folder', [...places.keys()], codes);
}

const reviewStates = ['open', ...verdictKind.options] as const;

/** `open` where an error waits for a verdict, else the first verdict given. */
function reviewCodes({ open, verdicts }: BenchmarkColumns): GroupCodes & { readonly codes: Uint8Array } {
  const codes = new Uint8Array(open.length);
  for (let i = 0; i < codes.length; i++) {
    if (open[i] !== 0) codes[i] = 1;
    else if (verdicts[i] !== 0) codes[i] = 33 - Math.clz32(verdicts[i]! & -verdicts[i]!);
  }
  return { values: reviewStates, codes };
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

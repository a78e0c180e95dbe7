import { recoded } from '../benchmark/codedTexts.ts';
import type { ItemTable } from '../benchmark/itemTable.ts';
import { standings } from '../review/standing.ts';
import { verdictKind } from '../review/verdict.ts';
import { type Turns, workedOffAtOnce } from '../turns.ts';
import type { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import { codeTexts, orderTexts } from './rankTexts.ts';

/**
 * By what items are grouped: a column of the table of items (`generator`, `label`, `task:NAME`, `field:NAME` ...), their `folder`,
 * their `outcome` (the worst over the runs), `outcome:RUN`, their `review` state, or whether there is a `problem`.
 */
export type GroupField = string;

/** More groups than this on one level help nobody to find anything: such a field is not offered. */
export const mostGroups = 5000;
/** Items that are looked at between two turns of others. */
const itemsAtOnce = 16_384;
/** Before the id of a run in the name of a field. */
export const outcomeOf = 'outcome:';

/** What items have of a field: the value of the one at `place` is `values[codes[place] - 1]`, and code 0 means none. Values in order. */
export interface GroupCodes {
  readonly values: readonly string[];
  readonly codes: ArrayLike<number>;
}

/** Whether what a field says of an item can change without the benchmark changing. */
export function isChanging(field: GroupField): boolean {
  return field === 'outcome' || field === 'review' || field.startsWith(outcomeOf);
}

/** What the items of a benchmark have of a field to group by. */
export function codesOf(field: GroupField, columns: BenchmarkColumns): GroupCodes {
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
  return { values: Array.from(order, (place) => values[place]!), codes: recoded(codes, table) };
}

/** The folder of each item; neighbours mostly share one, because items are in the order of their paths. */
function* folderCodes(table: ItemTable): Turns<GroupCodes> {
  const { all, ends } = table.ids;
  const places = new Map<string, number>();
  const codes = new Uint32Array(table.length);
  let [folder, code] = ['', 0];
  for (let i = 0; i < codes.length; i++) {
    const start = (i === 0 ? 0 : ends[i - 1]!) + 1;
    const own = folderLength(all, start, ends[i]!);
    if (code === 0 || own !== folder.length || !standsAt(folder, all, start)) {
      folder = all.slice(start, start + own);
      code = places.get(folder) ?? places.size + 1;
      places.set(folder, code);
    }
    codes[i] = code;
    if (i % itemsAtOnce === itemsAtOnce - 1) yield;
  }
  return yield* inOrder('folder', [...places.keys()], codes);
}

/** How long the folder of a path is that stands between two places; unit by unit, which takes a third of what the language's own search takes for a name. */
function folderLength(all: string, start: number, end: number): number {
  let at = end - 1;
  while (at > start && all.charCodeAt(at) !== slash) at--;
  return at - start;
}

const slash = 47;

function standsAt(text: string, all: string, start: number): boolean {
  for (let at = 0; at < text.length; at++) if (all.charCodeAt(start + at) !== text.charCodeAt(at)) return false;
  return true;
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

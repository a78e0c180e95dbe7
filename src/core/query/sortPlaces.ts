import type { ItemTable } from '../benchmark/itemTable.ts';
import type { ChoiceColumn, ItemColumn, TextColumn } from '../benchmark/itemColumns.ts';
import type { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import { PlaceList } from './placeList.ts';
import type { QuerySort } from './language/query.ts';
import { disagreement } from './disagreement.ts';
import { byKnownRanks } from './knownOrders.ts';
import { byRanks, rankNumbers, type Ranks } from './ranks.ts';
import { codeTexts, rankTexts, type TextOrder } from './rankTexts.ts';
import { type Turns, workedOffAtOnce } from '../turns.ts';

/**
 * Places in an order: by the keys one after the other, then as they were; an item that lacks a value comes last either way. Labels
 * go in their fixed order, other texts as a person would order them.
 */
export function sortPlaces(places: Uint32Array, sort: readonly QuerySort[], columns: BenchmarkColumns): Uint32Array {
  return workedOffAtOnce(sortInTurns(places, sort, columns));
}

/** The same, yielding now and then: the first order by texts that hardly repeat takes about a second for 287,000 of them. */
export function* sortInTurns(
  places: Uint32Array,
  sort: readonly QuerySort[],
  columns: BenchmarkColumns,
): Turns<Uint32Array> {
  let sorted = places;
  for (const { by, descending } of sort.toReversed()) {
    sorted = yield* sortedBy(by, sorted, descending, columns);
    yield;
  }
  return sorted;
}

const known = new WeakMap<object, Ranks>();

function* sortedBy(
  by: QuerySort['by'],
  places: Uint32Array,
  descending: boolean,
  columns: BenchmarkColumns,
): Turns<Uint32Array> {
  const { table } = columns;
  if (by === 'errors') return byRanks(places, errorRanks(columns), descending);
  if (by === 'disagreement') return byRanks(places, yield* disagreement(columns), descending);
  if (by === 'name' || by.column === 'id') return byKnownRanks(places, idRanks(table), descending);
  const column = table.column(by.column);
  if (column === undefined) return places;
  return byKnownRanks(places, yield* columnRanks(column, by.column, table.length), descending);
}

/** Items are in the order of their ids. */
function idRanks(table: ItemTable): Ranks {
  const ranks = known.get(table) ?? { ranks: PlaceList.all(table).places, bound: table.length };
  known.set(table, ranks);
  return ranks;
}

/** What items are ordered by in a column, which is remembered as long as the column lives. */
export function* columnRanks(column: ItemColumn, name: string, length: number): Turns<Ranks> {
  const kept = column.kind === 'number' ? column.values : column.kind === 'choice' ? column.codes : column.ends;
  const before = known.get(kept);
  if (before !== undefined) return before;
  const ranks = column.kind === 'number' ? yield* rankNumbers(column.values) : yield* wordRanks(column, name, length);
  known.set(kept, ranks);
  return ranks;
}

/** The rank of each distinct word. */
function* wordRanks(column: ChoiceColumn | TextColumn, name: string, length: number): Turns<Ranks> {
  const order: TextOrder = name === 'label' || name === 'prompted' ? 'labels' : 'values';
  const { values, codes } = column.kind === 'choice' ? column : yield* codeTexts(column, length);
  const { ranks: ofValues, bound } =
    column.kind === 'choice' && column.isNumeric
      ? yield* rankNumbers(Float64Array.from(values, Number))
      : { ranks: yield* rankTexts(values, order), bound: values.length };
  const ofCodes = new Uint32Array(values.length + 1);
  ofCodes.set(ofValues, 1);
  ofCodes[0] = bound;
  const ranks = new Uint32Array(length);
  for (let i = 0; i < length; i++) ranks[i] = ofCodes[codes[i]!]!;
  return { ranks, bound };
}

/** Open errors first, then what was asked, then the rest. */
function errorRanks({ open, worst, table }: BenchmarkColumns): Ranks {
  const ranks = new Uint32Array(table.length);
  for (let i = 0; i < ranks.length; i++) ranks[i] = (1 + Number(worst[i] === 0)) * (open[i]! ^ 1);
  return { ranks, bound: 3 };
}

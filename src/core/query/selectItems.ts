import type { Items } from '../benchmark/item.ts';
import { ItemTable } from '../benchmark/itemTable.ts';
import { ok, type Result } from '../result.ts';
import { ReviewBook } from '../review/reviewBook.ts';
import { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import { findInTurns } from './findPlaces.ts';
import { PlaceList } from './placeList.ts';
import { parseQuery, type Query, type QueryError } from './language/query.ts';
import { sortInTurns } from './sortPlaces.ts';
import { type Turns, workedOffAtOnce } from '../turns.ts';
import { vocabularyOf } from './vocabularyOf.ts';

/** The items that a query finds, in the order that it asks for, else in the benchmark's. Without `columns` no item has predictions or verdicts. */
export function selectItems(
  benchmark: { readonly items: Items },
  queryText: string,
  columns: BenchmarkColumns = columnsOfItems(benchmark.items),
): Result<Items, QueryError> {
  return workedOffAtOnce(selectInTurns(benchmark, queryText, columns));
}

/** The same, yielding now and then, for who must not be held up by a query of whatever length. */
export function* selectInTurns(
  benchmark: { readonly items: Items },
  queryText: string,
  columns: BenchmarkColumns,
): Turns<Result<Items, QueryError>> {
  if (queryText.trim() === '') return ok(benchmark.items);
  const query = parseQuery(queryText, vocabularyOf(columns));
  return query.ok ? ok(yield* listOf(query.value, columns)) : query;
}

/** What a parsed query finds. */
function* listOf({ where, sort }: Query, columns: BenchmarkColumns): Turns<PlaceList> {
  const found = PlaceList.where(columns.table, yield* findInTurns(where, columns));
  return sort.length === 0 ? found : new PlaceList(columns.table, yield* sortInTurns(found.places, sort, columns));
}

/** The columns of items that nothing was said about. */
export function columnsOfItems(items: Items): BenchmarkColumns {
  return new BenchmarkColumns({ table: ItemTable.of(items), runs: [], book: new ReviewBook(), problems: [] });
}

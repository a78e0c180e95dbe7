import type { Items } from '../benchmark/item.ts';
import type { BenchmarkColumns } from '../query/columns/benchmarkColumns.ts';
import type { QueryError } from '../query/language/query.ts';
import { selectItems } from '../query/selectItems.ts';
import { ok } from '../result.ts';
import type { Result } from '../result.ts';
import type { RunRecord } from './runRecord.ts';

/**
 * The items that a run is about, as the benchmark has them now. Items that were picked by id and are gone are left out;
 * without ids the run's query is asked again.
 */
export function itemsOfRun(
  record: Pick<RunRecord, 'where' | 'limit' | 'picked'>,
  benchmark: { readonly items: Items },
  columns?: BenchmarkColumns,
): Result<Items, QueryError> {
  if (record.picked !== undefined) {
    const wanted = new Set(record.picked);
    return ok(benchmark.items.filter((item) => wanted.has(item.id)));
  }
  const found = selectItems(benchmark, record.where, columns);
  return found.ok ? ok(record.limit === undefined ? found.value : found.value.slice(0, record.limit)) : found;
}

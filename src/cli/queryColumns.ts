import type { Benchmark } from '../core/benchmark/benchmark.ts';
import { ItemTable } from '../core/benchmark/itemTable.ts';
import { listRuns } from '../core/evaluation/runStore.ts';
import type { ReadableFolder } from '../core/ports.ts';
import { BenchmarkColumns } from '../core/query/columns/benchmarkColumns.ts';
import { columnsOfRun, readRunColumns, type RunToRead } from '../core/query/columns/readColumns.ts';
import type { RunColumns } from '../core/query/columns/runColumns.ts';
import { NumberedTexts } from '../core/query/numberedTexts.ts';
import { workedOff } from '../core/turns.ts';
import { ReviewBook } from '../core/review/reviewBook.ts';
import { readReviews } from '../core/review/reviewStore.ts';

/** What a query can see of each item: the outcomes of all runs on disk and the verdicts in force. Unreadable runs are left out. */
export async function queryColumns(
  { items, problems }: Pick<Benchmark, 'items' | 'problems'>,
  store: ReadableFolder,
  foreign: readonly RunToRead[] = [],
): Promise<BenchmarkColumns> {
  const table = ItemTable.of(items);
  const listed = await listRuns(store);
  const runs: RunColumns[] = [];
  for (const record of listed.ok ? listed.value.runs : []) {
    const read = await readRunColumns(store, record, table, { said: saidOnce() });
    if (read.ok) runs.push(read.value);
  }
  for (const run of foreign) runs.push(await workedOff(columnsOfRun(run, table, saidOnce())));
  const reviews = await readReviews(store);
  return new BenchmarkColumns({ table, runs, book: new ReviewBook(reviews.ok ? reviews.value.lines : []), problems });
}

/** Here one query is asked, which takes less without an index than making one would. */
function saidOnce(): NumberedTexts {
  return new NumberedTexts({ isIndexed: false });
}

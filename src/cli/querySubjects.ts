import type { Benchmark } from '../core/benchmark/benchmark.ts';
import type { Item } from '../core/benchmark/item.ts';
import type { QueryPrediction, QuerySubject } from '../core/benchmark/query.ts';
import { resolveProtocol } from '../core/evaluation/resolveProtocol.ts';
import { listRuns, openRun } from '../core/evaluation/runStore.ts';
import type { RunData } from '../core/evaluation/runStore.ts';
import { ok } from '../core/result.ts';
import type { ReadableFolder } from '../core/ports.ts';
import { readReviews } from '../core/review/reviewStore.ts';
import { ReviewBook } from '../core/review/reviewBook.ts';
import { isRight, truthOf } from '../core/scoring/truth.ts';

/** What a query can see of each item: the outcomes of all runs on disk and the verdicts in force. Unreadable runs are left out. */
export async function querySubjects(
  benchmark: Pick<Benchmark, 'labels' | 'scales' | 'items'>,
  store: ReadableFolder,
  foreign: readonly Pick<RunData, 'record' | 'outcomes'>[] = [],
): Promise<(item: Item) => QuerySubject> {
  const items = new Map(benchmark.items.map((item) => [item.id, item]));
  const predictions = new Map<string, QueryPrediction[]>();
  const listed = await listRuns(store);
  const own = listed.ok ? listed.value.runs.map(({ run }) => run) : [];
  const theirs = new Map(foreign.map((one) => [one.record.run, one]));
  for (const run of [...own, ...theirs.keys()]) {
    const opened = theirs.has(run) ? ok(theirs.get(run)!) : await openRun(store, run);
    if (!opened.ok) continue;
    const { record, outcomes } = opened.value;
    const resolved = resolveProtocol(record.protocol, { ...benchmark, labels: record.labels }, record.polarity);
    const answers = new Map((resolved.ok ? resolved.value.stages : []).map((stage) => [stage.id, stage.answer]));
    for (const [id, stages] of outcomes) {
      const item = items.get(id);
      if (item === undefined) continue;
      const found = predictions.get(id) ?? [];
      predictions.set(id, found);
      for (const [stage, outcome] of stages) {
        // A question in further orders of its options is for their score; the first order is the run's word.
        if (outcome.repeat !== undefined) continue;
        const answer = answers.get(stage);
        const right = answer && isRight(outcome, truthOf(item, answer, record.polarity));
        found.push({ run, model: record.model, stage, outcome, ...(right === undefined ? {} : { right }) });
      }
    }
  }
  const reviews = await readReviews(store);
  const book = new ReviewBook(reviews.ok ? reviews.value.lines : []);
  return (item) => ({
    item,
    predictions: predictions.get(item.id) ?? [],
    verdicts: book.of(item.id).map((verdict) => verdict.kind),
  });
}

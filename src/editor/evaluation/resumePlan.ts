import type { Item } from '../../core/benchmark/item.ts';
import { selectItems } from '../../core/benchmark/query.ts';
import type { EvaluatePlan } from '../../core/evaluation/plan.ts';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import { isResumable } from '../../core/evaluation/runStore.ts';
import { querySubjectOf } from '../pages/listing.ts';
import type { BenchmarkSession } from '../session.ts';

/** The newest run of a session that ended before all was asked. */
export function resumableRun(session: BenchmarkSession): RunRecord | undefined {
  return session.records.findLast(isResumable);
}

/** A plan that goes on with a run: its own questions, parameters and items. */
export function planOfRun(base: EvaluatePlan, record: RunRecord, session: BenchmarkSession): EvaluatePlan {
  return {
    ...base,
    items: itemsOfRun(record, session),
    where: record.where,
    picked: record.picked !== undefined,
    resume: { run: record.run, retryFailed: false },
  };
}

/** The items of a run: those that were picked by hand, or those that its query finds. */
function itemsOfRun(record: RunRecord, session: BenchmarkSession): readonly Item[] {
  if (record.picked !== undefined) return record.picked.flatMap((id) => session.item(id) ?? []);
  const found = selectItems(session.benchmark, record.where, (item) => querySubjectOf(session.dossier(item)));
  return found.ok ? found.value.slice(0, record.limit) : [];
}

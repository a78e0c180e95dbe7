import type { EvaluatePlan } from '../../core/evaluation/plan.ts';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import { isResumable } from '../../core/evaluation/runStore.ts';
import type { BenchmarkSession } from '../session.ts';

/** The newest run of a session that ended before all was asked. */
export function resumableRun(session: BenchmarkSession): RunRecord | undefined {
  return session.records.findLast(isResumable);
}

/** A plan that goes on with a run: its own questions, parameters and items. */
export function planOfRun(base: EvaluatePlan, record: RunRecord): EvaluatePlan {
  const picked = record.picked === undefined ? undefined : new Set(record.picked);
  return {
    ...base,
    items: picked === undefined ? base.items : base.items.filter(({ id }) => picked.has(id)),
    picked: picked !== undefined,
    resume: { run: record.run, retryFailed: false },
  };
}

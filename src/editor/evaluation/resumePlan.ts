import { itemsOfRun } from '../../core/evaluation/itemsOfRun.ts';
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
  const found = itemsOfRun(record, session.benchmark, (item) => querySubjectOf(session.dossier(item)));
  return {
    ...base,
    items: found.ok ? found.value : [],
    where: record.where,
    picked: record.picked !== undefined,
    resume: { run: record.run, retryFailed: false },
  };
}

/**
 * A plan for picked portraits as part of the newest run that asked other picked ones the same: whoever asks portrait after
 * portrait gets one run. A portrait that the run has been asked about before gets a new run, so that no answer is lost.
 */
export function addedToRun(plan: EvaluatePlan, session: BenchmarkSession): EvaluatePlan {
  if (plan.picked !== true) return plan;
  const ids = new Set(plan.items.map(({ id }) => id));
  const run = session.records.findLast(
    (record) => isByHand(record) && isSame(record, plan) && record.picked?.some((id) => ids.has(id)) === false,
  );
  return run === undefined ? plan : { ...plan, resume: { run: run.run, retryFailed: false, add: true } };
}

/** The command line writes down which items a query or a limit found: that run is about those and no others. */
function isByHand(record: RunRecord): boolean {
  return record.where === '' && record.limit === undefined;
}

function isSame(record: RunRecord, plan: EvaluatePlan): boolean {
  const { model, strategy, protocol, parameters, benchmark, polarity } = plan;
  const asked = [
    record.model,
    record.endpoint,
    record.strategy,
    record.protocol,
    record.parameters,
    record.labels,
    record.polarity,
  ];
  const toAsk = [model.id, model.endpoint, strategy.id, protocol, parameters, benchmark.labels, polarity];
  return canonical(asked) === canonical(toAsk);
}

/** JSON with its keys in order; what is `undefined` is as if it were not there, as on disk. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

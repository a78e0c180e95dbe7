import { builtInLexicon } from '../../core/affect/lexicon.ts';
import { itemsOfRun } from '../../core/evaluation/itemsOfRun.ts';
import type { EvaluatePlan } from '../../core/evaluation/plan.ts';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import { isResumable } from '../../core/evaluation/runStore.ts';
import type { RunColumns } from '../../core/query/columns/runColumns.ts';
import type { BenchmarkSession } from '../session/session.ts';

/** Something that can be gone on with: a run, or a comparison with the runs of it that are not done, oldest first. */
export interface Resumable {
  /** The run's id, or the comparison's. */
  readonly id: string;
  readonly open: readonly RunRecord[];
  /** All runs of it: for a comparison those that are done too. */
  readonly all: readonly RunRecord[];
}

/** What of a session ended before all was asked, newest first; the runs of a comparison are one. */
export function resumables(session: BenchmarkSession): readonly Resumable[] {
  const byId = new Map<string, RunRecord[]>();
  for (const record of session.ownRecords) {
    const id = record.comparison ?? record.run;
    byId.set(id, [...(byId.get(id) ?? []), record]);
  }
  return [...byId]
    .map(([id, all]) => ({ id, all, open: all.filter(isResumable) }))
    .filter(({ open }) => open.length > 0)
    .reverse();
}

/** A run of which something failed, and how many questions that are. */
export interface FailedRun {
  readonly record: RunRecord;
  readonly failed: number;
}

/** The runs of a session of which something failed, newest first. */
export function failedRuns(session: BenchmarkSession): readonly FailedRun[] {
  const byRun = new Map(session.runs.map((run) => [run.run, run]));
  return session.ownRecords
    .map((record) => ({ record, failed: failedCount(byRun.get(record.run)?.outcomes) }))
    .filter(({ failed }) => failed > 0)
    .reverse();
}

/** How many outcomes say that the question failed. */
export function failedCount(outcomes: RunColumns | undefined): number {
  return outcomes?.kindCounts.get('failed') ?? 0;
}

/** A plan that goes on with a run: its own questions, parameters and items. With `retryFailed`, what failed is asked again. */
export function planOfRun(
  base: EvaluatePlan,
  record: RunRecord,
  session: BenchmarkSession,
  retryFailed = false,
): EvaluatePlan {
  const found = itemsOfRun(record, { items: session.table }, session.columns);
  return {
    ...asRecorded(base, record),
    items: found.ok ? found.value : [],
    where: record.where,
    picked: record.picked !== undefined,
    resume: { run: record.run, retryFailed },
  };
}

/** A plan that asks what a run asked, in the way it asked. */
export function asRecorded(base: EvaluatePlan, record: RunRecord): EvaluatePlan {
  const { protocol, parameters } = record;
  return { ...base, protocol, parameters, strategy: record.strategyInFull ?? base.strategy };
}

/**
 * A plan for picked portraits as part of the newest run that asked other picked ones the same: whoever asks portrait after
 * portrait gets one run. A portrait that the run has been asked about before gets a new run, so that no answer is lost.
 */
export function addedToRun(plan: EvaluatePlan, session: BenchmarkSession): EvaluatePlan {
  if (plan.picked !== true) return plan;
  const ids = new Set(plan.items.map(({ id }) => id));
  const run = session.ownRecords.findLast(
    (record) => isByHand(record) && isSame(record, plan) && record.picked?.some((id) => ids.has(id)) === false,
  );
  return run === undefined ? plan : { ...plan, resume: { run: run.run, retryFailed: false, add: true } };
}

/**
 * The command line writes down which items a query or a limit found, and the runs of a comparison are about the same items:
 * such a run is about those and no others.
 */
function isByHand(record: RunRecord): boolean {
  return record.where === '' && record.limit === undefined && record.comparison === undefined;
}

function isSame(record: RunRecord, plan: EvaluatePlan): boolean {
  const { model, strategy, protocol, parameters, benchmark, polarity } = plan;
  const asked = [
    record.model,
    record.endpoint,
    record.strategyInFull ?? record.strategy,
    record.extractor?.model,
    record.protocol,
    record.parameters,
    record.labels,
    record.polarity,
    record.lexiconVersion,
  ];
  const words = (plan.lexicon ?? builtInLexicon).version;
  const reads = plan.extractor?.model.id;
  const toAsk = [model.id, model.endpoint, strategy, reads, protocol, parameters, benchmark.labels, polarity, words];
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

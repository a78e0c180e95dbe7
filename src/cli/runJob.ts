import { evaluate } from '../core/evaluation/runner.ts';
import { budgetsFor, spendingSoFar } from '../core/evaluation/jobSpending.ts';
import type { JobSpending } from '../core/evaluation/jobSpending.ts';
import { stopsOfServer } from '../core/evaluation/plan.ts';
import type { EvaluateError, EvaluatePorts, RunSummary, StopReason } from '../core/evaluation/plan.ts';
import { prepareRun } from '../core/evaluation/prepareRun.ts';
import { whatIsLacking } from '../core/evaluation/runner/whatIsLacking.ts';
import { runPaths } from '../core/evaluation/runStore.ts';
import type { Result } from '../core/result.ts';
import { evaluateErrorText, progressText, summaryText } from '../core/words/runText.ts';
import type { CliHost } from './host.ts';
import { budgetsOf } from './planEvaluation.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import type { Job, JobCell } from './planJob.ts';

/** What became of a cell: its sitting, why there was none, or nothing where the job ended before. */
export interface CellEnd {
  readonly cell: JobCell;
  readonly run: string;
  readonly ended?: Result<RunSummary, EvaluateError>;
  /** The budget that left it nothing to begin with. */
  readonly usedUp?: StopReason;
}

/**
 * Puts the runs of a comparison on disk before the first of them begins, so that all of them can be resumed. The answer is a
 * sentence when one of them cannot be; nothing is on disk then.
 */
export async function prepareJob({ cells }: Job, ports: EvaluatePorts): Promise<string | undefined> {
  const fresh = cells.filter(({ record }) => record === undefined).map(({ plan }) => plan);
  for (const plan of fresh) {
    const lacking = whatIsLacking(plan, ports, plan.parameters.maxSide, plan.strategy);
    if (lacking !== undefined) return evaluateErrorText(lacking);
    const run = plan.run ?? '';
    if ((await ports.store.stat(runPaths(run).record)).ok) return evaluateErrorText({ kind: 'runExists', run });
  }
  for (const plan of fresh) {
    const prepared = await prepareRun(plan, ports);
    if (!prepared.ok) return evaluateErrorText(prepared.error);
  }
  return undefined;
}

/**
 * Runs the cells of a comparison one after the other, under one budget for all; their records are on disk. `runs` are all of the
 * comparison's, those that are done included.
 */
export async function runJob(
  { cells }: Job,
  runs: readonly string[],
  given: EvaluateOptions,
  ports: EvaluatePorts,
  host: CliHost,
): Promise<readonly CellEnd[]> {
  const spending = await spendingSoFar(budgetsOf(given), runs, ports.store);
  const lost = new Set<string>();
  const ends: CellEnd[] = [];
  let isOver = false;
  for (const cell of cells) {
    const run = runOf(cell);
    const { usedUp } = spending;
    if (isOver || host.signal.aborted || usedUp !== undefined || lost.has(serverOf(cell))) {
      ends.push({ cell, run, ...(usedUp !== undefined && { usedUp }) });
      continue;
    }
    host.note(`run ${run} (${runs.indexOf(run) + 1} of ${runs.length}): ${cell.strategy}, ${cell.model}`);
    const ended = await runCell(cell, run, spending, ports, host);
    ends.push({ cell, run, ended });
    host.note(ended.ok ? summaryText(ended.value, run, 'shell') : `run ${run}: ${evaluateErrorText(ended.error)}`);
    const stopped = ended.ok ? ended.value.stopped : undefined;
    if (stopped === undefined) continue;
    if (stopsOfServer.has(stopped)) lost.add(serverOf(cell));
    else isOver = true;
  }
  return ends;
}

async function runCell(
  { plan }: JobCell,
  run: string,
  spending: JobSpending,
  ports: EvaluatePorts,
  host: CliHost,
): Promise<Result<RunSummary, EvaluateError>> {
  const ended = await evaluate(
    {
      ...plan,
      budgets: budgetsFor(spending.leftFor(run), plan.model),
      resume: plan.resume ?? { run, retryFailed: false },
    },
    ports,
    {
      onOutcome: (outcome) => spending.outcome(outcome),
      onProgress: (progress) => host.passing(progressText(progress)),
    },
    host.signal,
  );
  if (ended.ok) spending.requests(ended.value.requestsSent);
  return ended;
}

/** The run of a cell. */
export function runOf({ record, plan }: JobCell): string {
  return record?.run ?? plan.run ?? '';
}

function serverOf({ plan }: JobCell): string {
  return JSON.stringify([plan.connection ?? plan.model.id, plan.model.endpoint]);
}

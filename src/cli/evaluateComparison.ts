import type { EvaluatePorts, StopReason } from '../core/evaluation/plan.ts';
import { comparisonOf, comparisonText } from './comparison.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import type { FoundRuns } from './findRuns.ts';
import { exitStatus, refuse } from './host.ts';
import type { CliHost, ExitStatus } from './host.ts';
import { itemCount } from './itemCount.ts';
import { noteFailed } from './noteFailed.ts';
import type { OpenedFolder } from './openFolder.ts';
import type { Job } from './planJob.ts';
import { prepareJob, runJob, runOf } from './runJob.ts';
import type { CellEnd } from './runJob.ts';
import { stopText, usd } from '../core/words/runText.ts';
import { resumeHint, roundedUsd, standingAfter, standingOnDisk, standingText, statusOf } from './runReport.ts';
import type { RunStanding } from './runReport.ts';
import { tellCautions } from './tellCautions.ts';

/** From the best to the worst. */
const byWeight: readonly ExitStatus[] = [
  exitStatus.done,
  exitStatus.someFailed,
  exitStatus.stopped,
  exitStatus.badUse,
  exitStatus.interrupted,
];

/** How a run of a comparison stands. `begun` is false where nothing was ever asked. */
type CellStanding = RunStanding & { readonly strategy: string; readonly model: string; readonly begun: boolean };

/** What a comparison is made with. */
interface ComparisonSetup {
  /** The benchmark's folder as it was named. */
  readonly folder: string;
  readonly given: EvaluateOptions;
  readonly opened: OpenedFolder;
  /** The runs that are on disk already, where a comparison goes on. */
  readonly found: FoundRuns | undefined;
  readonly ports: EvaluatePorts;
}

/** Runs a comparison, or goes on with one, and prints how its runs stand and the table of strategies by models. */
export async function evaluateComparison(
  job: Job & { readonly comparison: string },
  { folder, given, opened, found, ports }: ComparisonSetup,
  host: CliHost,
): Promise<ExitStatus> {
  const refused = await prepareJob(job, ports);
  if (refused !== undefined) return refuse(host, `${folder}: ${refused}`);
  const { comparison, cells } = job;
  const [first] = cells;
  if (first !== undefined) tellCautions(first.plan, host);
  const items = itemCount(first?.plan.items ?? []);
  host.note(`comparison ${comparison}: ${cells.length} runs over ${items} of ${opened.benchmark.name}`);
  const runs = found?.records.map(({ run }) => run) ?? cells.map(runOf);
  const ends = await runJob(job, runs, given, ports, host);
  const status = worst(ends, host);
  const stopped = lastStop(ends);
  // A run that was stopped has said so itself.
  const hasSaid = ends.some(({ ended }) => ended?.ok === true && ended.value.stopped !== undefined);
  if (stopped !== undefined && !hasSaid) host.note(stopText(stopped));
  const standings = await standingsOf(runs, ends, found, opened);
  const costUsd = totalCost(standings);
  if (costUsd !== null) host.note(`comparison ${comparison}: ${usd(costUsd)} so far, all runs together`);
  // Who interrupts waits for nothing; `score --compare` has the table.
  const table = status === exitStatus.interrupted ? undefined : await comparisonOf(runs, opened);
  if (table?.ok === false) host.note(`no table: ${table.error}`);
  const compared = table?.ok === true ? table.value : undefined;
  if (given.json === true)
    host.out(
      JSON.stringify(
        { comparison, costUsd, ...(stopped && { stopped }), runs: standings, table: compared ?? null },
        undefined,
        2,
      ),
    );
  else {
    host.out(
      [
        `comparison ${comparison}`,
        ...standings.map(lineOf),
        ...(costUsd === null ? [] : [`costUsd ${costUsd}`]),
        '',
      ].join('\n'),
    );
    if (compared !== undefined) host.out(comparisonText(compared).trimEnd());
  }
  const failing = standings.flatMap(({ run, kinds }) => (kinds.failed === undefined ? [] : [run]));
  await noteFailed(opened.store, failing, { folder, id: comparison }, host);
  if (status === exitStatus.stopped || status === exitStatus.interrupted)
    host.note(resumeHint(host, folder, comparison, stopped));
  return status;
}

/** USD of all runs whose cost is known. */
function totalCost(standings: readonly CellStanding[]): number | null {
  const known = standings.flatMap(({ costUsd }) => costUsd ?? []);
  return known.length === 0 ? null : roundedUsd(known.reduce((sum, cost) => sum + cost, 0));
}

function lastStop(ends: readonly CellEnd[]): StopReason | undefined {
  const stops = ends.map(({ ended, usedUp }) => (ended?.ok === true ? ended.value.stopped : usedUp));
  return stops.findLast((stopped) => stopped !== undefined);
}

function worst(ends: readonly CellEnd[], host: CliHost): ExitStatus {
  const statuses = ends.map(({ ended }): ExitStatus => {
    if (ended === undefined) return exitStatus.stopped;
    return ended.ok ? statusOf(ended.value) : exitStatus.badUse;
  });
  if (host.signal.aborted && statuses.some((status) => status !== exitStatus.done)) return exitStatus.interrupted;
  return byWeight.findLast((status) => statuses.includes(status)) ?? exitStatus.done;
}

async function standingsOf(
  runs: readonly string[],
  ends: readonly CellEnd[],
  found: FoundRuns | undefined,
  { store }: OpenedFolder,
): Promise<CellStanding[]> {
  const standings: CellStanding[] = [];
  for (const run of runs) {
    const end = ends.find((one) => one.run === run);
    const record = found?.records.find((one) => one.run === run);
    const standing = end?.ended?.ok === true ? standingAfter(end.ended.value) : await standingOnDisk(store, run);
    const { strategy = '', model = '' } = record ?? end?.cell ?? {};
    standings.push({ ...standing, strategy, model, begun: end?.ended !== undefined || standing.resumed > 0 });
  }
  return standings;
}

function lineOf(standing: CellStanding): string {
  const [run, ...rest] = standingText(standing);
  return [run, standing.strategy, standing.model, ...(standing.begun ? rest : ['not begun'])].join(', ');
}

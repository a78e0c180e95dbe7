import type { Item } from '../core/benchmark/item.ts';
import { dryRun } from '../core/evaluation/dryRun.ts';
import type { DryRun } from '../core/evaluation/dryRun.ts';
import type { EvaluatePorts } from '../core/evaluation/plan.ts';
import { pictureFault } from '../core/evaluation/runner/preparePicture.ts';
import { sumOfDryRuns } from '../core/words/estimateText.ts';
import { dryRunText, evaluateErrorText, usd } from '../core/words/runText.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import { exitStatus, refuse } from './host.ts';
import type { CliHost, ExitStatus } from './host.ts';
import type { Job } from './planJob.ts';
import { roundedUsd } from './runReport.ts';

/** Says what a job would take, each run of a comparison and all of them together; asks nothing and writes nothing. */
export async function tellDryRun(
  folder: string,
  { cells, comparison }: Job,
  given: EvaluateOptions,
  ports: EvaluatePorts,
  host: CliHost,
): Promise<ExitStatus> {
  const runs: { readonly strategy: string; readonly model: string; readonly dry: DryRun }[] = [];
  const isFaulty = faultsByReading(cells[0]?.plan.items.length ?? 0, ports, host);
  for (const { plan, strategy, model } of cells) {
    const dry = await dryRun(plan, ports, host.signal, isFaulty);
    if (host.signal.aborted) return exitStatus.interrupted;
    if (!dry.ok) return refuse(host, `${folder}: ${evaluateErrorText(dry.error)}`);
    runs.push({ strategy, model, dry: dry.value });
  }
  const all = sumOfDryRuns(runs.map(({ dry }) => dry));
  const cap = given.maxCost;
  if (cap !== undefined && all.costUsd !== undefined && all.costUsd > cap)
    host.note(
      `--max-cost ${cap}: the estimate of ${usd(all.costUsd)} is above it; the run would stop before all is asked`,
    );
  if (given.json === true) {
    const more =
      comparison === undefined ? {} : { runs: runs.map(({ dry, ...cell }) => ({ ...cell, ...rounded(dry) })) };
    host.out(JSON.stringify({ dryRun: true, ...rounded(all), ...more }, undefined, 2));
    return exitStatus.done;
  }
  if (comparison !== undefined)
    for (const { strategy, model, dry } of runs) host.out(`${strategy}, ${model}: ${dryRunText(dry)}`);
  host.out(dryRunText(all));
  return exitStatus.done;
}

/** Looks at each picture as a run would, once for all runs. */
function faultsByReading(total: number, ports: EvaluatePorts, host: CliHost): (item: Item) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async (item) => {
    const before = known.get(item.id);
    if (before !== undefined) return before;
    const isFaulty = (await pictureFault(item, ports)) !== undefined;
    known.set(item.id, isFaulty);
    host.passing(`reading pictures: ${known.size} of ${total}`);
    return isFaulty;
  };
}

function rounded(dry: DryRun): object {
  return dry.costUsd === undefined ? dry : { ...dry, costUsd: roundedUsd(dry.costUsd) };
}

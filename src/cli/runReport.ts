import type { RunSummary, StopReason } from '../core/evaluation/plan.ts';
import type { ReadableFolder } from '../core/ports.ts';
import { readOutcomes } from '../core/evaluation/runStore.ts';
import { newTally } from '../core/evaluation/runner/tally.ts';
import type { Outcome } from '../core/evaluation/outcome.ts';
import { stageKey } from '../core/evaluation/outcome.ts';
import { exitStatus } from './host.ts';
import type { CliHost, ExitStatus } from './host.ts';
import { quoted } from './quoted.ts';

/** How a run stands, as documents have it. An unknown cost is `null`, which no script takes for zero. */
export type RunStanding = Pick<RunSummary, 'run' | 'requested' | 'resumed' | 'kinds' | 'failures' | 'usage'> &
  Partial<Omit<RunSummary, 'costUsd'>> & { readonly costUsd: number | null };

/** USD without what adding fractions leaves behind: to a billionth. */
export function roundedUsd(amount: number | undefined): number | null {
  return amount === undefined ? null : Number(amount.toFixed(9));
}

/** A summary as documents have it. */
export function standingAfter(summary: RunSummary): RunStanding {
  return { ...summary, costUsd: roundedUsd(summary.costUsd) };
}

/** How a run stands that was not asked in this sitting, from what is on disk. */
export async function standingOnDisk(store: ReadableFolder, run: string): Promise<RunStanding> {
  const last = new Map<string, Outcome>();
  await readOutcomes(store, run, (outcome) => {
    last.set(JSON.stringify([outcome.item, stageKey(outcome)]), outcome);
  });
  const tally = newTally();
  for (const outcome of last.values()) tally.add(outcome);
  const { count, kinds, failures, usage, costUsd, second } = tally;
  return {
    run,
    requested: 0,
    resumed: count,
    kinds,
    failures,
    usage,
    costUsd: roundedUsd(costUsd),
    ...(second.given === 0 ? {} : { second }),
  };
}

/** The exit status that a sitting comes to. */
export function statusOf(summary: RunSummary): ExitStatus {
  if (summary.stopped === 'cancelled') return exitStatus.interrupted;
  if (summary.stopped !== undefined) return exitStatus.stopped;
  return summary.kinds.failed === undefined ? exitStatus.done : exitStatus.someFailed;
}

/** One `name value` a line, for people and for `cut`. */
export function standingText(standing: RunStanding): string[] {
  const { usage, costUsd, second, stopped } = standing;
  return [
    `run ${standing.run}`,
    `requested ${standing.requested}`,
    `resumed ${standing.resumed}`,
    ...Object.entries(standing.kinds).map(([kind, count]) => `${kind} ${count}`),
    ...Object.entries(standing.failures).map(([kind, count]) => `failed:${kind} ${count}`),
    `tokens ${usage.input} in, ${usage.output} out`,
    ...(costUsd === null ? [] : [`costUsd ${plainNumber(costUsd)}`]),
    ...(second === undefined ? [] : [`extractor given ${second.given}, read ${second.read}`]),
    ...(second === undefined || second.unpriced === 0 ? [] : [`extractor without a price ${second.unpriced}`]),
    ...(stopped === undefined ? [] : [`stopped ${stopped}`]),
  ];
}

/** Without an exponent, which `cut` and `bc` do not read. */
function plainNumber(amount: number): string {
  return amount.toFixed(9).replace(/\.?0+$/, '');
}

/** The command that goes on with a run or a comparison: under a higher cap where one that counts all sittings is used up. */
export function resumeHint(
  { program }: Pick<CliHost, 'program'>,
  folder: string,
  id: string,
  stopped: StopReason | undefined,
): string {
  const cap = stopped === 'maxCost' ? '--max-cost' : stopped === 'maxTokens' ? '--max-tokens-total' : undefined;
  const command = `${program} evaluate ${quoted(folder)} --resume ${id}`;
  return cap === undefined ? `resume with: ${command}` : `resume, under a higher cap, with: ${command} ${cap} N`;
}

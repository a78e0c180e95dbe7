import type { RunSummary, StopReason } from '../core/evaluation/plan.ts';
import type { ReadableFolder } from '../core/ports.ts';
import { readOutcomes } from '../core/evaluation/runStore.ts';
import { newTally } from '../core/evaluation/runner/tally.ts';
import type { Outcome } from '../core/evaluation/outcome.ts';
import { stageKey } from '../core/evaluation/outcome.ts';
import { exitStatus } from './host.ts';
import type { ExitStatus } from './host.ts';

/** How a run stands, as documents have it. An unknown cost is `null`, which no script takes for zero. */
export type RunStanding = Pick<RunSummary, 'run' | 'requested' | 'resumed' | 'kinds' | 'failures' | 'usage'> &
  Partial<Omit<RunSummary, 'costUsd'>> & { readonly costUsd: number | null };

/** A summary as documents have it. */
export function standingAfter(summary: RunSummary): RunStanding {
  return { ...summary, costUsd: summary.costUsd ?? null };
}

/** How a run stands that was not asked in this sitting, from what is on disk. */
export async function standingOnDisk(store: ReadableFolder, run: string): Promise<RunStanding> {
  const last = new Map<string, Outcome>();
  await readOutcomes(store, run, (outcome) => {
    last.set(JSON.stringify([outcome.item, stageKey(outcome)]), outcome);
  });
  const tally = newTally();
  for (const outcome of last.values()) tally.add(outcome);
  const { count, kinds, failures, usage, costUsd } = tally;
  return { run, requested: 0, resumed: count, kinds, failures, usage, costUsd: costUsd ?? null };
}

/** The exit status that a sitting comes to. */
export function statusOf(summary: RunSummary): ExitStatus {
  if (summary.stopped === 'cancelled') return exitStatus.interrupted;
  if (summary.stopped !== undefined) return exitStatus.stopped;
  return summary.kinds.failed === undefined ? exitStatus.done : exitStatus.someFailed;
}

/** One `name value` a line, for people and for `cut`. */
export function standingText(standing: RunStanding): string[] {
  const { usage, costUsd, stopped } = standing;
  return [
    `run ${standing.run}`,
    `requested ${standing.requested}`,
    `resumed ${standing.resumed}`,
    ...Object.entries(standing.kinds).map(([kind, count]) => `${kind} ${count}`),
    ...Object.entries(standing.failures).map(([kind, count]) => `failed:${kind} ${count}`),
    `tokens ${usage.input} in, ${usage.output} out`,
    ...(costUsd === null ? [] : [`costUsd ${costUsd}`]),
    ...(stopped === undefined ? [] : [`stopped ${stopped}`]),
  ];
}

/** The command that goes on with a run or a comparison: under a higher cap where one that counts all sittings is used up. */
export function resumeHint(folder: string, id: string, stopped: StopReason | undefined): string {
  const cap = stopped === 'maxCost' ? '--max-cost' : stopped === 'maxTokens' ? '--max-tokens-total' : undefined;
  const command = `emolens evaluate ${quoted(folder)} --resume ${id}`;
  return cap === undefined ? `resume with: ${command}` : `resume, under a higher cap, with: ${command} ${cap} N`;
}

/** A path as a POSIX shell takes it back. */
export function quoted(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

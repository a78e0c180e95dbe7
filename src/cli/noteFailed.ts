import type { Outcome } from '../core/evaluation/outcome.ts';
import { stageKey } from '../core/evaluation/outcome.ts';
import { readOutcomes } from '../core/evaluation/runStore.ts';
import type { FailureKind } from '../core/models/failure.ts';
import type { ReadableFolder } from '../core/ports.ts';
import { failureSentence, shortened } from '../core/words/failureText.ts';
import type { CliHost } from './host.ts';
import { quoted } from './quoted.ts';

/** Items that are named of each kind of failure. */
const mostNamed = 3;

/** Says of what failed in these runs why, by kind, names the first few with the server's own words, and how all are asked again. */
export async function noteFailed(
  store: ReadableFolder,
  runs: readonly string[],
  again: { readonly folder: string; readonly id: string },
  host: CliHost,
): Promise<void> {
  const byKind = new Map<FailureKind, Outcome[]>();
  for (const run of runs) {
    for (const outcome of await failedOf(store, run)) {
      const { kind } = outcome.failure!;
      const others = byKind.get(kind);
      if (others) others.push(outcome);
      else byKind.set(kind, [outcome]);
    }
  }
  if (byKind.size === 0) return;
  for (const [kind, outcomes] of byKind) {
    host.note(`${outcomes.length} failed: ${failureSentence({ kind }, 'shell')}`);
    for (const { item, stage, failure } of outcomes.slice(0, mostNamed)) {
      const detail = shortened(failure?.detail ?? '');
      host.note(`  ${[`${shortened(item)} (${stage})`, ...(detail === '' ? [] : [detail])].join(': ')}`);
    }
    if (outcomes.length > mostNamed) host.note(`  and ${outcomes.length - mostNamed} more`);
  }
  const { folder, id } = again;
  host.note(`ask again what failed with: ${host.program} evaluate ${quoted(folder)} --resume ${id} --retry-failed`);
}

/** The outcomes of a run that count and failed, without what takes room. */
async function failedOf(store: ReadableFolder, run: string): Promise<readonly Outcome[]> {
  const failed = new Map<string, Outcome>();
  await readOutcomes(store, run, (outcome) => {
    const key = JSON.stringify([outcome.item, stageKey(outcome)]);
    if (outcome.kind !== 'failed' || outcome.failure === undefined) failed.delete(key);
    else {
      const { question: _question, ...rest } = outcome;
      failed.set(key, rest);
    }
  });
  return [...failed.values()];
}

import type { FileError, WritableFolder } from '../../ports.ts';
import { ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import type { Outcome } from '../outcome.ts';
import { readOutcomes, runPaths } from '../runStore.ts';

/** What resuming needs to remember of an outcome on disk; replies only where a conversation repeats them. */
export interface KnownOutcome extends Pick<
  Outcome,
  | 'kind'
  | 'label'
  | 'labels'
  | 'failure'
  | 'usage'
  | 'costUsd'
  | 'isEstimated'
  | 'request'
  | 'imageSha256'
  | 'question'
  | 'reply'
> {
  readonly line: number;
}

/** The outcomes on disk that count, by item and stage, and the lines that do not count any more. */
export interface KnownOutcomes {
  readonly byItem: Map<string, Map<string, KnownOutcome>>;
  /** Lines, counted from 1, that a later line or a replaced picture has made void. */
  readonly voidLines: Set<number>;
  readonly badLines: number;
}

/** Reads what a run has on disk already. */
export async function readKnown(
  store: WritableFolder,
  run: string,
  keepReplies: boolean,
): Promise<Result<KnownOutcomes, FileError>> {
  const byItem = new Map<string, Map<string, KnownOutcome>>();
  const voidLines = new Set<number>();
  let badLines = 0;
  const read = await readOutcomes(
    store,
    run,
    (outcome, line) => {
      const stages = byItem.get(outcome.item) ?? new Map<string, KnownOutcome>();
      const older = stages.get(outcome.stage);
      if (older !== undefined) voidLines.add(older.line);
      byItem.set(outcome.item, stages.set(outcome.stage, remembered(outcome, line, keepReplies)));
    },
    () => badLines++,
  );
  return read.ok ? ok({ byItem, voidLines, badLines }) : read;
}

/** Forgets an outcome, so that it is asked again, and marks its line as void. */
export function forget(known: KnownOutcomes, item: string, stage: string): void {
  const stages = known.byItem.get(item);
  const outcome = stages?.get(stage);
  if (outcome === undefined) return;
  known.voidLines.add(outcome.line);
  stages?.delete(stage);
}

/** Rewrites the run's outcomes, whole, without the void lines; lines that could not be read stay as they are. */
export async function dropVoidLines(
  store: WritableFolder,
  run: string,
  voidLines: ReadonlySet<number>,
): Promise<Result<void, FileError>> {
  if (voidLines.size === 0) return ok(undefined);
  const path = runPaths(run).outcomes;
  const bytes = await store.read(path);
  if (!bytes.ok) return bytes;
  const kept = new Uint8Array(bytes.value.length);
  let end = 0;
  let start = 0;
  for (let line = 1; start < bytes.value.length; line++) {
    const newline = bytes.value.indexOf(0x0a, start);
    const next = newline < 0 ? bytes.value.length : newline + 1;
    if (!voidLines.has(line)) {
      kept.set(bytes.value.subarray(start, next), end);
      end += next - start;
    }
    start = next;
  }
  return store.write(path, kept.subarray(0, end));
}

/** Rewrites the run's outcomes so that each item and stage has one line, the last one written. */
export async function keepLastLines(store: WritableFolder, run: string): Promise<Result<void, FileError>> {
  const known = await readKnown(store, run, false);
  return known.ok ? dropVoidLines(store, run, known.value.voidLines) : known;
}

function remembered(outcome: Outcome, line: number, keepReplies: boolean): KnownOutcome {
  const { kind, label, labels, failure, usage, costUsd, request, imageSha256, question, reply } = outcome;
  return {
    line,
    kind,
    label,
    labels,
    failure,
    usage,
    costUsd,
    ...(outcome.isEstimated && { isEstimated: true }),
    request,
    imageSha256,
    ...(keepReplies ? { question, reply } : {}),
  };
}

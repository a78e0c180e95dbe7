import type { FileError, WritableFolder } from '../../ports.ts';
import { ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import { stageKey } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import { readOutcomes, runPaths } from '../runStore.ts';
import { textToExtract } from './extractionPrompt.ts';

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
  | 'rule'
  | 'request'
  | 'imageSha256'
  | 'question'
  | 'reply'
> {
  readonly line: number;
  /** What a second model was paid for, beside the model. */
  readonly extraction?: Pick<NonNullable<Outcome['extraction']>, 'usage' | 'costUsd'>;
  /** The outcome whole, while it waits for a second model to read it. */
  readonly unread?: Outcome;
}

/** How much of the outcomes on disk is remembered: of thousands only what is needed. */
export interface Remembering {
  /** Questions and replies, which a conversation repeats. */
  readonly replies: boolean;
  /** Outcomes that {@link awaitsExtraction}, whole: none, those that no second model was asked about, or those it failed at, too. */
  readonly unread: 'none' | 'unasked' | 'failedToo';
}

/** The outcomes on disk that count, by item and {@link stageKey}, and the lines that do not count any more. */
export interface KnownOutcomes {
  readonly byItem: Map<string, Map<string, KnownOutcome>>;
  /** Lines, counted from 1, that a later line or a replaced picture has made void. */
  readonly voidLines: Set<number>;
  readonly badLines: number;
}

/** Reads what a run has on disk already; `remembering` is nothing more than counting and comparing needs where absent. */
export async function readKnown(
  store: WritableFolder,
  run: string,
  remembering: Remembering = { replies: false, unread: 'none' },
): Promise<Result<KnownOutcomes, FileError>> {
  const byItem = new Map<string, Map<string, KnownOutcome>>();
  const voidLines = new Set<number>();
  let badLines = 0;
  const read = await readOutcomes(
    store,
    run,
    (outcome, line) => {
      const stages = byItem.get(outcome.item) ?? new Map<string, KnownOutcome>();
      const older = stages.get(stageKey(outcome));
      if (older !== undefined) voidLines.add(older.line);
      byItem.set(outcome.item, stages.set(stageKey(outcome), remembered(outcome, line, remembering)));
    },
    () => badLines++,
  );
  return read.ok ? ok({ byItem, voidLines, badLines }) : read;
}

/** Forgets an outcome by its {@link stageKey}, so that it is asked again, and marks its line as void. */
export function forget(known: KnownOutcomes, item: string, key: string): void {
  const stages = known.byItem.get(item);
  const outcome = stages?.get(key);
  if (outcome === undefined) return;
  known.voidLines.add(outcome.line);
  stages?.delete(key);
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

/** Rewrites the run's outcomes so that each question of an item has one line, the last one written. */
export async function keepLastLines(store: WritableFolder, run: string): Promise<Result<void, FileError>> {
  const known = await readKnown(store, run);
  return known.ok ? dropVoidLines(store, run, known.value.voidLines) : known;
}

/** Whether no rule could read a reply and no second model was asked yet, or (`failedToo`) brought no reply of its own. */
export function awaitsExtraction({ kind, rule, extraction, reply }: Outcome, failedToo: boolean): boolean {
  const isOpen = extraction === undefined || (failedToo && extraction.reply === undefined);
  return kind === 'unparsed' && rule === 'unparsed' && isOpen && textToExtract(reply ?? '') !== '';
}

function remembered(outcome: Outcome, line: number, { replies, unread }: Remembering): KnownOutcome {
  const { kind, label, labels, failure, usage, costUsd, request, imageSha256, question, reply, extraction } = outcome;
  const bySecond = extraction && {
    rule: outcome.rule,
    extraction: { usage: extraction.usage, costUsd: extraction.costUsd },
  };
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
    ...bySecond,
    ...(replies ? { question, reply } : {}),
    ...(unread !== 'none' && awaitsExtraction(outcome, unread === 'failedToo') ? { unread: outcome } : {}),
  };
}

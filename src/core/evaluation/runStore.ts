import type { FileError, ReadableFolder, WritableFolder } from '../ports.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { outcomeSchema, stageKey } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { runRecordSchema } from './runRecord.ts';
import type { RunRecord } from './runRecord.ts';

/** Where runs are kept, inside `.emolens/`. */
const runsPath = 'runs';

/** A line of `outcomes.jsonl` that is not an outcome; counted from 1. `torn`: the last line, cut off by a kill. */
export interface BadOutcomeLine {
  readonly line: number;
  readonly detail: string;
}

/** A run with its effective outcomes: item id, then {@link stageKey}, so that a stage's id finds the first order of its options. */
export interface RunData {
  readonly record: RunRecord;
  readonly outcomes: ReadonlyMap<string, ReadonlyMap<string, Outcome>>;
  readonly badLines: readonly BadOutcomeLine[];
}

/** Why a run could not be opened. */
export type RunError =
  | FileError
  | { readonly kind: 'noSuchRun'; readonly run: string }
  | { readonly kind: 'badRun'; readonly run: string; readonly detail: string };

/** The runs of a benchmark, oldest first, and the folders among them that hold no readable record. */
export interface RunList {
  readonly runs: readonly RunRecord[];
  readonly bad: readonly { readonly run: string; readonly detail: string }[];
}

/** The paths of a run's files inside `.emolens/`. */
export function runPaths(run: string): { readonly record: string; readonly outcomes: string; readonly lock: string } {
  const folder = `${runsPath}/${run}`;
  return { record: `${folder}/run.json`, outcomes: `${folder}/outcomes.jsonl`, lock: `${folder}/lock` };
}

/** Whether a text can be a run's id: it becomes a folder's name. */
export function isRunId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(text);
}

/** An id for a run that starts `now` (ms since 1970), in UTC, such as `20261122-131502-a1b2`; `random` is in [0, 1). */
export function newRunId(now: number, random: number): string {
  const [day = '', time = ''] = new Date(now).toISOString().split('T');
  const tail = Math.floor(random * 0x10000)
    .toString(16)
    .padStart(4, '0');
  return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${tail}`;
}

/** Whether a run ended before all was asked: it was stopped, or its process died. */
export function isResumable(record: RunRecord): boolean {
  return record.endedAt === undefined || record.stopped !== undefined;
}

/** Writes a run's record as a whole. */
export function saveRunRecord(store: WritableFolder, record: RunRecord): Promise<Result<void, FileError>> {
  return store.write(
    runPaths(record.run).record,
    new TextEncoder().encode(`${JSON.stringify(record, undefined, 2)}\n`),
  );
}

/** Reads a run's record. */
export async function readRunRecord(store: ReadableFolder, run: string): Promise<Result<RunRecord, RunError>> {
  if (!isRunId(run)) return err({ kind: 'noSuchRun', run });
  const bytes = await store.read(runPaths(run).record);
  if (!bytes.ok) return err(bytes.error.kind === 'notFound' ? { kind: 'noSuchRun', run } : bytes.error);
  const parsed = parseWith(runRecordSchema, new TextDecoder().decode(bytes.value));
  if (typeof parsed === 'string') return err({ kind: 'badRun', run, detail: parsed });
  return parsed.run === run ? ok(parsed) : err({ kind: 'badRun', run, detail: `it says it is ${parsed.run}` });
}

/** Lists the runs, oldest first; a store without any is an empty list. */
export async function listRuns(store: ReadableFolder): Promise<Result<RunList, FileError>> {
  const entries = await store.list(runsPath);
  if (!entries.ok) return entries.error.kind === 'notFound' ? ok({ runs: [], bad: [] }) : entries;
  const runs: RunRecord[] = [];
  const bad: { run: string; detail: string }[] = [];
  for (const { name, kind } of entries.value) {
    if (kind !== 'folder' || !isRunId(name)) continue;
    const record = await readRunRecord(store, name);
    if (record.ok) runs.push(record.value);
    // A kill between making the folder and writing the record leaves nothing that was asked.
    else if (record.error.kind !== 'noSuchRun') bad.push({ run: name, detail: record.error.detail });
  }
  runs.sort((a, b) => compare(a.startedAt, b.startedAt) || compare(a.run, b.run));
  return ok({ runs, bad });
}

/** Reads a run whole: its record, and for each item, stage and order of options the outcome that counts. */
export async function openRun(store: ReadableFolder, run: string): Promise<Result<RunData, RunError>> {
  const record = await readRunRecord(store, run);
  if (!record.ok) return record;
  const outcomes = new Map<string, Map<string, Outcome>>();
  const badLines: BadOutcomeLine[] = [];
  const read = await readOutcomes(
    store,
    run,
    (outcome) => {
      const ofItem = outcomes.get(outcome.item) ?? new Map<string, Outcome>();
      outcomes.set(outcome.item, ofItem.set(stageKey(outcome), outcome));
    },
    (bad) => badLines.push(bad),
  );
  return read.ok ? ok({ record: record.value, outcomes, badLines }) : read;
}

/**
 * Hands over a run's outcomes in the order they were written, one at a time; the last one for an item and a {@link stageKey}
 * is the one that counts. Lines that are no outcome go to `onBad`, and a last line without its end is one of them.
 */
export async function readOutcomes(
  store: ReadableFolder,
  run: string,
  onOutcome: (outcome: Outcome, line: number) => void,
  onBad: (bad: BadOutcomeLine) => void = () => undefined,
): Promise<Result<void, FileError>> {
  const bytes = await store.read(runPaths(run).outcomes);
  if (!bytes.ok) return bytes.error.kind === 'notFound' ? ok(undefined) : bytes;
  for (const { line, outcome, bad } of outcomesIn(bytes.value)) {
    if (outcome !== undefined) onOutcome(outcome, line);
    else if (bad !== undefined) onBad({ line, detail: bad });
  }
  return ok(undefined);
}

/** A line of a file of outcomes: the outcome, or why it is none; empty lines are passed over. `start` and `length` are in bytes. */
export interface OutcomeLine {
  readonly line: number;
  readonly start: number;
  readonly length: number;
  readonly outcome?: Outcome;
  readonly bad?: string;
}

/** The lines of a file of outcomes, one at a time, so that whoever reads a large one can pause in between. */
export function* outcomesIn(bytes: Uint8Array): Generator<OutcomeLine> {
  for (const { line, start, length, text, whole } of linesOf(bytes)) {
    if (text.trim() === '') continue;
    const parsed = whole ? parseWith(outcomeSchema, text) : 'the last line is torn';
    yield typeof parsed === 'string' ? { line, start, length, bad: parsed } : { line, start, length, outcome: parsed };
  }
}

/** The lines of a text file, decoded one at a time so that the whole is never a string; `whole` is false for a tail without newline. */
export function* linesOf(
  bytes: Uint8Array,
): Generator<{ line: number; start: number; length: number; text: string; whole: boolean }> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const text = decoder.decode(bytes.subarray(start, end));
    yield { line, start, length: end - start, text, whole: newline >= 0 };
    start = end + 1;
  }
}

function parseWith<T>(
  schema: {
    safeParse(
      value: unknown,
    ): { success: true; data: T } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
  },
  text: string,
): T | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return issue === undefined ? 'not as expected' : `${issue.path.map(String).join('.')}: ${issue.message}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

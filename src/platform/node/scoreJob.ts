import type { Item, Items } from '../../core/benchmark/item.ts';
import type { Outcome } from '../../core/evaluation/outcome.ts';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import type { OutcomesByItem } from '../../core/query/columns/outcomesByItem.ts';
import type { Resampling } from '../../core/scoring/resampling.ts';
import { afterOthers } from './pacer.ts';

/** A run on its way to a worker: what scoring reads of it, as pieces of JSON. These are bytes, which a thread gives to another one without copying them. */
export interface PackedRun {
  readonly record: RunRecord;
  readonly outcomes: readonly Uint8Array[];
}

/** A run to score. */
export interface RunToScore {
  readonly record: RunRecord;
  readonly outcomes: OutcomesByItem;
}

/** What the score worker is asked: to score each run, to compare them, or how people saw the generators. All runs are about the same items. */
export interface ScoreJob {
  readonly do: 'score' | 'compare' | 'board';
  readonly items: readonly Uint8Array[];
  readonly runs: readonly PackedRun[];
  /** The labels of the benchmark as they are now, which is the order of emotions on the board; not known where absent. */
  readonly labels?: readonly string[];
  readonly resampling: Resampling;
}

/** So many go into one piece: well below a millisecond of work, so that nothing else has to wait. */
const pieceSize = 250;

/** Packs items and outcomes without holding the thread for longer than one piece: other work gets its turn in between. */
export async function packJob(
  what: ScoreJob['do'],
  items: Items,
  runs: readonly RunToScore[],
  resampling: Resampling,
  labels?: readonly string[],
): Promise<ScoreJob> {
  const packedItems = await packed(items, slimItem);
  const packedRuns: PackedRun[] = [];
  for (const { record, outcomes } of runs)
    packedRuns.push({ record, outcomes: await packed(outcomesIn(outcomes), slimOutcome(record)) });
  return { do: what, items: packedItems, runs: packedRuns, ...(labels && { labels }), resampling };
}

/** What a job gives away when it is sent. */
export function movedBy({ items, runs }: ScoreJob): readonly ArrayBuffer[] {
  return [...items, ...runs.flatMap(({ outcomes }) => outcomes)].map(({ buffer }) => buffer as ArrayBuffer);
}

/** The items of a job, in their order. */
export function itemsOf(job: ScoreJob): Item[] {
  return job.items.flatMap((piece) => parsed(piece) as Item[]);
}

/** The outcomes of a packed run, by item and by the keys they were kept under. */
export function outcomesOfPacked(run: PackedRun): Map<string, Map<string, Outcome>> {
  const byItem = new Map<string, Map<string, Outcome>>();
  for (const piece of run.outcomes) {
    for (const [key, outcome] of parsed(piece) as [string, Outcome][]) {
      const ofItem = byItem.get(outcome.item);
      if (ofItem === undefined) byItem.set(outcome.item, new Map([[key, outcome]]));
      else ofItem.set(key, outcome);
    }
  }
  return byItem;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

function parsed(piece: Uint8Array): unknown {
  return JSON.parse(decoder.decode(piece));
}

function* outcomesIn(outcomes: OutcomesByItem): Generator<readonly [string, Outcome]> {
  for (const ofItem of outcomes.values()) yield* ofItem;
}

async function packed<T>(values: Iterable<T>, slim: (value: T) => unknown): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  let piece: unknown[] = [];
  const close = async (): Promise<void> => {
    pieces.push(encoder.encode(JSON.stringify(piece)));
    piece = [];
    await afterOthers();
  };
  for (const value of values) {
    piece.push(slim(value));
    if (piece.length >= pieceSize) await close();
  }
  if (piece.length > 0) await close();
  return pieces;
}

function slimItem({ id, path, label, degree, quality, generator, prompted, prompt, seed }: Item): Item {
  return { id, path, label, degree, quality, generator, prompted, prompt, seed } as Item;
}

/** Replies and questions are by far the most of an outcome, and no score reads them; the order of the options only where it varies. */
function slimOutcome(record: RunRecord): (entry: readonly [string, Outcome]) => readonly [string, Partial<Outcome>] {
  const keepsOptions = (record.parameters.orders ?? 1) > 1;
  return ([key, outcome]) => {
    const { version, item, run, stage, repeat, kind, label, labels, value, rule, extraction, options, at } = outcome;
    const second = extraction && { model: extraction.model };
    const shown = keepsOptions ? options : undefined;
    return [
      key,
      { version, item, run, stage, repeat, kind, label, labels, value, rule, extraction: second, options: shown, at },
    ];
  };
}

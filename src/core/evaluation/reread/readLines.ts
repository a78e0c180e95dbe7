import { outcomeSchema, stageKey } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import type { ResolvedStage } from '../protocol.ts';
import type { RereadOptions, RereadPorts } from './reread.ts';
import { isSameAnswer, isSameReading, pickReading, readAgain } from './readAgain.ts';
import type { Reading } from './readAgain.ts';

/** One question of an item as a run's file answers it. */
export interface ReadLine {
  /** Counted from 1. */
  readonly line: number;
  /** Bytes of the line in the file, without its newline. */
  readonly start: number;
  readonly end: number;
  readonly stage: string;
  readonly repeat?: number;
  readonly before: Reading;
  /** How it is read now; absent where there is no reply to read. The same object as `before` where nothing is otherwise. */
  readonly after?: Reading;
  /** The outcome whole, where it is read otherwise or found in another way now. */
  readonly outcome?: Outcome;
}

/** A run's outcomes with both readings: by item, then by `stageKey`. */
export interface ReadLines {
  readonly byItem: ReadonlyMap<string, ReadonlyMap<string, ReadLine>>;
  readonly badLines: number;
}

/** How long others may have to wait for their turn, ms. */
const turnMs = 15;
const newline = 0x0a;

/**
 * Reads every stored reply of `outcomes.jsonl` again. The last line for a question is the one that counts; lines that are no
 * outcome, and a torn last one, are counted and passed over. `undefined` when the signal aborts.
 */
export async function readLines(
  bytes: Uint8Array,
  stages: readonly ResolvedStage[],
  options: RereadOptions,
  { clock }: Pick<RereadPorts, 'clock'>,
): Promise<ReadLines | undefined> {
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  const byItem = new Map<string, Map<string, ReadLine>>();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let badLines = 0;
  let turn = clock.monotonic();
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const at = bytes.indexOf(newline, start);
    const end = at < 0 ? bytes.length : at;
    const text = decoder.decode(bytes.subarray(start, end));
    const outcome = at < 0 ? undefined : parse(text);
    if (outcome !== undefined) {
      const known = byItem.get(outcome.item) ?? new Map<string, ReadLine>();
      byItem.set(
        outcome.item,
        known.set(stageKey(outcome), bothReadings(outcome, byId, { line, start, end }, options)),
      );
    } else if (text.trim() !== '') badLines++;
    start = end + 1;
    if (clock.monotonic() - turn > turnMs) {
      options.onProgress?.(start, bytes.length);
      await clock.sleep(1, options.signal);
      turn = clock.monotonic();
    }
    if (options.signal?.aborted === true) return undefined;
  }
  return { byItem, badLines };
}

/** The outcome as it stands in the file: fields of a later version, and the order of all, must survive being written again. */
function parse(text: string): Outcome | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return outcomeSchema.safeParse(value).success ? (value as Outcome) : undefined;
  } catch {
    return undefined;
  }
}

function bothReadings(
  outcome: Outcome,
  stages: ReadonlyMap<string, ResolvedStage>,
  place: Pick<ReadLine, 'line' | 'start' | 'end'>,
  { lexicon }: RereadOptions,
): ReadLine {
  const stage = stages.get(outcome.stage);
  const before = pickReading(outcome);
  const now = stage && readAgain(outcome, stage, lexicon);
  const { repeat } = outcome;
  const read = { ...place, stage: outcome.stage, ...(repeat === undefined ? {} : { repeat }), before };
  if (now === undefined) return read;
  return isSameReading(before, now) ? { ...read, after: before } : { ...read, after: now, outcome };
}

/** Whether a question is answered otherwise now. */
export function isFlip(line: ReadLine): line is ReadLine & Required<Pick<ReadLine, 'after' | 'outcome'>> {
  return line.after !== undefined && line.outcome !== undefined && !isSameAnswer(line.before, line.after);
}

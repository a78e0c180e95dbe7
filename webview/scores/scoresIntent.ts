import type { RunEntry, ScoresTopic } from '../../src/protocol/scoreViews.ts';

/** What the person chose, and nothing that was fetched: this alone outlives the page. */
export interface ScoresIntent {
  readonly version: 1;
  /** Address of the benchmark that this is about; the editor reads it too, to know what a reloaded window showed. */
  readonly root: string | undefined;
  /** What is to be shown; `undefined` for the newest run, whichever that is. */
  readonly topic: ScoresTopic | undefined;
  /** The run whose details stand below the tables. */
  readonly detailed: string | undefined;
  /** How far the figures are scrolled, in px. */
  readonly scroll: number;
}

/** What a page starts with that has nothing to restore. */
export const firstIntent: ScoresIntent = {
  version: 1,
  root: undefined,
  topic: undefined,
  detailed: undefined,
  scroll: 0,
};

/** Reads a stored state of any version and any shape: a part that is missing or broken falls back to its default alone. */
export function readIntent(stored: unknown): ScoresIntent {
  if (!isRecord(stored) || stored['version'] !== 1) return firstIntent;
  const { root, detailed, scroll } = stored;
  return {
    version: 1,
    root: isString(root) ? root : undefined,
    topic: readTopic(stored['topic']),
    detailed: isString(detailed) ? detailed : undefined,
    scroll: typeof scroll === 'number' && scroll > 0 && Number.isFinite(scroll) ? scroll : 0,
  };
}

/** The intent for a benchmark: what was chosen in another one does not hold here. */
export function intentFor(intent: ScoresIntent, root: string): ScoresIntent {
  return intent.root === undefined || intent.root === root ? { ...intent, root } : { ...firstIntent, root };
}

/** The runs that a topic means, newest first as `runs` are; without one the newest that has something to score. */
export function chosenRuns(topic: ScoresTopic | undefined, runs: readonly RunEntry[]): readonly RunEntry[] {
  if (topic === undefined) {
    const newest = runs.find(({ done }) => done > 0) ?? runs[0];
    return newest === undefined ? [] : [newest];
  }
  const wanted = new Set(topic.runs);
  return runs.filter(
    ({ run, comparison }) => wanted.has(run) || (comparison !== undefined && comparison === topic.comparison),
  );
}

function readTopic(stored: unknown): ScoresTopic | undefined {
  if (!isRecord(stored)) return undefined;
  const { runs, comparison } = stored;
  return {
    ...(Array.isArray(runs) ? { runs: runs.filter(isString) } : {}),
    ...(isString(comparison) ? { comparison } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

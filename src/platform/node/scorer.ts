import type { Item } from '../../core/benchmark/item.ts';
import type { ProtocolError } from '../../core/evaluation/resolveProtocol.ts';
import type { RunData } from '../../core/evaluation/runStore.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { defaultResampling } from '../../core/scoring/resampling.ts';
import type { Resampling } from '../../core/scoring/resampling.ts';
import type { RunScores } from '../../core/scoring/scoreRun.ts';
import { packJob } from './scoreJob.ts';
import type { ScoreJob } from './scoreJob.ts';
import type { ScoreReply } from './scoreWorker.ts';
import { WorkerPool } from './workerPool.ts';

/** Why there are no scores: the run's protocol cannot be understood, or the worker did not come to an end. */
export type ScoreError = ProtocolError | { readonly kind: 'stopped'; readonly detail: string };

/** Scores runs in a worker thread, so that whoever asks stays free meanwhile. */
export interface Scorer {
  score(
    run: Pick<RunData, 'record' | 'outcomes'>,
    items: readonly Item[],
    resampling: Resampling,
  ): Promise<Result<RunScores, ScoreError>>;
  dispose(): Promise<void>;
}

/** A worker that has not ended after this long is taken for stuck, in ms. */
const patienceMs = 5 * 60_000;

/** Starts nothing before it is asked, and ends its worker when it has been idle. */
export function createScorer(): Scorer {
  const pool = new WorkerPool<ScoreJob, ScoreReply>('scoreWorker', { size: 1, timeoutMs: patienceMs });
  return {
    score: async (run, items, resampling) => {
      const done = await pool.run(await packJob(items, [run], resampling));
      if (done.kind !== 'done')
        return err({ kind: 'stopped', detail: done.kind === 'stopped' ? done.detail : done.kind });
      const [scores] = done.reply;
      if (scores === undefined) return err({ kind: 'stopped', detail: 'no reply' });
      return scores.ok ? ok(scores.value) : err(scores.error);
    },
    dispose: () => pool.dispose(),
  };
}

/** Up to this many outcomes the intervals are those of the command line; beyond, fewer resamples keep the wait to seconds. */
const outcomesInFull = 30_000;
const fewestResamples = 100;

/** How intervals are drawn for so many outcomes. What was drawn stands with the scores. */
export function resamplingFor(outcomes: number): Resampling {
  const { resamples } = defaultResampling;
  if (outcomes <= outcomesInFull) return defaultResampling;
  const affordable = Math.round((resamples * outcomesInFull) / outcomes);
  return { ...defaultResampling, resamples: Math.max(fewestResamples, affordable) };
}

/** Few resamples for a run that goes on, whose intervals are drawn anew every second. */
export const liveResampling: Resampling = { ...defaultResampling, resamples: fewestResamples };

import type { Items } from '../../core/benchmark/item.ts';
import type { ProtocolError } from '../../core/evaluation/resolveProtocol.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import type { Comparison, compareRuns } from '../../core/scoring/compareRuns.ts';
import type { GeneratorBoard } from '../../core/scoring/generatorBoard.ts';
import { defaultResampling } from '../../core/scoring/resampling.ts';
import type { Resampling } from '../../core/scoring/resampling.ts';
import type { RunScores } from '../../core/scoring/scoreRun.ts';
import { movedBy, packJob } from './scoreJob.ts';
import type { RunToScore, ScoreJob } from './scoreJob.ts';
import type { ScoreReply } from './scoreWorker.ts';
import { WorkerPool } from './workerPool.ts';
import type { JobResult } from './workerPool.ts';

/** The worker did not come to an end. */
export interface ScoringStopped {
  readonly kind: 'stopped';
  readonly detail: string;
}

/** Why there are no scores: the run's protocol cannot be understood, or the worker did not come to an end. */
export type ScoreError = ProtocolError | ScoringStopped;

/** Why runs are not compared. */
export type ComparisonError = Extract<ReturnType<typeof compareRuns>, { ok: false }>['error'] | ScoringStopped;

type Run = RunToScore;

/** Scores and compares runs in a worker thread, so that whoever asks stays free meanwhile. */
export interface Scorer {
  /** As `scoreRun` of core; `labels` are the benchmark's as they are now. */
  score(
    run: Run,
    items: Items,
    resampling: Resampling,
    labels?: readonly string[],
  ): Promise<Result<RunScores, ScoreError>>;
  /** As `compareRuns` of core. */
  compare(runs: readonly Run[], items: Items, resampling: Resampling): Promise<Result<Comparison, ComparisonError>>;
  /** As `generatorBoard` of core. */
  board(items: Items, labels: readonly string[]): Promise<Result<GeneratorBoard, ScoringStopped>>;
  dispose(): Promise<void>;
}

/** A worker that has not ended after this long is taken for stuck, in ms. */
const patienceMs = 5 * 60_000;

/** Starts nothing before it is asked, and ends its worker when it has been idle. */
export function createScorer(): Scorer {
  const pool = new WorkerPool<ScoreJob, ScoreReply>('scoreWorker', { size: 1, timeoutMs: patienceMs });
  const send = (job: ScoreJob): Promise<JobResult<ScoreReply>> => pool.run(job, undefined, movedBy(job));
  return {
    score: async (run, items, resampling, labels) => {
      const done = await send(await packJob('score', items, [run], resampling, labels));
      const scores = done.kind === 'done' && done.reply.did === 'score' ? done.reply.scored[0] : undefined;
      return scores ?? err(stopped(done));
    },
    compare: async (runs, items, resampling) => {
      const done = await send(await packJob('compare', items, runs, resampling));
      return done.kind === 'done' && done.reply.did === 'compare' ? done.reply.compared : err(stopped(done));
    },
    board: async (items, labels) => {
      const done = await send(await packJob('board', items, [], defaultResampling, labels));
      return done.kind === 'done' && done.reply.did === 'board' ? ok(done.reply.board) : err(stopped(done));
    },
    dispose: () => pool.dispose(),
  };
}

function stopped(done: JobResult<ScoreReply>): ScoringStopped {
  return { kind: 'stopped', detail: done.kind === 'stopped' ? done.detail : done.kind };
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

import { parentPort } from 'node:worker_threads';
import { compareRuns } from '../../core/scoring/compareRuns.ts';
import { generatorBoard } from '../../core/scoring/generatorBoard.ts';
import type { GeneratorBoard } from '../../core/scoring/generatorBoard.ts';
import { scoreRun } from '../../core/scoring/scoreRun.ts';
import { itemsOf, outcomesOfPacked } from './scoreJob.ts';
import type { ScoreJob } from './scoreJob.ts';

/** What the score worker replies: one result for each run in the order of the job, or one for all of them together, or the board. */
export type ScoreReply =
  | { readonly did: 'score'; readonly scored: readonly ReturnType<typeof scoreRun>[] }
  | { readonly did: 'compare'; readonly compared: ReturnType<typeof compareRuns> }
  | { readonly did: 'board'; readonly board: GeneratorBoard };

parentPort?.on('message', (job: ScoreJob) => parentPort?.postMessage(replyTo(job)));

function replyTo(job: ScoreJob): ScoreReply {
  const { resampling, labels } = job;
  const items = itemsOf(job);
  if (job.do === 'board') return { did: 'board', board: generatorBoard(items, labels ?? []) };
  const runs = job.runs.map((run) => ({ record: run.record, outcomes: outcomesOfPacked(run) }));
  if (job.do === 'compare') return { did: 'compare', compared: compareRuns(runs, items, { resampling }) };
  return {
    did: 'score',
    scored: runs.map((run) => scoreRun({ ...run, items, ...(labels && { labels }), resampling })),
  };
}

import { parentPort } from 'node:worker_threads';
import type { ProtocolError } from '../../core/evaluation/resolveProtocol.ts';
import type { Result } from '../../core/result.ts';
import { scoreRun } from '../../core/scoring/scoreRun.ts';
import type { RunScores } from '../../core/scoring/scoreRun.ts';
import { itemsOf, outcomesOfPacked } from './scoreJob.ts';
import type { ScoreJob } from './scoreJob.ts';

/** What the score worker replies: one result for each run, in the order of the job. */
export type ScoreReply = readonly Result<RunScores, ProtocolError>[];

parentPort?.on('message', (job: ScoreJob) => {
  const items = itemsOf(job);
  const reply: ScoreReply = job.runs.map((run) =>
    scoreRun({ record: run.record, outcomes: outcomesOfPacked(run), items, resampling: job.resampling }),
  );
  parentPort?.postMessage(reply);
});

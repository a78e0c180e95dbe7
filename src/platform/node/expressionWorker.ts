import { parentPort } from 'node:worker_threads';
import type { ExpressionScores } from '../../core/models/expressionClass.ts';
import type { ImageError } from '../../core/ports.ts';
import { ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { ExpressionNet } from './expressionNet.ts';
import { decodePicture } from './pictures/imageFormats.ts';

/** A picture's file, whole. */
export interface ExpressionJob {
  readonly image: Uint8Array;
}

/** What the worker answers. */
export type ExpressionReply = Result<ExpressionScores, ImageError>;

// The network loads while the first picture is on its way. A failure to load ends the worker, and its owner says so.
const loading = ExpressionNet.load();

async function work(job: ExpressionJob): Promise<ExpressionReply> {
  const decoded = await decodePicture(job.image);
  const net = await loading;
  return decoded.ok ? ok(net.classify(decoded.value)) : decoded;
}

parentPort?.on('message', (job: ExpressionJob) => {
  void work(job).then((reply) => parentPort?.postMessage(reply));
});

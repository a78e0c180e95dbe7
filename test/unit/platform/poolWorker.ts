import { parentPort } from 'node:worker_threads';

/** What the pool's tests ask of a worker: to answer, to wait for ever, to throw, or to end. */
export type PoolJob = { readonly say: string } | { readonly fate: 'hang' | 'throw' | 'exit' };

parentPort?.on('message', (job: PoolJob) => {
  if ('say' in job) parentPort?.postMessage(`${job.say}!`);
  else if (job.fate === 'exit') process.exit(3);
  else if (job.fate === 'throw') throw new Error('on purpose');
});

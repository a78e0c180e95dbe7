import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { drawPortrait } from './drawPortrait.ts';
import { planSample, type SampleSize } from './plan.ts';

/** What a worker is told: which sample, where to, and which share of it is its own. */
export interface DrawingTask {
  readonly folder: string;
  readonly seed: number;
  readonly size: SampleSize;
  readonly perCell: number | undefined;
  /** Names of the files to draw; portraits of the plan that are not among them are left out. */
  readonly wanted: ReadonlySet<string>;
  readonly share: number;
  readonly shares: number;
}

const task = workerData as DrawingTask;
const plan = planSample(task.seed, task.size, task.perCell).filter(({ file }) => task.wanted.has(file));
for (let index = task.share; index < plan.length; index += task.shares) {
  const portrait = plan[index];
  if (!portrait) continue;
  await writeFile(join(task.folder, portrait.file), drawPortrait(portrait, task.seed));
  parentPort?.postMessage(1);
}

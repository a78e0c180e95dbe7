import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { drawPortrait } from './drawPortrait.ts';
import type { DrawingTask } from './drawingWorker.ts';
import { GENERATORS } from './generators.ts';
import { emotionTable, qualityTable } from './labelFiles.ts';
import { NOTE_FILE, noteText, stampLine } from './note.ts';
import { planSample, type PlannedPortrait, type SampleSize } from './plan.ts';

/** What to make and where. */
export interface SampleOptions {
  readonly folder: string;
  /** Whole number; the same seed gives the same bytes. Default 7. */
  readonly seed?: number;
  /** `default`: 432 portraits; `full`: 7,145. */
  readonly count?: SampleSize;
  /** Prompts for each generator and emotion (1..100) instead of `count`'s; 1 gives 72 portraits. For tests. */
  readonly perCell?: number;
  /** Only portraits of these generators. For tests. */
  readonly generators?: readonly string[];
  /** Draws again even where the same sample stands. */
  readonly force?: boolean;
  /** Called as portraits are written, with how many are done of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What was made; `made` is false when the same sample stood there already. */
export interface MadeSample {
  readonly folder: string;
  readonly portraits: number;
  readonly made: boolean;
}

/** The seed of the sample that `npm run sample` makes. */
export const DEFAULT_SEED = 7;

/** Below this many portraits, starting workers takes longer than drawing. */
const WORTH_WORKERS = 40;

const OUR_FILE = new RegExp(`^(${GENERATORS.map(({ name }) => name).join('|')})_[a-z]+_\\d{3}\\.png$`);

/**
 * Draws a sample benchmark in the layout of MEMO-Bench's release: two CSV files and a flat `dataset/`. Returns at once when
 * the folder holds the same sample. Throws when the folder holds something that is not a sample of ours; files that are not
 * ours, `.emolens/` among them, are never touched.
 */
export async function makeSample(options: SampleOptions): Promise<MadeSample> {
  const { seed = DEFAULT_SEED, count = 'default', perCell, force = false } = options;
  const folder = resolve(options.folder);
  const plan = planSample(seed, count, perCell).filter(({ generator }) => options.generators?.includes(generator.name) ?? true);
  const size = perCell === undefined && !options.generators ? count : 'part';
  const stamp = { seed, size, portraits: plan.length };
  const standing = await standingSample(folder);
  if (standing === 'other') {
    throw new Error(`${folder} holds files that are not a sample of EmoLens. Name an empty or a new folder.`);
  }
  const dataset = join(folder, 'dataset');
  if (!force && standing.includes(stampLine(stamp)) && (await ourFiles(dataset)).length === plan.length) {
    return { folder, portraits: plan.length, made: false };
  }
  await mkdir(dataset, { recursive: true });
  await writeFile(join(folder, NOTE_FILE), noteText(null));
  const wanted = new Set(plan.map(({ file }) => file));
  for (const name of await ourFiles(dataset)) if (!wanted.has(name)) await rm(join(dataset, name));
  const task = { folder: dataset, seed, size: count, perCell, wanted };
  if (plan.length < WORTH_WORKERS) await drawHere(plan, dataset, seed, options.onProgress);
  else await drawInWorkers(task, plan.length, options.onProgress);
  await writeFile(join(folder, 'annotation_emo.csv'), emotionTable(plan, seed));
  await writeFile(join(folder, 'annotation_quality.csv'), qualityTable(plan, seed));
  await writeFile(join(folder, NOTE_FILE), noteText(stamp));
  return { folder, portraits: plan.length, made: true };
}

/** The note of the sample that stands in a folder, `''` for none, `other` when the folder holds something else. */
async function standingSample(folder: string): Promise<string> {
  const names: string[] = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.includes(NOTE_FILE)) return readFile(join(folder, NOTE_FILE), 'utf8');
  return names.length === 0 ? '' : 'other';
}

async function ourFiles(dataset: string): Promise<string[]> {
  const names: string[] = await readdir(dataset).catch(() => []);
  return names.filter((name) => OUR_FILE.test(name));
}

type OnProgress = SampleOptions['onProgress'];

async function drawHere(plan: readonly PlannedPortrait[], dataset: string, seed: number, onProgress: OnProgress): Promise<void> {
  for (const [index, portrait] of plan.entries()) {
    await writeFile(join(dataset, portrait.file), drawPortrait(portrait, seed));
    onProgress?.(index + 1, plan.length);
  }
}

async function drawInWorkers(task: Omit<DrawingTask, 'share' | 'shares'>, total: number, onProgress: OnProgress): Promise<void> {
  const shares = Math.min(8, Math.max(1, availableParallelism()));
  let done = 0;
  const workers = Array.from({ length: shares }, (_, share) => {
    const workerData: DrawingTask = { ...task, share, shares };
    return new Worker(new URL('./drawingWorker.ts', import.meta.url), { workerData });
  });
  const finished = workers.map(
    (worker) =>
      new Promise<void>((settle, fail) => {
        worker.on('message', () => onProgress?.((done += 1), total));
        worker.on('error', fail);
        worker.on('exit', (code) => (code === 0 ? settle() : fail(new Error(`a drawing worker ended with code ${code}`))));
      }),
  );
  try {
    await Promise.all(finished);
  } catch (error) {
    await Promise.all(workers.map((worker) => worker.terminate()));
    throw error;
  }
}

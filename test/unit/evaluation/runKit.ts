import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { polarityTable } from '../../../src/core/affect/polarity.ts';
import type { Benchmark } from '../../../src/core/benchmark/benchmark.ts';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import type { Item } from '../../../src/core/benchmark/item.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import type { EvaluatePlan, EvaluatePorts, RunEvents, RunSummary } from '../../../src/core/evaluation/plan.ts';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import type { Protocol } from '../../../src/core/evaluation/protocol.ts';
import { builtInStrategies } from '../../../src/core/evaluation/strategies.ts';
import type { Model, ModelRequest, ModelResult } from '../../../src/core/models/model.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { nodeClock } from '../../../src/platform/node/nodeClock.ts';
import { readableFolder, writableFolder } from '../../../src/platform/node/nodeFolder.ts';
import { nodeHasher } from '../../../src/platform/node/nodeHasher.ts';
import { encodePng } from '../../../src/platform/node/pictures/png.ts';

/** A signal that nobody aborts. */
export const never = new AbortController().signal;

/** What a run comes to that is expected to begin. */
export async function run(
  plan: EvaluatePlan,
  ports: EvaluatePorts,
  signal: AbortSignal = never,
  events: RunEvents = {},
): Promise<RunSummary> {
  const ended = await evaluate(plan, ports, events, signal);
  if (!ended.ok) throw new Error(JSON.stringify(ended.error));
  return ended.value;
}

/** A folder of its own for a test, gone when the test is over. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emolens-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A whole PNG of 4 x 4 pixels; another `seed` gives other bytes. */
export function tinyPng(seed: number): Uint8Array {
  const data = new Uint8ClampedArray(64).map((_, at) => (at % 4 === 3 ? 255 : (seed >> ((at % 4) * 8)) & 255));
  return encodePng({ width: 4, height: 4, data });
}

export const labels = ['happy', 'sad', 'worry'];

/** Two stages: a choice among the labels, then a number. */
export const twoStages: Protocol = {
  version: 1,
  id: 'two',
  title: 'Two',
  stages: [
    { id: 'emotion', question: 'Which? {options}.', answer: { kind: 'choice', labels: 'labels' } },
    { id: 'degree', question: 'How strong, {min} to {max}?', answer: { kind: 'number', scale: 'degree' } },
  ],
};

/** One stage: a choice among the labels. */
export const oneStage: Protocol = { ...twoStages, id: 'one', stages: twoStages.stages.slice(0, 1) };

/** A benchmark of `count` pictures on disk, `i0.png`, `i1.png` and so on, with labels in turn. */
export async function smallBenchmark(
  count: number,
): Promise<{ root: string; benchmark: Benchmark; ports: EvaluatePorts }> {
  const root = await scratchFolder();
  const items: Item[] = [];
  await mkdir(join(root, 'dataset'));
  for (let at = 0; at < count; at++) {
    const path = `dataset/i${at}.png`;
    await writeFile(join(root, path), tinyPng(at));
    items.push({ id: path, path, label: labels[at % labels.length]!, degree: 1 + (at % 5) });
  }
  const benchmark: Benchmark = {
    name: 'small',
    format: 'memo-bench',
    items: ItemTable.of(items),
    labels,
    generators: [],
    scales: { degree: { min: 1, max: 5, source: 'data' } },
    descriptor: { version: 1 },
    problems: [],
    fingerprint: 'f',
  };
  const ports = {
    images: readableFolder(root),
    store: writableFolder(join(root, '.emolens')),
    clock: nodeClock,
    hasher: nodeHasher,
  };
  return { root, benchmark, ports };
}

/** A model that answers as it is told; `asked` counts the requests by the first picture's hash and the stage. */
export interface ScriptedModel extends Model {
  readonly requests: ModelRequest[];
  inFlight: number;
  peak: number;
}

/** The right answer to each stage of {@link twoStages}, or what `script` says for request `n` (from 0). */
export function scriptedModel(
  script: (request: ModelRequest, n: number, signal: AbortSignal) => ModelResult | Promise<ModelResult> = (request) =>
    answer(request.stage.id === 'degree' ? '3' : 'happy'),
): ScriptedModel {
  const model: ScriptedModel = {
    id: 'scripted',
    kind: 'openai',
    requests: [],
    inFlight: 0,
    peak: 0,
    async ask(request, signal) {
      const n = model.requests.push(request) - 1;
      model.peak = Math.max(model.peak, ++model.inFlight);
      try {
        // A real model is never done at once.
        await new Promise((resolve) => setImmediate(resolve));
        return await script(request, n, signal);
      } finally {
        model.inFlight--;
      }
    },
  };
  return model;
}

/** A plain answer with usage. */
export function answer(reply: string): ModelResult {
  return { ok: true, answer: { reply, finish: 'stop', usage: { input: 100, output: 5, cached: 0 } } };
}

/** A failure of a kind. */
export function failure(
  kind: Extract<ModelResult, { failure: unknown }>['failure']['kind'],
  more: { readonly retryAfterMs?: number; readonly httpStatus?: number } = {},
): ModelResult {
  return { ok: false, failure: { kind, detail: `${kind}!`, ...more } };
}

/** A plan over all items with what most tests do not care about. */
export function planFor(benchmark: Benchmark, model: Model, more: Partial<EvaluatePlan> = {}): EvaluatePlan {
  return {
    benchmark,
    items: benchmark.items,
    protocol: twoStages,
    model,
    parameters: { conversation: 'separate', options: 'words' },
    strategy: builtInStrategies[0]!,
    polarity: polarityTable(labels),
    limits: { concurrency: 4 },
    where: '',
    emolensVersion: 'test',
    ...more,
  };
}

/** The lines of a run's file, parsed. */
export async function linesOnDisk(root: string, run: string): Promise<Outcome[]> {
  const text = await readFile(join(root, '.emolens', 'runs', run, 'outcomes.jsonl'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Outcome);
}

/** `item|stage` of each outcome, sorted. */
export function places(outcomes: readonly Outcome[]): string[] {
  return outcomes.map(({ item, stage }) => `${item}|${stage}`).sort();
}

/** `item|stage` of each question of a protocol over a benchmark, sorted. */
export function allPlaces(benchmark: Benchmark, protocol: Protocol): string[] {
  return benchmark.items.flatMap(({ id }) => protocol.stages.map((stage) => `${id}|${stage.id}`)).sort();
}

/** A clock whose waits take no time: when nothing else goes on, it moves to the end of the shortest one. */
export interface VirtualClock extends Clock {
  /** Moves the wall clock alone, as an adjustment of the system's time does. */
  jump(ms: number): void;
  /** All waits asked for, in order. */
  readonly sleeps: number[];
}

/** Whether this process waits for its file system, which takes time of its own too. */
function isAtFiles(): boolean {
  return process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));
}

/** Makes a {@link VirtualClock}, on which no time passes while `isBusy`: a server that really answers takes time of its own. */
export function virtualClock(isBusy: () => boolean = () => false): VirtualClock {
  let now = 0;
  let wall = Date.UTC(2026, 10, 22, 13, 15, 2);
  let timers: { at: number; fire: () => void }[] = [];
  let isDriving = false;
  const sleeps: number[] = [];

  const drive = async (): Promise<void> => {
    if (isDriving) return;
    isDriving = true;
    while (timers.length > 0) {
      // Lets everything that can go on without time passing go on first.
      for (let turn = 0; turn < 4 || isBusy() || isAtFiles(); turn++)
        await new Promise((resolve) => setImmediate(resolve));
      timers.sort((a, b) => a.at - b.at);
      const next = timers.shift();
      if (next === undefined) break;
      wall += Math.max(0, next.at - now);
      now = Math.max(now, next.at);
      next.fire();
    }
    isDriving = false;
  };

  return {
    sleeps,
    now: () => wall,
    monotonic: () => now,
    jump: (ms) => void (wall += ms),
    sleep(ms, signal) {
      sleeps.push(ms);
      if (ms <= 0 || signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = { at: now + ms, fire: resolve };
        timers.push(timer);
        signal?.addEventListener('abort', () => {
          timers = timers.filter((one) => one !== timer);
          resolve();
        });
        void drive();
      });
    },
  };
}

import { existsSync, statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Benchmark } from '../../core/benchmark/benchmark.ts';
import type { OpenError, OpenProgress } from '../../core/benchmark/openBenchmark.ts';
import type { Problem } from '../../core/benchmark/problem.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { benchmarkOf } from './openCached.ts';
import type { OpenReply, OpenRequest, OpenWorkerData } from './openMessages.ts';
import { OpenEngine } from './openEngine.ts';
import { RaisedHand } from './raisedHand.ts';
import { workerPath } from './workerAssets.ts';

/** A benchmark that a worker opened, and what that took there. */
export interface WorkerOpened {
  readonly benchmark: Benchmark;
  readonly cached: boolean;
  /** Milliseconds in the worker, from being asked to having the benchmark. */
  readonly ms: number;
}

/** Where a benchmark and its things are. */
export interface OpenerPlace {
  readonly root: string;
  /** Path of its `.emolens` folder. */
  readonly store: string;
  /** Folder of the cache; nothing is kept without. */
  readonly cache?: string | undefined;
  /** The program's version: what another one kept is not believed. */
  readonly version: string;
  /** Whether to work in a thread of its own; left out, in what is built, because the sources take longer to start than most folders to open. */
  readonly thread?: boolean;
  /** It will be opened again when its files change: what is read of it is kept for that. */
  readonly follow?: boolean;
}

/** What is wanted while a worker works. */
export interface OpenerWatch {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: OpenProgress) => void) | undefined;
}

/** As {@link OpenerWatch}. `changed`: paths below the root that something happened to since the last opening; all may have changed where they are left out. */
export interface OpenWatch extends OpenerWatch {
  readonly changed?: readonly string[] | undefined;
  /** Stands in place of the descriptor in the store, as JSON; then nothing is kept. */
  readonly descriptor?: string | undefined;
}

/** Looking at pictures: problems as they are found, or at the end in the order of the items. */
export interface ExamineWatch extends OpenerWatch {
  readonly deep: boolean | 'auto';
  readonly onProblems?: (problems: readonly Problem[]) => void;
}

/** A worker thread, or its inside in this one. */
interface Helper {
  ask(request: OpenRequest): void;
  ref(): void;
  unref(): void;
  end(): Promise<unknown>;
}

type Wanted = { readonly [K in OpenReply['is']]?: (reply: Extract<OpenReply, { is: K }>) => void };

const isBundled = process.env['EMOLENS_BUNDLED'] === 'true';
/** Space for new objects in a worker, MB: what it opens is built once and stays, and Node's own 48 or 192 would hold little but garbage. */
const newObjectsMb = 12;
/** A worker that has nothing to do is ended after this long, ms: what it keeps makes opening again quicker. */
const idleMs = 5 * 60_000;
/** Of more items than this opening again without what was kept takes longer than a person should wait for a change to show. */
const keptItems = 20_000;

/**
 * Opens one benchmark in a worker thread, as often as its files change, and looks at its pictures there. What comes from the worker
 * comes in pieces, so that whoever waits for it is never held up; a worker that dies gives an error, not a wait without end.
 */
export class BenchmarkOpener {
  readonly #place: OpenerPlace;
  #worker: Helper | undefined;
  #onReply: ((reply: OpenReply) => void) | undefined;
  #fail: ((detail: string) => void) | undefined;
  #idle: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isKept = false;
  readonly #hand = new RaisedHand();
  /**
   * Called when what was opened last turns out not to be what is on the disk, because file events were lost, or because tables were not waited for: it is to be
   * opened again with the same `changed`.
   */
  onDoubt: ((changed: OpenWatch['changed']) => void) | undefined;

  constructor(place: OpenerPlace) {
    this.#place = { ...place, version: `${place.version} ${codeStamp()}` };
  }

  /** Opens the folder, or opens it again, which ends looking at its pictures. */
  open(watch: OpenWatch = {}): Promise<Result<WorkerOpened, OpenError>> {
    this.#worker?.ask({ do: 'interrupt' });
    this.#hand.raise();
    return this.#inTurn(() => this.#open(watch));
  }

  /** Looks at the pictures of what was opened last; `undefined` when it did not come to an end. The sizes are in the order of the items. */
  examine(
    watch: ExamineWatch,
  ): Promise<{ readonly sizes: Float64Array; readonly problems: readonly Problem[] } | undefined> {
    return this.#inTurn(() => this.#examine(watch));
  }

  /** Lets the worker finish what it keeps for the next time, and ends it. */
  async close(): Promise<void> {
    await this.#inTurn(() => this.#settle());
    await this.dispose();
  }

  /** Ends the worker at once. */
  async dispose(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#fail?.('disposed');
    await worker?.end();
  }

  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(job);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #open({ signal, onProgress, changed, descriptor }: OpenWatch): Promise<Result<WorkerOpened, OpenError>> {
    const { root, store, cache, version, follow = false } = this.#place;
    const problems: Problem[] = [];
    return new Promise((resolve) => {
      const fail = (kind: OpenError['kind'], detail: string) => resolve(err({ kind, path: root, detail }));
      this.#ask(
        { do: 'open', root, store, cache, version, follow, changed, descriptor },
        signal,
        {
          progress: ({ progress }) => onProgress?.(progress),
          problems: (reply) => void problems.push(...reply.problems),
          opened: ({ benchmark, cached, ms }) => {
            this.#isKept = follow && benchmark.items.length > keptItems;
            resolve(ok({ benchmark: benchmarkOf({ ...benchmark, problems }), cached, ms }));
          },
          failed: ({ error }) => resolve(err(error)),
        },
        (detail) => fail(signal?.aborted === true ? 'cancelled' : 'io', detail),
      );
    });
  }

  #examine(
    watch: ExamineWatch,
  ): Promise<{ readonly sizes: Float64Array; readonly problems: readonly Problem[] } | undefined> {
    const { signal, onProgress, onProblems, deep } = watch;
    const problems: Problem[] = [];
    if (this.#worker === undefined) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#ask(
        { do: 'examine', deep, pace: onProblems !== undefined },
        signal,
        {
          progress: ({ progress }) => onProgress?.(progress),
          problems: (reply) => {
            problems.push(...reply.problems);
            onProblems?.(reply.problems);
          },
          examined: ({ whole, sizes }) => resolve(whole ? { sizes, problems } : undefined),
        },
        () => resolve(undefined),
      );
    });
  }

  #settle(): Promise<void> {
    if (this.#worker === undefined) return Promise.resolve();
    return new Promise((resolve) => this.#ask({ do: 'settle' }, undefined, { kept: () => resolve() }, () => resolve()));
  }

  #ask(request: OpenRequest, signal: AbortSignal | undefined, wanted: Wanted, fail: (detail: string) => void): void {
    if (signal?.aborted) return fail('cancelled');
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    // The only way to stop what a worker does is to end it; the next question gets a new one.
    const onAbort = (): void => this.#end(worker, 'cancelled');
    signal?.addEventListener('abort', onAbort, { once: true });
    const over = (): void => {
      signal?.removeEventListener('abort', onAbort);
      this.#fail = undefined;
      this.#rest(worker);
    };
    this.#fail = (detail) => {
      over();
      fail(detail);
    };
    const last: readonly OpenReply['is'][] = ['opened', 'failed', 'examined', 'kept'];
    this.#onReply = (reply) => {
      if (last.includes(reply.is)) over();
      (wanted[reply.is] as ((reply: OpenReply) => void) | undefined)?.(reply);
    };
    worker.ask(request);
  }

  #start(): Helper {
    const path = workerPath('openWorker');
    const onReply = (reply: OpenReply): void =>
      reply.is === 'doubted' ? this.onDoubt?.(reply.changed) : this.#onReply?.(reply);
    if (!(this.#place.thread ?? isBundled) || !existsSync(path)) return inThisThread(onReply);
    const workerData: OpenWorkerData = { hand: this.#hand.memory };
    const thread = new Worker(path, { workerData, resourceLimits: { maxYoungGenerationSizeMb: newObjectsMb } });
    const helper: Helper = {
      ask: (request) => thread.postMessage(request),
      ref: () => thread.ref(),
      unref: () => thread.unref(),
      end: () => thread.terminate(),
    };
    thread.on('message', onReply);
    let detail = 'the worker ended';
    thread.on('error', (error) => (detail = String(error)));
    thread.on('exit', () => {
      if (this.#worker === helper) this.#end(helper, detail);
    });
    return helper;
  }

  /** Nothing to do: the process may end, and the worker does when nothing comes for long. */
  #rest(worker: Helper): void {
    worker.unref();
    if (this.#isKept) return;
    this.#idle = setTimeout(() => this.#end(worker, 'idle'), idleMs);
    this.#idle.unref();
  }

  #end(worker: Helper, detail: string): void {
    if (this.#worker === worker) this.#worker = undefined;
    this.#fail?.(detail);
    void worker.end();
  }
}

function inThisThread(onReply: (reply: OpenReply) => void): Helper {
  const engine = new OpenEngine(onReply);
  const nothing = (): void => undefined;
  return {
    ask: (request) => engine.ask(request),
    ref: nothing,
    unref: nothing,
    end: () => Promise.resolve(engine.stop()),
  };
}

/** Tells builds of one version apart. */
function codeStamp(): string {
  const found = statSync(workerPath('openWorker'), { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.size} ${found.mtimeMs}`;
}

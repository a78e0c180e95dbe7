import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { workerPath } from './workerAssets.ts';

/** What came of a job: the worker's reply, or why there is none. `stopped`: the worker died or took too long. */
export type JobResult<Reply> =
  | { readonly kind: 'done'; readonly reply: Reply }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'stopped'; readonly detail: string };

/** How many workers at most, and how patient to be, in ms. */
export interface PoolOptions {
  readonly size?: number;
  /** A worker without work is closed after this long. */
  readonly idleMs?: number;
  /** A job that takes longer than this costs its worker the life: no picture may hang a run. */
  readonly timeoutMs?: number;
}

interface Job<Request, Reply> {
  readonly request: Request;
  readonly moved: readonly ArrayBuffer[];
  readonly settle: (result: JobResult<Reply>) => void;
  readonly signal: AbortSignal | undefined;
}

interface Running<Request, Reply> {
  readonly worker: Worker;
  job?: Job<Request, Reply> | undefined;
  timer?: NodeJS.Timeout | undefined;
}

/**
 * Hands jobs to worker threads, one at a time each, first come first served. Workers are started when there is work, never
 * keep the process alive without a job, and are closed when idle. A job settles exactly once and never rejects; after a
 * worker's death the next job gets a new one.
 */
export class WorkerPool<Request, Reply> {
  readonly #name: string;
  readonly #size: number;
  readonly #idleMs: number;
  readonly #timeoutMs: number;
  readonly #workers = new Set<Running<Request, Reply>>();
  readonly #queue: Job<Request, Reply>[] = [];
  #disposed = false;

  /** `name` is the worker's file without extension, beside this one. */
  constructor(name: string, options: PoolOptions = {}) {
    this.#name = name;
    this.#size = options.size ?? Math.min(2, Math.max(1, availableParallelism() - 1));
    this.#idleMs = options.idleMs ?? 10_000;
    this.#timeoutMs = options.timeoutMs ?? 30_000;
  }

  /** Does one job. The request is copied to the worker, so that the caller's bytes stay usable, but for those that are `moved`. */
  run(request: Request, signal?: AbortSignal, moved: readonly ArrayBuffer[] = []): Promise<JobResult<Reply>> {
    if (this.#disposed) return Promise.resolve({ kind: 'stopped', detail: 'disposed' });
    if (signal?.aborted) return Promise.resolve({ kind: 'cancelled' });
    return new Promise((resolve) => {
      const onAbort = () => {
        job.settle({ kind: 'cancelled' });
        const waiting = this.#queue.indexOf(job);
        if (waiting >= 0) this.#queue.splice(waiting, 1);
      };
      const job: Job<Request, Reply> = {
        request,
        moved,
        signal,
        settle: (result) => {
          signal?.removeEventListener('abort', onAbort);
          resolve(result);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(job);
      this.#next();
    });
  }

  /** Ends all workers; what is waiting is `stopped`. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const job of this.#queue.splice(0)) job.settle({ kind: 'stopped', detail: 'disposed' });
    await Promise.all([...this.#workers].map((running) => this.#end(running, 'disposed')));
  }

  #next(): void {
    while (this.#queue.length > 0) {
      const free = [...this.#workers].find((running) => !running.job) ?? this.#start();
      if (!free) return;
      const job = this.#queue.shift();
      if (job) this.#assign(free, job);
    }
  }

  #assign(running: Running<Request, Reply>, job: Job<Request, Reply>): void {
    clearTimeout(running.timer);
    running.job = job;
    running.worker.ref();
    running.timer = setTimeout(() => {
      void this.#end(running, `no result in ${String(this.#timeoutMs)} ms`).then(() => this.#next());
    }, this.#timeoutMs);
    try {
      running.worker.postMessage(job.request, job.moved);
    } catch (error) {
      // Bytes that were moved elsewhere cannot be sent: the worker never saw them and stays.
      this.#release(running, { kind: 'stopped', detail: String(error) });
    }
  }

  #start(): Running<Request, Reply> | undefined {
    if (this.#workers.size >= this.#size) return undefined;
    const worker = new Worker(workerPath(this.#name), { execArgv: [] });
    const running: Running<Request, Reply> = { worker };
    this.#workers.add(running);
    worker.on('message', (reply: Reply) => {
      this.#release(running, { kind: 'done', reply });
      this.#next();
    });
    let detail = 'the worker ended';
    worker.on('error', (error) => (detail = String(error)));
    worker.on('exit', () => {
      this.#workers.delete(running);
      this.#release(running, { kind: 'stopped', detail });
      this.#next();
    });
    return running;
  }

  #release(running: Running<Request, Reply>, result: JobResult<Reply>): void {
    clearTimeout(running.timer);
    running.job?.settle(result);
    running.job = undefined;
    if (!this.#workers.has(running)) return;
    running.worker.unref();
    running.timer = setTimeout(() => void this.#end(running, 'idle'), this.#idleMs);
    running.timer.unref();
  }

  /** Takes the worker out of service at once, so that no job can be given to one that is about to end. */
  async #end(running: Running<Request, Reply>, detail: string): Promise<void> {
    this.#workers.delete(running);
    this.#release(running, { kind: 'stopped', detail });
    await running.worker.terminate();
  }
}

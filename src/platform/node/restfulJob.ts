/** A job for when nothing else was asked for a while; it is told to break off as soon as something is. */
export class RestfulJob {
  readonly #job: (signal: AbortSignal) => Promise<void>;
  readonly #stopping = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #over: Promise<void> | undefined;

  /** `afterMs`: how long it waits before it begins. The process may end meanwhile. */
  constructor(afterMs: number, job: (signal: AbortSignal) => Promise<void>) {
    this.#job = job;
    this.#timer = setTimeout(() => void this.now(), afterMs);
    this.#timer.unref();
  }

  /** Resolves when nothing of it is under way any more, which may be at once. */
  get over(): Promise<void> {
    return this.#over ?? Promise.resolve();
  }

  /** Does it at once, if it has not been begun or stopped, and resolves when it is over. */
  now(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#stopping.signal.aborted) this.#over ??= this.#job(this.#stopping.signal);
    return this.over;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stopping.abort();
  }
}

/** Waits for a while, or until a signal. */
export function restFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    timer.unref();
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

import { join } from 'node:path';
import type { Problem } from '../../../src/core/benchmark/problem.ts';
import { type EngineOptions, OpenEngine } from '../../../src/platform/node/openEngine.ts';
import type { OpenReply, OpenRequest } from '../../../src/platform/node/openMessages.ts';
import type { PlainBenchmark } from '../../../src/platform/node/openCached.ts';

/** An engine that is asked one thing after the other. */
export class Asked {
  readonly problems: Problem[] = [];
  /** All that it said, in order. */
  readonly told: OpenReply[] = [];
  readonly #engine: OpenEngine;
  readonly #answers: ((reply: OpenReply) => void)[] = [];

  constructor(options: EngineOptions = {}) {
    this.#engine = new OpenEngine((reply) => {
      this.told.push(reply);
      if (reply.is === 'problems') this.problems.push(...reply.problems);
      else if (reply.is !== 'doubted' && reply.is !== 'progress') this.#answers.shift()?.(reply);
    }, options);
  }

  get doubts(): number {
    return this.told.filter(({ is }) => is === 'doubted').length;
  }

  async open(request: Partial<Extract<OpenRequest, { do: 'open' }>> & { root: string }): Promise<PlainBenchmark> {
    this.problems.length = 0;
    const store = join(request.root, '.emolens');
    const reply = await this.#ask({ do: 'open', store, version: 'test', ...request });
    if (reply.is !== 'opened') throw new Error(JSON.stringify(reply));
    return { ...reply.benchmark, problems: [...this.problems] };
  }

  /** Looks at all pictures whole, and says what is wrong with them. */
  async examine(): Promise<readonly Problem[]> {
    this.problems.length = 0;
    const reply = await this.#ask({ do: 'examine', deep: true, pace: false });
    if (reply.is !== 'examined' || !reply.whole) throw new Error(JSON.stringify(reply));
    return [...this.problems];
  }

  settle(): Promise<OpenReply> {
    return this.#ask({ do: 'settle' });
  }

  stop(): void {
    this.#engine.stop();
  }

  #ask(request: OpenRequest): Promise<OpenReply> {
    return new Promise((resolve) => {
      this.#answers.push(resolve);
      this.#engine.ask(request);
    });
  }
}

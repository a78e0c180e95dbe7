import { ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { chooseModel } from './chooseModel.ts';
import type { ChosenModel, ModelWish } from './chooseModel.ts';
import type { CliHost } from './host.ts';

/** The models of one command: each is made once, however many runs ask it, and all are let go together. */
export class ModelShelf {
  readonly #host: CliHost;
  readonly #chosen = new Map<string, ChosenModel>();

  constructor(host: CliHost) {
    this.#host = host;
  }

  /** The model that was wished for; the error is a sentence. */
  async get(wish: ModelWish): Promise<Result<ChosenModel, string>> {
    const key = JSON.stringify([wish.id, wish.baseUrl]);
    const there = this.#chosen.get(key);
    if (there !== undefined) return ok(there);
    const chosen = await chooseModel(wish, this.#host);
    if (chosen.ok) this.#chosen.set(key, chosen.value);
    return chosen;
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#chosen.values()].map((chosen) => chosen.dispose()));
  }
}

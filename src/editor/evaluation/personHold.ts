import type { Hold } from '../../core/evaluation/plan.ts';

/** A {@link Hold} that a person closes and opens again. */
export class PersonHold implements Hold {
  readonly #waiting = new Set<() => void>();
  #isHeld = false;

  get isHeld(): boolean {
    return this.#isHeld;
  }

  hold(): void {
    this.#isHeld = true;
  }

  letGo(): void {
    this.#isHeld = false;
    for (const go of [...this.#waiting]) go();
  }

  whenLetGo(signal: AbortSignal): Promise<void> {
    if (!this.#isHeld || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const go = (): void => {
        this.#waiting.delete(go);
        signal.removeEventListener('abort', go);
        resolve();
      };
      this.#waiting.add(go);
      signal.addEventListener('abort', go, { once: true });
    });
  }
}

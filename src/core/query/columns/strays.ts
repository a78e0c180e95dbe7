import type { Outcome } from '../../evaluation/outcome.ts';
import type { LinePlace } from './lineShelf.ts';

/** An outcome of a picture that the benchmark does not have (any more), by where its line lies. */
export interface Stray extends LinePlace {
  readonly kind: Outcome['kind'];
}

/** The stray outcomes of a run, by item and by `stageKey`. */
export class Strays {
  readonly #byItem = new Map<string, Map<string, Stray>>();

  /** Number of items. */
  get size(): number {
    return this.#byItem.size;
  }

  has(item: string, key?: string): boolean {
    const ofItem = this.#byItem.get(item);
    return key === undefined ? ofItem !== undefined : ofItem?.has(key) === true;
  }

  of(item: string): ReadonlyMap<string, Stray> | undefined {
    return this.#byItem.get(item);
  }

  items(): MapIterator<string> {
    return this.#byItem.keys();
  }

  /** Takes one in, and hands back the one in whose place it comes. */
  put(item: string, key: string, stray: Stray): Stray | undefined {
    const ofItem = this.#byItem.get(item) ?? new Map<string, Stray>();
    const before = ofItem.get(key);
    this.#byItem.set(item, ofItem.set(key, stray));
    return before;
  }
}

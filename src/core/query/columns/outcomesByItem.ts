import type { Outcome } from '../../evaluation/outcome.ts';

/** The outcomes of a run by item and `stageKey`, without saying how they are kept. */
export type OutcomesByItem = ReadonlyMap<string, ReadonlyMap<string, Outcome>>;

/** {@link OutcomesByItem} that are made when they are asked for: what goes through all of them follows from {@link entries}. */
export abstract class OutcomesOnDemand implements OutcomesByItem {
  abstract readonly size: number;
  abstract has(item: string): boolean;
  abstract get(item: string): ReadonlyMap<string, Outcome> | undefined;
  abstract entries(): MapIterator<[string, ReadonlyMap<string, Outcome>]>;
  abstract keys(): MapIterator<string>;

  *values(): MapIterator<ReadonlyMap<string, Outcome>> {
    for (const [, found] of this.entries()) yield found;
    return undefined;
  }

  [Symbol.iterator](): MapIterator<[string, ReadonlyMap<string, Outcome>]> {
    return this.entries();
  }

  forEach(act: (outcomes: ReadonlyMap<string, Outcome>, item: string, all: OutcomesByItem) => void): void {
    for (const [item, found] of this.entries()) act(found, item, this);
  }
}

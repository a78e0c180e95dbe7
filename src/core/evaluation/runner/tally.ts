import type { FailureKind } from '../../models/failure.ts';
import type { Usage } from '../../models/model.ts';
import type { Outcome, OutcomeKind } from '../outcome.ts';

/** What counting needs of an outcome. */
export type Counted = Pick<Outcome, 'kind' | 'failure' | 'usage' | 'costUsd' | 'isEstimated'>;

/** Running counts over the outcomes that count; its size does not grow with the run. */
export interface Tally {
  readonly count: number;
  readonly kinds: Readonly<Partial<Record<OutcomeKind, number>>>;
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>;
  readonly usage: Usage;
  /** USD; absent while no outcome has a cost. */
  readonly costUsd: number | undefined;
  /** Outcomes whose usage and cost are estimates. */
  readonly estimated: number;
  add(outcome: Counted): void;
  /** Takes back one that a newer outcome replaces. What it cost has been paid and stays. */
  replace(outcome: Counted): void;
}

/** An empty {@link Tally}. */
export function newTally(): Tally {
  const kinds: Partial<Record<OutcomeKind, number>> = {};
  const failures: Partial<Record<FailureKind, number>> = {};
  const usage = { input: 0, output: 0, cached: 0 };
  let count = 0;
  let costUsd: number | undefined;
  let estimated = 0;

  const step = (outcome: Counted, by: 1 | -1): void => {
    count += by;
    kinds[outcome.kind] = (kinds[outcome.kind] ?? 0) + by;
    if (kinds[outcome.kind] === 0) delete kinds[outcome.kind];
    const failure = outcome.kind === 'failed' ? outcome.failure?.kind : undefined;
    if (failure === undefined) return;
    failures[failure] = (failures[failure] ?? 0) + by;
    if (failures[failure] === 0) delete failures[failure];
  };

  return {
    get count() {
      return count;
    },
    kinds,
    failures,
    usage,
    get costUsd() {
      return costUsd;
    },
    get estimated() {
      return estimated;
    },
    add(outcome) {
      step(outcome, 1);
      usage.input += outcome.usage?.input ?? 0;
      usage.output += outcome.usage?.output ?? 0;
      usage.cached += outcome.usage?.cached ?? 0;
      if (outcome.costUsd !== undefined) costUsd = (costUsd ?? 0) + outcome.costUsd;
      if (outcome.isEstimated === true) estimated++;
    },
    replace: (outcome) => step(outcome, -1),
  };
}

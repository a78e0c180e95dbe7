import type { FailureKind } from '../../models/failure.ts';
import type { Usage } from '../../models/model.ts';
import type { Outcome, OutcomeKind } from '../outcome.ts';

/** What counting needs of an outcome. */
export type Counted = Pick<Outcome, 'kind' | 'failure' | 'usage' | 'costUsd' | 'isEstimated' | 'rule'> & {
  readonly extraction?: Pick<NonNullable<Outcome['extraction']>, 'usage' | 'costUsd'>;
};

/** What a second model did. */
export interface SecondReadings {
  /** Replies that it was given. */
  readonly given: number;
  /** Those of them that it found an answer in. */
  readonly read: number;
  /** Those of them whose tokens are counted and whose price is not known: they are missing in the cost. */
  readonly unpriced: number;
}

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
  readonly second: SecondReadings;
  add(outcome: Counted): void;
  /** Takes back one that a newer outcome replaces. What it cost has been paid and stays. */
  replace(outcome: Counted): void;
  /** Takes back one whose reply was read anew: the newer outcome says what it cost. */
  takeBack(outcome: Counted): void;
}

/** An empty {@link Tally}. */
export function newTally(): Tally {
  const kinds: Partial<Record<OutcomeKind, number>> = {};
  const failures: Partial<Record<FailureKind, number>> = {};
  const usage = { input: 0, output: 0, cached: 0 };
  let count = 0;
  let costUsd: number | undefined;
  let estimated = 0;
  const second = { given: 0, read: 0, unpriced: 0 };

  const step = (outcome: Counted, by: 1 | -1): void => {
    count += by;
    kinds[outcome.kind] = (kinds[outcome.kind] ?? 0) + by;
    if (kinds[outcome.kind] === 0) delete kinds[outcome.kind];
    const failure = outcome.kind === 'failed' ? outcome.failure?.kind : undefined;
    if (failure === undefined) return;
    failures[failure] = (failures[failure] ?? 0) + by;
    if (failures[failure] === 0) delete failures[failure];
  };

  const pay = (paid: Pick<Counted, 'usage' | 'costUsd'>, by: 1 | -1): void => {
    usage.input += by * (paid.usage?.input ?? 0);
    usage.output += by * (paid.usage?.output ?? 0);
    usage.cached += by * (paid.usage?.cached ?? 0);
    if (paid.costUsd !== undefined) costUsd = (costUsd ?? 0) + by * paid.costUsd;
  };

  const readBySecond = ({ rule, extraction }: Counted, by: 1 | -1): void => {
    if (extraction === undefined) return;
    pay(extraction, by);
    second.given += by;
    if (rule === 'extracted') second.read += by;
    if (extraction.usage !== undefined && extraction.costUsd === undefined) second.unpriced += by;
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
    second,
    add(outcome) {
      step(outcome, 1);
      pay(outcome, 1);
      readBySecond(outcome, 1);
      if (outcome.isEstimated === true) estimated++;
    },
    takeBack(outcome) {
      step(outcome, -1);
      pay(outcome, -1);
      readBySecond(outcome, -1);
      if (outcome.isEstimated === true) estimated--;
    },
    replace: (outcome) => step(outcome, -1),
  };
}

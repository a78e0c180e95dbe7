import type { Model } from '../models/model.ts';
import type { Outcome } from './outcome.ts';
import type { RunBudgets, StopReason } from './plan.ts';

/** What the runs of a job have used up together, and what is left for the next one. */
export interface JobSpending {
  /** The budget of the next run. */
  readonly left: RunBudgets;
  /** The budget that is used up; `undefined` while none is. */
  readonly usedUp: StopReason | undefined;
  outcome(outcome: Outcome): void;
  /** Requests that a run has sent, repeated ones included. */
  requests(count: number): void;
}

/** Counts the spending of a job whose runs share one budget. */
export function jobSpending(budgets: RunBudgets): JobSpending {
  const spent = { requests: 0, costUsd: 0, tokens: 0, failures: 0 };
  const left = (): RunBudgets => {
    const { maxRequests, maxCostUsd, maxTokens, maxFailures } = budgets;
    return {
      ...budgets,
      ...(maxRequests === undefined ? {} : { maxRequests: maxRequests - spent.requests }),
      ...(maxCostUsd === undefined ? {} : { maxCostUsd: maxCostUsd - spent.costUsd }),
      ...(maxTokens === undefined ? {} : { maxTokens: maxTokens - spent.tokens }),
      ...(maxFailures === undefined ? {} : { maxFailures: maxFailures - spent.failures }),
    };
  };
  return {
    get left() {
      return left();
    },
    get usedUp() {
      const { maxRequests = 1, maxCostUsd = 1, maxTokens = 1, maxFailures = 1 } = left();
      if (maxRequests <= 0) return 'maxRequests';
      if (maxCostUsd <= 0) return 'maxCost';
      if (maxTokens <= 0) return 'maxTokens';
      return maxFailures <= 0 ? 'maxFailures' : undefined;
    },
    outcome({ kind, usage, costUsd, extraction }) {
      spent.costUsd += (costUsd ?? 0) + (extraction?.costUsd ?? 0);
      for (const used of [usage, extraction?.usage]) spent.tokens += (used?.input ?? 0) + (used?.output ?? 0);
      if (kind === 'failed') spent.failures++;
    },
    requests(count) {
      spent.requests += count;
    },
  };
}

/** The budgets that can be held for a model. Those that are not paid by the token have no price to hold a cap in USD against. */
export function budgetsFor({ maxCostUsd, ...budgets }: RunBudgets, { kind }: Pick<Model, 'kind'>): RunBudgets {
  return kind === 'openai' && maxCostUsd !== undefined ? { ...budgets, maxCostUsd } : budgets;
}

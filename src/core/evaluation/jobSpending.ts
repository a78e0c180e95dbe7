import type { Model } from '../models/model.ts';
import type { ReadableFolder } from '../ports.ts';
import type { Outcome } from './outcome.ts';
import type { RunBudgets, StopReason } from './plan.ts';
import { spendsOf, spentOnDisk } from './spend.ts';
import type { Spend } from './spend.ts';

/** What the runs of a job have used up together, and what is left for the next one. */
export interface JobSpending {
  /** The budget of a run. Its caps of money and tokens are what the other runs have left, as a run counts its own from its first outcome on. */
  leftFor(run: string): RunBudgets;
  /** The budget that is used up; `undefined` while none is. */
  readonly usedUp: StopReason | undefined;
  outcome(outcome: Outcome): void;
  /** Requests that a run has sent, repeated ones included. */
  requests(count: number): void;
}

/** Counts the spending of a job whose runs share one budget; `before` is what each has taken in earlier sittings. */
export function jobSpending(budgets: RunBudgets, before: ReadonlyMap<string, Spend> = new Map()): JobSpending {
  const { maxRequests, maxCostUsd, maxTokens, maxFailures } = budgets;
  const byRun = new Map([...before].map(([run, { tokens = 0, costUsd = 0 }]) => [run, { tokens, costUsd }]));
  let requests = 0;
  let failures = 0;
  const spent = (of: keyof Spend, except?: string): number => {
    let sum = 0;
    for (const [run, taken] of byRun) if (run !== except) sum += taken[of];
    return sum;
  };
  return {
    leftFor: (run) => ({
      ...budgets,
      ...(maxRequests === undefined ? {} : { maxRequests: maxRequests - requests }),
      ...(maxCostUsd === undefined ? {} : { maxCostUsd: maxCostUsd - spent('costUsd', run) }),
      ...(maxTokens === undefined ? {} : { maxTokens: maxTokens - spent('tokens', run) }),
      ...(maxFailures === undefined ? {} : { maxFailures: maxFailures - failures }),
    }),
    get usedUp() {
      if (maxRequests !== undefined && requests >= maxRequests) return 'maxRequests';
      if (maxCostUsd !== undefined && spent('costUsd') >= maxCostUsd) return 'maxCost';
      if (maxTokens !== undefined && spent('tokens') >= maxTokens) return 'maxTokens';
      return maxFailures !== undefined && failures >= maxFailures ? 'maxFailures' : undefined;
    },
    outcome(outcome) {
      const taken = byRun.get(outcome.run) ?? { tokens: 0, costUsd: 0 };
      byRun.set(outcome.run, taken);
      for (const { tokens = 0, costUsd = 0 } of spendsOf(outcome)) {
        taken.tokens += tokens;
        taken.costUsd += costUsd;
      }
      if (outcome.kind === 'failed') failures++;
    },
    requests(count) {
      requests += count;
    },
  };
}

/** The spending of a job, with what its runs have taken in earlier sittings where a cap counts that and no run counts it alone. */
export async function spendingSoFar(
  budgets: RunBudgets,
  runs: readonly string[],
  store: ReadableFolder,
): Promise<JobSpending> {
  const isCounted = runs.length > 1 && (budgets.maxCostUsd ?? budgets.maxTokens) !== undefined;
  return jobSpending(budgets, isCounted ? await spentOnDisk(store, runs) : undefined);
}

/** The budgets that can be held for a model. Those that are not paid by the token have no price to hold a cap in USD against. */
export function budgetsFor({ maxCostUsd, ...budgets }: RunBudgets, { kind }: Pick<Model, 'kind'>): RunBudgets {
  return kind === 'openai' && maxCostUsd !== undefined ? { ...budgets, maxCostUsd } : budgets;
}

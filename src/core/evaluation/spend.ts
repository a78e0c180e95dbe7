import type { ReadableFolder } from '../ports.ts';
import type { Outcome } from './outcome.ts';
import { readOutcomes } from './runStore.ts';

/** What a request takes or took; what is not known is absent. */
export interface Spend {
  /** Input and output together. */
  readonly tokens?: number;
  readonly costUsd?: number;
}

/** What is known of the price of an outcome. */
type Paid = Pick<Outcome, 'usage' | 'costUsd'> & {
  readonly extraction?: Pick<NonNullable<Outcome['extraction']>, 'usage' | 'costUsd'> | undefined;
};

/** What an outcome took: the answer itself, and the second model's that read it, each where it was billed. */
export function spendsOf(outcome: Paid): readonly Spend[] {
  return [outcome, outcome.extraction].flatMap((one) => {
    if (one?.usage === undefined && one?.costUsd === undefined) return [];
    const { usage, costUsd } = one;
    return [
      {
        ...(usage === undefined ? {} : { tokens: usage.input + usage.output }),
        ...(costUsd === undefined ? {} : { costUsd }),
      },
    ];
  });
}

/** What the outcomes of each run on disk took together; a run that cannot be read has taken nothing that is known. */
export async function spentOnDisk(
  store: ReadableFolder,
  runs: readonly string[],
): Promise<ReadonlyMap<string, Required<Spend>>> {
  const spent = new Map<string, Required<Spend>>();
  for (const run of runs) {
    const sum = { tokens: 0, costUsd: 0 };
    await readOutcomes(store, run, (outcome) => {
      for (const { tokens = 0, costUsd = 0 } of spendsOf(outcome)) {
        sum.tokens += tokens;
        sum.costUsd += costUsd;
      }
    });
    spent.set(run, sum);
  }
  return spent;
}

import type { PolarityTable } from '../affect/polarity.ts';
import type { Item } from '../benchmark/item.ts';
import type { Outcome } from '../evaluation/outcome.ts';
import type { ResolvedAnswer } from '../evaluation/protocol.ts';

/** The truth of a stage for an item: a label, a number, or nothing where the benchmark does not say. */
export function truthOf(item: Item, answer: ResolvedAnswer, polarity: PolarityTable): string | number | undefined {
  switch (answer.truth) {
    case undefined:
      return undefined;
    case 'polarity': {
      const value = item.label === undefined ? undefined : polarity[item.label];
      return value === 'none' ? undefined : value;
    }
    default:
      return item[answer.truth];
  }
}

/**
 * Whether an outcome is a right answer. `undefined` where that is no question: a number (it is scored by correlation), no
 * truth, or a gated stage. Everything that is not an answer (refused, unparsed, failed, ...) is not right.
 */
export function isRight(
  outcome: Pick<Outcome, 'kind' | 'label' | 'labels'>,
  truth: string | number | undefined,
): boolean | undefined {
  if (typeof truth !== 'string' || outcome.kind === 'skipped') return undefined;
  return outcome.kind === 'answered' && (outcome.label ?? outcome.labels?.[0]) === truth;
}

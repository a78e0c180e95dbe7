import { isRight } from '../scoring/truth.ts';
import type { Outcome } from '../evaluation/outcome.ts';

/** How an outcome stands once the truth is held against it: the answered ones are `right`, `wrong`, or just `answered`. */
export type OutcomeStanding = 'right' | 'wrong' | Outcome['kind'];

/** All standings, the one that a person should look at first in front. */
export const standings: readonly OutcomeStanding[] = [
  'wrong',
  'refused',
  'outOfSet',
  'ambiguous',
  'unparsed',
  'truncated',
  'failed',
  'right',
  'answered',
  'skipped',
];

/** The standing of an outcome; `answered` where there is no truth, or a number that is scored by correlation. */
export function standingOf(
  outcome: Pick<Outcome, 'kind' | 'label' | 'labels'>,
  truth: string | number | undefined,
): OutcomeStanding {
  if (outcome.kind !== 'answered') return outcome.kind;
  const right = isRight(outcome, truth);
  return right === undefined ? 'answered' : right ? 'right' : 'wrong';
}

const errors: ReadonlySet<string> = new Set(['wrong', 'refused', 'unparsed', 'ambiguous', 'outOfSet', 'truncated']);

/**
 * Whether a standing is an error that a person should look at. A failed request is none: there is no answer to judge, it is
 * asked again.
 */
export function isError(standing: string): boolean {
  return errors.has(standing);
}

import type { Outcome } from '../evaluation/outcome.ts';

/**
 * An outcome as our own reader left it: an answer that a second model found counts as not read. Scores are of this one; what
 * the second model adds stands beside them.
 */
export function ownReading(outcome: Outcome): Outcome {
  if (outcome.rule !== 'extracted') return outcome;
  const { label: _label, labels: _labels, value: _value, ...rest } = outcome;
  return { ...rest, kind: 'unparsed', rule: 'unparsed' };
}

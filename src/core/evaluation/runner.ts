import type { Result } from '../result.ts';
import { err } from '../result.ts';
import type { EvaluateError, EvaluatePlan, EvaluatePorts, RunEvents, RunSummary } from './plan.ts';

/**
 * Asks a protocol of a model over a set of items and writes every outcome to the run's file before telling it. Ends with a
 * summary whether it was finished, stopped or cancelled; the error case means that nothing was asked.
 */
export function evaluate(
  plan: EvaluatePlan,
  _ports: EvaluatePorts,
  _events: RunEvents,
  _signal: AbortSignal,
): Promise<Result<RunSummary, EvaluateError>> {
  return Promise.resolve(plan.items.length === 0 ? err({ kind: 'nothingToAsk' }) : err({ kind: 'noCodec' }));
}

import type { ResolvedStage } from '../evaluation/protocol.ts';

/**
 * The stage that is a run's word on the portrait: the first choice among labels whose truth is the label, else the first
 * with any truth, else the first. Errors are counted there, so that one portrait is one error for each run.
 */
export function headlineStage(stages: readonly ResolvedStage[]): ResolvedStage | undefined {
  return (
    stages.find((stage) => stage.answer.kind === 'choice' && stage.answer.truth === 'label') ??
    stages.find((stage) => stage.answer.truth !== undefined) ??
    stages[0]
  );
}

import { err } from '../result.ts';
import type { Result } from '../result.ts';
import type { EvaluateError, EvaluatePlan, EvaluatePorts } from './plan.ts';
import type { RunRecord } from './runRecord.ts';
import { newRecord } from './runner/openSitting.ts';
import { whatIsLacking } from './runner/whatIsLacking.ts';
import { newRunId } from './runStore.ts';

/**
 * Writes the record of a run that is to begin later, and asks nothing: the runs of a comparison are all on disk before the
 * first of them begins, so that whatever ends it early leaves the others to be resumed. Refuses what the run would refuse.
 */
export async function prepareRun(plan: EvaluatePlan, ports: EvaluatePorts): Promise<Result<RunRecord, EvaluateError>> {
  const lacking = whatIsLacking(plan, ports, plan.parameters.maxSide, plan.strategy);
  if (lacking !== undefined) return err(lacking);
  return newRecord(plan, ports, plan.run ?? newRunId(ports.clock.now(), (ports.random ?? Math.random)()));
}

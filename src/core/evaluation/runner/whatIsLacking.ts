import type { EvaluateError, EvaluatePlan, EvaluatePorts } from '../plan.ts';
import { resolveProtocol } from '../resolveProtocol.ts';
import { isRunId } from '../runStore.ts';
import type { Strategy } from '../strategies.ts';

/** What keeps a plan from being run, as far as it can be told before the run is opened; `undefined` when nothing does. */
export function whatIsLacking(
  plan: EvaluatePlan,
  ports: Pick<EvaluatePorts, 'codec' | 'crop'>,
  maxSide: number | undefined,
  strategy: Strategy,
): EvaluateError | undefined {
  if (plan.items.length === 0) return { kind: 'nothingToAsk' };
  if (maxSide !== undefined && ports.codec === undefined) return { kind: 'noCodec' };
  if (strategy.crops?.length && ports.crop === undefined) return { kind: 'noCrops', strategy: strategy.id };
  const unpriced = modelWithoutPrice(plan);
  if (plan.budgets?.maxCostUsd !== undefined && unpriced !== undefined) return { kind: 'noPrice', model: unpriced };
  if (plan.resume !== undefined) return undefined;
  if (plan.run !== undefined && !isRunId(plan.run)) return { kind: 'badRunId', run: plan.run };
  const resolved = resolveProtocol(plan.protocol, plan.benchmark, plan.polarity);
  return resolved.ok ? undefined : { kind: 'protocol', error: resolved.error };
}

function modelWithoutPrice({ price, connection, model, extractor }: EvaluatePlan): string | undefined {
  if (price === undefined) return connection ?? model.id;
  return extractor !== undefined && extractor.price === undefined
    ? (extractor.connection ?? extractor.model.id)
    : undefined;
}

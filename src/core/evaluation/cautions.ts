import type { PolarityTable } from '../affect/polarity.ts';
import type { Items } from '../benchmark/item.ts';
import { numberLabels } from '../benchmark/numberLabels.ts';
import { truthOf } from '../scoring/truth.ts';
import type { EvaluatePlan } from './plan.ts';
import type { ResolvedStage } from './protocol.ts';
import { resolveProtocol } from './resolveProtocol.ts';

/** What a person should know about what is asked before it is paid for. */
export interface Cautions {
  /** Stages whose answers nothing in the benchmark can be compared with. */
  readonly unscored: readonly string[];
  /** Whether there is another stage. */
  readonly isScored: boolean;
  /** Labels that are bare numbers and are asked for as they are; empty for none. */
  readonly numberLabels: readonly string[];
  /** Stages that are never asked, because their gates wait for answers that this benchmark's labels do not hold. */
  readonly neverAsked: readonly string[];
}

/** What to know about a plan; nothing where there is nothing to know, or where the plan would be refused. */
export function cautionsOf({ protocol, benchmark, polarity, items }: EvaluatePlan): Cautions | undefined {
  const resolved = resolveProtocol(protocol, benchmark, polarity);
  if (!resolved.ok) return undefined;
  const { stages } = resolved.value;
  const unscored = stages.filter((stage) => !hasTruth(stage, items, polarity)).map(({ id }) => id);
  const numbers = numberLabels(benchmark.labels);
  const isAsked = stages.some(({ answer }) => answer.kind !== 'number' && isAmong(numbers, answer.labels));
  const neverAsked = stages.filter((stage) => isShut(stage, stages)).map(({ id }) => id);
  if (unscored.length === 0 && !isAsked && neverAsked.length === 0) return undefined;
  return { unscored, isScored: unscored.length < stages.length, numberLabels: isAsked ? numbers : [], neverAsked };
}

function isShut({ when }: ResolvedStage, stages: readonly ResolvedStage[]): boolean {
  const answer = stages.find(({ id }) => id === when?.stage)?.answer;
  // A word of the model's own may be none of the labels.
  if (when?.is === undefined || answer === undefined || answer.kind === 'number' || answer.kind === 'open')
    return false;
  const labels: readonly string[] = answer.labels;
  return !when.is.some((value) => labels.includes(value));
}

function hasTruth({ answer }: ResolvedStage, items: Items, polarity: PolarityTable): boolean {
  if (answer.truth === undefined) return false;
  for (const item of items) if (truthOf(item, answer, polarity) !== undefined) return true;
  return false;
}

function isAmong(numbers: readonly string[], labels: readonly string[]): boolean {
  return numbers.some((label) => labels.includes(label));
}

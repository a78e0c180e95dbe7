import { stageKey } from './outcome.ts';
import type { ResolvedStage } from './protocol.ts';

/** One question of an item: a stage in one order of its options. */
export interface StageToAsk {
  readonly stage: ResolvedStage;
  /** Which order this is; absent for the first, as in an outcome. */
  readonly repeat?: number;
  /** See `stageKey`. */
  readonly key: string;
}

/** Whether a stage shows options, so that there are several orders to ask it in. */
export function showsOptions({ answer }: Pick<ResolvedStage, 'answer'>): boolean {
  return answer.kind === 'choice' || answer.kind === 'yesNo' || answer.kind === 'ranked';
}

/**
 * The questions of one item in the order they are asked: all stages in the first order of their options, then the stages
 * that show options in each further order. `orders` is `RunRecord.parameters.orders`.
 */
export function questionsOf(stages: readonly ResolvedStage[], orders = 1): readonly StageToAsk[] {
  const first = stages.map((stage): StageToAsk => ({ stage, key: stage.id }));
  const further = Array.from({ length: orders - 1 }, (_none, place) =>
    stages.filter(showsOptions).map((stage): StageToAsk => {
      const repeat = place + 1;
      return { stage, repeat, key: stageKey({ stage: stage.id, repeat }) };
    }),
  );
  return [...first, ...further.flat()];
}

/**
 * What is there of the stages before a question, in the protocol's order: of those that show options what belongs to the
 * same order, so that each order is a chain of its own; of the others the one that all orders share.
 */
export function earlierOf<T>(
  question: StageToAsk,
  stages: readonly ResolvedStage[],
  settled: ReadonlyMap<string, T>,
): readonly T[] {
  const place = stages.findIndex(({ id }) => id === question.stage.id);
  return stages.slice(0, place).flatMap((stage) => {
    const repeat = showsOptions(stage) ? question.repeat : undefined;
    const found = settled.get(stageKey({ stage: stage.id, repeat }));
    return found === undefined ? [] : [found];
  });
}

import type { Item } from '../../benchmark/item.ts';
import type { PolarityTable } from '../../affect/polarity.ts';
import type { Message, SentImage } from '../../models/model.ts';
import { isRight, truthOf } from '../../scoring/truth.ts';
import type { ShownOptions } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { ResolvedStage } from '../protocol.ts';
import { buildMessages, questionText, shownOptions } from '../questions.ts';
import type { RunRecord } from '../runRecord.ts';
import type { Strategy } from '../strategies.ts';

/** An earlier stage of the same item with what became of it. */
export interface EarlierStage {
  readonly stage: ResolvedStage;
  readonly outcome: Pick<Outcome, 'kind' | 'label' | 'labels' | 'reply' | 'question'>;
}

/** One question about one item, ready to be sent once its pictures are known. */
export interface StageQuestion {
  readonly stage: ResolvedStage;
  readonly options: ShownOptions | undefined;
  readonly text: string;
  messages(images: readonly SentImage[]): readonly Message[];
}

/**
 * Puts a stage to an item: its options in their order (the `repeat`-th of several, from 0), the answer that `{label}` stands
 * for, the turns before it.
 */
export function stageQuestion(
  item: Item,
  stage: ResolvedStage,
  earlier: readonly EarlierStage[],
  parameters: RunRecord['parameters'],
  strategy: Strategy,
  repeat = 0,
): StageQuestion {
  const hasOrders = (parameters.orders ?? 1) > 1;
  const options = shownOptions(stage.answer, {
    style: parameters.options,
    order: hasOrders ? 'shuffled' : (parameters.order ?? 'fixed'),
    seed: parameters.shuffleSeed ?? parameters.seed ?? 0,
    item: item.id,
    repeat,
  });
  const label = earlier.findLast(({ outcome }) => outcome.kind === 'answered' && outcome.label !== undefined)?.outcome
    .label;
  const parts = { stage, options, strategy, namesOrder: hasOrders, ...(label === undefined ? {} : { label }) };
  const turns =
    parameters.conversation === 'separate'
      ? []
      : earlier.flatMap(({ outcome: { question, reply } }) =>
          question === undefined || reply === undefined ? [] : [{ question, reply }],
        );
  return {
    stage,
    options,
    text: questionText(parts),
    messages: (images) => buildMessages({ ...parts, images, earlier: turns }),
  };
}

/** Whether what a stage asks can depend on what became of the stages before it. */
export function dependsOnEarlier(stage: ResolvedStage, parameters: RunRecord['parameters']): boolean {
  return parameters.conversation === 'one' || stage.question.includes('{label}');
}

/** Whether a stage's gate lets it be asked. An earlier stage that brought no answer opens no `is` gate and was not right. */
export function isGateOpen(
  item: Item,
  stage: ResolvedStage,
  earlier: readonly EarlierStage[],
  polarity: PolarityTable,
): boolean {
  const gate = stage.when;
  if (gate === undefined) return true;
  const found = earlier.find((one) => one.stage.id === gate.stage);
  if (found === undefined) return false;
  const { outcome } = found;
  const answers = outcome.label === undefined ? (outcome.labels ?? []) : [outcome.label];
  if (gate.is !== undefined) {
    const first = outcome.kind === 'answered' ? answers[0] : undefined;
    if (first === undefined || !gate.is.includes(first)) return false;
  }
  if (gate.correct === undefined) return true;
  return isRight(outcome as Outcome, truthOf(item, found.stage.answer, polarity)) === gate.correct;
}

import type { Item } from '../../benchmark/item.ts';
import type { EvaluatePorts } from '../plan.ts';
import { earlierOf, questionsOf, showsOptions } from '../stagesToAsk.ts';
import { judgeStage } from './judgeStage.ts';
import type { RunTerms } from './judgeStage.ts';
import { forget } from './knownOutcomes.ts';
import type { KnownOutcomes } from './knownOutcomes.ts';
import { readPicture } from './preparePicture.ts';
import { dependsOnEarlier } from './stageQuestion.ts';
import type { EarlierStage } from './stageQuestion.ts';

/** Stands for a stage whose answer all orders share. */
const allOrders = -1;

/**
 * Compares an item's outcomes on disk with its picture as it is now, forgets those that no longer answer what would be
 * asked (and, with `retryFailed`, those that failed), and says whether anything is left to ask. A stage whose question
 * hangs on an answer that is still to come is kept for now and judged again then. With `mayExtract` a reply that only a
 * second model can read is something left to ask.
 */
export async function checkItem(
  item: Item,
  known: KnownOutcomes,
  terms: RunTerms,
  retryFailed: boolean,
  mayExtract: boolean,
  ports: Pick<EvaluatePorts, 'images' | 'hasher' | 'video'>,
): Promise<{ readonly isComplete: boolean }> {
  const stages = known.byItem.get(item.id);
  if (stages === undefined || stages.size === 0) return { isComplete: false };
  const picture = await readPicture(item, ports);
  const settled = new Map<string, EarlierStage>();
  // Orders of the options are chains of their own, so a gap in one leaves the others whole.
  const gaps = new Set<number>();
  for (const question of questionsOf(terms.stages, terms.parameters.orders)) {
    const { stage, repeat = 0, key } = question;
    const gap = (): void => void gaps.add(showsOptions(stage) ? repeat : allOrders);
    const before = stages.get(key);
    if (retryFailed && before?.kind === 'failed') {
      forget(known, item.id, key);
      gap();
      continue;
    }
    const isOpen = gaps.has(repeat) || gaps.has(allOrders);
    const hangs = isOpen && (stage.when !== undefined || dependsOnEarlier(stage, terms.parameters));
    if (before !== undefined && hangs && picture.ok) {
      gap();
      continue;
    }
    const earlier = earlierOf(question, terms.stages, settled);
    const judged = await judgeStage(item, question, picture, earlier, before, terms, ports.hasher);
    if (judged.kind !== 'keep') forget(known, item.id, key);
    if (judged.kind !== 'keep' || (mayExtract && judged.known.unread !== undefined)) gap();
    else settled.set(key, { stage, outcome: judged.known });
  }
  return { isComplete: gaps.size === 0 };
}

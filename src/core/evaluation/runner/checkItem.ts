import type { Item } from '../../benchmark/item.ts';
import type { EvaluatePorts } from '../plan.ts';
import { judgeStage } from './judgeStage.ts';
import type { RunTerms } from './judgeStage.ts';
import { forget } from './knownOutcomes.ts';
import type { KnownOutcomes } from './knownOutcomes.ts';
import { readPicture } from './preparePicture.ts';
import { dependsOnEarlier } from './stageQuestion.ts';
import type { EarlierStage } from './stageQuestion.ts';

/**
 * Compares an item's outcomes on disk with its picture as it is now, forgets those that no longer answer what would be
 * asked (and, with `retryFailed`, those that failed), and says whether anything is left to ask. A stage whose question
 * hangs on an answer that is still to come is kept for now and judged again then.
 */
export async function checkItem(
  item: Item,
  known: KnownOutcomes,
  terms: RunTerms,
  retryFailed: boolean,
  ports: Pick<EvaluatePorts, 'images' | 'hasher'>,
): Promise<{ readonly isComplete: boolean }> {
  const stages = known.byItem.get(item.id);
  if (stages === undefined || stages.size === 0) return { isComplete: false };
  const picture = await readPicture(item, ports);
  const earlier: EarlierStage[] = [];
  let isComplete = true;
  for (const stage of terms.stages) {
    const before = stages.get(stage.id);
    const hangs = !isComplete && (stage.when !== undefined || dependsOnEarlier(stage, terms.parameters));
    if (before !== undefined && hangs && picture.ok) continue;
    const judged = await judgeStage(item, stage, picture, earlier, before, terms, ports.hasher);
    if (judged.kind === 'keep' && !(retryFailed && judged.known.kind === 'failed')) {
      earlier.push({ stage, outcome: judged.known });
    } else {
      forget(known, item.id, stage.id);
      isComplete = false;
    }
  }
  return { isComplete };
}

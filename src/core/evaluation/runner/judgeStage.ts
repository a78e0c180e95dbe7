import type { PolarityTable } from '../../affect/polarity.ts';
import type { Item } from '../../benchmark/item.ts';
import type { Hasher } from '../../ports.ts';
import type { ResolvedStage } from '../protocol.ts';
import type { RunRecord } from '../runRecord.ts';
import type { StageToAsk } from '../stagesToAsk.ts';
import type { Strategy } from '../strategies.ts';
import type { KnownOutcome } from './knownOutcomes.ts';
import { standIns } from './preparePicture.ts';
import type { Picture } from './preparePicture.ts';
import { requestHash } from './requestHash.ts';
import { isGateOpen, stageQuestion } from './stageQuestion.ts';
import type { EarlierStage, StageQuestion } from './stageQuestion.ts';

/** What a run asks, whoever runs it: taken from its record. */
export interface RunTerms {
  readonly run: string;
  readonly model: string;
  readonly stages: readonly ResolvedStage[];
  readonly strategy: Strategy;
  readonly parameters: RunRecord['parameters'];
  readonly polarity: PolarityTable;
}

/** What is to be done about one question of one item. `keep`: the outcome on disk still answers what would be asked. */
export type StageJudgement =
  | { readonly kind: 'keep'; readonly known: KnownOutcome }
  | { readonly kind: 'skip' }
  | { readonly kind: 'fail' }
  | { readonly kind: 'ask'; readonly question: StageQuestion; readonly request: string };

/** Compares what would be asked now with what is on disk. A picture that was replaced, or an earlier answer that is another one, makes another question. */
export async function judgeStage(
  item: Item,
  { stage, repeat }: StageToAsk,
  picture: Picture,
  earlier: readonly EarlierStage[],
  known: KnownOutcome | undefined,
  terms: RunTerms,
  hasher: Hasher,
): Promise<StageJudgement> {
  if (!isGateOpen(item, stage, earlier, terms.polarity)) {
    return known?.kind === 'skipped' ? { kind: 'keep', known } : { kind: 'skip' };
  }
  if (!picture.ok) {
    const isSame =
      known?.kind === 'failed' &&
      known.request === undefined &&
      known.failure?.kind === picture.failure.kind &&
      known.imageSha256 === picture.sha256;
    return isSame ? { kind: 'keep', known } : { kind: 'fail' };
  }
  const question = stageQuestion(item, stage, earlier, terms.parameters, terms.strategy, repeat);
  const messages = question.messages(standIns(picture.sha256, terms.strategy));
  const { frames, ...others } = terms.parameters;
  const deciding = item.media === 'video' && frames !== undefined ? terms.parameters : others;
  const request = await requestHash(terms.model, deciding, messages, question.options, hasher);
  return known?.request === request ? { kind: 'keep', known } : { kind: 'ask', question, request };
}

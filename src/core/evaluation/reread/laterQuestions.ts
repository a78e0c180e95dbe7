import type { Item } from '../../benchmark/item.ts';
import type { Outcome } from '../outcome.ts';
import type { ResolvedStage } from '../protocol.ts';
import type { RunRecord } from '../runRecord.ts';
import { isGateOpen } from '../runner/stageQuestion.ts';
import type { EarlierStage } from '../runner/stageQuestion.ts';
import { earlierOf, questionsOf } from '../stagesToAsk.ts';
import type { StageToAsk } from '../stagesToAsk.ts';
import { isFlip } from './readLines.ts';
import type { ReadLine } from './readLines.ts';
import type { Reread } from './reread.ts';

type Later = { -readonly [Name in keyof Pick<Reread, 'opened' | 'closed' | 'changed'>]: number };

type Settled = EarlierStage & { readonly isOther?: boolean };

/**
 * What other readings of earlier answers mean for the questions after them, which hang on them by a gate, by `{label}` or by the
 * conversation. Nothing is made up: what would have to be asked is counted, and what hangs on its answer is left open.
 */
export function laterQuestions(
  record: RunRecord,
  stages: readonly ResolvedStage[],
  byItem: ReadonlyMap<string, ReadonlyMap<string, ReadLine>>,
  items: ReadonlyMap<string, Item> | undefined,
): Readonly<Later> {
  const later: Later = { opened: 0, closed: 0, changed: 0 };
  for (const [id, lines] of byItem) {
    if ([...lines.values()].some(isFlip)) followItem(id, items?.get(id), lines, record, stages, later);
  }
  return later;
}

function followItem(
  id: string,
  item: Item | undefined,
  lines: ReadonlyMap<string, ReadLine>,
  record: RunRecord,
  stages: readonly ResolvedStage[],
  later: Later,
): void {
  const before = new Map<string, Settled>();
  const after = new Map<string, Settled>();
  for (const question of questionsOf(stages, record.parameters.orders)) {
    const line = lines.get(question.key);
    if (line === undefined) continue;
    const { stage } = question;
    before.set(question.key, { stage, outcome: line.before as Outcome });
    const earlier = earlierOf(question, stages, after);
    const isOpen = opens(question, earlier, line, item ?? { id, path: id }, item !== undefined, record);
    if (isOpen === undefined) continue;
    if (!isOpen) {
      const wasAsked = line.before.kind !== 'skipped';
      if (wasAsked) later.closed++;
      after.set(question.key, { stage, outcome: { kind: 'skipped' }, isOther: wasAsked });
    } else if (line.before.kind === 'skipped') later.opened++;
    else if (asksOtherwise(question, earlier, earlierOf(question, stages, before), stages, record)) later.changed++;
    else after.set(question.key, { stage, outcome: (line.after ?? line.before) as Outcome });
  }
}

/** `undefined`: that hangs on an answer that is still to come, or on a truth that is not known here. */
function opens(
  { stage }: StageToAsk,
  earlier: readonly EarlierStage[],
  line: ReadLine,
  item: Item,
  isKnown: boolean,
  { polarity }: RunRecord,
): boolean | undefined {
  const gate = stage.when;
  if (gate === undefined) return true;
  if (!earlier.some((one) => one.stage.id === gate.stage)) return undefined;
  if (gate.correct !== undefined && !isKnown) return line.before.kind !== 'skipped';
  return isGateOpen(item, stage, earlier, polarity);
}

/** Whether the text that would be sent now is another one. */
function asksOtherwise(
  { stage }: StageToAsk,
  now: readonly Settled[],
  then: readonly Settled[],
  stages: readonly ResolvedStage[],
  { parameters }: RunRecord,
): boolean {
  if (stage.question.includes('{label}') && labelIn(now) !== labelIn(then)) return true;
  if (parameters.conversation === 'separate') return false;
  // A turn that is gone, or still to come, makes another conversation.
  const isEarlier = (one: EarlierStage): boolean => stages.indexOf(one.stage) < stages.indexOf(stage);
  return now.some((one) => one.isOther === true) || then.filter(isEarlier).length !== now.filter(isEarlier).length;
}

function labelIn(earlier: readonly EarlierStage[]): string | undefined {
  return earlier.findLast(({ outcome }) => outcome.kind === 'answered' && outcome.label !== undefined)?.outcome.label;
}

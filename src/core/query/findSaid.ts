import { answerMask } from './answerMasks.ts';
import type { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import type { RunColumns } from './columns/runColumns.ts';
import type { StageColumns } from './columns/stageColumns.ts';
import type { QueryTerm } from './language/query.ts';
import { Bits, leftOver } from './bits.ts';
import { crossLooked } from './codeBits.ts';
import { askedOf, type WantedText } from './numberedTexts.ts';
import type { Turns } from '../turns.ts';

/** The answers that a condition speaks of: stages of runs. */
export type Scope = readonly { readonly run: RunColumns; readonly stages: readonly StageColumns[] }[];

/** Of a stage, 1 where an answer is still looked at. */
interface Answers {
  readonly stage: StageColumns;
  readonly mask: Bits;
}

/** What one prediction is to fulfil, all of it. */
export interface SaidTerms {
  readonly texts: readonly WantedText[];
  /** What is not about what was said. */
  readonly others: readonly QueryTerm[];
}

/**
 * 1 where one prediction of a scope fulfils all terms, as far as places count: those where `open` is 0 do not. Texts come last, and each is
 * looked for only in answers that fulfil what came before, about items that no earlier run has.
 */
export function* findSaid(
  { texts, others }: SaidTerms,
  scope: Scope,
  columns: BenchmarkColumns,
  open: Bits | undefined,
): Turns<Bits> {
  const found = new Bits(columns.table.length);
  let left = open;
  for (const { run, stages } of scope) {
    if (left?.isEmpty === true) break;
    const answers = stages
      .map((stage): Answers => ({
        stage,
        mask: columns.counting(run, left === undefined ? stage.there.copy() : stage.there.crossed(left)),
      }))
      .filter(({ mask }) => !mask.isEmpty);
    yield;
    for (const { stage, mask } of answers) {
      for (const term of others) {
        mask.cross(answerMask(term, run, stage));
        yield;
      }
    }
    if (texts.length > 0) {
      const held = yield* heldBy(texts, run, answers);
      for (const { stage, mask } of answers) {
        crossLooked(mask, stage.said, held);
        yield;
      }
    }
    for (const { mask } of answers) found.unite(mask);
    left = leftOver(open, found);
  }
  return found;
}

/** 1 for each text of a run that is as wanted, as far as answers have it that are still looked at. */
function* heldBy(texts: readonly WantedText[], { said }: RunColumns, answers: readonly Answers[]): Turns<Bits> {
  const asked = answers.map(({ stage, mask }) => ({ mask, numbers: stage.said }));
  return yield* said.holding(texts, () => askedOf(said.count, asked));
}

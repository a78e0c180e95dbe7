import type { PolarityTable } from '../affect/polarity.ts';
import type { Item } from '../benchmark/item.ts';
import type { Outcome, OutcomeKind } from '../evaluation/outcome.ts';
import type { ResolvedAnswer, ResolvedStage, TruthSource } from '../evaluation/protocol.ts';
import { showsOptions } from '../evaluation/stagesToAsk.ts';
import { classScores } from './classScores.ts';
import type { ClassScores } from './classScores.ts';
import type { Judged } from './confusion.ts';
import { numbersWithExtractor, withExtractor } from './extractorScores.ts';
import type { NumbersWithExtractor, WithExtractor, WithTruth } from './extractorScores.ts';
import { proportion, wilsonInterval } from './intervals.ts';
import type { Interval } from './intervals.ts';
import { numberScores } from './numberScores.ts';
import type { NumberPair, NumberScores } from './numberScores.ts';
import { orderScores } from './orderScores.ts';
import type { OrderScores } from './orderScores.ts';
import { ownReading } from './ownReading.ts';
import type { Resampling } from './resampling.ts';
import { truthOf } from './truth.ts';

/** An item with what became of a stage for it. */
export interface StageOutcome {
  readonly item: Item;
  /** Of the first order of the options. */
  readonly outcome: Outcome;
  /** Of each further order, `undefined` where there is none yet; absent where the stage is asked in one. */
  readonly further?: readonly (Outcome | undefined)[];
}

/**
 * What the scores of every stage say. All of them are of the first order of the options, {@link OrderScores} excepted, and of
 * what our own reader read, `withExtractor` excepted.
 */
interface StageHead {
  readonly stage: string;
  /** What the stage was compared with; `null` when the benchmark holds nothing to compare it with. */
  readonly truth: TruthSource | null;
  /** All outcomes by kind, an answer that a second model found as `unparsed`; those without a truth and those that a gate skipped included; kinds without any are absent. */
  readonly kinds: Readonly<Partial<Record<OutcomeKind, number>>>;
  /** Outcomes that were asked but are in no score, because the benchmark says no truth for their item. */
  readonly withoutTruth: number;
}

/** Scores of a stage that is answered with a label. */
export interface ClassStageScores extends StageHead, ClassScores {
  readonly answer: 'choice' | 'yesNo' | 'open' | 'ranked';
  /**
   * Polarity stages only: the scores with the items whose label has no polarity as a class of their own, named `none`. The
   * stage's own scores leave these items out.
   */
  readonly noneAsClass?: ClassScores;
  /** Ranked stages only: the share of `n` whose truth is among the first `k` labels named, with Wilson's interval. */
  readonly amongTop?: { readonly k: number; readonly accuracy: number | null; readonly interval: Interval };
  /** Stages that were asked in several orders of their options only. */
  readonly overOrders?: OrderScores;
  /** Where a second model found answers only. */
  readonly withExtractor?: WithExtractor;
}

/** Scores of a stage that is answered with a number. `n` counts the answered numbers that have a true one. */
export interface NumberStageScores extends StageHead, NumberScores {
  readonly answer: 'number';
  readonly scale: { readonly min: number; readonly max: number };
  /** Asked questions with a known truth: the denominator of `coverage`. */
  readonly asked: number;
  /** `n / asked`. */
  readonly coverage: number | null;
  /** 95 %: Wilson for `coverage`, bootstrap percentiles for the rest. */
  readonly intervals: NumberScores['intervals'] & { readonly coverage: Interval };
  /** Where a second model found answers only. */
  readonly withExtractor?: NumbersWithExtractor;
}

/** Scores of one stage of a run. */
export type StageScores = ClassStageScores | NumberStageScores;

/** Scores one stage from its outcomes, one for each item. `labels` order what is reported by label. */
export function stageScores(
  stage: ResolvedStage,
  outcomes: readonly StageOutcome[],
  polarity: PolarityTable,
  labels: readonly string[],
  resampling: Resampling,
): StageScores {
  const { answer } = stage;
  const onDisk = outcomes.filter(({ outcome }) => outcome.kind !== 'skipped');
  const asked = onDisk.map((one) => ({ ...one, outcome: ownReading(one.outcome) }));
  const kinds = kindsOf(outcomes);
  const head = { stage: stage.id, truth: answer.truth ?? null, kinds };
  if (answer.kind === 'number') {
    const extended = numbersWithExtractor(withTruth(onDisk, answer, polarity, isNumber));
    return {
      ...head,
      ...numberPart(answer, asked, polarity, labels, resampling),
      ...(extended && { withExtractor: extended }),
    };
  }
  const extended = withExtractor(withTruth(onDisk, answer, polarity, isText));
  const judged = judgedOf(asked, answer, polarity);
  return {
    ...head,
    answer: answer.kind,
    withoutTruth: asked.length - judged.length,
    ...classScores(judged, answer.labels, resampling),
    ...nonePart(asked, answer, polarity, resampling),
    ...(answer.kind === 'ranked' ? { amongTop: amongTop(answer, asked, polarity) } : {}),
    ...overOrders(stage, outcomes, polarity, resampling),
    ...(extended && { withExtractor: extended }),
  };
}

function isText(truth: string | number | undefined): truth is string {
  return typeof truth === 'string';
}

function isNumber(truth: string | number | undefined): truth is number {
  return typeof truth === 'number';
}

function withTruth<T extends string | number>(
  asked: readonly StageOutcome[],
  answer: ResolvedAnswer,
  polarity: PolarityTable,
  isOfKind: (truth: string | number | undefined) => truth is T,
): WithTruth<T>[] {
  return asked.flatMap(({ item, outcome }) => {
    const truth = truthOf(item, answer, polarity);
    return isOfKind(truth) ? [{ item, outcome, truth }] : [];
  });
}

function overOrders(
  stage: ResolvedStage,
  outcomes: readonly StageOutcome[],
  polarity: PolarityTable,
  resampling: Resampling,
): { readonly overOrders?: OrderScores } {
  const { answer } = stage;
  const orders = 1 + outcomes.reduce((most, { further = [] }) => Math.max(most, further.length), 0);
  if (orders === 1 || !showsOptions(stage) || answer.kind === 'number') return {};
  const asked = outcomes.map(({ item, outcome, further = [] }) => {
    const truth = truthOf(item, answer, polarity);
    return {
      outcomes: [outcome, ...further].map((one) => one && ownReading(one)),
      ...(isText(truth) ? { truth } : {}),
    };
  });
  return { overOrders: orderScores(asked, orders, answer.labels.length, resampling) };
}

function kindsOf(outcomes: readonly StageOutcome[]): Partial<Record<OutcomeKind, number>> {
  const kinds: Partial<Record<OutcomeKind, number>> = {};
  for (const { kind } of outcomes.map(({ outcome }) => ownReading(outcome))) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
}

function judgedOf(asked: readonly StageOutcome[], answer: ResolvedAnswer, polarity: PolarityTable): Judged[] {
  return asked.flatMap(({ item, outcome }) => {
    const truth = truthOf(item, answer, polarity);
    return typeof truth === 'string' ? judge(truth, outcome) : [];
  });
}

function judge(truth: string, { kind, label, labels }: Outcome): Judged[] {
  if (kind === 'skipped') return [];
  const named = label ?? labels?.[0];
  return [{ truth, kind, ...(named === undefined ? {} : { answer: named }) }];
}

function nonePart(
  asked: readonly StageOutcome[],
  answer: Exclude<ResolvedAnswer, { kind: 'number' }>,
  polarity: PolarityTable,
  resampling: Resampling,
): { readonly noneAsClass?: ClassScores } {
  if (answer.truth !== 'polarity') return {};
  const judged = asked.flatMap(({ item, outcome }) => {
    const truth = item.label === undefined ? undefined : polarity[item.label];
    return truth === undefined ? [] : judge(truth, outcome);
  });
  if (!judged.some(({ truth }) => truth === 'none')) return {};
  return { noneAsClass: classScores(judged, answer.labels, resampling) };
}

function amongTop(
  answer: Extract<ResolvedAnswer, { kind: 'ranked' }>,
  asked: readonly StageOutcome[],
  polarity: PolarityTable,
): NonNullable<ClassStageScores['amongTop']> {
  const truths = asked.map(({ item, outcome }) => ({ truth: truthOf(item, answer, polarity), outcome }));
  const scored = truths.filter(({ truth }) => typeof truth === 'string');
  const hits = scored.filter(
    ({ truth, outcome }) =>
      outcome.kind === 'answered' && outcome.labels?.slice(0, answer.top).some((label) => label === truth),
  ).length;
  return { k: answer.top, accuracy: proportion(hits, scored.length), interval: wilsonInterval(hits, scored.length) };
}

function numberPart(
  answer: Extract<ResolvedAnswer, { kind: 'number' }>,
  asked: readonly StageOutcome[],
  polarity: PolarityTable,
  labels: readonly string[],
  resampling: Resampling,
): Omit<NumberStageScores, 'stage' | 'truth' | 'kinds'> {
  const scored = asked.flatMap(({ item, outcome }) => {
    const truth = truthOf(item, answer, polarity);
    return typeof truth === 'number' ? [{ item, outcome, truth }] : [];
  });
  const pairs = scored.flatMap(({ item: { label }, outcome: { kind, value }, truth }): NumberPair[] =>
    kind === 'answered' && value !== undefined ? [{ truth, value, ...(label === undefined ? {} : { label }) }] : [],
  );
  const scores = numberScores(pairs, labels, resampling);
  return {
    answer: 'number',
    scale: { min: answer.scale.min, max: answer.scale.max },
    withoutTruth: asked.length - scored.length,
    asked: scored.length,
    coverage: proportion(pairs.length, scored.length),
    ...scores,
    intervals: { ...scores.intervals, coverage: wilsonInterval(pairs.length, scored.length) },
  };
}

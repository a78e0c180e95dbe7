import type { PolarityTable } from '../affect/polarity.ts';
import type { Items } from '../benchmark/item.ts';
import type { Outcome, OutcomeKind } from '../evaluation/outcome.ts';
import { stageKey } from '../evaluation/outcome.ts';
import type { ResolvedStage } from '../evaluation/protocol.ts';
import { showsOptions } from '../evaluation/stagesToAsk.ts';
import type { Cell, ComparedRun } from './compareCells.ts';
import { proportion, wilsonInterval } from './intervals.ts';
import type { Interval } from './intervals.ts';
import { orderScores } from './orderScores.ts';
import { ownReading } from './ownReading.ts';
import { isRight, truthOf } from './truth.ts';

/** How often the answers of a cell change when only the order of the options does. */
export interface CellFlips {
  /** How many orders each question was asked in. */
  readonly orders: number;
  /** Compared items with an answer in at least two orders: the denominator of `rate`. */
  readonly items: number;
  readonly rate: number | null;
  /** 95 %, Wilson. */
  readonly interval: Interval;
}

/** What one cell comes to, over the items that all cells have: by our own reader, in the first order of the options. */
export interface CellFigures extends Cell {
  /** Outcomes of the compared items by kind. Refusals, unread and failed ones count as not right. */
  readonly kinds: Readonly<Partial<Record<OutcomeKind, number>>>;
  readonly answered: number;
  /** `answered / n`. */
  readonly coverage: number | null;
  /** `refused / n`. */
  readonly refused: number | null;
  /** Right of n, with Wilson's 95 % interval; absent for numbers. */
  readonly accuracyStrict?: number | null;
  /** Mean absolute error of the answered ones, in units of the scale; absent for labels. */
  readonly mae?: number | null;
  /** Where questions were asked in several orders. */
  readonly flips?: CellFlips;
}

/** A cell with a figure for each compared item: 1 or 0 for right or not; for numbers the absolute error, `NaN` without an answer. */
export interface MeasuredCell {
  readonly cell: CellFigures;
  readonly figures: Float64Array;
}

/** Measures a cell over items of which it has an outcome and the benchmark a truth. */
export function measureCell(
  { run, strategy, model, modelKind, record, outcomes: all }: Cell & ComparedRun,
  items: Items,
  stage: ResolvedStage,
  polarity: PolarityTable,
): MeasuredCell {
  const outcomes = items.flatMap((item) => all.get(item.id)?.get(stage.id) ?? []).map(ownReading);
  const figures = Float64Array.from(items, (item, place) => {
    const truth = truthOf(item, stage.answer, polarity);
    const outcome = outcomes[place];
    if (outcome === undefined) return NaN;
    if (typeof truth !== 'number') return isRight(outcome, truth) === true ? 1 : 0;
    return outcome.kind === 'answered' && outcome.value !== undefined ? Math.abs(outcome.value - truth) : NaN;
  });
  const kinds: Partial<Record<OutcomeKind, number>> = {};
  for (const { kind } of outcomes) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const n = outcomes.length;
  const answered = kinds.answered ?? 0;
  const known = figures.filter((value) => !Number.isNaN(value));
  const mean = proportion(
    known.reduce((total, value) => total + value, 0),
    known.length,
  );
  const orders = record.parameters.orders ?? 1;
  const cell = {
    ...{ run, strategy, model, modelKind, kinds, answered },
    coverage: proportion(answered, n),
    refused: proportion(kinds.refused ?? 0, n),
    ...(stage.answer.kind === 'number' ? { mae: mean } : { accuracyStrict: mean }),
    ...(orders > 1 && showsOptions(stage) ? { flips: flipsOf(items, stage, orders, all) } : {}),
  };
  return { cell, figures };
}

/** Wilson's interval of an accuracy. */
export function accuracyInterval({ figures }: MeasuredCell): Interval {
  return wilsonInterval(
    figures.reduce((total, value) => total + value, 0),
    figures.length,
  );
}

function flipsOf(items: Items, stage: ResolvedStage, orders: number, all: ComparedRun['outcomes']): CellFlips {
  const asked = items.map((item) => ({
    outcomes: Array.from({ length: orders }, (_none, repeat): Outcome | undefined => {
      const key = repeat === 0 ? stage.id : stageKey({ stage: stage.id, repeat });
      const outcome = all.get(item.id)?.get(key);
      return outcome && ownReading(outcome);
    }),
  }));
  const { flipRate, items: answered, intervals } = orderScores(asked, orders, 0, { resamples: 0, seed: 0 });
  return { orders, items: answered, rate: flipRate, interval: intervals.flipRate };
}

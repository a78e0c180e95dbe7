import type { PolarityTable } from '../affect/polarity.ts';
import type { Item } from '../benchmark/item.ts';
import type { Outcome, OutcomeKind } from '../evaluation/outcome.ts';
import type { ResolvedStage, TruthSource } from '../evaluation/protocol.ts';
import type { Cell, ComparedRun } from './compareCells.ts';
import { compareModels } from './compareModels.ts';
import type { OverModels } from './compareModels.ts';
import { proportion, wilsonInterval } from './intervals.ts';
import type { Interval } from './intervals.ts';
import { bootstrappedMeans } from './pairedBootstrap.ts';
import { holm, mcNemar, wilcoxonSignedRank } from './pairedTests.ts';
import type { McNemarTest, WilcoxonTest } from './pairedTests.ts';
import type { Resampling } from './resampling.ts';
import { isRight, truthOf } from './truth.ts';

/** Why items of the runs are not among those that are compared; each is counted once, under the first that holds. */
export interface LeftOutItems {
  /** The benchmark says no truth for them. */
  readonly withoutTruth: number;
  /** Some run has no outcome for them yet. */
  readonly pending: number;
  /** An earlier answer of some run kept them from being asked. */
  readonly skipped: number;
}

/** What a cell differs by from the reference strategy of the same model. */
export interface CellDifference {
  /** Items behind it: for numbers, those that both answered. */
  readonly n: number;
  /** This cell less the reference: of strict accuracy, or of the mean absolute error; `null` where `n` is 0. */
  readonly difference: number | null;
  /** 95 %, paired bootstrap over items. */
  readonly interval: Interval;
  /** `null` where there is nothing to test. In McNemar's test the first is this cell. */
  readonly test: McNemarTest | WilcoxonTest | null;
  /** The test's p-value, corrected by Holm for all tests of the stage. */
  readonly pHolm: number | null;
}

/** One cell of a stage: scores over the items that all cells have. */
export interface CellScores extends Cell {
  /** Outcomes of the compared items by kind. Refusals, unread and failed ones count as not right. */
  readonly kinds: Readonly<Partial<Record<OutcomeKind, number>>>;
  readonly answered: number;
  /** `answered / n`. */
  readonly coverage: number | null;
  /** `refused / n`. */
  readonly refused: number | null;
  /** Right of n; absent for numbers. */
  readonly accuracyStrict?: number | null;
  /** Mean absolute error of the answered ones, in units of the scale; absent for labels. */
  readonly mae?: number | null;
  /** 95 % of the accuracy (Wilson) or the error (bootstrap). */
  readonly interval: Interval;
  /** Against the reference strategy; absent for that itself, and for a model that was not asked with it. */
  readonly against?: CellDifference;
}

/** A stage that has a truth, strategies by models. */
export interface StageComparison {
  readonly stage: string;
  readonly answer: 'choice' | 'yesNo' | 'open' | 'ranked' | 'number';
  readonly truth: TruthSource;
  /** The scale of numbers. */
  readonly scale?: { readonly min: number; readonly max: number };
  /** Items that all cells were asked about, with a truth: every figure is over these. */
  readonly n: number;
  readonly leftOut: LeftOutItems;
  /** Runs without a single outcome of this stage, left out so that the others can be compared. */
  readonly empty: readonly string[];
  readonly cells: readonly CellScores[];
  /** Each other strategy against the reference, on average over the models; empty for one model. */
  readonly overModels: readonly OverModels[];
  /** How many tests the correction is for. */
  readonly tests: number;
}

/** What a stage is compared from. */
export interface StageInput {
  readonly stage: ResolvedStage;
  readonly cells: readonly (Cell & ComparedRun)[];
  /** The items that the runs are about, as the benchmark has them. */
  readonly items: readonly Item[];
  readonly polarity: PolarityTable;
  /** The strategy that the others are compared with. */
  readonly reference: string;
  readonly resampling: Resampling;
}

/** A cell with a figure for each compared item: 1 or 0 for right or not; for numbers the absolute error, `NaN` without an answer. */
export interface CellFigures {
  readonly cell: Cell;
  readonly outcomes: readonly Outcome[];
  readonly figures: Float64Array;
}

/** Compares the cells of one stage; `undefined` for a stage without truth. */
export function compareStage(input: StageInput): StageComparison | undefined {
  const { stage, reference, resampling } = input;
  const { answer } = stage;
  if (answer.truth === undefined) return undefined;
  const empty = input.cells.filter(({ outcomes }) => ![...outcomes.values()].some((ofItem) => ofItem.has(stage.id)));
  const cells = input.cells.filter((cell) => !empty.includes(cell));
  const { items, leftOut } = commonItems(input, cells);
  const isNumber = answer.kind === 'number';
  const measured = cells.map((cell) => figuresOf(cell, items, input));
  const pairs = measured.map((one) => {
    const base = measured.find(({ cell }) => cell.strategy === reference && cell.model === one.cell.model);
    return base === undefined || base === one ? undefined : differences(one.figures, base.figures, answer);
  });
  const overModels = compareModels(measured, reference, isNumber, (a, b) => differences(a, b, answer));
  const means = bootstrappedMeans(
    [
      ...measured.map(({ figures }) => figures),
      ...pairs.map((pair) => pair ?? new Float64Array(items.length).fill(NaN)),
      ...overModels.map(({ perItem }) => perItem),
    ],
    resampling,
  );
  const tests = pairs.map((pair) => (pair === undefined ? null : pairedTest(pair, isNumber)));
  const corrected = holm([...tests, ...overModels.map(({ test }) => test)].map((test) => test?.p ?? null));
  return {
    stage: stage.id,
    answer: answer.kind,
    truth: answer.truth,
    ...(answer.kind === 'number' ? { scale: { min: answer.scale.min, max: answer.scale.max } } : {}),
    n: items.length,
    leftOut,
    empty: empty.map(({ run }) => run),
    cells: measured.map((one, place) => {
      const pair = pairs[place];
      const mean = means[measured.length + place];
      return {
        ...cellScores(one, isNumber, means[place]?.interval ?? null),
        ...(pair && {
          against: {
            n: pair.filter((value) => !Number.isNaN(value)).length,
            difference: mean?.mean ?? null,
            interval: mean?.interval ?? null,
            test: tests[place] ?? null,
            pHolm: corrected[place] ?? null,
          },
        }),
      };
    }),
    overModels: overModels.map(({ perItem: _perItem, ...one }, place) => ({
      ...one,
      difference: means[2 * measured.length + place]?.mean ?? null,
      interval: means[2 * measured.length + place]?.interval ?? null,
      pHolm: corrected[measured.length + place] ?? null,
    })),
    tests: corrected.filter((p) => p !== null).length,
  };
}

function commonItems(
  { stage, items, polarity }: StageInput,
  cells: readonly (Cell & ComparedRun)[],
): { readonly items: readonly Item[]; readonly leftOut: LeftOutItems } {
  const leftOut = { withoutTruth: 0, pending: 0, skipped: 0 };
  const common = items.filter((item) => {
    const kinds = cells.map(({ outcomes }) => outcomes.get(item.id)?.get(stage.id)?.kind);
    if (truthOf(item, stage.answer, polarity) === undefined) leftOut.withoutTruth++;
    else if (kinds.length === 0 || kinds.includes(undefined)) leftOut.pending++;
    else if (kinds.includes('skipped')) leftOut.skipped++;
    else return true;
    return false;
  });
  return { items: common, leftOut };
}

function figuresOf(
  { run, strategy, model, modelKind, outcomes: all }: Cell & ComparedRun,
  items: readonly Item[],
  { stage, polarity }: StageInput,
): CellFigures {
  const outcomes = items.flatMap((item) => all.get(item.id)?.get(stage.id) ?? []);
  const figures = Float64Array.from(items, (item, place) => {
    const truth = truthOf(item, stage.answer, polarity);
    const outcome = outcomes[place];
    if (outcome === undefined) return NaN;
    if (typeof truth !== 'number') return isRight(outcome, truth) === true ? 1 : 0;
    return outcome.kind === 'answered' && outcome.value !== undefined ? Math.abs(outcome.value - truth) : NaN;
  });
  return { cell: { run, strategy, model, modelKind }, outcomes, figures };
}

/** Differences closer than this share of the scale are the same: 0.3 - 0.2 and 0.2 - 0.1 are, and differ in the last digit. */
const equality = 1e-9;

function differences(a: Float64Array, b: Float64Array, answer: ResolvedStage['answer']): Float64Array {
  const unit = answer.kind === 'number' ? (answer.scale.max - answer.scale.min) * equality : 1;
  return a.map((value, place) => Math.round((value - b[place]!) / unit) * unit);
}

function pairedTest(pair: Float64Array, isNumber: boolean): McNemarTest | WilcoxonTest | null {
  const known = [...pair].filter((value) => !Number.isNaN(value));
  if (known.length === 0) return null;
  if (isNumber) return wilcoxonSignedRank(known);
  return mcNemar(known.filter((value) => value > 0).length, known.filter((value) => value < 0).length);
}

function cellScores({ cell, outcomes, figures }: CellFigures, isNumber: boolean, bootstrapped: Interval): CellScores {
  const kinds: Partial<Record<OutcomeKind, number>> = {};
  for (const { kind } of outcomes) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const n = outcomes.length;
  const answered = kinds.answered ?? 0;
  const head = {
    ...cell,
    kinds,
    answered,
    coverage: proportion(answered, n),
    refused: proportion(kinds.refused ?? 0, n),
  };
  const known = figures.filter((value) => !Number.isNaN(value));
  const sum = known.reduce((total, value) => total + value, 0);
  return isNumber
    ? { ...head, mae: proportion(sum, known.length), interval: bootstrapped }
    : { ...head, accuracyStrict: proportion(sum, n), interval: wilsonInterval(sum, n) };
}

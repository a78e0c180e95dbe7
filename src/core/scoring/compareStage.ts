import type { PolarityTable } from '../affect/polarity.ts';
import type { Items } from '../benchmark/item.ts';
import type { ResolvedStage, TruthSource } from '../evaluation/protocol.ts';
import type { Cell, ComparedRun } from './compareCells.ts';
import { compareModels } from './compareModels.ts';
import type { OverModels, OverModelsFigures } from './compareModels.ts';
import type { Interval } from './intervals.ts';
import { accuracyInterval, measureCell } from './measureCell.ts';
import type { CellFigures, MeasuredCell } from './measureCell.ts';
import { bootstrappedMeans } from './pairedBootstrap.ts';
import { holm, mcNemar, wilcoxonSignedRank } from './pairedTests.ts';
import type { McNemarTest, WilcoxonTest } from './pairedTests.ts';
import type { Resampling } from './resampling.ts';
import { truthOf } from './truth.ts';

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

/** One cell of a stage. */
export interface CellScores extends CellFigures {
  /** 95 % of the accuracy (Wilson) or the mean error (bootstrap). */
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
  readonly items: Items;
  readonly polarity: PolarityTable;
  /** The strategy that the others are compared with. */
  readonly reference: string;
  readonly resampling: Resampling;
}

/** Compares the cells of one stage; `undefined` for a stage without truth. */
export function compareStage(input: StageInput): StageComparison | undefined {
  const { stage, reference } = input;
  const { answer } = stage;
  if (answer.truth === undefined) return undefined;
  const empty = input.cells.filter(({ outcomes }) => ![...outcomes.values()].some((ofItem) => ofItem.has(stage.id)));
  const cells = input.cells.filter((cell) => !empty.includes(cell));
  const { items, leftOut } = commonItems(input, cells);
  const measured = cells.map((cell) => measureCell(cell, items, stage, input.polarity));
  const pairs = measured.map((one) => {
    const base = measured.find(({ cell }) => cell.strategy === reference && cell.model === one.cell.model);
    return base === undefined || base === one ? undefined : differences(one.figures, base.figures, answer);
  });
  const overModels = compareModels(measured, reference, answer.kind === 'number', (a, b) => differences(a, b, answer));
  return {
    stage: stage.id,
    answer: answer.kind,
    truth: answer.truth,
    ...(answer.kind === 'number' ? { scale: { min: answer.scale.min, max: answer.scale.max } } : {}),
    n: items.length,
    leftOut,
    empty: empty.map(({ run }) => run),
    ...tested(measured, pairs, overModels, answer.kind === 'number', input.resampling),
  };
}

/** Intervals from one draw of items for all figures of the stage, and one correction for all its tests. */
function tested(
  measured: readonly MeasuredCell[],
  pairs: readonly (Float64Array | undefined)[],
  overModels: readonly OverModelsFigures[],
  isNumber: boolean,
  resampling: Resampling,
): Pick<StageComparison, 'cells' | 'overModels' | 'tests'> {
  const nothing = new Float64Array(measured[0]?.figures.length ?? 0).fill(NaN);
  const errors = bootstrappedMeans(isNumber ? measured.map(({ figures }) => figures) : [], resampling);
  const means = bootstrappedMeans(
    [...pairs.map((pair) => pair ?? nothing), ...overModels.map(({ perItem }) => perItem)],
    resampling,
  );
  const tests = pairs.map((pair) => (pair === undefined ? null : pairedTest(pair, isNumber)));
  const corrected = holm([...tests, ...overModels.map(({ test }) => test)].map((test) => test?.p ?? null));
  const differenceAt = (place: number): Pick<CellDifference, 'difference' | 'interval' | 'pHolm'> => ({
    difference: means[place]?.mean ?? null,
    interval: means[place]?.interval ?? null,
    pHolm: corrected[place] ?? null,
  });
  return {
    cells: measured.map((one, place) => {
      const n = pairs[place]?.filter((value) => !Number.isNaN(value)).length;
      return {
        ...one.cell,
        interval: isNumber ? (errors[place]?.interval ?? null) : accuracyInterval(one),
        ...(n === undefined ? {} : { against: { n, ...differenceAt(place), test: tests[place] ?? null } }),
      };
    }),
    overModels: overModels.map(({ perItem: _perItem, ...one }, place) => ({
      ...one,
      ...differenceAt(measured.length + place),
    })),
    tests: corrected.filter((p) => p !== null).length,
  };
}

function commonItems(
  { stage, items, polarity }: StageInput,
  cells: readonly (Cell & ComparedRun)[],
): { readonly items: Items; readonly leftOut: LeftOutItems } {
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

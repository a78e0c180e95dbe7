import type { Scale } from './benchmark.ts';
import { distributionOf, type Distribution } from './distribution.ts';
import type { DraftNumbers } from './draftTable.ts';
import type { DraftNumber } from './formats/format.ts';
import type { Problem } from './problem.ts';

/** The ratings of one kind: which are believed, on which scale, and what is wrong with the others. */
export interface Ratings {
  /** Absent when nothing was rated and nothing declared. */
  readonly scale?: Scale;
  /** By item; `NaN` where there is none that counts. */
  readonly values: Float64Array;
  readonly problems: readonly Problem[];
}

/** Fewer values than this have no bulk to be far from. */
const fewest = 5;
/** Fewer than this have quartiles that say little: only what is another order of magnitude is far from them. */
const few = 8;

/** What more values than this share of all do, and more than a few of few, is no slip of single ones. */
const mostShare = 0.05;
const mostOfFew = 2;

/** The highest step of the usual rating scales, and the steps that most of them have. */
const highestStep = 10;
const usualSteps = { min: 1, max: 5 };

/**
 * Judges the ratings of one kind. With a declared scale those outside are `number-out-of-range`; else those far outside the
 * bulk: more than three interquartile ranges beyond a quartile (Tukey, Exploratory Data Analysis, 1977: "far out"), ten on a side where that would be many of them, and of five to seven
 * values more than ten, and more than ten times the median. Whole numbers of a small rating scale are never far out (`withSteps`). Text
 * that is no number counts as out of range. The scale is the declared one, else lowest and highest of what counts.
 */
export function judgeRatings(
  numbers: DraftNumbers,
  itemAt: (index: number) => string,
  declared: { readonly min: number; readonly max: number } | undefined,
): Ratings {
  const found = distributionOf(numbers.values);
  const fence = declared ?? fenceOf(found);
  const counts = (value: number) => value >= fence.min && value <= fence.max;
  const believed = range(found.values, counts);
  const values = numbers.values.slice();
  const problems: Problem[] = [];
  for (let i = nextOutside(values, fence, 0); i < values.length; i = nextOutside(values, fence, i + 1)) {
    values[i] = NaN;
    problems.push(outOfRange(itemAt(i), numbers.at(i), declared ?? believed, declared !== undefined));
  }
  if (declared) return { scale: { ...declared, source: 'descriptor' }, values, problems };
  return { values, problems, ...(believed.min <= believed.max && { scale: { ...believed, source: 'data' as const } }) };
}

/** The first number from one place on that is beyond two others. */
function nextOutside(
  values: Float64Array,
  { min, max }: { readonly min: number; readonly max: number },
  from: number,
): number {
  let i = from;
  while (i < values.length && !(values[i]! < min || values[i]! > max)) i++;
  return i;
}

function range(
  values: Iterable<number>,
  counts: (value: number) => boolean,
): { readonly min: number; readonly max: number } {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!counts(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

function fenceOf(ratings: Distribution): { readonly min: number; readonly max: number } {
  // The largest finite numbers rather than infinities, so that an infinity in a table is out of range.
  if (ratings.length < fewest) return { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
  const { at, count, length } = ratings;
  const [q1, q3] = [at(0.25), at(0.75)];
  // Ratings in whole steps often have both quartiles on one step: then a wider middle, then the value itself, is the measure.
  const spread = q3 - q1 || at(0.9) - at(0.1) || Math.max(1, Math.abs(q1));
  if (length >= few) {
    const [below, above] = [q1 - 3 * spread, q3 + 3 * spread];
    const isMany = (test: (value: number) => boolean) => count(test) > Math.max(mostOfFew, length * mostShare);
    const fence = {
      min: isMany((value) => value < below) ? q1 - 10 * spread : below,
      max: isMany((value) => value > above) ? q3 + 10 * spread : above,
    };
    return q1 >= 0 && q3 <= highestStep ? withSteps(ratings.values, fence) : fence;
  }
  const far = 10 * Math.max(spread, Math.abs(at(0.5)));
  return { min: q1 - far, max: q3 + far };
}

/**
 * Widens the fence of ratings in whole steps: where nearly all people chose one step, hardly any others remain for the further ones, which are rightful all the same. 1 to 5
 * belong to most scales; other steps up to 10 do where no more than one is missing between them and those that count.
 */
function withSteps(values: Iterable<number>, fence: { readonly min: number; readonly max: number }): typeof fence {
  const chosen = new Set<number>();
  for (const value of values) {
    if (value < 0 || value > highestStep) continue;
    if (!Number.isInteger(value)) return fence;
    chosen.add(value);
  }
  let [min, max] = [Math.min(fence.min, usualSteps.min), Math.max(fence.max, usualSteps.max)];
  const isNext = (step: number) => chosen.has(step) || chosen.has(step - 1);
  for (let step = Math.floor(max) + 1; step <= highestStep && isNext(step - 1); step++)
    if (chosen.has(step)) max = step;
  const isBelow = (step: number) => chosen.has(step) || chosen.has(step + 1);
  for (let step = Math.ceil(min) - 1; step >= 0 && isBelow(step + 1); step--) if (chosen.has(step)) min = step;
  return { min, max };
}

function outOfRange(
  item: string,
  number: DraftNumber,
  range: { min: number; max: number },
  declared: boolean,
): Problem {
  // A table cannot hold an infinity: digits that make one are a slip and have no place among the others.
  const reason = !Number.isFinite(number.value) ? 'notANumber' : declared ? 'outsideScale' : 'farOut';
  const facts = {
    value: number.written,
    column: number.column,
    reason,
    min: String(range.min),
    max: String(range.max),
  };
  return { kind: 'number-out-of-range', file: number.place.file, line: number.place.line, item, facts };
}

import type { Outcome } from '../evaluation/outcome.ts';
import { evennessTest } from './chiSquare.ts';
import { percentileInterval, proportion, wilsonInterval } from './intervals.ts';
import type { Interval } from './intervals.ts';
import { drawCounts, seededRandom } from './resampling.ts';
import type { Resampling } from './resampling.ts';

/** An item that was asked in several orders of the options: the outcomes by order, `undefined` where there is none yet. */
export interface AskedInOrders {
  /** Absent where the benchmark says none. */
  readonly truth?: string;
  readonly outcomes: readonly (Outcome | undefined)[];
}

/** How often the option at each place was chosen, over all answers in all orders. */
export interface PlaceScores {
  /** Answers that name an option that was shown. */
  readonly answers: number;
  /** By place, the first one first. */
  readonly chosen: readonly number[];
  /** `chosen / answers`; `null` where there are no answers. */
  readonly shares: readonly (number | null)[];
  /**
   * Pearson's chi-square test that all places are chosen equally often, `null` without answers. Over a whole round of orders
   * an unmoved answer comes from every place once, so the test finds a preference later than if all answers were independent.
   */
  readonly chiSquare: number | null;
  /** Degrees of freedom: one less than there are places. */
  readonly df: number;
  /** 0 to 1; `null` without answers. */
  readonly pValue: number | null;
}

/**
 * What the order of the options does to the answers; all shares are 0 to 1, `null` where there is nothing to divide by. Of a
 * ranking the first label counts. Every other score of a stage is of the first order alone.
 */
export interface OrderScores {
  /** How many orders each question was asked in. */
  readonly orders: number;
  /** Items with an answer in at least two orders: the denominator of `flipRate` and `pairFlipRate`. */
  readonly items: number;
  /** Share of `items` whose answers are not all the same; lower is better. */
  readonly flipRate: number | null;
  /** Mean over `items` of the share of pairs of answered orders whose answers differ; lower is better. */
  readonly pairFlipRate: number | null;
  /** Strict accuracy in each order, over what was asked in it and has a truth. */
  readonly accuracyEachOrder: readonly (number | null)[];
  /** Items with a truth and an outcome in every order: the denominator of `accuracyAllOrders`. */
  readonly n: number;
  /** Share of `n` answered right in every order: a question counts once and only whole ("circular evaluation", MMBench, arXiv 2307.06281). */
  readonly accuracyAllOrders: number | null;
  readonly places: PlaceScores;
  /** 95 %, over items: Wilson for the two shares, bootstrap percentiles for the mean. */
  readonly intervals: Readonly<Record<'flipRate' | 'pairFlipRate' | 'accuracyAllOrders', Interval>>;
}

/** Scores items that were asked in `orders` orders of `options` options. */
export function orderScores(
  asked: readonly AskedInOrders[],
  orders: number,
  options: number,
  resampling: Resampling,
): OrderScores {
  const shares = asked.map(({ outcomes }) => differingPairs(outcomes.map(answerOf))).filter((share) => share !== null);
  const flipped = shares.filter((share) => share > 0).length;
  const whole = asked.filter(
    ({ truth, outcomes }) =>
      truth !== undefined &&
      outcomes.every((one) => one !== undefined) &&
      outcomes.some((one) => one?.kind !== 'skipped'),
  );
  const right = whole.filter(({ truth, outcomes }) => outcomes.every((one) => answerOf(one) === truth)).length;
  return {
    orders,
    items: shares.length,
    flipRate: proportion(flipped, shares.length),
    pairFlipRate: mean(shares),
    accuracyEachOrder: Array.from({ length: orders }, (_none, order) => accuracyIn(order, asked)),
    n: whole.length,
    accuracyAllOrders: proportion(right, whole.length),
    places: placeScores(asked, options),
    intervals: {
      flipRate: wilsonInterval(flipped, shares.length),
      pairFlipRate: percentileInterval(resampledMeans(shares, resampling)),
      accuracyAllOrders: wilsonInterval(right, whole.length),
    },
  };
}

function answerOf(outcome: Outcome | undefined): string | undefined {
  return outcome?.kind === 'answered' ? (outcome.label ?? outcome.labels?.[0]) : undefined;
}

/** The share of pairs of answers that differ; `null` for fewer than two answers. */
function differingPairs(answers: readonly (string | undefined)[]): number | null {
  const counts = new Map<string, number>();
  for (const answer of answers) if (answer !== undefined) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const held = [...counts.values()];
  const total = held.reduce((sum, count) => sum + count, 0);
  if (total < 2) return null;
  return held.reduce((pairs, count) => pairs - count * (count - 1), total * (total - 1)) / (total * (total - 1));
}

function accuracyIn(order: number, asked: readonly AskedInOrders[]): number | null {
  const scored = asked.filter(({ truth, outcomes }) => {
    const kind = outcomes[order]?.kind;
    return truth !== undefined && kind !== undefined && kind !== 'skipped';
  });
  return proportion(scored.filter(({ truth, outcomes }) => answerOf(outcomes[order]) === truth).length, scored.length);
}

function placeScores(asked: readonly AskedInOrders[], options: number): PlaceScores {
  const chosen = new Array<number>(options).fill(0);
  for (const outcome of asked.flatMap(({ outcomes }) => outcomes)) {
    const answer = answerOf(outcome);
    const place = answer === undefined ? -1 : (outcome?.options?.order.indexOf(answer) ?? -1);
    if (place >= 0 && place < options) chosen[place] = (chosen[place] ?? 0) + 1;
  }
  const answers = chosen.reduce((sum, count) => sum + count, 0);
  const test = evennessTest(chosen);
  return {
    answers,
    chosen,
    shares: chosen.map((count) => proportion(count, answers)),
    chiSquare: test?.chiSquare ?? null,
    df: Math.max(0, options - 1),
    pValue: test?.p ?? null,
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length;
}

function resampledMeans(values: readonly number[], { resamples, seed }: Resampling): (number | null)[] {
  if (values.length === 0) return [];
  const random = seededRandom(seed);
  const counts = new Uint32Array(values.length);
  return Array.from({ length: resamples }, () => {
    drawCounts(counts, random);
    let total = 0;
    for (let place = 0; place < values.length; place++) total += counts[place]! * values[place]!;
    return total / values.length;
  });
}

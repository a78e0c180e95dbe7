/** What got through between the end of a rest and a refusal. All times are ms. */
export interface Stretch {
  /** When requests that got through were started, rising. */
  readonly starts: readonly number[];
  /** When the one was started that was refused. */
  readonly endedAt: number;
  /** When it began, by the same clock. */
  readonly beganAt: number;
  /** When the one was started whose refusal ended the stretch before; `-Infinity` where there was none. */
  readonly refusedAt: number;
}

/** What a server grants by what got through, see {@link bucketFit}. */
export interface BucketFit {
  /** Requests a ms. */
  readonly perMs: number;
  /** By which share of it the rate may be wrong, as a standard deviation. */
  readonly spread: number;
  /** Two stretches or more agree on it, and no rate far from it explains them as well. */
  readonly isSure: boolean;
  /** Room of the bucket, requests. */
  readonly room: number;
  /** How badly even the best rate explains the stretches: squared errors, in multiples of what is expected. */
  readonly error: number;
}

/** The rate is looked for within these factors of the mean rate of the longest stretch, ... */
const range = { down: 30, up: 6 };
/** ... in steps of this part, then of that between them where they dip, because a rate that many requests tell is narrow, ... */
const steps = { coarse: 0.04, between: 0.01, fine: 0.005 };
/** ... and then of the fine ones as near as this to the best. */
const near = 0.2;
/** Fewer requests are no measure. */
const leastCount = 5;
/** A bucket that refuses holds about so much. */
const emptyLevel = 0.75;
/** A level is uncertain by so much, by this share of all that got through, ... */
const countError = 0.2;
const shareError = 0.002;
/** ... and by what starts that come this much sooner or later make, ms. */
const lateMs = 3;
/** The very first requests find code that has never run and no connections: none comes sooner than so long after the first was started, give or take half of it, ms. */
export const coldMs = 45;
/** Where the stretches do not tell, the bucket holds about what is granted in so long, give or take such a factor, ms. */
const likely = { bucketMs: 150, factor: 6 };
/** The spread of a rate that is sure; and rates farther away are worse by more than this, in multiples of what is expected. */
const sureWithin = 0.06;
const sureBy = 2;
/** A loss higher than the least by this is beyond two standard deviations. */
const dipDepth = 4;

/** Stretch by stretch: the level of a bucket at the refusal is `min(room + full, begun)` for a bucket with that much room. */
interface Level {
  readonly full: number;
  readonly begun: number;
  /** By how much it was drawn down at most and gave still. */
  readonly drawn: number;
  /** What the level must have been: less than one request, and no less than what came in since the newest start. */
  readonly expected: number;
  readonly error: number;
  /** By how much a request had come in again since the newest start, in multiples of what a start may be late: then there was no reason to refuse. */
  readonly impossible: number;
}

interface Tried {
  readonly room: number;
  readonly perMs: number;
  readonly loss: number;
  readonly error: number;
}

/** Whether enough got through since the rest to measure by. */
export function isTelling({ starts, beganAt }: Stretch): boolean {
  return (starts.at(-leastCount) ?? -Infinity) >= beganAt;
}

/**
 * The rate of the token bucket that explains best when requests were refused: at each refusal it was just empty. From one
 * stretch that is a guess, from two or more a measure. Needs a stretch in which something got through.
 * Derived here from the token bucket; no outside source.
 */
export function bucketFit(stretches: readonly Stretch[]): BucketFit {
  const longest = stretches.reduce((most, one) => (one.starts.length > most.starts.length ? one : most));
  const first = longest.starts[0] ?? longest.beganAt;
  const middle = longest.starts.length / (longest.endedAt - first + likely.bucketMs);
  const coarse = around(middle, steps.coarse, Math.log(range.down), Math.log(range.up), stretches);
  const dips = coarse.filter(
    ({ loss }, i) => loss <= (coarse[i - 1]?.loss ?? Infinity) && loss <= (coarse[i + 1]?.loss ?? Infinity),
  );
  const closer = dips.flatMap((dip) => around(dip.perMs, steps.between, steps.coarse, steps.coarse, stretches));
  const best = lowest([...coarse, ...closer]);
  const fine = around(best.perMs, steps.fine, near, near, stretches);
  const { loss, error, room } = lowest(fine);
  const { mean, spread } = meanOf(dipAround(fine, loss), best.perMs, loss);
  const isAlone = [...coarse, ...closer].every(
    (one) => one.loss > loss + sureBy || Math.abs(Math.log(one.perMs / best.perMs)) < near,
  );
  const isSure =
    isAlone && stretches.filter(isTelling).length > 1 && isTelling(stretches.at(-1)!) && spread <= sureWithin;
  return { perMs: best.perMs * Math.exp(mean), room, error, isSure, spread };
}

/** The rates next to the best one that are no chance worse: rates beyond are another explanation, and no part of how wrong this one may be. */
function dipAround(tried: readonly Tried[], least: number): readonly Tried[] {
  const at = tried.findIndex(({ loss }) => loss === least);
  const isWorse = ({ loss }: Tried): boolean => loss > least + dipDepth;
  const below = tried.findLastIndex((one, i) => i < at && isWorse(one));
  const above = tried.findIndex((one, i) => i > at && isWorse(one));
  return tried.slice(below + 1, above === -1 ? undefined : above);
}

/** The mean rate by how well each explains the stretches, and its standard deviation, as logarithms over one of them. */
function meanOf(tried: readonly Tried[], perMs: number, least: number): { mean: number; spread: number } {
  let [weights, sum, squares] = [0, 0, 0];
  for (const one of tried) {
    const weight = Math.exp((least - one.loss) / 2);
    const away = Math.log(one.perMs / perMs);
    weights += weight;
    sum += weight * away;
    squares += weight * away * away;
  }
  const mean = sum / weights;
  return { mean, spread: Math.sqrt(squares / weights - mean * mean) };
}

/** Rates around one of them, by steps of their logarithm. */
function around(
  perMs: number,
  step: number,
  down: number,
  up: number,
  stretches: readonly Stretch[],
): readonly Tried[] {
  const [below, above] = [Math.ceil(down / step), Math.ceil(up / step)];
  return Array.from({ length: below + above + 1 }, (_, i) => tryRate(perMs * Math.exp((i - below) * step), stretches));
}

function lowest(tried: readonly Tried[]): Tried {
  return tried.reduce((best, one) => (one.loss < best.loss ? one : best));
}

/** How well a rate explains the stretches, with the room of the bucket that suits it best. */
function tryRate(perMs: number, stretches: readonly Stretch[]): Tried {
  const levels = stretches.map((stretch) => levelOf(stretch, perMs));
  const exact = levels.map(({ full, expected }) => expected - full);
  const mean = exact.reduce((sum, room) => sum + room, 0) / levels.length;
  const rooms = [perMs * likely.bucketMs, mean, ...exact].map((room) => Math.max(1, room));
  const tried = rooms.map((room): Tried => {
    const error = levels.reduce(
      (sum, { full, begun, drawn, expected, error, impossible }) =>
        sum +
        ((Math.min(room + full, begun) - expected) / error) ** 2 +
        (Math.max(0, drawn + 1 - room) / error) ** 2 +
        impossible ** 2,
      0,
    );
    const strange = Math.log(room / (perMs * likely.bucketMs)) / Math.log(likely.factor);
    return { perMs, room, error, loss: error + strange ** 2 };
  });
  return lowest(tried);
}

function levelOf({ starts, endedAt, refusedAt }: Stretch, perMs: number): Level {
  const isFirst = refusedAt === -Infinity && starts.length > 0;
  const coldUntil = isFirst ? starts[0]! + coldMs : -Infinity;
  const end = Math.max(coldUntil, endedAt);
  // From the newest start backwards: the bucket was full at the moment from which most got through for the time since.
  let full = 0;
  let later = end;
  let drawn = 0;
  let mostDrawn = 0;
  for (let i = starts.length - 1; i >= 0; i--) {
    const at = Math.max(coldUntil, starts[i]!);
    full = Math.min(full, perMs * (end - at) - (starts.length - i));
    if (i < starts.length - 1) drawn = Math.max(0, drawn + 1 - perMs * (later - at));
    mostDrawn = Math.max(mostDrawn, drawn);
    later = at;
  }
  const sinceNewest = end - Math.max(coldUntil, starts.at(-1) ?? end);
  const least = Math.min(1, perMs * sinceNewest);
  const before = starts.findIndex((at) => at > refusedAt);
  return {
    full,
    drawn: mostDrawn,
    begun: emptyLevel + perMs * (endedAt - refusedAt) - (starts.length - Math.max(0, before)),
    expected: (1 + least) / 2,
    impossible: Math.max(0, sinceNewest - 1 / perMs) / lateMs,
    error: countError + shareError * starts.length + (1 - least) / 2 + (lateMs + (isFirst ? coldMs / 2 : 0)) * perMs,
  };
}

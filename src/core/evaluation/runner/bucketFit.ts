/** What got through between the end of a rest and a refusal. All times are ms. */
export interface Stretch {
  /** When requests that got through were started, rising. */
  readonly starts: readonly number[];
  /** When the one was started that was refused. */
  readonly endedAt: number;
  /** When it began, by the same clock. */
  readonly beganAt: number;
  /** How long nothing was asked before it; `Infinity` where nothing ever was. */
  readonly restMs: number;
}

/** What a server grants by what got through, see {@link bucketFit}. */
export interface BucketFit {
  /** Requests a ms. */
  readonly perMs: number;
  /** No rate far from it explains the stretches as well. */
  readonly isSure: boolean;
}

/** The rate is looked for within these factors of the mean rate of the longest stretch, ... */
const range = { down: 30, up: 6 };
/** ... in steps of these parts, the second ones around the best of the first. */
const steps = [0.02, 0.004];
/** Fewer requests are no measure. */
const leastCount = 5;
/** A bucket that refuses holds about so much. */
const emptyLevel = 0.75;
/** A level is uncertain by so much, and by what starts that come this much sooner or later make, ms. */
const countError = 0.2;
/** And by this share of all that got through. */
const shareError = 0.01;
const lateMs = 3;
/** Where the stretches do not tell, the bucket holds about what is granted in so long, give or take such a factor, ms. */
const likely = { bucketMs: 150, factor: 6 };
/** A squared error, in multiples of what is expected, that is still chance. */
const chance = 2;
/** The rates that explain the stretches nearly as well lie within this share of the best. */
const sureWithin = 0.1;

/** Stretch by stretch: the level of a bucket at the refusal is `min(room + full, begun)` for a bucket with that much room. */
interface Level {
  readonly full: number;
  readonly begun: number;
  /** What the level must have been: less than one request, and no less than what came in since the newest start. */
  readonly expected: number;
  readonly error: number;
  /** By how much a request had come in again since the newest start, in multiples of what a start may be late: then there was no reason to refuse. */
  readonly impossible: number;
}

interface Tried {
  readonly perMs: number;
  readonly loss: number;
  readonly error: number;
}

/** Whether enough got through to measure by. */
export function isTelling({ starts }: Stretch): boolean {
  return starts.length >= leastCount;
}

/**
 * The rate of the token bucket that explains best when requests were refused: at each refusal it was just empty. From one
 * stretch that is a guess, from two or more a measure, as far as they agree. Where older ones contradict newer ones, because
 * the server has changed its mind or counts in another way, the older ones are left out. `undefined` where nothing got through.
 * Derived here from the token bucket; no outside source.
 */
export function bucketFit(stretches: readonly Stretch[]): BucketFit | undefined {
  for (let from = 0; from < stretches.length; from++) {
    const kept = stretches.slice(from);
    if (kept.every(({ starts }) => starts.length === 0)) return undefined;
    const fit = fitOf(kept);
    if (fit.error <= chance * kept.length || kept.length === 1) return { perMs: fit.perMs, isSure: fit.isSure };
  }
  return undefined;
}

function fitOf(stretches: readonly Stretch[]): { perMs: number; error: number; isSure: boolean } {
  const longest = stretches.reduce((most, one) => (one.starts.length > most.starts.length ? one : most));
  const first = longest.restMs === Infinity ? (longest.starts[0] ?? longest.beganAt) : longest.beganAt;
  const middle = longest.starts.length / (longest.endedAt - first + likely.bucketMs);
  let best = middle;
  let reach = { down: Math.log(range.down), up: Math.log(range.up) };
  let tried: Tried[] = [];
  for (const step of steps) {
    const around = best;
    const [down, up] = [Math.ceil(reach.down / step), Math.ceil(reach.up / step)];
    const more = Array.from({ length: down + up + 1 }, (_, i) =>
      tryRate(around * Math.exp((i - down) * step), stretches),
    );
    tried = [...tried, ...more];
    best = lowest(tried).perMs;
    reach = { down: step, up: step };
  }
  const { loss, error, perMs } = lowest(tried);
  const asGood = tried.filter((one) => one.loss <= loss + 1).map((one) => Math.log(one.perMs / perMs));
  const isSure =
    stretches.filter(isTelling).length > 1 &&
    isTelling(stretches.at(-1)!) &&
    Math.max(...asGood) - Math.min(...asGood) <= sureWithin;
  return { perMs, error, isSure };
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
      (sum, { full, begun, expected, error, impossible }) =>
        sum + ((Math.min(room + full, begun) - expected) / error) ** 2 + impossible ** 2,
      0,
    );
    const strange = Math.log(room / (perMs * likely.bucketMs)) / Math.log(likely.factor);
    return { perMs, error, loss: error + strange ** 2 };
  });
  return lowest(tried);
}

function levelOf({ starts, beganAt, endedAt, restMs }: Stretch, perMs: number): Level {
  // From the newest start backwards: the bucket was full at the moment from which most got through for the time since.
  let full = 0;
  for (let i = starts.length - 1; i >= 0; i--) {
    full = Math.min(full, perMs * (endedAt - starts[i]!) - (starts.length - i));
  }
  const sinceNewest = endedAt - (starts.at(-1) ?? endedAt);
  const least = Math.min(1, perMs * sinceNewest);
  return {
    full,
    begun: emptyLevel + perMs * (restMs + endedAt - beganAt) - starts.length,
    expected: (1 + least) / 2,
    impossible: Math.max(0, sinceNewest - 1 / perMs) / lateMs,
    error: countError + shareError * starts.length + (1 - least) / 2 + lateMs * perMs,
  };
}

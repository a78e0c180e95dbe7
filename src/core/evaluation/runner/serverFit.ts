import { bucketFit } from './bucketFit.ts';
import type { BucketFit, Stretch } from './bucketFit.ts';
import { windowFit } from './windowFit.ts';
import type { WindowFit } from './windowFit.ts';

/** What a server grants, see {@link serverFit}. */
export interface ServerFit {
  /** Requests a ms. */
  readonly perMs: number;
  /** By which share of it the rate may be wrong, as a standard deviation. */
  readonly spread: number;
  /** Room for bursts, requests, where a bucket explains the refusals. */
  readonly room?: number;
  /** How many it grants in a second that it counts, however close together, where a count explains the refusals and many got through at once. */
  readonly perSecond?: number;
  /** Refusals agree on it, and nothing else explains them as well. */
  readonly isSure: boolean;
}

/** A squared error, in multiples of what is expected, that is still chance, for each refusal: a bucket has two numbers to fit, a count has one. */
const chance = { bucket: 2, window: 1 };
/** Errors that differ by less tell nothing. */
const alike = 1;
/** A bucket with room for what is granted in so long gives back most of what a wait costs, ms. */
const roomyMs = 250;
/** A count a second is uncertain by this share: what starts late in one second comes in the next. */
const windowSpread = 0.09;
/**
 * Requests that come evenly at what is granted fill a second just as they empty a bucket: it is a count a second that was
 * seen only where one more than this share of it got through in half a second.
 */
const seenAtOnce = 0.6;

/**
 * The rate that explains best when requests were refused: that of a token bucket, or of a count a second. Both are asked
 * because a second that is used up looks like a bucket of another rate, and the other way round; with each refusal one of
 * them explains less. A bucket that would grant what was `refused` (a ms) explains nothing. Where older refusals contradict
 * two newer ones, because the server has changed its mind, the older ones are left out; the newest alone may be of a process
 * that stood still. `undefined` where nothing explains them.
 */
export function serverFit(all: readonly Stretch[], refused = Infinity): ServerFit | undefined {
  const stretches = all.filter(({ starts }) => starts.length > 0);
  for (let from = 0; from < stretches.length; from++) {
    if (from > 0 && from === stretches.length - 1) return undefined;
    const kept = stretches.slice(from);
    const bucket = bucketFit(kept);
    const windows = windowFit(kept);
    const isBucket = kept.length === 1 || (bucket.error <= chance.bucket * kept.length && bucket.perMs < refused);
    if (windows !== undefined) {
      const { sliding, whole } = windows;
      const most = chance.window * kept.length;
      if (sliding.error <= most && !(isBucket && bucket.perMs > sliding.perMs))
        return ofWindow(sliding, windows.atOnce, true);
      if (whole.error <= most) {
        if (!isBucket || whole.error + alike < bucket.error) return ofWindow(whole, windows.atOnce, true);
        if (isSafer(whole, bucket)) return ofWindow(whole, windows.atOnce, false);
      }
    }
    if (isBucket) return bucket;
  }
  return undefined;
}

function ofWindow({ perMs }: WindowFit, atOnce: number, isSure: boolean): ServerFit {
  const perSecond = Math.max(1, Math.round(perMs * 1000));
  const isSeen = isSure && atOnce >= 1 + seenAtOnce * perSecond;
  return { perMs, spread: Math.max(windowSpread, 0.7 / perSecond), isSure, ...(isSeen && { perSecond }) };
}

/** Which of two explanations to go by where nothing decides yet: the one that costs little if it is wrong. */
function isSafer(whole: WindowFit, bucket: BucketFit): boolean {
  return whole.perMs > bucket.perMs && bucket.room >= bucket.perMs * roomyMs;
}

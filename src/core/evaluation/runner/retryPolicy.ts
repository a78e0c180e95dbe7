import type { Failure, FailureKind } from '../../models/failure.ts';

/** Whether and when a failed request is sent again. */
export type RetryDecision =
  | { readonly again: false }
  /** After `waitMs` at the earliest; `busy` when the server itself is to be given time. */
  | { readonly again: true; readonly waitMs: number };

/** Times one question is sent before it counts as failed. */
export const defaultMaxAttempts = 6;

/** The same while nobody gets through to a server that answered a short while ago: it is the server's trouble and not the question's. */
export const outageAttempts = 10;

/** A server that answered no longer ago than this is expected back, ms; one that stays away is not waited for with each question. */
export const outageMs = 120_000;

/** "Too much" is about the load and not about the question, so it may come more often before the question is given up. */
const busyAttempts = 20;
/** Each of these has cost the whole time-out already. */
const timeoutAttempts = 3;
const firstWaitMs = 500;
/** Trouble of the server's own may be over any moment; to be asked too often may be counted by the minute. */
const longestWaitMs = { busy: 30_000, other: 15_000 };

/** Failures that another try may mend: 408, 409, 425, 429, 5xx, lost connections and time-outs, as the model tells them. */
const mendable: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'rateLimited',
  'serverError',
  'timeout',
  'connection',
  'unreachable',
  'badResponse',
  'emptyResponse',
]);

/** Answers that are whole but unusable are paid for, so they are asked for once more and not six times. */
const paidAttempts = 2;

/** Failures of the connection as a whole: no other item would fare better. */
export const fatalFailures = ['unauthorized', 'forbidden', 'quotaSpent', 'unknownModel'] as const;

/** Whether a failure ends the run at once. */
export function isFatal(kind: FailureKind): kind is (typeof fatalFailures)[number] {
  return (fatalFailures as readonly FailureKind[]).includes(kind);
}

/** How often one question was sent, by what became of it; counts the failure that is being judged. */
export type Tries = ReadonlyMap<FailureKind, number>;

/**
 * Decides whether a question is sent again after `failure`. The wait is what the server asked for, whatever its length;
 * without that it doubles from 0.5 s up to 15 s (30 s after "too much") with each failure of the kind, and a random half is taken off (`random` in
 * [0, 1)), so that lanes do not march in step. A server in trouble often asks for less than the trouble lasts: there the
 * longer of both is waited. "Too much" does not count among the `maxAttempts` of the others.
 */
export function retryAfter(
  failure: Failure,
  tries: Tries,
  random: number,
  maxAttempts = defaultMaxAttempts,
): RetryDecision {
  const { kind } = failure;
  const ofKind = tries.get(kind) ?? 1;
  const all = [...tries].reduce((sum, [one, count]) => sum + (one === 'rateLimited' ? 0 : count), 0);
  const isOver = ofKind >= mostOfKind(failure, maxAttempts) || (kind !== 'rateLimited' && all >= maxAttempts);
  if (!mendable.has(kind) || isOver) return { again: false };
  const asked = failure.retryAfterMs;
  if (asked !== undefined && kind === 'rateLimited') return { again: true, waitMs: asked };
  const longest = kind === 'rateLimited' ? longestWaitMs.busy : longestWaitMs.other;
  const whole = Math.min(longest, firstWaitMs * 2 ** Math.min(ofKind - 1, 20));
  return { again: true, waitMs: Math.max(asked ?? 0, whole * (1 - random / 2)) };
}

function mostOfKind({ kind, httpStatus }: Failure, most: number): number {
  switch (kind) {
    case 'rateLimited':
      return most === 1 ? 1 : Math.max(most, busyAttempts);
    case 'timeout':
      // A server that says 408 has cost no time-out.
      return httpStatus === undefined ? Math.min(most, timeoutAttempts) : most;
    case 'badResponse':
    case 'emptyResponse':
      return Math.min(most, paidAttempts);
    default:
      return most;
  }
}

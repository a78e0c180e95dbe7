import type { Price } from '../../models/connection.ts';
import type { Failure, FailureKind } from '../../models/failure.ts';
import type { Model, ModelAnswer, ModelRequest, ModelResult } from '../../models/model.ts';
import { extractUsageCost } from '../../models/usageCost.ts';
import type { Clock } from '../../ports.ts';
import type { Limiter, PermitEnd } from './limiter.ts';
import { isFatal, retryAfter } from './retryPolicy.ts';
import type { LaneSignals, RunControl } from './runControl.ts';

/** A server that never answered is not waited for as one that has: the address is likely wrong, and a person is waiting. */
const firstSightAttempts = 3;

/** What asking needs. */
export interface AskTools {
  readonly model: Model;
  readonly limiter: Limiter;
  readonly control: RunControl;
  readonly clock: Clock;
  readonly random: () => number;
  readonly maxAttempts?: number;
  readonly price?: Price;
}

/** What became of one question after all tries. `latencyMs` is the last try's. `stopped`: nothing to record, ask again later. */
export type Asked =
  | { readonly kind: 'answered'; readonly answer: ModelAnswer; readonly attempts: number; readonly latencyMs: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly attempts: number; readonly latencyMs: number }
  | { readonly kind: 'stopped' };

/**
 * Puts one question to the model, again where another try may mend it. What concerns the connection as a whole (no
 * permission, unknown model, nothing there) stops the run instead of becoming an outcome of the item.
 */
export async function askModel(request: ModelRequest, tools: AskTools, signals: LaneSignals): Promise<Asked> {
  const { limiter, control, clock } = tools;
  const tries = new Map<FailureKind, number>();
  // An answer that was under way when the server went away says nothing about it: counted from the second try.
  let quietSince = Infinity;
  for (let attempts = 1; ; attempts++) {
    const permit = await limiter.acquire(signals.noMore);
    if (permit === undefined) return { kind: 'stopped' };
    if (!control.spendRequest()) {
      permit.end({ kind: 'other' });
      return { kind: 'stopped' };
    }
    const sentAt = clock.monotonic();
    if (attempts <= 2) quietSince = sentAt;
    const result = await askOnce(tools.model, request, signals.cut);
    // What it cost counts before its place is free: the next request must know of it.
    if (result.ok) control.answered(extractUsageCost(result.answer.usage, tools.price));
    permit.end(endOf(result));
    const latencyMs = clock.monotonic() - sentAt;
    if (result.ok) return { kind: 'answered', answer: result.answer, attempts, latencyMs };
    if ('cancelled' in result) return { kind: 'stopped' };
    const { failure } = result;
    if (isFatal(failure.kind)) {
      control.stop(failure.kind, failure.detail);
      return { kind: 'stopped' };
    }
    tries.set(failure.kind, (tries.get(failure.kind) ?? 0) + 1);
    const isFirstSight = failure.kind === 'unreachable' && !control.hasAnsweredSince(-Infinity);
    const most = isFirstSight ? firstSightAttempts : tools.maxAttempts;
    const next = retryAfter(failure, tries, tools.random(), most);
    if (!next.again) return giveUp(failure, attempts, latencyMs, quietSince, control);
    // A wait that the server asked for holds the limiter, and with it every lane.
    if (failure.retryAfterMs === undefined) await clock.sleep(next.waitMs, signals.noMore);
  }
}

function giveUp(failure: Failure, attempts: number, latencyMs: number, quietSince: number, control: RunControl): Asked {
  const { kind, detail } = failure;
  // Nobody got through all this while: the other items would fare the same, and be marked failed for it.
  if ((kind === 'unreachable' || kind === 'rateLimited') && !control.hasAnsweredSince(quietSince)) {
    control.stop(kind, detail);
    return { kind: 'stopped' };
  }
  return { kind: 'failed', failure, attempts, latencyMs };
}

/** One request. A model that does not heed the signal is left behind, so that stopping never waits for it. */
async function askOnce(model: Model, request: ModelRequest, cut: AbortSignal): Promise<ModelResult> {
  let leave: (() => void) | undefined;
  const left = new Promise<ModelResult>((resolve) => {
    leave = () => resolve({ ok: false, cancelled: true });
    if (cut.aborted) leave();
    else cut.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([model.ask(request, cut), left]);
  } catch (thrown) {
    // A model must not throw; one that does is a fault of the model, not the end of the run.
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return { ok: false, failure: { kind: 'modelError', detail } };
  } finally {
    if (leave !== undefined) cut.removeEventListener('abort', leave);
  }
}

function endOf(result: ModelResult): PermitEnd {
  if (result.ok) {
    const { quotaLeft, usage } = result.answer;
    return {
      kind: 'answered',
      ...(quotaLeft === undefined ? {} : { quotaLeft }),
      ...(usage && { tokens: usage.input + usage.output }),
    };
  }
  if ('cancelled' in result) return { kind: 'other' };
  const { kind, retryAfterMs } = result.failure;
  if (kind !== 'rateLimited' && retryAfterMs === undefined) return { kind: 'other' };
  return { kind: 'busy', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

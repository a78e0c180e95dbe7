import type { Price } from '../../models/connection.ts';
import type { Failure, FailureKind } from '../../models/failure.ts';
import type { Model, ModelAnswer, ModelRequest, ModelResult, Usage } from '../../models/model.ts';
import { extractUsageCost } from '../../models/usageCost.ts';
import type { Clock } from '../../ports.ts';
import type { Spend } from '../spend.ts';
import { estimatedUsage, expectedAnswerTokens, questionTokens } from '../tokenEstimate.ts';
import type { PictureTokens } from '../tokenEstimate.ts';
import type { Limiter, Permit, PermitEnd } from './limiter.ts';
import type { Pause } from './pause.ts';
import { isFatal, outageAttempts, outageMs, retryAfter } from './retryPolicy.ts';
import type { LaneSignals, RunControl } from './runControl.ts';

/** So many requests of all lanes, over so long a time, of which none was answered: a limit that knows no end, where the server does not say when it ends. */
const hopeless = { requests: 30, ms: 120_000 };

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
  /** How the server counts pictures, for answers whose usage it leaves out. */
  readonly pictureTokens?: PictureTokens;
  readonly pause?: Pause;
}

/** What all tries of a question took together; absent where nothing was billed, and the cost where no price is known. */
export interface Paid {
  readonly usage?: Usage;
  readonly costUsd?: number;
  /** True when a part of it is an estimate of ours, because the server did not say. */
  readonly isEstimated?: true;
}

interface Effort extends Paid {
  readonly attempts: number;
  /** The last try's, ms. */
  readonly latencyMs: number;
}

/** What became of one question after all tries. `stopped`: nothing to record, ask again later. */
export type Asked =
  | ({ readonly kind: 'answered'; readonly answer: ModelAnswer } & Effort)
  | ({ readonly kind: 'failed'; readonly failure: Failure } & Effort)
  | { readonly kind: 'stopped' };

/**
 * Puts one question to the model, again where another try may mend it. What concerns the connection as a whole (no
 * permission, unknown model, nothing there) stops the run instead of becoming an outcome of the item.
 */
export async function askModel(request: ModelRequest, tools: AskTools, signals: LaneSignals): Promise<Asked> {
  const { control, clock } = tools;
  const tries = new Map<FailureKind, number>();
  // An answer that was under way when the server went away says nothing about it: counted from the second try.
  let quietSince = Infinity;
  let paid: Paid = {};
  for (let attempts = 1; ; attempts++) {
    const permit = await permitToSend(tools, signals);
    if (permit === undefined) return { kind: 'stopped' };
    if (!(await control.claim(() => expectedSpend(request, tools)))) {
      permit.end({ kind: 'other' });
      return { kind: 'stopped' };
    }
    const sentAt = clock.monotonic();
    if (attempts <= 2) quietSince = sentAt;
    const result = await askOnce(tools.model, request, signals.cut);
    const took = paidFor(result, request, tools);
    // What it cost counts before its place is free: the next request must know of it.
    control.home(result.ok, took && spendOf(took));
    permit.end(endOf(result, took?.usage));
    paid = both(paid, took, tools.price);
    const latencyMs = clock.monotonic() - sentAt;
    const effort = { attempts, latencyMs, ...paid };
    if (result.ok) return { kind: 'answered', answer: result.answer, ...effort };
    if ('cancelled' in result) return { kind: 'stopped' };
    const { failure } = result;
    if (isFatal(failure.kind)) {
      control.stop(failure.kind, failure.detail);
      return { kind: 'stopped' };
    }
    tries.set(failure.kind, (tries.get(failure.kind) ?? 0) + 1);
    const next = retryAfter(failure, tries, tools.random(), mostAttempts(failure, quietSince, tools));
    if (!next.again) return giveUp(failure, effort, quietSince, control);
    // A wait after "too much" that the server asked for holds the limiter, and with it every lane.
    if (failure.kind !== 'rateLimited' || failure.retryAfterMs === undefined)
      await clock.sleep(next.waitMs, signals.noMore);
  }
}

/** How often a question is sent, from how the server has treated it and the others; the policy's own number where nothing is said. */
function mostAttempts({ kind, retryAfterMs }: Failure, quietSince: number, tools: AskTools): number | undefined {
  const { control, clock, maxAttempts } = tools;
  if (kind === 'unreachable' && !control.hasAnsweredSince(-Infinity)) return firstSightAttempts;
  const isLong = control.sentInVain >= hopeless.requests && clock.monotonic() - quietSince >= hopeless.ms;
  if (kind === 'rateLimited' && retryAfterMs === undefined && isLong) return 1;
  const isOutage = !control.hasAnsweredSince(quietSince) && control.hasAnsweredSince(clock.monotonic() - outageMs);
  return maxAttempts ?? (isOutage ? outageAttempts : undefined);
}

/** A permit while nobody holds the run; one that was given meanwhile goes back. */
async function permitToSend({ limiter, pause }: AskTools, signals: LaneSignals): Promise<Permit | undefined> {
  for (;;) {
    await pause?.whileHeld(signals.noMore);
    const permit = await limiter.acquire(signals.noMore);
    if (permit === undefined || pause?.isHeld !== true) return permit;
    permit.end({ kind: 'other' });
  }
}

function expectedSpend(request: ModelRequest, { price, pictureTokens }: AskTools): Spend {
  const input = questionTokens(request, pictureTokens);
  const output = expectedAnswerTokens(false, request.parameters.maxTokens);
  const usage = { input, output, cached: 0 };
  return spendOf({ usage, ...costOf(usage, price) });
}

function spendOf({ usage, costUsd }: Paid & { readonly usage: Usage }): Spend {
  return { tokens: usage.input + usage.output, ...(costUsd === undefined ? {} : { costUsd }) };
}

/** What one try took; nothing where it was not billed. The embedded baseline counts no tokens. */
function paidFor(result: ModelResult, request: ModelRequest, tools: AskTools): (Paid & { usage: Usage }) | undefined {
  if (tools.model.kind === 'baseline') return undefined;
  const billed = result.ok
    ? result.answer
    : 'failure' in result && result.failure.isBilled
      ? result.failure
      : undefined;
  if (billed === undefined) return undefined;
  const { price } = tools;
  if (billed.usage !== undefined) return { usage: billed.usage, ...costOf(billed.usage, price) };
  const usage = estimatedUsage(request, result.ok ? result.answer : { reply: '' }, tools.pictureTokens);
  return { usage, isEstimated: true, ...costOf(usage, price) };
}

function both(before: Paid, one: Paid | undefined, price: Price | undefined): Paid {
  if (one?.usage === undefined) return before;
  const { input = 0, output = 0, cached = 0 } = before.usage ?? {};
  const usage = {
    input: input + one.usage.input,
    output: output + one.usage.output,
    cached: cached + one.usage.cached,
  };
  const isEstimated = before.isEstimated ?? one.isEstimated;
  return { usage, ...costOf(usage, price), ...(isEstimated && { isEstimated }) };
}

function costOf(usage: Usage, price: Price | undefined): Pick<Paid, 'costUsd'> {
  const costUsd = extractUsageCost(usage, price);
  return costUsd === undefined ? {} : { costUsd };
}

function giveUp(failure: Failure, effort: Effort, quietSince: number, control: RunControl): Asked {
  const { kind, detail } = failure;
  // Nobody got through all this while: the other items would fare the same, and be marked failed for it.
  if ((kind === 'unreachable' || kind === 'rateLimited') && !control.hasAnsweredSince(quietSince)) {
    control.stop(kind, detail);
    return { kind: 'stopped' };
  }
  return { kind: 'failed', failure, ...effort };
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

function endOf(result: ModelResult, usage: Usage | undefined): PermitEnd {
  if (result.ok) {
    const { quotaLeft } = result.answer;
    return {
      kind: 'answered',
      ...(quotaLeft === undefined ? {} : { quotaLeft }),
      ...(usage && { tokens: usage.input + usage.output }),
    };
  }
  if ('cancelled' in result) return { kind: 'other' };
  const { kind, retryAfterMs } = result.failure;
  if (kind === 'rateLimited') return { kind: 'busy', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return retryAfterMs === undefined ? { kind: 'other' } : { kind: 'ailing', retryAfterMs };
}

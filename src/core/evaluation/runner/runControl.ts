import type { Clock } from '../../ports.ts';
import type { RunBudgets, StopReason } from '../plan.ts';
import type { Spend } from '../spend.ts';
import { spendCap } from './spendCap.ts';
import type { SpendCap } from './spendCap.ts';

/** Why and how a run is being stopped. */
export interface Stop {
  readonly reason: StopReason;
  readonly detail?: string;
}

/** The two signals of a run, for one lane of work alone: platforms warn of a leak when more than ten listen to one signal. */
export interface LaneSignals {
  /** Aborts when nothing new may start. */
  readonly noMore: AbortSignal;
  /** Aborts when requests in flight are given up too. */
  readonly cut: AbortSignal;
  /** Must be called when the work is over. */
  leave(): void;
}

/** The brakes of a run: what it has used up, and whether it may go on. */
export interface RunControl {
  /** Aborts when nothing new may start. */
  readonly noMore: AbortSignal;
  /** Signals for one more lane of work. */
  lane(): LaneSignals;
  readonly stopped: Stop | undefined;
  /** Requests sent in this sitting. */
  readonly sent: number;
  /** Those of them that were sent since the newest answer came. */
  readonly sentInVain: number;
  /** Stops the run; the first reason stays. */
  stop(reason: StopReason, detail?: string): void;
  /**
   * Counts one request that is about to be sent. Near the edge of a cap it waits for those in flight to say what they cost;
   * false when the run stops, which it does when not even one more fits. Each claim that was granted must be brought home.
   */
  claim(expected: () => Spend): Promise<boolean>;
  /** Counts toward the caps what an answer of an earlier sitting took. */
  paidBefore(took: Spend): void;
  /** Brings a claimed request home: whether the server answered, and what was billed. */
  home(hasAnswered: boolean, took: Spend | undefined): void;
  /** Counts an outcome, and whether it failed. */
  settled(hasFailed: boolean): void;
  /** Whether the server has answered anything after `since` (monotonic ms; `-Infinity` for ever). */
  hasAnsweredSince(since: number): boolean;
  /** Lets go of timers and listeners. */
  dispose(): void;
}

/** Requests in flight when a run stops for a reason of the server's get this long to come home, ms: they are paid for. */
const graceMs = 5000;

/** A share of fewer outcomes is chance. */
const leastForShare = 20;

/** Makes the brakes of a run; `signal` is the person's own wish to stop. */
export function runControl(budgets: RunBudgets, clock: Clock, signal: AbortSignal): RunControl {
  const noMore = new AbortController();
  const lanes = new Set<{ readonly noMore: AbortController; readonly cut: AbortController }>();
  let isCut = false;
  const over = new AbortController();
  let stopped: Stop | undefined;
  let sent = 0;
  let inFlight = 0;
  let outcomes = 0;
  let failures = 0;
  let lastAnswer: number | undefined;
  let sentAtAnswer = 0;
  const caps = capsOf(budgets);
  let waiting: (() => void)[] = [];
  const lookAgain = (): void => {
    const all = waiting;
    waiting = [];
    for (const look of all) look();
  };

  const pay = (took: Spend): void => {
    for (const { cap, of } of caps) {
      const amount = of(took);
      if (amount !== undefined) cap.add(amount);
    }
  };

  const stop = (reason: StopReason, detail?: string): void => {
    if (stopped === undefined) {
      stopped = { reason, ...(detail === undefined ? {} : { detail }) };
      noMore.abort();
      for (const lane of lanes) lane.noMore.abort();
      lookAgain();
    }
    const patience = patienceMs(reason);
    if (patience === 0) cutOff();
    else if (patience !== Infinity) void clock.sleep(patience, over.signal).then(cutOff);
  };
  const cutOff = (): void => {
    isCut = true;
    for (const lane of lanes) lane.cut.abort();
  };
  const onAbort = (): void => stop('cancelled');
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });

  return {
    noMore: noMore.signal,
    lane() {
      const lane = { noMore: new AbortController(), cut: new AbortController() };
      lanes.add(lane);
      if (stopped !== undefined) lane.noMore.abort();
      if (isCut) lane.cut.abort();
      return { noMore: lane.noMore.signal, cut: lane.cut.signal, leave: () => void lanes.delete(lane) };
    },
    get stopped() {
      return stopped;
    },
    get sent() {
      return sent;
    },
    get sentInVain() {
      return sent - sentAtAnswer;
    },
    stop,
    async claim(expected) {
      while (stopped === undefined) {
        if (budgets.maxRequests !== undefined && sent >= budgets.maxRequests) stop('maxRequests');
        const full = caps.find((one) => !one.cap.hasRoom(inFlight, () => one.of(expected()) ?? 0));
        const over = caps.find((one) => one.cap.isUsedUp) ?? (inFlight === 0 ? full : undefined);
        if (over !== undefined) stop(over.reason);
        else if (stopped === undefined && full === undefined) {
          sent++;
          inFlight++;
          return true;
        } else if (stopped === undefined) await new Promise<void>((look) => waiting.push(look));
      }
      return false;
    },
    paidBefore: pay,
    home(hasAnswered, took) {
      inFlight--;
      if (hasAnswered) {
        lastAnswer = clock.monotonic();
        sentAtAnswer = sent;
      }
      if (took !== undefined) pay(took);
      lookAgain();
    },
    settled(hasFailed) {
      outcomes++;
      if (!hasFailed) return;
      failures++;
      const { maxFailures = Infinity, maxFailureShare = Infinity } = budgets;
      const isShareUp = outcomes >= leastForShare && failures / outcomes > maxFailureShare;
      if (failures >= maxFailures || isShareUp) stop('maxFailures');
    },
    hasAnsweredSince: (since) => lastAnswer !== undefined && lastAnswer >= since,
    dispose() {
      over.abort();
      signal.removeEventListener('abort', onAbort);
    },
  };
}

interface KeptCap {
  readonly reason: StopReason;
  readonly cap: SpendCap;
  readonly of: (spend: Spend) => number | undefined;
}

function capsOf({ maxCostUsd, maxTokens }: RunBudgets): readonly KeptCap[] {
  return [
    ...(maxCostUsd === undefined
      ? []
      : [{ reason: 'maxCost', cap: spendCap(maxCostUsd), of: ({ costUsd }: Spend) => costUsd } as const]),
    ...(maxTokens === undefined
      ? []
      : [{ reason: 'maxTokens', cap: spendCap(maxTokens), of: ({ tokens }: Spend) => tokens } as const]),
  ];
}

/** How long requests in flight may still come home. A budget that is used up gives them all the time they need. */
function patienceMs(reason: StopReason): number {
  switch (reason) {
    case 'cancelled':
    case 'diskFull':
    case 'storeFailed':
      return 0;
    case 'maxRequests':
    case 'maxCost':
    case 'maxTokens':
    case 'maxFailures':
      return Infinity;
    default:
      return graceMs;
  }
}

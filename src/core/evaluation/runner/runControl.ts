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

/** Requests in flight when a run stops for a reason of the server's get this long to come home, ms: they are paid for. */
const graceMs = 5000;

/** A share of fewer outcomes is chance. */
const leastForShare = 20;

/** A lane, by what its signals come from. */
interface Lane {
  readonly noMore: AbortController;
  readonly cut: AbortController;
}

/** The brakes of a run: what it has used up, and whether it may go on. */
export class RunControl {
  readonly #budgets: RunBudgets;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #caps: readonly KeptCap[];
  readonly #noMore = new AbortController();
  readonly #over = new AbortController();
  readonly #lanes = new Set<Lane>();
  readonly #onAbort = (): void => this.stop('cancelled');
  #isCut = false;
  #stopped: Stop | undefined;
  #sent = 0;
  #sentAtAnswer = 0;
  #lastAnswer: number | undefined;
  #inFlight = 0;
  #outcomes = 0;
  #failures = 0;
  /** Claims that wait for room under a cap. */
  #waiting: (() => void)[] = [];

  /** `signal` is the person's own wish to stop. */
  constructor(budgets: RunBudgets, clock: Clock, signal: AbortSignal) {
    this.#budgets = budgets;
    this.#clock = clock;
    this.#signal = signal;
    this.#caps = capsOf(budgets);
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Aborts when nothing new may start. */
  get noMore(): AbortSignal {
    return this.#noMore.signal;
  }

  get stopped(): Stop | undefined {
    return this.#stopped;
  }

  /** Requests sent in this sitting. */
  get sent(): number {
    return this.#sent;
  }

  /** Those of them that were sent since the newest answer came. */
  get sentInVain(): number {
    return this.#sent - this.#sentAtAnswer;
  }

  /** Signals for one more lane of work. */
  lane(): LaneSignals {
    const lane: Lane = { noMore: new AbortController(), cut: new AbortController() };
    this.#lanes.add(lane);
    if (this.#stopped !== undefined) lane.noMore.abort();
    if (this.#isCut) lane.cut.abort();
    return { noMore: lane.noMore.signal, cut: lane.cut.signal, leave: () => void this.#lanes.delete(lane) };
  }

  /** Stops the run; the first reason stays. */
  stop(reason: StopReason, detail?: string): void {
    if (this.#stopped === undefined) {
      this.#stopped = { reason, ...(detail === undefined ? {} : { detail }) };
      this.#noMore.abort();
      for (const lane of this.#lanes) lane.noMore.abort();
      this.#lookAgain();
    }
    const patience = patienceMs(reason);
    if (patience === 0) this.#cutOff();
    else if (patience !== Infinity) void this.#clock.sleep(patience, this.#over.signal).then(() => this.#cutOff());
  }

  /**
   * Counts one request that is about to be sent. Near the edge of a cap it waits for those in flight to say what they cost;
   * false when the run stops, which it does when not even one more fits. Each claim that was granted must be brought home.
   */
  async claim(expected: () => Spend): Promise<boolean> {
    while (this.#isOn()) {
      const { maxRequests } = this.#budgets;
      if (maxRequests !== undefined && this.#sent >= maxRequests) this.stop('maxRequests');
      const full = this.#caps.find((one) => !one.cap.hasRoom(this.#inFlight, () => one.of(expected()) ?? 0));
      const over = this.#caps.find((one) => one.cap.isUsedUp) ?? (this.#inFlight === 0 ? full : undefined);
      if (over !== undefined) this.stop(over.reason);
      else if (this.#isOn() && full === undefined) {
        this.#sent++;
        this.#inFlight++;
        return true;
      } else if (this.#isOn()) await new Promise<void>((look) => this.#waiting.push(look));
    }
    return false;
  }

  /** Counts toward the caps what an answer took, were it one of an earlier sitting. */
  pay(took: Spend): void {
    for (const { cap, of } of this.#caps) {
      const amount = of(took);
      if (amount !== undefined) cap.add(amount);
    }
  }

  /** Brings a claimed request home: whether the server answered, and what was billed. */
  home(hasAnswered: boolean, took: Spend | undefined): void {
    this.#inFlight--;
    if (hasAnswered) {
      this.#lastAnswer = this.#clock.monotonic();
      this.#sentAtAnswer = this.#sent;
    }
    if (took !== undefined) this.pay(took);
    this.#lookAgain();
  }

  /** Counts an outcome, and whether it failed. */
  settled(hasFailed: boolean): void {
    this.#outcomes++;
    if (!hasFailed) return;
    this.#failures++;
    const { maxFailures = Infinity, maxFailureShare = Infinity } = this.#budgets;
    const isShareUp = this.#outcomes >= leastForShare && this.#failures / this.#outcomes > maxFailureShare;
    if (this.#failures >= maxFailures || isShareUp) this.stop('maxFailures');
  }

  /** Whether the server has answered anything after `since` (monotonic ms; `-Infinity` for ever). */
  hasAnsweredSince(since: number): boolean {
    return this.#lastAnswer !== undefined && this.#lastAnswer >= since;
  }

  /** Lets go of timers and listeners. */
  dispose(): void {
    this.#over.abort();
    this.#signal.removeEventListener('abort', this.#onAbort);
  }

  #isOn(): boolean {
    return this.#stopped === undefined;
  }

  #cutOff(): void {
    this.#isCut = true;
    for (const lane of this.#lanes) lane.cut.abort();
  }

  #lookAgain(): void {
    const all = this.#waiting;
    this.#waiting = [];
    for (const look of all) look();
  }
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

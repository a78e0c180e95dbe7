import { askModel } from '../../../src/core/evaluation/runner/askModel.ts';
import { inLanes } from '../../../src/core/evaluation/runner/lanes.ts';
import { AdaptiveLimiter } from '../../../src/core/evaluation/runner/limiter.ts';
import { RunControl } from '../../../src/core/evaluation/runner/runControl.ts';
import type { Model, ModelRequest, ModelResult } from '../../../src/core/models/model.ts';
import { seededRandom } from '../../../src/core/scoring/resampling.ts';
import { jumpingClock } from './jumpingClock.ts';
import { rateServer } from './rateServers.ts';
import type { Counting } from './rateServers.ts';

/** A run against a server that grants requests by rate. */
export interface SimulatedRun {
  readonly items: number;
  readonly concurrency: number;
  readonly perSecond: number;
  readonly counting: Counting;
  readonly latencyMs: number;
  /** What a 429 asks to wait: so many ms, until one more would be granted in whole seconds or in ms, or nothing. */
  readonly asks?: number | 'seconds' | 'ms';
  /** Whether answers say which share is left. */
  readonly saysQuota?: boolean;
  /** It grants so many times as much from some time on. */
  readonly later?: { readonly fromMs: number; readonly times: number };
  /** Whether the two processes share their processors with others, and run late for it. */
  readonly isBusy?: boolean;
  /** What reading the clock takes, ms; nothing where left out. */
  readonly readingMs?: number;
  /** Whether a 429 takes as long as an answer. */
  readonly refusesLate?: boolean;
  readonly seed?: number;
}

/** What became of a run. */
export interface SimulatedOutcome {
  /** Answers a second over what the server grants, or over what so many in flight can have where that is less. */
  readonly throughput: number;
  /** 429s over requests. */
  readonly refused: number;
  /** Requests that were sent before a wait was over that the server had asked for. */
  readonly early: number;
  readonly ms: number;
}

/** Runs a whole evaluation's requests in simulated time, with the lanes, retries and limiter of the runner. */
export async function simulatedRun(run: SimulatedRun): Promise<SimulatedOutcome> {
  const random = seededRandom(run.seed ?? 7);
  const client = busySpells(random, run.isBusy ?? false);
  const server = busySpells(random, run.isBusy ?? false);
  let loadedAt = 0;
  let warmAt = 0;
  // Timers of a process are up to a ms late even when it has nothing else to do.
  const clock = jumpingClock((due) => client(Math.max(due, loadedAt) + random()), run.readingMs);
  const perSecond = (now: number): number =>
    run.perSecond * (run.later !== undefined && now >= run.later.fromMs ? run.later.times : 1);
  const decide = rateServer(run.counting, perSecond);
  let asked = 0;
  let refused = 0;
  let answered = 0;
  let early = 0;
  let notBefore = 0;
  let isOver = false;

  const ask = (): Promise<ModelResult> =>
    new Promise((resolve) => {
      if (clock.monotonic() < notBefore) early++;
      const wayMs = (): number => 0.5 - 0.5 * Math.log(1 - random());
      if (asked++ === 0) {
        // The first request finds code that has never run and no connection, and those that come soon after it come with it.
        loadedAt = clock.monotonic() + 20 + 20 * random();
        warmAt = loadedAt + 10 + 20 * random();
      }
      const arrival = Math.max(warmAt, clock.monotonic()) + wayMs();
      clock.at(server(arrival), () => {
        const verdict = decide(clock.monotonic());
        const takes = verdict.granted || run.refusesLate === true ? run.latencyMs * (0.8 + 0.4 * random()) : 1;
        const result = verdict.granted ? answer(run, verdict.left) : refusal(run, verdict.freeInMs);
        if (verdict.granted) answered++;
        else refused++;
        clock.at(server(clock.monotonic() + takes), () =>
          clock.at(client(clock.monotonic() + wayMs()), () => {
            notBefore = Math.max(notBefore, clock.monotonic() + waitAsked(result));
            resolve(result);
          }),
        );
      });
    });

  const model: Model = { id: 'simulated', kind: 'openai', ask };
  const control = new RunControl({}, clock, new AbortController().signal);
  const limiter = new AdaptiveLimiter({ concurrency: run.concurrency }, clock);
  const request: ModelRequest = {
    messages: [],
    parameters: {},
    stage: { id: 'emotion', question: '', answer: { kind: 'open' } } as unknown as ModelRequest['stage'],
  };
  void inLanes(Array.from({ length: run.items }), run.concurrency, control.noMore, async () => {
    const lane = control.lane();
    await askModel(request, { model, limiter, control, clock, random }, lane);
    lane.leave();
  }).then(() => (isOver = true));
  await clock.run(() => isOver);
  const ms = clock.monotonic();
  return { throughput: answered / due(run, perSecond, ms), refused: refused / asked, early, ms };
}

/** What would have been answered in so long. */
function due(run: SimulatedRun, perSecond: (now: number) => number, ms: number): number {
  const most = run.concurrency / run.latencyMs;
  const from = Math.min(ms, run.later?.fromMs ?? ms);
  return from * Math.min(most, perSecond(0) / 1000) + (ms - from) * Math.min(most, perSecond(ms) / 1000);
}

function answer({ saysQuota }: SimulatedRun, left: number): ModelResult {
  return { ok: true, answer: { reply: 'happy', ...(saysQuota === true ? { quotaLeft: left } : {}) } };
}

function waitAsked(result: ModelResult): number {
  return 'failure' in result ? (result.failure.retryAfterMs ?? 0) : 0;
}

function refusal({ asks }: SimulatedRun, freeInMs: number): ModelResult {
  const retryAfterMs =
    asks === 'seconds' ? 1000 * Math.max(1, Math.ceil(freeInMs / 1000)) : asks === 'ms' ? Math.ceil(freeInMs) : asks;
  const failure = { kind: 'rateLimited', detail: '', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } as const;
  return { ok: false, failure };
}

/** When a process gets to run that was to run at a time: it is kept from it now and then, longer and more often on a busy machine. */
function busySpells(random: () => number, isBusy: boolean): (due: number) => number {
  const [everyMs, mostMs] = isBusy ? [120, 50] : [1500, 20];
  let from = 0;
  let until = 0;
  return (due) => {
    while (until < due) {
      from = until - everyMs * Math.log(1 - random());
      until = from + 5 + (mostMs - 5) * random() ** 2;
    }
    return due < from ? due : until;
  };
}

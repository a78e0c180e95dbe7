import { adaptiveLimiter } from '../../../src/core/evaluation/runner/limiter.ts';
import type { PermitEnd } from '../../../src/core/evaluation/runner/limiter.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { seededRandom } from '../../../src/core/scoring/resampling.ts';

/** A server that grants requests by rate, and who asks it. */
export interface SimulatedServer {
  /** Requests a second. */
  readonly perSecond: number;
  /** Room of its bucket, full at first; or it counts by the whole second. */
  readonly burst: number | 'bySecond';
  readonly latencyMs: number;
  /** What it asks to wait, ms; without it whoever is refused backs off by itself. */
  readonly waitMs?: number;
  /** Whether answers say which share of the bucket is left. */
  readonly saysQuota?: boolean;
  /** Changes its mind about `perSecond` at some time. */
  readonly later?: { readonly fromMs: number; readonly perSecond: number };
}

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** A clock that jumps from timer to timer once no promise is left to settle: a minute of it takes milliseconds. */
function jumpingClock(): Clock & { run(until: number): Promise<void> } {
  let now = 0;
  let timers: Timer[] = [];
  return {
    now: () => now,
    monotonic: () => now,
    sleep(ms, signal) {
      if (ms <= 0 || signal?.aborted === true) return Promise.resolve();
      return new Promise((fire) => {
        const timer = { at: now + ms, fire };
        // Newest last among equals, so that nobody overtakes.
        const place = timers.findLastIndex(({ at }) => at <= timer.at) + 1;
        timers.splice(place, 0, timer);
        signal?.addEventListener('abort', () => {
          timers = timers.filter((one) => one !== timer);
          fire();
        });
      });
    },
    async run(until) {
      for (;;) {
        for (let turn = 0; turn < 30; turn++) await Promise.resolve();
        const next = timers[0];
        if (next === undefined || next.at > until) return;
        timers.shift();
        now = next.at;
        next.fire();
      }
    },
  };
}

function judge({ perSecond, burst, later }: SimulatedServer): (now: number) => { granted: boolean; left: number } {
  if (burst === 'bySecond') {
    let second = -1;
    let used = 0;
    return (now) => {
      if (Math.floor(now / 1000) !== second) used = 0;
      second = Math.floor(now / 1000);
      return { granted: ++used <= perSecond, left: 1 };
    };
  }
  let tokens = burst;
  let at = 0;
  return (now) => {
    tokens = Math.min(
      burst,
      tokens + ((now - at) / 1000) * (later !== undefined && at >= later.fromMs ? later.perSecond : perSecond),
    );
    at = now;
    const granted = tokens >= 1;
    if (granted) tokens--;
    return { granted, left: tokens / burst };
  };
}

/** Lets 64 lanes ask for some time; the shares of what the server would have granted, and of refusals among all requests. */
export async function askForSeconds(
  server: SimulatedServer,
  seconds: number,
): Promise<{ readonly throughput: number; readonly refused: number }> {
  const clock = jumpingClock();
  const random = seededRandom(7);
  const decide = judge(server);
  const limiter = adaptiveLimiter({ concurrency: 64 }, clock);
  let granted = 0;
  let refused = 0;

  const ask = async (): Promise<PermitEnd> => {
    await clock.sleep(1);
    const verdict = decide(clock.monotonic());
    if (!verdict.granted) {
      refused++;
      await clock.sleep(4);
      return { kind: 'busy', ...(server.waitMs === undefined ? {} : { retryAfterMs: server.waitMs }) };
    }
    granted++;
    await clock.sleep(server.latencyMs * (0.7 + 0.6 * random()));
    return { kind: 'answered', ...(server.saysQuota === true ? { quotaLeft: verdict.left } : {}) };
  };

  const lane = async (): Promise<void> => {
    for (let tries = 0; ;) {
      const permit = await limiter.acquire(new AbortController().signal);
      const end = await ask();
      permit?.end(end);
      tries = end.kind === 'busy' ? tries + 1 : 0;
      if (tries > 0 && server.waitMs === undefined) await clock.sleep(250 * 2 ** tries * (1 - random() / 2));
    }
  };
  for (let count = 0; count < 64; count++) void lane();
  await clock.run(seconds * 1000);
  const laterMs = Math.max(0, seconds * 1000 - (server.later?.fromMs ?? Infinity));
  const more = (laterMs / 1000) * ((server.later?.perSecond ?? 0) - server.perSecond);
  return {
    throughput: granted / (server.perSecond * seconds + (laterMs > 0 ? more : 0)),
    refused: refused / (granted + refused),
  };
}

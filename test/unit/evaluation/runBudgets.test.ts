import { describe, expect, onTestFinished, test } from 'vitest';
import type { Hold, RunProgress, RunSummary } from '../../../src/core/evaluation/plan.ts';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import { spendCap } from '../../../src/core/evaluation/runner/spendCap.ts';
import { estimatedUsage, pictureTokens, textTokens } from '../../../src/core/evaluation/tokenEstimate.ts';
import { openAiModel } from '../../../src/core/models/openAiModel.ts';
import type { Model } from '../../../src/core/models/model.ts';
import { seededRandom } from '../../../src/core/scoring/resampling.ts';
import { inTurn } from '../../fakes/fakeScripts.ts';
import { startFakeOpenAi } from '../../fakes/openAiServer.ts';
import type { FakeScript } from '../../fakes/openAiServer.ts';
import {
  answer,
  failure,
  linesOnDisk,
  oneStage,
  planFor,
  scriptedModel,
  smallBenchmark,
  virtualClock,
} from './runKit.ts';

const never = new AbortController().signal;
/** A token in is a hundredth of a cent. */
const price = { inputPerMillionUsd: 100, outputPerMillionUsd: 0 };

async function overHttp(script: FakeScript) {
  const server = await startFakeOpenAi(script);
  onTestFinished(() => server.close());
  return { server, model: openAiModel({ connection: { name: 'f', baseUrl: server.baseUrl, model: 'm' }, key: 'k' }) };
}

describe('a cap of money', () => {
  // Costs of answers: all alike, spread over a factor of three, and a few that are ten times as dear as the others.
  const costs: readonly (readonly ['alike' | 'spread' | 'skewed', (random: number) => number])[] = [
    ['alike', () => 100],
    ['spread', (random) => 50 + Math.floor(100 * random)],
    ['skewed', (random) => (random < 0.1 ? 500 : 50)],
  ];
  for (const concurrency of [1, 4, 32]) {
    test.each(costs)(`holds where answers cost %s, ${concurrency} at a time, and is used up`, async (name, cost) => {
      const { root, benchmark, ports } = await smallBenchmark(120);
      let isPassed = 0;
      for (let seed = 1; seed <= 10; seed++) {
        const random = seededRandom(seed);
        const taken: number[] = [];
        const model = scriptedModel(async () => {
          for (let turns = Math.floor(10 * random()); turns > 0; turns--) await new Promise(setImmediate);
          const input = cost(random());
          taken.push(input);
          return { ok: true, answer: { reply: 'happy', usage: { input, output: 0, cached: 0 } } };
        });
        const budgets = { maxCostUsd: 0.5 };
        const plan = planFor(benchmark, model, { protocol: oneStage, price, budgets, limits: { concurrency } });
        const ended = await evaluate({ ...plan, run: `r${seed}` }, ports, {}, never);
        expect(ended).toMatchObject({ ok: true, value: { stopped: 'maxCost' } });
        const dearest = Math.max(...taken);
        const spent = taken.reduce((sum, one) => sum + one, 0);
        if (spent > 5000) isPassed++;
        // One answer at most is missing from the cap; past it are never more than were in flight, and hardly ever any.
        expect(spent).toBeGreaterThan(5000 - dearest - 1);
        expect(spent).toBeLessThan(5000 + dearest * (name === 'skewed' ? concurrency : 2));
        expect(await linesOnDisk(root, `r${seed}`)).toHaveLength(taken.length);
      }
      // Where one answer in ten is ten times as dear, it may well be one of those that comes last.
      expect(isPassed).toBeLessThanOrEqual({ alike: 0, spread: 5, skewed: 10 }[name]);
    });
  }

  test('lets one request go where nothing is known of what it costs, and no second one', async () => {
    const { benchmark, ports } = await smallBenchmark(20);
    const model = scriptedModel();
    const plan = planFor(benchmark, model, { protocol: oneStage, price, budgets: { maxCostUsd: 0.000_001 } });
    expect(await evaluate(plan, ports, {}, never)).toMatchObject({ value: { stopped: 'maxCost', requestsSent: 1 } });
  });

  test('goes on past failures that cost nothing', async () => {
    const { benchmark, ports } = await smallBenchmark(20);
    const model = scriptedModel((_request, n) => (n % 2 === 0 ? failure('badRequest') : answer('happy')));
    const plan = planFor(benchmark, model, { protocol: oneStage, price, budgets: { maxCostUsd: 0.05 } });
    const ended = await evaluate(plan, ports, {}, never);
    expect(ended).toMatchObject({ value: { stopped: 'maxCost', kinds: { answered: 5 } } });
  });

  test('cancelling ends the wait at its edge', async () => {
    const { benchmark, ports } = await smallBenchmark(20);
    const ending = new AbortController();
    const model = scriptedModel((_request, n) => (n === 0 ? answer('happy') : new Promise(() => undefined)));
    const plan = planFor(benchmark, model, { protocol: oneStage, price, budgets: { maxCostUsd: 0.025 } });
    const going = evaluate(plan, ports, {}, ending.signal);
    // The second one never comes home, and a third does not fit beside it.
    while (model.requests.length < 2) await new Promise(setImmediate);
    ending.abort();
    expect(await going).toMatchObject({ value: { stopped: 'cancelled', requested: 1 } });
  });
});

describe('a cap over several sittings', () => {
  test('of tokens stops the run from below, counts what was spent before, and is raised to go on', async () => {
    const { benchmark, ports } = await smallBenchmark(20);
    const model = scriptedModel();
    const plan = planFor(benchmark, model, { protocol: oneStage, run: 'r', budgets: { maxTokens: 1000 } });
    // 105 tokens an answer.
    const first = await evaluate(plan, ports, {}, never);
    expect(first).toMatchObject({ value: { stopped: 'maxTokens', requested: 9, usage: { input: 900, output: 45 } } });
    const again = { ...plan, resume: { run: 'r', retryFailed: false } };
    const second = await evaluate(again, ports, {}, never);
    expect(second).toMatchObject({ value: { stopped: 'maxTokens', requested: 0, resumed: 9, requestsSent: 0 } });
    const third = await evaluate({ ...again, budgets: { maxTokens: 1500 } }, ports, {}, never);
    expect(third).toMatchObject({ value: { stopped: 'maxTokens', requested: 5, resumed: 9 } });
    expect(model.requests).toHaveLength(14);
  });

  test('of money holds however often a run is cut off', async () => {
    const { root, benchmark, ports } = await smallBenchmark(40);
    const budgets = { maxCostUsd: 0.3 };
    let requests = 0;
    for (let sitting = 0; sitting < 6; sitting++) {
      const ending = new AbortController();
      const model = scriptedModel((_request, n) => {
        if (n === 7) ending.abort();
        return answer('happy');
      });
      const plan = planFor(benchmark, model, { protocol: oneStage, run: 'r', price, budgets });
      const resume = { run: 'r', retryFailed: false };
      const ended = await evaluate(sitting === 0 ? plan : { ...plan, resume }, ports, {}, ending.signal);
      if (sitting === 5) expect(ended).toMatchObject({ value: { stopped: 'maxCost', requested: 0 } });
      requests += model.requests.length;
    }
    // A hundredth of a dollar an answer; what was in flight when a sitting was cut off is nowhere.
    const lines = await linesOnDisk(root, 'r');
    expect(lines).toHaveLength(30);
    expect(requests).toBeGreaterThanOrEqual(30);
  });

  test('of requests is fresh in each', async () => {
    const { benchmark, ports } = await smallBenchmark(20);
    const plan = planFor(benchmark, scriptedModel(), { protocol: oneStage, run: 'r', budgets: { maxRequests: 5 } });
    await evaluate(plan, ports, {}, never);
    const second = await evaluate({ ...plan, resume: { run: 'r', retryFailed: false } }, ports, {}, never);
    expect(second).toMatchObject({ value: { stopped: 'maxRequests', requested: 5, resumed: 5 } });
  });

  test('is that of each evaluation where portraits are added to a run one by one', async () => {
    const { benchmark, ports } = await smallBenchmark(4);
    const one = (at: number) => ({ items: benchmark.items.filter((_item, place) => place === at), picked: true });
    const plan = planFor(benchmark, scriptedModel(), {
      protocol: oneStage,
      run: 'r',
      price,
      budgets: { maxCostUsd: 0.011 },
      ...one(0),
    });
    await evaluate(plan, ports, {}, never);
    const resume = { run: 'r', retryFailed: false, add: true };
    const second = await evaluate({ ...plan, ...one(1), resume }, ports, {}, never);
    expect(second).toMatchObject({ ok: true, value: { requested: 1 } });
    expect(second.ok && second.value.stopped).toBeFalsy();
  });
});

describe('a server that leaves usage out', () => {
  test('is counted by an estimate that says so, is in the summary and holds the cap', async () => {
    const { root, benchmark, ports } = await smallBenchmark(40);
    const { server, model } = await overHttp(() => ({ text: 'happy', usage: null }));
    const plan = planFor(benchmark, model, {
      protocol: oneStage,
      price,
      pictureTokens: { base: 500, perMegapixel: 0 },
    });
    const ended = await evaluate({ ...plan, run: 'r', budgets: { maxCostUsd: 0.6 } }, ports, {}, never);
    const lines = await linesOnDisk(root, 'r');
    const { text = '' } = server.requests[0] ?? {};
    const input = Math.ceil(500 + text.length / 4);
    expect(lines[0]).toMatchObject({ isEstimated: true, usage: { input, output: 2, cached: 0 } });
    expect(lines[0]?.costUsd).toBeCloseTo(input / 10_000, 10);
    const most = Math.floor(6000 / input);
    expect(server.requests).toHaveLength(most);
    expect(ended).toMatchObject({ value: { stopped: 'maxCost', estimated: most } });
    const resume = { run: 'r', retryFailed: false };
    const rest = await evaluate({ ...plan, resume }, ports, {}, never);
    expect(rest).toMatchObject({ value: { estimated: 40, usage: { input: 40 * input } } });
  });

  test('leaves the cost unknown where no price is, and one that counts is not estimated', async () => {
    const { root, benchmark, ports } = await smallBenchmark(2);
    const { model } = await overHttp(inTurn({ text: 'happy', usage: null }, { text: 'happy' }));
    const limits = { concurrency: 1 };
    const ended = await evaluate(planFor(benchmark, model, { protocol: oneStage, run: 'r', limits }), ports, {}, never);
    expect(ended).toMatchObject({ value: { estimated: 1 } });
    expect(ended.ok && ended.value).not.toHaveProperty('costUsd');
    const lines = await linesOnDisk(root, 'r');
    expect(lines.map(({ isEstimated }) => isEstimated)).toEqual([true, undefined]);
    expect(lines[0]).not.toHaveProperty('costUsd');
  });

  test('the embedded baseline counts no tokens and none are made up', async () => {
    const { root, benchmark, ports } = await smallBenchmark(1);
    const model: Model = {
      id: 'local/expression-baseline',
      kind: 'baseline',
      ask: () => Promise.resolve({ ok: true, answer: { reply: 'happy' } }),
    };
    await evaluate(planFor(benchmark, model, { protocol: oneStage, run: 'r' }), ports, {}, never);
    expect((await linesOnDisk(root, 'r'))[0]).not.toHaveProperty('usage');
  });
});

describe('answers that are billed and unusable', () => {
  const empty = (usage: object | undefined) => ({ json: { choices: [], ...(usage && { usage }) } });

  test('count in the outcome of their question, in the run and toward the cap', async () => {
    const { root, benchmark, ports } = await smallBenchmark(30);
    const usage = { prompt_tokens: 300, completion_tokens: 0 };
    const { server, model } = await overHttp(() => empty(usage));
    const plan = planFor(benchmark, model, { protocol: oneStage, price, run: 'r', budgets: { maxCostUsd: 0.2 } });
    const ended = await evaluate(plan, { ...ports, clock: virtualClock() }, {}, never);
    expect(ended).toMatchObject({ value: { stopped: 'maxCost' } });
    expect(server.requests).toHaveLength(6);
    for (const line of await linesOnDisk(root, 'r')) {
      expect(line).toMatchObject({ kind: 'failed', usage: { input: 600 }, costUsd: 0.06, attempts: 2 });
      expect(line).not.toHaveProperty('isEstimated');
      expect(line.failure).not.toHaveProperty('usage');
    }
  });

  test('add up over the tries, counted or estimated', async () => {
    const { root, benchmark, ports } = await smallBenchmark(1);
    const { model } = await overHttp(inTurn(empty({ prompt_tokens: 300 }), empty(undefined)));
    const plan = planFor(benchmark, model, { protocol: oneStage, price, run: 'r' });
    await evaluate(plan, { ...ports, clock: virtualClock() }, {}, never);
    const [first] = await linesOnDisk(root, 'r');
    expect(first).toMatchObject({ kind: 'failed', isEstimated: true });
    // One was counted by the server, the other is estimated.
    expect(first?.usage?.input).toBeGreaterThan(300 + 255);
    expect(first?.usage?.input).toBeLessThan(300 + 255 + 100);
  });

  test('a connection lost in the middle of an answer counts too', async () => {
    const { root, benchmark, ports } = await smallBenchmark(1);
    const { model } = await overHttp(inTurn({ text: 'happy', drop: 'during' }, { text: 'happy' }));
    const plan = planFor(benchmark, model, { protocol: oneStage, price, run: 'r' });
    await evaluate(plan, { ...ports, clock: virtualClock() }, {}, never);
    const [line] = await linesOnDisk(root, 'r');
    expect(line).toMatchObject({ attempts: 2, isEstimated: true });
    expect(line?.usage?.input).toBeGreaterThan(300);
  });
});

test('a cap keeps room for the spread of what answers cost, and none where one goes alone', () => {
  const cap = spendCap(100);
  expect(cap.hasRoom(0, () => 1000)).toBe(true);
  expect(cap.hasRoom(1, () => 60)).toBe(false);
  for (const cost of [8, 12, 8, 12]) cap.add(cost);
  // 60 are left; the mean is 10 and the standard deviation 2.31: five beside each other want 50 + 2 * 2.31 * sqrt(5) = 60.3.
  expect(cap.hasRoom(4, () => 0)).toBe(false);
  expect(cap.hasRoom(3, () => 0)).toBe(true);
  cap.add(50);
  expect(cap.hasRoom(0, () => 0)).toBe(false);
  expect(cap.isUsedUp).toBe(false);
});

test('texts and pictures are counted as documented', () => {
  expect(textTokens('abcdefgh')).toBe(2);
  expect(textTokens('担忧 ab')).toBe(2.75);
  expect(pictureTokens({ width: 1000, height: 500 }, { base: 10, perMegapixel: 100 })).toBe(60);
  const messages = [{ role: 'user', parts: [{ type: 'text', text: 'abcdefgh' }] }] as const;
  expect(estimatedUsage({ messages }, { reply: 'abcd', reasoning: 'abcdefgh' })).toEqual({
    input: 2,
    output: 3,
    cached: 0,
  });
});

/** A hold that a test sets and lets go. */
function hand(): Hold & { hold(): void; letGo(): void } {
  let waiting: (() => void)[] = [];
  let isHeld = false;
  return {
    get isHeld() {
      return isHeld;
    },
    whenLetGo: (signal) =>
      new Promise((resolve) => {
        if (!isHeld || signal.aborted) resolve();
        waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    hold: () => void (isHeld = true),
    letGo() {
      isHeld = false;
      for (const go of waiting) go();
      waiting = [];
    },
  };
}

describe('a run that a person holds', () => {
  test('asks nothing new, lets what is in flight come home, and goes on to the end', async () => {
    const { root, benchmark, ports } = await smallBenchmark(20);
    const hold = hand();
    let isHeldAt = Infinity;
    const model = scriptedModel((_request, n) => {
      if (n === 7) {
        hold.hold();
        isHeldAt = model.requests.length;
      }
      return answer('happy');
    });
    const told: RunProgress[] = [];
    const plan = planFor(benchmark, model, { protocol: oneStage, run: 'r' });
    const clock = virtualClock();
    const going = evaluate(plan, { ...ports, hold, clock }, { onProgress: (one) => told.push(one) }, never);
    const isQuiet = (one: RunProgress | undefined): boolean =>
      one?.isHeld === true && one.inFlight === 0 && one.done === model.requests.length;
    while (!isQuiet(told.at(-1))) await new Promise(setImmediate);
    // What had a permit already may still have gone; with four at a time that is no more than three.
    const asked = model.requests.length;
    expect(asked).toBeLessThanOrEqual(isHeldAt + 3);
    const before = told.at(-1);
    await clock.sleep(3_600_000);
    expect(model.requests).toHaveLength(asked);
    expect(await linesOnDisk(root, 'r')).toHaveLength(asked);
    // Who looks after an hour sees the same pace and the same time left.
    const after = told.at(-1);
    expect(after?.perSecond).toBeCloseTo(before?.perSecond ?? NaN, 6);
    expect(after?.msLeft).toBeCloseTo(before?.msLeft ?? NaN, 3);
    hold.letGo();
    const ended = await going;
    expect(ended).toMatchObject({ value: { requested: 20, kinds: { answered: 20 } } });
    // An hour more would make it 0.006 a second.
    expect(told.at(-1)?.perSecond).toBeGreaterThan(0.01);
    expect(told.at(-1)).not.toHaveProperty('isHeld');
  });

  test('can be stopped while it is held', async () => {
    const { benchmark, ports } = await smallBenchmark(5);
    const hold = hand();
    hold.hold();
    const ending = new AbortController();
    const model = scriptedModel();
    const going = evaluate(planFor(benchmark, model), { ...ports, hold }, {}, ending.signal);
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    ending.abort();
    const ended: { ok: boolean; value?: RunSummary } = await going;
    expect(ended.value).toMatchObject({ stopped: 'cancelled', requestsSent: 0 });
    expect(model.requests).toHaveLength(0);
  });
});

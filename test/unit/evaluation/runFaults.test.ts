import { execFileSync } from 'node:child_process';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EvaluatePlan, EvaluatePorts, RunSummary } from '../../../src/core/evaluation/plan.ts';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import { runPaths } from '../../../src/core/evaluation/runStore.ts';
import { openAiModel } from '../../../src/core/models/openAiModel.ts';
import { lineAppender } from '../../../src/platform/node/lineFile.ts';
import { nodeClock } from '../../../src/platform/node/nodeClock.ts';
import { writableFolder } from '../../../src/platform/node/nodeFolder.ts';
import type { FakeReply } from '../../fakes/fakeReply.ts';
import { answerWith, errorReply, rateLimited } from '../../fakes/fakeScripts.ts';
import { startFakeOpenAi } from '../../fakes/openAiServer.ts';
import type { FakeOpenAi, FakeScript } from '../../fakes/openAiServer.ts';
import {
  allPlaces,
  linesOnDisk,
  oneStage,
  places,
  planFor,
  scratchFolder,
  smallBenchmark,
  virtualClock,
} from './runKit.ts';

const happy = answerWith('happy');
const never = new AbortController().signal;

interface Setting {
  readonly server: FakeOpenAi;
  readonly root: string;
  readonly plan: EvaluatePlan;
  readonly ports: EvaluatePorts;
  run(ports?: Partial<EvaluatePorts>, more?: Partial<EvaluatePlan>): Promise<RunSummary>;
  /** Whether a request is under way. */
  isAsking(): boolean;
  /** One outcome for each question on disk, and no more. */
  isWhole(run: string): Promise<void>;
}

async function setting(count: number, script: FakeScript): Promise<Setting> {
  const { root, benchmark, ports } = await smallBenchmark(count);
  const server = await startFakeOpenAi(script);
  onTestFinished(() => server.close());
  const connection = { name: 'fake', baseUrl: server.baseUrl, model: 'fake-vision' };
  const model = openAiModel({ connection, key: 'k' });
  let asking = 0;
  const ask: typeof model.ask = async (...request) => {
    asking++;
    return model.ask(...request).finally(() => asking--);
  };
  const plan = planFor(benchmark, { ...model, ask }, { protocol: oneStage });
  return {
    isAsking: () => asking > 0,
    server,
    root,
    plan,
    ports,
    async run(other = {}, more = {}) {
      const ended = await evaluate({ ...plan, ...more }, { ...ports, ...other }, {}, never);
      if (!ended.ok) throw new Error(JSON.stringify(ended.error));
      return ended.value;
    },
    async isWhole(run) {
      expect(places(await linesOnDisk(root, run))).toEqual(allPlaces(benchmark, oneStage));
    },
  };
}

describe('a server that asks to wait two minutes', () => {
  test.each([
    ['in seconds', () => ({ retryAfter: '120' }), 120_000],
    ['in ms, which wins over seconds', () => ({ retryAfterMs: '120500', retryAfter: '1' }), 120_500],
    ['as a date', () => ({ retryAfter: new Date(Date.now() + 121_000).toUTCString() }), 119_000],
  ] as const)('%s is waited for, and everything is answered', async (_name, headers, waitMs) => {
    const clock = virtualClock();
    const { server, run, isWhole } = await setting(6, (request, n) =>
      n === 2 ? rateLimited(headers()) : happy(request, n),
    );
    const summary = await run({ clock }, { limits: { concurrency: 1 } });
    expect(summary).toMatchObject({ requested: 6, requestsSent: 7, kinds: { answered: 6 } });
    expect(server.requests).toHaveLength(7);
    expect(summary.ms).toBeGreaterThanOrEqual(waitMs);
    expect(summary.ms).toBeLessThan(waitMs + 10_000);
    await isWhole(summary.run);
  });
});

test('a server that says "too much" for ever, and not for how long, is left after minutes, not hours', async () => {
  const { server, run, isAsking } = await setting(40, (request, n) => (n < 20 ? happy(request, n) : rateLimited()));
  const clock = virtualClock(isAsking);
  const left = await run({ clock }, { limits: { concurrency: 8 } });
  expect(left).toMatchObject({ stopped: 'rateLimited', kinds: { answered: 20 }, failures: {} });
  expect(left.ms).toBeGreaterThan(120_000);
  expect(left.ms).toBeLessThan(400_000);
  server.setScript(happy);
  expect(await run({ clock }, { resume: { run: left.run, retryFailed: false } })).toMatchObject({
    requested: 20,
    kinds: { answered: 40 },
  });
});

test.each([500, 502, 503, 408])(
  'a burst of %i: each question gets its answer, and nothing is sent that need not be',
  async (status) => {
    const { server, run, isAsking, isWhole } = await setting(30, (request, n) =>
      n >= 10 && n < 30 ? errorReply(status, 'busy') : happy(request, n),
    );
    const summary = await run({ clock: virtualClock(isAsking) }, { limits: { concurrency: 8 } });
    expect(summary).toMatchObject({ requested: 30, kinds: { answered: 30 }, failures: {} });
    // Twenty were lost in the burst; each was sent once more.
    expect(server.requests).toHaveLength(50);
    await isWhole(summary.run);
  },
);

test.each([500, 502, 503, 408])(
  'a burst of %i that outlasts the usual tries of every lane is sat out',
  async (status) => {
    const { server, run, isAsking, isWhole } = await setting(20, (request, n) =>
      n >= 4 && n < 20 ? errorReply(status, 'busy') : happy(request, n),
    );
    // Two lanes: each meets the burst eight times in a row.
    const summary = await run({ clock: virtualClock(isAsking) }, { limits: { concurrency: 2 } });
    expect(summary).toMatchObject({ requested: 20, kinds: { answered: 20 }, failures: {} });
    expect(server.requests).toHaveLength(36);
    await isWhole(summary.run);
  },
);

describe('answers in unusual shapes', () => {
  test.each<[string, FakeReply, object]>([
    [
      'content in parts',
      {
        message: {
          content: [
            { type: 'text', text: 'hap' },
            { type: 'text', text: 'py' },
          ],
        },
      },
      { kind: 'answered', label: 'happy' },
    ],
    [
      'a refusal field',
      { message: { content: null, refusal: 'I cannot.' } },
      { kind: 'refused', refusal: 'I cannot.' },
    ],
    [
      'a refusal in parts',
      { message: { content: [{ type: 'refusal', refusal: 'No.' }] } },
      { kind: 'refused', refusal: 'No.' },
    ],
    [
      'a content filter',
      { text: '', choice: { finish_reason: 'content_filter' } },
      { kind: 'refused', finish: 'content_filter' },
    ],
    [
      'a cut answer',
      { text: 'The brows', choice: { finish_reason: 'length' } },
      { kind: 'truncated', finish: 'length' },
    ],
    ['a cut answer without a word', { text: '', choice: { finish_reason: 'length' } }, { kind: 'truncated' }],
    ['no usage', { text: 'sad', usage: null }, { kind: 'answered', label: 'sad', isEstimated: true }],
  ])('%s is one outcome from one request', async (_name, reply, outcome) => {
    const { server, root, run, isWhole } = await setting(3, () => ({ ...reply }));
    const summary = await run();
    expect(server.requests).toHaveLength(3);
    for (const line of await linesOnDisk(root, summary.run)) expect(line).toMatchObject(outcome);
    await isWhole(summary.run);
  });

  test.each<[string, FakeReply]>([
    ['HTML', { body: '<html>welcome</html>' }],
    ['choices: []', { json: { choices: [] } }],
    ['content: null', { text: '', message: { content: null } }],
  ])('a 200 with %s is asked twice and no more, and is no label', async (_name, reply) => {
    const { server, root, run, isWhole } = await setting(3, () => reply);
    const summary = await run({ clock: virtualClock() });
    expect(summary.kinds).toEqual({ failed: 3 });
    expect(server.requests).toHaveLength(6);
    for (const line of await linesOnDisk(root, summary.run)) expect(line).not.toHaveProperty('label');
    await isWhole(summary.run);
  });
});

test.each([
  ['a key that is taken away', 'unauthorized', errorReply(401, 'Incorrect API key provided')],
  ['an account that runs dry', 'quotaSpent', errorReply(402, 'Payment required')],
  ['a model that is unloaded', 'unknownModel', errorReply(404, 'The model `fake-vision` does not exist')],
] as const)(
  '%s after 500 good answers stops the run at once; put right, it goes on',
  async (_what, stopped, fault) => {
    const { server, run, isWhole } = await setting(560, (request, n) => (n < 500 ? happy(request, n) : fault));
    const limits = { concurrency: 8 };
    const first = await run({}, { limits });
    expect(first).toMatchObject({ stopped, kinds: { answered: 500 }, failures: {} });
    expect(server.requests.length).toBeLessThanOrEqual(508);
    server.setScript(happy);
    const second = await run({}, { limits, resume: { run: first.run, retryFailed: false } });
    expect(second).toMatchObject({ requested: 60, resumed: 500, kinds: { answered: 560 } });
    expect(server.billed).toBe(560);
    await isWhole(first.run);
  },
  60_000,
);

test('a wall clock that jumps by hours, both ways, changes nothing but the dates', async () => {
  const jumps = [0, 7, -5, 30, -30, 3];
  let calls = 0;
  const clock = { ...nodeClock, now: () => Date.now() + jumps[calls++ % jumps.length]! * 3_600_000 };
  const { server, root, run, isWhole } = await setting(40, (request, n) =>
    n % 9 === 4 ? rateLimited({ retryAfterMs: '20' }) : happy(request, n),
  );
  const summary = await run(
    { clock },
    { limits: { concurrency: 4, requestsPerMinute: 6000, tokensPerMinute: 10_000_000 } },
  );
  expect(summary).toMatchObject({ requested: 40, kinds: { answered: 40 }, failures: {} });
  expect(summary.requestsSent).toBe(server.requests.length);
  expect(server.billed).toBe(40);
  // Hours of the wall clock are no hours of work.
  expect(summary.ms).toBeLessThan(3_600_000);
  const lines = await linesOnDisk(root, summary.run);
  for (const { at, latencyMs } of lines) {
    expect(new Date(at).toISOString()).toBe(at);
    expect(latencyMs).toBeGreaterThanOrEqual(0);
    expect(latencyMs).toBeLessThan(60_000);
  }
  await isWhole(summary.run);
});

/** A file system with room for a few dozen outcomes; `undefined` where this process may not mount one. */
async function tinyDisk(): Promise<string | undefined> {
  const place = join(await scratchFolder(), 'disk');
  await mkdir(place);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48k', 'tmpfs', place], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', [place]));
  return place;
}

/** A store whose disk is full after so many bytes, in the middle of a line, and which cannot even cut the torn line off. */
function fullAfter(store: EvaluatePorts['store'], root: string, bytes: number): EvaluatePorts['store'] {
  return {
    ...store,
    async openLines(path) {
      const opened = await store.openLines(path);
      if (!opened.ok) return opened;
      await opened.value.close();
      const handle = await open(join(root, '.emolens', path), 'a');
      const noSpace = (): never => {
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      };
      let room = bytes;
      const target = {
        async write(buffer: Uint8Array, offset: number, length: number) {
          if (room === 0) noSpace();
          const { bytesWritten } = await handle.write(buffer, offset, Math.min(length, room));
          room -= bytesWritten;
          return { bytesWritten };
        },
        truncate: () => Promise.resolve().then(noSpace),
        datasync: () => handle.datasync(),
        close: () => handle.close(),
      };
      return { ok: true, value: lineAppender(target, path, 0, opened.value.repairedBytes) };
    },
  };
}

describe('a disk that is full', () => {
  test('in the middle of a line stops the run; the torn line is cut off at the resume and asked again', async () => {
    const { server, root, plan, ports, run, isWhole } = await setting(40, happy);
    const told: string[] = [];
    const store = fullAfter(ports.store, root, 9999);
    const events = { onOutcome: (one: { item: string }) => void told.push(one.item) };
    const ended = await evaluate({ ...plan, run: 'r' }, { ...ports, store }, events, never);
    expect(ended).toMatchObject({ ok: true, value: { stopped: 'diskFull' } });
    // What was told is on disk whole; behind it is a part of a line.
    const file = await ports.store.read(runPaths('r').outcomes);
    const text = file.ok ? new TextDecoder().decode(file.value) : '';
    expect(text).toHaveLength(9999);
    expect(text.endsWith('\n')).toBe(false);
    expect(text.split('\n')).toHaveLength(told.length + 1);
    const second = await run({}, { resume: { run: 'r', retryFailed: false } });
    expect(second).toMatchObject({ resumed: told.length, requested: 40 - told.length, kinds: { answered: 40 } });
    expect(second.repairedBytes).toBeGreaterThan(0);
    // Four at a time were under way when there was no more room.
    expect(server.billed).toBeLessThanOrEqual(44);
    await isWhole('r');
  });

  test('on a real file system, or one that fails like it, can be made room on and gone on with', async () => {
    const { server, root, plan, ports } = await setting(120, happy);
    const disk = await tinyDisk();
    const store = disk === undefined ? fullAfter(ports.store, root, 20_000) : writableFolder(join(disk, '.emolens'));
    const filling = disk === undefined ? undefined : join(disk, 'filling');
    if (filling !== undefined) await writeFile(filling, new Uint8Array(8192));
    const ended = await evaluate({ ...plan, run: 'r' }, { ...ports, store }, {}, never);
    expect(ended).toMatchObject({ ok: true, value: { stopped: 'diskFull' } });
    const first = ended.ok ? ended.value.requested : 0;
    expect(first).toBeGreaterThan(5);
    expect(first).toBeLessThan(120);
    if (disk !== undefined) execFileSync('mount', ['-o', 'remount,size=4m', disk]);
    const roomy = disk === undefined ? ports.store : store;
    const resume = { run: 'r', retryFailed: false };
    const second = await evaluate({ ...plan, resume }, { ...ports, store: roomy }, {}, never);
    expect(second).toMatchObject({
      ok: true,
      value: { resumed: first, requested: 120 - first, kinds: { answered: 120 } },
    });
    const lines = await linesOnDisk(disk ?? root, 'r');
    expect(places(lines)).toEqual(allPlaces(plan.benchmark, oneStage));
    expect(server.billed).toBeLessThanOrEqual(124);
  });
});

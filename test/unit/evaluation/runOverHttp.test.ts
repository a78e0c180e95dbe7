import { describe, expect, onTestFinished, test } from 'vitest';
import type { EvaluatePlan, RunSummary } from '../../../src/core/evaluation/plan.ts';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import { openAiModel } from '../../../src/core/models/openAiModel.ts';
import { answerWith, errorReply, failsFirst, flaky, rateLimited } from '../../fakes/fakeScripts.ts';
import type { FakeReply } from '../../fakes/fakeReply.ts';
import { startFakeOpenAi } from '../../fakes/openAiServer.ts';
import type { FakeOpenAi, FakeOptions, FakeScript } from '../../fakes/openAiServer.ts';
import { allPlaces, linesOnDisk, oneStage, places, planFor, smallBenchmark } from './runKit.ts';

interface Setting {
  readonly server: FakeOpenAi;
  readonly root: string;
  readonly plan: EvaluatePlan;
  run(more?: Partial<EvaluatePlan>): Promise<RunSummary>;
}

/** A small benchmark and a model over HTTP that is answered by `script`. */
async function setting(count: number, script: FakeScript, options: FakeOptions = {}): Promise<Setting> {
  const { root, benchmark, ports } = await smallBenchmark(count);
  const server = await startFakeOpenAi(script, options);
  onTestFinished(() => server.close());
  const connection = { name: 'fake', baseUrl: server.baseUrl, model: 'fake-vision', timeoutSeconds: 1 };
  const plan = planFor(benchmark, openAiModel({ connection, key: 'sk-secret-0123456789' }), { protocol: oneStage });
  const run = async (more: Partial<EvaluatePlan> = {}): Promise<RunSummary> => {
    // Waits of the policy are halved at most: with this they are short and the same each time.
    const ended = await evaluate(
      { ...plan, ...more },
      { ...ports, random: () => 0.999 },
      {},
      new AbortController().signal,
    );
    if (!ended.ok) throw new Error(JSON.stringify(ended.error));
    return ended.value;
  };
  return { server, root, plan, run };
}

const happy = answerWith('happy');

describe('faults that another try mends: every question is answered in the end, and none twice', () => {
  const faults: [string, FakeReply][] = [
    ['429 with a wait in seconds', rateLimited({ retryAfter: '1' })],
    ['429 with a wait in ms', rateLimited({ retryAfterMs: '40' })],
    ['429 with a date', rateLimited({ retryAfter: new Date(Date.now() + 2000).toUTCString() })],
    ['429 without a word', rateLimited()],
    ['408', errorReply(408, 'timed out')],
    ['409', errorReply(409, 'conflict')],
    ['425', errorReply(425, 'too early')],
    ['500', errorReply(500, 'boom')],
    ['502 with HTML', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['503', errorReply(503, 'busy')],
    ['a connection cut before the answer', { text: 'happy', drop: 'before' }],
    ['a connection cut in the body', { text: 'happy', drop: 'during' }],
    ['a connection cut before the end', { text: 'happy', drop: 'after' }],
    ['an answer that never ends', { text: 'happy', neverEnds: true }],
  ];
  test.each(faults)('%s', async (name, fault) => {
    const { server, root, plan, run } = await setting(4, failsFirst(1, fault, happy));
    const summary = await run();
    expect(summary).toMatchObject({ requested: 4, kinds: { answered: 4 }, failures: {} });
    // Each question met the fault once and was sent once more; an answer that lacks nothing but its end is whole, and paid for.
    expect(server.requests).toHaveLength(name === 'a connection cut before the end' ? 4 : 8);
    expect(summary.requestsSent).toBe(server.requests.length);
    expect(places(await linesOnDisk(root, summary.run))).toEqual(allPlaces(plan.benchmark, oneStage));
  });

  test('a storm of all of them', async () => {
    const storm = faults
      .filter(([name]) => !name.includes('never ends') && !name.includes('date'))
      .map(([, fault]) => fault);
    const script = flaky(3, storm as [FakeReply, ...FakeReply[]], happy);
    const { root, plan, run } = await setting(40, script);
    const summary = await run({ limits: { concurrency: 8 } });
    expect(summary).toMatchObject({ requested: 40, kinds: { answered: 40 } });
    expect(places(await linesOnDisk(root, summary.run))).toEqual(allPlaces(plan.benchmark, oneStage));
  }, 40_000);

  test('a server that closes idle connections', async () => {
    const { run, server } = await setting(12, answerWith('happy', 3), { keepAliveMs: 1 });
    const summary = await run({ limits: { concurrency: 2, requestsPerMinute: 6000 } });
    expect(summary).toMatchObject({ requested: 12, kinds: { answered: 12 } });
    expect(server.billed).toBe(12);
  });
});

describe('answers that are no answer', () => {
  test.each<[string, FakeReply, string]>([
    ['a refusal field', { text: '', message: { content: null, refusal: 'I cannot help with that.' } }, 'refused'],
    ['a content filter', { text: '', choice: { finish_reason: 'content_filter' } }, 'refused'],
    ['one cut by the token limit', { text: 'The brows are', choice: { finish_reason: 'length' } }, 'truncated'],
    ['nonsense', { text: 'qwxz' }, 'unparsed'],
  ])('%s', async (_name, reply, kind) => {
    const { run, root } = await setting(1, () => reply);
    const summary = await run();
    expect(summary.kinds).toEqual({ [kind]: 1 });
    expect((await linesOnDisk(root, summary.run))[0]).not.toHaveProperty('label');
  });

  test.each<[string, FakeReply]>([
    ['HTML', { body: '<html>welcome</html>' }],
    ['no choices', { json: { id: 'x', object: 'chat.completion', choices: [] } }],
    ['null content', { text: '', message: { content: null } }],
  ])('a 200 with %s is a failure of that item, asked no more than twice, and mends on retry', async (_name, reply) => {
    const { run, root, server, plan } = await setting(2, () => reply);
    const first = await run();
    expect(first.kinds).toEqual({ failed: 2 });
    expect(server.requests.length).toBeLessThanOrEqual(4);
    server.setScript(happy);
    const second = await run({ resume: { run: first.run, retryFailed: true } });
    expect(second).toMatchObject({ requested: 2, kinds: { answered: 2 }, failures: {} });
    expect(places(await linesOnDisk(root, first.run))).toEqual(allPlaces(plan.benchmark, oneStage));
  });

  test('a stream that nobody asked for is an answer', async () => {
    const delta = { choices: [{ index: 0, delta: { content: 'happy' }, finish_reason: 'stop' }] };
    const body = `data: ${JSON.stringify(delta)}\n\ndata: [DONE]\n\n`;
    const { run, server } = await setting(3, () => ({ body, headers: { 'content-type': 'text/event-stream' } }));
    expect(await run()).toMatchObject({ kinds: { answered: 3 }, requestsSent: 3 });
    expect(server.requests).toHaveLength(3);
  });

  test("a 400 for one picture only is that picture's outcome", async () => {
    const { benchmark, ports } = await smallBenchmark(1);
    const sha = await ports.hasher.sha256(
      ((await ports.images.read(benchmark.items.at(0)!.path)) as { value: Uint8Array }).value,
    );
    const { run, root } = await setting(5, (request, n) =>
      request.images[0]?.sha256 === sha ? errorReply(400, 'invalid image input') : happy(request, n),
    );
    const summary = await run();
    expect(summary).toMatchObject({ kinds: { answered: 4, failed: 1 }, failures: { badRequest: 1 }, requestsSent: 5 });
    const failed = (await linesOnDisk(root, summary.run)).find(({ kind }) => kind === 'failed');
    expect(failed).toMatchObject({ item: 'dataset/i0.png', httpStatus: 400, requestId: 'req-fake' });
  });
});

test('a key that stops being good stops the run; what was answered stays, and the key is nowhere on disk', async () => {
  const { run, root, server } = await setting(60, (request, n) =>
    n < 30 ? happy(request, n) : errorReply(401, 'Incorrect API key provided: sk-secret-0123456789'),
  );
  const first = await run();
  expect(first).toMatchObject({ stopped: 'unauthorized', kinds: { answered: 30 }, failures: {} });
  expect(first.stoppedDetail).not.toContain('sk-secret');
  server.setScript(happy);
  const second = await run({ resume: { run: first.run, retryFailed: false } });
  expect(second).toMatchObject({ requested: 30, resumed: 30, kinds: { answered: 60 } });
  expect(server.billed).toBe(60);
  expect(JSON.stringify(await linesOnDisk(root, first.run))).not.toContain('sk-secret');
});

test('a long wait that the server asks for is shown and can be given up', async () => {
  const { plan } = await setting(3, () => rateLimited({ retryAfter: '120' }));
  const { ports } = await smallBenchmark(3);
  const ending = new AbortController();
  const ended = await evaluate(
    plan,
    ports,
    { onProgress: ({ waitingMs }) => waitingMs !== undefined && waitingMs > 100_000 && ending.abort() },
    ending.signal,
  );
  expect(ended).toMatchObject({ ok: true, value: { stopped: 'cancelled', requested: 0 } });
});

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { builtInLexicon } from '../../../src/core/affect/lexicon.ts';
import { readPythonLiteral } from '../../../src/core/benchmark/tables/pythonLiteral.ts';
import { readAnswer } from '../../../src/core/evaluation/answerReader.ts';
import type { Reading } from '../../../src/core/evaluation/answerReader.ts';
import type { ShownOptions } from '../../../src/core/evaluation/options.ts';
import type { EvaluatePlan, EvaluatePorts } from '../../../src/core/evaluation/plan.ts';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import { openRun } from '../../../src/core/evaluation/runStore.ts';
import { defaultTimeoutSeconds } from '../../../src/core/models/connection.ts';
import { openAiModel } from '../../../src/core/models/openAiModel.ts';
import { scoreRun } from '../../../src/core/scoring/scoreRun.ts';
import type { ClassStageScores } from '../../../src/core/scoring/stageScores.ts';
import { answerWith, errorReply, rateLimited } from '../../fakes/fakeScripts.ts';
import { startFakeOpenAi } from '../../fakes/openAiServer.ts';
import type { FakeOpenAi, FakeScript } from '../../fakes/openAiServer.ts';
import { memo, memoLetters } from './readerCase.ts';
import {
  allPlaces,
  answer,
  failure,
  linesOnDisk,
  never,
  oneStage,
  places,
  planFor,
  run,
  scriptedModel,
  smallBenchmark,
  tinyPng,
  virtualClock,
} from './runKit.ts';

// What the best peers get wrong, one test or more for each, under the numbers of the list that the issue names.

function read(
  reply: string,
  labels: readonly string[] = memo.kind === 'choice' ? memo.labels : [],
  options?: ShownOptions,
): Reading {
  return readAnswer({ reply, answer: { kind: 'choice', labels }, ...(options && { options }) }, builtInLexicon);
}

async function serving(script: FakeScript): Promise<FakeOpenAi> {
  const server = await startFakeOpenAi(script);
  onTestFinished(() => server.close());
  return server;
}

/** A benchmark of so many pictures that is asked one question over HTTP. */
async function overHttp(
  count: number,
  script: FakeScript,
  key = 'k',
): Promise<{ server: FakeOpenAi; root: string; plan: EvaluatePlan; ports: EvaluatePorts }> {
  const server = await serving(script);
  const { root, benchmark, ports } = await smallBenchmark(count);
  const connection = { name: 'fake', baseUrl: server.baseUrl, model: 'fake-vision' };
  return { server, root, ports, plan: planFor(benchmark, openAiModel({ connection, key }), { protocol: oneStage }) };
}

describe('fault 1: a label inside another word', () => {
  test.each(['unhappy', 'The person looks unhappy.', 'Unhappy, I would say.', 'a sort of unhappiness'])(
    '%s is not happy',
    (reply) => {
      expect(read(reply).label).not.toBe('happy');
    },
  );
});

describe('fault 2: an article read as a letter', () => {
  test.each([
    ['A worried man', 'worry'],
    ['A sad child looks down.', 'sad'],
    ['I see an angry face.', 'angry'],
  ])('%s is %s', (reply, label) => {
    expect(read(reply, undefined, memoLetters)).toMatchObject({ kind: 'answered', label });
  });

  test.each(['A man in a coat.', 'I look at a person.'])('%s is no answer', (reply) => {
    expect(read(reply, undefined, memoLetters).kind).toBe('unparsed');
  });
});

describe('fault 3: letters beyond the fourth', () => {
  const eight = ['joy', 'anger', 'fear', 'awe', 'disgust', 'sad', 'contentment', 'excitement'];
  const frames = [
    "The answer is **%**. Here's why: the brows.",
    '(%)',
    '%',
    '**%.**',
    'Answer: %',
    'My choice is option %.',
  ];
  test.each(eight.map((label, at) => ['ABCDEFGH'.charAt(at), label] as const))(
    '%s is %s in every frame',
    (letter, label) => {
      for (const frame of frames) {
        const options = { style: 'letters', order: eight } as const;
        expect(read(frame.replace('%', letter), eight, options), frame).toMatchObject({ kind: 'answered', label });
      }
    },
  );
});

describe('fault 4: forms of a word', () => {
  const nouns = ['happiness', 'sadness', 'anger', 'surprise', 'worry', 'neutrality'];
  const adjectives = ['happy', 'sad', 'angry', 'surprised', 'worried', 'neutral'];
  test.each([
    [nouns, 'Happy', 'happiness'],
    [nouns, 'Neutral', 'neutrality'],
    [nouns, 'angry', 'anger'],
    [nouns, 'She is worried.', 'worry'],
    [adjectives, 'The emotion is anger', 'angry'],
    [adjectives, 'Sadness', 'sad'],
    [adjectives, 'It shows happiness.', 'happy'],
    [adjectives, 'surprise', 'surprised'],
  ])('among %j, %s is %s', (labels, reply, label) => {
    expect(read(reply, labels)).toMatchObject({ kind: 'answered', label });
  });
});

test('fault 5: a second model that fails again and again leaves the reply unread; nothing is drawn at random', async () => {
  const { root, benchmark, ports } = await smallBenchmark(8);
  const murky = scriptedModel(() => answer('The mouth curves as if the day had gone better than hoped.'));
  const second = Object.assign(
    scriptedModel(() => failure('serverError')),
    { id: 'second' },
  );
  const plan = planFor(benchmark, murky, { protocol: oneStage, extractor: { model: second } });
  const summary = await run(plan, { ...ports, clock: virtualClock() });
  expect(summary.kinds).toEqual({ unparsed: 8 });
  for (const line of await linesOnDisk(root, summary.run)) expect(line).not.toHaveProperty('label');
});

test('fault 6: each outcome is written once, so that what is written grows with the outcomes and no faster', async () => {
  const writtenFor = async (count: number): Promise<number> => {
    const { benchmark, ports } = await smallBenchmark(count);
    let written = 0;
    const store: EvaluatePorts['store'] = {
      ...ports.store,
      write(path, bytes) {
        if (path.endsWith('.jsonl')) written += bytes.length;
        return ports.store.write(path, bytes);
      },
      async openLines(path) {
        const opened = await ports.store.openLines(path);
        if (!opened.ok) return opened;
        const { value: lines } = opened;
        return {
          ok: true,
          value: {
            repairedBytes: lines.repairedBytes,
            append(line) {
              written += line.length + 1;
              return lines.append(line);
            },
            close: () => lines.close(),
          },
        };
      },
    };
    await run(planFor(benchmark, scriptedModel(), { protocol: oneStage, run: 'r' }), { ...ports, store });
    return written / count;
  };
  const [few, many] = [await writtenFor(20), await writtenFor(200)];
  expect(few).toBeGreaterThan(100);
  expect(Math.abs(many / few - 1)).toBeLessThan(0.02);
});

describe('fault 7: keys, detail and retries', () => {
  const key = 'sk-very-secret-0123456789abcdef';

  test('the key is in no file, even where the server says it back', async () => {
    const script: FakeScript = (request, n) =>
      n % 2 === 0 ? errorReply(400, `bad request with ${key}`) : answerWith(`happy ${key}`)(request, n);
    const { root, plan, ports } = await overHttp(6, script, key);
    const summary = await run(plan, ports);
    expect(summary.failures).toEqual({ badRequest: 3 });
    const files = await readdir(join(root, '.emolens'), { recursive: true, withFileTypes: true });
    for (const file of files.filter((one) => one.isFile())) {
      expect(await readFile(join(file.parentPath, file.name), 'utf8'), file.name).not.toContain(key);
    }
  });

  test('pictures are not sent in low detail, a 401 is sent once, and a wait is as long as the server asks', async () => {
    const { server, plan, ports } = await overHttp(1, (_request, n) =>
      n === 0 ? rateLimited({ retryAfter: '90' }) : errorReply(401, 'no'),
    );
    const clock = virtualClock();
    const summary = await run(plan, { ...ports, clock });
    expect(summary).toMatchObject({ stopped: 'unauthorized', requestsSent: 2 });
    const longest = Math.max(...clock.sleeps);
    expect(longest).toBeGreaterThanOrEqual(90_000);
    expect(longest).toBeLessThan(90_100);
    expect(JSON.stringify(server.requests[0]?.body)).not.toContain('"detail"');
  });
});

test('fault 8: a reply of any length is kept whole, beside tokens, cost and latency', async () => {
  const long = `${'The brows are raised. '.repeat(4000)}\nANSWER: happy`;
  const { root, plan, ports } = await overHttp(1, answerWith(long));
  const summary = await run({ ...plan, price: { inputPerMillionUsd: 1, outputPerMillionUsd: 1 } }, ports);
  const [line] = await linesOnDisk(root, summary.run);
  expect(line).toMatchObject({ reply: long, label: 'happy', usage: { input: 100, output: 5 } });
  expect(line?.costUsd).toBeGreaterThan(0);
  expect(line?.latencyMs).toBeGreaterThan(0);
});

test('fault 9: a failure is no reply, and is asked again when that is wished, though nothing else has changed', async () => {
  const { root, server, plan, ports } = await overHttp(4, () => errorReply(400, 'happy'));
  const first = await run({ ...plan, parameters: { ...plan.parameters, temperature: 0 } }, ports);
  for (const line of await linesOnDisk(root, first.run)) {
    expect(line.kind).toBe('failed');
    expect(line).not.toHaveProperty('reply');
    expect(line).not.toHaveProperty('label');
  }
  server.setScript(answerWith('happy'));
  const second = await run({ ...plan, resume: { run: first.run, retryFailed: true } }, ports);
  expect(second).toMatchObject({ requested: 4, kinds: { answered: 4 }, failures: {} });
  expect(places(await linesOnDisk(root, first.run))).toEqual(allPlaces(plan.benchmark, oneStage));
});

test('fault 10: a picture that was replaced under its name is asked again, and a slow answer is waited for', async () => {
  const { root, server, plan, ports } = await overHttp(3, answerWith('happy'));
  const first = await run(plan, ports);
  await writeFile(join(root, plan.benchmark.items.at(1)!.path), tinyPng(4711));
  const second = await run({ ...plan, resume: { run: first.run, retryFailed: false } }, ports);
  expect(second).toMatchObject({ requested: 1, resumed: 2 });
  expect(server.requests).toHaveLength(4);
  expect(places(await linesOnDisk(root, first.run))).toEqual(allPlaces(plan.benchmark, oneStage));
  expect(defaultTimeoutSeconds).toBeGreaterThanOrEqual(60);
});

describe('fault 11: outcomes only at the end, and the first word that is found', () => {
  test('an outcome is on disk before it is told, and an interrupted run goes on where it was', async () => {
    const { root, benchmark, ports } = await smallBenchmark(9);
    const ending = new AbortController();
    const plan = planFor(benchmark, scriptedModel(), { protocol: oneStage, run: 'r', limits: { concurrency: 1 } });
    let told = 0;
    const ended = await evaluate(plan, ports, { onOutcome: () => ++told === 5 && ending.abort() }, ending.signal);
    expect(ended).toMatchObject({ ok: true, value: { stopped: 'cancelled' } });
    expect((await linesOnDisk(root, 'r')).length).toBe(told);
    const second = await run({ ...plan, resume: { run: 'r', retryFailed: false } }, ports);
    expect(second).toMatchObject({ resumed: told, requested: 9 - told });
  });

  test.each([
    ['not happy but sad', 'sad'],
    ['She is angry rather than worried.', 'angry'],
    ['neither happy nor sad; clearly surprised', 'surprise'],
  ])('%s is %s', (reply, label) => {
    expect(read(reply)).toMatchObject({ kind: 'answered', label });
  });
});

test('fault 12: tries have an end, a bad request is no rate limit, and neither is a text to be read', async () => {
  const { root, server, plan, ports } = await overHttp(2, (request) =>
    request.images[0]?.sha256 === undefined ? errorReply(500, 'x') : errorReply(400, 'No response (bad request).'),
  );
  const bad = await run(plan, { ...ports, clock: virtualClock() });
  expect(bad).toMatchObject({ requestsSent: 2, failures: { badRequest: 2 } });
  for (const line of await linesOnDisk(root, bad.run)) expect(line).not.toHaveProperty('reply');
  server.setScript(() => errorReply(500, 'boom'));
  const down = await run(plan, { ...ports, clock: virtualClock() });
  expect(down).toMatchObject({ requestsSent: 12, failures: { serverError: 2 } });
  server.setScript(() => rateLimited());
  const busy = await run(plan, { ...ports, clock: virtualClock() });
  expect(busy).toMatchObject({ stopped: 'rateLimited', kinds: {} });
});

describe('fault 13: data that is run, and gaps that stay', () => {
  test.each(['__import__("os").system("touch x")', '[open("x", "w")]', '{"A": print(1)}'])(
    '%s is no literal',
    (text) => {
      expect(readPythonLiteral(text)).toBeUndefined();
    },
  );

  test('a gap in the middle is filled, and the file is not written anew for each outcome', async () => {
    const { root, benchmark, ports } = await smallBenchmark(6);
    const plan = planFor(benchmark, scriptedModel(), { protocol: oneStage, run: 'r' });
    await run(plan, ports);
    const path = join(root, '.emolens', 'runs', 'r', 'outcomes.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    const gone = lines.splice(2, 1)[0]!;
    await writeFile(path, lines.join('\n'));
    const model = scriptedModel();
    const again = await run({ ...plan, model, resume: { run: 'r', retryFailed: false } }, ports);
    expect(again).toMatchObject({ requested: 1, resumed: 5 });
    expect((await linesOnDisk(root, 'r')).at(-1)?.item).toBe((JSON.parse(gone) as { item: string }).item);
  });
});

describe('what scores make of replies without an answer', () => {
  const replies = ['happy', '', 'sad', 'I am sorry, I cannot tell.', 'qwxz', 'happy'];

  test('fault 14: none leaves the denominator, and macro F1 stands beside accuracy', async () => {
    const { root, benchmark, ports } = await smallBenchmark(replies.length);
    const model = scriptedModel((_request, n) =>
      replies[n] === '' ? failure('emptyResponse') : answer(replies[n] ?? ''),
    );
    const plan = planFor(benchmark, model, { protocol: oneStage, limits: { concurrency: 1, maxAttempts: 1 } });
    const summary = await run(plan, ports);
    expect(await linesOnDisk(root, summary.run)).toHaveLength(replies.length);
    const data = await openRun(ports.store, summary.run);
    if (!data.ok) throw new Error(JSON.stringify(data.error));
    const scores = scoreRun({ ...data.value, items: benchmark.items, resampling: { resamples: 10, seed: 1 } });
    const stage = scores.ok ? (scores.value.stages[0] as ClassStageScores) : undefined;
    // Labels in turn are happy, sad, worry: the first is right, the third and the last are wrong.
    expect(stage).toMatchObject({ n: 6, answered: 3, right: 1, coverage: 0.5 });
    expect(stage?.accuracyStrict).toBeCloseTo(1 / 6, 10);
    expect(stage?.kinds).toMatchObject({ answered: 3, failed: 1, refused: 1, unparsed: 1 });
    expect(stage).toHaveProperty('macroF1');
  });

  test('fault 16: a right answer in free text is right, and what cannot be read is told apart from wrong', () => {
    expect(read('I would say the man is angry.')).toMatchObject({ kind: 'answered', label: 'angry', rule: 'lexicon' });
    expect(read('The lighting is soft and the colours are warm.').kind).toBe('unparsed');
    expect(read('ANSWER: D', undefined, memoLetters)).toMatchObject({ label: 'surprise', rule: 'answerLine' });
    expect(read('ANSWER: disgust').kind).toBe('outOfSet');
  });
});

describe('fault 15: a run that is started again', () => {
  test('erases nothing: its name is taken, and its file is only added to', async () => {
    const { root, benchmark, ports } = await smallBenchmark(3);
    const plan = planFor(benchmark, scriptedModel(), { protocol: oneStage, run: 'r' });
    await run(plan, ports);
    const before = await linesOnDisk(root, 'r');
    expect(await evaluate(plan, ports, {}, never)).toMatchObject({ ok: false, error: { kind: 'runExists' } });
    expect(await linesOnDisk(root, 'r')).toEqual(before);
  });

  test('one slow answer holds back no other: they are on disk while it is waited for', async () => {
    const { root, benchmark, ports } = await smallBenchmark(8);
    let letGo = (): void => undefined;
    const slow = new Promise<void>((resolve) => (letGo = resolve));
    const model = scriptedModel(async (_request, n) => {
      if (n === 0) await slow;
      return answer('happy');
    });
    const plan = planFor(benchmark, model, { protocol: oneStage, run: 'r', limits: { concurrency: 2 } });
    let told = 0;
    let onDisk: Promise<number> | undefined;
    const ended = await evaluate(
      plan,
      ports,
      {
        onOutcome() {
          if (++told !== 7) return;
          onDisk = linesOnDisk(root, 'r').then(({ length }) => length);
          void onDisk.then(letGo);
        },
      },
      never,
    );
    expect(ended).toMatchObject({ ok: true, value: { requested: 8 } });
    expect(await onDisk).toBe(7);
  });
});

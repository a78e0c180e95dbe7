import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { stageKey } from '../../../src/core/evaluation/outcome.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import type { EvaluatePlan, EvaluatePorts, RunProgress } from '../../../src/core/evaluation/plan.ts';
import type { Protocol, ResolvedStage } from '../../../src/core/evaluation/protocol.ts';
import { shownOptions } from '../../../src/core/evaluation/questions.ts';
import { openRun, readRunRecord } from '../../../src/core/evaluation/runStore.ts';
import { questionsOf } from '../../../src/core/evaluation/stagesToAsk.ts';
import { openAiModel } from '../../../src/core/models/openAiModel.ts';
import type { ModelRequest } from '../../../src/core/models/model.ts';
import { answerWith } from '../../fakes/fakeScripts.ts';
import { startFakeOpenAi } from '../../fakes/openAiServer.ts';
import {
  answer,
  failure,
  labels,
  linesOnDisk,
  never,
  oneStage,
  planFor,
  run,
  scriptedModel,
  smallBenchmark,
  tinyPng,
} from './runKit.ts';

const inOrders = (orders: number): EvaluatePlan['parameters'] => ({
  conversation: 'separate',
  options: 'words',
  order: 'shuffled',
  orders,
});

function keysOf(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((outcome) => `${outcome.item}|${stageKey(outcome)}`).sort();
}

function textOf(request: ModelRequest): string {
  const part = request.messages.at(-1)?.parts.find(({ type }) => type === 'text');
  return part?.type === 'text' ? part.text : '';
}

/** A coarse choice, then a fine one that is asked where the coarse one was `happy`, then a number. */
const gated: Protocol = {
  version: 1,
  id: 'gated',
  title: 'Gated',
  stages: [
    { id: 'coarse', question: 'Coarse? {options}.', answer: { kind: 'choice', labels: 'labels' } },
    {
      id: 'fine',
      question: 'You said {label}. Sure? {options}.',
      answer: { kind: 'choice', labels: 'labels' },
      when: { stage: 'coarse', is: ['happy'] },
    },
    { id: 'degree', question: 'How strong, {min} to {max}?', answer: { kind: 'number', scale: 'degree' } },
  ],
};

describe('orders of the options', () => {
  const six = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
  const choice: ResolvedStage['answer'] = { kind: 'choice', labels: six };
  const order = (repeat: number | undefined, item = 'a.png', of: ResolvedStage['answer'] = choice): readonly string[] =>
    shownOptions(of, { style: 'words', order: 'shuffled', seed: 3, item, ...(repeat === undefined ? {} : { repeat }) })!
      .order;

  test('put each option at each place once in as many orders as there are options', () => {
    for (const item of ['a.png', 'b.png', 'c.png']) {
      const orders = six.map((_label, repeat) => order(repeat, item));
      for (let place = 0; place < six.length; place++) {
        expect(orders.map((one) => one[place]).sort()).toEqual([...six].sort());
      }
    }
  });

  test('of two options are both there are', () => {
    const yesNo: ResolvedStage['answer'] = { kind: 'yesNo', labels: ['yes', 'no'] };
    expect([order(0, 'a', yesNo), order(1, 'a', yesNo)].map(([first]) => first).sort()).toEqual(['no', 'yes']);
  });

  test('are shuffled anew after each round, and balanced in each', () => {
    const items = Array.from({ length: 20 }, (_none, at) => `i${at}`);
    expect(items.some((item) => order(6, item).join() !== order(0, item).join())).toBe(true);
    const second = six.map((_label, at) => order(6 + at)[0]);
    expect(second.sort()).toEqual([...six].sort());
  });

  test('begin with the order that a run with one order has: what is on disk stays what would be asked', () => {
    expect(order(0)).toEqual(order(undefined));
    // Written down when there was one order only.
    expect(order(undefined, 'dataset/i0.png')).toEqual(['happy', 'worry', 'neutral', 'sad', 'surprise', 'angry']);
  });

  test('are for stages that show options, one after the other', () => {
    const stages = [
      { id: 'a', question: '', answer: choice },
      { id: 'n', question: '', answer: { kind: 'number', scale: { min: 1, max: 5 } } },
      { id: 'o', question: '', answer: { kind: 'open', labels: six } },
      { id: 'r', question: '', answer: { kind: 'ranked', labels: six, top: 2 } },
    ] as const;
    const keys = questionsOf(stages, 3).map(({ key }) => key);
    expect(keys).toEqual(['a', 'n', 'o', 'r', 'a#1', 'r#1', 'a#2', 'r#2']);
    expect(questionsOf(stages).map(({ key }) => key)).toEqual(['a', 'n', 'o', 'r']);
  });
});

describe('a run in three orders', () => {
  test('asks each stage with options three times and the number once, and counts them all', async () => {
    const { root, benchmark, ports } = await smallBenchmark(4);
    const model = scriptedModel();
    const told: RunProgress[] = [];
    const summary = await run(planFor(benchmark, model, { parameters: inOrders(3) }), ports, never, {
      onProgress: (one) => told.push(one),
    });
    expect(summary).toMatchObject({ requested: 16, requestsSent: 16, kinds: { answered: 16 } });
    expect(told.at(-1)).toMatchObject({ done: 16, total: 16 });
    const lines = await linesOnDisk(root, summary.run);
    const perItem = ['degree', 'emotion', 'emotion#1', 'emotion#2'];
    expect(keysOf(lines)).toEqual(benchmark.items.flatMap(({ id }) => perItem.map((key) => `${id}|${key}`)).sort());
    const first = lines.filter(({ item, stage }) => item === 'dataset/i0.png' && stage === 'emotion');
    expect(new Set(first.map(({ options }) => options?.order.join())).size).toBe(3);
    for (const { question, options } of first) expect(question).toContain(options!.order.join(', '));
    expect(new Set(first.map(({ request }) => request)).size).toBe(3);
  });

  test('says in its record that the options are shuffled, whatever the plan said', async () => {
    const { benchmark, ports } = await smallBenchmark(2);
    const parameters = { ...inOrders(2), order: 'fixed' as const };
    const summary = await run(planFor(benchmark, scriptedModel(), { protocol: oneStage, parameters }), ports);
    const record = await readRunRecord(ports.store, summary.run);
    expect(record).toMatchObject({ ok: true, value: { parameters: { order: 'shuffled', orders: 2 } } });
  });

  test('has the first order under the name of the stage, for all who look there', async () => {
    const { benchmark, ports } = await smallBenchmark(1);
    const model = scriptedModel((request) => answer(request.options!.order[0]!));
    const summary = await run(planFor(benchmark, model, { protocol: oneStage, parameters: inOrders(3) }), ports);
    const opened = await openRun(ports.store, summary.run);
    if (!opened.ok) throw new Error(opened.error.kind);
    const stages = opened.value.outcomes.get('dataset/i0.png')!;
    expect([...stages.keys()]).toEqual(['emotion', 'emotion#1', 'emotion#2']);
    expect(stages.get('emotion')).not.toHaveProperty('repeat');
    expect(stages.get('emotion#2')).toMatchObject({ repeat: 2, stage: 'emotion' });
  });

  test('has the hashes of a run in one order for its first order', async () => {
    const { root, benchmark, ports } = await smallBenchmark(3);
    const one = { ...inOrders(1) };
    const plan = planFor(benchmark, scriptedModel(), { protocol: oneStage });
    const single = await run({ ...plan, parameters: one }, ports);
    const threefold = await run({ ...plan, parameters: inOrders(3) }, ports);
    const hashes = async (id: string): Promise<(string | undefined)[]> =>
      (await linesOnDisk(root, id)).flatMap(({ repeat, request }) => (repeat === undefined ? [request] : [])).sort();
    expect(await hashes(threefold.run)).toEqual(await hashes(single.run));
  });

  test('shows a yes/no question in both orders, though its options stand in no list', async () => {
    const { root, benchmark, ports } = await smallBenchmark(1);
    const protocol: Protocol = {
      ...oneStage,
      stages: [{ id: 'humor', question: 'Is it funny?', answer: { kind: 'yesNo' } }],
    };
    const model = scriptedModel(() => answer('yes'));
    const summary = await run(planFor(benchmark, model, { protocol, parameters: inOrders(2) }), ports);
    for (const { question, options } of await linesOnDisk(root, summary.run)) {
      expect(question).toContain(options!.order.map((word) => `"${word}"`).join(' or '));
    }
    expect(new Set(model.requests.map(textOf)).size).toBe(2);
  });
});

describe('each order is a chain of its own', () => {
  test('its gates and its {label} look at its own answers, and a number is asked in the first order alone', async () => {
    const { root, benchmark, ports } = await smallBenchmark(1);
    // Says whatever stands first, so the answers differ between orders.
    const model = scriptedModel((request) => answer(request.stage.id === 'degree' ? '3' : request.options!.order[0]!));
    const summary = await run(planFor(benchmark, model, { protocol: gated, parameters: inOrders(3) }), ports);
    const lines = await linesOnDisk(root, summary.run);
    const byKey = new Map(lines.map((one) => [stageKey(one), one]));
    expect([...byKey.keys()].sort()).toEqual(
      ['coarse', 'fine', 'degree', 'coarse#1', 'fine#1', 'coarse#2', 'fine#2'].sort(),
    );
    const kinds = ['', '#1', '#2'].map((end) => [byKey.get(`coarse${end}`)?.label, byKey.get(`fine${end}`)?.kind]);
    expect(kinds.map(([said]) => said).sort()).toEqual([...labels].sort());
    for (const [said, kind] of kinds) expect(kind).toBe(said === 'happy' ? 'answered' : 'skipped');
    const open = lines.find(({ stage, kind }) => stage === 'fine' && kind === 'answered');
    expect(open?.question).toContain('You said happy.');
  });

  test('its conversation repeats its own turns', async () => {
    const { benchmark, ports } = await smallBenchmark(1);
    const talk: Protocol = { ...gated, stages: gated.stages.slice(0, 2).map(({ when: _none, ...stage }) => stage) };
    const model = scriptedModel((request) => answer(request.options!.order[0]!));
    const parameters = { ...inOrders(3), conversation: 'one' as const };
    await run(planFor(benchmark, model, { protocol: talk, parameters }), ports);
    const fine = model.requests.filter(({ stage }) => stage.id === 'fine');
    expect(fine).toHaveLength(3);
    for (const request of fine) {
      const turn = request.messages[1]?.parts[0];
      const said = turn?.type === 'text' ? turn.text : '';
      // The model said what stood first in the order of this very conversation.
      const asked = request.messages[0]?.parts.find(({ type }) => type === 'text');
      expect(asked?.type === 'text' ? asked.text : '').toContain(`Coarse? ${said},`);
      expect(textOf(request)).toContain(`You said ${said}.`);
    }
    expect(new Set(fine.map(textOf)).size).toBe(3);
  });
});

describe('resuming a run in three orders', () => {
  const plan = async (count: number): Promise<{ root: string; plan: EvaluatePlan; ports: EvaluatePorts }> => {
    const { root, benchmark, ports } = await smallBenchmark(count);
    return { root, ports, plan: planFor(benchmark, scriptedModel(), { parameters: inOrders(3), run: 'r' }) };
  };
  const resume = { run: 'r', retryFailed: false };

  test('after all was asked asks nothing', async () => {
    const { plan: whole, ports } = await plan(3);
    await run(whole, ports);
    const model = scriptedModel();
    expect(await run({ ...whole, model, resume }, ports)).toMatchObject({ requested: 0, resumed: 12 });
    expect(model.requests).toHaveLength(0);
  });

  test('fills gaps of single orders, a torn last line among them', async () => {
    const { root, plan: whole, ports } = await plan(3);
    await run(whole, ports);
    const before = keysOf(await linesOnDisk(root, 'r'));
    const path = join(root, '.emolens/runs/r/outcomes.jsonl');
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const isGap = (line: string): boolean => line.includes('"dataset/i1.png"') && line.includes('"repeat":1');
    const kept = lines.filter((line) => !isGap(line));
    expect(kept).toHaveLength(lines.length - 1);
    await writeFile(path, `${kept.slice(0, -1).join('\n')}\n`);
    await appendFile(path, kept.at(-1)!.slice(0, 40));
    const model = scriptedModel();
    const summary = await run({ ...whole, model, resume }, ports);
    expect(summary).toMatchObject({ requested: 2, resumed: 10, repairedBytes: 40 });
    expect(keysOf(await linesOnDisk(root, 'r'))).toEqual(before);
  });

  test('asks a replaced picture again in every order', async () => {
    const { root, plan: whole, ports } = await plan(3);
    await run(whole, ports);
    await writeFile(join(root, 'dataset/i1.png'), tinyPng(99));
    const model = scriptedModel();
    expect(await run({ ...whole, model, resume }, ports)).toMatchObject({ requested: 4, resumed: 8 });
    expect(await linesOnDisk(root, 'r')).toHaveLength(12);
  });

  test('retries what failed in one order and leaves the others', async () => {
    const { root, plan: whole, ports } = await plan(2);
    const flaky = scriptedModel((request) => {
      const isLast = request.stage.id === 'emotion' && request.options!.order[0] === 'worry';
      return isLast ? failure('badRequest') : answer(request.stage.id === 'degree' ? '3' : 'happy');
    });
    const summary = await run({ ...whole, model: flaky }, ports);
    expect(summary.kinds).toEqual({ answered: 6, failed: 2 });
    const model = scriptedModel();
    const again = await run({ ...whole, model, resume: { run: 'r', retryFailed: true } }, ports);
    expect(again).toMatchObject({ requested: 2, resumed: 6, kinds: { answered: 8 } });
    expect(model.requests.every(({ options }) => options?.order[0] === 'worry')).toBe(true);
    expect(await linesOnDisk(root, 'r')).toHaveLength(8);
  });

  test('a gap in the first order of a conversation does not have the other orders asked again', async () => {
    const { root, benchmark, ports } = await smallBenchmark(1);
    const [coarse, fine, degree] = gated.stages.map(({ when: _none, ...stage }) => stage);
    const protocol: Protocol = { ...gated, stages: [coarse!, degree!, fine!] };
    const parameters = { ...inOrders(3), conversation: 'one' as const };
    const whole = planFor(benchmark, scriptedModel(), { protocol, parameters, run: 'r' });
    await run(whole, ports);
    const path = join(root, '.emolens/runs/r/outcomes.jsonl');
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(7);
    await writeFile(path, `${lines.slice(1).join('\n')}\n`);
    const summary = await run({ ...whole, model: scriptedModel(), resume }, ports);
    expect(summary).toMatchObject({ requested: 1, resumed: 6 });
  });
});

test('over HTTP each order is one request, whose options stand in that order', async () => {
  const { root, benchmark, ports } = await smallBenchmark(5);
  const server = await startFakeOpenAi(answerWith('happy'));
  onTestFinished(() => server.close());
  const connection = { name: 'fake', baseUrl: server.baseUrl, model: 'fake-vision' };
  const model = openAiModel({ connection, key: 'k' });
  const summary = await run(planFor(benchmark, model, { protocol: oneStage, parameters: inOrders(3) }), ports);
  expect(server.requests).toHaveLength(15);
  const lines = await linesOnDisk(root, summary.run);
  const asked = server.requests.map(({ lastText }) => lastText).sort();
  expect(asked).toEqual(lines.map(({ question }) => question).sort());
  // Over all portraits and orders every label stood first equally often.
  const first = lines.map(({ options }) => options?.order[0]);
  for (const label of labels) expect(first.filter((one) => one === label)).toHaveLength(5);
});

import { appendFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { builtInLexicon, extendLexicon } from '../../../src/core/affect/lexicon.ts';
import type { Benchmark } from '../../../src/core/benchmark/benchmark.ts';
import { readerVersion } from '../../../src/core/evaluation/answerReader.ts';
import type { EvaluatePlan, EvaluatePorts } from '../../../src/core/evaluation/plan.ts';
import type { Protocol } from '../../../src/core/evaluation/protocol.ts';
import { applyReread } from '../../../src/core/evaluation/reread/applyReread.ts';
import type { Reread, RereadOptions } from '../../../src/core/evaluation/reread/reread.ts';
import { rereadRun } from '../../../src/core/evaluation/reread/rereadRun.ts';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import { openRun, readRunRecord, runPaths, saveRunRecord } from '../../../src/core/evaluation/runStore.ts';
import type { RunRecord } from '../../../src/core/evaluation/runRecord.ts';
import type { Model } from '../../../src/core/models/model.ts';
import { rereadText, flipText } from '../../../src/core/words/rereadText.ts';
import { answer, linesOnDisk, oneStage, planFor, scriptedModel, smallBenchmark } from './runKit.ts';
import type { ScriptedModel } from './runKit.ts';

const run = 'r1';
/** No built-in word means anything here. */
const fraught = extendLexicon(builtInLexicon, [{ concept: 'worry', forms: { en: ['fraught'], zh: [] } }]);

/** A model that gives each item of `emotion` its reply in turn. */
function saying(replies: readonly string[]): ScriptedModel {
  return scriptedModel((request, n) => answer(request.stage.id === 'emotion' ? (replies[n] ?? 'sad') : '3'));
}

interface Ran {
  readonly root: string;
  readonly benchmark: Benchmark;
  readonly ports: EvaluatePorts;
  readonly options: RereadOptions;
  file(): Promise<string>;
}

async function ran(count: number, model: Model, more: Partial<EvaluatePlan> = {}): Promise<Ran> {
  const { root, benchmark, ports } = await smallBenchmark(count);
  const plan = planFor(benchmark, model, { protocol: oneStage, limits: { concurrency: 1 }, run, ...more });
  const ended = await evaluate(plan, ports, {}, new AbortController().signal);
  if (!ended.ok) throw new Error(ended.error.kind);
  const items = new Map(benchmark.items.map((item) => [item.id, item]));
  const file = (): Promise<string> => readFile(join(root, '.emolens', runPaths(run).outcomes), 'utf8');
  return { root, benchmark, ports, options: { lexicon: fraught, items }, file };
}

async function looked({ options, ports }: Ran): Promise<Reread> {
  const read = await rereadRun(run, options, ports);
  if (!read.ok) throw new Error(read.error.kind);
  return read.value;
}

async function applied({ options, ports }: Ran): Promise<Reread> {
  const read = await applyReread(run, options, ports);
  if (!read.ok) throw new Error(read.error.kind);
  return read.value;
}

async function recordOf({ ports }: Ran): Promise<RunRecord> {
  const record = await readRunRecord(ports.store, run);
  if (!record.ok) throw new Error(record.error.kind);
  return record.value;
}

async function resumed(of: Ran, model: Model, more: Partial<EvaluatePlan> = {}): Promise<void> {
  const plan = planFor(of.benchmark, model, { resume: { run, retryFailed: false }, ...more });
  const ended = await evaluate(plan, of.ports, {}, new AbortController().signal);
  if (!ended.ok) throw new Error(ended.error.kind);
}

it('finds what flips with another lexicon, and writes nothing', async () => {
  const there = await ran(3, saying(['happy', 'She looks fraught.', 'fraught']));
  const before = await there.file();
  const read = await looked(there);
  expect(read.answers).toBe(3);
  expect(read.flips.map(({ item, line, before, after, reply }) => ({ item, line, before, after, reply }))).toEqual([
    {
      item: 'dataset/i1.png',
      line: 2,
      before: { kind: 'unparsed', rule: 'unparsed' },
      after: { kind: 'answered', rule: 'lexicon', label: 'worry' },
      reply: 'She looks fraught.',
    },
    {
      item: 'dataset/i2.png',
      line: 3,
      before: { kind: 'unparsed', rule: 'unparsed' },
      after: { kind: 'answered', rule: 'equals', label: 'worry' },
      reply: 'fraught',
    },
  ]);
  expect(read.stages).toEqual([{ stage: 'emotion', answers: 3, flips: 2, scored: 3, rightBefore: 1, rightAfter: 2 }]);
  expect(read.applied).toBe(false);
  expect(await there.file()).toBe(before);
  expect((await recordOf(there)).lexiconVersion).toBe(builtInLexicon.version);
});

it('writes what flipped with its former reading, and leaves every other byte alone', async () => {
  const there = await ran(4, saying(['happy', 'fraught', 'worry', 'sad']));
  const path = join(there.root, '.emolens', runPaths(run).outcomes);
  // A field of a later version, odd spacing, a line that is no outcome, and a last line that was not ended.
  const [first = '', second = '', ...rest] = (await there.file()).split('\n');
  const odd = [first.replace('{', '{  '), 'not an outcome', second.replace('{', '{"later":[1],'), ...rest].join('\n');
  await writeFile(path, `${odd}${second}`);
  const before = (await there.file()).split('\n');
  const written = await applied(there);
  const after = (await there.file()).split('\n');
  expect(written).toMatchObject({ applied: true, badLines: 2 });
  expect(after.map((line, i) => line === before[i])).toEqual([true, true, false, true, true, true]);
  const changed = JSON.parse(after[2] ?? '') as Record<string, unknown>;
  const { kind, rule, label, span, entry, was, ...others } = changed;
  expect({ kind, rule, label, span, entry, was }).toEqual({
    kind: 'answered',
    rule: 'equals',
    label: 'worry',
    span: [0, 7],
    entry: 'worry:fraught',
    was: { kind: 'unparsed', rule: 'unparsed', readerVersion, lexiconVersion: builtInLexicon.version },
  });
  const { kind: _kind, rule: _rule, ...same } = JSON.parse(before[2] ?? '') as Record<string, unknown>;
  expect(others).toEqual(same);
  expect(Object.keys(others)).toEqual(Object.keys(same));
  expect(await recordOf(there)).toMatchObject({
    lexiconVersion: fraught.version,
    lexicon: [{ concept: 'worry', forms: { en: ['fraught'], zh: [] } }],
  });
  expect(await readdir(join(there.root, '.emolens', 'runs', run))).not.toContain('lock');
});

it('has nothing left to do when done twice, and goes back when the word is taken out again', async () => {
  const there = await ran(2, saying(['fraught', 'sad']));
  await applied(there);
  const once = await there.file();
  expect(await looked(there)).toMatchObject({ flips: [], retraced: 0, applied: true });
  await applied(there);
  expect(await there.file()).toBe(once);
  const back = await applied({ ...there, options: { ...there.options, lexicon: builtInLexicon } });
  expect(back.flips).toHaveLength(1);
  const [line] = await linesOnDisk(there.root, run);
  expect(line).toMatchObject({ kind: 'unparsed', was: { label: 'worry', lexiconVersion: fraught.version } });
  expect(line).not.toHaveProperty('label');
  expect(line).not.toHaveProperty('entry');
  const record = await recordOf(there);
  expect(record.lexiconVersion).toBe(builtInLexicon.version);
  expect(record).not.toHaveProperty('lexicon');
});

it('counts an answer that is found by another word apart from those that flip, and keeps no former reading of it', async () => {
  const there = await ran(2, saying(['worry', 'Fretful, that is worry.']));
  const moved = extendLexicon(builtInLexicon, [{ concept: 'worry', forms: { en: ['fretful that is'], zh: [] } }]);
  const read = await looked({ ...there, options: { ...there.options, lexicon: moved } });
  expect(read.flips).toEqual([]);
  const without = extendLexicon(builtInLexicon, [{ concept: 'worry', forms: { en: [], zh: [] }, not: ['fretful'] }]);
  const traced = await applied({ ...there, options: { ...there.options, lexicon: without } });
  expect(traced).toMatchObject({ flips: [], retraced: 1 });
  const [, line] = await linesOnDisk(there.root, run);
  expect(line).toMatchObject({ label: 'worry', entry: 'worry:worry' });
  expect(line).not.toHaveProperty('was');
});

it('reads only the line that counts where a later one has replaced it', async () => {
  const there = await ran(1, saying(['fraught']));
  const [line] = await linesOnDisk(there.root, run);
  const path = join(there.root, '.emolens', runPaths(run).outcomes);
  await appendFile(
    path,
    `${JSON.stringify({ ...line, kind: 'answered', label: 'sad', rule: 'equals', reply: 'sad' })}\n`,
  );
  expect(await looked(there)).toMatchObject({ answers: 1, flips: [], retraced: 1 });
});

it('gives the words of the model itself before those of a second model', async () => {
  const there = await ran(3, saying(['fraught', 'blorp', 'blorp']));
  const path = join(there.root, '.emolens', runPaths(run).outcomes);
  const extraction = { model: 'second', reply: 'sad', costUsd: 0.01 };
  const [one, two, three] = await linesOnDisk(there.root, run);
  const lines = [
    { ...one, kind: 'answered', label: 'sad', rule: 'extracted', extraction },
    { ...two, kind: 'answered', label: 'sad', rule: 'extracted', extraction },
    // Its word was not known then.
    { ...three, extraction: { ...extraction, reply: 'fraught' } },
  ];
  await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const read = await applied(there);
  expect(
    read.flips.map(({ item, before, after, reply }) => [item, before.label, after.label, after.rule, reply]),
  ).toEqual([
    ['dataset/i0.png', 'sad', 'worry', 'equals', 'fraught'],
    ['dataset/i2.png', undefined, 'worry', 'extracted', 'fraught'],
  ]);
  const after = await linesOnDisk(there.root, run);
  expect(after.map((line) => line.extraction?.costUsd)).toEqual([0.01, 0.01, 0.01]);
  expect(after[1]).toEqual(lines[1]);
});

it('reads with the labels, options, finish and refusal on record', async () => {
  const there = await ran(4, saying(['B', 'fraught', 'She is fraught, and', 'fraught']), {
    parameters: { conversation: 'separate', options: 'letters' },
  });
  const path = join(there.root, '.emolens', runPaths(run).outcomes);
  const lines = await linesOnDisk(there.root, run);
  const changed = [lines[0], lines[1], { ...lines[2], finish: 'length' }, { ...lines[3], refusal: 'no' }];
  await writeFile(path, changed.map((line) => `${JSON.stringify(line)}\n`).join(''));
  // The benchmark of today has other labels; the run's own count.
  await saveRunRecord(there.ports.store, { ...(await recordOf(there)), labels: ['sad', 'happy', 'worry'] });
  const read = await looked(there);
  expect(read.flips.map(({ item, after }) => [item, after.kind, after.label])).toEqual([
    ['dataset/i1.png', 'answered', 'worry'],
    ['dataset/i2.png', 'truncated', undefined],
    ['dataset/i3.png', 'refused', undefined],
  ]);
});

it('waits for nobody who holds the run, and changes nothing then', async () => {
  const there = await ran(1, saying(['fraught']));
  const before = await there.file();
  const lock = await there.ports.store.lock(runPaths(run).lock);
  if (!lock.ok) throw new Error('no lock');
  const refused = await applyReread(run, there.options, there.ports);
  expect(refused).toMatchObject({ ok: false, error: { kind: 'locked', run } });
  expect(await there.file()).toBe(before);
  await lock.value.release();
});

it('leaves the old outcomes whole when they cannot be written', async () => {
  const there = await ran(2, saying(['fraught', 'sad']));
  const before = await there.file();
  const full = { kind: 'diskFull', path: 'x', detail: 'full' } as const;
  const { store: disk } = there.ports;
  const write: typeof disk.write = (path, bytes) =>
    path === runPaths(run).outcomes ? Promise.resolve({ ok: false, error: full }) : disk.write(path, bytes);
  const store = { ...disk, write };
  const failed = await applyReread(run, there.options, { ...there.ports, store });
  expect(failed).toEqual({ ok: false, error: full });
  expect(await there.file()).toBe(before);
  expect((await recordOf(there)).lexiconVersion).toBe(builtInLexicon.version);
  expect(await applied(there)).toMatchObject({ applied: true });
});

it('stops when it is told to, and makes no run where there is none', async () => {
  const there = await ran(2, saying(['fraught', 'sad']));
  const signal = AbortSignal.abort();
  expect(await applyReread(run, { ...there.options, signal }, there.ports)).toMatchObject({
    error: { kind: 'cancelled' },
  });
  expect(await applyReread('r9', there.options, there.ports)).toMatchObject({ error: { kind: 'noSuchRun' } });
  expect(await readdir(join(there.root, '.emolens', 'runs'))).toEqual([run]);
});

const gated: Protocol = {
  version: 1,
  id: 'gated',
  title: 'Gated',
  stages: [
    { id: 'emotion', question: 'Which? {options}.', answer: { kind: 'choice', labels: 'labels' } },
    {
      id: 'why',
      question: 'How {label}, {min} to {max}?',
      answer: { kind: 'number', scale: 'degree' },
      when: { stage: 'emotion', is: ['worry', 'sad'] },
    },
    {
      id: 'sure',
      question: 'Sure?',
      answer: { kind: 'yesNo' },
      when: { stage: 'emotion', correct: true },
    },
  ],
};

it('says which later questions open, close or change, invents none, and resuming asks those and no others', async () => {
  // The truth is happy, sad, worry, happy, sad. `annoyed` is sad at first and worry later; `fraught` is nothing at first.
  const replies = ['fraught', 'annoyed', 'fraught', 'happy', 'sad'];
  let turn = 0;
  const model = scriptedModel((request) => {
    if (request.stage.id === 'emotion') return answer(replies[turn++] ?? '');
    return answer(request.stage.id === 'sure' ? 'yes' : '3');
  });
  const first = extendLexicon(builtInLexicon, [{ concept: 'sad', forms: { en: ['annoyed'], zh: [] } }]);
  const there = await ran(5, model, { protocol: gated, lexicon: first });
  const asked = model.requests.length;
  // 5 x emotion; why for `annoyed` and `sad`; sure for `annoyed` (sad is right), happy and sad.
  expect(asked).toBe(5 + 2 + 3);

  const now = extendLexicon(builtInLexicon, [{ concept: 'worry', forms: { en: ['fraught', 'annoyed'], zh: [] } }]);
  const again = { ...there, options: { ...there.options, lexicon: now } };
  const read = await looked(again);
  expect(read.flips.map(({ item, stage, after }) => [item, stage, after.label])).toEqual([
    ['dataset/i0.png', 'emotion', 'worry'],
    ['dataset/i1.png', 'emotion', 'worry'],
    ['dataset/i2.png', 'emotion', 'worry'],
  ]);
  // why opens for i0 and i2, sure for i2; sure closes for i1, whose why names another label.
  expect(read).toMatchObject({ opened: 3, closed: 1, changed: 1 });
  expect(rereadText(read)).toContain('3 later questions are to be asked now');

  const paid = (await linesOnDisk(there.root, run)).map(({ usage }) => usage);
  await applied(again);
  expect((await linesOnDisk(there.root, run)).map(({ usage }) => usage)).toEqual(paid);
  await resumed(there, model, { protocol: gated });
  expect(model.requests.slice(asked).map(({ stage }) => stage.id)).toEqual(
    ['why', 'why', 'why', 'sure'].sort().reverse(),
  );
  const end = await openRun(there.ports.store, run);
  if (!end.ok) throw new Error(end.error.kind);
  const kinds = [...end.value.outcomes].map(([item, stages]) => [
    item,
    ...['emotion', 'why', 'sure'].map((stage) => stages.get(stage)?.kind),
  ]);
  expect(kinds.sort()).toEqual([
    ['dataset/i0.png', 'answered', 'answered', 'skipped'],
    ['dataset/i1.png', 'answered', 'answered', 'skipped'],
    ['dataset/i2.png', 'answered', 'answered', 'answered'],
    ['dataset/i3.png', 'answered', 'skipped', 'answered'],
    ['dataset/i4.png', 'answered', 'answered', 'answered'],
  ]);
  const settled = model.requests.length;
  await resumed(there, model, { protocol: gated });
  expect(model.requests).toHaveLength(settled);
});

it('reads every order of the options, and counts accuracy by the first alone', async () => {
  const there = await ran(1, saying(['sad', 'fraught', 'fraught']), {
    parameters: { conversation: 'separate', options: 'words', order: 'shuffled', orders: 3 },
  });
  const read = await looked(there);
  expect(read.flips.map(({ stage, repeat }) => [stage, repeat])).toEqual([
    ['emotion', 1],
    ['emotion', 2],
  ]);
  expect(read.flips.map(flipText)[0]).toContain(' · emotion #2: unread → worry');
  expect(read.stages).toEqual([{ stage: 'emotion', answers: 3, flips: 2, scored: 1, rightBefore: 0, rightAfter: 0 }]);
});

it('counts later questions of a conversation anew whose earlier turns are others now', async () => {
  const talk: Protocol = {
    ...gated,
    stages: [
      gated.stages[0]!,
      { id: 'more', question: 'More?', answer: { kind: 'yesNo' }, when: { stage: 'emotion', is: ['happy', 'sad'] } },
      { id: 'end', question: 'End?', answer: { kind: 'yesNo' } },
    ],
  };
  const model = scriptedModel((request) => answer(request.stage.id === 'emotion' ? 'annoyed' : 'yes'));
  const first = extendLexicon(builtInLexicon, [{ concept: 'sad', forms: { en: ['annoyed'], zh: [] } }]);
  const there = await ran(1, model, {
    protocol: talk,
    lexicon: first,
    parameters: { conversation: 'one', options: 'words' },
  });
  expect(model.requests).toHaveLength(3);
  const now = extendLexicon(builtInLexicon, [{ concept: 'worry', forms: { en: ['annoyed'], zh: [] } }]);
  const again = { ...there, options: { ...there.options, lexicon: now } };
  // `more` would not be asked, and `end` was asked with its turn before it.
  expect(await looked(again)).toMatchObject({ opened: 0, closed: 1, changed: 1 });
  await applied(again);
  await resumed(there, model, { protocol: talk });
  expect(model.requests.slice(3).map(({ stage }) => stage.id)).toEqual(['end']);
});

it('says nothing of questions that hang on one that is to be asked anew', async () => {
  const chain: Protocol = {
    ...gated,
    stages: [
      gated.stages[0]!,
      { id: 'why', question: 'Truly {label}?', answer: { kind: 'yesNo' } },
      { id: 'deep', question: 'Deeply?', answer: { kind: 'yesNo' }, when: { stage: 'why', is: ['yes'] } },
    ],
  };
  const model = scriptedModel((request) => answer(request.stage.id === 'emotion' ? 'fraught' : 'yes'));
  const there = await ran(1, model, { protocol: chain });
  expect(await looked(there)).toMatchObject({ opened: 0, closed: 0, changed: 1 });
});

it('goes on with a run by the words it was read with, not by those of the moment', async () => {
  const model = scriptedModel((_request, n) => answer(n === 0 ? 'fraught' : 'frazzled'));
  const there = await ran(3, model, { budgets: { maxRequests: 1 } });
  await applied(there);
  const frazzled = extendLexicon(builtInLexicon, [{ concept: 'sad', forms: { en: ['frazzled', 'fraught'], zh: [] } }]);
  await resumed(there, model, { protocol: oneStage, lexicon: frazzled });
  expect((await linesOnDisk(there.root, run)).map(({ kind, label }) => label ?? kind)).toEqual([
    'worry',
    'unparsed',
    'unparsed',
  ]);
  expect((await recordOf(there)).lexiconVersion).toBe(fraught.version);
});

it('says what flips in words', async () => {
  const there = await ran(3, saying(['happy', 'fraught', 'Either sad or happy.']));
  const read = await looked(there);
  expect(read.flips.map(flipText)).toEqual(['dataset/i1.png · emotion: unread → worry (the reply is the label)']);
  expect(rereadText(read)).toBe(
    '1 of 3 answers are read otherwise.\nemotion: 1 of 3 right before (33.3 %), 1 after (33.3 %); strict accuracy.',
  );
});

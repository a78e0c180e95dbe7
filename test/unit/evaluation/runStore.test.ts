import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import {
  isResumable,
  isRunId,
  linesOf,
  listRuns,
  newRunId,
  openRun,
  readRunRecord,
} from '../../../src/core/evaluation/runStore.ts';
import { writableFolder } from '../../../src/platform/node/nodeFolder.ts';
import { oneStage, planFor, scratchFolder, scriptedModel, smallBenchmark } from './runKit.ts';

const never = new AbortController().signal;

test('ids sort by time, and say it', () => {
  const at = Date.UTC(2026, 10, 22, 13, 15, 2);
  expect(newRunId(at, 0.632)).toBe('20261122-131502-a1ca');
  expect(newRunId(at, 0)).toBe('20261122-131502-0000');
  expect([newRunId(at + 1000, 0), newRunId(at, 0.99), newRunId(at + 86_400_000, 0)].sort()).toEqual([
    newRunId(at, 0.99),
    newRunId(at + 1000, 0),
    newRunId(at + 86_400_000, 0),
  ]);
});

test.each(['', '..', '.', '../x', 'a/b', 'a\\b', '.hidden', 'a\n', 'x'.repeat(101), 'a b'])(
  '%j cannot name a run',
  async (id) => {
    expect(isRunId(id)).toBe(false);
    expect(await readRunRecord(writableFolder(await scratchFolder()), id)).toMatchObject({
      ok: false,
      error: { kind: 'noSuchRun' },
    });
  },
);

test('lists runs oldest first, names those that cannot be read, and passes over folders without a record', async () => {
  const { root, benchmark, ports } = await smallBenchmark(1);
  expect(await listRuns(ports.store)).toEqual({ ok: true, value: { runs: [], bad: [] } });
  for (const run of ['z-first', 'a-second']) {
    await evaluate(planFor(benchmark, scriptedModel(), { run, protocol: oneStage }), ports, {}, never);
  }
  const runs = join(root, '.emolens', 'runs');
  await mkdir(join(runs, 'empty'));
  await mkdir(join(runs, 'broken'));
  await writeFile(join(runs, 'broken', 'run.json'), '{"version": 1}');
  await mkdir(join(runs, 'torn'));
  await writeFile(join(runs, 'torn', 'run.json'), '{"vers');
  await writeFile(join(runs, 'stray.txt'), '');
  const listed = await listRuns(ports.store);
  expect(listed.ok && listed.value.runs.map(({ run }) => run)).toEqual(['z-first', 'a-second']);
  expect(listed.ok && listed.value.bad.map(({ run }) => run).sort()).toEqual(['broken', 'torn']);
  expect(listed.ok && listed.value.runs.map(isResumable)).toEqual([false, false]);
});

test('a run opens with its outcomes by item and stage', async () => {
  const { benchmark, ports } = await smallBenchmark(3);
  await evaluate(planFor(benchmark, scriptedModel(), { run: 'r' }), ports, {}, never);
  const opened = await openRun(ports.store, 'r');
  expect(opened).toMatchObject({ ok: true, value: { record: { run: 'r' }, badLines: [] } });
  expect(opened.ok && opened.value.outcomes.get('dataset/i2.png')?.get('degree')).toMatchObject({
    stage: 'degree',
    reply: '3',
  });
  expect(opened.ok && opened.value.outcomes.size).toBe(3);
});

test('a record that calls itself something else is not believed', async () => {
  const { root, benchmark, ports } = await smallBenchmark(1);
  await evaluate(planFor(benchmark, scriptedModel(), { run: 'r' }), ports, {}, never);
  const record = await readRunRecord(ports.store, 'r');
  await mkdir(join(root, '.emolens', 'runs', 'copy'));
  await writeFile(join(root, '.emolens', 'runs', 'copy', 'run.json'), JSON.stringify(record.ok && record.value));
  expect(await readRunRecord(ports.store, 'copy')).toMatchObject({ ok: false, error: { kind: 'badRun' } });
});

test('lines are told apart by newlines alone, and a tail without one is not whole', () => {
  const bytes = new TextEncoder().encode('a\r\n\n\u62c5\u2028x\nend');
  expect([...linesOf(bytes)]).toMatchObject([
    { line: 1, text: 'a\r', whole: true },
    { line: 2, text: '', whole: true },
    { line: 3, text: '\u62c5\u2028x', whole: true },
    { line: 4, text: 'end', whole: false },
  ]);
  expect([...linesOf(new Uint8Array())]).toEqual([]);
});

test('a last line without its end does not count, whatever it holds: the next sitting cuts it off', async () => {
  const { root, benchmark, ports } = await smallBenchmark(2);
  await evaluate(planFor(benchmark, scriptedModel(), { run: 'r', protocol: oneStage }), ports, {}, never);
  const path = join(root, '.emolens', 'runs', 'r', 'outcomes.jsonl');
  await writeFile(path, (await readFile(path, 'utf8')).trimEnd());
  const opened = await openRun(ports.store, 'r');
  expect(opened).toMatchObject({ ok: true, value: { badLines: [{ line: 2 }] } });
  expect(opened.ok && opened.value.outcomes.size).toBe(1);
});

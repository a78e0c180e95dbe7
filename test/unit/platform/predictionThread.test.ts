import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import type { ForeignRun } from '../../../src/core/predictions/foreignRun.ts';
import { findPredictions, PredictionOpener } from '../../../src/core/predictions/openPredictions.ts';
import { type PredictionReader, directReader } from '../../../src/core/predictions/predictionReader.ts';
import { benchmarkFolder } from '../../../src/platform/node/benchmarkFolder.ts';
import { nodeHasher } from '../../../src/platform/node/nodeHasher.ts';
import { PredictionThread } from '../../../src/platform/node/predictionThread.ts';
import { fileOfEachKind, jsonLines, labels, pictures } from '../predictions/predictionKit.ts';
import { scratchFolder } from './scratch.ts';

const threads: PredictionThread[] = [];
afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.dispose())));

function started(): PredictionThread {
  const thread = new PredictionThread();
  threads.push(thread);
  return thread;
}

async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await scratchFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

/** All runs of a folder's files, as plain data. */
async function runsOf(root: string, reader: PredictionReader): Promise<unknown> {
  const images = benchmarkFolder(root);
  const opened = await openBenchmark(images, { hasher: nodeHasher });
  if (!opened.ok) throw new Error(opened.error.kind);
  const opener = new PredictionOpener({ images, benchmark: opened.value, hasher: nodeHasher, reader });
  const found = [];
  for (const place of await findPredictions(images, opened.value)) {
    const read = await opener.open(place);
    found.push([place.name, read.ok ? read.value.map(plainRun) : read.error]);
  }
  return found;
}

function plainRun({ record, outcomes, problems }: ForeignRun): unknown {
  return { record, problems, outcomes: [...outcomes].map(([id, stages]) => [id, [...stages]]) };
}

const batchLine = (at: number): object => ({
  custom_id: `task-${at}`,
  response: { status_code: 200, body: { choices: [{ message: { content: `${labels[at % 3]!} 😊` } }] } },
});

describe('predictions that are read in a thread of their own', () => {
  it('give the same runs as those that are read here, from files of each kind', async () => {
    const root = await folderOf({
      ...pictures,
      ...fileOfEachKind,
      'torn_d.json': fileOfEachKind['m_d.json']!.subarray(0, -1),
    });
    const here = await runsOf(root, directReader(nodeHasher));
    expect(here).toHaveLength(Object.keys(fileOfEachKind).length + 1);
    expect(await runsOf(root, started())).toEqual(here);
  });

  it('find their items by tables that are read meanwhile, however many pieces both come in', async () => {
    const many = Array.from({ length: 5000 }, (_, at) => at);
    const names = Object.fromEntries(many.map((at) => [`p/${at}x.png`, Uint8Array.of(at % 256, at >> 8)]));
    const root = await folderOf({
      ...names,
      'labels.csv': `id,image,emotion\n${many.map((at) => `task-${at},p/${at}x.png,${labels[at % 6]!}\n`).join('')}`,
      'out.jsonl': jsonLines([...many.toReversed().map(batchLine), batchLine(7), batchLine(9999)]),
    });
    const here = await runsOf(root, directReader(nodeHasher));
    expect(here).toMatchObject([['out.jsonl', [{ record: { items: 5000, source: { rows: 5002, unmatched: 2 } } }]]]);
    expect(await runsOf(root, started())).toEqual(here);
  });

  it('give an error where the thread comes to its end, and the next file is read by another one', async () => {
    const root = await folderOf({ ...pictures, 'out.jsonl': jsonLines([0, 1, 2].map(batchLine)) });
    const file = { folder: benchmarkFolder(root), path: 'out.jsonl', tool: 'openai-batch', isHashed: false } as const;
    const thread = started();
    const sink = { bad: () => undefined, failed: () => undefined };
    const ended = thread.replies(file, { ...sink, reply: () => Promise.resolve() });
    await thread.dispose();
    expect(await ended).toMatchObject({ ok: false, error: { kind: 'io', detail: 'disposed' } });
    let count = 0;
    const read = await thread.replies(file, { ...sink, reply: () => Promise.resolve(void count++) });
    expect(read).toMatchObject({ ok: true, value: { head: {} } });
    expect(count).toBe(3);
  });

  it('tell a fault of whoever takes them in', async () => {
    const root = await folderOf({ 'out.jsonl': jsonLines([batchLine(0)]) });
    const file = { folder: benchmarkFolder(root), path: 'out.jsonl', tool: 'openai-batch', isHashed: false } as const;
    const fault = new Error('on purpose');
    const sink = { reply: () => Promise.reject(fault), bad: () => undefined, failed: () => undefined };
    await expect(started().replies(file, sink)).rejects.toBe(fault);
  });
});

import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Papa from 'papaparse';
import { openBenchmark } from '../../src/core/benchmark/openBenchmark.ts';
import type { ItemTable } from '../../src/core/benchmark/itemTable.ts';
import { BenchmarkOpener } from '../../src/platform/node/benchmarkOpener.ts';
import { benchmarkFolder } from '../../src/platform/node/benchmarkFolder.ts';
import { nodeHasher } from '../../src/platform/node/nodeHasher.ts';
import { benchmarkOf, openCached } from '../../src/platform/node/openCached.ts';
import { makeBenchFolder, restMs } from './benchFolder.ts';
import { interleaved, median, ratioOf, rounded } from './figures.ts';
import { memoryInUse } from './memoryInUse.ts';

const tables = ['annotation_emo.csv', 'annotation_quality.csv'];

/** Opening a benchmark over what the same files cost without us, in the same process; and opening it again. */
export async function benchOpen(items: number, repeats: number): Promise<unknown> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-bench-open-'));
  try {
    await makeBenchFolder(root, items, 4);
    const memo = await measure(root, items, repeats, () => bareRead(root, items, tables));
    const bytesPerItem = await memoryOf(root);
    const longestHostBlockMs = await hostBlock(root);
    await asImageFolder(root);
    const imageFolder = await measure(root, items, repeats, () => bareLines(root, items));
    return {
      how: `opening ${items} tiny pictures (their bytes are looked at afterwards) over readdir and reading and tokenising the same tables, in one process, files cached by the system: in MEMO-Bench's layout with papaparse, in an imagefolder with JSON.parse of each line; ${repeats} interleaved repeats after one opening to warm up. Again: from the cache, over opening without it. Memory: heap, external and array buffers after collecting. The host's longest block is that of its event loop while a worker opens, looks at nothing and hands over.`,
      items,
      ...memo,
      imageFolder,
      bytesPerItem,
      longestHostBlockMs,
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function measure(
  root: string,
  items: number,
  repeats: number,
  bare: () => Promise<unknown>,
): Promise<Readonly<Record<string, unknown>>> {
  const cache = await mkdtemp(join(tmpdir(), 'emolens-bench-cache-'));
  try {
    await new Promise((resolve) => setTimeout(resolve, restMs));
    const fromCache = () => openCached(root, { store: join(root, '.emolens'), cache, version: 'bench' });
    const written = await fromCache();
    await written.finish();
    const first = await timed(() => ours(root, items));
    const [opened = [], floor = [], again = []] = await interleaved(repeats, [
      () => timed(() => ours(root, items)),
      () => timed(bare),
      () =>
        timed(async () => {
          const { opened: kept, cached } = await fromCache();
          if (!cached || !kept.ok || benchmarkOf(kept.value).items.length !== items)
            throw new Error('not from the cache');
        }),
    ]);
    return {
      overBareRead: ratioOf(opened, floor),
      againOverFirst: ratioOf(again, opened),
      medianMs: {
        firstOpen: rounded(first, 1),
        open: rounded(median(opened), 1),
        bareRead: rounded(median(floor), 1),
        openAgain: rounded(median(again), 1),
      },
    };
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}

async function ours(root: string, items: number): Promise<ItemTable> {
  const opened = await openBenchmark(benchmarkFolder(root), { hasher: nodeHasher, examine: false });
  if (!opened.ok || opened.value.items.length !== items) throw new Error('the benchmark did not open whole');
  return opened.value.items;
}

async function bareRead(root: string, items: number, names: readonly string[]): Promise<string[]> {
  const entries = await readdir(root, { recursive: true });
  for (const name of names) {
    const { data } = Papa.parse(await readFile(join(root, name), 'utf8'), { header: true, skipEmptyLines: true });
    if (data.length !== items) throw new Error(`${name} has ${data.length} rows`);
  }
  return entries;
}

async function bareLines(root: string, items: number): Promise<string[]> {
  const entries = await readdir(root, { recursive: true });
  const lines = (await readFile(join(root, 'metadata.jsonl'), 'utf8')).split('\n').filter((line) => line !== '');
  const records = lines.map((line) => JSON.parse(line) as unknown);
  if (records.length !== items) throw new Error(`metadata.jsonl has ${records.length} lines`);
  return entries;
}

/** The same pictures as a Hugging Face imagefolder with one table of JSON Lines. */
async function asImageFolder(root: string): Promise<void> {
  const { data } = Papa.parse<string[]>((await readFile(join(root, tables[0]!), 'utf8')).replace(/^\ufeff/, ''), {
    skipEmptyLines: true,
  });
  const lines = data.slice(1).map(([name, degree, label]) => {
    return JSON.stringify({ file_name: `dataset/${name}`, label, degree: Number(degree) });
  });
  await writeFile(join(root, 'metadata.jsonl'), `${lines.join('\n')}\n`);
  for (const name of tables) await rm(join(root, name));
}

async function memoryOf(root: string): Promise<number> {
  const before = memoryInUse();
  const opened = await openBenchmark(benchmarkFolder(root), { hasher: nodeHasher, examine: false });
  if (!opened.ok) throw new Error('the benchmark did not open');
  const after = memoryInUse();
  return rounded((after - before) / opened.value.items.length, 0);
}

async function hostBlock(root: string): Promise<number> {
  const opener = new BenchmarkOpener({ root, store: join(root, '.emolens'), version: 'bench', thread: true });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const opened = await opener.open();
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  await opener.dispose();
  if (!opened.ok) throw new Error('the benchmark did not open');
  return rounded(delay.max / 1e6, 1);
}

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Papa from 'papaparse';
import type { Benchmark } from '../../src/core/benchmark/benchmark.ts';
import { openBenchmark } from '../../src/core/benchmark/openBenchmark.ts';
import { BenchmarkOpener } from '../../src/platform/node/benchmarkOpener.ts';
import { benchmarkFolder } from '../../src/platform/node/benchmarkFolder.ts';
import { nodeHasher } from '../../src/platform/node/nodeHasher.ts';
import { benchmarkOf, openCached } from '../../src/platform/node/openCached.ts';
import { makeBenchFolder, restMs } from './benchFolder.ts';
import { rounded } from './figures.ts';
import { memoryInUse } from './memoryInUse.ts';
import {
  bareImageFolder,
  bareMemo,
  firstRatio,
  interleavedWarm,
  memoTables,
  openRatios,
  openWhole,
  timed,
} from './openOnce.ts';

const firstRuns = 5;

/** Opening a benchmark over what the same files cost without us, in the same process; and opening it again. */
export async function benchOpen(items: number, repeats: number): Promise<unknown> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-bench-open-'));
  try {
    await makeBenchFolder(root, items, 4);
    const memo = await measure(root, items, repeats, { layout: 'memo', bare: () => bareMemo(root, items) });
    const bytesPerItem = await memoryOf(root);
    const longestHostBlockMs = await hostBlock(root);
    await asImageFolder(root);
    const imageFolder = await measure(root, items, repeats, {
      layout: 'imageFolder',
      bare: () => bareImageFolder(root, items),
    });
    return {
      how: `opening ${items} tiny pictures (their bytes are looked at afterwards) over readdir and reading and tokenising the same tables, in one process, files cached by the system: in MEMO-Bench's layout with papaparse, in an imagefolder with JSON.parse of each line; ${repeats} interleaved repeats in both orders after some rounds to warm up. Thread: by the time of the thread alone, whatever else the machine does. First: the first opening of a process over the first bare reading of it, in processes of their own. Again: from the cache, over opening without it. Memory: the heap and what lies outside of it after collecting. The host's longest block is that of its event loop while a worker opens, looks at nothing and hands over.`,
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
  { layout, bare }: { readonly layout: string; readonly bare: () => Promise<unknown> },
): Promise<Readonly<Record<string, unknown>>> {
  const cache = await mkdtemp(join(tmpdir(), 'emolens-bench-cache-'));
  try {
    await new Promise((resolve) => setTimeout(resolve, restMs));
    const fromCache = () => openCached(root, { store: join(root, '.emolens'), cache, version: 'bench' });
    const written = await fromCache();
    await written.finish();
    const [opened = [], floor = [], again = []] = await interleavedWarm(repeats, items, [
      () => timed(() => openWhole(root, items)),
      () => timed(bare),
      () =>
        timed(async () => {
          const { opened: kept, cached } = await fromCache();
          if (!cached || !kept.ok || benchmarkOf(kept.value).items.length !== items)
            throw new Error('not from the cache');
        }),
    ]);
    return {
      ...openRatios(opened, floor, again),
      firstOverBareRead: await firstRatio(firstRuns, layout, root, items),
    };
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

/** The same pictures as a Hugging Face imagefolder with one table of JSON Lines. */
async function asImageFolder(root: string): Promise<void> {
  const { data } = Papa.parse<string[]>((await readFile(join(root, memoTables[0]!), 'utf8')).replace(/^\ufeff/, ''), {
    skipEmptyLines: true,
  });
  const lines = data.slice(1).map(([name, degree, label]) => {
    return JSON.stringify({ file_name: `dataset/${name}`, label, degree: Number(degree) });
  });
  await writeFile(join(root, 'metadata.jsonl'), `${lines.join('\n')}\n`);
  for (const name of memoTables) await rm(join(root, name));
}

async function memoryOf(root: string): Promise<number> {
  const open = async (): Promise<Benchmark> => {
    const opened = await openBenchmark(benchmarkFolder(root), { hasher: nodeHasher, examine: false });
    if (!opened.ok) throw new Error('the benchmark did not open');
    return opened.value;
  };
  // What making the folder left behind would be collected meanwhile, and code and tables are made once: the second opening adds items alone.
  await open();
  await new Promise((resolve) => setTimeout(resolve, restMs));
  const before = memoryInUse();
  const benchmark = await open();
  const after = memoryInUse();
  return rounded((after - before) / benchmark.items.length, 0);
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

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBenchmark } from '../../src/core/benchmark/openBenchmark.ts';
import { benchmarkFolder } from '../../src/platform/node/benchmarkFolder.ts';
import { benchmarkOf, openCached } from '../../src/platform/node/openCached.ts';
import { nodeHasher } from '../../src/platform/node/nodeHasher.ts';
import { interleaved, median, ratioOf, rounded } from './figures.ts';
import { restMs } from './benchFolder.ts';
import { layouts, makeLayout, readBare, type Layout } from './layouts.ts';

/** Opening each layout over what its files cost without us, in the same process. */
export async function benchFormats(items: number, repeats: number, only: readonly string[]): Promise<unknown> {
  const figures: Record<string, unknown> = {};
  for (const layout of layouts) {
    if (only.length > 0 && !only.includes(layout.name)) continue;
    process.stderr.write(`  ${layout.name}\n`);
    figures[layout.name] = await benchLayout(layout, items, repeats);
  }
  return {
    how: `opening ${items} pictures in each layout (their bytes are looked at afterwards) over readdir and reading and tokenising the same tables (papaparse with a header, JSON.parse of the file or of each line), in one process, files cached by the system; ${repeats} interleaved repeats after two openings to warm up. Again: from the cache, over opening without it.`,
    items,
    layouts: figures,
  };
}

async function benchLayout(layout: Layout, items: number, repeats: number): Promise<unknown> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-bench-layout-'));
  const cache = await mkdtemp(join(tmpdir(), 'emolens-bench-cache-'));
  try {
    const tables = await makeLayout(root, layout, items);
    const open = () => timed(() => openWhole(root, items));
    const bare = () =>
      timed(async () => {
        await readdir(root, { recursive: true });
        await readBare(root, layout, tables, items);
      });
    const again = () => timed(() => openAgain(root, cache, items));
    await new Promise((resolve) => setTimeout(resolve, restMs));
    await (await fromCache(root, cache)).finish();
    for (let i = 0; i < 2; i++) {
      await open();
      await bare();
      await again();
    }
    const [opened = [], floor = [], kept = []] = await interleaved(repeats, [open, bare, again]);
    return {
      overBareRead: ratioOf(opened, floor),
      againOverFirst: ratioOf(kept, opened),
      medianMs: {
        open: rounded(median(opened), 1),
        bareRead: rounded(median(floor), 1),
        openAgain: rounded(median(kept), 1),
      },
    };
  } finally {
    for (const folder of [root, cache]) await rm(folder, { recursive: true, force: true });
  }
}

async function openWhole(root: string, items: number): Promise<void> {
  const opened = await openBenchmark(benchmarkFolder(root), { hasher: nodeHasher, examine: false });
  if (!opened.ok || opened.value.items.length !== items) throw new Error('the benchmark did not open whole');
}

const fromCache = (root: string, cache: string) =>
  openCached(root, { store: join(root, '.emolens'), cache, version: 'bench' });

async function openAgain(root: string, cache: string, items: number): Promise<void> {
  const { opened, cached } = await fromCache(root, cache);
  if (!cached || !opened.ok || benchmarkOf(opened.value).items.length !== items) throw new Error('not from the cache');
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}

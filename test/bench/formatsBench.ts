import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchmarkOf, openCached } from '../../src/platform/node/openCached.ts';
import { restMs } from './benchFolder.ts';
import { layouts, makeLayout, type Layout } from './layouts.ts';
import { bareLayout, firstRatio, interleavedWarm, openRatios, openWhole, timed } from './openOnce.ts';

const firstRuns = 3;

/** Opening each layout over what its files cost without us, in the same process. */
export async function benchFormats(items: number, repeats: number, only: readonly string[]): Promise<unknown> {
  const figures: Record<string, unknown> = {};
  for (const layout of layouts) {
    if (only.length > 0 && !only.includes(layout.name)) continue;
    process.stderr.write(`  ${layout.name}\n`);
    figures[layout.name] = await benchLayout(layout, items, repeats);
  }
  return {
    how: `opening ${items} pictures in each layout (their bytes are looked at afterwards) over readdir and reading and tokenising the same tables (papaparse with a header, JSON.parse of the file or of each line), in one process, files cached by the system; ${repeats} interleaved repeats in both orders after some rounds to warm up. Thread: by the time of the thread alone, whatever else the machine does. First: the first opening of a process over the first bare reading of it, in processes of their own. Again: from the cache, over opening without it.`,
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
    const bare = () => timed(() => bareLayout(root, layout, tables, items));
    const again = () => timed(() => openAgain(root, cache, items));
    await new Promise((resolve) => setTimeout(resolve, restMs));
    await (await fromCache(root, cache)).finish();
    const [opened = [], floor = [], kept = []] = await interleavedWarm(repeats, items, [open, bare, again]);
    return {
      ...openRatios(opened, floor, kept),
      firstOverBareRead: await firstRatio(firstRuns, layout.name, root, items, tables),
    };
  } finally {
    for (const folder of [root, cache]) await rm(folder, { recursive: true, force: true });
  }
}

const fromCache = (root: string, cache: string) =>
  openCached(root, { store: join(root, '.emolens'), cache, version: 'bench' });

async function openAgain(root: string, cache: string, items: number): Promise<void> {
  const { opened, cached } = await fromCache(root, cache);
  if (!cached || !opened.ok || benchmarkOf(opened.value).items.length !== items) throw new Error('not from the cache');
}

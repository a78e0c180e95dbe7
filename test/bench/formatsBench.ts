import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBenchmark } from '../../src/core/benchmark/openBenchmark.ts';
import { benchmarkFolder } from '../../src/platform/node/benchmarkFolder.ts';
import { nodeHasher } from '../../src/platform/node/nodeHasher.ts';
import { interleaved, median, ratioOf, rounded } from './figures.ts';
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
    how: `opening ${items} pictures in each layout (their bytes are looked at afterwards) over readdir and reading and tokenising the same tables (papaparse with a header, JSON.parse of the file or of each line), in one process, files cached by the system; ${repeats} interleaved repeats after two openings to warm up.`,
    items,
    layouts: figures,
  };
}

async function benchLayout(layout: Layout, items: number, repeats: number): Promise<unknown> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-bench-layout-'));
  try {
    const tables = await makeLayout(root, layout, items);
    const open = () => timed(() => openWhole(root, items));
    const bare = () =>
      timed(async () => {
        await readdir(root, { recursive: true });
        await readBare(root, layout, tables, items);
      });
    for (let i = 0; i < 2; i++) {
      await open();
      await bare();
    }
    const [opened = [], floor = []] = await interleaved(repeats, [open, bare]);
    return {
      overBareRead: ratioOf(opened, floor),
      medianMs: { open: rounded(median(opened), 1), bareRead: rounded(median(floor), 1) },
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function openWhole(root: string, items: number): Promise<void> {
  const opened = await openBenchmark(benchmarkFolder(root), { hasher: nodeHasher, examine: false });
  if (!opened.ok || opened.value.items.length !== items) throw new Error('the benchmark did not open whole');
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}

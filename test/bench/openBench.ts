import { mkdtemp, open, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { openBenchmark } from '../../src/core/benchmark/openBenchmark.ts';
import { readableFolder } from '../../src/platform/node/nodeFolder.ts';
import { nodeHasher } from '../../src/platform/node/nodeHasher.ts';
import { makeBenchFolder } from './benchFolder.ts';
import { interleaved, median, ratioOf, rounded } from './figures.ts';

/** Bytes of a picture's head, as many as tell its type and size. */
const headBytes = 4096;
const headsAtOnce = 32;

/** Opening a benchmark over what the same files cost without us, in the same process. */
export async function benchOpen(items: number, repeats: number): Promise<unknown> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-bench-open-'));
  try {
    await makeBenchFolder(root, items, 8);
    const first = await timed(() => ours(root, items));
    const [opened = [], bare = [], withHeads = []] = await interleaved(repeats, [
      () => timed(() => ours(root, items)),
      () => timed(() => bareRead(root, items)),
      () => timed(() => bareReadWithHeads(root, items)),
    ]);
    return {
      how: `openBenchmark of ${items} tiny pictures in MEMO-Bench's layout, over readdir and reading and tokenising both tables with papaparse, in one process, files cached by the system; ${repeats} interleaved repeats after one opening to warm up. Opening also reads the first bytes of each picture, which the bare read does not: overReadWithHeads has them on both sides.`,
      items,
      overBareRead: ratioOf(opened, bare),
      overReadWithHeads: ratioOf(opened, withHeads),
      medianMs: {
        firstOpen: rounded(first, 1),
        open: rounded(median(opened), 1),
        bareRead: rounded(median(bare), 1),
        readWithHeads: rounded(median(withHeads), 1),
      },
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}

async function ours(root: string, items: number): Promise<void> {
  const opened = await openBenchmark(readableFolder(root), { hasher: nodeHasher });
  if (!opened.ok || opened.value.items.length !== items) throw new Error('the benchmark did not open whole');
}

async function bareRead(root: string, items: number): Promise<string[]> {
  const entries = await readdir(root, { recursive: true });
  for (const name of ['annotation_emo.csv', 'annotation_quality.csv']) {
    const { data } = Papa.parse(await readFile(join(root, name), 'utf8'), { header: true, skipEmptyLines: true });
    if (data.length !== items) throw new Error(`${name} has ${data.length} rows`);
  }
  return entries;
}

async function bareReadWithHeads(root: string, items: number): Promise<void> {
  const pictures = (await bareRead(root, items)).filter((name) => name.endsWith('.png'));
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let name = pictures[next++]; name !== undefined; name = pictures[next++]) {
      const file = await open(join(root, name));
      await file.read(new Uint8Array(headBytes), 0, headBytes, 0);
      await file.close();
    }
  };
  await Promise.all(Array.from({ length: headsAtOnce }, lane));
}

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Papa from 'papaparse';
import type { ItemTable } from '../../src/core/benchmark/itemTable.ts';
import { openBenchmark } from '../../src/core/benchmark/openBenchmark.ts';
import { benchmarkFolder } from '../../src/platform/node/benchmarkFolder.ts';
import { nodeHasher } from '../../src/platform/node/nodeHasher.ts';
import { interleaved, median, ratioOf, rounded, type Ratio } from './figures.ts';
import { readBare, type Layout } from './layouts.ts';

/** The tables of MEMO-Bench's release. */
export const memoTables = ['annotation_emo.csv', 'annotation_quality.csv'];

/** Opens a benchmark, which is to have so many items. */
export async function openWhole(root: string, items: number): Promise<ItemTable> {
  const opened = await openBenchmark(benchmarkFolder(root), { hasher: nodeHasher, examine: false });
  if (!opened.ok || opened.value.items.length !== items) throw new Error('the benchmark did not open whole');
  return opened.value.items;
}

/** What the files of a benchmark in MEMO-Bench's layout cost without us. */
export async function bareMemo(root: string, items: number): Promise<void> {
  await readdir(root, { recursive: true });
  for (const name of memoTables) {
    const { data } = Papa.parse(await readFile(join(root, name), 'utf8'), { header: true, skipEmptyLines: true });
    if (data.length !== items) throw new Error(`${name} has ${data.length} rows`);
  }
}

/** What those of an imagefolder cost. */
export async function bareImageFolder(root: string, items: number): Promise<void> {
  await readdir(root, { recursive: true });
  const lines = (await readFile(join(root, 'metadata.jsonl'), 'utf8')).split('\n').filter((line) => line !== '');
  const records = lines.map((line) => JSON.parse(line) as unknown);
  if (records.length !== items) throw new Error(`metadata.jsonl has ${records.length} lines`);
}

/** What those of any other layout cost. */
export async function bareLayout(
  root: string,
  layout: Layout,
  tables: readonly string[],
  items: number,
): Promise<void> {
  await readdir(root, { recursive: true });
  await readBare(root, layout, tables, items);
}

/** What something took: by the clock, and of this thread alone, which what else the machine does hardly changes; ms. */
export interface Took {
  readonly wallMs: number;
  readonly threadMs: number;
}

/** What something takes. Nothing is collected before: that would leave little room for new objects, and who makes more of them would pay for it. */
export async function timed(run: () => Promise<unknown>): Promise<Took> {
  const [begun, before] = [performance.now(), process.threadCpuUsage()];
  await run();
  const { user, system } = process.threadCpuUsage(before);
  return { wallMs: performance.now() - begun, threadMs: (user + system) / 1000 };
}

const wallOf = ({ wallMs }: Took): number => wallMs;
const threadOf = ({ threadMs }: Took): number => threadMs;

/** The ratios of opening over reading bare, and of opening again over opening. */
export function openRatios(opened: readonly Took[], floor: readonly Took[], again: readonly Took[]): OpenRatios {
  return {
    overBareRead: ratioOf(opened.map(wallOf), floor.map(wallOf)),
    threadOverBareRead: ratioOf(opened.map(threadOf), floor.map(threadOf)),
    againOverFirst: ratioOf(again.map(wallOf), opened.map(wallOf)),
    medianMs: {
      open: rounded(median(opened.map(wallOf)), 1),
      bareRead: rounded(median(floor.map(wallOf)), 1),
      openAgain: rounded(median(again.map(wallOf)), 1),
    },
  };
}

/** See {@link openRatios}. `threadOverBareRead`: by the time of the thread alone. */
export interface OpenRatios {
  readonly overBareRead: Ratio;
  readonly threadOverBareRead: Ratio;
  readonly againOverFirst: Ratio;
  readonly medianMs: { readonly open: number; readonly bareRead: number; readonly openAgain: number };
}

/**
 * Runs contenders in turn, after so many rounds in which nothing is counted: until code has been compiled, each round is quicker than the one before. A repeat is two rounds, one in each
 * order, taken together: whoever comes next collects what the one before left behind, which alone makes one round's ratio half or twice another's.
 */
export async function interleavedWarm(
  repeats: number,
  items: number,
  contenders: readonly (() => Promise<Took>)[],
): Promise<readonly (readonly Took[])[]> {
  await interleaved(items > manyItems ? 1 : warmUps, contenders);
  const rounds = await interleaved(repeats * 2, contenders);
  return rounds.map(inBothOrders);
}

function inBothOrders(rounds: readonly Took[]): readonly Took[] {
  return rounds.flatMap((one, i) => {
    const other = rounds[i + 1];
    if (i % 2 === 1 || other === undefined) return [];
    return [{ wallMs: (one.wallMs + other.wallMs) / 2, threadMs: (one.threadMs + other.threadMs) / 2 }];
  });
}

/** Of so many items one opening compiles all that there is. */
const manyItems = 100_000;
const warmUps = 6;

/** The first opening of a process over the first bare reading of it, in so many processes: with nothing compiled, as an editor's first one. */
export async function firstRatio(
  runs: number,
  layout: string,
  root: string,
  items: number,
  tables: readonly string[] = [],
): Promise<Ratio> {
  const opened: number[] = [];
  const floor: number[] = [];
  for (let run = 0; run < runs; run++) {
    const program = join(import.meta.dirname, 'firstOpen.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [program, layout, root, String(items), ...tables]);
    const [open, bare] = JSON.parse(stdout) as [number, number];
    opened.push(open);
    floor.push(bare);
  }
  return ratioOf(opened, floor);
}

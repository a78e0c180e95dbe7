import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchmarkColumns } from '../../src/core/query/columns/benchmarkColumns.ts';
import { groupAll } from '../../src/core/query/groupPlaces.ts';
import { countFacet, countPlaces } from '../../src/core/query/listPlaces.ts';
import { findPlaces } from '../../src/core/query/findPlaces.ts';
import { PlaceList } from '../../src/core/query/placeList.ts';
import { sortPlaces } from '../../src/core/query/sortPlaces.ts';
import { ReviewBook } from '../../src/core/review/reviewBook.ts';
import { workedOff } from '../../src/core/turns.ts';
import { BenchmarkOpener } from '../../src/platform/node/benchmarkOpener.ts';
import { afterOthers, pacer } from '../../src/platform/node/pacer.ts';
import { watchBlock } from './blockWatch.ts';
import { fileEvents, itemsInExtra, makeFollowFolder } from './followEvents.ts';
import { median, ratioOf, rounded } from './figures.ts';

/** Longer than what an event led to waits before it is held against the disk. */
const restMs = 3000;

/** What it took until all was there that tree and gallery show. */
export interface Shown {
  readonly ms: number;
  /** Of all threads. */
  readonly cpuMs: number;
  readonly blockMs: number;
}

/** What it takes from a file event to the new content of tree and gallery, over opening the folder for the first time. */
export async function benchFollow(items: number, repeats: number): Promise<unknown> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-bench-follow-'));
  const away = await mkdtemp(join(tmpdir(), 'emolens-bench-away-'));
  const opener = followingOpener(root);
  try {
    await makeFollowFolder(root, items);
    await rest();
    const firstMs = (await shown(opener, undefined, items)).ms;
    const taken: Record<string, Shown[]> = {};
    for await (const event of fileEvents(root, away, items, repeats)) {
      await rest();
      await event.act();
      (taken[event.name] ??= []).push(await shown(opener, event.changed, event.items));
    }
    const figures = Object.entries(taken).map(([name, each]) => {
      const ms = each.map((one) => one.ms);
      const overFirst = ratioOf(
        ms,
        ms.map(() => firstMs),
      );
      return [
        name,
        {
          medianMs: rounded(median(ms), 0),
          allMs: ms.map((one) => rounded(one, 0)),
          cpuMs: rounded(median(each.map((one) => one.cpuMs)), 0),
          overFirst,
          blockMs: rounded(Math.max(...each.map((one) => one.blockMs)), 1),
        },
      ];
    });
    return {
      how: `from telling the opener of an event among ${items} tiny pictures in MEMO-Bench's layout to what tree and gallery show of it: the worker opens the folder anew, the benchmark comes over to this thread, and groups, list, counts and facets are made here. ${itemsInExtra(items)} of the pictures, all with rows, lie in the folder that is deleted. Not in it: what the editor takes to tell of an event, the 50 ms of quiet that are waited for, and drawing. overFirst: over opening the folder for the first time, likewise. cpuMs: the time of all threads. blockMs: the longest that this thread worked without giving others a turn, in its own time.`,
      items,
      firstMs: rounded(firstMs, 0),
      events: Object.fromEntries(figures) as unknown,
    };
  } finally {
    await opener.dispose();
    await rm(root, { recursive: true, force: true });
    await rm(away, { recursive: true, force: true });
  }
}

/** Opens a folder as the window does, without a cache. */
export function followingOpener(root: string): BenchmarkOpener {
  return new BenchmarkOpener({ root, store: join(root, '.emolens'), version: 'bench', thread: true, follow: true });
}

/** Waits until nothing is done any more that an event led to. */
export function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, restMs));
}

/** What it takes until tree and gallery can show what became of some paths. */
export async function shown(
  opener: BenchmarkOpener,
  changed: readonly string[] | undefined,
  items: number,
): Promise<Shown> {
  const block = watchBlock();
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const opened = await opener.open({ changed });
  if (!opened.ok || opened.value.benchmark.items.length !== items) throw new Error('the folder was not followed');
  const { items: content, problems } = opened.value.benchmark;
  // Turn by turn, as tree and gallery ask for it.
  await afterOthers();
  const columns = new BenchmarkColumns({ table: content, runs: [], book: new ReviewBook(), problems });
  const all = PlaceList.all(content).places;
  await afterOthers();
  await workedOff(groupAll(['generator', 'label'], columns, 500), pacer());
  await afterOthers();
  sortPlaces(all, [], columns);
  countPlaces(all, columns);
  await afterOthers();
  const mask = findPlaces({ kind: 'all' }, columns);
  for (const facet of ['emotions', 'generators', 'outcomes'] as const) countFacet(facet, mask, columns);
  const ms = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  await afterOthers();
  return { ms, cpuMs: (user + system) / 1000, blockMs: block() };
}

import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { BenchmarkOpener } from '../../src/platform/node/benchmarkOpener.ts';
import { ratioOf, rounded } from './figures.ts';
import { followingOpener, rest, shown } from './followBench.ts';
import { itemsInExtra } from './followEvents.ts';
import { layouts, makeLayout, type Layout } from './layouts.ts';

/** Layouts whose tables are lists of records, which are read whole each time. */
const lists = ['coco', 'fiftyone', 'llava', 'eemo', 'labelStudio'];

interface ListEvent {
  readonly name: string;
  readonly act: () => Promise<unknown>;
  readonly path: string;
  readonly items: number;
}

/** The same as following a table's pictures, for lists of records; also what it takes until all is read again that was left open. `names`: only these layouts, where any are given. */
export async function benchFollowLists(items: number, names: readonly string[]): Promise<unknown> {
  const figures: Record<string, unknown> = {};
  for (const layout of layouts.filter(({ name }) => (names.length > 0 ? names : lists).includes(name))) {
    figures[layout.name] = await follow(withExtra(layout), items);
  }
  return {
    how: `as in follow, for ${items} pictures that lists of records name; ${itemsInExtra(items)} of them lie in the folder that is deleted and restored. ms: until tree and gallery show which pictures there are. wholeMs: from the event until they show, too, what the records say of those that came, and that they lack those that went.`,
    items,
    layouts: figures,
  };
}

/** With some of its pictures, the first ones, in a folder of their own. */
export function withExtra(layout: Layout): Layout {
  const moved = (path: string) => `${dirname(path)}/extra/${basename(path)}`;
  return {
    ...layout,
    pictures: (items) => layout.pictures(items).map((path, i) => (i < itemsInExtra(items) ? moved(path) : path)),
  };
}

async function follow(layout: Layout, items: number): Promise<unknown> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-bench-lists-'));
  const away = await mkdtemp(join(tmpdir(), 'emolens-bench-away-'));
  const opener = followingOpener(root);
  try {
    await makeLayout(root, layout, items);
    await rest();
    const first = await shown(opener, undefined, items);
    const figures: Record<string, unknown> = {};
    for (const event of eventsOf(root, away, layout.pictures(items), items)) {
      await rest();
      const read = readInFull(opener);
      await event.act();
      const begun = performance.now();
      const { ms, cpuMs, blockMs } = await shown(opener, [event.path], event.items);
      await read;
      await shown(opener, [], event.items);
      const wholeMs = performance.now() - begun;
      figures[event.name] = {
        ms: rounded(ms, 0),
        cpuMs: rounded(cpuMs, 0),
        overFirst: ratioOf([ms], [first.ms]),
        blockMs: rounded(blockMs, 1),
        wholeMs: rounded(wholeMs, 0),
      };
    }
    return { firstMs: rounded(first.ms, 0), events: figures };
  } finally {
    await opener.dispose();
    await rm(root, { recursive: true, force: true });
    await rm(away, { recursive: true, force: true });
  }
}

/** Longer than reading takes on any machine. */
const patienceMs = 120_000;

/** Resolves when all was read that was left open. */
function readInFull(opener: BenchmarkOpener): Promise<void> {
  return new Promise((resolve, reject) => {
    // The opener lets a process end that waits for nothing else.
    const timer = setTimeout(() => reject(new Error('what was left open was not read')), patienceMs);
    opener.onDoubt = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

function* eventsOf(root: string, away: string, pictures: readonly string[], items: number): Iterable<ListEvent> {
  const last = pictures.at(-1)!;
  const extra = `${dirname(last)}/extra`;
  const added = `${dirname(last)}/added.png`;
  yield { name: 'addedImage', path: added, items: items + 1, act: () => writeFile(join(root, added), 'added') };
  yield { name: 'deletedImage', path: last, items, act: () => rm(join(root, last)) };
  const left = items - itemsInExtra(items);
  yield { name: 'deletedFolder', path: extra, items: left, act: () => rename(join(root, extra), join(away, 'extra')) };
  yield { name: 'restoredFolder', path: extra, items, act: () => rename(join(away, 'extra'), join(root, extra)) };
}

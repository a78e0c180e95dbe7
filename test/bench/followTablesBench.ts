import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { median, rounded } from './figures.ts';
import { followingOpener, rest, shown, type Shown } from './followBench.ts';
import { itemsInExtra } from './followEvents.ts';
import { withExtra } from './followListsBench.ts';
import { layouts, makeLayout, type Layout } from './layouts.ts';

/** Layouts with one table, each row of which is a line. */
const tables = ['csvQuoted', 'tsvText', 'vlmevalkit', 'imageFolderCsv', 'imageFolderLines'];

interface TableEvent {
  readonly name: string;
  readonly act: () => Promise<unknown>;
  readonly changed: readonly string[];
  readonly items: number;
}

/** The same as following MEMO-Bench's layout, for other tables. `names`: only these layouts, where any are given. */
export async function benchFollowTables(items: number, repeats: number, names: readonly string[]): Promise<unknown> {
  const figures: Record<string, unknown> = {};
  for (const layout of layouts.filter(({ name }) => (names.length > 0 ? names : tables).includes(name))) {
    process.stderr.write(`  ${layout.name}\n`);
    figures[layout.name] = await follow(withExtra(layout), items, repeats);
  }
  return {
    how: `as in follow, for ${items} pictures that the rows of a table name; ${itemsInExtra(items)} of them, those of its first rows, lie in the folder that is deleted and restored.`,
    items,
    layouts: figures,
  };
}

async function follow(layout: Layout, items: number, repeats: number): Promise<unknown> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-bench-tables-'));
  const away = await mkdtemp(join(tmpdir(), 'emolens-bench-away-'));
  const opener = followingOpener(root);
  try {
    const [table = ''] = await makeLayout(root, layout, items);
    await rest();
    const first = await shown(opener, undefined, items);
    const text = await readFile(join(root, table), 'utf8');
    const taken: Record<string, Shown[]> = {};
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const event of eventsOf({ root, away, table, text }, layout.pictures(items), items)) {
        await rest();
        await event.act();
        (taken[event.name] ??= []).push(await shown(opener, event.changed, event.items));
      }
    }
    const figures = Object.entries(taken).map(([name, each]) => [name, figuresOf(each)]);
    return { firstMs: rounded(first.ms, 0), events: Object.fromEntries(figures) as unknown };
  } finally {
    await opener.dispose();
    await rm(root, { recursive: true, force: true });
    await rm(away, { recursive: true, force: true });
  }
}

function figuresOf(each: readonly Shown[]): unknown {
  const ms = each.map((one) => one.ms);
  return {
    medianMs: rounded(median(ms), 0),
    allMs: ms.map((one) => rounded(one, 0)),
    cpuMs: rounded(median(each.map((one) => one.cpuMs)), 0),
    blockMs: rounded(Math.max(...each.map((one) => one.blockMs)), 1),
  };
}

interface Place {
  readonly root: string;
  readonly away: string;
  readonly table: string;
  readonly text: string;
}

function* eventsOf(place: Place, pictures: readonly string[], items: number): Iterable<TableEvent> {
  const { root, away, table, text } = place;
  const write = (content: string) => () => writeFile(join(root, table), content);
  yield { name: 'changedRow', act: write(changedIn(text)), changed: [table], items };
  yield { name: 'rowAsBefore', act: write(text), changed: [table], items };
  const last = pictures.at(-1)!;
  const folder = dirname(last);
  const [added, renamed, extra] = ['added.png', 'renamed.png', 'extra'].map((name) => `${folder}/${name}`) as [
    string,
    string,
    string,
  ];
  const move = (from: string, to: string) => () => rename(from, to);
  const moved = { changed: [last, renamed], items };
  yield { name: 'addedImage', act: () => writeFile(join(root, added), ''), changed: [added], items: items + 1 };
  yield { name: 'deletedImage', act: () => rm(join(root, added)), changed: [added], items };
  yield { name: 'renamedImage', act: move(join(root, last), join(root, renamed)), ...moved };
  yield { name: 'imageNamedAsBefore', act: move(join(root, renamed), join(root, last)), ...moved };
  const left = items - itemsInExtra(items);
  const put = join(away, 'extra');
  yield { name: 'deletedFolder', act: move(join(root, extra), put), changed: [extra], items: left };
  yield { name: 'restoredFolder', act: move(put, join(root, extra)), changed: [extra], items };
}

/** With another emotion where the row in the middle names its last one. */
function changedIn(text: string): string {
  const from = text.indexOf('\n', text.length / 2) + 1;
  const to = text.indexOf('\n', from);
  const row = text.slice(from, to);
  const said = [...row.matchAll(/happiness|surprised?|worry|neutral|angry|happy|sad/gi)].at(-1);
  if (said === undefined) throw new Error(`no emotion in ${row}`);
  const other = said[0].toLowerCase() === 'angry' ? 'happy' : 'angry';
  return text.slice(0, from + said.index) + other + text.slice(from + said.index + said[0].length);
}

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildProduct } from '../../../scripts/build.ts';
import { commonJsForNode } from '../../../scripts/build/targets.ts';
import { runInHost } from '../../../scripts/editor/runInHost.ts';
import { inRepository } from '../../../scripts/repository.ts';
import { median, rounded } from '../figures.ts';
import { itemsInExtra, makeFollowFolder } from '../followEvents.ts';
import type { HostReport, HostTask, ShownInHost } from './task.ts';

/** From a file event to tree and gallery in a real extension host, over what the editor itself takes to tell of the event. */
export async function benchFollowHost(items: number, repeats: number): Promise<unknown> {
  if (process.env['EMOLENS_NO_BUILD'] === undefined) await buildProduct({ debug: false });
  const root = await mkdtemp(join(tmpdir(), 'el-follow-'));
  const away = await mkdtemp(join(tmpdir(), 'el-away-'));
  const out = join(away, 'report.json');
  try {
    await makeFollowFolder(root, items);
    const task: HostTask = { items, repeats, away, out };
    // Longer than a test may take.
    process.env['EMOLENS_TEST_MINUTES'] = '30';
    const env = { EMOLENS_BENCH_TASK: JSON.stringify(task) };
    await talkingElsewhere(async () => runInHost(await bundled(), { folder: root, env }));
    const report = JSON.parse(await readFile(out, 'utf8')) as HostReport;
    return {
      how: `from a file operation among ${items} tiny pictures in MEMO-Bench's layout, in the workspace folder of a real VS Code, until the tree's rows were made of what is there then, and until the gallery's page, open in the window, was given its list; toldMs: until the editor told extensions of it, which is in both. ${itemsInExtra(items)} of the pictures, all with rows, lie in the folder that is deleted and restored. blockMs: the longest that the host, with all that the editor does there, worked meanwhile without giving others a turn, in its own time; openMs and openBlockMs: the same while the folder, which was open before, is opened again until the gallery has its list.`,
      items,
      openMs: rounded(report.openMs, 0),
      openBlockMs: rounded(report.openBlockMs, 0),
      events: Object.fromEntries(
        [...new Set(report.shown.map(({ name }) => name))].map((name) => [
          name,
          figuresOf(report.shown.filter((one) => one.name === name)),
        ]),
      ) as unknown,
    };
  } finally {
    await rm(root, { recursive: true, force: true });
    await rm(away, { recursive: true, force: true });
  }
}

function figuresOf(each: readonly ShownInHost[]): unknown {
  const middle = (of: (one: ShownInHost) => number): number => rounded(median(each.map(of)), 0);
  return {
    toldMs: middle(({ toldMs }) => toldMs),
    treeMs: middle(({ treeMs }) => treeMs),
    galleryMs: middle(({ galleryMs }) => galleryMs),
    allGalleryMs: each.map(({ galleryMs }) => rounded(galleryMs, 0)),
    blockMs: middle(({ blockMs }) => blockMs),
    allBlockMs: each.map(({ blockMs }) => rounded(blockMs, 0)),
  };
}

/** What the editor and its launcher say goes to standard error: standard output is one JSON document. */
async function talkingElsewhere(act: () => Promise<void>): Promise<void> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    await act();
  } finally {
    process.stdout.write = write;
  }
}

/** The program that runs in the host, where the editor knows it as a part of EmoLens. */
async function bundled(): Promise<string> {
  mkdirSync(inRepository('artefacts'), { recursive: true });
  const folder = mkdtempSync(join(inRepository('artefacts'), 'bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'inHost.cjs');
  await build({
    ...commonJsForNode({ debug: true }),
    entryPoints: [join(import.meta.dirname, 'inHost.ts')],
    outfile,
    external: ['vscode'],
    logLevel: 'error',
  });
  return outfile;
}

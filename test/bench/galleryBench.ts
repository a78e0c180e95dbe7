import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildProduct } from '../../scripts/build.ts';
import { editorHome } from '../../scripts/editor/fetchEditor.ts';
import { installVsix } from '../../scripts/editor/installVsix.ts';
import { launchEditor } from '../../scripts/editor/launchEditor.ts';
import { openBrowser } from '../../scripts/editor/openBrowser.ts';
import { packageVsix } from '../../scripts/package.ts';
import { inRepository } from '../../scripts/repository.ts';
import { makeSample } from '../../scripts/sample/makeSample.ts';
import { until } from '../ui/harness/until.ts';
import { interleaved, median, ratioOf, rounded } from './figures.ts';
import { listenToPaints } from './paintWatch.ts';
import type { PaintEvent } from './paintWatch.ts';

const galleryCommand = 'EmoLens: Show Gallery';
const emptyCommand = 'Bench: Show Empty Webview';

/** From a command to what it shows, in ms. */
interface Shown {
  readonly first: number;
  readonly all: number;
}

/** From the command to the first portraits in the gallery, over an empty webview, in a real window with the packaged EmoLens. */
export async function benchGallery(repeats: number): Promise<unknown> {
  const scratch = await mkdtemp(join(tmpdir(), 'el-'));
  try {
    // As in the tests that drive a window, `dist/` is taken as it stands where the environment says so.
    if (process.env['EMOLENS_NO_BUILD'] === undefined) await buildProduct({ debug: false });
    const extensionsDir = join(scratch, 'extensions');
    await installVsix(await packageVsix(), extensionsDir);
    return await inWindow(await sampleIn(scratch), scratch, extensionsDir, repeats);
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The same small sample that the tests in a window have: drawn once and kept. */
async function sampleIn(scratch: string): Promise<string> {
  const drawn = join(editorHome, 'ui-sample');
  await makeSample({ folder: drawn, perCell: 1 });
  const folder = join(scratch, 'memo-sample');
  await cp(drawn, folder, { recursive: true });
  return folder;
}

async function inWindow(folder: string, scratch: string, extensionsDir: string, repeats: number): Promise<unknown> {
  const editor = await launchEditor({ dataDir: join(scratch, 'data'), extensionsDir, testDriver: true });
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    const page = await context.newPage();
    const { events } = await listenToPaints(context, page);
    await page.goto(editor.address(folder, { development: inRepository('test', 'bench', 'emptyWebview') }));
    const gallery = (): Promise<Shown> => shown(page, events, galleryCommand, ['firstPortrait', 'screen']);
    const empty = (): Promise<Shown> => shown(page, events, emptyCommand, ['empty', 'empty']);
    // The first webview of a window pays for the editor's own worker and caches: neither side is charged with it.
    await empty();
    const firstEver = await gallery();
    const [galleries = [], empties = []] = await interleaved(repeats, [gallery, empty]);
    const of = (list: readonly Shown[], what: keyof Shown): number[] => list.map((one) => one[what]);
    return {
      how: `From the Enter key on "${galleryCommand}" in the palette to the first portrait decoded and painted, and to all portraits on the screen, over the same for a panel with one word in it, shown by an extension of the bench; 72 portraits of the sample, window of 1400 x 900, the packaged EmoLens in a clean profile, Chromium without a GPU; ${repeats} interleaved repeats after one of each to warm up, the editor area emptied before each.`,
      firstPortrait: ratioOf(of(galleries, 'first'), of(empties, 'first')),
      wholeScreen: ratioOf(of(galleries, 'all'), of(empties, 'all')),
      medianMs: {
        emptyWebview: rounded(median(of(empties, 'first')), 1),
        firstPortrait: rounded(median(of(galleries, 'first')), 1),
        wholeScreen: rounded(median(of(galleries, 'all')), 1),
      },
      firstGalleryMs: { firstPortrait: rounded(firstEver.first, 1), wholeScreen: rounded(firstEver.all, 1) },
    };
  } finally {
    await browser.close();
    await editor.close();
  }
}

/** Empties the editor area, runs a command from the palette, and waits until what it shows is painted. */
async function shown(
  page: Page,
  events: PaintEvent[],
  title: string,
  [first, all]: readonly [PaintEvent['what'], PaintEvent['what']],
): Promise<Shown> {
  await runCommand(page, 'View: Close All Editors');
  await until(
    'the editor area is empty',
    async () => (await page.locator('.editor-group-container .tab').count()) === 0,
  );
  events.length = 0;
  await runCommand(page, title);
  const at = (what: PaintEvent['what']): number | undefined => events.findLast((event) => event.what === what)?.at;
  await until(`${title} has painted`, () => Promise.resolve(at(first) !== undefined && at(all) !== undefined));
  const begun = at('enter') ?? NaN;
  return { first: (at(first) ?? NaN) - begun, all: (at(all) ?? NaN) - begun };
}

async function runCommand(page: Page, title: string): Promise<void> {
  const widget = page.locator('.quick-input-widget:visible');
  const focused = widget.locator('.quick-input-list .monaco-list-row.focused');
  await until(
    `the palette offers "${title}"`,
    async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('F1');
      try {
        // A window that is still loading has no palette; one that has just loaded does not know all commands.
        await widget.locator('input.input').fill(`>${title}`, { timeout: 2000 });
        await focused.filter({ has: page.getByText(title, { exact: true }) }).waitFor({ timeout: 2000 });
        return true;
      } catch {
        return false;
      }
    },
    120_000,
  );
  await page.keyboard.press('Enter');
}

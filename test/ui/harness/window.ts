import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { launchEditor } from '../../../scripts/editor/launchEditor.ts';
import type { RunningEditor } from '../../../scripts/editor/launchEditor.ts';
import { openBrowser } from '../../../scripts/editor/openBrowser.ts';
import type { Settings } from '../../../scripts/editor/profile.ts';
import { inRepository } from '../../../scripts/repository.ts';
import { until } from './until.ts';

// How to add a test that drives a real window: write `test/ui/<what>.test.ts`; it is found by its name.
//
//   const window = useWindow({ folder: sampleFolder });      // one real window for the file, in a clean profile
//   it('shows the gallery', async () => {                    // tests run in the order in which they are written
//     await window.palette('EmoLens: Show Gallery');
//     const gallery = await window.webview('.gallery');      // the page that holds this selector
//     await gallery.getByText('72 shown').waitFor();         // locators wait; never sleep
//     await window.picture('gallery');                       // artefacts/ui/<what>/01-gallery.png
//     await until('the verdict is on disk', async () => (await readFile(path, 'utf8')).includes(x));  // what is not in the window
//   });
//
// `npm run test:ui -- test/ui/<what>.test.ts` runs one file; EMOLENS_NO_BUILD=1 takes dist/ as it stands. When a test fails
// there is a picture of the moment, and a trace for https://trace.playwright.dev, beside the other pictures.

/** What kind of window is wanted. */
export interface WindowOptions {
  /** Makes, and names, the folder to open; without it the window is empty. Called once, before the window opens. */
  readonly folder?: () => Promise<string>;
  /** User settings, such as `workbench.colorTheme`. */
  readonly settings?: Settings;
  /** In CSS pixels; 1400 x 900 when left out. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** Opens a window before the tests of this file (or `describe`) and closes it after them, leaving pictures of failures. */
export function useWindow(options: WindowOptions = {}): EditorWindow {
  const window = new EditorWindow(options);
  beforeAll(() => window.open(), 180_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await window.leaveEvidence(task.name);
  });
  afterAll(() => window.close());
  return window;
}

/** A real VS Code window with the packaged EmoLens in a clean profile. Every wait is bounded, and names what it waited for. */
export class EditorWindow {
  /** The folder that is open; undefined before the window is, or when it has none. */
  folder: string | undefined;
  readonly #options: WindowOptions;
  readonly #profile = mkdtempSync(join(tmpdir(), 'el-'));
  readonly #pictures: string;
  #editor: RunningEditor | undefined;
  #browser: Browser | undefined;
  #page: Page | undefined;
  #count = 0;

  constructor(options: WindowOptions) {
    this.#options = options;
    const file = basename(expect.getState().testPath ?? 'window', '.test.ts');
    this.#pictures = inRepository('artefacts', 'ui', file);
  }

  /** The window's page, for whatever has no word of its own here. */
  get page(): Page {
    if (this.#page === undefined) throw new Error('the window is not open');
    return this.#page;
  }

  async open(): Promise<void> {
    rmSync(this.#pictures, { recursive: true, force: true });
    mkdirSync(this.#pictures, { recursive: true });
    this.folder = await this.#options.folder?.();
    const { settings } = this.#options;
    this.#editor = await launchEditor({
      dataDir: this.#profile,
      extensionsDir: inject('extensionsDir'),
      ...(settings === undefined ? {} : { settings }),
    });
    this.#browser = await openBrowser();
    const context = await this.#browser.newContext({ viewport: this.#options.size ?? { width: 1400, height: 900 } });
    await context.tracing.start({ snapshots: true, title: basename(this.#pictures) });
    this.#page = await context.newPage();
    this.#page.setDefaultTimeout(20_000);
    await this.#page.goto(this.#editor.address(this.folder));
    try {
      await this.#ready();
    } catch (error) {
      await this.leaveEvidence('opening the window');
      throw error;
    }
  }

  /** Loads the window again, as *Developer: Reload Window* does, and waits until EmoLens is there. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#ready();
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    await this.#editor?.close();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Runs a command by its title in the palette, such as `EmoLens: Show Gallery`. Waits until the palette offers it. */
  async palette(title: string): Promise<void> {
    const row = this.#quickRows()
      .filter({ has: this.page.getByText(title, { exact: true }) })
      .first();
    await until(`the palette offers "${title}"`, async () => {
      // The palette does not learn of commands that become possible while it is open: it is opened afresh.
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await this.#quickInput().fill(`>${title}`);
      return appears(row, 2000);
    });
    await row.click();
  }

  /** Clicks a row of the open quick pick. */
  async pick(text: string | RegExp): Promise<void> {
    await this.#quickRows().filter({ hasText: text }).first().click();
  }

  /** Writes into the open input box, or the path of a file dialog, and confirms. */
  async answer(text: string): Promise<void> {
    await this.#quickInput().fill(text);
    await this.#quickInput().press('Enter');
  }

  /** Brings EmoLens' side bar to the front. */
  async showSideBar(): Promise<void> {
    const title = this.page.locator('.sidebar').getByRole('heading', { name: 'EmoLens', exact: true });
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: 'EmoLens' });
    await until("EmoLens' side bar shows", async () => {
      if (await title.isVisible()) return true;
      // A window that is just restoring its side bar would hide it again at this click: hence the loop.
      await tab.click();
      return appears(title, 3000);
    });
    // Elsewhere, so that the tab's tooltip covers nothing.
    await this.page.mouse.move(900, 600);
  }

  /** A row of a tree in the side bar, by a part of what it shows or of its accessible name. */
  treeItem(name: string | RegExp): Locator {
    return this.page.locator('.sidebar').getByRole('treeitem', { name });
  }

  /** The page of ours that holds a CSS selector; a frame is stale after {@link reload}. */
  async webview(selector: string): Promise<Frame> {
    const holds = async (frame: Frame): Promise<boolean> => {
      const count = await frame
        .locator(selector)
        .count()
        .catch(() => 0);
      return frame !== this.page.mainFrame() && count > 0;
    };
    let found: Frame | undefined;
    await until(`a page of ours holds ${selector}`, async () => {
      // Asking a webview's outer frames while they load keeps them from ever loading; ours is always the inner one.
      const inner = this.page.frames().filter((frame) => frame.url().includes('/fake.html'));
      for (const frame of inner) if (await holds(frame)) found = frame;
      return found !== undefined;
    });
    if (found === undefined) throw new Error(`no page holds ${selector}`);
    return found;
  }

  /** A notification that contains a text; its buttons are `.getByRole('button', { name })`. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  /** A modal dialog. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Keeps a picture of the window as `NN-name.png`. */
  async picture(name: string): Promise<void> {
    this.#count += 1;
    const number = String(this.#count).padStart(2, '0');
    await this.page.screenshot({ path: join(this.#pictures, `${number}-${name.replace(/[^\w-]+/g, '-')}.png`) });
  }

  /** Keeps what is needed to understand a failure. */
  async leaveEvidence(test: string): Promise<void> {
    if (this.#page === undefined) return;
    await this.picture(`FAILED-${test}`.slice(0, 80));
    await this.#page
      .context()
      .tracing.stop({ path: join(this.#pictures, 'trace.zip') })
      .catch(() => undefined);
  }

  async #ready(): Promise<void> {
    await this.page.locator('.activitybar').getByRole('tab', { name: 'EmoLens' }).waitFor({ timeout: 60_000 });
    const status = this.page.locator('.statusbar');
    await until(
      'the window has connected',
      async () => !/Opening Remote|Connecting/.test(await status.innerText()),
      60_000,
    );
  }

  #quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input.input');
  }

  #quickRows(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  }
}

async function appears(locator: Locator, timeout: number): Promise<boolean> {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { DrivenWindow } from '../../../scripts/editor/drivenWindow.ts';
import { launchEditor } from '../../../scripts/editor/launchEditor.ts';
import type { RunningEditor } from '../../../scripts/editor/launchEditor.ts';
import { openBrowser } from '../../../scripts/editor/openBrowser.ts';
import type { Settings } from '../../../scripts/editor/profile.ts';
import { inRepository } from '../../../scripts/repository.ts';

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
  #window: DrivenWindow | undefined;
  #count = 0;

  constructor(options: WindowOptions) {
    this.#options = options;
    const file = basename(expect.getState().testPath ?? 'window', '.test.ts');
    this.#pictures = inRepository('artefacts', 'ui', file);
  }

  /** The window's page, for whatever has no word of its own here. */
  get page(): Page {
    return this.#driven.page;
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
    this.#window = await DrivenWindow.open(context, this.#editor.address(this.folder));
    try {
      await this.#driven.ready();
    } catch (error) {
      await this.leaveEvidence('opening the window');
      throw error;
    }
  }

  /**
   * Loads the window again by *Developer: Reload Window*, and waits until EmoLens is there. Loading the page itself would be
   * killing the window: what it has not stored yet would be lost.
   */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load', { timeout: 60_000 });
    await this.palette('Developer: Reload Window');
    await loaded;
    await this.#driven.ready();
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    await this.#editor?.close();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 3 });
  }

  /** As {@link DrivenWindow.palette}. */
  async palette(title: string): Promise<void> {
    return this.#driven.palette(title);
  }

  /** As {@link DrivenWindow.pick}. */
  async pick(text: string | RegExp): Promise<void> {
    return this.#driven.pick(text);
  }

  /** As {@link DrivenWindow.answer}. */
  async answer(text: string): Promise<void> {
    return this.#driven.answer(text);
  }

  /** As {@link DrivenWindow.answerFolder}. */
  async answerFolder(path: string, shows: string): Promise<void> {
    return this.#driven.answerFolder(path, shows);
  }

  /** As {@link DrivenWindow.showSideBar}. */
  async showSideBar(): Promise<void> {
    return this.#driven.showSideBar();
  }

  /** As {@link DrivenWindow.treeItem}. */
  treeItem(name: string | RegExp): Locator {
    return this.#driven.treeItem(name);
  }

  /** As {@link DrivenWindow.webview}. */
  async webview(selector: string): Promise<Frame> {
    return this.#driven.webview(selector);
  }

  /** As {@link DrivenWindow.notification}. */
  notification(text: string | RegExp): Locator {
    return this.#driven.notification(text);
  }

  /** As {@link DrivenWindow.dialog}. */
  dialog(): Locator {
    return this.#driven.dialog();
  }

  /** Keeps a picture of the window as `NN-name.png`. */
  async picture(name: string): Promise<void> {
    this.#count += 1;
    const number = String(this.#count).padStart(2, '0');
    await this.page.screenshot({ path: join(this.#pictures, `${number}-${name.replace(/[^\w-]+/g, '-')}.png`) });
  }

  /** Keeps what is needed to understand a failure. */
  async leaveEvidence(test: string): Promise<void> {
    if (this.#window === undefined) return;
    await this.picture(`FAILED-${test}`.slice(0, 80));
    await this.page
      .context()
      .tracing.stop({ path: join(this.#pictures, 'trace.zip') })
      .catch(() => undefined);
  }

  get #driven(): DrivenWindow {
    if (this.#window === undefined) throw new Error('the window is not open');
    return this.#window;
  }
}

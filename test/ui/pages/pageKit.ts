import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { openBrowser } from '../../../scripts/editor/openBrowser.ts';
import { inRepository } from '../../../scripts/repository.ts';
import { type PageServer, servePages } from './server.ts';
import type { ThemeName } from './themes.ts';

/** The themes in which every page is looked at. */
export const themes: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];

// FAST, under the UI toolkit, tries an empty inline style before it takes the sheet that it is allowed: seen, and harmless.
const known = /Applying inline style violates/;
const axeSource = readFileSync(inRepository('node_modules/axe-core/axe.min.js'), 'utf8');

/** What the scope of every page under test holds, for functions that run there. */
interface InPage {
  readonly axe: {
    run(): Promise<{
      readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: unknown }[] }[];
    }>;
  };
  readonly fakeHost: { readonly asked: readonly { readonly name: string; readonly params: unknown }[] };
  readonly document: { readonly documentElement: { readonly scrollWidth: number } };
}

/** A page over a fake host, new for each test of the file. Errors, console errors and dialogs in it fail the test. */
export interface PageUnderTest {
  readonly page: Page;
  /** Goes to a page of the server, such as `gallery?theme=dark`. */
  open(path: string): Promise<void>;
  /** What axe finds against accessibility, as texts. */
  violations(): Promise<string[]>;
  /** The parameters of every request of this name that the page has sent to its host. */
  asked(name: string): Promise<unknown[]>;
  /** Whole width of the document in CSS pixels; more than the window's means that it scrolls sideways. */
  width(): Promise<number>;
}

/** Serves the pages before the tests of this file and opens one, `height` CSS pixels high, for each of them. */
export function usePage(height = 800): PageUnderTest {
  let server: PageServer;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    [server, browser] = await Promise.all([servePages(), openBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  beforeEach(async () => {
    complaints = [];
    page = await browser.newPage({ viewport: { width: 1280, height } });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !known.test(message.text())) complaints.push(message.text());
    });
    page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });
  return {
    get page() {
      return page;
    },
    open: async (path) => void (await page.goto(`${server.address}/${path}`)),
    async violations() {
      await page.evaluate(axeSource);
      const { violations } = await page.evaluate(() => (globalThis as unknown as InPage).axe.run());
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`);
    },
    asked: (name) =>
      page.evaluate(
        (wanted) =>
          (globalThis as unknown as InPage).fakeHost.asked
            .filter((one) => one.name === wanted)
            .map(({ params }) => params),
        name,
      ),
    width: () => page.evaluate(() => (globalThis as unknown as InPage).document.documentElement.scrollWidth),
  };
}

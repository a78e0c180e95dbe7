import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { until } from '../../test/ui/harness/until.ts';

/** A VS Code window that a script drives as a person would. Every wait is bounded, and names what it waited for. */
export class DrivenWindow {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens the window at an editor's address; it is there when {@link ready} has resolved. */
  static async open(context: BrowserContext, address: string): Promise<DrivenWindow> {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(address);
    return new DrivenWindow(page);
  }

  /** Waits until the window has connected and EmoLens is there. */
  async ready(): Promise<void> {
    await this.page.locator('.activitybar').getByRole('tab', { name: 'EmoLens' }).waitFor({ timeout: 60_000 });
    const status = this.page.locator('.statusbar');
    await until(
      'the window has connected',
      async () => !/Opening Remote|Connecting/.test(await status.innerText()),
      60_000,
    );
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
      // One that is just closing is hidden while it is filled: then it is opened once more.
      const isFilled = await succeeds(this.#quickInput().fill(`>${title}`, { timeout: 3000 }));
      return isFilled && appears(row, 2000);
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

  /**
   * As {@link answer}, once the dialog has followed to the folder and shows something in it: before, Enter takes the folder it
   * was at. A dialog that has just opened writes its own first folder over what was typed: the path is then typed again.
   */
  async answerFolder(path: string, shows: string): Promise<void> {
    const shown = this.#quickRows().filter({ hasText: shows }).first();
    await until(`the folder dialog is at ${path}`, async () => {
      await this.#quickInput().fill(path);
      return (await appears(shown, 3000)) && (await this.#quickInput().inputValue()) === path;
    });
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

  /** The page of ours that holds a CSS selector; a frame is stale after the window was loaded again. */
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

  #quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input.input');
  }

  #quickRows(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  }
}

async function appears(locator: Locator, timeout: number): Promise<boolean> {
  return succeeds(locator.waitFor({ timeout }));
}

async function succeeds(action: Promise<void>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}

import type { Locator } from 'playwright-core';
import { until } from '../../test/ui/harness/until.ts';
import type { DrivenWindow } from '../editor/drivenWindow.ts';
import { picturesLoaded, rest, type Stage, whole } from './stage.ts';

const baseline = 'local/expression-baseline';
/** Room for an answer and its question below each other. */
const tall = { width: 1440, height: 1000 };
const narrow = { width: 900, height: 700 };

/** The tree with a group opened down to its portraits, and one of them in the Portrait view. */
export async function sideBar({ window, picture }: Stage): Promise<void> {
  await window.showSideBar();
  await window.treeItem(/432 portraits/).waitFor();
  await window.treeItem(/^atelier-3/).click();
  await window
    .treeItem(/^worry, /)
    .first()
    .click();
  const row = window.treeItem(/atelier-3_.*png.*✗/).first();
  await row.click();
  const portrait = await window.webview('.portrait .run');
  await picturesLoaded(portrait, '.portrait-picture');
  await rest(window);
  await picture('portrait-view');
}

/** What the mouse is told over a portrait's row of the tree. */
export async function treeHover({ window, picture }: Stage): Promise<void> {
  await window
    .treeItem(/atelier-3_.*png.*✗/)
    .first()
    .hover();
  await hoverPicture(window);
  await picture('tree-hover');
  await window.page.keyboard.press('Escape');
  await rest(window);
}

/** The gallery with its open errors, then one of them opened. */
export async function gallery({ window, picture }: Stage): Promise<void> {
  await window.palette('EmoLens: Show Errors');
  const page = await window.webview('.gallery .card');
  await picturesLoaded(page, '.card-picture');
  await rest(window);
  await picture('gallery');
  const card = page.locator('.card', { hasText: 'surprise' }).first();
  await card.click();
  await page.locator('.detail .stage-line').first().waitFor();
  await picturesLoaded(page, '.detail .picture-frame');
  if ((await page.locator('.detail .reply').count()) === 0) await page.locator('.detail .stage-line').first().click();
  await page.locator('.detail .reply').first().waitFor();
  await page
    .locator('.detail .stage-facts .verbatim')
    .last()
    .evaluate((asked) => asked.scrollIntoView({ block: 'end' }));
  await rest(window);
  await picture('detail');
}

/** An open detail with all the room that the window has, for a document. */
export async function wide({ window, picture }: Stage): Promise<void> {
  await window.palette('View: Toggle Primary Side Bar Visibility');
  await window.page.setViewportSize(tall);
  const page = await window.webview('.gallery');
  // The palette was opened with Escape, which closes a detail.
  await page.locator('.card', { hasText: 'sad' }).first().click();
  await page.locator('.detail .reply').first().waitFor();
  await picturesLoaded(page, '.detail .picture-frame');
  await picturesLoaded(page, '.card-picture');
  await rest(window);
  await picture('wide');
  await window.page.setViewportSize(whole);
  await window.palette('View: Toggle Primary Side Bar Visibility');
  await page.locator('.card').first().click();
  await page.locator('.detail .reply').first().waitFor();
}

/** The detail after a verdict, with the mouse still on its button. */
export async function verdict({ window, picture }: Stage): Promise<void> {
  const page = await window.webview('.detail');
  await page
    .locator('.detail')
    .getByRole('button', { name: /label wrong/i })
    .click();
  await page.locator('.detail .verdict[aria-pressed=true]').waitFor();
  await picture('verdict-hovered');
  await rest(window);
  await picture('verdict');
  await page
    .locator('.detail')
    .getByRole('button', { name: /take back/i })
    .click();
  await until(
    'the verdict is taken back',
    async () => (await page.locator('.verdict[aria-pressed=true]').count()) === 0,
  );
}

/** Everything again in a small window. */
export async function small({ window, picture }: Stage): Promise<void> {
  const page = await window.webview('.gallery');
  await window.page.setViewportSize(narrow);
  await rest(window);
  await picture('narrow-detail');
  await page.getByRole('button', { name: 'Close (Escape)' }).click();
  await picturesLoaded(page, '.card-picture');
  await rest(window);
  await picture('narrow-gallery');
  await window.page.setViewportSize(whole);
}

/** The table with its errors: as it stands, with the hover of a row, and with what can be done about it. */
export async function table({ window, picture }: Stage): Promise<void> {
  await window.showSideBar();
  await window
    .treeItem(/atelier-3_.*png.*✗/)
    .first()
    .click();
  await window.palette('EmoLens: Open Row in Manifest');
  await window.page.locator('.tab', { hasText: 'annotation_emo.csv' }).waitFor();
  const squiggle = window.page.locator('.squiggly-warning');
  await squiggle.first().waitFor();
  const line = window.page.locator('.view-line', { hasText: /atelier-3_worry/ }).first();
  await line.hover({ position: { x: 90, y: 9 } });
  await hoverPicture(window);
  await picture('table-hover');
  await window.page.keyboard.press('Escape');
  await line.click({ position: { x: 90, y: 9 } });
  const menu = window.page.locator('.action-widget').first();
  await until('the quick fixes are offered', async () => {
    await window.page.keyboard.press('Control+.');
    return menu.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
  });
  await rest(window);
  await picture('table-fixes');
  await window.page.keyboard.press('Escape');
  await window.palette('View: Focus Problems');
  await window.page.locator('.markers-panel .monaco-list-row').first().waitFor();
  await rest(window);
  await picture('problems');
  await window.palette('View: Hide Panel');
}

/** All that is asked before an evaluation, what is seen of it, and its end. */
export async function evaluation({ window, picture }: Stage): Promise<void> {
  const { page } = window;
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await window.palette('EmoLens: Evaluate Benchmark...');
  await rows.filter({ hasText: baseline }).waitFor();
  await rest(window);
  await picture('pick-model');
  await window.pick(baseline);
  await rows.filter({ hasText: 'memo-direct' }).waitFor();
  await rest(window);
  await picture('pick-protocol');
  await window.pick('memo-direct');
  await rows.filter({ hasText: 'All portraits' }).waitFor();
  await rest(window);
  await picture('pick-portraits');
  await window.pick('All portraits');
  await rows.filter({ hasText: 'Start' }).waitFor();
  await rest(window);
  await picture('dry-run');
  await window.pick('Start');
  await page
    .locator('.notifications-toasts, .statusbar', { hasText: /\d+ of 432|\d+\/432/ })
    .first()
    .waitFor();
  await rest(window);
  await picture('progress');
  const summary = window.notification(/432/).filter({ has: page.getByRole('button', { name: 'Show Errors' }) });
  await summary.waitFor({ timeout: 180_000 });
  await rest(window);
  await picture('summary');
}

/** The scores of one run: its tables, then its confusion with a cell that the mouse is on. */
export async function scores({ window, picture }: Stage): Promise<void> {
  await window.palette('EmoLens: Show Scores');
  const page = await window.webview('.scores .matrix');
  await rest(window);
  await picture('scores');
  const stage = page.getByRole('region', { name: 'memo-direct: emotion' });
  await stage.evaluate((section) => section.scrollIntoView());
  await page.getByRole('grid', { name: 'Confusion of emotion' }).locator('[data-place="2:1"]').hover();
  await picture('scores-confusion');
}

/** Two runs of other models side by side, with the tests that hold them against each other. */
export async function compared({ window, picture }: Stage): Promise<void> {
  const page = await window.webview('.scores .runs');
  const runs = page.locator('.run-choice input');
  for (let place = 0; place < (await runs.count()); place++) await runs.nth(place).check();
  await page.locator('.board tbody tr + tr').first().waitFor();
  await page.locator('.figures').evaluate((place) => place.scrollTo(0, 0));
  await rest(window);
  await picture('scores-compared');
  await window.page.setViewportSize(narrow);
  await rest(window);
  await picture('scores-narrow');
  await window.page.setViewportSize(whole);
}

/** The walkthrough, at its first and at its last step. */
export async function walkthrough({ window, picture }: Stage): Promise<void> {
  await window.palette('Welcome: Open Walkthrough...');
  await window.pick('Evaluate an emotion benchmark');
  const steps = window.page.locator('.getting-started-step');
  await steps.first().waitFor();
  await rest(window);
  await picture('walkthrough');
  await steps.last().click();
  await rest(window);
  await picture('walkthrough-scores');
}

/** The side bar of a window without a folder. */
export async function welcome({ window, picture }: Stage): Promise<void> {
  await window.showSideBar();
  await window.page.locator('.sidebar .welcome-view-content').first().waitFor();
  await rest(window);
  await picture('welcome');
}

/** Waits for a hover whose picture has loaded. */
async function hoverPicture(window: DrivenWindow): Promise<void> {
  const images: Locator = window.page.locator('.monaco-hover:visible img');
  await until('the hover shows its picture', async () => {
    return images.evaluateAll((all) => all.some((one) => (one as HTMLImageElement).naturalWidth > 0));
  });
  await window.page.waitForTimeout(300);
}

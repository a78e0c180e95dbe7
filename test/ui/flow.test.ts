import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { sampleFolder } from './harness/sampleFolder.ts';
import { until } from './harness/until.ts';
import { useWindow } from './harness/window.ts';

// The whole job, as a person does it: open, filter, evaluate one, evaluate all, open an error, judge it, come back later.

const window = useWindow({ folder: sampleFolder });
const baseline = 'local/expression-baseline';

const gallery = (): Promise<Frame> => window.webview('.gallery');
const footer = (page: Frame): Locator => page.locator('.footer-counts');

/** Answers the questions of an evaluation: which model, and which protocol. */
async function pickBaseline(protocol: string): Promise<void> {
  await window.pick(baseline);
  await window.pick(protocol);
}

it('opens the sample and shows its portraits in the tree', async () => {
  await window.showSideBar();
  await window.treeItem(/72 portraits/).waitFor();
  await window.treeItem(/^atelier-3/).click();
  await window
    .treeItem(/^happy, /)
    .first()
    .click();
  await window.picture('tree');
});

it('shows the picked portrait under the tree, and leaves the editor area alone', async () => {
  await window.treeItem(/atelier-3_happy_.*png/).click();
  const portrait = await window.webview('.portrait');
  await portrait
    .getByText(/atelier-3_happy_/)
    .first()
    .waitFor();
  await window.picture('portrait');
  expect(await window.page.locator('.editor-group-container .tab').count()).toBe(0);
});

it('evaluates that one portrait and shows what the model said', async () => {
  await window.palette('EmoLens: Evaluate This Portrait');
  await pickBaseline('memo-progressive');
  const portrait = await window.webview('.portrait');
  await portrait.getByText(baseline).first().waitFor();
  await window.treeItem(/atelier-3_happy_.*png.*[✓✗∉]/).waitFor();
  await window.picture('evaluated one');
});

it('filters the gallery', async () => {
  await window.palette('EmoLens: Show Gallery');
  const page = await gallery();
  await footer(page).getByText('72 shown').waitFor();
  await page.locator('.facet-value', { hasText: 'angry' }).first().click();
  await until('only some are shown', async () => /^\d+ of 72 shown/.test(await footer(page).innerText()));
  await window.picture('filtered');
  await page.getByRole('button', { name: 'Clear Filters' }).first().click();
  await footer(page).getByText('72 shown').waitFor();
});

it('evaluates the benchmark after a dry run, and ends with a summary', async () => {
  await window.palette('EmoLens: Evaluate Benchmark...');
  await pickBaseline('memo-direct');
  await window.pick('All portraits');
  await window.page
    .locator('.quick-input-widget:visible')
    .getByText(/72 portraits, 72 requests/)
    .first()
    .waitFor();
  await window.picture('dry run');
  await window.pick('Start');
  const summary = window.notification(/72/).filter({ has: window.page.getByRole('button', { name: 'Show Errors' }) });
  await summary.waitFor({ timeout: 90_000 });
  await window.picture('summary');
  await summary.getByRole('button', { name: 'Show Errors' }).click();
});

it('lists the errors and opens one with question, reply and rule', async () => {
  const page = await gallery();
  await until('open errors are shown', async () => /^\d+ of 72 shown.* \d+ open/.test(await footer(page).innerText()));
  await page.locator('.card').first().click();
  const detail = page.locator('.detail');
  await detail.locator('.reply').first().waitFor();
  expect(await detail.locator('.reply').first().innerText()).toMatch(/ANSWER/);
  await window.picture('error');
});

it('takes a verdict, on disk and on every screen at once', async () => {
  const page = await gallery();
  await page
    .locator('.detail')
    .getByRole('button', { name: /label wrong/i })
    .click();
  const reviews = join(window.folder ?? '', '.emolens', 'reviews.jsonl');
  await until('the verdict is on disk', async () =>
    (await readFile(reviews, 'utf8').catch(() => '')).includes('labelWrong'),
  );
  await page.locator('.card .card-verdict').first().waitFor();
  await window.picture('verdict');
});

it("puts errors on their lines of the benchmark's table", async () => {
  await window.palette('EmoLens: Open Row in Manifest');
  await window.page.locator('.tab', { hasText: 'annotation_emo.csv' }).waitFor();
  await window.page.locator('.squiggly-warning').first().waitFor();
  await window.picture('table');
});

it('finds everything again when the window is loaded again', async () => {
  await window.reload();
  await window.showSideBar();
  await window.treeItem(/72 portraits.*open errors/).waitFor();
  const page = await gallery();
  await until('the filter is in force', async () => /^\d+ of 72 shown/.test(await footer(page).innerText()));
  const portrait = await window.webview('.portrait');
  await portrait.getByRole('button', { name: /label wrong/i, pressed: true }).waitFor();
  await window.page.locator('.tab', { hasText: 'annotation_emo.csv' }).waitFor();
  await window.picture('reloaded');
  const runs = await readdir(join(window.folder ?? '', '.emolens', 'runs'));
  expect(runs).toHaveLength(2);
});

import type { Locator } from 'playwright-core';
import { until } from '../../test/ui/harness/until.ts';
import { pictureKey } from './pictureServer.ts';
import { rest, type Stage } from './stage.ts';

/** A stage with a server of models beside it. */
export interface ModelStage extends Stage {
  /** Address of the server. */
  readonly baseUrl: string;
}

const model = 'lumen-vision-7b';

/** Adding a connection, question by question, with a wrong key on the way; then what can be changed of it. */
export async function connecting({ window, picture, baseUrl }: ModelStage): Promise<void> {
  const { page } = window;
  await window.palette('EmoLens: Add Connection...');
  await rows(window).filter({ hasText: 'no server was found' }).waitFor();
  await rest(window);
  await picture('connection-servers');
  await page.keyboard.insertText(`${baseUrl}/chat/completions`);
  await rows(window).filter({ hasText: baseUrl }).waitFor();
  await picture('connection-address');
  await page.keyboard.press('Enter');
  await quickInput(window).getByPlaceholder('The server wants a key').waitFor();
  await picture('connection-key');
  await window.answer('sk-wrong-0123456789abcdef');
  await quickInput(window)
    .getByText(/Incorrect API key/)
    .waitFor();
  await picture('connection-key-refused');
  await window.answer(pictureKey);
  await rows(window).filter({ hasText: model }).waitFor();
  await picture('connection-models');
  await page.keyboard.press('Enter');
  await quickInput(window)
    .getByPlaceholder(/asking about a (small|large) picture/)
    .waitFor();
  await picture('connection-test');
  await window.notification(/sees pictures/).waitFor();
  await rest(window);
  await picture('connection-added');
  await window.palette('Notifications: Clear All Notifications');
  await window.palette('EmoLens: Edit Connection...');
  await rows(window).filter({ hasText: 'Price' }).waitFor();
  await rest(window);
  await picture('connection-edit');
  await window.pick('Price');
  for (const [at, amount] of ['0.15', '0.6', ''].entries()) {
    await quickInput(window)
      .getByText(`Price (${at + 1}/3)`)
      .waitFor();
    if (at === 0) await picture('connection-price');
    await window.answer(amount);
  }
  await window.pick('Done');
}

/** An evaluation with that connection: its set-up, its way in the status bar, its pause, its end, and the menu afterwards. */
export async function asking({ window, picture }: ModelStage): Promise<void> {
  const { page } = window;
  await window.showSideBar();
  await window.treeItem(/432 portraits/).waitFor();
  await window.palette('EmoLens: Evaluate Benchmark...');
  await window.pick(model);
  await window.pick('memo-direct');
  await window.pick('All portraits');
  await rows(window).filter({ hasText: 'Start' }).first().waitFor();
  await rest(window);
  await picture('setup');
  await window.pick('Options');
  await rest(window);
  await picture('setup-options');
  await page.keyboard.press('Escape');
  await rows(window).filter({ hasText: 'Start' }).first().waitFor();
  await window.pick('Start');
  await status(window)
    .getByText(/of 432/)
    .first()
    .waitFor();
  await rest(window);
  await picture('running');
  await status(window).first().click();
  await rows(window).filter({ hasText: 'Pause' }).waitFor();
  await picture('running-menu');
  await window.pick('Pause');
  await page.locator('.statusbar .codicon-debug-pause').first().waitFor();
  await rest(window);
  await picture('paused');
  await window.palette('EmoLens: Go On');
  const summary = window.notification(/432/).filter({ has: page.getByRole('button', { name: 'Show Scores' }) });
  await summary.waitFor({ timeout: 120_000 });
  await rest(window);
  await picture('model-summary');
  await window.palette('Notifications: Clear All Notifications');
  await status(window).first().click();
  await rows(window).filter({ hasText: 'Test Connection' }).waitFor();
  await picture('status-menu');
  await page.keyboard.press('Escape');
}

/** The question of a comparison, and its table. */
export async function comparing({ window, picture }: ModelStage): Promise<void> {
  await window.palette('EmoLens: Compare Strategies...');
  await rows(window).filter({ hasText: 'emoprompt' }).first().waitFor();
  await rest(window);
  await picture('compare-strategies');
  await window.page.keyboard.press('Enter');
  await rows(window).filter({ hasText: model }).first().waitFor();
  await picture('compare-models');
  await window.page.keyboard.press('Enter');
  await window.pick('memo-direct');
  await window.pick('With an open error');
  await rows(window).filter({ hasText: 'Start' }).first().waitFor();
  await rest(window);
  await picture('compare-setup');
  await window.pick('Start');
  await window.notification(/2 of 2 runs of the comparison/).waitFor({ timeout: 180_000 });
  const page = await window.webview('.scores .board');
  await page.getByText('emoprompt').first().waitFor();
  await rest(window);
  await picture('compare-scores');
  await window.palette('Notifications: Clear All Notifications');
}

/** Words of one's own, and what they would flip. */
export async function rereading({ window, picture }: ModelStage): Promise<void> {
  const { page } = window;
  await window.palette('EmoLens: Edit Lexicon');
  await page.locator('.tab', { hasText: 'lexicon.json' }).waitFor();
  await until('the cursor is where the first word goes', async () =>
    page.locator('.editor-instance .cursor').first().isVisible(),
  );
  await page.keyboard.insertText('"fraught"');
  await rest(window);
  await picture('lexicon');
  await page.keyboard.press('Control+s');
  await window
    .notification(/have changed/)
    .getByRole('button', { name: 'Re-read Answers' })
    .click();
  await page.locator('.codelens-decoration', { hasText: 'Apply' }).first().waitFor();
  await rest(window);
  await picture('flips');
  await window.palette('Notifications: Clear All Notifications');
  await window.palette('View: Close All Editors');
}

/** A protocol and a strategy of one's own: begun as a copy, with a fault underlined, and completed. */
export async function writing({ window, picture }: ModelStage): Promise<void> {
  const { page } = window;
  await window.palette('EmoLens: New Protocol...');
  await rows(window).filter({ hasText: 'memo-progressive' }).first().waitFor();
  await rest(window);
  await picture('new-protocol');
  await window.pick('memo-progressive');
  await rest(window);
  await picture('new-protocol-name');
  await page.keyboard.press('Enter');
  await page.locator('.tab', { hasText: 'my-memo-progressive.json' }).waitFor();
  await rest(window);
  await picture('protocol');
  await page.keyboard.insertText('Is this {mood} or not?');
  const squiggle = page.locator('.squiggly-error, .squiggly-warning').first();
  await squiggle.waitFor();
  const line = page.locator('.view-line', { hasText: '{mood}' }).first();
  await line.getByText(/mood/).first().hover();
  await page.locator('.monaco-hover:visible').first().waitFor();
  await picture('protocol-error');
  await page.keyboard.press('Escape');
  await page.keyboard.insertText(' {');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
  await picture('protocol-completion');
  await page.keyboard.press('Escape');
  await window.palette('EmoLens: New Strategy...');
  await window.pick('emoprompt');
  await quickInput(window)
    .getByText(/its name/)
    .waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab', { hasText: 'my-emoprompt.md' }).waitFor();
  await rest(window);
  await picture('strategy');
}

type Window = Stage['window'];

const quickInput = (window: Window): Locator => window.page.locator('.quick-input-widget:visible');
const rows = (window: Window): Locator => quickInput(window).locator('.quick-input-list .monaco-list-row');
const status = (window: Window): Locator =>
  window.page.locator('.statusbar .statusbar-item', { hasText: /lumen|of \d+/ });

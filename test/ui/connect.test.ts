import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorReply } from '../fakes/fakeScripts.ts';
import { startFakeOpenAi, type FakeOpenAi } from '../fakes/openAiServer.ts';
import { seeing } from '../unit/models/probeServers.ts';
import { sampleFolder } from './harness/sampleFolder.ts';
import { until } from './harness/until.ts';
import { useWindow } from './harness/window.ts';

// From an empty window, with nothing but an address and a key, to a scored run.

const window = useWindow();
const key = 'sk-test-0123456789abcdef';
const model = 'fake-vision-7b';

let server: FakeOpenAi;
let folder: string;

beforeAll(async () => {
  folder = await sampleFolder();
  server = await startFakeOpenAi(
    (request) => {
      if (request.headers['authorization'] !== `Bearer ${key}`) return errorReply(401, 'Incorrect API key provided');
      const isProbe = /Which colour|sky blue|word yes/.test(request.text);
      // Slow enough to be seen, as servers are.
      return isProbe ? { ...seeing(request), delayMs: 500 } : { text: 'ANSWER: happy', delayMs: 800 };
    },
    {
      modelsReply: ({ headers }) =>
        headers['authorization'] === `Bearer ${key}`
          ? { json: { object: 'list', data: [{ id: model }, { id: 'fake-text-1b' }, { id: 'other-model' }] } }
          : errorReply(401, 'Incorrect API key provided'),
    },
  );
});
afterAll(() => server.close());

const rows = (text: string | RegExp): Locator =>
  window.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row', { hasText: text });
const quickInput = (): Locator => window.page.locator('.quick-input-widget:visible');
const status = (): Locator => window.page.locator('.statusbar .statusbar-item', { hasText: /fake-vision|of 72/ });

it('takes an address as it stands in a manual', async () => {
  await window.palette('EmoLens: Add Connection...');
  await rows('no server was found on this machine').waitFor();
  await window.picture('servers');
  await window.page.keyboard.insertText(`${server.baseUrl.replace('http://', '')}/chat/completions`);
  await rows(server.baseUrl).waitFor();
  await window.picture('address');
  await window.page.keyboard.press('Enter');
});

it('says that the server wants a key, and that a wrong one is wrong, and loses nothing', async () => {
  await quickInput().getByPlaceholder('The server wants a key').waitFor();
  await window.picture('key wanted');
  await window.answer('sk-wrong-0123456789abcdef');
  await quickInput()
    .getByText(/Incorrect API key provided/)
    .waitFor();
  await window.picture('key refused');
  await window.answer(key);
});

it('lists the models of the server, and tests the one that is picked', async () => {
  await rows(model).waitFor();
  await window.picture('models');
  await window.page.keyboard.insertText('vision');
  await window.picture('models filtered');
  await window.page.keyboard.press('Enter');
  await quickInput()
    .getByPlaceholder(/asking what else it takes/)
    .waitFor();
  await window.picture('test');
});

it('says in one sentence what the model takes, and offers what comes next', async () => {
  const added = window.notification(/sees pictures/);
  await added.getByRole('button', { name: 'Set a Price' }).hover();
  await window.picture('added');
  await added.getByRole('button', { name: 'Open Benchmark Folder...' }).click();
  await window.answerFolder(`${folder}/`, 'dataset');
  await window.showSideBar();
  await window.treeItem(/72 portraits/).waitFor();
  await window.picture('opened');
});

it('evaluates with it to the end, and shows the way there in the status bar', async () => {
  await window.palette('EmoLens: Evaluate Benchmark...');
  await window.pick(model);
  await window.pick('memo-direct');
  await window.pick('All portraits');
  await rows('Start').first().hover();
  await window.picture('setup');
  await window.pick('Start');
  await status().getByText(/of 72/).first().waitFor();
  await window.picture('running');
  await status().first().click();
  await rows('Pause').first().hover();
  await window.picture('menu while running');
  await window.page.keyboard.press('Escape');
  const summary = window.notification(/72/).filter({ has: window.page.getByRole('button', { name: /Show/ }) });
  await summary.first().waitFor({ timeout: 60_000 });
  await window.picture('summary');
  const runs = join(folder, '.emolens', 'runs');
  const [run] = await readdir(runs);
  const lines = (await readFile(join(runs, run ?? '', 'outcomes.jsonl'), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(72);
  expect(await readFile(join(runs, run ?? '', 'run.json'), 'utf8')).not.toContain(key);
});

it('shows the model in the status bar, with a menu behind it', async () => {
  await until('the evaluation has ended', async () => (await status().first().innerText()).includes(model));
  await status().first().click();
  await rows('Test Connection...').first().hover();
  await window.picture('menu');
  await window.pick('Edit Connection...');
  await rows('Longest side of pictures').first().hover();
  await window.picture('edit');
  await window.pick('Price');
  await quickInput().getByText('Price (1/3)').waitFor();
  await window.picture('price');
  for (const [at, amount] of ['0.15', '0.6', ''].entries()) {
    await quickInput()
      .getByText(`Price (${at + 1}/3)`)
      .waitFor();
    await window.answer(amount);
  }
  await rows('0.15 in, 0.6 out').waitFor();
  await window.picture('priced');
  await window.pick('Done');
});

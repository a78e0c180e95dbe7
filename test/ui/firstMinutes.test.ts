import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorReply } from '../fakes/fakeScripts.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../fakes/openAiServer.ts';
import { seeing } from '../unit/models/probeServers.ts';
import { useWindow } from './harness/window.ts';

// A stranger with a base URL and a key, in an empty window, who reads nothing and takes what is offered: sample, connection,
// evaluation, scores. Each test is one thing that the person wants; every click and every key that ends an input is counted.

const window = useWindow();
const key = 'sk-test-0123456789abcdef';
const words = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];

let server: FakeOpenAi;
let began: number;
let steps = 0;

beforeAll(async () => {
  const list = { json: { object: 'list', data: [{ id: 'fake-vision-7b' }] } };
  const refusal = errorReply(401, 'Incorrect API key provided');
  server = await startFakeOpenAi(
    (request, n) => {
      if (request.headers['authorization'] !== `Bearer ${key}`) return refusal;
      if (/Which colour|sky blue|word yes/.test(request.text)) return seeing(request);
      return n % 17 === 0
        ? { text: "I'm sorry, I can't judge people's faces." }
        : { text: `ANSWER: ${words[n % words.length]}`, delayMs: 30 };
    },
    { modelsReply: ({ headers }) => (headers['authorization'] === `Bearer ${key}` ? list : refusal) },
  );
  began = performance.now();
});
afterAll(() => server.close());

const quickInput = (): Locator => window.page.locator('.quick-input-widget:visible');
const click = async (what: Locator): Promise<void> => {
  await what.click();
  steps += 1;
};
const write = async (text: string): Promise<void> => {
  await window.answer(text);
  steps += 1;
};
const pick = async (text: string | RegExp): Promise<void> => {
  await window.pick(text);
  steps += 1;
};

/** Takes the first row by Enter: where the mouse was last, a row may have a hover over it. */
const takeFirst = async (text: string | RegExp): Promise<void> => {
  const row = quickInput().locator('.monaco-list-row.focused', { hasText: text });
  await row.waitFor();
  await window.page.keyboard.press('Enter');
  steps += 1;
};

it('opens the sample from the side bar of an empty window, without loading it again', async () => {
  await window.showSideBar();
  steps += 1;
  const welcome = window.page.locator('.sidebar .welcome-view-content').first();
  await welcome.getByRole('button', { name: 'Open Benchmark Folder...' }).waitFor();
  await welcome.getByText('Add Connection...').waitFor();
  await window.picture('welcome');
  let loads = 0;
  window.page.on('load', () => (loads += 1));
  await click(welcome.getByRole('button', { name: 'Open Sample Benchmark' }));
  await window.treeItem(/48 portraits/).waitFor();
  const gallery = await window.webview('.gallery .card');
  await gallery.getByText('48 shown').waitFor();
  expect(loads).toBe(0);
  await window.picture('sample');
});

it('adds the connection from the list of models that an evaluation asks for', async () => {
  const gallery = await window.webview('.gallery .card');
  await click(gallery.getByRole('button', { name: 'Evaluate', exact: true }));
  await click(gallery.getByRole('menuitem', { name: /All Shown/ }));
  await pick('Add Connection...');
  await quickInput().getByText('no server was found on this machine').waitFor();
  await write(server.baseUrl);
  await quickInput()
    .getByPlaceholder(/wants a key/)
    .waitFor();
  await write(key);
  await quickInput().getByText('fake-vision-7b', { exact: true }).waitFor();
  await takeFirst('fake-vision-7b');
});

it('evaluates with what comes first, and ends with the way to the scores', async () => {
  await takeFirst('memo-progressive');
  await quickInput().getByText('Start').first().waitFor();
  await window.picture('start');
  await takeFirst('Start');
  const summary = window
    .notification(/48|144/)
    .filter({ has: window.page.getByRole('button', { name: 'Show Scores' }) });
  await summary.first().waitFor({ timeout: 60_000 });
  await window.picture('summary');
  await click(summary.first().getByRole('button', { name: 'Show Scores' }));
});

it('shows the scores in less than two minutes from the empty window', async () => {
  const page = await window.webview('.scores .board');
  await page.getByRole('group', { name: 'memo-progressive: emotion', exact: true }).waitFor();
  const seconds = (performance.now() - began) / 1000;
  await page.getByText('fake-vision-7b').first().waitFor();
  await page
    .getByText(/Refused: .* of the 48 that were asked/)
    .first()
    .waitFor();
  await window.picture('scores');
  console.log(`from an empty window to scores: ${steps} steps, ${seconds.toFixed(0)} s of a machine's hand`);
  expect(steps).toBeLessThanOrEqual(12);
  expect(seconds).toBeLessThan(120);
});

it('opens the portraits of a cell in the gallery', async () => {
  const page = await window.webview('.scores .matrix');
  const cell = page.getByRole('grid', { name: 'Confusion of emotion' }).locator('.cell:not(.none)').first();
  const count = await cell.innerText();
  await cell.click();
  const gallery = await window.webview('.gallery .card');
  await gallery.getByText(`${count} of 48 shown`).waitFor();
  await window.picture('cell');
});

it('finds the scores again when the window is loaded again', async () => {
  await window.page.locator('.tab', { hasText: 'Scores of emolens-sample' }).click();
  await window.webview('.scores .board');
  await window.reload();
  const page = await window.webview('.scores .board');
  await page.getByText('fake-vision-7b').first().waitFor();
});

it('offers a walkthrough with a picture for each step', async () => {
  await window.palette('Welcome: Open Walkthrough...');
  await window.pick('Evaluate an emotion benchmark');
  const steps = window.page.locator('.getting-started-step');
  await steps.filter({ hasText: 'Open a benchmark' }).first().waitFor();
  expect(await steps.count()).toBe(5);
  await window.picture('walkthrough');
  await steps.filter({ hasText: 'Read the scores' }).first().click();
  await window.picture('walkthrough scores');
});

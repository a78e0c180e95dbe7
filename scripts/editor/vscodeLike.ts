#!/usr/bin/env node
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { format, parseArgs } from 'node:util';
import { launchEditor } from './launchEditor.ts';
import { openBrowser } from './openBrowser.ts';
import { exitOnSignals } from './ownedProcess.ts';
import { reportPrefix } from '../../test/editor/harness/report.ts';
import { inRepository } from '../repository.ts';

// An executable that takes a desktop VS Code's arguments and does the same with the server and a headless Chromium, so that
// @vscode/test-electron can run tests where the desktop VS Code cannot be had. Its exit status is that of the tests.

exitOnSignals();
// The pipe from runTests ends when runTests does, however it dies.
process.stdin.on('end', () => process.exit(1)).resume();

const { values, positionals } = parseArgs({
  // runTests passes many flags of the desktop that mean nothing here.
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'extensions-dir': { type: 'string' },
    'user-data-dir': { type: 'string' },
  },
});

/** All that the window and the extension host log; standard output shows the tests' report alone. */
const windowLog = inRepository('artefacts', 'editor', 'window.log');

const text = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
// Short: a socket inside it must fit into 107 bytes.
const scratch = mkdtempSync(join(tmpdir(), 'el-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }));

const editor = await launchEditor({
  dataDir: text('user-data-dir') ?? join(scratch, 'd'),
  extensionsDir: text('extensions-dir') ?? join(scratch, 'e'),
  testDriver: true,
});
const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });

let ending = false;
let finish: (status: number) => void = () => undefined;
const finished = new Promise<number>((resolve) => (finish = resolve));
const limit = Number(process.env.EMOLENS_TEST_MINUTES ?? 5);
setTimeout(() => fail(`the tests did not end within ${limit} minutes`), limit * 60_000).unref();
mkdirSync(dirname(windowLog), { recursive: true });
writeFileSync(windowLog, '');
await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
  const line = format(...args);
  appendFileSync(windowLog, `${type} ${line}\n`);
  if (line.startsWith(reportPrefix)) console.log(line.slice(reportPrefix.length));
  else if (process.env.EMOLENS_VERBOSE !== undefined) console.log(line);
});
await page.exposeFunction('codeAutomationExit', (code: number) => finish(code));
page.on('crash', () => fail('the window crashed'));
browser.on('disconnected', () => fail('the browser went away'));
editor.ended.then(
  (status) => fail(`the server ended with ${status}`),
  () => fail('the server could not be started'),
);

await page.goto(
  editor.address(positionals[0], {
    development: text('extensionDevelopmentPath'),
    tests: text('extensionTestsPath'),
  }),
);
const status = await finished;
ending = true;
await browser.close();
await editor.close();
process.exit(status);

function fail(why: string): void {
  if (ending) return;
  console.error(`Stopped: ${why}. What the window said is in ${windowLog}`);
  finish(1);
}

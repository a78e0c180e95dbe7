import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchEditor } from './fetchEditor.ts';
import { spawnOwned } from './ownedProcess.ts';
import { writeServerSettings } from './profile.ts';
import type { Settings } from './profile.ts';
import { lastLines } from './runCommand.ts';

/** What to start. Folders are absolute paths and are made when missing. */
export interface EditorOptions {
  /** The server's data, user settings among it; a new folder is a clean profile. */
  readonly dataDir: string;
  /** Where extensions are installed. */
  readonly extensionsDir: string;
  /** User settings on top of the quiet ones. */
  readonly settings?: Settings;
  /** Port on 127.0.0.1; a free one when left out. */
  readonly port?: number;
  /** Lets a page load an extension from its sources and run tests; see {@link RunningEditor.address}. */
  readonly testDriver?: boolean;
  /** Environment of the extension host, on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A VS Code server that answers. */
export interface RunningEditor {
  readonly port: number;
  /** File with all that the server wrote. */
  readonly log: string;
  /**
   * Address of a window on a folder, or of one without a folder. `development` loads an extension from its sources, and
   * `tests` runs a test file in its extension host; both need `testDriver`.
   */
  address(folder?: string, payload?: { readonly development?: string; readonly tests?: string }): string;
  /** Resolves with the exit status when the server ends, by itself or by {@link close}. */
  readonly ended: Promise<number | NodeJS.Signals>;
  close(): Promise<void>;
}

/** Fetches the editor when needed, and starts its server. Rejects with the server's last words when it does not come up in a minute. */
export async function launchEditor(options: EditorOptions): Promise<RunningEditor> {
  const main = await fetchEditor();
  mkdirSync(options.extensionsDir, { recursive: true });
  writeServerSettings(options.dataDir, options.settings);
  const log = join(options.dataDir, 'server.log');
  const server = spawnOwned(process.execPath, [main, ...serverArguments(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  const file = createWriteStream(log);
  server.child.stderr?.pipe(file, { end: false });
  server.child.stdout?.pipe(file, { end: false });
  try {
    const port = await listening(server.child.stdout, server.ended);
    return {
      port,
      log,
      address: (folder, payload) => address(port, folder, payload),
      ended: server.ended,
      close: server.end,
    };
  } catch (error) {
    await server.end();
    const words = lastLines(readFileSync(log, 'utf8'), 15);
    throw new Error(`VS Code's server did not start (${(error as Error).message}). Its last words:\n${words}`);
  }
}

function serverArguments(options: EditorOptions): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--without-connection-token'],
    ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'],
    ...['--server-data-dir', options.dataDir, '--extensions-dir', options.extensionsDir],
    ...(options.testDriver === true ? ['--enable-smoke-test-driver'] : []),
  ];
}

async function listening(out: NodeJS.ReadableStream | null, ended: Promise<unknown>): Promise<number> {
  const signal = AbortSignal.timeout(60_000);
  return new Promise((resolve, reject) => {
    let text = '';
    signal.onabort = () => reject(new Error('it did not answer within a minute'));
    out?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(text)?.[1];
      if (port !== undefined && text.includes('Extension host agent started')) resolve(Number(port));
    });
    ended.then((status) => reject(new Error(`it ended with ${String(status)}`)), reject);
  });
}

function address(port: number, folder?: string, payload: { development?: string; tests?: string } = {}): string {
  const url = new URL(`http://127.0.0.1:${port}/`);
  if (folder !== undefined) url.searchParams.set('folder', folder);
  const onServer = (path: string): string => `vscode-remote://127.0.0.1:${port}${encodeURI(path)}`;
  const pairs = [
    ...(payload.development === undefined ? [] : [['extensionDevelopmentPath', onServer(payload.development)]]),
    ...(payload.tests === undefined ? [] : [['extensionTestsPath', onServer(payload.tests)]]),
  ];
  if (pairs.length > 0) url.searchParams.set('payload', JSON.stringify(pairs));
  return url.href;
}

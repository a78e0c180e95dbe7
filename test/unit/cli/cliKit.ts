import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import { encodePng } from '../../../src/platform/node/pictures/png.ts';
import type { CliHost } from '../../../src/cli/host.ts';
import { runCli } from '../../../src/cli/runCli.ts';
import { answerWith } from '../../fakes/fakeScripts.ts';
import { startFakeOpenAi } from '../../fakes/openAiServer.ts';
import type { FakeOpenAi, FakeScript } from '../../fakes/openAiServer.ts';
import { linesOnDisk, scratchFolder } from '../evaluation/runKit.ts';

const emotions = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];

/** A folder in the layout of the release with `count` small pictures, all different. */
export async function releaseFolder(count: number): Promise<string> {
  const root = await scratchFolder();
  await mkdir(join(root, 'dataset'));
  let emotion = '\ufeffImage,Score,Distortions\n';
  let quality = 'Image,Quality\n';
  for (let at = 0; at < count; at++) {
    const label = emotions[at % emotions.length]!;
    const name = `gen${at % 3}_${label}_${at}.png`;
    const data = new Uint8ClampedArray(256).map((_, i) => (i % 4 === 3 ? 255 : (at >> ((i % 4) * 8)) & 255));
    await writeFile(join(root, 'dataset', name), encodePng({ width: 8, height: 8, data }));
    emotion += `${name},${1 + (at % 5)},${label}\n`;
    quality += `${name},${1 + (at % 4)}\n`;
  }
  await writeFile(join(root, 'annotation_emo.csv'), emotion);
  await writeFile(join(root, 'annotation_quality.csv'), quality);
  return root;
}

/** A server that is gone when the test is over. */
export async function fakeServer(script: FakeScript = answerWith('happy')): Promise<FakeOpenAi> {
  const server = await startFakeOpenAi(script);
  onTestFinished(() => server.close());
  return server;
}

const usual = { '--model': 'm', '--protocol': 'memo-direct' };

/** The arguments that ask `m` at a server one question about each portrait, unless told otherwise, and answer with a document. */
export function evaluateArgs(root: string, server: Pick<FakeOpenAi, 'baseUrl'>, ...more: string[]): string[] {
  const rest = Object.entries(usual).filter(([name]) => !more.includes(name));
  return ['evaluate', root, '--base-url', server.baseUrl, '--json', ...rest.flat(), ...more];
}

/** An environment whose connections are these. */
export async function withConnections(...connections: readonly object[]): Promise<Pick<CliHost, 'env'>> {
  const file = join(await scratchFolder(), 'connections.json');
  await writeFile(file, JSON.stringify({ version: 1, connections }));
  return { env: { EMOLENS_CONNECTIONS: file, HOME: '/nonexistent' } };
}

/** The truth of a portrait of {@link releaseFolder}, by the bytes that are sent of it. */
export async function truths(root: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(join(root, 'dataset'));
  const pairs = names.map(async (name): Promise<[string, string]> => {
    const sha256 = createHash('sha256')
      .update(await readFile(join(root, 'dataset', name)))
      .digest('hex');
    return [sha256, name.split('_')[1]!];
  });
  return new Map(await Promise.all(pairs));
}

/** What a command left behind. */
export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly notes: string[];
}

/** Runs the command line inside this process. */
export async function cli(args: readonly string[], more: Partial<CliHost> = {}): Promise<Ended> {
  const out: string[] = [];
  const notes: string[] = [];
  const status = await runCli(args, {
    env: { EMOLENS_CONNECTIONS: '', HOME: '/nonexistent' },
    cwd: process.cwd(),
    program: 'emolens',
    signal: new AbortController().signal,
    isTerminal: false,
    input: () => (async function* () {})(),
    out: (line) => out.push(line),
    note: (line) => notes.push(line),
    passing: () => undefined,
    ...more,
  });
  return { status, out: out.join('\n'), notes };
}

const main = join(import.meta.dirname, '../../../src/cli/main.ts');

/** The command line as a process of its own. */
export function spawnCli(
  args: readonly string[],
  env: Record<string, string> = {},
  input: 'ignore' | 'pipe' = 'ignore',
): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', ...env },
    stdio: [input, 'pipe', 'pipe'],
  });
}

/** Waits for a process and gathers what it wrote. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  let notes = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (notes += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status: status ?? -1, out, notes: notes.split('\n').filter((line) => line !== '') };
}

/** The outcomes of the only run of a folder. */
export async function onlyRun(root: string): Promise<{ run: string; outcomes: Outcome[] }> {
  const runs = await readdir(join(root, '.emolens', 'runs'));
  if (runs.length !== 1) throw new Error(`${runs.length} runs`);
  return { run: runs[0]!, outcomes: await linesOnDisk(root, runs[0]!) };
}

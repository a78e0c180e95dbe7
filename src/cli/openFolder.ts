import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Benchmark } from '../core/benchmark/benchmark.ts';
import { openBenchmark } from '../core/benchmark/openBenchmark.ts';
import type { ImageCodec, ReadableFolder, WritableFolder } from '../core/ports.ts';
import { openErrorText } from '../core/words/openErrorText.ts';
import { benchmarkFolder } from '../platform/node/benchmarkFolder.ts';
import { benchmarkStore } from '../platform/node/benchmarkStore.ts';
import { withFrugalHeap } from '../platform/node/frugalHeap.ts';
import { nodeHasher } from '../platform/node/nodeHasher.ts';
import { exitStatus, refuse } from './host.ts';
import type { CliHost, ExitStatus } from './host.ts';

/** A benchmark with its folder and the `.emolens` folder that belongs to it. */
export interface OpenedFolder {
  readonly benchmark: Benchmark;
  readonly images: ReadableFolder;
  readonly store: WritableFolder;
  readonly ms: number;
}

/** Opens a benchmark folder for a command; the answer is the exit status when it does not open. */
export async function openFolder(
  path: string,
  host: CliHost,
  how: { readonly deep: boolean | 'auto'; readonly codec?: ImageCodec },
): Promise<OpenedFolder | ExitStatus> {
  const begun = performance.now();
  const root = resolve(host.cwd, path);
  const found = await stat(root).catch(() => undefined);
  if (found?.isDirectory() === false) return refuse(host, thisIsAFile(path));
  const store = await benchmarkStore(root, storesElsewhere(host));
  const images = benchmarkFolder(root);
  const opened = await withFrugalHeap(() =>
    openBenchmark(images, {
      store: store.folder,
      signal: host.signal,
      hasher: nodeHasher,
      deep: how.deep,
      ...(how.codec && { codec: how.codec }),
      onProgress: ({ what, done, total }) =>
        host.passing(`${what}: ${done}${total === undefined ? '' : ` of ${total}`}`),
    }),
  );
  if (!opened.ok) {
    if (opened.error.kind === 'cancelled') return exitStatus.interrupted;
    return refuse(host, openErrorText({ ...opened.error, path }));
  }
  return { benchmark: opened.value, images, store: store.folder, ms: Math.round(performance.now() - begun) };
}

/** The `.emolens` folder of a benchmark, without opening the benchmark; the answer is the exit status where there is no such folder. */
export async function openStore(path: string, host: CliHost): Promise<ReadableFolder | ExitStatus> {
  const root = resolve(host.cwd, path);
  const found = await stat(root).catch(() => undefined);
  if (found === undefined) return refuse(host, `${path}: there is no such folder`);
  if (!found.isDirectory()) return refuse(host, thisIsAFile(path));
  return (await benchmarkStore(root, storesElsewhere(host))).folder;
}

function thisIsAFile(path: string): string {
  return `${path}: this is a file. Name the folder that it is in.`;
}

/** Where runs go when the benchmark's own folder cannot be written; the XDG Base Directory Specification's data folder. */
function storesElsewhere(host: CliHost): string {
  return join(host.env['XDG_DATA_HOME'] || join(host.env['HOME'] || homedir(), '.local', 'share'), 'emolens');
}

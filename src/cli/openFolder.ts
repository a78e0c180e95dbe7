import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Benchmark } from '../core/benchmark/benchmark.ts';
import { withExamined } from '../core/benchmark/examineBenchmark.ts';
import type { OpenProgress } from '../core/benchmark/openBenchmark.ts';
import type { ReadableFolder, WritableFolder } from '../core/ports.ts';
import { openErrorText } from '../core/words/openErrorText.ts';
import { benchmarkFolder } from '../platform/node/benchmarkFolder.ts';
import { BenchmarkOpener } from '../platform/node/benchmarkOpener.ts';
import { benchmarkStore } from '../platform/node/benchmarkStore.ts';
import { nodeHasher } from '../platform/node/nodeHasher.ts';
import { exitStatus, refuse } from './host.ts';
import type { CliHost, ExitStatus } from './host.ts';
import { emolensVersion } from './version.ts';

/** A benchmark with its folder and the `.emolens` folder that belongs to it. */
export interface OpenedFolder {
  readonly benchmark: Benchmark;
  /** The absolute path of the folder. */
  readonly root: string;
  readonly images: ReadableFolder;
  readonly store: WritableFolder;
  /** From the start to having all of it. */
  readonly ms: number;
  /** What opening alone took, without starting for it and without looking at pictures. */
  readonly openMs: number;
}

/**
 * Opens a benchmark folder for a command; the answer is the exit status when it does not open. `pictures`: whether they are looked at,
 * by their first bytes or whole.
 */
export async function openFolder(
  path: string,
  host: CliHost,
  how: { readonly pictures: 'no' | 'heads' | 'deep' | 'auto' },
): Promise<OpenedFolder | ExitStatus> {
  const begun = performance.now();
  const root = resolve(host.cwd, path);
  const found = await stat(root).catch(() => undefined);
  if (found?.isDirectory() === false) return refuse(host, thisIsAFile(path));
  const store = await benchmarkStore(root, storesElsewhere(host));
  const opener = new BenchmarkOpener({ root, store: store.path, cache: cacheOf(host), version: emolensVersion });
  const watch = {
    signal: host.signal,
    onProgress: ({ what, done, total }: OpenProgress) =>
      host.passing(`${what}: ${done}${total === undefined ? '' : ` of ${total}`}`),
  };
  try {
    const opened = await opener.open(watch);
    if (!opened.ok) {
      if (opened.error.kind === 'cancelled') return exitStatus.interrupted;
      return refuse(host, openErrorText({ ...opened.error, path }));
    }
    const { benchmark, ms: openMs } = opened.value;
    const deep = how.pictures === 'auto' ? 'auto' : how.pictures === 'deep';
    const examined = how.pictures === 'no' ? undefined : await opener.examine({ ...watch, deep });
    if (host.signal.aborted) return exitStatus.interrupted;
    if (how.pictures !== 'no' && examined === undefined) {
      return refuse(
        host,
        openErrorText({ kind: 'io', path, detail: 'looking at the pictures did not come to an end' }),
      );
    }
    return {
      benchmark: examined ? await withExamined(benchmark, examined, nodeHasher) : benchmark,
      root,
      images: benchmarkFolder(root),
      store: store.folder,
      ms: Math.round(performance.now() - begun),
      openMs: Math.round(openMs),
    };
  } finally {
    await opener.close();
  }
}

/** Where opened folders are remembered; the XDG Base Directory Specification's cache folder. Sources that run as they are change too often for that. */
function cacheOf({ env }: CliHost): string | undefined {
  if (emolensVersion === 'source') return undefined;
  return join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), 'emolens');
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

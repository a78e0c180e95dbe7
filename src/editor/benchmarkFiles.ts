import * as vscode from 'vscode';
import type { Benchmark, FormatId } from '../core/benchmark/benchmark.ts';
import type { Descriptor } from '../core/benchmark/descriptor.ts';
import { descriptorFile } from '../core/benchmark/readDescriptor.ts';
import { recogniseBenchmark } from '../core/benchmark/recogniseBenchmark.ts';
import { type OpenError, type OpenProgress, openBenchmark } from '../core/benchmark/openBenchmark.ts';
import type { WritableFolder } from '../core/ports.ts';
import { ok, type Result } from '../core/result.ts';
import { readReviews, reviewsPath } from '../core/review/reviewStore.ts';
import { listRuns, openRun, runPaths } from '../core/evaluation/runStore.ts';
import { fileErrorText } from '../core/words/fileErrorText.ts';
import { benchmarkFolder } from '../platform/node/benchmarkFolder.ts';
import { benchmarkStore, storeName } from '../platform/node/benchmarkStore.ts';
import { readableFolder } from '../platform/node/nodeFolder.ts';
import { nodeHasher } from '../platform/node/nodeHasher.ts';
import type { Log } from './log.ts';
import type { SessionContent } from './session.ts';
import { setting } from './settings.ts';

/** A benchmark folder with the place where EmoLens writes for it. */
export interface BenchmarkPlace {
  readonly root: vscode.Uri;
  readonly store: WritableFolder;
}

/** Finds out where EmoLens writes for a benchmark folder on this machine's disk. */
export async function placeOf(root: vscode.Uri, storageUri: vscode.Uri, log: Log): Promise<BenchmarkPlace> {
  const elsewhere = setting('storageFolder', root) || vscode.Uri.joinPath(storageUri, 'benchmarks').fsPath;
  const store = await benchmarkStore(root.fsPath, elsewhere);
  if (!store.beside)
    log.info('open', `${root.fsPath} cannot be written to; runs and verdicts are kept in ${store.path}`);
  return { root, store: store.folder };
}

/** What a folder is, by its names alone and without opening it: a repository with icons in it is no benchmark. */
export function recognise(root: vscode.Uri): Promise<FormatId> {
  return recogniseBenchmark(readableFolder(root.fsPath), {
    store: readableFolder(vscode.Uri.joinPath(root, storeName).fsPath),
  });
}

/** Reads the benchmark, its runs and its verdicts. What cannot be read in a run or in the reviews is logged, not lost. */
export async function readBenchmark(
  place: BenchmarkPlace,
  log: Log,
  report: { onProgress?: (progress: OpenProgress) => void; signal?: AbortSignal } = {},
): Promise<Result<SessionContent, OpenError>> {
  const opened = await openBenchmark(benchmarkFolder(place.root.fsPath), {
    store: place.store,
    hasher: nodeHasher,
    ...report,
  });
  if (!opened.ok) return opened;
  const [runs, reviews] = await Promise.all([readRuns(place.store, log), readVerdicts(place.store, log)]);
  return ok({ benchmark: opened.value, runs, reviews });
}

/** Opens a benchmark as it would be with another descriptor; nothing is written. */
export function previewBenchmark(
  { root, store }: BenchmarkPlace,
  descriptor: Descriptor,
  signal: AbortSignal,
): Promise<Result<Benchmark, OpenError>> {
  const bytes = new TextEncoder().encode(JSON.stringify(descriptor));
  const read: WritableFolder['read'] = (path) =>
    path === descriptorFile ? Promise.resolve(ok(bytes)) : store.read(path);
  return openBenchmark(benchmarkFolder(root.fsPath), { store: { ...store, read }, hasher: nodeHasher, signal });
}

/** Reads the verdicts alone. */
export async function readVerdicts(store: WritableFolder, log: Log): Promise<SessionContent['reviews']> {
  const read = await readReviews(store);
  if (!read.ok) {
    if (read.error.kind !== 'notFound') log.warn('review', fileErrorText(read.error));
    return [];
  }
  for (const { line, detail } of read.value.bad) log.warn('review', `${reviewsPath}:${line}: ${detail}`);
  return read.value.lines;
}

async function readRuns(store: WritableFolder, log: Log): Promise<SessionContent['runs']> {
  const listed = await listRuns(store);
  if (!listed.ok) {
    log.warn('runs', fileErrorText(listed.error));
    return [];
  }
  for (const { run, detail } of listed.value.bad) log.warn('runs', `${runPaths(run).record}: ${detail}`);
  const opened = await Promise.all(listed.value.runs.map(({ run }) => openRun(store, run)));
  return opened.flatMap((run) => {
    if (!run.ok) return [];
    for (const { line, detail } of run.value.badLines)
      log.warn('runs', `${runPaths(run.value.record.run).outcomes}:${line}: ${detail}`);
    return [run.value];
  });
}

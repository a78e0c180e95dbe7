import * as vscode from 'vscode';
import type { Benchmark, FormatId } from '../../core/benchmark/benchmark.ts';
import type { Descriptor } from '../../core/benchmark/descriptor.ts';
import type { OpenError } from '../../core/benchmark/openBenchmark.ts';
import type { WritableFolder } from '../../core/ports.ts';
import { ok, type Result } from '../../core/result.ts';
import { readReviews, reviewsPath } from '../../core/review/reviewStore.ts';
import type { ItemTable } from '../../core/benchmark/itemTable.ts';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import { type BadOutcomeLine, listRuns, readRunRecord, runPaths } from '../../core/evaluation/runStore.ts';
import { readRunColumns } from '../../core/query/columns/readColumns.ts';
import type { RunColumns } from '../../core/query/columns/runColumns.ts';
import { workedOff } from '../../core/turns.ts';
import { runFacts } from '../../core/review/reviewedRun.ts';
import { fileErrorText } from '../../core/words/fileErrorText.ts';
import { BenchmarkOpener, type OpenWatch } from '../../platform/node/benchmarkOpener.ts';
import { benchmarkStore, storeName } from '../../platform/node/benchmarkStore.ts';
import { FolderThread } from '../../platform/node/folderThread.ts';
import { pacer } from '../../platform/node/pacer.ts';
import type { Log } from '../log.ts';
import type { BenchmarkSession, SessionContent } from './session.ts';
import type { ReadRun, SessionRun } from './sessionRuns.ts';
import { setting } from '../settings.ts';

/** A benchmark folder with the place where EmoLens writes for it. */
export interface BenchmarkPlace {
  readonly root: vscode.Uri;
  readonly store: WritableFolder;
  /** Opens it in a worker. */
  readonly opener: BenchmarkOpener;
}

/** Finds out where EmoLens writes for a benchmark folder on this machine's disk. */
export async function placeOf(root: vscode.Uri, storageUri: vscode.Uri, log: Log): Promise<BenchmarkPlace> {
  const elsewhere = setting('storageFolder', root) || vscode.Uri.joinPath(storageUri, 'benchmarks').fsPath;
  const store = await benchmarkStore(root.fsPath, elsewhere);
  if (!store.beside)
    log.info('open', `${root.fsPath} cannot be written to; runs and verdicts are kept in ${store.path}`);
  const opener = new BenchmarkOpener({
    root: root.fsPath,
    store: store.path,
    cache: vscode.Uri.joinPath(storageUri, 'cache').fsPath,
    version: process.env['EMOLENS_VERSION'] ?? 'source',
    follow: true,
  });
  return { root, store: store.folder, opener };
}

/** What a folder is, by its names alone and without opening it: a repository with icons in it is no benchmark. */
export async function recognise(root: vscode.Uri): Promise<FormatId> {
  const thread = new FolderThread(root.fsPath);
  const format = await thread.recognise();
  void thread.dispose();
  return format;
}

/** Reads the benchmark and its verdicts, without the runs: see {@link readRuns}. What cannot be read in the reviews is logged, not lost. */
export async function readBenchmark(
  place: BenchmarkPlace,
  log: Log,
  report: OpenWatch = {},
): Promise<Result<Omit<SessionContent, 'runs'>, OpenError>> {
  const opened = await place.opener.open(report);
  if (!opened.ok) return opened;
  return ok({ benchmark: opened.value.benchmark, reviews: await readVerdicts(place.store, log) });
}

/** Opens a benchmark as it would be with another descriptor, in a worker of its own; nothing is written. */
export async function previewBenchmark(
  root: vscode.Uri,
  descriptor: Descriptor,
  signal: AbortSignal,
): Promise<Result<Benchmark, OpenError>> {
  const opener = new BenchmarkOpener({
    root: root.fsPath,
    store: vscode.Uri.joinPath(root, storeName).fsPath,
    version: process.env['EMOLENS_VERSION'] ?? 'source',
  });
  try {
    const opened = await opener.open({ signal, descriptor: JSON.stringify(descriptor) });
    return opened.ok ? ok(opened.value.benchmark) : opened;
  } finally {
    await opener.dispose();
  }
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

/**
 * Reads the runs over the items of a benchmark. Runs that are known, and whose files are as they were, are moved over instead of
 * being read again. Whoever else has something to do gets a turn every few milliseconds.
 */
export async function readRuns(
  store: WritableFolder,
  log: Log,
  table: ItemTable,
  known: readonly SessionRun[] = [],
): Promise<readonly ReadRun[]> {
  const listed = await listRuns(store);
  if (!listed.ok) {
    log.warn('runs', fileErrorText(listed.error));
    return [];
  }
  for (const { run, detail } of listed.value.bad) log.warn('runs', `${runPaths(run).record}: ${detail}`);
  const pause = pacer();
  const runs: ReadRun[] = [];
  for (const record of listed.value.runs) {
    const before = known.find(({ run }) => run === record.run)?.outcomes;
    const read = await readRun({ store, log, table, pause }, record, before);
    if (read !== undefined) runs.push(read);
  }
  return runs;
}

/** Reads one run of a session whose files were written anew. */
export async function readRunAgain(
  { store, table }: Pick<BenchmarkSession, 'store' | 'table'>,
  run: string,
  log: Log,
): Promise<ReadRun | undefined> {
  const record = await readRunRecord(store, run);
  return record.ok ? readRun({ store, log, table, pause: pacer() }, record.value, undefined) : undefined;
}

async function readRun(
  { store, log, table, pause }: RunReading,
  record: RunRecord,
  before: RunColumns | undefined,
): Promise<ReadRun | undefined> {
  const path = runPaths(record.run).outcomes;
  const stat = await store.stat(path);
  const stamp = stat.ok ? `${stat.value.size} ${stat.value.mtime}` : '';
  if (before !== undefined && (before.stamp === undefined || before.stamp === stamp)) {
    return { record, outcomes: await workedOff(before.onTable(table, runFacts(record)), pause) };
  }
  const onBad = ({ line, detail }: BadOutcomeLine): void => log.warn('runs', `${path}:${line}: ${detail}`);
  const read = await readRunColumns(store, record, table, { onBad, pause });
  if (!read.ok) {
    log.warn('runs', fileErrorText(read.error));
    return undefined;
  }
  read.value.stamp = stamp;
  return { record, outcomes: read.value };
}

interface RunReading {
  readonly store: WritableFolder;
  readonly log: Log;
  readonly table: ItemTable;
  readonly pause: () => Promise<void> | undefined;
}

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { loadLexicon } from '../../core/evaluation/loadLexicon.ts';
import type { ForeignReading } from '../../core/predictions/foreignRun.ts';
import { readImported } from '../../core/predictions/importedFiles.ts';
import { findPredictions, PredictionOpener, type PredictionPlace } from '../../core/predictions/openPredictions.ts';
import { predictionErrorText } from '../../core/words/predictionText.ts';
import { problemText } from '../../core/words/problemText.ts';
import { readableFolder } from '../../platform/node/nodeFolder.ts';
import { nodeHasher } from '../../platform/node/nodeHasher.ts';
import { afterOthers } from '../../platform/node/pacer.ts';
import { PredictionThread } from '../../platform/node/predictionThread.ts';
import type { Log } from '../log.ts';
import type { BenchmarkSession } from './session.ts';

/** As many faults of a file are logged. */
const mostLogged = 20;

interface Kept extends ForeignReading {
  readonly stamp: string;
}

/** Reads the runs that other tools made of a benchmark, behind its open: files that did not change are not read again. */
export class ForeignRunsReader implements vscode.Disposable {
  readonly #session: BenchmarkSession;
  readonly #log: Log;
  #kept = new Map<string, Kept>();
  #abort = new AbortController();
  #reading = Promise.resolve();
  #watchers: vscode.Disposable[] = [];
  #watched = '';

  constructor(session: BenchmarkSession, log: Log) {
    this.#session = session;
    this.#log = log;
  }

  /** Reads what is there now; a reading that is under way is given up for this one, and who waits for that one waits for this. */
  async read(): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    let reading = (this.#reading = this.#read(this.#abort.signal));
    await reading;
    while (reading !== this.#reading) await (reading = this.#reading);
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { benchmark, store, tables } = this.#session;
    const images = tables.folder;
    const { lexicon } = await loadLexicon(store);
    const imported = await readImported(store);
    if (imported.fault !== undefined) this.#log.warn('predictions', `predictions.json: ${imported.fault}`);
    this.#watchOutside(imported.files);
    const places = [...(await findPredictions(images, benchmark, signal)), ...imported.files.map(placeOutside)];
    const reader = new PredictionThread();
    const within = { signal, pause: afterOthers };
    const opener = new PredictionOpener({ images, benchmark, hasher: nodeHasher, reader, lexicon, ...within });
    const stop = (): void => void reader.dispose();
    signal.addEventListener('abort', stop, { once: true });
    const kept = await this.#opened(opener, places, [benchmark.fingerprint, lexicon.version], signal);
    stop();
    if (signal.aborted || benchmark !== this.#session.benchmark) return;
    const before = [...this.#kept.values()];
    this.#kept = kept;
    const isSame = before.length === kept.size && [...kept.values()].every((one) => before.includes(one));
    if (!isSame || !this.#session.hasForeign)
      await this.#session.replaceForeign({
        runs: [...kept.values()].flatMap(({ runs }) => runs),
        problems: [...kept.values()].flatMap(({ problems }) => problems),
      });
  }

  dispose(): void {
    this.#abort.abort();
    for (const watcher of this.#watchers) watcher.dispose();
  }

  async #opened(
    opener: PredictionOpener,
    places: readonly PredictionPlace[],
    about: readonly string[],
    signal: AbortSignal,
  ): Promise<Map<string, Kept>> {
    const kept = new Map<string, Kept>();
    for (const place of places) {
      if (signal.aborted) break;
      const stamp = JSON.stringify([...about, await stampOf(place)]);
      const known = this.#kept.get(place.name);
      kept.set(place.name, known?.stamp === stamp ? known : { stamp, ...(await this.#open(opener, place, signal)) });
    }
    return kept;
  }

  async #open(opener: PredictionOpener, place: PredictionPlace, signal: AbortSignal): Promise<ForeignReading> {
    const opened = await opener.open(place);
    if (signal.aborted) return { runs: [], problems: [] };
    if (!opened.ok) {
      const detail = predictionErrorText(place.name, opened.error);
      this.#log.warn('predictions', detail);
      return {
        runs: [],
        problems: [{ kind: 'unreadable', file: place.name, facts: { reason: 'predictions', detail } }],
      };
    }
    const problems = opened.value[0]?.problems ?? [];
    for (const problem of problems.slice(0, mostLogged))
      this.#log.warn('predictions', `${problem.file}:${problem.line ?? 1}: ${problemText(problem)}`);
    return { runs: opened.value, problems };
  }

  /** Files that lie elsewhere are in no watched folder. */
  #watchOutside(paths: readonly string[]): void {
    const key = paths.join('\0');
    if (key === this.#watched) return;
    this.#watched = key;
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = paths.map((path) => {
      const pattern = new vscode.RelativePattern(
        vscode.Uri.file(dirname(path)),
        basename(path).replaceAll(/[*?[\]{}]/g, '?'),
      );
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const again = (): void => void this.read();
      return vscode.Disposable.from(
        watcher,
        watcher.onDidChange(again),
        watcher.onDidCreate(again),
        watcher.onDidDelete(again),
      );
    });
  }
}

function placeOutside(path: string): PredictionPlace {
  return { folder: readableFolder(dirname(path)), path: basename(path), name: path };
}

async function stampOf({ folder, path }: PredictionPlace): Promise<unknown> {
  const stat = await folder.stat(path);
  return stat.ok ? [stat.value.size, stat.value.mtime] : stat.error.kind;
}

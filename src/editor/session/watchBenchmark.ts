import * as vscode from 'vscode';
import { isMediaFile, listedFile } from '../../core/benchmark/files/listing.ts';

/** How long files must be quiet before they are read again, in ms: a table may be written in pieces. */
const quietMs = 50;
/** The same for pictures and folders, of which nothing but the names is read; the editor has gathered what it tells at once. */
const promptMs = 10;
/** The same when many change: copying a data set brings thousands of events. */
const busyMs = 150;
const many = 50;
/** Where files do not get quiet, they are read all the same after this long, in ms, and then after twice as long as reading takes. */
const patienceMs = 1000;

/** What to do when files change: `benchmark` for tables, pictures and the descriptor, given by their paths below the root, `reviews` for verdicts, `predictions` for what the runs of other tools depend on. */
export interface WatchHandlers {
  readonly benchmark: (changed: readonly string[]) => Promise<void>;
  readonly reviews: () => Promise<void>;
  readonly predictions: () => Promise<void>;
}

/** Watches a benchmark's folder. Outcomes are left out: a running evaluation reports them itself. */
export function watchBenchmark(root: vscode.Uri, handlers: WatchHandlers): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(root, '**/*'));
  const gatherers: Readonly<Record<keyof WatchHandlers, Gatherer>> = {
    benchmark: new Gatherer(handlers.benchmark),
    reviews: new Gatherer(handlers.reviews),
    predictions: new Gatherer(handlers.predictions),
  };
  const soon = (uri: vscode.Uri): void => {
    const what = concerns(uri);
    if (what !== undefined) gatherers[what].add(pathBelow(root, uri));
  };
  watcher.onDidCreate(soon);
  watcher.onDidChange(soon);
  watcher.onDidDelete(soon);
  return vscode.Disposable.from(watcher, ...Object.values(gatherers));
}

/** Gathers paths until nothing more happens for a moment, and handles them together, never twice at the same time. */
class Gatherer implements vscode.Disposable {
  readonly #handle: (paths: readonly string[]) => Promise<void>;
  #paths = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #since = 0;
  #patience = patienceMs;
  #isBusy = false;
  #isDisposed = false;

  constructor(handle: (paths: readonly string[]) => Promise<void>) {
    this.#handle = handle;
  }

  add(path: string): void {
    if (this.#paths.size === 0) this.#since = performance.now();
    this.#paths.add(path);
    this.#wait();
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
  }

  #wait(): void {
    if (this.#isBusy || this.#isDisposed || this.#paths.size === 0) return;
    clearTimeout(this.#timer);
    const left = this.#since + this.#patience - performance.now();
    const isMany = this.#paths.size > many;
    const quiet = isMany ? busyMs : [...this.#paths].every(isNameAlone) ? promptMs : quietMs;
    this.#timer = setTimeout(() => void this.#go(), Math.max(0, Math.min(quiet, left)));
  }

  async #go(): Promise<void> {
    const paths = [...this.#paths];
    this.#paths = new Set();
    this.#isBusy = true;
    const begun = performance.now();
    try {
      await this.#handle(paths);
    } finally {
      this.#isBusy = false;
      this.#patience = Math.max(patienceMs, 2 * (performance.now() - begun));
      this.#since = performance.now();
      this.#wait();
    }
  }
}

/** With forward slashes; what is not below the root is returned whole, and no path below it. */
function pathBelow(root: vscode.Uri, { path }: vscode.Uri): string {
  const above = root.path.endsWith('/') ? root.path : `${root.path}/`;
  return path.startsWith(above) ? path.slice(above.length) : path;
}

/** Whether nothing in a file is read when a benchmark is opened: it is a picture, a video or, for all that its path tells, a folder. */
function isNameAlone(path: string): boolean {
  const file = listedFile(path);
  return file.extension === '' || isMediaFile(file);
}

function concerns(uri: vscode.Uri): keyof WatchHandlers | undefined {
  const inStore = /\/\.emolens(\/.*|$)/.exec(uri.path)?.[1];
  if (inStore === undefined || inStore === '/benchmark.json') return 'benchmark';
  if (inStore === '/predictions.json' || inStore === '/lexicon.json') return 'predictions';
  return inStore === '/reviews.jsonl' ? 'reviews' : undefined;
}

import * as vscode from 'vscode';

/** How long files must be quiet before they are read again, in ms: copying a data set brings thousands of events. */
const quietMs = 300;

/** What to do when files change: `benchmark` for tables, pictures and the descriptor, `reviews` for verdicts, `predictions` for what the runs of other tools depend on. */
export interface WatchHandlers {
  readonly benchmark: () => Promise<void>;
  readonly reviews: () => Promise<void>;
  readonly predictions: () => Promise<void>;
}

/** Watches a benchmark's folder. Outcomes are left out: a running evaluation reports them itself. */
export function watchBenchmark(root: vscode.Uri, handlers: WatchHandlers): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(root, '**/*'));
  const timers = new Map<keyof WatchHandlers, NodeJS.Timeout>();
  const soon = (uri: vscode.Uri): void => {
    const what = concerns(uri);
    if (what === undefined) return;
    clearTimeout(timers.get(what));
    timers.set(
      what,
      setTimeout(() => void handlers[what](), quietMs),
    );
  };
  watcher.onDidCreate(soon);
  watcher.onDidChange(soon);
  watcher.onDidDelete(soon);
  return vscode.Disposable.from(watcher, { dispose: () => timers.forEach((timer) => clearTimeout(timer)) });
}

function concerns(uri: vscode.Uri): keyof WatchHandlers | undefined {
  const inStore = /\/\.emolens(\/.*|$)/.exec(uri.path)?.[1];
  if (inStore === undefined || inStore === '/benchmark.json') return 'benchmark';
  if (inStore === '/predictions.json' || inStore === '/lexicon.json') return 'predictions';
  return inStore === '/reviews.jsonl' ? 'reviews' : undefined;
}

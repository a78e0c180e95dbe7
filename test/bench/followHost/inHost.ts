import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { EmoLensApi } from '../../../src/extension.ts';
import type { BenchmarkSession } from '../../../src/editor/session/session.ts';
import { fileEvents, type FileEvent } from '../followEvents.ts';
import type { HostTask, ShownInHost } from './task.ts';
import { watchLag } from './watchLag.ts';

/** Longer than what an event led to waits before it is held against the disk, and pictures are looked at. */
const restMs = 6000;
/** An event that has led to nothing by then never will, ms. */
const patienceMs = 60_000;

/** Called by VS Code in the extension host: lets things happen to the files of the open folder, and writes down when tree and gallery had followed. */
export async function run(): Promise<void> {
  const task = JSON.parse(process.env.EMOLENS_BENCH_TASK ?? '') as HostTask;
  const extension = vscode.extensions.getExtension<EmoLensApi>('emolens.emolens');
  const api = await extension!.activate();
  const root = vscode.workspace.workspaceFolders![0]!.uri;
  const begun = performance.now();
  const opened = await api.workbench.open(root);
  if (!opened.ok) throw new Error(opened.error.kind);
  const openMs = performance.now() - begun;
  const window = new Window(api, opened.value);
  await window.galleryHas(task.items);
  const shown: ShownInHost[] = [];
  for await (const event of fileEvents(root.fsPath, task.away, task.items, task.repeats)) {
    await rest();
    shown.push(await window.follow(event));
  }
  writeFileSync(task.out, JSON.stringify({ openMs, shown }));
}

/** What of the window shows a benchmark, and when it was told of something. */
class Window {
  readonly #api: EmoLensApi;
  readonly #session: BenchmarkSession;
  readonly #didAnswer = new vscode.EventEmitter<number>();
  readonly #watcher: vscode.FileSystemWatcher;

  constructor(api: EmoLensApi, session: BenchmarkSession) {
    this.#api = api;
    this.#session = session;
    this.#watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(session.root, '**/*'));
    const { webview } = api.galleries.show(session).panel;
    const post = webview.postMessage.bind(webview);
    webview.postMessage = (message: unknown) => {
      const { type, result } = message as { type?: string; result?: { total?: number; cards?: unknown } | null };
      if (type === 'ok' && result?.cards !== undefined) this.#didAnswer.fire(result.total ?? 0);
      return post(message);
    };
  }

  /** The page of the gallery has been given a list of so many portraits. */
  galleryHas(items: number): Promise<void> {
    return untilEvent('the list of the gallery', this.#didAnswer.event, (total) => total === items);
  }

  async follow(event: FileEvent): Promise<ShownInHost> {
    const { items, item, degree } = event;
    let begun = performance.now();
    const since = (): number => performance.now() - begun;
    const lag = watchLag();
    const isThere = (): boolean => this.#session.table.length === items && this.#session.item(item)?.degree === degree;
    const told = Promise.race(
      [this.#watcher.onDidChange, this.#watcher.onDidCreate, this.#watcher.onDidDelete].map((one) =>
        untilEvent(`the event of ${event.name}`, one, () => true).then(since),
      ),
    );
    const tree = untilEvent(
      `the tree after ${event.name}`,
      this.#api.tree.onDidChangeTreeData,
      () => isThere() && this.#drawTree(),
    ).then(since);
    const gallery = untilEvent(
      `the gallery after ${event.name}`,
      this.#didAnswer.event,
      (total) => total === items && isThere(),
    ).then(since);
    await event.act();
    const actMs = since();
    begun = performance.now();
    const [toldMs, treeMs, galleryMs] = await Promise.all([told, tree, gallery]);
    return { name: event.name, actMs, toldMs, treeMs, galleryMs, lagMs: lag() };
  }

  /** As the editor asks for it. */
  #drawTree(): boolean {
    const { tree } = this.#api;
    const top = tree.getChildren().find((node) => node.session === this.#session)!;
    for (const node of tree.getChildren(top)) {
      tree.getTreeItem(node);
      if (node.kind === 'group') for (const below of tree.getChildren(node)) tree.getTreeItem(below);
    }
    return true;
  }
}

function untilEvent<T>(what: string, event: vscode.Event<T>, test: (value: T) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      listening.dispose();
      reject(new Error(`${what}: nothing in ${patienceMs} ms`));
    }, patienceMs);
    const listening = event((value) => {
      if (!test(value)) return;
      clearTimeout(timer);
      listening.dispose();
      resolve();
    });
  });
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, restMs));
}

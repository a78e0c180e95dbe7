import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { EmoLensApi } from '../../../src/extension.ts';
import type { BenchmarkSession } from '../../../src/editor/session/session.ts';
import type { TreeNode } from '../../../src/editor/tree/treeNodes.ts';
import { afterOthers } from '../../../src/platform/node/pacer.ts';
import { watchBlock } from '../blockWatch.ts';
import { fileEvents, type FileEvent } from '../followEvents.ts';
import type { HostReport, HostTask, ShownInHost } from './task.ts';

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
  const first = await open(api, root);
  // The editor's own parts start up in the same host, and would be counted.
  await rest();
  api.workbench.close(first);
  const begun = performance.now();
  const block = watchBlock();
  const window = new Window(api, await open(api, root));
  await window.galleryHas(task.items);
  const openMs = performance.now() - begun;
  const openBlockMs = block();
  const shown: ShownInHost[] = [];
  for await (const event of fileEvents(root.fsPath, task.away, task.items, task.repeats)) {
    await rest();
    shown.push(await window.follow(event));
  }
  writeFileSync(task.out, JSON.stringify({ openMs, openBlockMs, shown } satisfies HostReport));
}

async function open({ workbench }: EmoLensApi, root: vscode.Uri): Promise<BenchmarkSession> {
  const opened = await workbench.open(root);
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
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
    const isThere = (): boolean => this.#session.table.length === items && this.#session.item(item)?.degree === degree;
    const told = Promise.race(
      [this.#watcher.onDidChange, this.#watcher.onDidCreate, this.#watcher.onDidDelete].map((one) =>
        untilEvent(`the event of ${event.name}`, one, () => true).then(since),
      ),
    );
    const tree = untilEvent(`the tree after ${event.name}`, this.#api.tree.onDidChangeTreeData, isThere)
      .then(() => this.#drawTree())
      .then(since);
    const gallery = untilEvent(
      `the gallery after ${event.name}`,
      this.#didAnswer.event,
      (total) => total === items && isThere(),
    ).then(since);
    await event.act();
    const actMs = since();
    begun = performance.now();
    const block = watchBlock();
    const [toldMs, treeMs, galleryMs] = await Promise.all([told, tree, gallery]);
    return { name: event.name, actMs, toldMs, treeMs, galleryMs, blockMs: block() };
  }

  /** As the editor asks for it: with one message for the top, with another one for all that is open below. */
  async #drawTree(): Promise<void> {
    const { tree } = this.#api;
    const rowsBelow = async (node: TreeNode | undefined): Promise<readonly TreeNode[]> => {
      const rows = await tree.getChildren(node);
      for (const row of rows) tree.getTreeItem(row);
      return rows;
    };
    await afterOthers();
    const [top] = (await rowsBelow(undefined)).filter(({ session }) => session === this.#session);
    await afterOthers();
    const groups = (await rowsBelow(top)).filter(({ kind }) => kind === 'group');
    await afterOthers();
    await Promise.all(groups.map(rowsBelow));
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

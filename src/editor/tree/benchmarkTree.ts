import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { problemText } from '../../core/words/problemText.ts';
import { DisposableStore } from '../disposables.ts';
import { views } from '../ids.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { portraitHover } from '../portraitHover.ts';
import type { SavedViews } from '../views/savedViews.ts';
import type { Thumbnails } from '../thumbnails.ts';
import type { PortraitRef, Workbench } from '../workbench.ts';
import { KeptRows } from './keptRows.ts';
import { PortraitIcons } from './portraitIcons.ts';
import { portraitScheme, readPortraitUri } from './portraitUri.ts';
import { isProblemNode, problemChildren, problemGroup } from './problemRows.ts';
import { benchmarkTooltip, portraitDecoration, treeItemOf } from './treeItems.ts';
import {
  type BenchmarkNode,
  itemsAt,
  itemsBelowAll,
  type TreeNode,
  type ViewNode,
  type ViewsNode,
} from './treeNodes.ts';

/** The tree of the side bar: benchmarks, groups, portraits. It follows the window's current portrait and sets it. */
export class BenchmarkTree
  implements vscode.TreeDataProvider<TreeNode>, vscode.FileDecorationProvider, vscode.Disposable
{
  readonly #owned = new DisposableStore();
  readonly #workbench: Workbench;
  readonly #thumbnails: Thumbnails;
  readonly #icons: PortraitIcons;
  readonly #saved: SavedViews;
  readonly #rows = new KeptRows();
  #selections = 0;
  readonly #didChangeTree = this.#owned.add(new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>());
  readonly onDidChangeTreeData = this.#didChangeTree.event;
  readonly #didChangeDecorations = this.#owned.add(new vscode.EventEmitter<vscode.Uri[] | undefined>());
  readonly onDidChangeFileDecorations = this.#didChangeDecorations.event;
  readonly #view: vscode.TreeView<TreeNode>;
  /** What each row was last seen with, by its URI: all that can have to change in sight. */
  readonly #decorated = new Map<string, string>();

  constructor(workbench: Workbench, saved: SavedViews, thumbnails: Thumbnails) {
    this.#workbench = workbench;
    this.#thumbnails = thumbnails;
    this.#icons = this.#owned.add(new PortraitIcons(thumbnails, (rows) => this.#didChangeTree.fire(rows)));
    this.#saved = saved;
    this.#view = this.#owned.add(
      vscode.window.createTreeView(views.benchmark, {
        treeDataProvider: this,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.#owned.add(vscode.window.registerFileDecorationProvider(this));
    this.#owned.add(this.#view.onDidChangeSelection((event) => void this.#selected(event.selection)));
    this.#owned.add(workbench.onDidChangeSessions(() => this.#sessionsChanged()));
    this.#owned.add(saved.onDidChange(() => this.#didChangeTree.fire(undefined)));
    this.#owned.add(workbench.onDidChange((session) => this.#sessionChanged(session)));
    this.#owned.add(workbench.onDidChangeCurrent((current) => void this.#follow(current)));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('emolens.groupBy')) return;
        this.#rows.regroup();
        this.#refresh();
      }),
    );
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = treeItemOf(node);
    if (node.kind === 'portrait') item.iconPath = this.#icons.of(node);
    return item;
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    if (node.kind === 'portrait') item.tooltip = await portraitHover(node.session, node.item, 'tree', this.#thumbnails);
    if (node.kind === 'benchmark') item.tooltip = benchmarkTooltip(node);
    return item;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return this.#workbench.sessions.map((session) => this.#rows.root(session));
    if (node.kind === 'views') return this.#viewRows(node);
    if (isProblemNode(node)) return [...problemChildren(node)];
    const rows = (await this.#rows.of(node.session)).children(node);
    if (node.kind !== 'benchmark') return [...rows];
    const faults = problemGroup(node.session);
    return [...(faults ? [faults] : []), ...this.#viewsOf(node), ...rows];
  }

  /** One row for all views, above the groups; none where there are no views. */
  #viewsOf(parent: BenchmarkNode): ViewsNode[] {
    const views = this.#saved.of(parent.session);
    return views.length === 0 ? [] : [{ kind: 'views', session: parent.session, views, parent }];
  }

  #viewRows(parent: ViewsNode): ViewNode[] {
    const { session } = parent;
    return parent.views.map((view) => {
      return { kind: 'view', session, view, count: this.#saved.countOf(session, view), parent };
    });
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (isProblemNode(node)) return node.kind === 'problems' ? this.#rows.root(node.session) : undefined;
    return node.kind === 'benchmark' ? undefined : node.parent;
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== portraitScheme) return undefined;
    const decoration = this.#decorationOf(uri);
    this.#decorated.set(uri.toString(), lookOf(decoration));
    return decoration;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #decorationOf(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const place = readPortraitUri(uri);
    const session = place && this.#workbench.sessionOf(place.root);
    const item = place && session?.item(place.id);
    return item && session && portraitDecoration(session.dossier(item));
  }

  /** Names the rows that changed: without names the editor first takes all marks away, which flickers. */
  #redecorate(): void {
    const changed = [...this.#decorated].flatMap(([text, look]) => {
      const uri = vscode.Uri.parse(text, true);
      return lookOf(this.#decorationOf(uri)) === look ? [] : [uri];
    });
    if (changed.length > 0) this.#didChangeDecorations.fire(changed);
  }

  #sessionsChanged(): void {
    this.#refresh();
    if (this.#workbench.sessions.length === 0) this.#workbench.setCurrent(undefined);
  }

  #sessionChanged(session: BenchmarkSession): void {
    this.#refresh();
    this.#redecorate();
    const current = this.#workbench.current;
    if (current?.session === session && session.item(current.id) === undefined) this.#workbench.setCurrent(undefined);
  }

  #refresh(): void {
    this.#didChangeTree.fire(undefined);
    const errors = this.#workbench.sessions.reduce((sum, session) => sum + session.openErrors, 0);
    this.#view.message = faultsText(this.#workbench.sessions);
    this.#view.badge = errors === 0 ? undefined : { value: errors, tooltip: l10n.t('{0} open errors', errors) };
  }

  async #selected(selection: readonly TreeNode[]): Promise<void> {
    const turn = ++this.#selections;
    const last = selection.at(-1);
    if (last !== undefined) this.#workbench.setActive(last.session);
    const current = last?.kind === 'portrait' ? { session: last.session, id: last.item.id } : this.#workbench.current;
    const known = this.#workbench.current;
    // A row that was revealed because another view went there says nothing new; that view's order stays.
    const nodes = selection.filter((node) => node.session === last?.session);
    const items = nodes.some(({ kind }) => kind === 'view') ? await itemsBelowAll(nodes) : itemsAt(nodes);
    // Finding what a view finds takes a moment, in which something else may have been selected.
    if (this.#selections !== turn) return;
    if (items.length === 1 && current?.id === known?.id && current?.session === known?.session) return;
    const order = last && this.#rows.shown(last.session)?.order;
    this.#workbench.setCurrent(current, last && { session: last.session, items }, order);
  }

  /** Brings a benchmark into sight. */
  async show(session: BenchmarkSession): Promise<void> {
    await this.#view.reveal(this.#rows.root(session), { select: true, focus: true, expand: true });
  }

  async #follow(current: PortraitRef | undefined): Promise<void> {
    if (current === undefined || !this.#view.visible) return;
    const rows = await this.#rows.of(current.session);
    if (this.#workbench.current !== current) return;
    const node = rows.portrait(current.id);
    if (node === undefined || this.#view.selection.includes(node)) return;
    await this.#view.reveal(node, { select: true, focus: false });
  }
}

/** What is wrong with the data, in one or two sentences above the tree; the group of problems has the rest. */
function faultsText(sessions: readonly BenchmarkSession[]): string | undefined {
  const whose = sessions.find(({ problems }) => problems.length > 0);
  const first = whose?.problems[0];
  if (whose === undefined || first === undefined) return undefined;
  const count = sessions.reduce((sum, { problems }) => sum + problems.length, 0);
  const more = count === 1 ? '' : ` ${l10n.t('{0} more under Problems.', count - 1)}`;
  return `${sessions.length === 1 ? '' : `${whose.benchmark.name}: `}${problemText(first)}${more}`;
}

function lookOf(decoration: vscode.FileDecoration | undefined): string {
  return decoration === undefined ? '' : `${decoration.badge} ${decoration.tooltip}`;
}

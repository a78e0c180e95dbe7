import * as vscode from 'vscode';
import type { GalleryFilter } from '../../protocol/views.ts';
import { DisposableStore } from '../disposables.ts';
import { views } from '../ids.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { GalleryPage, type GalleryParts } from './galleryPage.ts';
import type { ListingRequest } from './listing.ts';
import { pageOptions } from './pageHtml.ts';

/** The filter that shows every portrait. */
export const noFilter: GalleryFilter = { emotions: [], generators: [], outcomes: [], review: 'all', query: '' };

/** All galleries of the window: at most one for each benchmark. Restores them after a reload. */
export class Galleries implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #parts: GalleryParts;
  readonly #pages = new Map<BenchmarkSession, GalleryPage>();

  constructor(parts: GalleryParts) {
    this.#parts = parts;
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(views.gallery, this));
    this.#owned.add(
      parts.workbench.onDidChangeSessions(() => {
        const open = new Set(parts.workbench.sessions);
        for (const [session, page] of this.#pages) if (!open.has(session)) page.panel.dispose();
      }),
    );
  }

  /** Shows the gallery of a benchmark, making it when there is none. */
  show(session: BenchmarkSession): GalleryPage {
    this.#parts.workbench.setActive(session);
    const there = this.#pages.get(session);
    if (there !== undefined) {
      there.panel.reveal();
      return there;
    }
    void closeUnread(session);
    const panel = vscode.window.createWebviewPanel(
      views.gallery,
      titleOf(session),
      vscode.ViewColumn.Active,
      pageOptions(this.#parts.extension, [session.root]),
    );
    return this.#adopt(panel, session);
  }

  /** What the gallery of a benchmark shows; `undefined` where there is none, or none that has asked for anything yet. */
  listingOf(session: BenchmarkSession): ListingRequest | undefined {
    return this.#pages.get(session)?.listing;
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const root = rootOf(state);
    const opened = root && (await this.#parts.workbench.open(root));
    const session = opened?.ok === true ? opened.value : this.#parts.workbench.activeSession;
    if (session === undefined || this.#pages.has(session)) panel.dispose();
    else this.#adopt(panel, session);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, session: BenchmarkSession): GalleryPage {
    panel.title = titleOf(session);
    const page = new GalleryPage(panel, session, this.#parts);
    this.#pages.set(session, page);
    panel.onDidDispose(() => {
      this.#pages.delete(session);
      page.dispose();
    });
    return page;
  }
}

/** Closes tabs of a reloaded window that nobody has looked at yet: they would be a second gallery of the same benchmark. */
async function closeUnread(session: BenchmarkSession): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const ours = tabs.filter(
    ({ input, label }) =>
      input instanceof vscode.TabInputWebview && input.viewType.endsWith(views.gallery) && label === titleOf(session),
  );
  if (ours.length > 0) await vscode.window.tabGroups.close(ours);
}

function titleOf(session: BenchmarkSession): string {
  return session.benchmark.name;
}

function rootOf(state: unknown): vscode.Uri | undefined {
  if (typeof state !== 'object' || state === null || !('root' in state) || typeof state.root !== 'string')
    return undefined;
  return vscode.Uri.parse(state.root);
}

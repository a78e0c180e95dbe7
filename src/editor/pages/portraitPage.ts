import * as vscode from 'vscode';
import { answerRequests, eventMessage, type Handlers } from '../../protocol/channel.ts';
import type { portraitEvents } from '../../protocol/messages.ts';
import { portraitRequests } from '../../protocol/messages.ts';
import { DisposableStore } from '../disposables.ts';
import type { Evaluations } from '../evaluation/evaluations.ts';
import { views } from '../ids.ts';
import type { Reviews } from '../reviews.ts';
import type { PortraitRef, Workbench } from '../workbench.ts';
import type { Galleries } from './galleries.ts';
import type { Thumbnails } from '../thumbnails.ts';
import { cardToShow } from './galleryPictures.ts';
import { openRow } from './openRow.ts';
import { pageHtml, pageOptions } from './pageHtml.ts';
import { portraitViewOf } from './portraitViews.ts';

/** What the Portrait view needs of the rest of the window. */
export interface PortraitParts {
  readonly extension: vscode.Uri;
  readonly workbench: Workbench;
  readonly evaluations: Evaluations;
  readonly reviews: Reviews;
  readonly galleries: Galleries;
  readonly thumbnails: Thumbnails;
}

/** The *Portrait* view under the tree: the current portrait of the window, whichever view chose it. */
export class PortraitPage implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #parts: PortraitParts;
  #view: vscode.WebviewView | undefined;
  #allowed: ReadonlySet<string> = new Set();

  constructor(parts: PortraitParts) {
    this.#parts = parts;
    const changed = (): void => this.#changed();
    this.#owned.add(vscode.window.registerWebviewViewProvider(views.portrait, this));
    this.#owned.add(parts.workbench.onDidChangeCurrent(changed));
    this.#owned.add(
      parts.workbench.onDidChange((session) => {
        if (session === parts.workbench.current?.session) changed();
      }),
    );
    this.#owned.add(parts.workbench.onDidChangeSessions(() => this.#allowRoots()));
    this.#owned.add(
      parts.evaluations.onDidChange((view) => {
        void this.#view?.webview.postMessage(eventMessage<typeof portraitEvents, 'evaluation'>('evaluation', view));
      }),
    );
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    this.#allowed = new Set();
    this.#allowRoots();
    const answer = answerRequests(portraitRequests, this.#handlers(view.webview), (message) => {
      void view.webview.postMessage(message);
    });
    const listening = view.webview.onDidReceiveMessage((message) => void answer(message));
    view.onDidDispose(() => {
      listening.dispose();
      this.#view = undefined;
    });
    view.onDidChangeVisibility(() => this.#changed());
    view.webview.html = pageHtml(view.webview, this.#parts.extension, 'portrait');
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** New options load the page anew, and one that is still loading may then never come to its end: they are set only where a root is new. */
  #allowRoots(): void {
    const { extension, workbench, thumbnails } = this.#parts;
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    const roots = [...folders, ...workbench.sessions.map(({ root }) => root), thumbnails.folder];
    const isNew = roots.some((root) => !this.#allowed.has(root.toString()));
    if (this.#view === undefined || !isNew) return;
    this.#allowed = new Set(roots.map(String));
    this.#view.webview.options = pageOptions(extension, roots);
  }

  #changed(): void {
    const revision = this.#parts.workbench.current?.session.revision ?? 0;
    const message = eventMessage<typeof portraitEvents, 'changed'>('changed', { revision });
    void this.#view?.webview.postMessage(message);
  }

  #handlers(webview: vscode.Webview): Handlers<typeof portraitRequests> {
    const { workbench, evaluations, reviews, galleries } = this.#parts;
    return {
      current: async () => {
        const { current } = workbench;
        const item = current?.session.item(current.id);
        if (current === undefined || item === undefined) return null;
        const { session } = current;
        const sourceOf = (path: string): string =>
          webview.asWebviewUri(vscode.Uri.joinPath(session.root, path)).toString();
        const view = portraitViewOf(session, session.dossier(item), sourceOf, workbench.place);
        const { thumbnails } = this.#parts;
        return { ...view, card: await cardToShow(session, thumbnails, webview, item, view.card, 'view') };
      },
      move: async ({ by }) => (workbench.move(by), null),
      evaluate: async ({ id }) => {
        const at = this.#at(id);
        return { started: at !== undefined && (await evaluations.evaluate(at.session, itemsOf(at))) };
      },
      verdict: async (request) => {
        const at = this.#at(request.item);
        if (at !== undefined) await reviews.give(at.session, request);
        return null;
      },
      openRow: async ({ id }) => {
        const at = this.#at(id);
        if (at !== undefined) await openRow(at.session, id);
        return null;
      },
      openDetail: async ({ id }) => {
        const at = this.#at(id);
        if (at !== undefined) galleries.show(at.session).openPortrait(id);
        return null;
      },
    };
  }

  #at(id: string): PortraitRef | undefined {
    const session = this.#parts.workbench.activeSession;
    return session?.item(id) === undefined ? undefined : { session, id };
  }
}

function itemsOf({ session, id }: PortraitRef): Parameters<Evaluations['evaluate']>[1] {
  const item = session.item(id);
  return item === undefined ? [] : [item];
}

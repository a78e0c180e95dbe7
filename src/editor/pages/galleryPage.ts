import * as vscode from 'vscode';
import { problemText } from '../../core/words/problemText.ts';
import { answerRequests, eventMessage, type Handlers } from '../../protocol/channel.ts';
import type { galleryEvents } from '../../protocol/messages.ts';
import { galleryRequests } from '../../protocol/messages.ts';
import type { GalleryFilter } from '../../protocol/views.ts';
import { DisposableStore } from '../disposables.ts';
import { commands } from '../ids.ts';
import type { Evaluations } from '../evaluation/evaluations.ts';
import type { Reviews } from '../reviews.ts';
import type { BenchmarkSession } from '../session.ts';
import type { Workbench } from '../workbench.ts';
import { GalleryListings, type Listing, type ListingRequest } from './listing.ts';
import type { Thumbnails } from '../thumbnails.ts';
import { GalleryPictures } from './galleryPictures.ts';
import { openRow } from './openRow.ts';
import { pageHtml, pageOptions } from './pageHtml.ts';
import { cardOf, portraitViewOf } from './portraitViews.ts';

/** What a gallery needs of the rest of the window. */
export interface GalleryParts {
  readonly extension: vscode.Uri;
  readonly workbench: Workbench;
  readonly evaluations: Evaluations;
  readonly reviews: Reviews;
  readonly thumbnails: Thumbnails;
}

/** Cards a page may ask for at once. */
const maxCards = 500;
/** Problems listed in the gallery; the rest are in the log. */
const maxProblems = 100;

type GalleryHandlers = Handlers<typeof galleryRequests>;

/** One gallery page over one benchmark: answers what the page asks, and tells it what changed. */
export class GalleryPage implements vscode.Disposable {
  readonly session: BenchmarkSession;
  readonly panel: vscode.WebviewPanel;
  readonly #owned = new DisposableStore();
  readonly #parts: GalleryParts;
  readonly #listings: GalleryListings;
  readonly #pictures: GalleryPictures;
  /** What the page is to do as soon as it lives: set before it has asked for anything. */
  #onceAlive: (() => void)[] = [];
  #alive = false;

  constructor(panel: vscode.WebviewPanel, session: BenchmarkSession, parts: GalleryParts) {
    this.panel = panel;
    this.session = session;
    this.#parts = parts;
    this.#listings = new GalleryListings(session);
    panel.webview.options = pageOptions(parts.extension, [session.root, parts.thumbnails.folder]);
    this.#pictures = new GalleryPictures(session, parts.thumbnails, panel.webview, (made) =>
      this.#post('thumbnails', { made }),
    );
    this.#owned.add(this.#pictures);
    panel.iconPath = vscode.Uri.joinPath(parts.extension, 'media', 'emolens.svg');
    const answer = answerRequests(
      galleryRequests,
      this.#handlers(),
      (message) => void panel.webview.postMessage(message),
    );
    this.#owned.add(panel.webview.onDidReceiveMessage((message) => void answer(message)));
    this.#owned.add(
      session.onDidChange(() => {
        if (this.#pictures.dropOld()) this.#post('stale', {});
        this.#post('changed', { revision: session.revision });
      }),
    );
    this.#owned.add(parts.evaluations.onDidChange((view) => this.#post('evaluation', view)));
    this.#owned.add(
      parts.workbench.onDidChangeCurrent((current) => {
        if (current?.session === session) this.#post('current', { id: current.id });
      }),
    );
    this.#owned.add(
      panel.onDidChangeViewState(() => {
        // A hidden page is thrown away: what is to be done waits for its next life.
        if (!panel.visible) this.#alive = false;
        // What was posted while the page was hidden may be lost, so it is told once more.
        if (panel.visible) this.#post('changed', { revision: session.revision });
        if (panel.active) parts.workbench.setActive(session);
      }),
    );
    panel.webview.html = pageHtml(panel.webview, parts.extension, 'gallery');
  }

  /** Opens the detail of a portrait, now or as soon as the page lives. */
  openPortrait(id: string): void {
    this.#whenAlive(() => this.#post('open', { id }));
  }

  setFilter(filter: GalleryFilter): void {
    this.#whenAlive(() => this.#post('filter', filter));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #whenAlive(act: () => void): void {
    if (this.#alive) act();
    else this.#onceAlive.push(act);
  }

  #post<K extends keyof typeof galleryEvents>(
    name: K,
    params: Parameters<typeof eventMessage<typeof galleryEvents, K>>[1],
  ): void {
    void this.panel.webview.postMessage(eventMessage<typeof galleryEvents, K>(name, params));
  }

  #sourceOf = (path: string): string =>
    this.panel.webview.asWebviewUri(vscode.Uri.joinPath(this.session.root, path)).toString();

  #handlers(): GalleryHandlers {
    const { session } = this;
    const { workbench, evaluations, reviews } = this.#parts;
    const list = (listing: ListingRequest): Listing => this.#listings.list(listing);
    return {
      info: async () => {
        const { name, format, items, labels, generators, problems, scales } = session.benchmark;
        queueMicrotask(() => this.#lives());
        return {
          root: session.root.toString(),
          name,
          format,
          total: items.length,
          labels: [...labels],
          generators: [...generators],
          degreeScale: scales.degree,
          qualityScale: scales.quality,
          runs: session.runs.map(({ run, model, protocol }) => ({ run, model, protocol })),
          problems: problems.slice(0, maxProblems).map(problemText),
          problemCount: problems.length,
          evaluation: evaluations.view,
          resumable: evaluations.isResumable(session),
        };
      },
      items: async ({ start, end, ...listing }) => {
        const { items, queryError, held } = list(listing);
        const shown = items.slice(start, Math.min(end, start + maxCards));
        return {
          total: items.length,
          cards: shown.map((item) => cardOf(session, session.dossier(item), this.#sourceOf)),
          counts: this.#counts(items.map((item) => item.id)),
          queryError,
          held,
        };
      },
      facets: async ({ filter }) => this.#listings.facets(filter),
      portrait: async ({ id, ...listing }) => {
        const item = session.item(id);
        if (item === undefined) return null;
        const { items } = list(listing);
        const place = { index: items.findIndex((one) => one.id === id), total: items.length };
        const view = portraitViewOf(session, session.dossier(item), this.#sourceOf, place);
        return { ...view, card: await this.#pictures.fullSize(item, view.card) };
      },
      thumbnails: async ({ ids, again }) => ({ made: this.#pictures.want(ids, again) }),
      idAt: async ({ index, ...listing }) => list(listing).items.at(index)?.id ?? null,
      select: async ({ ids }) => {
        const refs = ids.filter((id) => session.item(id)).map((id) => ({ session, id }));
        if (refs[0] !== undefined) workbench.setCurrent(refs[0], refs, this.#listings.last);
        return null;
      },
      evaluate: async (what) => {
        const items = 'ids' in what ? what.ids.flatMap((id) => session.item(id) ?? []) : list(what).items;
        return { started: await evaluations.evaluate(session, items) };
      },
      showScores: async () => {
        await vscode.commands.executeCommand(commands.showScores, { root: session.root });
        return null;
      },
      compare: async () => ({ started: await evaluations.compare(session) }),
      stop: async () => (evaluations.stop(), null),
      pause: async () => (evaluations.pause(), null),
      goOn: async () => (evaluations.goOn(), null),
      resume: async () => ({ started: await evaluations.resume(session) }),
      verdict: async (request) => (await reviews.give(session, request), null),
      openRow: async ({ id }) => (await openRow(session, id), null),
    };
  }

  #lives(): void {
    this.#alive = true;
    for (const act of this.#onceAlive.splice(0)) act();
  }

  #counts(ids: readonly string[]): { wrong: number; refused: number; open: number; reviewed: number } {
    const counts = { wrong: 0, refused: 0, open: 0, reviewed: 0 };
    for (const id of ids) {
      const item = this.session.item(id);
      if (item === undefined) continue;
      const dossier = this.session.dossier(item);
      if (dossier.runs.some(({ headline }) => headline.standing === 'wrong')) counts.wrong++;
      if (dossier.runs.some(({ headline }) => headline.standing === 'refused')) counts.refused++;
      if (dossier.open) counts.open++;
      if (dossier.verdicts.length > 0) counts.reviewed++;
    }
    return counts;
  }
}

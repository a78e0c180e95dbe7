import * as vscode from 'vscode';
import { completeQuery } from '../../core/query/language/completeQuery.ts';
import { idleTerms, parseQuery } from '../../core/query/language/query.ts';
import { vocabularyOf } from '../../core/query/vocabularyOf.ts';
import { problemText } from '../../core/words/problemText.ts';
import { queryErrorText } from '../../core/words/queryText.ts';
import { answerRequests, eventMessage, type Handlers } from '../../protocol/channel.ts';
import type { galleryEvents } from '../../protocol/messages.ts';
import { galleryRequests } from '../../protocol/messages.ts';
import type { GalleryFilter, GallerySort } from '../../protocol/views.ts';
import { DisposableStore } from '../disposables.ts';
import { commands } from '../ids.ts';
import type { Evaluations } from '../evaluation/evaluations.ts';
import type { Reviews } from '../reviews.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { setting } from '../settings.ts';
import { groupChoices } from '../tree/groupChoices.ts';
import { groupFieldsFrom } from '../tree/groupSetting.ts';
import type { SavedViews } from '../views/savedViews.ts';
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
  readonly views: SavedViews;
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
  /** The listing that was asked for last. */
  listing: ListingRequest | undefined;

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

  /** Shows a listing as a saved view has it. */
  show(view: { filter: GalleryFilter; sort?: GallerySort | undefined; group: string[] }): void {
    this.#whenAlive(() => this.#post('show', view));
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
    const { workbench, evaluations, reviews, views } = this.#parts;
    const list = (listing: ListingRequest): Promise<Listing> => this.#listings.list(listing);
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
          groups: groupChoices(session),
          treeGroup: [...groupFieldsFrom(setting('groupBy', session.root))],
          evaluation: evaluations.view,
          resumable: evaluations.isResumable(session),
        };
      },
      items: async ({ start, end, ...listing }) => {
        this.listing = listing;
        const { items, queryError, held, sortedByQuery } = await list(listing);
        const shown = items.slice(start, Math.min(end, start + maxCards));
        return {
          total: items.length,
          cards: shown.map((item) => cardOf(session, session.dossier(item), this.#sourceOf)),
          counts: await this.#listings.counts(listing),
          queryError: queryError && { text: queryErrorText(queryError), at: queryError.at, length: queryError.length },
          queryHint: items.length === 0 ? queryHint(listing.filter.query, session) : undefined,
          sortedByQuery,
          held,
        };
      },
      sections: (listing) => this.#listings.sections(listing),
      completeQuery: async ({ text, caret }) => {
        const { from, to, options } = completeQuery(text, caret, vocabularyOf(session.columns));
        return { from, to, options: [...options] };
      },
      saveView: async (listing) => ({ saved: await views.save(session, listing) }),
      facets: ({ filter }) => this.#listings.facets(filter),
      portrait: async ({ id, ...listing }) => {
        const item = session.item(id);
        if (item === undefined) return null;
        const { items } = await list(listing);
        const place = { index: items.indexOf(id), total: items.length };
        const view = portraitViewOf(session, session.dossier(item), this.#sourceOf, place);
        return { ...view, card: await this.#pictures.fullSize(item, view.card) };
      },
      thumbnails: async ({ ids, again }) => ({ made: this.#pictures.want(ids, again) }),
      idAt: async ({ index, ...listing }) => (index < 0 ? null : ((await list(listing)).items.idAt(index) ?? null)),
      select: async ({ ids }) => {
        const items = ids.flatMap((id) => session.item(id) ?? []);
        const id = items[0]?.id;
        if (id !== undefined) workbench.setCurrent({ session, id }, { session, items }, this.#listings.last);
        return null;
      },
      evaluate: async (what) => {
        const items = 'ids' in what ? what.ids.flatMap((id) => session.item(id) ?? []) : (await list(what)).items;
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
}

/** What a query that finds nothing may have got wrong: a value that no portrait has. */
function queryHint(text: string, { columns }: BenchmarkSession): string | undefined {
  const vocabulary = vocabularyOf(columns);
  const query = parseQuery(text, vocabulary);
  const [idle] = query.ok ? idleTerms(query.value, vocabulary) : [];
  return idle && queryErrorText(idle);
}

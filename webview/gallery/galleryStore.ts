import type { PageChannel } from '../../src/protocol/channel.ts';
import type { ResultOf, galleryEvents, galleryRequests } from '../../src/protocol/messages.ts';
import type { Card, EvaluationView, GalleryFilter, GalleryInfo, GallerySort } from '../../src/protocol/views.ts';
import { Observable } from '../ui/observable.ts';
import { GalleryActions } from './galleryActions.ts';
import { emptyFilter, type GalleryIntent, intentFor, readIntent } from './intent.ts';
import { PageCache } from './pageCache.ts';
import { SmallPictures } from './smallPictures.ts';

/** The gallery's end of the channel. */
export type GalleryChannel = PageChannel<typeof galleryRequests, typeof galleryEvents>;
/** Values to narrow by, with counts. */
export type Facets = ResultOf<typeof galleryRequests, 'facets'>;
/** Headers of a grouped listing. */
export type Sections = ResultOf<typeof galleryRequests, 'sections'>;
type Listing = ResultOf<typeof galleryRequests, 'items'>;

/** Where the intent is kept between two lives of the page. */
export interface IntentShelf {
  stored(): unknown;
  store(intent: GalleryIntent): void;
}

const firstRows = 100;
const refreshEveryMs = 300;
/** A list that takes longer than this is waited for in sight, ms. */
const waitAfterMs = 200;

/** What the gallery's page knows: the person's intent, and what the host said of it. Holds no DOM. */
export class GalleryStore extends Observable {
  readonly channel: GalleryChannel;
  readonly actions: GalleryActions;
  readonly small: SmallPictures;
  readonly #shelf: IntentShelf;
  readonly #cards: PageCache<Card, Listing>;
  #intent: GalleryIntent;
  #view = { start: 0, end: firstRows };
  #held = false;
  readonly #errors = new Map<'info' | 'items' | 'facets' | 'sections', string>();
  #refreshed = 0;
  #refreshing: ReturnType<typeof setTimeout> | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  /** `undefined` until the host has answered. */
  info: GalleryInfo | undefined;
  facets: Facets | undefined;
  /** The headers of the listing, when it is grouped. */
  sections: Sections = [];
  evaluation: EvaluationView | undefined;
  /** Length and counts of the listing; `undefined` until the first answer. */
  listing: Omit<Listing, 'cards'> | undefined;
  /** Called when everything on screen is fetched again. */
  onRefreshed: () => void = () => undefined;
  /** Called when another filter or order is shown. */
  onRelisted: () => void = () => undefined;
  /** Another list was asked for, and it takes its time. */
  isWaiting = false;
  /** One sentence for screen readers. */
  announcement = '';

  constructor(channel: GalleryChannel, shelf: IntentShelf) {
    super();
    this.channel = channel;
    this.actions = new GalleryActions(
      channel,
      () => this.listingParams,
      () => this.notify(),
    );
    this.small = new SmallPictures(channel);
    this.#shelf = shelf;
    this.#intent = readIntent(shelf.stored());
    this.#cards = new PageCache({
      fetch: (start, end) => channel.ask('items', { ...this.listingParams, start, end }),
      onAnswer: ({ cards: _, ...listing }) => {
        this.listing = listing;
        this.#errors.delete('items');
        this.#waitNoMore();
        this.notify();
      },
      onError: (error) => {
        this.#waitNoMore();
        this.#fail('items', error);
      },
    });
    channel.on('changed', () => this.#refreshSoon());
    channel.on('filter', (filter) => this.setFilter(filter));
    channel.on('show', (view) => this.showView(view));
    channel.on('evaluation', (evaluation) => this.#follow(evaluation));
  }

  /** Why the host could not be asked; what was last heard stays on screen. */
  get error(): string | undefined {
    return [...this.#errors.values()][0];
  }

  get intent(): GalleryIntent {
    return this.#intent;
  }

  /** Which listing is shown. `hold` asks the host to leave order and members as they are. */
  get listingParams(): { filter: GalleryFilter; sort: GallerySort; group?: string[]; hold?: boolean } {
    const { filter, sort, group } = this.#intent;
    return { filter, sort, ...(group.length > 0 ? { group: [...group] } : {}), ...(this.#held ? { hold: true } : {}) };
  }

  /** Whether the list is kept as it was, because a verdict was given in it, and would be another one now. */
  get held(): boolean {
    return this.listing?.held === true;
  }

  get labels(): readonly string[] {
    return this.info?.labels ?? [];
  }

  /** Asks for everything that the page shows, without taking away what is there; also what "Try Again" does. */
  load(): void {
    this.#refreshed = Date.now();
    // What a person looks at comes first.
    this.#cards.invalidate(false);
    this.#cards.want(this.#view.start, this.#view.end);
    this.#fetchInfo();
    this.#fetchFacets();
    this.#fetchSections();
    this.onRefreshed();
    this.notify();
  }

  #fetchInfo(): void {
    this.channel.ask('info', null).then(
      (info) => {
        this.info = info;
        this.#errors.delete('info');
        this.evaluation = info.evaluation;
        const before = this.#intent;
        this.#intent = intentFor(before, info.root);
        if (before.filter === this.#intent.filter) this.set({});
        else this.#relist();
      },
      (error: unknown) => this.#fail('info', error),
    );
  }

  /** While an evaluation runs, changes come faster than answers: the page follows them a few times a second, and sees the last one. */
  #refreshSoon(): void {
    if (this.#refreshing !== undefined) return;
    const wait = Math.max(0, this.#refreshed + refreshEveryMs - Date.now());
    this.#refreshing = setTimeout(() => {
      this.#refreshing = undefined;
      this.load();
    }, wait);
  }

  /** The card at an index, when it is here. */
  card(index: number): Card | undefined {
    return this.#cards.row(index);
  }

  /** Says which cards are in view. */
  want(start: number, end: number): void {
    this.#view = { start, end: Math.max(end, start + 1) };
    this.#cards.want(this.#view.start, this.#view.end);
  }

  /** Changes the intent, and keeps it. */
  set(change: Partial<Omit<GalleryIntent, 'version' | 'root' | 'filter' | 'sort' | 'group'>>): void {
    this.#intent = { ...this.#intent, ...change };
    this.#shelf.store(this.#intent);
    this.notify();
  }

  /** Shows another part of the benchmark. What was selected may no longer be in sight, so the selection ends. */
  setFilter(filter: GalleryFilter): void {
    this.#intent = { ...this.#intent, filter, selection: [], anchor: { index: 0, past: 0 } };
    this.#relist();
  }

  clearFilter(): void {
    this.setFilter(emptyFilter);
  }

  setSort(sort: GallerySort): void {
    this.#intent = { ...this.#intent, sort, anchor: { index: 0, past: 0 } };
    this.#relist();
  }

  setGroup(group: readonly string[]): void {
    this.#intent = { ...this.#intent, group, anchor: { index: 0, past: 0 } };
    this.#relist();
  }

  /** Shows what a saved view shows. */
  showView({ filter, sort, group }: { filter: GalleryFilter; sort?: GallerySort | undefined; group: string[] }): void {
    this.#intent = { ...this.#intent, sort: sort ?? 'name', group };
    this.setFilter(filter);
  }

  /** What could stand at a place of a query. */
  complete(text: string, caret: number): Promise<ResultOf<typeof galleryRequests, 'completeQuery'>> {
    return this.channel.ask('completeQuery', { text, caret });
  }

  /** Lets a held list take the order and members that it now has. */
  release(): void {
    this.#held = false;
    this.load();
  }

  /** Ids from one index to another, both included, in either direction; at most 5,000. */
  async idsBetween(from: number, to: number): Promise<string[]> {
    const [start, end] = from <= to ? [from, to] : [to, from];
    const cards = await this.#cards.rows(start, Math.min(end + 1, start + 5000));
    return cards.map((card) => card.id);
  }

  /** Shows a changed card at once, and keeps the list in place under the person's hand. */
  showChanged(card: Card): void {
    this.#held = true;
    this.#cards.patch((row) => (row.id === card.id ? card : undefined));
    this.notify();
  }

  announce(sentence: string): void {
    this.announcement = sentence;
    this.notify();
  }

  #relist(): void {
    this.#held = false;
    this.#shelf.store(this.#intent);
    this.#cards.invalidate(true);
    this.want(0, firstRows);
    this.sections = [];
    this.#fetchFacets();
    this.#fetchSections();
    this.#waiting ??= setTimeout(() => {
      this.isWaiting = true;
      this.notify();
    }, waitAfterMs);
    this.onRelisted();
    this.notify();
  }

  #waitNoMore(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.isWaiting = false;
  }

  #fetchSections(): void {
    const { filter, sort, group } = this.#intent;
    if (group.length === 0) return;
    this.channel.ask('sections', this.listingParams).then(
      (sections) => {
        const now = this.#intent;
        if (filter !== now.filter || sort !== now.sort || group !== now.group) return;
        this.sections = sections;
        this.#errors.delete('sections');
        this.notify();
      },
      (error: unknown) => {
        // What is not shown any more may as well have been given up.
        const now = this.#intent;
        if (filter === now.filter && sort === now.sort && group === now.group) this.#fail('sections', error);
      },
    );
  }

  #fetchFacets(): void {
    const { filter } = this.#intent;
    this.channel.ask('facets', { filter }).then(
      (facets) => {
        if (filter !== this.#intent.filter) return;
        this.facets = facets;
        this.#errors.delete('facets');
        this.notify();
      },
      (error: unknown) => {
        if (filter === this.#intent.filter) this.#fail('facets', error);
      },
    );
  }

  #follow(evaluation: EvaluationView): void {
    const ended = this.evaluation?.running === true && !evaluation.running;
    this.evaluation = evaluation;
    if (evaluation.running) this.#held = false;
    if (ended) this.announcement = evaluation.text;
    this.notify();
  }

  #fail(source: 'info' | 'items' | 'facets' | 'sections', error: unknown): void {
    this.#errors.set(source, messageOf(error));
    this.notify();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

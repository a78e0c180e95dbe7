import type { PortraitView, Verdict } from '../../src/protocol/views.ts';
import { Observable } from '../ui/observable.ts';
import { verdictChange, withVerdict } from '../ui/verdicts.ts';
import type { GalleryStore } from './galleryStore.ts';

const selectDelayMs = 120;

/**
 * The current portrait, the selection, and the detail. The current portrait keeps its place in the list while it is looked
 * at: a verdict may move or remove it there, and "next" still leads to the portrait that stood after it.
 */
export class DetailStore extends Observable {
  readonly #gallery: GalleryStore;
  readonly #now: () => string;
  #wanted: string | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;
  /** The portrait that the window was last told of: hearing of it again says nothing new, even if the person has moved on. */
  #told: string | undefined;
  #rangeStart = 0;
  /** Everything about the portrait whose detail is open; the previous one's while the next is fetched. */
  view: PortraitView | undefined;
  /** Why the detail could not be shown. */
  error: string | undefined;
  /** The portrait is no longer in the benchmark. */
  gone = false;
  /** Rises when the grid should bring the active card into view. */
  reveals = 0;

  constructor(gallery: GalleryStore, now: () => string) {
    super();
    this.#gallery = gallery;
    this.#now = now;
    this.#rangeStart = gallery.intent.active?.index ?? 0;
    gallery.onRelisted = () => void this.#relocate();
    gallery.onRefreshed = () => void this.#fetch();
    gallery.channel.on('open', ({ id }) => void this.goTo(id, true));
    gallery.channel.on('current', ({ id }) => {
      if (id === gallery.intent.active?.id || id === this.#told) return;
      this.#told = undefined;
      void this.goTo(id, false);
    });
  }

  /** Whether the detail is open. */
  get isOpen(): boolean {
    return this.#gallery.intent.detail !== undefined;
  }

  /** Fetches what the restored intent shows. */
  load(): void {
    void this.#fetch();
  }

  /** Makes the card at an index the current one: alone, added to or taken from the selection, or with all from the last one on. */
  async activate(index: number, how: 'only' | 'toggle' | 'range' | 'keep'): Promise<void> {
    const card =
      this.#gallery.card(index) ?? (await this.#gallery.idsBetween(index, index).then(() => this.#gallery.card(index)));
    if (card === undefined) return;
    const { selection } = this.#gallery.intent;
    const changed =
      how === 'range'
        ? await this.#gallery.idsBetween(this.#rangeStart, index)
        : how === 'toggle'
          ? selection.includes(card.id)
            ? selection.filter((id) => id !== card.id)
            : [...selection, card.id]
          : how === 'only'
            ? [card.id]
            : selection;
    if (how !== 'range') this.#rangeStart = index;
    this.#become(card.id, index, changed);
  }

  /** Selects all that is listed, up to what a selection holds. */
  async selectAll(): Promise<void> {
    const total = this.#gallery.listing?.total ?? 0;
    if (total > 0) this.#gallery.set({ selection: await this.#gallery.idsBetween(0, total - 1) });
    this.#tell();
  }

  /** Makes a portrait current wherever it stands in the list, and opens its detail if told to. */
  async goTo(id: string, open: boolean): Promise<void> {
    if (open) this.#gallery.set({ detail: id });
    this.#wanted = id;
    const view = await this.#ask(id);
    if (view === undefined || this.#wanted !== id) return;
    const index = view.index >= 0 ? view.index : (this.#gallery.intent.active?.index ?? 0);
    this.#rangeStart = index;
    this.#gallery.set({ active: { id, index }, selection: [id], ...(this.isOpen ? { detail: id } : {}) });
    this.view = this.isOpen ? view : undefined;
    this.reveals++;
    this.notify();
  }

  /** Opens the detail of the current portrait. */
  open(): void {
    const { active } = this.#gallery.intent;
    if (active === undefined) return;
    this.#gallery.set({ detail: active.id });
    void this.#fetch();
  }

  close(): void {
    this.#gallery.set({ detail: undefined });
    this.view = undefined;
    this.notify();
  }

  /** Goes to the next or the previous portrait of the list; stays at its ends. */
  async step(by: 1 | -1): Promise<void> {
    const { active } = this.#gallery.intent;
    const place = active?.index ?? 0;
    // A portrait that left the list, or its place, has its successor where it stood.
    const here = by === 1 ? await this.#idAt(place) : undefined;
    const index = by === -1 ? place - 1 : here !== undefined && here !== active?.id ? place : place + 1;
    const id = index < 0 ? undefined : await this.#idAt(index);
    if (id === undefined || this.#gallery.intent.active !== active) return;
    this.#rangeStart = index;
    this.#become(id, index, [id]);
    this.reveals++;
    this.notify();
  }

  /** Gives a verdict on the portrait whose detail is open, or takes it back; shown at once, undone if the host cannot write it. */
  judge(verdict: Verdict | null): void {
    const before = this.view;
    if (before === undefined) return;
    const change = verdictChange(before, verdict);
    if (change === undefined) return;
    this.view = withVerdict(before, change, this.#now());
    this.#gallery.showChanged(this.view.card);
    this.notify();
    const done = this.#gallery.channel.ask('verdict', change);
    this.#gallery.actions.act(done);
    done.catch(() => {
      this.#gallery.showChanged(before.card);
      if (this.view?.card.id === before.card.id) this.view = before;
      this.notify();
    });
  }

  #become(id: string, index: number, selection: readonly string[]): void {
    const follows = this.isOpen && this.#gallery.intent.detail !== id;
    this.#gallery.set({ active: { id, index }, selection, ...(follows ? { detail: id } : {}) });
    if (follows) void this.#fetch();
    this.#tell();
  }

  /** Tells the rest of the window, once the person has come to rest. */
  #tell(): void {
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => {
      const { active, selection } = this.#gallery.intent;
      const first = active === undefined ? [] : [active.id];
      const ids = [...new Set([...first.filter((id) => selection.includes(id)), ...selection])];
      this.#told = ids[0];
      this.#gallery.actions.tell(this.#gallery.channel.ask('select', { ids }));
    }, selectDelayMs);
  }

  /** Finds the current portrait's place in another list; where it is not in it, the list begins anew. */
  async #relocate(): Promise<void> {
    const { active, filter, sort } = this.#gallery.intent;
    this.#rangeStart = 0;
    if (active === undefined) return;
    const view = await this.#ask(active.id);
    const now = this.#gallery.intent;
    if (view === undefined || now.filter !== filter || now.sort !== sort || now.active !== active) return;
    const index = view.index;
    this.#rangeStart = Math.max(0, index);
    this.#gallery.set({ active: index < 0 ? undefined : { id: active.id, index } });
    if (now.detail === active.id) this.view = view;
    this.notify();
  }

  async #fetch(): Promise<void> {
    const id = this.#gallery.intent.detail;
    if (id === undefined) return;
    this.#wanted = id;
    const view = await this.#ask(id);
    if (view === undefined || this.#wanted !== id) return;
    this.view = view;
    this.notify();
  }

  async #ask(id: string): Promise<PortraitView | undefined> {
    try {
      const view = await this.#gallery.channel.ask('portrait', { ...this.#gallery.listingParams, id });
      this.error = undefined;
      this.gone = view === null;
      if (view === null) this.notify();
      return view ?? undefined;
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
      this.notify();
      return undefined;
    }
  }

  async #idAt(index: number): Promise<string | undefined> {
    try {
      return (await this.#gallery.channel.ask('idAt', { ...this.#gallery.listingParams, index })) ?? undefined;
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
      this.notify();
      return undefined;
    }
  }
}

import type { Thumbnail } from '../../src/protocol/views.ts';
import type { GalleryChannel } from './galleryStore.ts';

const rememberedAtMost = 3000;
/** More than fit on the largest screen. */
const askedAtMost = 1000;

/** The small pictures of the cards in sight: asks the host for those that are not known, newest first, and drops what was scrolled past. */
export class SmallPictures {
  readonly #channel: GalleryChannel;
  readonly #known = new Map<string, Thumbnail>();
  readonly #inSight = new Map<string, Set<() => void>>();
  /** Ids that did not load, to be made again; each only once. */
  readonly #again = new Set<string>();
  readonly #triedAgain = new Set<string>();
  #isAsking = false;

  constructor(channel: GalleryChannel) {
    this.#channel = channel;
    channel.on('thumbnails', ({ made }) => this.#take(made));
    channel.on('stale', () => {
      this.#known.clear();
      this.#triedAgain.clear();
      this.#askSoon();
    });
  }

  /** What is known of a card's picture; `undefined` while it is made. */
  of(id: string): Thumbnail | undefined {
    return this.#known.get(id);
  }

  /** A card is in sight until the returned function is called; `changed` is called when its picture is there. */
  watch(id: string, changed: () => void): () => void {
    const listeners = this.#inSight.get(id) ?? new Set();
    listeners.add(changed);
    this.#inSight.set(id, listeners);
    if (!this.#known.has(id)) this.#askSoon();
    return () => {
      listeners.delete(changed);
      if (listeners.size > 0) return;
      this.#inSight.delete(id);
      this.#askSoon();
    };
  }

  /** A picture did not load: it may have been deleted to make room. It is made once more; `false` when that was tried. */
  retry(id: string): boolean {
    if (this.#triedAgain.has(id)) return false;
    this.#triedAgain.add(id);
    this.#again.add(id);
    this.#known.delete(id);
    this.#askSoon();
    return true;
  }

  /** One request for everything that a scroll or a drawing changed. */
  #askSoon(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    setTimeout(() => {
      this.#isAsking = false;
      const ids = [...this.#inSight.keys()].filter((id) => !this.#known.has(id)).slice(-askedAtMost);
      const again = [...this.#again];
      this.#again.clear();
      this.#channel.ask('thumbnails', { ids: ids.reverse(), ...(again.length > 0 && { again }) }).then(
        ({ made }) => this.#take(made),
        // A host that does not answer is asked again by the next scroll.
        () => undefined,
      );
    });
  }

  #take(made: readonly Thumbnail[]): void {
    for (const one of made) {
      this.#known.delete(one.id);
      this.#known.set(one.id, one);
      for (const changed of this.#inSight.get(one.id) ?? []) changed();
    }
    for (const id of this.#known.keys()) {
      if (this.#known.size <= rememberedAtMost) break;
      if (!this.#inSight.has(id)) this.#known.delete(id);
    }
  }
}

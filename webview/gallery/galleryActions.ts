import type { GalleryChannel, GalleryStore } from './galleryStore.ts';

/** What a person can have done from the gallery, and why the last of it was not done. */
export class GalleryActions {
  readonly #channel: GalleryChannel;
  readonly #listing: () => GalleryStore['listingParams'];
  readonly #changed: () => void;
  /** Why the last thing that the person did was not done. */
  actionError: string | undefined;

  /** `listing`: which portraits are shown; `changed` is called when there is an error to show, or none any more. */
  constructor(channel: GalleryChannel, listing: () => GalleryStore['listingParams'], changed: () => void) {
    this.#channel = channel;
    this.#listing = listing;
    this.#changed = changed;
  }

  /** Starts an evaluation of portraits, or of all that is listed. */
  evaluate(ids?: readonly string[]): void {
    this.act(this.#channel.ask('evaluate', ids === undefined ? this.#listing() : { ids: [...ids] }));
  }

  resume(): void {
    this.act(this.#channel.ask('resume', null));
  }

  compare(): void {
    this.act(this.#channel.ask('compare', null));
  }

  showScores(): void {
    this.act(this.#channel.ask('showScores', null));
  }

  stop(): void {
    this.act(this.#channel.ask('stop', null));
  }

  /** Pauses the running evaluation, or lets a paused one go on. */
  setHeld(held: boolean): void {
    this.act(this.#channel.ask(held ? 'pause' : 'goOn', null));
  }

  openRow(id: string): void {
    this.act(this.#channel.ask('openRow', { id }));
  }

  /** Keeps what is shown as a view; the host asks for its name. */
  saveView(): void {
    this.act(this.#channel.ask('saveView', this.#listing()));
  }

  /** Shows why something that the person asked for was not done, if it is not. */
  act(done: Promise<unknown>): void {
    this.dismiss();
    this.tell(done);
  }

  /** As {@link act}, for what the page does by itself: it takes no message from before the person's eyes. */
  tell(done: Promise<unknown>): void {
    done.catch((error: unknown) => {
      this.actionError = error instanceof Error ? error.message : String(error);
      this.#changed();
    });
  }

  dismiss(): void {
    if (this.actionError === undefined) return;
    this.actionError = undefined;
    this.#changed();
  }
}

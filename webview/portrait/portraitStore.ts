import type { PageChannel } from '../../src/protocol/channel.ts';
import type { portraitEvents, portraitRequests } from '../../src/protocol/messages.ts';
import type { PortraitView, Verdict } from '../../src/protocol/views.ts';
import { Observable } from '../ui/observable.ts';
import { verdictChange, withVerdict } from '../ui/verdicts.ts';

/** The Portrait view's end of the channel. */
export type PortraitChannel = PageChannel<typeof portraitRequests, typeof portraitEvents>;

/** What the Portrait view knows: the window's current portrait. Holds no DOM. */
export class PortraitStore extends Observable {
  readonly #channel: PortraitChannel;
  readonly #now: () => string;
  #asked = 0;
  #shown = 0;
  /** `undefined` until the host has answered; `null` when no portrait is current. */
  view: PortraitView | null | undefined;
  /** Why the host could not be asked. */
  error: string | undefined;
  /** Why the last thing that the person did was not done. */
  actionError: string | undefined;
  /** An evaluation is running. */
  asking = false;

  constructor(channel: PortraitChannel, now: () => string) {
    super();
    this.#channel = channel;
    this.#now = now;
    channel.on('changed', () => void this.load());
    channel.on('evaluation', ({ running }) => {
      this.asking = running;
      this.notify();
    });
  }

  /** Fetches the current portrait; an answer that comes after that to a later question is dropped. */
  async load(): Promise<void> {
    const mine = ++this.#asked;
    try {
      const view = await this.#channel.ask('current', null);
      if (mine < this.#shown) return;
      this.#shown = mine;
      this.view = view;
      this.error = undefined;
    } catch (error) {
      if (mine < this.#shown) return;
      this.error = messageOf(error);
    }
    this.notify();
  }

  move(by: 1 | -1): void {
    this.#act(this.#channel.ask('move', { by }));
  }

  evaluate(): void {
    if (this.view) this.#act(this.#channel.ask('evaluate', { id: this.view.card.id }));
  }

  openRow(): void {
    if (this.view) this.#act(this.#channel.ask('openRow', { id: this.view.card.id }));
  }

  openDetail(): void {
    if (this.view) this.#act(this.#channel.ask('openDetail', { id: this.view.card.id }));
  }

  /** Gives a verdict, or takes it back; shown at once, undone if the host cannot write it. */
  judge(verdict: Verdict | null): void {
    const before = this.view;
    const change = before ? verdictChange(before, verdict) : undefined;
    if (!before || change === undefined) return;
    this.view = withVerdict(before, change, this.#now());
    this.notify();
    const done = this.#channel.ask('verdict', change);
    this.#act(done);
    done.catch(() => void this.load());
  }

  dismiss(): void {
    this.actionError = undefined;
    this.notify();
  }

  #act(done: Promise<unknown>): void {
    this.actionError = undefined;
    done.catch((error: unknown) => {
      this.actionError = messageOf(error);
      this.notify();
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

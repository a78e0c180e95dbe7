import type * as vscode from 'vscode';
import type { Item } from '../../core/benchmark/item.ts';
import type { Card, Thumbnail } from '../../protocol/views.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { Shown, ShownSize, Thumbnails } from '../thumbnails.ts';

/** How long small pictures are gathered before a page is told of them, ms: one frame. */
const gatherMs = 16;

/** The small pictures of one gallery page: takes what is in sight, and tells what was made. */
export class GalleryPictures implements vscode.Disposable {
  readonly #session: BenchmarkSession;
  readonly #thumbnails: Thumbnails;
  readonly #webview: vscode.Webview;
  readonly #tell: (made: Thumbnail[]) => void;
  #items: unknown;
  #made: Thumbnail[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    session: BenchmarkSession,
    thumbnails: Thumbnails,
    webview: vscode.Webview,
    tell: (made: Thumbnail[]) => void,
  ) {
    this.#session = session;
    this.#thumbnails = thumbnails;
    this.#webview = webview;
    this.#tell = tell;
    this.#items = session.benchmark.items;
  }

  /** Whether the benchmark was read anew, so that pictures may have changed; what was known of them is forgotten then. */
  dropOld(): boolean {
    const { items } = this.#session.benchmark;
    if (items === this.#items) return false;
    this.#items = items;
    this.#thumbnails.forget(this.#session);
    return true;
  }

  /** Answers with what is there already; the rest is told as it is made. */
  want(ids: readonly string[], again: readonly string[] = []): Thumbnail[] {
    this.#thumbnails.forget(this.#session, again);
    const items = ids.flatMap((id) => this.#session.item(id) ?? []);
    const known = items.map((item) => ({ item, shown: this.#thumbnails.known(this.#session, item) }));
    const missing = known.flatMap(({ item, shown }) => (shown === undefined ? [item] : []));
    this.#thumbnails.want(
      this,
      missing.map((item) => ({ session: this.#session, item, tell: (shown) => this.#add(item.id, shown) })),
    );
    return known.flatMap(({ item, shown }) => (shown === undefined ? [] : [this.#view(item.id, shown)]));
  }

  /** A card with the address of its picture at full size, converted where the editor does not show its type. */
  async fullSize(item: Item, card: Card, size: ShownSize = 'full'): Promise<Card> {
    return cardToShow(this.#session, this.#thumbnails, this.#webview, item, card, size);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#thumbnails.want(this, []);
  }

  #add(id: string, shown: Shown): void {
    this.#made.push(this.#view(id, shown));
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tell(this.#made.splice(0));
    }, gatherMs);
  }

  #view(id: string, shown: Shown): Thumbnail {
    return 'uri' in shown ? { id, src: this.#webview.asWebviewUri(shown.uri).toString() } : { id, fault: shown.fault };
  }
}

/** A card whose `src` can be loaded by a page: the file itself, or one that was made of it. A video plays from its own file. */
export async function cardToShow(
  session: BenchmarkSession,
  thumbnails: Thumbnails,
  webview: vscode.Webview,
  item: Item,
  card: Card,
  size: ShownSize,
): Promise<Card> {
  if (item.media === 'video') return card;
  const shown = await thumbnails.get(session, item, size);
  return 'uri' in shown
    ? { ...card, src: webview.asWebviewUri(shown.uri).toString() }
    : { ...card, src: '', fault: shown.fault };
}

import * as vscode from 'vscode';
import type { Item } from '../core/benchmark/item.ts';
import { sniffImage } from '../core/images/sniff.ts';
import { err } from '../core/result.ts';
import { failureText } from '../core/words/failureText.ts';
import { ThumbnailCache } from '../platform/node/thumbnailCache.ts';
import type { CachedSource } from '../platform/node/thumbnailCache.ts';
import { DisposableStore } from './disposables.ts';
import type { BenchmarkSession } from './session/session.ts';
import { setting } from './settings.ts';
import { frameSourceOf } from './videoDecoder.ts';

/** A file that the editor can show instead of a picture, or in words why there is none. */
export type Shown = { readonly uri: vscode.Uri } | { readonly fault: string };

/** Longest sides in pixels: of a card, a row's icon and a hover; of the Portrait view. `full` is the picture as it is. */
const sides = { card: 384, view: 1024, full: undefined } as const;

/** How large a picture is wanted. */
export type ShownSize = keyof typeof sides;

/** Files up to this size are shown as they are, bytes: a small one would cost as much. */
const smallEnough = 48 * 1024;
const rememberedAtMost = 20_000;
/** Pictures under way at a time: what is asked for next must not wait behind a screen that was scrolled past. */
const atOnce = 4;
/** How long made pictures are gathered before rows are drawn again, ms. */
const gatherMs = 150;

interface Wanted {
  readonly session: BenchmarkSession;
  readonly item: Item;
  readonly tell: (shown: Shown) => void;
}

/** The small pictures of all benchmarks of this window, made off its thread and kept on disk; see {@link ThumbnailCache}. */
export class Thumbnails implements vscode.Disposable {
  /** Pages may load from here. */
  readonly folder: vscode.Uri;
  readonly cache: ThumbnailCache;
  readonly #owned = new DisposableStore();
  readonly #didMake = this.#owned.add(new vscode.EventEmitter<ReadonlySet<string>>());
  /** Card-sized pictures that are there now, by {@link keyOf}. */
  readonly onDidMake = this.#didMake.event;
  readonly #known = new Map<string, Shown>();
  readonly #wanted = new Map<object, Wanted[]>();
  readonly #made = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #running = 0;

  constructor(context: vscode.ExtensionContext) {
    this.folder = vscode.Uri.joinPath(context.globalStorageUri, 'thumbnails');
    this.cache = new ThumbnailCache({
      folder: this.folder.fsPath,
      most: () => setting('thumbnailCacheMegabytes') * 2 ** 20,
    });
  }

  /** A card-sized picture that is known already; `undefined` while it is not. */
  known(session: BenchmarkSession, item: Item): Shown | undefined {
    return this.#known.get(keyOf(session, item.id));
  }

  /** Makes what one owner has in sight, in this order, and forgets what it wanted before and does not want any more. */
  want(owner: object, wanted: readonly Wanted[]): void {
    this.#wanted.delete(owner);
    // The latest owner comes first.
    const others = [...this.#wanted];
    this.#wanted.clear();
    if (wanted.length > 0) this.#wanted.set(owner, [...wanted]);
    for (const [other, list] of others) this.#wanted.set(other, list);
    this.#next();
  }

  /** A picture to show; made first where that is needed. */
  async get(session: BenchmarkSession, item: Item, size: ShownSize): Promise<Shown> {
    const key = keyOf(session, item.id);
    const known = size === 'card' ? this.#known.get(key) : undefined;
    if (known !== undefined) return known;
    const shown = await this.#shown(session, item, size);
    if (size === 'card') this.#remember(key, shown);
    return shown;
  }

  /** What was remembered of these pictures is looked up again: files changed, or one did not load. */
  forget(session: BenchmarkSession, ids?: readonly string[]): void {
    const all = ids?.map((id) => keyOf(session, id)) ?? [...this.#known.keys()];
    const prefix = keyOf(session, '');
    for (const key of all) if (key.startsWith(prefix)) this.#known.delete(key);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#wanted.clear();
    void this.cache.dispose();
    this.#owned.dispose();
  }

  #next(): void {
    while (this.#running < atOnce) {
      const wanted = this.#take();
      if (wanted === undefined) return;
      this.#running++;
      void this.get(wanted.session, wanted.item, 'card').then((shown) => {
        this.#running--;
        wanted.tell(shown);
        this.#next();
      });
    }
  }

  #take(): Wanted | undefined {
    for (const [owner, list] of this.#wanted) {
      const first = list.shift();
      if (list.length === 0) this.#wanted.delete(owner);
      if (first !== undefined) return first;
    }
    return undefined;
  }

  async #shown(session: BenchmarkSession, item: Item, size: ShownSize): Promise<Shown> {
    const { folder } = session.tables;
    if (item.media !== 'video' && item.embedded === undefined) {
      const stat = await folder.stat(item.path);
      const limit = size === 'card' ? smallEnough : size === 'view' ? 4 * smallEnough : Infinity;
      const head = stat.ok && stat.value.size <= limit ? await folder.readHead(item.path, 32) : undefined;
      const mime = head?.ok === true ? sniffImage(head.value)?.mime : undefined;
      if (mime !== undefined && mime !== 'image/tiff') return { uri: session.imageUri(item) };
    }
    const source = { folder, path: item.path, root: session.root.toString(), ...posterOf(session, item) };
    const made = await this.cache.get(source, sides[size]);
    return made.ok ? { uri: vscode.Uri.file(made.value) } : { fault: failureText(made.error) };
  }

  #remember(key: string, shown: Shown): void {
    if (this.#known.size >= rememberedAtMost) {
      const [oldest] = this.#known.keys();
      if (oldest !== undefined) this.#known.delete(oldest);
    }
    this.#known.set(key, shown);
    this.#made.add(key);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#didMake.fire(new Set(this.#made));
      this.#made.clear();
    }, gatherMs);
  }
}

/** The name of a portrait among those of all benchmarks. */
export function keyOf(session: BenchmarkSession, id: string): string {
  return `${session.root.toString()}#${id}`;
}

/** Of a video the picture in its middle, by the decoder that models' frames come from. */
function posterOf(session: BenchmarkSession, { path, media }: Item): Pick<CachedSource, 'bytes'> {
  if (media !== 'video') return {};
  const source = frameSourceOf(session.root);
  return {
    bytes: async (signal) => {
      const facts = await source.describe(path, signal);
      if (!facts.ok) return facts;
      const frames = await source.frames(path, [facts.value.seconds / 2], signal);
      if (!frames.ok) return frames;
      const [frame] = frames.value;
      return frame === undefined
        ? err({ kind: 'corruptVideo', detail: 'no picture in it' })
        : { ok: true, value: frame.bytes };
    },
  };
}

import { createHash } from 'node:crypto';
import { readFile, stat, unlink, utimes } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../../core/models/failure.ts';
import type { ReadableFolder } from '../../core/ports.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { isSealed } from './thumbnailSeal.ts';
import type { ThumbnailJob, ThumbnailReply } from './thumbnailWorker.ts';
import { WorkerPool } from './workerPool.ts';

/** A picture to be cached: where it is read, and what tells its content from another one's. */
export interface CachedSource {
  readonly folder: ReadableFolder;
  readonly path: string;
  /** The benchmark's root: two may hold the same paths. */
  readonly root: string;
  /** Makes the bytes of a picture that the path itself does not hold: a video's frame. Reads the path where absent. */
  readonly bytes?: (signal: AbortSignal | undefined) => Promise<Result<Uint8Array, Pick<Failure, 'kind' | 'detail'>>>;
}

/** Where the cache is, and how many bytes it may take. */
export interface ThumbnailCacheOptions {
  readonly folder: string;
  readonly most: () => number;
}

/** Why there is no small picture; kinds of failures that have words already. */
export type ThumbnailFault = Pick<Failure, 'kind' | 'detail'>;

/** Changes whenever the same picture would give another file. */
const version = '1';
/** A file's time of change is when it was last looked at; it need not be exact to the minute. */
const touchEveryMs = 3_600_000;

/**
 * Small pictures, and full-size ones of types that the editor does not show, as files of their own. They are made in worker threads,
 * named by the path, size and time of change of what they show, and checked when they are found: one that is not as it was written is
 * made anew. Two windows may use one folder. What was not looked at for longest is deleted when the limit is passed.
 */
export class ThumbnailCache {
  readonly #options: ThumbnailCacheOptions;
  readonly #pool: WorkerPool<ThumbnailJob, ThumbnailReply>;
  readonly #making = new Map<string, Promise<Result<string, ThumbnailFault>>>();
  /** Bytes written since the folder was last swept; the first picture of a window sweeps. */
  #written = Infinity;
  /** Pictures made, and found; for tests and the bench. */
  readonly counts = { made: 0, found: 0 };

  constructor(options: ThumbnailCacheOptions) {
    this.#options = options;
    const size = Math.max(1, Math.min(4, availableParallelism() - 1));
    this.#pool = new WorkerPool('thumbnailWorker', { size });
  }

  /** The path of the file with the picture scaled to at most `side` pixels, or at full size without one. Never rejects. */
  async get(source: CachedSource, side?: number, signal?: AbortSignal): Promise<Result<string, ThumbnailFault>> {
    const found = await source.folder.stat(source.path);
    if (!found.ok) return err({ kind: 'unreadableImage', detail: found.error.detail });
    const { size, mtime } = found.value;
    if (size === 0) return err({ kind: 'emptyImage', detail: '0 bytes' });
    const key = createHash('sha256')
      .update(JSON.stringify([version, source.root, source.path, size, mtime, side ?? 'full']))
      .digest('hex');
    // Whatever is in it: pages tell a picture by its bytes, and want a name that is one.
    const target = join(this.#options.folder, key.slice(0, 2), `${key.slice(2)}.jpg`);
    const running = this.#making.get(target);
    if (running !== undefined) return running;
    const making = this.#found(target).then((there) => (there ? ok(target) : this.#make(source, side, target, signal)));
    this.#making.set(target, making);
    try {
      return await making;
    } finally {
      this.#making.delete(target);
    }
  }

  async dispose(): Promise<void> {
    await this.#pool.dispose();
  }

  async #found(target: string): Promise<boolean> {
    try {
      if (!isSealed(await readFile(target))) {
        await unlink(target);
        return false;
      }
      this.counts.found++;
      const now = Date.now();
      if (now - (await stat(target)).mtimeMs > touchEveryMs) await utimes(target, now / 1000, now / 1000);
      return true;
    } catch {
      return false;
    }
  }

  async #make(
    { folder, path, bytes: makeBytes }: CachedSource,
    side: number | undefined,
    target: string,
    signal: AbortSignal | undefined,
  ): Promise<Result<string, ThumbnailFault>> {
    const bytes = makeBytes === undefined ? await readAll(folder, path) : await makeBytes(signal);
    if (!bytes.ok) return bytes;
    const done = await this.#pool.run({ do: 'make', bytes: bytes.value, target, ...(side && { side }) }, signal);
    if (done.kind !== 'done') return err({ kind: 'corruptImage', detail: done.kind === 'stopped' ? done.detail : '' });
    if (!done.reply.ok) return err(done.reply.error);
    this.counts.made++;
    this.#written += done.reply.value;
    await this.#sweepWhenFull();
    return ok(target);
  }

  /** Looks at the folder once in a while, since other windows write into it too. */
  async #sweepWhenFull(): Promise<void> {
    const most = this.#options.most();
    if (this.#written < most / 20) return;
    this.#written = 0;
    await this.#pool.run({ do: 'sweep', folder: this.#options.folder, most });
  }
}

async function readAll(folder: ReadableFolder, path: string): Promise<Result<Uint8Array, ThumbnailFault>> {
  const read = await folder.read(path);
  return read.ok ? read : err({ kind: 'unreadableImage', detail: read.error.detail });
}

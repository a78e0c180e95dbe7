import type { NotedPicture, PictureNotes } from '../../core/benchmark/examinePictures.ts';
import { cacheName, readCache, writeCache } from './cacheFile.ts';

type Note = readonly [size: number, mtime: number, noted: NotedPicture];

/** Notes about pictures that outlive the process. */
export interface KeptNotes extends PictureNotes {
  /** Says that all pictures are being looked at from the first on. */
  begin(): void;
  /** Says that all of them were: notes about others are not kept any longer. */
  end(): void;
  /** Writes what was noted since the last time. */
  keep(): Promise<void>;
}

const kind = 'pictures';

/** The notes about a folder's pictures; without a cache they are only those of this process. */
export async function openPictureNotes(root: string, cache: string | undefined, version: string): Promise<KeptNotes> {
  const name = cacheName(root, kind);
  const read = cache === undefined ? undefined : await readCache(cache, name, version);
  let before = read instanceof Map ? (read as Map<string, Note>) : new Map<string, Note>();
  let now = new Map<string, Note>();
  let changed = false;
  return {
    begin() {
      for (const [path, note] of now) before.set(path, note);
      now = new Map();
    },
    end() {
      changed ||= now.size !== before.size;
      before = now;
      now = new Map();
    },
    recall(path, size, mtime) {
      const note = now.get(path) ?? before.get(path);
      if (note === undefined || note[0] !== size || note[1] !== mtime) return undefined;
      now.set(path, note);
      return note[2];
    },
    note(path, size, mtime, noted) {
      changed = true;
      now.set(path, [size, mtime, noted]);
    },
    async keep() {
      if (cache === undefined || !changed) return;
      changed = false;
      await writeCache(cache, name, version, now.size === 0 ? before : new Map([...before, ...now]));
    },
  };
}

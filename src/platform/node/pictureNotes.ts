import type { NotedPicture, PictureNotes } from '../../core/benchmark/examinePictures.ts';
import { cacheName, readCache, writeCache } from './cacheFile.ts';

type Note = readonly [size: number, mtime: number, noted: NotedPicture];

/** Notes about pictures that outlive the process. */
export interface KeptNotes extends PictureNotes {
  /** Writes what was noted since, and leaves out pictures that nobody asked about any more. */
  keep(): Promise<void>;
}

const kind = 'pictures';

/** The notes about a folder's pictures; without a cache they are only those of this process. */
export async function openPictureNotes(root: string, cache: string | undefined, version: string): Promise<KeptNotes> {
  const name = cacheName(root, kind);
  const read = cache === undefined ? undefined : await readCache(cache, name, version);
  const before = read instanceof Map ? (read as Map<string, Note>) : new Map<string, Note>();
  const now = new Map<string, Note>();
  let changed = false;
  return {
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
      if (cache !== undefined && (changed || now.size !== before.size)) await writeCache(cache, name, version, now);
    },
  };
}

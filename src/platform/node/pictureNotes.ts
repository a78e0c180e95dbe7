import type { NotedPicture, PictureNotes } from '../../core/benchmark/examinePictures.ts';
import { cacheName, readCache, writeCache } from './cacheFile.ts';

/** Notes about pictures that outlive the process. */
export interface KeptNotes extends PictureNotes {
  /** Says that all pictures are being looked at from the first on. */
  begin(): void;
  /** Says that all of them were: notes about others are not kept any longer. */
  end(): void;
  /** Size in bytes and time of change of a picture when all of them were looked at last; `undefined` where it was not among them, or is nothing to note. */
  seen(path: string): { readonly size: number; readonly mtime: number } | undefined;
  /** Writes what was noted since the last time. */
  keep(): Promise<void>;
}

/**
 * Notes about many pictures, of which most say that nothing is wrong: numbers in columns, and an entry for those alone of which
 * there is more to say.
 */
interface NoteColumns {
  /** Place of a picture's numbers, by its path. */
  readonly places: Map<string, number>;
  readonly sizes: number[];
  readonly mtimes: number[];
  readonly more: Map<number, NotedPicture>;
}

/** The same as it is written: paths in the order of their places, each with U+0000 behind it. */
interface WrittenNotes {
  readonly paths: string;
  readonly sizes: Float64Array;
  readonly mtimes: Float64Array;
  readonly more: Map<number, NotedPicture>;
}

const kind = 'pictures';
const nothingWrong: NotedPicture = { head: [] };

/** The notes about a folder's pictures; without a cache they are only those of this process. */
export async function openPictureNotes(root: string, cache: string | undefined, version: string): Promise<KeptNotes> {
  const name = cacheName(root, kind);
  let before = columnsOf(cache === undefined ? undefined : await readCache(cache, name, `2 ${version}`));
  let now = columnsOf(undefined);
  let changed = false;
  return {
    begin() {
      addAll(before, now);
      now = columnsOf(undefined);
    },
    end() {
      changed ||= now.places.size !== before.places.size;
      before = now;
      now = columnsOf(undefined);
    },
    recall(path, size, mtime) {
      const noted = noteIn(now, path, size, mtime) ?? noteIn(before, path, size, mtime);
      if (noted !== undefined) put(now, path, size, mtime, noted);
      return noted;
    },
    note(path, size, mtime, noted) {
      changed = true;
      put(now, path, size, mtime, noted);
    },
    seen(path) {
      const place = before.places.get(path);
      return place === undefined ? undefined : { size: before.sizes[place]!, mtime: before.mtimes[place]! };
    },
    async keep() {
      if (cache === undefined || !changed) return;
      changed = false;
      addAll(before, now);
      await writeCache(cache, name, `2 ${version}`, written(before));
    },
  };
}

function noteIn(columns: NoteColumns, path: string, size: number, mtime: number): NotedPicture | undefined {
  const place = columns.places.get(path);
  if (place === undefined || columns.sizes[place] !== size || columns.mtimes[place] !== mtime) return undefined;
  return columns.more.get(place) ?? nothingWrong;
}

function put(columns: NoteColumns, path: string, size: number, mtime: number, noted: NotedPicture): void {
  const place = columns.places.get(path) ?? columns.places.size;
  columns.places.set(path, place);
  columns.sizes[place] = size;
  columns.mtimes[place] = mtime;
  if (noted.head.length > 0 || noted.whole !== undefined) columns.more.set(place, noted);
  else columns.more.delete(place);
}

function addAll(to: NoteColumns, { places, sizes, mtimes, more }: NoteColumns): void {
  for (const [path, place] of places) {
    put(to, path, sizes[place]!, mtimes[place]!, more.get(place) ?? nothingWrong);
  }
}

function columnsOf(read: unknown): NoteColumns {
  const places = new Map<string, number>();
  if (read === undefined) return { places, sizes: [], mtimes: [], more: new Map() };
  const { paths, sizes, mtimes, more } = read as WrittenNotes;
  for (let start = 0; start < paths.length;) {
    const end = paths.indexOf('\0', start);
    places.set(paths.slice(start, end), places.size);
    start = end + 1;
  }
  return { places, sizes: [...sizes], mtimes: [...mtimes], more };
}

function written({ places, sizes, mtimes, more }: NoteColumns): WrittenNotes {
  const paths = places.size === 0 ? '' : `${[...places.keys()].join('\0')}\0`;
  return { paths, sizes: Float64Array.from(sizes), mtimes: Float64Array.from(mtimes), more };
}

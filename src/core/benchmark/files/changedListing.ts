import { listedFile, type ListedFile, type Listing } from './listing.ts';
import { compareNatural } from '../naturalOrder.ts';
import { joined, pickValues, stretchesOf } from '../stretches.ts';

/** What became of a folder since it was listed. */
interface ListingChange {
  /** Paths of files and folders that are no more, or no more what they were. */
  readonly gone: ReadonlySet<string>;
  /** Paths of files that are there now. */
  readonly there: readonly string[];
}

/** The listing as it is after a change: the same one where nothing came or went. Files that stay are the same objects. */
export function changedListing(before: Listing, { gone, there }: ListingChange): Listing {
  if (gone.size === 0 && there.length === 0) return before;
  const goneFolders = new Map<string, boolean>();
  const isGoneFolder = (folder: string): boolean => {
    if (folder === '') return false;
    let isGone = goneFolders.get(folder);
    if (isGone === undefined) {
      isGone = gone.has(folder) || isGoneFolder(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))));
      goneFolders.set(folder, isGone);
    }
    return isGone;
  };
  // Few paths are gone, and looking one of many up costs more than its length.
  const lengths = new Set(Array.from(gone, ({ length }) => length));
  const isGone = (path: string): boolean => lengths.has(path.length) && gone.has(path);
  let last = { folder: '', isGone: false };
  const stays = ({ path, folder }: ListedFile): boolean => {
    // Nearly all stand in the folder of the one before them.
    if (folder !== last.folder) last = { folder, isGone: isGoneFolder(folder) };
    return !last.isGone && !isGone(path);
  };
  const kept = gone.size === 0 ? before.files : thoseThatStay(before.files, stays);
  const files = withFiles(kept, there);
  const isSame = files.length === before.files.length && files.every((file, i) => file === before.files[i]);
  return isSame ? before : { ...before, files };
}

function thoseThatStay(files: readonly ListedFile[], stays: (file: ListedFile) => boolean): readonly ListedFile[] {
  const places = new Uint32Array(files.length);
  let count = 0;
  for (let place = 0; place < files.length; place++) if (stays(files[place]!)) places[count++] = place;
  const kept = places.subarray(0, count);
  return pickValues(files, kept, stretchesOf(kept));
}

/** With files at these paths in their places; those that are there stay. */
function withFiles(files: readonly ListedFile[], paths: readonly string[]): readonly ListedFile[] {
  const lists: (readonly ListedFile[])[] = [];
  let added: ListedFile[] = [];
  let at = 0;
  for (const path of [...new Set(paths)].sort(compareNatural)) {
    const place = placeFor(files, path, at);
    if (files[place]?.path === path) continue;
    if (place > at || lists.length === 0) lists.push(files.slice(at, place), (added = []));
    added.push(listedFile(path));
    at = place;
  }
  return lists.length === 0 ? files : joined([...lists, files.slice(at)]);
}

/** The first place from `from` on whose path does not stand before this one. */
function placeFor(files: readonly ListedFile[], path: string, from: number): number {
  // What came mostly stands behind each other.
  if (from === files.length || compareNatural(files[from]!.path, path) >= 0) return from;
  let [low, high] = [from, files.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareNatural(files[middle]!.path, path) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

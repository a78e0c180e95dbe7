import { listedFile, type ListedFile, type Listing } from './listing.ts';
import { compareNatural } from '../naturalOrder.ts';

/** What became of a folder since it was listed. */
interface ListingChange {
  /** Paths of files and folders that are no more, or no more what they were. */
  readonly gone: ReadonlySet<string>;
  /** Paths of files that are there now. */
  readonly there: readonly string[];
}

/** The listing as it is after a change: the same one where nothing came or went. Files that stay are the same objects. */
export function changedListing(before: Listing, { gone, there }: ListingChange): Listing {
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
  const stays = ({ path, folder }: ListedFile): boolean => !isGone(path) && !isGoneFolder(folder);
  const kept = gone.size === 0 ? before.files : before.files.filter(stays);
  const files = withFiles(kept, there);
  const isSame = files.length === before.files.length && files.every((file, i) => file === before.files[i]);
  return isSame ? before : { ...before, files };
}

/** With files at these paths in their places; those that are there stay. */
function withFiles(files: readonly ListedFile[], paths: readonly string[]): readonly ListedFile[] {
  const merged: ListedFile[] = [];
  let at = 0;
  for (const path of [...new Set(paths)].sort(compareNatural)) {
    const place = placeFor(files, path, at);
    for (; at < place; at++) merged.push(files[at]!);
    if (files[place]?.path !== path) merged.push(listedFile(path));
  }
  if (merged.length === 0 && at === 0) return files;
  for (; at < files.length; at++) merged.push(files[at]!);
  return merged;
}

/** The first place from `from` on whose path does not stand before this one. */
function placeFor(files: readonly ListedFile[], path: string, from: number): number {
  let [low, high] = [from, files.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareNatural(files[middle]!.path, path) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

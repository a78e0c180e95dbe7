import { listedFile, type ListedFile, type Listing } from './listing.ts';
import { compareNatural } from '../naturalOrder.ts';
import { joined } from '../stretches.ts';
import { folderStretches } from './folderStretches.ts';
import { isSameList } from './placesBefore.ts';

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
  const kept = gone.size === 0 ? before.files : withoutGone(before.files, gone);
  const files = withFiles(kept, there);
  return isSameList(files, before.files) ? before : { ...before, files };
}

function withoutGone(files: readonly ListedFile[], gone: ReadonlySet<string>): readonly ListedFile[] {
  const isGone = (folder: string): boolean =>
    folder !== '' && (gone.has(folder) || isGone(folder.slice(0, Math.max(0, folder.lastIndexOf('/')))));
  const left: { readonly from: number; readonly to: number }[] = folderStretches(files).filter(({ folder }) =>
    isGone(folder),
  );
  let at = 0;
  for (const path of [...gone].sort(compareNatural)) {
    at = placeFor(files, path, at);
    if (files[at]?.path === path) left.push({ from: at, to: at + 1 });
  }
  if (left.length === 0) return files;
  left.sort((a, b) => a.from - b.from);
  const lists: (readonly ListedFile[])[] = [];
  let from = 0;
  for (const stretch of left) {
    if (stretch.from > from) lists.push(files.slice(from, stretch.from));
    from = Math.max(from, stretch.to);
  }
  return joined([...lists, files.slice(from)]);
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

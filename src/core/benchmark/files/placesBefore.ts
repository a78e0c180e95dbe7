import type { ListedFile } from './listing.ts';
import { compareNatural } from '../naturalOrder.ts';

/**
 * For each of some paths the place that it had in an earlier list, -1 where it is new. Both lists are in natural order, as files are listed; a
 * path that is out of order may be taken for a new one, never for another.
 */
export function placesBefore(
  before: readonly { readonly path: string }[],
  now: readonly { readonly path: string }[],
): Int32Array {
  const places = new Int32Array(now.length).fill(-1);
  let old = 0;
  for (let i = 0; i < now.length; i++) {
    // Files that stay are the same objects.
    if (before[old] === now[i]) {
      places[i] = old++;
      continue;
    }
    const { path } = now[i]!;
    while (old < before.length && before[old]!.path !== path && compareNatural(before[old]!.path, path) < 0) old++;
    if (old < before.length && before[old]!.path === path) places[i] = old++;
  }
  return places;
}

/** The other way round: for each of `length` earlier places where it is now, -1 where it is gone. */
export function placesNow(places: Int32Array, length: number): Int32Array {
  const now = new Int32Array(length).fill(-1);
  for (let i = 0; i < places.length; i++) if (places[i] !== -1) now[places[i]!] = i;
  return now;
}

/** Whether some folder may have files now and had none. `was`: see {@link placesBefore}. */
export function hasNewFolder(now: readonly ListedFile[], was: Int32Array): boolean {
  for (let from = 0, to = 0; from < now.length; from = to) {
    let isNew = true;
    for (; to < now.length && now[to]!.folder === now[from]!.folder; to++) if (was[to] !== -1) isNew = false;
    if (isNew) return true;
  }
  return false;
}

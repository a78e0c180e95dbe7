import type { ListedFile } from './listing.ts';
import { compareNatural } from '../naturalOrder.ts';

type Paths = readonly { readonly path: string }[];

/** What was answered last about a list: several ask the same about the files of now. */
const answered = new WeakMap<Paths, { readonly before: WeakRef<Paths>; readonly places: Int32Array }>();
/** The same for {@link placesNow}. */
const answeredNow = new WeakMap<Int32Array, Int32Array>();

/**
 * For each of some paths the place that it had in an earlier list, -1 where it is new. Both lists are in natural order, as files are listed; a
 * path that is out of order may be taken for a new one, never for another. Not to be changed.
 */
export function placesBefore(before: Paths, now: Paths): Int32Array {
  const known = answered.get(now);
  if (known?.before.deref() === before) return known.places;
  const places = findPlaces(before, now);
  answered.set(now, { before: new WeakRef(before), places });
  return places;
}

function findPlaces(before: Paths, now: Paths): Int32Array {
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

/** Whether two lists are of the same objects in the same order. */
export function isSameList(a: readonly object[], b: readonly object[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The places of those that are new. */
export function newPlaces(places: Int32Array): readonly number[] {
  const found: number[] = [];
  for (let i = places.indexOf(-1); i !== -1; i = places.indexOf(-1, i + 1)) found.push(i);
  return found;
}

/** The other way round: for each of `length` earlier places where it is now, -1 where it is gone. Not to be changed. */
export function placesNow(places: Int32Array, length: number): Int32Array {
  const known = answeredNow.get(places);
  if (known?.length === length) return known;
  const now = findNow(places, length);
  answeredNow.set(places, now);
  return now;
}

function findNow(places: Int32Array, length: number): Int32Array {
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

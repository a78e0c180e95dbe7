import { indexFiles } from '../files/fileIndex.ts';
import type { ListedFile } from '../files/listing.ts';
import { fold } from '../files/nameIndex.ts';
import { NameSieve } from '../files/nameSieve.ts';
import { hasNewFolder, newPlaces } from '../files/placesBefore.ts';
import type { FilesChange } from './filesChange.ts';

/**
 * Turns places that were found by a look at all files into those of now, -1 where that look is to be taken again: what it finds depends on which endings there
 * are, which folders, and on the files that are called as the name ends. A folder that went has not had any that are called so.
 */
export function stillFound(
  places: Int32Array,
  { now, was, placeNow }: FilesChange,
  before: readonly ListedFile[],
): void {
  if (!holdsAny(places)) return;
  const endings = [before, now].map((files) => indexFiles(files).extensions().join('/'));
  // A name below a folder that is here is looked for nowhere else.
  if (endings[0] !== endings[1] || hasNewFolder(now, was)) {
    places.fill(-1);
    return;
  }
  const added = newPlaces(was).map((place) => now[place]!);
  const isOther = otherNames(added.concat(newPlaces(placeNow).map((old) => before[old]!)));
  for (let row = 0; row < places.length; row++) {
    const place = places[row] === -1 ? -1 : placeNow[places[row]!]!;
    places[row] = place !== -1 && isOther(now[place]!) ? place : -1;
  }
}

function holdsAny(places: Int32Array): boolean {
  for (let row = 0; row < places.length; row++) if (places[row] !== -1) return true;
  return false;
}

/** Whether a name ends as the file is called that it stands for, so that it depends on no others than {@link stillFound} looks at. */
export function endsAsCalled(value: unknown, { name, stem }: ListedFile): boolean {
  if (typeof value !== 'string') return false;
  const written = value.trim();
  const last = fold(written.slice(Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\')) + 1));
  return last === fold(name) || last === fold(stem);
}

/** Whether none of some files is called as a file is, with its extension or without. */
function otherNames(files: readonly ListedFile[]): (file: ListedFile) => boolean {
  const names = new Set(files.flatMap(({ name, stem }) => [name, stem].flatMap(waysToEnd)));
  const sieve = new NameSieve([...names]);
  return ({ name, stem }) => {
    if (!sieve.mayHold(name, 0, name.length) && !sieve.mayHold(stem, 0, stem.length)) return true;
    return !names.has(fold(name)) && !names.has(fold(stem));
  };
}

/** How a name, or what a reader makes of it, ends: white space around it and what stands before a backslash may be left out. */
function waysToEnd(name: string): readonly string[] {
  const folded = fold(name);
  return [folded, folded.slice(folded.lastIndexOf('\\') + 1).trim()];
}

/** Where a file is now that one name alone stood for; -1 where it is gone, or one that came may be called so, too. */
export function onlyOnes({ now, was, placeNow }: FilesChange): (old: number) => number {
  let isOther: ReturnType<typeof otherNames> | undefined;
  return (old) => {
    const place = old === -1 ? -1 : placeNow[old]!;
    if (place === -1) return -1;
    isOther ??= otherNames(newPlaces(was).map((added) => now[added]!));
    return isOther(now[place]!) ? place : -1;
  };
}

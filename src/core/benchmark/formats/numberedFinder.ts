import { isMediaFile, listedFile, type ListedFile } from '../files/listing.ts';
import { fold } from '../files/nameIndex.ts';
import type { PictureFinder } from '../files/pictureFinder.ts';

/** Said in place of a path where several pictures have the same numbers. */
const several = '';

/**
 * A finder that also finds a picture by a name of which the numbers lost the zeros that they begin with, as spreadsheets and data frames leave them (`1`, `1.0`,
 * `frame_7` for `frame_0007.png`), where one picture alone has these numbers. `keepsZeros`: whether names are written with their zeros, so that such a name is that of
 * no picture here. All of it is looked at when the first such name is missing.
 */
export function numberedFinder(
  find: PictureFinder,
  files: readonly ListedFile[],
  keepsZeros: () => boolean,
): PictureFinder {
  let paths: ReadonlyMap<string, string> | undefined;
  const numbered = (name: string) => {
    const as = find(name);
    if (as.kind !== 'missing' || !/\d/.test(name) || hasZeros(name)) return as;
    paths ??= keepsZeros() ? new Map<string, string>() : paddedPaths(files);
    const path = paths.size === 0 ? undefined : pathOf(name.trim().replaceAll('\\', '/'), paths);
    return path === undefined ? as : { kind: 'found' as const, paths: [path] };
  };
  const { placeOf, placeAt, surelyAt, folders } = find;
  return Object.assign(numbered, { placeOf, placeAt, surelyAt, ...(folders && { folders }) });
}

function paddedPaths(files: readonly ListedFile[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const file of files) {
    const key = isMediaFile(file) ? keyOf(file.stem) : undefined;
    if (key === undefined || key === fold(file.stem)) continue;
    paths.set(key, paths.has(key) ? several : file.path);
  }
  return paths;
}

function pathOf(written: string, paths: ReadonlyMap<string, string>): string | undefined {
  const file = listedFile(written);
  const stem = isMediaFile(file) ? file.stem : file.name.replace(/^(\d+)\.0+$/, '$1');
  const path = paths.get(keyOf(stem));
  if (path === undefined || path === several) return undefined;
  return file.folder === '' || `/${fold(listedFile(path).folder)}`.endsWith(`/${fold(file.folder)}`) ? path : undefined;
}

/** A name without the zeros that its numbers begin with. */
function keyOf(name: string): string {
  return fold(name).replaceAll(/(?<!\d)0+(?=\d)/g, '');
}

/** Whether some number in a name, its folders aside, begins with a zero: then names were written with theirs. */
export function hasZeros(written: string): boolean {
  return /(?<![\d.,])0\d/.test(written.slice(Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\')) + 1));
}

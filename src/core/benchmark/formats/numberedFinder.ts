import { isMediaFile, listedFile, type ListedFile } from '../files/listing.ts';
import { fold } from '../files/nameIndex.ts';
import { NumberedNames } from '../files/numberedNames.ts';
import { finderBeyond, type PictureFinder } from '../files/pictureFinder.ts';

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
  let keeps: boolean | undefined;
  const numbered = (name: string) => {
    const as = find(name);
    if (as.kind !== 'missing' || !/\d/.test(name) || hasZeros(name)) return as;
    const path = (keeps ??= keepsZeros())
      ? undefined
      : pathOf(name.trim().replaceAll('\\', '/'), NumberedNames.of(files));
    return path === undefined ? as : { kind: 'found' as const, paths: [path] };
  };
  return finderBeyond(find, numbered, { folders: find.folders });
}

function pathOf(written: string, names: NumberedNames): string | undefined {
  if (names.isEmpty) return undefined;
  const file = listedFile(written);
  const stem = isMediaFile(file) ? file.stem : file.name.replace(/^(\d+)\.0+$/, '$1');
  const found = names.pictureOf(stem);
  if (found === undefined) return undefined;
  return file.folder === '' || `/${fold(found.folder)}`.endsWith(`/${fold(file.folder)}`) ? found.path : undefined;
}

/** Whether some number in a name, its folders aside, begins with a zero: then names were written with theirs. */
export function hasZeros(written: string): boolean {
  return /(?<![\d.,])0\d/.test(written.slice(Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\')) + 1));
}

import { mediaFiles } from '../files/filesByKind.ts';
import { listedFile, type ListedFile } from '../files/listing.ts';
import type { PictureFinder } from '../files/pictureFinder.ts';

/**
 * Where no picture has a name as the table writes it, but nearly all have the same text between the name and the extension (`a.jpg` in the table,
 * `a_aligned.jpg` on disk): a finder that puts it there. `undefined` where the names are found as they are, or in no such way.
 */
export function suffixedFinder(
  find: PictureFinder,
  written: readonly string[],
  files: readonly ListedFile[],
): PictureFinder | undefined {
  const names = written.filter((name) => name !== '');
  if (names.length === 0 || names.some((name) => find(name).kind === 'found')) return undefined;
  const pictures = mediaFiles(files);
  const counts = new Map<string, number>();
  for (const name of names) {
    const { stem } = listedFile(lastSegment(name));
    const beside = pictures.filter((file) => file.stem.length > stem.length && file.stem.startsWith(stem));
    for (const suffix of new Set(beside.map((file) => file.stem.slice(stem.length)))) {
      if (/^[^\p{L}\p{N}]/u.test(suffix)) counts.set(suffix, (counts.get(suffix) ?? 0) + 1);
    }
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  if (best === undefined || best[1] * 2 < names.length) return undefined;
  const suffixed = (name: string) => {
    const as = find(name);
    return as.kind === 'missing' ? find(withSuffix(name, best[0])) : as;
  };
  const placeOf = (name: string) => {
    const place = find.placeOf(name);
    return place === -1 && find(name).kind === 'missing' ? find.placeOf(withSuffix(name, best[0])) : place;
  };
  const placeAt = (text: string, start: number, end: number) => placeOf(text.slice(start, end));
  return Object.assign(suffixed, { placeOf, placeAt, surelyAt: placeAt, namedAt: placeAt, onlyAt: () => -1 });
}

function lastSegment(name: string): string {
  return name.replaceAll('\\', '/').split('/').at(-1)!;
}

function withSuffix(name: string, suffix: string): string {
  const { extension } = listedFile(lastSegment(name));
  const end = extension === '' ? name.length : name.length - extension.length - 1;
  return name.slice(0, end) + suffix;
}

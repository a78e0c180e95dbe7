import { mediaFiles } from '../files/filesByKind.ts';
import type { ListedFile } from '../files/listing.ts';
import { fold } from '../files/nameIndex.ts';
import type { PictureFinder } from '../files/pictureFinder.ts';

/**
 * A finder for ids of prompts, of which each generator made a picture: an id stands for all pictures that it is, begins or ends the name of (`17` for `sdxl/017.png` and
 * `flux/017.png`, for `sdxl_017.png` and `flux_017.png`), zeros before it aside. `undefined` where names are not made so: the other parts of the names have to come again with most ids.
 */
export function sharedFinder(find: PictureFinder, files: readonly ListedFile[]): PictureFinder | undefined {
  const pictures = mediaFiles(files);
  const shared = patterns.map((pattern) => idsOf(pictures, pattern)).find((ids) => ids !== undefined);
  if (shared === undefined) return undefined;
  const several = (name: string) => {
    const as = find(name);
    const paths = as.kind === 'missing' ? shared.get(keyOf(name.trim())) : undefined;
    return paths === undefined ? as : { kind: 'found' as const, paths };
  };
  const { placeOf, placeAt, surelyAt } = find;
  return Object.assign(several, { placeOf, placeAt, surelyAt });
}

const patterns = [
  /^(?<id>.+)$/su,
  /^(?<other>.*[^_\s-])[_\s-]+(?<id>[^_\s-]+)$/su,
  /^(?<id>[^_\s-]+)[_\s-]+(?<other>.+)$/su,
];

function idsOf(pictures: readonly ListedFile[], pattern: RegExp): ReadonlyMap<string, readonly string[]> | undefined {
  const ids = new Map<string, string[]>();
  const others = new Set<string>();
  let named = 0;
  for (const { path, folder, stem } of pictures) {
    const parts = pattern.exec(stem)?.groups;
    if (parts === undefined) continue;
    named++;
    others.add(`${folder}/${fold(parts['other'] ?? '')}`);
    const key = keyOf(parts['id']!);
    const paths = ids.get(key);
    if (paths) paths.push(path);
    else ids.set(key, [path]);
  }
  const isGrid = named * 2 >= pictures.length && ids.size * 2 <= named && others.size * 2 <= named;
  return isGrid && ids.size > 1 && others.size > 1 ? ids : undefined;
}

function keyOf(id: string): string {
  return fold(id)
    .replace(/^(\d+)\.0+$/, '$1')
    .replace(/^0+(?=\d)/, '');
}

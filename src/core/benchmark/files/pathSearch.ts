import type { FileIndex } from './fileIndex.ts';
import { listedFile } from './listing.ts';
import { fold, noFile, severalFiles } from './nameIndex.ts';

/** A backslash, and white space at the end, are letters of a name where the system allows them in one; its extension may be left out as in any other. */
export function inFolders(index: FileIndex, name: string, folders: readonly string[]): readonly string[] | undefined {
  const places = folders.map((folder) => (folder === '' ? name : `${folder}/${name}`));
  const found = ['', ...index.extensions()].flatMap((extension) => places.map((place) => place + extension));
  const place = found.find((path) => has(index, path));
  return place === undefined ? undefined : [place];
}

function has(index: FileIndex, path: string): boolean {
  return index.paths().placeOf(path) !== -1;
}

/** False where nothing can be at a path below some folders: no file is called so, or the only one is elsewhere. */
function mayBeIn(index: FileIndex, path: string, folders: readonly string[]): boolean {
  const slash = path.lastIndexOf('/');
  const place = index.placeCalled(path.slice(slash + 1));
  if (place === noFile || place === severalFiles) return place === severalFiles;
  const own = slash === -1 ? '' : path.slice(0, slash);
  const folder = fold(index.files[place]!.folder);
  return folders.some((one) => fold(one === '' || own === '' ? one + own : `${one}/${own}`) === folder);
}

/** Files at a path below some folders, as it is written, then with an extension, then without regard to case and Unicode form. */
export function look(index: FileIndex, path: string, folders: readonly string[]): readonly string[] | undefined {
  if (!mayBeIn(index, path, folders)) return undefined;
  const places = folders.map((folder) => (folder === '' ? path : `${folder}/${path}`));
  for (const place of places) if (has(index, place)) return [place];
  // A name that has its extension is looked for without one below, too: `a.png` may be `a.png.jpg`.
  const isWhole = index.extensions().some((extension) => path.endsWith(extension));
  for (const place of isWhole ? [] : places) {
    const found = index
      .extensions()
      .map((extension) => place + extension)
      .filter((picture) => has(index, picture));
    if (found.length > 0) return found;
  }
  for (const place of places) {
    const found = index.lenient().at(place);
    if (found) return found;
  }
  return undefined;
}

/** Files whose path ends as the name says, folders of its own included; of several those nearest to the folder that is looked into first. */
export function anywhere(
  index: FileIndex,
  segments: readonly string[],
  [own = '']: readonly string[],
): readonly string[] | undefined {
  const candidates = index.lenient().named(segments.at(-1)!);
  if (candidates === undefined) return undefined;
  if (segments.length === 1) return nearest(candidates, own);
  const tail = `/${fold(segments.slice(0, -1).join('/'))}/`;
  const found = candidates.filter((path) => `/${fold(listedFile(path).folder)}/`.endsWith(tail));
  return found.length > 0 ? nearest(found, own) : undefined;
}

/** Two data sets side by side have pictures of the same names: those of the set that the table is in are meant. */
function nearest(paths: readonly string[], own: string): readonly string[] {
  if (paths.length === 1) return paths;
  for (let folder = own; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const below = paths.filter((path) => path.startsWith(`${folder}/`));
    if (below.length > 0) return below;
  }
  return paths;
}

/** A path as it stands, below one of the folders or at the end of a longer one. */
export function findWhole(
  index: FileIndex,
  segments: readonly string[],
  folders: readonly string[],
): readonly string[] | undefined {
  if (segments.length > 1 && index.lenient().depthsOf(segments)[0] !== 0) return undefined;
  return look(index, segments.join('/'), folders) ?? anywhere(index, segments, folders);
}

/** Files at the longest end of a path that is here. */
export function findTail(
  index: FileIndex,
  segments: readonly string[],
  folders: readonly string[],
): readonly string[] | undefined {
  for (const from of index.lenient().depthsOf(segments)) {
    if (from === 0) continue;
    const tail = segments.slice(from);
    const paths =
      look(index, tail.join('/'), folders) ?? (tail.length > 1 ? anywhere(index, tail, folders) : undefined);
    if (paths) return paths;
  }
  return undefined;
}

import { isMediaFile, isPictureFile, listedFile, type ListedFile } from './listing.ts';

/** What a name in a table stands for. `found` has several paths when the name fits several pictures. */
export type FoundPicture =
  | { readonly kind: 'found'; readonly paths: readonly string[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'outside' };

/** Finds the pictures and videos that a name in a table stands for. */
export type PictureFinder = (written: string) => FoundPicture;

/**
 * Makes a finder over the listed files. A name is tried as written, with forward slashes, with and without its extension,
 * then without regard to case and Unicode form, in each of `folders` (paths below the root) and then, when it has no folder
 * of its own, anywhere. An absolute path of another machine is tried by its longest tail that exists. A path that leaves
 * the root is `outside`. Only the listing is asked: nothing is ever read to find out.
 */
export function pictureFinder(files: readonly ListedFile[], folders: readonly string[]): PictureFinder {
  const index = indexFiles(files);
  return (written) => {
    const name = written.trim();
    const slashed = name.replaceAll('\\', '/');
    const absolute = /^(\/|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*:\/)/.test(slashed);
    if (!absolute && index.exact.has(name)) return { kind: 'found', paths: [name] };
    const segments = normalise(slashed.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/*/, ''));
    if (segments === undefined) return { kind: 'outside' };
    if (segments.length === 0) return { kind: 'missing' };
    if (absolute) return findTail(index, segments, folders);
    const asWritten = name.includes('\\') ? inFolders(index, name, folders) : undefined;
    const paths =
      asWritten ??
      look(index, segments.join('/'), folders) ??
      (segments.length === 1 ? anywhere(index, segments[0]!) : []);
    return paths.length > 0 ? { kind: 'found', paths } : { kind: 'missing' };
  };
}

interface FileIndex {
  readonly exact: ReadonlySet<string>;
  /** Extensions of the pictures and videos, as they are written. */
  readonly extensions: readonly string[];
  /** Made when a name is first met that is not found as it stands: most tables never need it. */
  readonly lenient: () => LenientIndex;
}

/** Paths by what is left of a name when case, Unicode form and (for pictures) extension or folder do not count. */
interface LenientIndex {
  readonly paths: ReadonlyMap<string, readonly string[]>;
  readonly stems: ReadonlyMap<string, readonly string[]>;
  readonly names: ReadonlyMap<string, readonly string[]>;
}

function indexFiles(files: readonly ListedFile[]): FileIndex {
  const extensions = new Set<string>();
  for (const file of files) if (isMediaFile(file)) extensions.add(file.path.slice(-file.extension.length - 1));
  let lenient: LenientIndex | undefined;
  return {
    exact: new Set(files.map((file) => file.path)),
    extensions: [...extensions],
    lenient: () => (lenient ??= indexLeniently(files)),
  };
}

function indexLeniently(files: readonly ListedFile[]): LenientIndex {
  const paths = new Map<string, string[]>();
  const stems = new Map<string, string[]>();
  const names = new Map<string, string[]>();
  for (const file of files) {
    append(paths, fold(file.path), file.path);
    if (!isMediaFile(file)) continue;
    const folder = file.folder === '' ? '' : `${file.folder}/`;
    append(stems, fold(folder + file.stem), file.path);
    append(names, fold(file.path.slice(folder.length)), file.path);
    append(names, fold(file.stem), file.path);
  }
  return { paths, stems, names };
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

/** macOS writes file names in NFD, Windows without regard to case; tables are written elsewhere. */
function fold(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** Segments without `.`, `..` resolved; `undefined` when the path climbs out. */
function normalise(path: string): readonly string[] | undefined {
  if (!path.includes('/') && path !== '.' && path !== '..' && path !== '') return [path];
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments;
}

/** A backslash is a letter of a name where the system allows it in one. */
function inFolders(index: FileIndex, name: string, folders: readonly string[]): readonly string[] | undefined {
  const place = folders.map((folder) => (folder === '' ? name : `${folder}/${name}`)).find((at) => index.exact.has(at));
  return place === undefined ? undefined : [place];
}

function look(index: FileIndex, path: string, folders: readonly string[]): readonly string[] | undefined {
  const places = folders.map((folder) => (folder === '' ? path : `${folder}/${path}`));
  for (const place of places) if (index.exact.has(place)) return [place];
  for (const place of places) {
    const found = index.extensions.map((extension) => place + extension).filter((picture) => index.exact.has(picture));
    if (found.length > 0) return found;
  }
  const { paths, stems } = index.lenient();
  for (const place of places) {
    const found = paths.get(fold(place)) ?? stems.get(fold(place));
    if (found) return found;
  }
  return undefined;
}

function anywhere(index: FileIndex, name: string): readonly string[] {
  return index.lenient().names.get(fold(name)) ?? [];
}

function findTail(index: FileIndex, segments: readonly string[], folders: readonly string[]): FoundPicture {
  for (let from = 0; from < segments.length; from++) {
    const paths = look(index, segments.slice(from).join('/'), folders);
    if (paths) return { kind: 'found', paths };
  }
  return { kind: 'outside' };
}

/** Whether a text looks like the name of a picture, wherever that may be. */
export function looksLikePicture(text: string): boolean {
  return isPictureFile(listedFile(text.trim().replaceAll('\\', '/')));
}

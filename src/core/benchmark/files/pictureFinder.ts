import type { Turns } from '../../turns.ts';
import { type ClosedFolders, closedFolders, whatIsBehind } from './closedFolders.ts';
import { type FileIndex, indexFiles } from './fileIndex.ts';
import { type LinkedFolders, throughLinks } from './linkedFolders.ts';
import { isMediaFile, listedFile, type ListedFile, type Listing } from './listing.ts';
import { noFile } from './nameIndex.ts';
import type { PathLookup } from './pathIndex.ts';
import { anywhere, findTail, findWhole, inFolders, look } from './pathSearch.ts';
import { isBareName, normalise, plainPath, withoutEscapes, withoutQuery } from './writtenPaths.ts';

/** What a name in a table stands for. `found` has several paths when the name fits several pictures. */
export type FoundPicture =
  | { readonly kind: 'found'; readonly paths: readonly string[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'outside' };

/** Finds the pictures and videos that a name in a table stands for. */
export interface PictureFinder {
  (written: string): FoundPicture;
  /** The place among the files of a name that is written just so in one of the folders, or as a path; -1 for any other. */
  readonly placeOf: (name: string) => number;
  /** The same for a name that stands between two places of a text. */
  readonly placeAt: (text: string, start: number, end: number) => number;
  /** The same also for a name that one picture alone has, wherever it is; -1 where more must be looked at. */
  readonly surelyAt: (text: string, start: number, end: number) => number;
  /** The same for a name with nothing around it, also where the table leaves its extension out. */
  readonly namedAt: (text: string, start: number, end: number) => number;
  /** The same for one that does not stand for any just so. */
  readonly onlyAt: (text: string, start: number, end: number) => number;
  /** Where it looks for names as they stand, after the root; absent where it also looks for others than are written. */
  readonly folders?: readonly string[];
  /** There where it also finds what a name stands for in another way, which other finders over the same files do not. */
  readonly isLax?: true;
}

/**
 * Makes a finder over the listed files. A name is tried as written, with forward slashes, with and without its extension,
 * then without regard to case and Unicode form, in each of `folders` (paths below the root) and then anywhere, folders of its
 * own included (of several pictures those nearest to the first of `folders`), without quotes around it, and decoded where it has signs as in a URL. A path of another machine (absolute, a URL, or below a folder that is not here) is tried by its longest tail that
 * exists; an absolute one of which only the name exists, when one picture alone has it. A path with `..` is one from the first of `folders`, where it climbs higher
 * than it began; one that leaves the root, by itself or through a link, is `outside`. Only the listing is
 * asked: nothing is ever read to find out.
 */
export function pictureFinder(listing: SearchedListing, folders: readonly string[]): PictureFinder {
  return pictureFinders(listing)(folders);
}

/** Where pictures are looked for; `problems` name the folders that could not be listed, `links` those that stand under another name, too. */
export type SearchedListing = Pick<Listing, 'files'> & Partial<Pick<Listing, 'problems' | 'links'>>;

/** Makes finders over the same files that each look into folders of their own first: for several tables in several folders. */
export function pictureFinders(listing: SearchedListing): (folders: readonly string[]) => PictureFinder {
  const index = indexFiles(listing.files);
  const closed = closedFolders(listing.problems ?? []);
  const links = listing.links ?? new Map<string, string>();
  return (folders) => finderIn(index, folders, { closed, links });
}

/** Makes beforehand what finders over these files need for the first name that does not stand as a path, yielding now and then. `paths`: where their paths are found already. */
export function* prepareFinder(files: readonly ListedFile[], paths?: PathLookup): Turns<void> {
  yield* indexFiles(files, paths).prepare();
}

/** What a listing says of folders beside their files. */
interface KnownFolders {
  readonly closed: ClosedFolders;
  readonly links: LinkedFolders;
}

function finderIn(index: FileIndex, folders: readonly string[], { closed, links }: KnownFolders): PictureFinder {
  // No listed path has `..` or an empty segment, so that what is there as it is written cannot lead anywhere else.
  const prefixes = ['', ...folders.filter((folder) => folder !== '').map((folder) => `${folder}/`)];
  let below: readonly ReturnType<PathLookup['below']>[] | undefined;
  const placeAt = (text: string, start: number, end: number) => {
    below ??= prefixes.map((prefix) => index.paths().below(prefix));
    for (const findBelow of below) {
      const place = findBelow(text, start, end);
      if (place !== -1) return place;
    }
    return -1;
  };
  const onlyAt = (text: string, start: number, end: number) =>
    isBareName(text, start, end) ? onlyPicture(index, text, start, end) : -1;
  const namedAt = (text: string, start: number, end: number) => {
    const place = placeAt(text, start, end);
    return place === -1 ? onlyAt(text, start, end) : place;
  };
  const surelyAt = (text: string, start: number, end: number) =>
    isWhole(index, text, start, end) ? namedAt(text, start, end) : placeAt(text, start, end);
  const placeOf = (name: string) => placeAt(name, 0, name.length);
  const findWritten = (written: string): FoundPicture => {
    const name = written.trim();
    const place = placeOfName(written, surelyAt);
    if (place !== -1) return { kind: 'found', paths: [index.files[place]!.path] };
    if (closed.size === 0 && plainPath.test(written) && !isCalled(index, written)) return { kind: 'missing' };
    const slashed = withoutQuery(name).replaceAll('\\', '/');
    const absolute = /^(\/|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*:\/)/.test(slashed);
    const segments = normalise(slashed.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/*/, ''));
    if (segments === undefined) return fromOwnFolder(index, absolute ? undefined : slashed, folders[0]);
    if (segments.length === 0) return { kind: 'missing' };
    const behind =
      closed.size === 0 ? undefined : whatIsBehind(closed, segments, absolute ? undefined : ['', ...folders]);
    if (behind !== undefined) return { kind: behind };
    const linked = links.size === 0 ? undefined : findLinked(index, segments.join('/'), ['', ...folders], links);
    if (linked !== undefined) return { kind: 'found', paths: linked };
    if (absolute) return findAbsolute(index, segments, folders);
    const paths =
      findOdd(index, written, folders) ??
      findWhole(index, segments, folders) ??
      findElsewhere(index, name, segments, folders);
    if (paths !== undefined) return { kind: 'found', paths };
    // Quotes that tables do not know (`'a.png'`, and `="001"` for Excel) were left on by whoever wrote the file.
    const bare = /^=?(['"`‘’“”])(.+)(['"`‘’“”])$/s.exec(name)?.[2];
    return bare === undefined ? { kind: 'missing' } : findWritten(bare);
  };
  const find = (written: string): FoundPicture => {
    const found = findWritten(written);
    const decoded = found.kind === 'found' ? undefined : withoutEscapes(written);
    if (decoded === undefined) return found;
    const other = findWritten(decoded);
    return other.kind === 'found' ? other : found;
  };
  return Object.assign(find, { placeOf, placeAt, surelyAt, namedAt, onlyAt, folders });
}

/** A finder that finds more than another one does, which still says what names stand for just so; `folders` and `isLax` as the new one has them. */
export function finderBeyond(
  { placeOf, placeAt, surelyAt, namedAt, onlyAt }: PictureFinder,
  find: (name: string) => FoundPicture,
  { folders, isLax }: { readonly folders?: readonly string[] | undefined; readonly isLax?: true } = {},
): PictureFinder {
  const more = { ...(folders && { folders }), ...(isLax && { isLax }) };
  return Object.assign(find, { placeOf, placeAt, surelyAt, namedAt, onlyAt, ...more });
}

/** Whether some file, wherever it is, may be called as a path ends: where a folder went, nothing else has to be asked about its rows. */
function isCalled(index: FileIndex, path: string): boolean {
  return index.placeCalled(path.slice(path.lastIndexOf('/') + 1)) !== noFile;
}

/** Whether a text ends as the name of a picture that is here. */
function isWhole(index: FileIndex, text: string, start: number, end: number): boolean {
  return index
    .extensions()
    .some((extension) => end - start > extension.length && text.startsWith(extension, end - extension.length));
}

/** The picture that one name alone stands for, whatever its folder. */
function onlyPicture(index: FileIndex, text: string, start: number, end: number): number {
  const place = index.names().findIn(text, start, end);
  return place >= 0 && isMediaFile(index.files[place]!) ? place : -1;
}

/** A path through a link, below one of some folders. */
function findLinked(
  index: FileIndex,
  path: string,
  folders: readonly string[],
  links: LinkedFolders,
): readonly string[] | undefined {
  for (const folder of folders) {
    const led = throughLinks(links, folder === '' ? path : `${folder}/${path}`);
    const found = led === undefined ? undefined : look(index, led, ['']);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A path that climbs out of the folder of its table, the first of `folders`, may still stay in the root. */
function fromOwnFolder(index: FileIndex, path: string | undefined, own: string | undefined): FoundPicture {
  const segments = path === undefined || !own ? undefined : normalise(`${own}/${path}`);
  if (segments === undefined || segments.length === 0) return { kind: 'outside' };
  const paths = look(index, segments.join('/'), ['']);
  return paths === undefined ? { kind: 'missing' } : { kind: 'found', paths };
}

/** A name with white space around it or a backslash in it, which may be meant just so. */
function findOdd(index: FileIndex, written: string, folders: readonly string[]): readonly string[] | undefined {
  const name = written.trim();
  if (written === name) return name.includes('\\') ? inFolders(index, name, folders) : undefined;
  return inFolders(index, written, folders) ?? asItStands(index, written, folders) ?? inFolders(index, name, folders);
}

/** A name of which each letter counts, wherever its picture is. */
function asItStands(index: FileIndex, written: string, folders: readonly string[]): readonly string[] | undefined {
  const segments = normalise(written);
  return segments === undefined || segments.length === 0 ? undefined : anywhere(index, segments, folders);
}

/** A relative path that is not here as it stands: a backslash may be a letter of its name, or it may begin with folders of another machine. Where its own folder is here, its picture is missing. */
function findElsewhere(
  index: FileIndex,
  name: string,
  segments: readonly string[],
  folders: readonly string[],
): readonly string[] | undefined {
  const odd = name.includes('\\') ? asItStands(index, name, folders) : undefined;
  if (odd !== undefined || segments.length === 1 || index.lenient().depthsOf(segments)[0] === 0) return odd;
  return findTail(index, segments, folders);
}

/**
 * The name alone may be that of another picture: it counts only where there is one of it. Where the folder is one of those that are here, its picture is
 * missing; else the path leads elsewhere.
 */
function findAbsolute(index: FileIndex, segments: readonly string[], folders: readonly string[]): FoundPicture {
  const isHere = index.lenient().depthsOf(segments)[0] === 0;
  const whole = isHere ? look(index, segments.join('/'), folders) : undefined;
  const found = whole ?? findTail(index, segments, folders);
  const paths = found ?? anywhere(index, segments.slice(-1), folders);
  if (paths !== undefined && (found !== undefined || paths.length === 1)) return { kind: 'found', paths };
  const isBeside = index
    .lenient()
    .depthsOf(segments)
    .some((depth) => depth < segments.length - 1);
  return { kind: isBeside ? 'missing' : 'outside' };
}

/** Where `look` finds the name that a cell holds, as it stands and then without white space around it; -1 where it holds none. */
export function placeOfName(value: unknown, look: PictureFinder['placeAt']): number {
  if (typeof value !== 'string') return -1;
  const name = value.trim();
  if (name === '') return -1;
  const exact = name === value ? -1 : look(value, 0, value.length);
  return exact === -1 ? look(name, 0, name.length) : exact;
}

/** Whether a text looks like the name of a picture, wherever that may be. */
export function looksLikePicture(text: string): boolean {
  return isMediaFile(listedFile(text.trim().replaceAll('\\', '/')));
}

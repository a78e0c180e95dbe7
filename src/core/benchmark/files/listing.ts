import type { FileError, FolderEntry, ReadableFolder, Stop } from '../../ports.ts';
import { err, ok, type Result } from '../../result.ts';
import { mapBounded } from '../boundedParallel.ts';
import { compareNatural, sortNatural } from '../naturalOrder.ts';
import type { Problem } from '../problem.ts';
import type { LinkedFolders } from './linkedFolders.ts';

/** One file below the root. */
export interface ListedFile {
  /** Relative to the root, forward slashes. */
  readonly path: string;
  /** The folder's path, `''` for the root. */
  readonly folder: string;
  /** File name with its extension. */
  readonly name: string;
  /** File name without its extension. */
  readonly stem: string;
  /** Lower case, without the dot; empty when the name has none. */
  readonly extension: string;
}

/** All files below the root in natural order, with what could not be listed. */
export interface Listing {
  readonly files: readonly ListedFile[];
  /** Those of the files that are links out of the root: met and reported, and never read. */
  readonly outside: ReadonlySet<string>;
  /** Those that are links to nothing. */
  readonly broken: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  /** Absent where there are none. */
  readonly links?: LinkedFolders;
}

const pictureExtensions = new Set([
  ...['png', 'apng', 'jpg', 'jpeg', 'jpe', 'jfif', 'webp', 'gif', 'bmp', 'dib'],
  ...['avif', 'avifs', 'tif', 'tiff'],
]);
const videoExtensions = new Set(['mp4', 'm4v', 'webm', 'mov', 'mkv', 'avi']);
const ignoredNames = new Set(['thumbs.db', 'ehthumbs.db', 'desktop.ini', '__macosx', 'node_modules']);
/** More levels than a path of 4,096 bytes can have. */
const deepestFolders = 2048;
/** Deeper than any data set, and low enough to end a chain of links that lead to each other. */
const deepestLinked = 40;
const foldersAtOnce = 32;

/** Whether a file counts as a picture by its name; its bytes are judged later. */
export function isPictureFile({ extension }: Pick<ListedFile, 'extension'>): boolean {
  return pictureExtensions.has(extension);
}

/** Whether a file counts as a video by its name. */
export function isVideoFile(file: Pick<ListedFile, 'extension'>): boolean {
  return videoExtensions.has(file.extension);
}

/** Whether a file counts as a picture or a video by its name: what may be an item. */
export function isMediaFile(file: Pick<ListedFile, 'extension'>): boolean {
  return isPictureFile(file) || isVideoFile(file);
}

/** Splits a path below the root into the parts of a {@link ListedFile}. */
export function listedFile(path: string): ListedFile {
  const slash = path.lastIndexOf('/');
  const folder = slash === -1 ? '' : path.slice(0, slash);
  return fileOf(path, folder, slash === -1 ? path : path.slice(slash + 1));
}

const longestExtension = 8;
/** Extensions as written, with what they count as; `''` for endings that are none. There are few, and each file has one. */
const knownExtensions = new Map<string, string>();

function fileOf(path: string, folder: string, name: string): ListedFile {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= longestExtension + 1 ? extensionOf(name.slice(dot + 1)) : '';
  return { path, folder, name, stem: extension === '' ? name : name.slice(0, dot), extension };
}

function extensionOf(ending: string): string {
  const known = knownExtensions.get(ending);
  if (known !== undefined) return known;
  const extension = /^[A-Za-z0-9]{1,8}$/.test(ending) ? ending.toLowerCase() : '';
  if (knownExtensions.size > 1000) knownExtensions.clear();
  knownExtensions.set(ending, extension);
  return extension;
}

interface Pending {
  readonly path: string;
  readonly depth: number;
  /** Whether it, or a folder above it, is a link. */
  readonly linked: boolean;
  readonly ancestors: readonly { readonly path: string; readonly entries: readonly FolderEntry[] }[];
}

/** What was found in one folder. */
interface ListedFolder {
  /** Names of files in natural order. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** How to list. `deepest`: levels of folders below the root; all when left out. */
export interface ListOptions {
  readonly signal?: Stop;
  readonly onProgress?: (files: number) => void;
  readonly deepest?: number;
}

/**
 * Lists all files below the root. Hidden ones, `Thumbs.db`, `__MACOSX`, `node_modules`, sockets and pipes are passed over; a folder that is a
 * link to one above it is entered once. Fails only when the root itself cannot be listed.
 */
export async function listBenchmark(
  folder: ReadableFolder,
  options: ListOptions = {},
): Promise<Result<Listing, FileError>> {
  const deepest = Math.min(options.deepest ?? deepestFolders, deepestFolders);
  const found = new Map<string, ListedFolder>();
  const problems: Problem[] = [];
  const outside = new Set<string>();
  const broken = new Set<string>();
  const links = new Map<string, string>();
  let files = 0;
  let level: readonly Pending[] = [{ path: '', depth: 0, linked: false, ancestors: [] }];
  while (level.length > 0 && options.signal?.aborted !== true) {
    const listed = await mapBounded(level, foldersAtOnce, ({ path }) => folder.list(path), options.signal);
    const next: Pending[] = [];
    for (const [i, pending] of level.entries()) {
      const entries = listed[i];
      if (entries === undefined) continue;
      if (!entries.ok) {
        if (pending.path === '') return err(entries.error);
        problems.push(folderProblem(pending.path, entries.error));
        continue;
      }
      for (const { name, leadsTo } of entries.value) {
        if (leadsTo !== undefined && isKeptName(name)) links.set(join(pending.path, name), leadsTo);
      }
      const kept = entries.value.filter(isKept);
      const below =
        pending.depth < (pending.linked ? Math.min(deepest, deepestLinked) : deepest)
          ? await foldersBelow(folder, pending, kept)
          : [];
      const names: string[] = [];
      for (const entry of kept) {
        if (entry.kind !== 'file' && entry.broken !== true) continue;
        names.push(entry.name);
        if (entry.outside === true) outside.add(join(pending.path, entry.name));
        if (entry.broken === true) broken.add(join(pending.path, entry.name));
      }
      found.set(pending.path, { files: sortNatural(names), folders: below.map(({ path }) => path) });
      files += names.length;
      for (const folder of below) next.push(folder);
    }
    options.onProgress?.(files);
    level = next;
  }
  return ok({ files: inOrder(found), outside, broken, problems, ...(links.size > 0 && { links }) });
}

/** All files in natural order of their paths, folder by folder. */
function inOrder(found: ReadonlyMap<string, ListedFolder>): readonly ListedFile[] {
  const files: ListedFile[] = [];
  let inDoubt = false;
  const addFolder = (path: string): void => {
    const listed = found.get(path);
    if (listed === undefined) return;
    const prefix = path === '' ? '' : `${path}/`;
    // A folder stands where its name with the slash would, so that the order is that of whole paths.
    const folders = listed.folders.map((below) => `${below.slice(prefix.length)}/`).sort(compareNatural);
    inDoubt ||= folders.some((name, i) => i > 0 && isSameButForZeros(folders[i - 1]!, name));
    let next = 0;
    for (const name of listed.files) {
      while (next < folders.length && compareNatural(folders[next]!, name) < 0) {
        addFolder(prefix + folders[next++]!.slice(0, -1));
      }
      files.push(fileOf(prefix + name, path, name));
    }
    for (; next < folders.length; next++) addFolder(prefix + folders[next]!.slice(0, -1));
  };
  addFolder('');
  return inDoubt ? files.sort((a, b) => compareNatural(a.path, b.path)) : files;
}

/** `a01/` and `a1/` are the same number: which comes first is decided by what stands below them. */
function isSameButForZeros(a: string, b: string): boolean {
  return compareNatural(`${a}\u{ffff}`, `${b}a`) > 0;
}

/** Length of the longest of the names that are passed over. */
const longestIgnored = Math.max(...[...ignoredNames].map((name) => name.length));

function isKept({ kind, name, broken }: FolderEntry): boolean {
  return (kind !== 'other' || broken === true) && isKeptName(name);
}

function isKeptName(name: string): boolean {
  if (name.startsWith('.')) return false;
  return name.length > longestIgnored || !ignoredNames.has(name.toLowerCase());
}

/** Whether a path is one that a listing may have: no part of it is hidden or passed over. */
export function isKeptPath(path: string): boolean {
  return path.split('/').every(isKeptName);
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

async function foldersBelow(
  folder: ReadableFolder,
  pending: Pending,
  entries: readonly FolderEntry[],
): Promise<readonly Pending[]> {
  const folders = entries.filter((entry) => entry.kind === 'folder');
  if (folders.length === 0 || (pending.linked && (await isLoop(folder, pending, entries)))) return [];
  const ancestors = [...pending.ancestors, { path: pending.path, entries }];
  return folders.map(({ name, link }) => ({
    path: join(pending.path, name),
    depth: pending.depth + 1,
    linked: pending.linked || link === true,
    ancestors,
  }));
}

/** The port does not say where links lead, so below one a folder with the content and the time of one above it counts as that one. */
async function isLoop(folder: ReadableFolder, pending: Pending, entries: readonly FolderEntry[]): Promise<boolean> {
  for (const ancestor of pending.ancestors) {
    if (ancestor.entries.length !== entries.length || signatureOf(ancestor.entries) !== signatureOf(entries)) continue;
    const [here, above] = await Promise.all([folder.stat(pending.path), folder.stat(ancestor.path)]);
    if (here.ok && above.ok && here.value.mtime === above.value.mtime) return true;
  }
  return false;
}

function signatureOf(entries: readonly FolderEntry[]): string {
  return entries
    .map((entry) => `${entry.kind}/${entry.name}`)
    .sort()
    .join('\0');
}

function folderProblem(path: string, error: FileError): Problem {
  return {
    kind: error.kind === 'outsideRoot' ? 'outside-root' : 'unreadable',
    file: path,
    facts: { reason: error.kind, detail: error.detail },
  };
}

import type { FileError, FolderEntry, ReadableFolder } from '../ports.ts';
import { err, ok, type Result } from '../result.ts';
import { mapBounded } from './boundedParallel.ts';
import { compareNatural } from './naturalOrder.ts';
import type { Problem } from './problem.ts';

/** One file below the root. */
export interface ListedFile {
  /** Relative to the root, forward slashes. */
  readonly path: string;
  /** The folder's path, `''` for the root. */
  readonly folder: string;
  /** File name without its extension. */
  readonly stem: string;
  /** Lower case, without the dot; empty when the name has none. */
  readonly extension: string;
}

/** All files below the root in natural order, with what could not be listed. */
export interface Listing {
  readonly files: readonly ListedFile[];
  readonly problems: readonly Problem[];
}

const pictureExtensions = new Set([
  ...['png', 'apng', 'jpg', 'jpeg', 'jpe', 'jfif', 'webp', 'gif', 'bmp', 'dib'],
  ...['avif', 'avifs', 'tif', 'tiff'],
]);
const videoExtensions = new Set(['mp4', 'm4v', 'webm', 'mov', 'mkv', 'avi']);
const ignoredNames = new Set(['thumbs.db', 'ehthumbs.db', 'desktop.ini', '__macosx', 'node_modules']);
/** Deeper than any data set, and low enough to end a chain of links that lead to each other. */
const deepestFolders = 40;
const foldersAtOnce = 32;

/** Whether a file counts as a picture by its name; its bytes are judged later. */
export function isPictureFile(file: Pick<ListedFile, 'extension'>): boolean {
  return pictureExtensions.has(file.extension);
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
  const name = path.slice(slash + 1);
  const dot = name.lastIndexOf('.');
  const hasExtension = dot > 0 && /^[A-Za-z0-9]{1,8}$/.test(name.slice(dot + 1));
  return {
    path,
    folder: slash === -1 ? '' : path.slice(0, slash),
    stem: hasExtension ? name.slice(0, dot) : name,
    extension: hasExtension ? name.slice(dot + 1).toLowerCase() : '',
  };
}

interface Pending {
  readonly path: string;
  readonly depth: number;
  readonly ancestors: readonly { readonly path: string; readonly signature: string }[];
}

/** How to list. `deepest`: levels of folders below the root, 40 when left out. */
export interface ListOptions {
  readonly signal?: AbortSignal;
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
  const files: ListedFile[] = [];
  const problems: Problem[] = [];
  let level: readonly Pending[] = [{ path: '', depth: 0, ancestors: [] }];
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
      const kept = entries.value.filter(isKept);
      for (const entry of kept) if (entry.kind === 'file') files.push(listedFile(join(pending.path, entry.name)));
      if (pending.depth < deepest) next.push(...(await foldersBelow(folder, pending, kept)));
    }
    options.onProgress?.(files.length);
    level = next;
  }
  return ok({ files: files.sort((a, b) => compareNatural(a.path, b.path)), problems });
}

function isKept(entry: FolderEntry): boolean {
  return entry.kind !== 'other' && !entry.name.startsWith('.') && !ignoredNames.has(entry.name.toLowerCase());
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
  if (folders.length === 0) return [];
  const signature = entries
    .map((entry) => `${entry.kind}/${entry.name}`)
    .sort()
    .join('\0');
  if (await isLoop(folder, pending, signature)) return [];
  const ancestors = [...pending.ancestors, { path: pending.path, signature }];
  return folders.map(({ name }) => ({ path: join(pending.path, name), depth: pending.depth + 1, ancestors }));
}

/** The port does not tell links from folders, so a folder with the content and the time of one above it counts as that one. */
async function isLoop(folder: ReadableFolder, pending: Pending, signature: string): Promise<boolean> {
  for (const ancestor of pending.ancestors) {
    if (ancestor.signature !== signature) continue;
    const [here, above] = await Promise.all([folder.stat(pending.path), folder.stat(ancestor.path)]);
    if (here.ok && above.ok && here.value.mtime === above.value.mtime) return true;
  }
  return false;
}

function folderProblem(path: string, error: FileError): Problem {
  return {
    kind: error.kind === 'outsideRoot' ? 'outside-root' : 'unreadable',
    file: path,
    facts: { reason: error.kind, detail: error.detail },
  };
}

import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { mapBounded } from '../../core/benchmark/boundedParallel.ts';
import { changedListing } from '../../core/benchmark/files/changedListing.ts';
import { isKeptPath, listBenchmark, type Listing } from '../../core/benchmark/files/listing.ts';
import type { FolderEntry, ReadableFolder } from '../../core/ports.ts';
import { ok } from '../../core/result.ts';
import { readableFolder } from './nodeFolder.ts';
import { stampOf } from './openStamps.ts';

/** A listing as it is kept: of the many names of plain files one text, in which `/` ends each, as no name can hold one. */
interface KeptListing {
  readonly stamp: string;
  readonly files: string;
  readonly others: readonly FolderEntry[];
}

/** A listing that file events may be applied to: nothing in it was a link, and all folders could be listed. */
interface PlainListing {
  readonly listing: Listing;
  /** All folders, each with its stamp from before it was listed, or from when a change in it was taken over. */
  readonly folders: Map<string, string>;
}

/** Folders younger than this when they were listed may have changed again without their times showing it, ms. */
const surelyOldMs = 2100;
const atOnce = 16;
/** Of more paths than this it is cheaper to list than to look at each. */
const mostPaths = 20_000;

/**
 * Lists a folder again and again with little trouble: what file events say is looked at by itself, and else only folders that changed are listed
 * anew. Events can be lost, so that a listing that came of them is to be held against the disk with {@link ListingKeeper.holds} when there is time.
 */
export class ListingKeeper {
  readonly root: string;
  readonly folder: ReadableFolder;
  readonly #kept = new Map<string, KeptListing>();
  /** Files that were read, as long as somebody else keeps their bytes. */
  readonly #bytes = new Map<string, { readonly stamp: string; readonly bytes: WeakRef<Uint8Array> }>();
  #last: PlainListing | undefined;
  /** What is being listed now, as long as it is plain. */
  #plain: Map<string, string> | undefined;

  constructor(root: string) {
    this.root = root;
    const folder = readableFolder(root);
    this.folder = {
      ...folder,
      list: (path) => this.#list(folder, path),
      read: (path) => this.#read(folder, path),
    };
  }

  /** All folders of the last listing with their stamps, `''` for the root; `undefined` where events cannot be applied to it. */
  get folders(): ReadonlyMap<string, string> | undefined {
    return this.#last?.folders;
  }

  /** The last listing; `undefined` where events cannot be applied to it. */
  get listing(): Listing | undefined {
    return this.#last?.listing;
  }

  /** Lists all: what `listBenchmark` gives. */
  list: typeof listBenchmark = async (folder, options) => {
    this.#last = undefined;
    this.#plain = new Map();
    const listed = await listBenchmark(folder, options);
    const isPlain = listed.ok && listed.value.problems.length === 0 && options?.signal?.aborted !== true;
    if (isPlain && this.#plain !== undefined) this.#last = { listing: listed.value, folders: this.#plain };
    this.#plain = undefined;
    return listed;
  };

  /**
   * The listing as it is after something happened to some paths; `undefined` where that is not sure: then all is to be listed. Nothing but the folders'
   * times tells whether these paths are all that something happened to.
   */
  async follow(paths: readonly string[]): Promise<Listing | undefined> {
    const last = this.#last;
    if (last === undefined || paths.length > mostPaths) return undefined;
    this.#last = undefined;
    const change = new FolderChange(this.root, last.folders);
    const isSure = (await change.look(paths)) && (await change.explains());
    if (!isSure) return undefined;
    const listing = changedListing(last.listing, change);
    this.#last = { listing, folders: change.folders };
    return listing;
  }

  /** Lists all anew and says whether that comes to the listing that was followed to; where it does not, or is broken off, that one stays. */
  async holds(signal: AbortSignal): Promise<boolean> {
    const followed = this.#last;
    const listed = await this.list(this.folder, { signal });
    const now = this.#last;
    this.#last = followed;
    if (!listed.ok || followed === undefined || now === undefined) return false;
    const { files } = followed.listing;
    const found = listed.value.files;
    const isSame = found.length === files.length && found.every(({ path }, i) => path === files[i]!.path);
    // What was read goes by the files of before.
    if (isSame) this.#last = { listing: { ...listed.value, files }, folders: now.folders };
    return isSame;
  }

  /** The bytes that are there already where the file is as it was. */
  async #read(folder: ReadableFolder, path: string): ReturnType<ReadableFolder['read']> {
    const { stamp, changed } = await stampOf(join(this.root, path));
    const kept = this.#bytes.get(path);
    const bytes = kept?.stamp === stamp ? kept.bytes.deref() : undefined;
    if (bytes !== undefined) return ok(bytes);
    const read = await folder.read(path);
    this.#bytes.delete(path);
    const isSettled = Date.now() - changed > surelyOldMs;
    if (read.ok && isSettled) this.#bytes.set(path, { stamp, bytes: new WeakRef(read.value) });
    return read;
  }

  async #list(folder: ReadableFolder, path: string): ReturnType<ReadableFolder['list']> {
    const { stamp, changed } = await stampOf(join(this.root, path));
    this.#plain?.set(path, stamp);
    const kept = this.#kept.get(path);
    if (kept?.stamp === stamp) return ok(entriesOf(kept));
    const listed = await folder.list(path);
    this.#kept.delete(path);
    const isSettled = Date.now() - changed > surelyOldMs;
    // What a link leads to can change without a trace in its folder.
    const hasLinks = !listed.ok || listed.value.some(({ link }) => link);
    if (hasLinks) this.#plain = undefined;
    if (listed.ok && isSettled && !hasLinks) this.#kept.set(path, keptOf(stamp, listed.value));
    return listed;
  }
}

/** Finds out what became of paths in a folder of which all folders are known. */
class FolderChange {
  readonly gone = new Set<string>();
  readonly there: string[] = [];
  readonly folders: Map<string, string>;
  readonly #root: string;
  /** Folders in which something was looked at by itself. */
  readonly #explained = new Set<string>();

  constructor(root: string, folders: ReadonlyMap<string, string>) {
    this.#root = root;
    this.folders = new Map(folders);
  }

  /** Looks at paths; false where something is not as simple as files and folders that came or went. */
  async look(paths: readonly string[]): Promise<boolean> {
    const tops = new Set<string>();
    for (const path of paths) {
      if (path === '' || path.startsWith('/') || path.split('/').includes('..')) return false;
      // Something hidden is not in the listing, and yet it changes the time of its folder.
      this.#explained.add(parentOf(path));
      if (isKeptPath(path)) tops.add(this.#topOf(path));
    }
    const looked = await mapBounded(
      [...tops].filter((path) => !this.#isBelow(path, tops)),
      atOnce,
      (path) => this.#lookAt(path),
    );
    return !looked.includes(false);
  }

  /** Whether all folders whose times changed are those of paths that were looked at. Their new times count from now on. */
  async explains(): Promise<boolean> {
    const changed = await mapBounded([...this.folders], atOnce, async ([path, before]) => {
      const { stamp } = await stampOf(join(this.#root, path));
      if (stamp === before) return false;
      this.folders.set(path, stamp);
      return !this.#explained.has(path) || !stamp.startsWith('folder ');
    });
    return !changed.includes(true);
  }

  /** The path itself, or the highest folder above it that is not known. */
  #topOf(path: string): string {
    let top = path;
    for (let above = parentOf(path); above !== '' && !this.folders.has(above); above = parentOf(above)) top = above;
    return top;
  }

  #isBelow(path: string, tops: ReadonlySet<string>): boolean {
    for (let above = parentOf(path); above !== ''; above = parentOf(above)) if (tops.has(above)) return true;
    return false;
  }

  async #lookAt(path: string): Promise<boolean> {
    const found = await lstat(join(this.#root, path)).catch((thrown: unknown) =>
      isAbsent(thrown) ? undefined : 'doubt',
    );
    if (found === 'doubt' || (found !== undefined && !(await this.#isSpelt(path)))) return false;
    this.#explained.add(parentOf(path));
    if (found?.isFile() === true) {
      if (this.folders.has(path)) return false;
      this.there.push(path);
      return true;
    }
    this.gone.add(path);
    for (const folder of this.folders.keys()) {
      if (folder === path || folder.startsWith(`${path}/`)) this.folders.delete(folder);
    }
    if (found === undefined) return true;
    return found.isDirectory() && this.#addFolder(path);
  }

  /** Where names that differ in case or form are one file, an event may spell a path otherwise than its folder does. */
  async #isSpelt(path: string): Promise<boolean> {
    if (process.platform === 'linux') return true;
    const [root, real] = await Promise.all([realpath(this.#root), realpath(join(this.#root, path))]);
    return real === join(root, path);
  }

  /** Lists a folder that came, or of which it is only known that something happened in it. */
  async #addFolder(path: string): Promise<boolean> {
    const keeper = new ListingKeeper(join(this.#root, path));
    const listed = await keeper.list(keeper.folder);
    const { folders } = keeper;
    if (!listed.ok || folders === undefined) return false;
    for (const file of listed.value.files) this.there.push(`${path}/${file.path}`);
    for (const [below, stamp] of folders) this.folders.set(below === '' ? path : `${path}/${below}`, stamp);
    return true;
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function isAbsent(thrown: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(String((thrown as { code?: unknown }).code));
}

function keptOf(stamp: string, entries: readonly FolderEntry[]): KeptListing {
  const names: string[] = [];
  const others: FolderEntry[] = [];
  for (const entry of entries) {
    if (entry.kind === 'file') names.push(entry.name, '/');
    else others.push(entry);
  }
  return { stamp, files: names.join(''), others };
}

function entriesOf({ files, others }: KeptListing): readonly FolderEntry[] {
  const entries = [...others];
  for (let start = 0; start < files.length;) {
    const end = files.indexOf('/', start);
    entries.push({ name: files.slice(start, end), kind: 'file' });
    start = end + 1;
  }
  return entries;
}

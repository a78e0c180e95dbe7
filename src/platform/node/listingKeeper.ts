import { join } from 'node:path';
import type { FolderEntry, ReadableFolder } from '../../core/ports.ts';
import { ok } from '../../core/result.ts';
import { readableFolder } from './nodeFolder.ts';
import { stampOf } from './openStamps.ts';

interface KeptListing {
  readonly stamp: string;
  readonly entries: readonly FolderEntry[];
}

/** Folders younger than this when they were listed may have changed again without their times showing it, ms. */
const surelyOldMs = 2100;

/**
 * A folder that lists anew only what changed: opening a large benchmark again after one file was added asks the system for one
 * folder instead of all.
 */
export class ListingKeeper {
  readonly root: string;
  readonly folder: ReadableFolder;
  readonly #kept = new Map<string, KeptListing>();

  constructor(root: string) {
    this.root = root;
    const folder = readableFolder(root);
    this.folder = { ...folder, list: (path) => this.#list(folder, path) };
  }

  async #list(folder: ReadableFolder, path: string): ReturnType<ReadableFolder['list']> {
    const { stamp, changed } = await stampOf(join(this.root, path));
    const kept = this.#kept.get(path);
    if (kept?.stamp === stamp) return ok(kept.entries);
    const listed = await folder.list(path);
    this.#kept.delete(path);
    const isSettled = Date.now() - changed > surelyOldMs;
    // What a link leads to can change without a trace in its folder.
    if (listed.ok && isSettled && !listed.value.some(({ link }) => link)) {
      this.#kept.set(path, { stamp, entries: listed.value });
    }
    return listed;
  }
}

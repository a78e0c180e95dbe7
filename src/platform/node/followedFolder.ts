import { isMediaFile } from '../../core/benchmark/files/listing.ts';
import { openMemory, type OpenMemory } from '../../core/benchmark/openMemory.ts';
import { ok } from '../../core/result.ts';
import { ListingKeeper } from './listingKeeper.ts';
import { pacer } from './pacer.ts';
import type { KnownFolder } from './openCached.ts';

/** A folder that is opened again whenever its files change, with what is known of it from before. */
export class FollowedFolder {
  readonly keeper: ListingKeeper;
  readonly memory: OpenMemory;
  /** Whether what was opened last went by events alone. */
  isUnsure = false;

  readonly root: string;
  #isPractised = false;

  /** `fewItems`: see {@link OpenMemory}. */
  constructor(root: string, fewItems?: number) {
    this.root = root;
    this.memory = openMemory(fewItems);
    this.keeper = new ListingKeeper(root);
  }

  /** Whether it was listed, so that events can be applied to it. */
  get isKnown(): boolean {
    return this.keeper.folders !== undefined;
  }

  /** Whether all files are those that events led to; false, too, where it is broken off. */
  verify(signal: AbortSignal): Promise<boolean> {
    return this.keeper.holds(signal);
  }

  /** Makes what following an event may need, until a signal. */
  async prepare(signal: AbortSignal): Promise<void> {
    const { files } = this.memory;
    if (files?.isUsed !== true) return;
    const pause = pacer();
    for (const _turn of files.prepareNames()) {
      await pause();
      if (signal.aborted) return;
    }
  }

  /**
   * What an event leads to, for practice: as it was listed last without its last picture, and then with it. Nothing where it was given before, or where
   * reading takes long or no time.
   */
  *practice(): Generator<KnownFolder> {
    const listing = this.keeper.listing;
    const { reading, fewItems } = this.memory;
    if (this.#isPractised || listing === undefined || reading !== undefined || listing.files.length < fewItems) return;
    this.#isPractised = true;
    const last = listing.files.findLastIndex(isMediaFile);
    if (last === -1) return;
    const files = listing.files.toSpliced(last, 1);
    yield { ...this.again(), list: () => Promise.resolve(ok({ ...listing, files })) };
    yield this.again();
  }

  /** As it was listed last, without a look at what happened since. */
  again(): KnownFolder {
    return {
      list: (folder, options) => {
        const { listing } = this.keeper;
        return listing ? Promise.resolve(ok(listing)) : this.keeper.list(folder, options);
      },
      folders: () => this.keeper.folders?.keys() ?? [],
    };
  }

  /** How it is listed, given the paths that something happened to; all of it where they are left out or do not explain what is there. */
  known(changed: readonly string[] | undefined): KnownFolder {
    this.isUnsure = false;
    return {
      list: async (folder, options) => {
        const listing = changed && (await this.keeper.follow(changed));
        this.isUnsure = listing !== undefined;
        return listing ? ok(listing) : this.keeper.list(folder, options);
      },
      folders: () => this.keeper.folders?.keys() ?? [],
    };
  }
}

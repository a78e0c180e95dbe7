import { type Turns, workedOffAtOnce } from '../../turns.ts';
import { FilesSince } from './filesSince.ts';
import { beginningsOf, LenientIndex, mayBegin } from './lenientIndex.ts';
import type { ListedFile } from './listing.ts';
import { mediaExtensions } from './mediaExtensions.ts';
import { fold, NameIndex, noFile, type NameLookup } from './nameIndex.ts';
import { PathIndex, type PathLookup } from './pathIndex.ts';

/** Finds files by their paths and names. Each part is made when it is first asked for, which may be never. */
export class FileIndex {
  readonly files: readonly ListedFile[];
  readonly #since: FilesSince | undefined;
  #paths: PathLookup | undefined;
  #names: NameLookup | undefined;
  #beginnings: Uint8Array | undefined;
  #extensions: readonly string[] | undefined;
  #lenient: LenientIndex | undefined;

  /** `since`: how the files differ from others that have an index, whose parts then need not be made again. `paths`: where their paths are found already. */
  constructor(files: readonly ListedFile[], since?: FilesSince, paths?: PathLookup) {
    this.files = files;
    this.#since = since;
    this.#paths = paths;
  }

  /** Whether any name has been looked for. */
  get isUsed(): boolean {
    return this.#paths !== undefined;
  }

  paths(): PathLookup {
    return (this.#paths ??= this.#since?.paths() ?? workedOffAtOnce(PathIndex.of(this.files)));
  }

  names(): NameLookup {
    return (this.#names ??= this.#since?.names() ?? workedOffAtOnce(NameIndex.of(this.files)));
  }

  beginnings(): Uint8Array {
    return (this.#beginnings ??= this.#since?.beginnings() ?? workedOffAtOnce(beginningsOf(this.files)));
  }

  /** The place of the only file that is called so, see {@link NameLookup}; an index of names is not made for one that begins like none. */
  placeCalled(name: string): number {
    const folded = fold(name);
    return mayBegin(this.beginnings(), folded) ? this.names().findIn(folded, 0, folded.length) : noFile;
  }

  /** Extensions of the pictures and videos, as they are written. */
  extensions(): readonly string[] {
    return (this.#extensions ??= this.#since?.extensions() ?? mediaExtensions(this.files));
  }

  lenient(): LenientIndex {
    return (this.#lenient ??= workedOffAtOnce(this.#makeLenient()));
  }

  /** Makes all that is left to make, yielding now and then. */
  *prepare(): Turns<void> {
    yield* this.prepareNames();
    this.extensions();
    yield;
    this.#lenient ??= yield* this.#makeLenient();
  }

  /** Makes what an index of nearly the same files can go on from, yielding now and then. */
  *prepareNames(): Turns<void> {
    if (this.#since === undefined) this.#paths ??= yield* PathIndex.of(this.files);
    this.#beginnings ??= this.#since?.beginnings() ?? (yield* beginningsOf(this.files));
    if (this.#since === undefined) this.#names ??= yield* NameIndex.of(this.files);
  }

  #makeLenient(): Turns<LenientIndex> {
    return LenientIndex.of(this.files, { names: () => this.names(), beginnings: () => this.beginnings() });
  }
}

/** One index for all finders over one listing. */
const indexes = new WeakMap<readonly ListedFile[], FileIndex>();

/** The index of some files. `paths`: where their paths are found already. */
export function indexFiles(files: readonly ListedFile[], paths?: PathLookup): FileIndex {
  let index = indexes.get(files);
  if (index === undefined) indexes.set(files, (index = new FileIndex(files, undefined, paths)));
  return index;
}

/**
 * Makes sure that the index of some files goes on from one that was kept, where most of the files are the same, and says which one to keep for the
 * next time: that one, or the files' own.
 */
export function followIndex(files: readonly ListedFile[], kept: FileIndex | undefined): FileIndex {
  if (kept?.isUsed !== true) return indexFiles(files);
  if (indexes.has(files)) return kept;
  const since = FilesSince.of(kept, files);
  if (since === undefined) return indexFiles(files);
  indexes.set(files, new FileIndex(files, since));
  return kept;
}

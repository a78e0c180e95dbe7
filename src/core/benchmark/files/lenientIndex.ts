import type { Turns } from '../../turns.ts';
import { isMediaFile, listedFile, type ListedFile } from './listing.ts';
import { fold, type NameLookup, noFile, severalFiles } from './nameIndex.ts';

/** Files that are entered between two turns of others. */
const filesAtOnce = 16_384;

/** Paths of files by names of one kind, in the order of the listing. */
type PathsByName = ReadonlyMap<string, readonly string[]>;

/** The files that stand in folders of one folded path. What they are called is looked at when a name of that folder is first asked for. */
interface LenientFolder {
  readonly files: ListedFile[];
  names?: PathsByName;
  stems?: PathsByName;
}

/** What is known of the names of files, made when it is first asked for. */
export interface KnownNames {
  readonly names: () => NameLookup;
  /** See {@link beginningsOf}; there may be more than there are names for. */
  readonly beginnings: () => Uint8Array;
}

/**
 * Finds files by what is left of a name when case, Unicode form and (for pictures) extension or folder do not count. All of it is made when it
 * is first needed, folder by folder, because most tables never need it.
 */
export class LenientIndex {
  readonly #files: readonly ListedFile[];
  readonly #folders = new Map<string, LenientFolder>();
  /** Ends of all folders' paths, each beginning at a folder. */
  readonly #tails = new Set<string>();
  readonly #depths = new Map<string, readonly number[]>();
  readonly #known: KnownNames;
  #everywhere: PathsByName | undefined;

  private constructor(files: readonly ListedFile[], known: KnownNames) {
    this.#files = files;
    this.#known = known;
  }

  /** Makes the index, yielding now and then. */
  static *of(files: readonly ListedFile[], known: KnownNames): Turns<LenientIndex> {
    const index = new LenientIndex(files, known);
    let last: { readonly folder: string; readonly found: LenientFolder } | undefined;
    for (let place = 0; place < files.length; place++) {
      const file = files[place]!;
      if (last?.folder !== file.folder) last = { folder: file.folder, found: index.#enter(fold(file.folder)) };
      last.found.files.push(file);
      if (place % filesAtOnce === filesAtOnce - 1) yield;
    }
    return index;
  }

  /** Files with this path, else pictures and videos with this path before their extension. */
  at(path: string): readonly string[] | undefined {
    const folded = fold(path);
    const slash = folded.lastIndexOf('/');
    const folder = this.#folders.get(folded.slice(0, Math.max(0, slash)));
    const name = folded.slice(slash + 1);
    if (folder === undefined || !this.#mayBeCalled(name)) return undefined;
    const place = this.#known.names().find(name);
    if (place === noFile) return undefined;
    if (place !== severalFiles) {
      const file = this.#files[place]!;
      return this.#folders.get(fold(file.folder)) === folder ? [file.path] : undefined;
    }
    folder.names ??= byName(folder.files, (file) => [file.name]);
    const named = folder.names.get(name);
    if (named) return named;
    folder.stems ??= byName(folder.files.filter(isMediaFile), (file) => [file.stem]);
    return folder.stems.get(name);
  }

  /** Pictures and videos of this name, with or without their extension, in any folder: those that are called just so, where any are. */
  named(name: string): readonly string[] | undefined {
    if (!this.#mayBeCalled(fold(name))) return undefined;
    const place = this.#known.names().find(name);
    if (place === noFile) return undefined;
    if (place !== severalFiles) return isMediaFile(this.#files[place]!) ? [this.#files[place]!.path] : undefined;
    this.#everywhere ??= byName(this.#files.filter(isMediaFile), (file) => [file.name, file.stem]);
    const named = this.#everywhere.get(fold(name));
    const exact = named?.filter((path) => isCalled(listedFile(path), name));
    return exact !== undefined && exact.length > 0 ? exact : named;
  }

  /**
   * From which of its segments on a path can be that of a file here, or its end: `[2, 4]` for `/home/me/set/images/a.png` where there is a folder
   * `set/images`. Its name alone always can. Remembered by folder: the rows of a table share a few.
   */
  depthsOf(segments: readonly string[]): readonly number[] {
    const folders = segments.slice(0, -1);
    const key = folders.join('/');
    let depths = this.#depths.get(key);
    if (depths === undefined) {
      const folded = folders.map(fold);
      const all = segments.map((_, from) => from);
      depths = all.filter((from) => from === folded.length || this.#tails.has(folded.slice(from).join('/')));
      if (this.#depths.size >= mostDepths) this.#depths.clear();
      this.#depths.set(key, depths);
    }
    return depths;
  }

  #mayBeCalled(folded: string): boolean {
    return mayBegin(this.#known.beginnings(), folded);
  }

  #enter(folded: string): LenientFolder {
    const known = this.#folders.get(folded);
    if (known) return known;
    const folder = { files: [] };
    this.#folders.set(folded, folder);
    for (let at = 0; at !== -1; at = nextSegment(folded, at)) this.#tails.add(folded.slice(at));
    return folder;
  }
}

function isCalled({ name, stem }: ListedFile, text: string): boolean {
  return name === text || stem === text;
}

/** Lengths from here on count as one. */
const longest = 255;

/** A number for the length and the first letter of a folded name. */
function beginningOf(folded: string): number {
  return Math.min(folded.length, longest) * 128 + (folded.charCodeAt(0) & 127);
}

/** False where no name, with its extension or without, has this length and begins so: most words of a table are told from names by that, without an index. */
export function mayBegin(beginnings: Uint8Array, folded: string): boolean {
  return beginnings[beginningOf(folded)] === 1;
}

/** By length and first letter 1 where some name begins so, with its extension or without; yields now and then. */
export function* beginningsOf(files: readonly ListedFile[]): Turns<Uint8Array> {
  const found = new Uint8Array((longest + 1) * 128);
  for (let place = 0; place < files.length; place++) {
    const { name, stem } = files[place]!;
    const folded = fold(name);
    found[beginningOf(folded)] = 1;
    found[beginningOf(folded === name ? stem : fold(stem))] = 1;
    if (place % filesAtOnce === filesAtOnce - 1) yield;
  }
  return found;
}

/** Folders of a table's names that are remembered: more than nearly any table has. */
const mostDepths = 100_000;

/** Where the next folder of a path begins; -1 behind the last one. */
function nextSegment(path: string, at: number): number {
  const slash = path.indexOf('/', at);
  return slash === -1 ? -1 : slash + 1;
}

function byName(files: readonly ListedFile[], namesOf: (file: ListedFile) => readonly string[]): PathsByName {
  const paths = new Map<string, string[]>();
  for (const file of files) {
    for (const name of namesOf(file)) {
      const key = fold(name);
      const known = paths.get(key);
      if (known) known.push(file.path);
      else paths.set(key, [file.path]);
    }
  }
  return paths;
}

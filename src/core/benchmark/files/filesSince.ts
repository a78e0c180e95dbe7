import { beginningsOf } from './lenientIndex.ts';
import { isMediaFile, type ListedFile } from './listing.ts';
import { mediaExtensions } from './mediaExtensions.ts';
import { NameIndex, noFile, severalFiles, type NameLookup } from './nameIndex.ts';
import { PathIndex, type PathLookup } from './pathIndex.ts';
import { newPlaces, placesBefore, placesNow } from './placesBefore.ts';
import { workedOffAtOnce } from '../../turns.ts';

/** Where so many times as many files are new or gone, an index of their own is as cheap. */
const mostShare = 1 / 8;

/** An index of the files that there were before. */
interface IndexBefore {
  readonly files: readonly ListedFile[];
  readonly paths: () => PathLookup;
  readonly names: () => NameLookup;
  readonly beginnings: () => Uint8Array;
  readonly extensions: () => readonly string[];
}

/** Finds files by an index of those that there were before, and by one of the few that are new. */
export class FilesSince {
  readonly #before: IndexBefore;
  /** By place before the place now; -1 for those that are gone. */
  readonly #now: Int32Array;
  readonly #added: readonly ListedFile[];
  /** By place among those that are new the place among all. */
  readonly #places: Uint32Array;

  private constructor(before: IndexBefore, now: Int32Array, added: readonly ListedFile[], places: Uint32Array) {
    this.#before = before;
    this.#now = now;
    this.#added = added;
    this.#places = places;
  }

  /** How some files differ from those of an index; `undefined` where too many do. */
  static of(before: IndexBefore, files: readonly ListedFile[]): FilesSince | undefined {
    const was = placesBefore(before.files, files);
    const added = newPlaces(was);
    const gone = before.files.length - (files.length - added.length);
    if (added.length + gone > files.length * mostShare) return undefined;
    const now = placesNow(was, before.files.length);
    return new FilesSince(
      before,
      now,
      added.map((place) => files[place]!),
      Uint32Array.from(added),
    );
  }

  paths(): PathLookup {
    const before = this.#before.paths();
    const added = workedOffAtOnce(PathIndex.of(this.#added));
    const placeOf = (old: number, fresh: () => number): number => {
      const place = old === -1 ? -1 : this.#now[old]!;
      if (place !== -1 || this.#added.length === 0) return place;
      const found = fresh();
      return found === -1 ? -1 : this.#places[found]!;
    };
    return {
      placeOf: (path) => placeOf(before.placeOf(path), () => added.placeOf(path)),
      below: (prefix) => {
        const [inBefore, inAdded] = [before.below(prefix), added.below(prefix)];
        return (text, start, end) => placeOf(inBefore(text, start, end), () => inAdded(text, start, end));
      },
    };
  }

  /** Where several files had a name before, and fewer have it now, there may still be several: more is not known without looking at all of them. */
  names(): NameLookup {
    const before = this.#before.names();
    const added = workedOffAtOnce(NameIndex.of(this.#added));
    const placeOf = (old: number, fresh: number): number => {
      if (old === severalFiles || fresh === severalFiles) return severalFiles;
      const place = old === noFile ? noFile : this.#now[old]!;
      if (fresh === noFile) return place;
      return place === noFile ? this.#places[fresh]! : severalFiles;
    };
    return {
      find: (name) => placeOf(before.find(name), added.find(name)),
      findIn: (text, start, end) => placeOf(before.findIn(text, start, end), added.findIn(text, start, end)),
    };
  }

  /** There where nearly all pictures have one, which those have that came, so that it is known without looking at all of them. */
  extensions(): readonly string[] | undefined {
    const before = this.#before.extensions();
    if (before.length !== 1) return undefined;
    const isLeft = this.#before.files.some((file, old) => this.#now[old] !== -1 && isMediaFile(file));
    return isLeft && mediaExtensions(this.#added).every((one) => one === before[0]) ? before : undefined;
  }

  beginnings(): Uint8Array {
    const before = this.#before.beginnings();
    if (this.#added.length === 0) return before;
    const added = workedOffAtOnce(beginningsOf(this.#added));
    return before.map((one, i) => one | added[i]!);
  }
}

import type { Turns } from '../../turns.ts';
import { hashOn, hashStart } from '../../fnv1a.ts';
import { hashesOf, slotsOf } from '../idIndex.ts';
import { textParts, type TextParts } from '../itemColumns.ts';
import type { ListedFile } from './listing.ts';

/** Finds files by their paths, or by a folder and a name that stands somewhere in a longer text. */
export interface PathLookup {
  /** The place of a path among the files; -1 when there is no such file. */
  readonly placeOf: (path: string) => number;
  /** A finder of the files whose path is `prefix` and what stands between two places of a text, which need not be cut out. */
  readonly below: (prefix: string) => (text: string, start: number, end: number) => number;
}

/** An index of the paths of files. */
export class PathIndex implements PathLookup {
  readonly #paths: TextParts;
  readonly #slots: Uint32Array;

  private constructor(paths: TextParts, slots: Uint32Array) {
    this.#paths = paths;
    this.#slots = slots;
  }

  /** The index of paths whose slots are known, see `idIndex`. */
  static from(paths: TextParts, slots: Uint32Array): PathIndex {
    return new PathIndex(paths, slots);
  }

  /** Makes the index, yielding now and then. */
  static *of(files: readonly ListedFile[]): Turns<PathIndex> {
    const names = files.map(({ path }) => path);
    yield;
    const paths = textParts(names);
    yield;
    const hashes = hashesOf(paths);
    yield;
    return new PathIndex(paths, slotsOf(hashes));
  }

  placeOf(path: string): number {
    return this.#find('', hashStart, path, 0, path.length);
  }

  below(prefix: string): (text: string, start: number, end: number) => number {
    const hash = hashOn(hashStart, prefix, 0, prefix.length);
    const { length } = this.#paths.ends;
    // Most tables name the files of a folder in their order: the next one is compared without being looked for all over the memory.
    let next = 0;
    return (text, start, end) => {
      const isNext = next < length && this.#isPath(next, prefix, text, start, end);
      const place = isNext ? next : this.#find(prefix, hash, text, start, end);
      if (place !== -1) next = place + 1;
      return place;
    };
  }

  #find(prefix: string, hash: number, text: string, start: number, end: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const whole = hashOn(hash, text, start, end);
    for (let slot = (whole ^ (whole >>> 15)) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const place = slots[slot]! - 1;
      if (this.#isPath(place, prefix, text, start, end)) return place;
    }
    return -1;
  }

  #isPath(place: number, prefix: string, text: string, start: number, end: number): boolean {
    const { all, ends } = this.#paths;
    const from = place === 0 ? 0 : ends[place - 1]!;
    if (ends[place]! - from - 1 !== prefix.length + end - start) return false;
    if (start === 0 && end === text.length) {
      return all.slice(from + 1 + prefix.length, ends[place]) === text && all.startsWith(prefix, from + 1);
    }
    // Names differ at their ends.
    for (let at = ends[place]! - 1, i = end - 1; i >= start; at--, i--) {
      if (all.charCodeAt(at) !== text.charCodeAt(i)) return false;
    }
    return all.startsWith(prefix, from + 1);
  }
}

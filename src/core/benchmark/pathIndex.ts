import type { Turns } from '../turns.ts';
import { hashesOf, hashOn, slotsOf, startHash } from './idIndex.ts';
import { textParts, type TextParts } from './itemColumns.ts';
import type { ListedFile } from './listing.ts';

/** Finds files by their paths, or by a folder and a name that stands somewhere in a longer text. */
export class PathIndex {
  readonly #files: readonly ListedFile[];
  readonly #paths: TextParts;
  readonly #slots: Uint32Array;

  private constructor(files: readonly ListedFile[], paths: TextParts, slots: Uint32Array) {
    this.#files = files;
    this.#paths = paths;
    this.#slots = slots;
  }

  /** Makes the index, yielding now and then. */
  static *of(files: readonly ListedFile[]): Turns<PathIndex> {
    const names = files.map(({ path }) => path);
    yield;
    const paths = textParts(names);
    yield;
    const hashes = hashesOf(paths);
    yield;
    return new PathIndex(files, paths, slotsOf(hashes));
  }

  /** The place of a path among the files; -1 when there is no such file. */
  placeOf(path: string): number {
    return this.#find('', startHash, path, 0, path.length);
  }

  /** A finder of the files whose path is `prefix` and what stands between two places of a text, which need not be cut out. */
  below(prefix: string): (text: string, start: number, end: number) => number {
    const hash = hashOn(startHash, prefix, 0, prefix.length);
    return (text, start, end) => this.#find(prefix, hash, text, start, end);
  }

  #find(prefix: string, hash: number, text: string, start: number, end: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const length = prefix.length + end - start;
    const whole = hashOn(hash, text, start, end);
    for (let slot = (whole ^ (whole >>> 15)) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const place = slots[slot]! - 1;
      const { path } = this.#files[place]!;
      if (path.length === length && this.#isAt(place, prefix, text, start, end)) return place;
    }
    return -1;
  }

  #isAt(place: number, prefix: string, text: string, start: number, end: number): boolean {
    const { all, ends } = this.#paths;
    // Names differ at their ends.
    for (let at = ends[place]! - 1, i = end - 1; i >= start; at--, i--) {
      if (all.charCodeAt(at) !== text.charCodeAt(i)) return false;
    }
    return all.startsWith(prefix, place === 0 ? 1 : ends[place - 1]! + 1);
  }
}

import { hashStart, hashWith, stirred } from '../../fnv1a.ts';
import type { Turns } from '../../turns.ts';
import { isMediaFile, type ListedFile } from './listing.ts';

/** Said in place of a place: no file has the name. */
export const noFile = -1;
/** Said in place of a place: more than one file may be meant. */
export const severalFiles = -2;

interface HashedName {
  readonly name: string;
  readonly stem: string;
  readonly ofName: number;
  readonly ofStem: number;
}

/** Names that are entered between two turns of others. */
const namesAtOnce = 8192;

/** Nothing but small letters, digits and signs of ASCII stays as it is. */
const isFolded = /^[\u0000-@[-\u007f]*$/;
const lastAscii = 127;
const isAscii = /^[\u0000-\u007f]*$/;

/** macOS writes file names in NFD, Windows without regard to case; tables are written elsewhere. */
export function fold(path: string): string {
  return isFolded.test(path) ? path : path.normalize('NFC').toLowerCase();
}

/** Finds files by their names alone, whatever their folders, and pictures also by their names without the extension; neither case nor Unicode form counts. */
export interface NameLookup {
  /** The place of the only file that is called so; {@link noFile} or {@link severalFiles} where there is none, or may be more. */
  readonly find: (name: string) => number;
  /** The same for a part of a text that is ASCII, or folded. */
  readonly findIn: (text: string, start: number, end: number) => number;
}

/** An index of the names of files. A name is not cut out of its text to be looked for, and names in numbers cost less than a map of texts. */
export class NameIndex implements NameLookup {
  readonly #files: readonly ListedFile[];
  /** Twice the place plus 1, plus 1 for a name without its extension; below zero where other files have the same one; 0 is a free slot. */
  readonly #slots: Int32Array;

  private constructor(files: readonly ListedFile[]) {
    this.#files = files;
    this.#slots = new Int32Array(sizeFor(files.length * 2));
  }

  /** Makes the index, yielding now and then. */
  static *of(files: readonly ListedFile[]): Turns<NameIndex> {
    const index = new NameIndex(files);
    for (let place = 0; place < files.length; place++) {
      index.#enterFile(place, files[place]!);
      if (place % namesAtOnce === namesAtOnce - 1) yield;
    }
    return index;
  }

  find(name: string): number {
    const folded = fold(name);
    return this.findIn(folded, 0, folded.length);
  }

  findIn(text: string, start: number, end: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = stirred(hashOf(text, start, end)) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const held = slots[slot]!;
      if (this.#isCalled(Math.abs(held), text, start, end)) return held < 0 ? severalFiles : (held - 1) >> 1;
    }
    return noFile;
  }

  #enterFile(place: number, file: ListedFile): void {
    const { name, stem } = file;
    let [hash, ofStem, signs] = [hashStart, hashStart, 0];
    for (let at = 0; at < name.length; at++) {
      // A name begins with its stem.
      if (at === stem.length) ofStem = hash;
      const code = name.charCodeAt(at);
      signs |= code;
      hash = hashedWith(hash, code);
    }
    if (signs > lastAscii) this.#enterFolded(place, file);
    else this.#enterBoth(place, file, { name, stem, ofName: hash, ofStem: name === stem ? hash : ofStem });
  }

  #enterFolded(place: number, file: ListedFile): void {
    const [name, stem] = [fold(file.name), fold(file.stem)];
    const [ofName, ofStem] = [name, stem].map((text) => hashOf(text, 0, text.length)) as [number, number];
    this.#enterBoth(place, file, { name, stem, ofName, ofStem });
  }

  #enterBoth(place: number, file: ListedFile, { name, stem, ofName, ofStem }: HashedName): void {
    this.#enter(place * 2 + 1, stirred(ofName), name);
    if (isMediaFile(file)) this.#enter(place * 2 + 2, stirred(ofStem), stem);
  }

  #enter(entry: number, hash: number, name: string): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      if (!this.#isCalled(Math.abs(slots[slot]!), name, 0, name.length)) continue;
      slots[slot] = -Math.abs(slots[slot]!);
      return;
    }
    slots[slot] = entry;
  }

  #isCalled(entry: number, text: string, start: number, end: number): boolean {
    const { name, stem } = this.#files[(entry - 1) >> 1]!;
    const called = (entry & 1) === 1 ? name : stem;
    const { length } = called;
    if (length === end - start && (text.slice(start, end) === called || isSame(called, text, start, length)))
      return true;
    // What is beyond ASCII may be longer or shorter once it is folded.
    if (isAscii.test(name)) return false;
    const folded = fold(name.slice(0, length));
    return folded.length === end - start && isSame(folded, text, start, folded.length);
  }
}

function isSame(name: string, text: string, start: number, length: number): boolean {
  // Names differ at their ends.
  for (let i = length - 1; i >= 0; i--) {
    if (lowered(name.charCodeAt(i)) !== lowered(text.charCodeAt(start + i))) return false;
  }
  return true;
}

/** FNV-1a over code units, without regard to the case of ASCII letters. */
function hashOf(text: string, start: number, end: number): number {
  let hash = hashStart;
  for (let i = start; i < end; i++) hash = hashedWith(hash, text.charCodeAt(i));
  return hash;
}

/** The bit that tells small letters from capital ones is left out of all signs, which costs less than to ask which are letters. */
function hashedWith(hash: number, code: number): number {
  return hashWith(hash, code | 32);
}

function lowered(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

/** At most half of the slots are taken. */
function sizeFor(files: number): number {
  let size = 16;
  while (size < files * 2) size *= 2;
  return size;
}

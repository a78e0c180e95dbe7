import { hashStart, hashWith } from '../../fnv1a.ts';
import { mediaFiles } from './filesByKind.ts';
import type { ListedFile } from './listing.ts';
import { fold } from './nameIndex.ts';

const [zero, nine] = [48, 57];
/** Said in place of a picture that several are. */
const several = -1;

/** Finds pictures by their names without the zeros that numbers in these begin with. Names in numbers cost less than a map of texts. */
export class NumberedNames {
  readonly #pictures: readonly ListedFile[];
  /** The place of a picture plus 1; {@link several}, with its hash, for a name that several have; 0 is a free slot. */
  readonly #slots: Int32Array;
  readonly #hashes: Uint32Array;
  /** The first picture of each name that several have. */
  readonly #shared = new Map<number, number>();
  #count = 0;

  private constructor(pictures: readonly ListedFile[]) {
    let size = 16;
    while (size < pictures.length * 2) size *= 2;
    this.#pictures = pictures;
    this.#slots = new Int32Array(size);
    this.#hashes = new Uint32Array(size);
    for (const [place, { stem }] of pictures.entries()) this.#enter(place, fold(stem));
  }

  /** Made once for each list of files. */
  static of(files: readonly ListedFile[]): NumberedNames {
    let names = known.get(files);
    if (names === undefined) known.set(files, (names = new NumberedNames(mediaFiles(files))));
    return names;
  }

  /** Whether no picture has such zeros in its name. */
  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** The only picture with such zeros whose name is that of a stem but for them. */
  pictureOf(stem: string): ListedFile | undefined {
    const name = fold(stem);
    const slot = this.#slotOf(name, hashOf(name));
    const held = this.#slots[slot]!;
    return held > 0 ? this.#pictures[held - 1] : undefined;
  }

  #enter(place: number, name: string): void {
    if (!hasOuterZero(name)) return;
    this.#count++;
    const hash = hashOf(name);
    const slot = this.#slotOf(name, hash);
    if (this.#slots[slot] === 0) {
      this.#slots[slot] = place + 1;
      this.#hashes[slot] = hash;
    } else if (this.#slots[slot]! > 0) {
      this.#shared.set(slot, this.#slots[slot]! - 1);
      this.#slots[slot] = several;
    }
  }

  /** The slot of a name, or the free one that it would have. */
  #slotOf(name: string, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.#slots[slot] !== 0 && !(this.#hashes[slot] === hash && this.#isSame(slot, name)))
      slot = (slot + 1) & mask;
    return slot;
  }

  #isSame(slot: number, name: string): boolean {
    const held = this.#slots[slot]!;
    const place = held > 0 ? held - 1 : this.#shared.get(slot)!;
    return withoutZeros(fold(this.#pictures[place]!.stem)) === withoutZeros(name);
  }
}

const known = new WeakMap<readonly ListedFile[], NumberedNames>();

function withoutZeros(name: string): string {
  return name.replaceAll(/(?<!\d)0+(?=\d)/g, '');
}

function hasOuterZero(name: string): boolean {
  for (let at = name.indexOf('0'); at !== -1; at = name.indexOf('0', at + 1)) if (isOuterZero(name, at)) return true;
  return false;
}

/** Whether a zero begins a number that goes on behind it; those before it are left out, too. */
function isOuterZero(name: string, at: number): boolean {
  return !isDigit(name, at - 1) && isDigit(name, at + 1);
}

function isDigit(name: string, at: number): boolean {
  const code = name.charCodeAt(at);
  return code >= zero && code <= nine;
}

/** FNV-1a over the code units but the zeros that numbers begin with. */
function hashOf(name: string): number {
  let hash = hashStart;
  let isInside = false;
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    const isOfNumber = code >= zero && code <= nine;
    if (code === zero && !isInside && isDigit(name, at + 1)) continue;
    isInside = isOfNumber;
    hash = hashWith(hash, code);
  }
  return hash >>> 0;
}

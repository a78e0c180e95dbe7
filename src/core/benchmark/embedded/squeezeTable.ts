import type { FileError, ReadableFolder } from '../../ports.ts';
import { ok, type Result } from '../../result.ts';
import { base64Picture, isBase64Byte, mayHoldPicture } from './base64.ts';
import { wideEncoding } from '../tables/decodeText.ts';
import { hashStart, hashWith } from '../../fnv1a.ts';
import { base64Mark } from './embeddedValue.ts';
import { squeezedWide } from './squeezeWide.ts';

/** Read at once; a table with pictures in it may be larger than memory. */
const chunkBytes = 4 * 1024 * 1024;
/** Larger files are read in pieces even where their beginning shows no picture: no text of this length fits into a string. */
const surelyLarge = 256 * 1024 * 1024;
/** UTF-16 is cut as one text: rare, and as long as a text can be. */
const mostWide = 768 * 1024 * 1024;
const headBytes = 64 * 1024;
/** Characters that decide whether base64 encodes a picture, and how many the smallest one has. */
const shown = 64;

/** The bytes of a table of text, each base64 picture in it replaced by a mark that says where it is. */
export interface SqueezedTable {
  readonly bytes: Uint8Array;
  readonly hasPictures: boolean;
}

/** Reads a table of text; one with pictures in it in pieces, so that they are never in memory together. */
export async function readSqueezed(folder: ReadableFolder, path: string): Promise<Result<SqueezedTable, FileError>> {
  const head = await folder.readHead(path, headBytes);
  if (!head.ok) return head;
  const isWhole = head.value.length < headBytes;
  const size = isWhole ? undefined : await folder.stat(path);
  if (size?.ok === false) return size;
  const isLarge = size !== undefined && size.value.size > surelyLarge;
  const wide = wideEncoding(head.value);
  if (wide !== undefined && (size === undefined || size.value.size < mostWide)) {
    const bytes = isWhole ? head : await folder.read(path);
    if (!bytes.ok) return bytes;
    return ok(
      squeezedWide(head.value, wide).hasPictures
        ? squeezedWide(bytes.value, wide)
        : { bytes: bytes.value, hasPictures: false },
    );
  }
  if (!isLarge && !showsPicture(head.value)) {
    const bytes = isWhole ? head : await folder.read(path);
    return bytes.ok ? ok({ bytes: bytes.value, hasPictures: false }) : bytes;
  }
  const squeezer = new Squeezer();
  for (let at = 0; ;) {
    const chunk = await folder.readRange(path, at, chunkBytes);
    if (!chunk.ok) return chunk;
    squeezer.push(chunk.value);
    at += chunk.value.length;
    if (chunk.value.length < chunkBytes) return ok(squeezer.finish());
  }
}

function showsPicture(head: Uint8Array): boolean {
  return squeezed(head).hasPictures;
}

/** The same for bytes that are in memory, were they only the beginning of a table. */
export function squeezed(bytes: Uint8Array): SqueezedTable {
  if (!mayHoldPicture(bytes)) return { bytes, hasPictures: false };
  const squeezer = new Squeezer();
  squeezer.push(bytes);
  return squeezer.finish();
}

/** Shorter base64 encodes no picture. */
const fewest = 32;
/** 1 for the bytes that may stand in base64. */
const inBase64 = Uint8Array.from({ length: 256 }, (_none, byte) => Number(isBase64Byte(byte)));

/** Nearly all bytes of a table with pictures stand in long runs of base64, or between runs: each of these stretches is gone through at once. */
class Squeezer {
  #out = new Uint8Array(headBytes);
  #length = 0;
  #at = 0;
  #pictures = 0;
  /** The first characters of a run of base64 that may be a picture. */
  readonly #begun = new Uint8Array(shown);
  #runStart = 0;
  #runLength = 0;
  #extension: string | undefined;
  #hash = 0;

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      const next = this.#take(chunk, at);
      this.#at += next - at;
      at = next;
    }
  }

  finish(): SqueezedTable {
    if (this.#runLength > 0) this.#endRun();
    return { bytes: this.#out.subarray(0, this.#length), hasPictures: this.#pictures > 0 };
  }

  /** Takes the stretch that begins at a place, and says where the next one does. */
  #take(chunk: Uint8Array, from: number): number {
    if (inBase64[chunk[from]!] === 0) {
      if (this.#runLength > 0) this.#endRun();
      return this.#takeGap(chunk, from);
    }
    if (this.#runLength < shown) return this.#takeBeginning(chunk, from);
    const end = this.#extension === undefined ? endOfRun(chunk, from) : this.#takePicture(chunk, from);
    if (this.#extension === undefined) this.#write(chunk.subarray(from, end));
    this.#runLength += end - from;
    return end;
  }

  #takeGap(chunk: Uint8Array, from: number): number {
    let end = from + 1;
    while (end < chunk.length && inBase64[chunk[end]!] === 0) end++;
    this.#write(chunk.subarray(from, end));
    return end;
  }

  /** As much of a run as shows whether it is a picture. */
  #takeBeginning(chunk: Uint8Array, from: number): number {
    if (this.#runLength === 0) {
      this.#runStart = this.#at;
      this.#extension = undefined;
    }
    let end = from;
    for (; end < chunk.length && this.#runLength < shown && inBase64[chunk[end]!] === 1; end++) {
      this.#begun[this.#runLength++] = chunk[end]!;
    }
    if (this.#runLength < shown) return end;
    this.#extension = this.#pictureBegun();
    if (this.#extension === undefined) this.#write(this.#begun);
    else this.#hash = this.#begun.reduce(hashWith, hashStart);
    return end;
  }

  #takePicture(chunk: Uint8Array, from: number): number {
    let hash = this.#hash;
    let end = from;
    for (; end < chunk.length; end++) {
      const byte = chunk[end]!;
      if (inBase64[byte] === 0) break;
      hash = hashWith(hash, byte);
    }
    this.#hash = hash;
    return end;
  }

  #pictureBegun(): string | undefined {
    if (this.#runLength < fewest) return undefined;
    return base64Picture(String.fromCharCode(...this.#begun.subarray(0, this.#runLength)));
  }

  #endRun(): void {
    const isShort = this.#runLength < shown;
    if (isShort) this.#extension = this.#pictureBegun();
    const begun = this.#begun.subarray(0, this.#runLength);
    if (this.#extension !== undefined) {
      this.#pictures++;
      const hash = isShort ? begun.reduce(hashWith, hashStart) : this.#hash;
      const mark = base64Mark(this.#runStart, this.#runLength, hash, this.#extension);
      this.#write(Uint8Array.from(mark, (char) => char.charCodeAt(0)));
    } else if (isShort) this.#write(begun);
    this.#runLength = 0;
  }

  #write(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#out.length) {
      const larger = new Uint8Array(Math.max(length, this.#out.length * 2));
      larger.set(this.#out);
      this.#out = larger;
    }
    this.#out.set(bytes, this.#length);
    this.#length = length;
  }
}

function endOfRun(chunk: Uint8Array, from: number): number {
  let end = from;
  while (end < chunk.length && inBase64[chunk[end]!] === 1) end++;
  return end;
}

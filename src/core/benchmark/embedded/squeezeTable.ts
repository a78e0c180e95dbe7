import type { FileError, ReadableFolder } from '../../ports.ts';
import { ok, type Result } from '../../result.ts';
import { base64Picture, isBase64Byte, mayHoldPicture } from './base64.ts';
import { base64Mark } from './embeddedValue.ts';

/** Read at once; a table with pictures in it may be larger than memory. */
const chunkBytes = 4 * 1024 * 1024;
/** Larger files are read in pieces even where their beginning shows no picture: no text of this length fits into a string. */
const surelyLarge = 256 * 1024 * 1024;
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

class Squeezer {
  #out = new Uint8Array(headBytes);
  #length = 0;
  #at = 0;
  #pictures = 0;
  /** The first characters of a run of base64 that may be a picture. */
  #begun: number[] = [];
  #runStart = 0;
  #runLength = 0;
  #extension: string | undefined;
  #hash = 0;

  push(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (isBase64Byte(byte)) this.#grow(byte);
      else {
        if (this.#runLength > 0) this.#endRun();
        this.#write(byte);
      }
      this.#at++;
    }
  }

  finish(): SqueezedTable {
    if (this.#runLength > 0) this.#endRun();
    return { bytes: this.#out.subarray(0, this.#length), hasPictures: this.#pictures > 0 };
  }

  #grow(byte: number): void {
    if (this.#runLength === 0) {
      this.#runStart = this.#at;
      this.#extension = undefined;
      this.#hash = 0x811c9dc5;
    }
    this.#runLength++;
    // FNV-1a, 32 bits (draft-eastlake-fnv): quick, and enough to notice another picture.
    this.#hash = Math.imul(this.#hash ^ byte, 0x01000193);
    if (this.#runLength > shown) {
      if (this.#extension === undefined) this.#write(byte);
      return;
    }
    this.#begun.push(byte);
    if (this.#runLength < shown) return;
    this.#extension = base64Picture(String.fromCharCode(...this.#begun));
    if (this.#extension === undefined) this.#flush();
  }

  #endRun(): void {
    this.#extension ??= this.#runLength < shown ? base64Picture(String.fromCharCode(...this.#begun)) : undefined;
    if (this.#extension === undefined) {
      if (this.#runLength < shown) this.#flush();
    } else {
      this.#pictures++;
      const mark = base64Mark(this.#runStart, this.#runLength, this.#hash, this.#extension);
      for (let i = 0; i < mark.length; i++) this.#write(mark.charCodeAt(i));
    }
    this.#begun = [];
    this.#runLength = 0;
  }

  #flush(): void {
    for (const byte of this.#begun) this.#write(byte);
  }

  #write(byte: number): void {
    if (this.#length === this.#out.length) {
      const larger = new Uint8Array(this.#out.length * 2);
      larger.set(this.#out);
      this.#out = larger;
    }
    this.#out[this.#length++] = byte;
  }
}

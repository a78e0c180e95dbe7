import type { Result } from './result.ts';

/** Why a file operation did not happen. `outsideRoot`: the path, or the link it names, leaves the folder; nothing was read. */
export type FileErrorKind = 'notFound' | 'notPermitted' | 'outsideRoot' | 'notAFile' | 'diskFull' | 'io';

/** A failed file operation: its kind, the path as it was asked for, and the system's own words. */
export interface FileError {
  readonly kind: FileErrorKind;
  readonly path: string;
  readonly detail: string;
}

/** One child of a folder. `other` is a socket, pipe or device: listed, never opened. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
  /** True of a link to a file outside the root: it is listed, and reading it is refused. */
  readonly outside?: true;
  /** True of a link to nothing, which is `other`. */
  readonly broken?: true;
  /** True of all links. */
  readonly link?: true;
  /** Of a link to a folder inside the root, which is `other`: the path of that folder below the root. */
  readonly leadsTo?: string;
}

/** Size in bytes and time of last change in ms since 1970. */
export interface FileStat {
  readonly kind: 'file' | 'folder' | 'other';
  readonly size: number;
  readonly mtime: number;
}

/**
 * A folder that can be read and cannot be left: all paths are relative to its root, with forward slashes, `''` being the
 * root itself. `..`, absolute paths and links that lead out are refused with `outsideRoot`.
 */
export interface ReadableFolder {
  /** The root as a person would write it, for messages only. */
  readonly name: string;
  list(path: string): Promise<Result<readonly FolderEntry[], FileError>>;
  stat(path: string): Promise<Result<FileStat, FileError>>;
  read(path: string): Promise<Result<Uint8Array, FileError>>;
  /** The first `length` bytes, or all of a shorter file. */
  readHead(path: string, length: number): Promise<Result<Uint8Array, FileError>>;
  /** At most `length` bytes from the byte `start` on (counted from 0); fewer, or none, where the file ends before. */
  readRange(path: string, start: number, length: number): Promise<Result<Uint8Array, FileError>>;
}

/** A folder that EmoLens may write: the `.emolens` folder, never the benchmark itself. */
export interface WritableFolder extends ReadableFolder {
  /** Replaces the file as a whole: the old or the new content is there at any moment, never a part. Makes folders on the way. */
  write(path: string, bytes: Uint8Array): Promise<Result<void, FileError>>;
  /** Opens a file for appending whole lines; see {@link LineAppender}. */
  openLines(path: string): Promise<Result<LineAppender, FileError>>;
  /** Takes an exclusive lock that dies with this process; `heldBy` says in plain words who has it. */
  lock(path: string): Promise<Result<FileLock, FileError | { readonly kind: 'locked'; readonly heldBy: string }>>;
}

/** A folder that is filled from nothing: an export. Never one that holds anything already. */
export interface NewFolder {
  /** The folder as a person would write it, for messages only. */
  readonly name: string;
  /** Writes a file; makes folders on the way. */
  put(path: string, bytes: Uint8Array): Promise<Result<void, FileError>>;
  /** Begins a text that is written piece by piece, and is there under its name only once it is finished. */
  createText(path: string): Promise<Result<NewText, FileError>>;
}

/** A text that is being written. */
export interface NewText {
  write(text: string): Promise<Result<void, FileError>>;
  /** Puts it in place. */
  finish(): Promise<Result<void, FileError>>;
  /** Throws it away. */
  discard(): Promise<void>;
}

/** Appends lines so that a kill at any moment leaves whole lines and at most one torn last one. */
export interface LineAppender {
  /** Bytes of a torn last line that were cut off when the file was opened; 0 when it was whole. */
  readonly repairedBytes: number;
  /** Appends one line (no newline inside) and resolves once the system has it. */
  append(line: string): Promise<Result<void, FileError>>;
  close(): Promise<void>;
}

/** A held lock. */
export interface FileLock {
  release(): Promise<void>;
}

/** Whether something is not wanted any more: a signal, or what is no more than this. */
export interface Stop {
  readonly aborted: boolean;
}

/** The time, and waiting; tests bring one that jumps. */
export interface Clock {
  /** Wall time, ms since 1970. May jump. */
  now(): number;
  /** Milliseconds that only go forward. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** SHA-256 in lower-case hexadecimal. */
export interface Hasher {
  sha256(bytes: Uint8Array): Promise<string>;
  /** The CRC-32 that PNG uses (ISO 3309), 0 to 2^32 - 1; where absent checksums are not looked at. */
  crc32?(bytes: Uint8Array): number;
}

/** Pixels: RGBA, 8 bits each, row by row; `data.length === width * height * 4`. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Decodes and re-encodes pictures, off the main thread where the platform has threads. */
export interface ImageCodec {
  decode(bytes: Uint8Array): Promise<Result<Pixels, ImageError>>;
  /** Scales so that the longer side is at most `maxSide` pixels; a smaller picture comes back unchanged. */
  downscale(bytes: Uint8Array, maxSide: number): Promise<Result<EncodedImage, ImageError>>;
  /** The same picture, upright, of a type that every model takes: PNG where nothing of it may be lost, JPEG else. */
  convert(bytes: Uint8Array): Promise<Result<EncodedImage, ImageError>>;
}

/** Bytes of a picture with its true type. */
export interface EncodedImage {
  readonly bytes: Uint8Array;
  readonly mime: string;
}

/** Why a picture cannot be used. */
export interface ImageError {
  readonly kind: 'corruptImage' | 'emptyImage' | 'unknownImageType' | 'oversizedImage';
  readonly detail: string;
}

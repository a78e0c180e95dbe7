import { createHash } from 'node:crypto';
import { deflateSync, crc32 } from 'node:zlib';
import type {
  FileError,
  FileErrorKind,
  FileStat,
  FolderEntry,
  Hasher,
  ReadableFolder,
} from '../../../src/core/ports.ts';
import { err, ok, type Result } from '../../../src/core/result.ts';

/** What a path of a memory folder holds: bytes, text (UTF-8), a socket, or an error that any access gives. */
export type MemoryFile = Uint8Array | string | { readonly other: true } | { readonly error: FileErrorKind };

/** A folder in memory, for tests. `accessed` lists the paths whose bytes were asked for. */
export interface MemoryFolder extends ReadableFolder {
  readonly files: Map<string, MemoryFile>;
  readonly accessed: string[];
}

/** Makes a folder of `files` (path to content); folders are there by the paths of the files in them. */
export function memoryFolder(files: Readonly<Record<string, MemoryFile>>, name = '/somewhere/faces'): MemoryFolder {
  const map = new Map(Object.entries(files));
  const accessed: string[] = [];
  const bytesOf = (path: string): Result<Uint8Array, FileError> => {
    accessed.push(path);
    const file = map.get(path);
    if (file === undefined) return err({ kind: 'notFound', path, detail: 'no such file' });
    if (typeof file === 'string') return ok(new TextEncoder().encode(file));
    if (file instanceof Uint8Array) return ok(file);
    return err({ kind: 'error' in file ? file.error : 'notAFile', path, detail: 'made by the test' });
  };
  const stat = (path: string): Result<FileStat, FileError> => {
    if (isFolder(map, path)) return ok({ kind: 'folder', size: 0, mtime: 1 });
    const bytes = bytesOf(path);
    return bytes.ok ? ok({ kind: 'file', size: bytes.value.length, mtime: 1 }) : bytes;
  };
  return {
    name,
    files: map,
    accessed,
    list: (path) => Promise.resolve(listFolder(map, path)),
    stat: (path) => Promise.resolve(stat(path)),
    read: (path) => Promise.resolve(bytesOf(path)),
    readHead: (path, length) => {
      const bytes = bytesOf(path);
      return Promise.resolve(bytes.ok ? ok(bytes.value.subarray(0, length)) : bytes);
    },
    readRange: (path, start, length) => {
      const bytes = bytesOf(path);
      return Promise.resolve(bytes.ok ? ok(bytes.value.subarray(start, start + length)) : bytes);
    },
  };
}

function isFolder(files: ReadonlyMap<string, MemoryFile>, path: string): boolean {
  return path === '' || (!files.has(path) && [...files.keys()].some((file) => file.startsWith(`${path}/`)));
}

function listFolder(files: ReadonlyMap<string, MemoryFile>, path: string): Result<readonly FolderEntry[], FileError> {
  const own = files.get(path);
  if (own !== undefined && typeof own === 'object' && 'error' in own) {
    return err({ kind: own.error, path, detail: 'made by the test' });
  }
  if (!isFolder(files, path)) return err({ kind: 'notFound', path, detail: 'no such folder' });
  const prefix = path === '' ? '' : `${path}/`;
  const entries = new Map<string, FolderEntry>();
  for (const [file, content] of files) {
    if (!file.startsWith(prefix) || file === '') continue;
    const [name, ...rest] = file.slice(prefix.length).split('/') as [string, ...string[]];
    const isOther = typeof content === 'object' && 'other' in content;
    const isOutside =
      rest.length === 0 && typeof content === 'object' && 'error' in content && content.error === 'outsideRoot';
    const kind = rest.length > 0 ? 'folder' : isOther ? 'other' : 'file';
    entries.set(name, { name, kind, ...(isOutside && { outside: true as const }) });
  }
  return ok([...entries.values()]);
}

/** SHA-256 by Node. */
export const testHasher: Hasher = {
  sha256: (bytes) => Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
};

/** A whole PNG, one pixel of a grey that `shade` (any integer) makes different from the next one. */
export function png(shade = 0, width = 1, height = 1): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Uint8Array.of(0, shade & 255, (shade >> 8) & 255, 7));
  return Buffer.concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** The boxes of an MP4 without a picture in it, unlike those of any other number. */
export function videoFile(number = 0): Uint8Array {
  const box = (name: string, ...bytes: readonly number[]) => [
    0,
    0,
    0,
    8 + bytes.length,
    ...Buffer.from(name),
    ...bytes,
  ];
  return Uint8Array.from([...box('ftyp', ...Buffer.from('isom')), ...box('moov', number & 255, number >> 8)]);
}

import { closeSync, constants, fstatSync, open, opendir, read } from 'node:fs';
import type { Dir, Dirent } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { mapBounded } from '../../core/benchmark/boundedParallel.ts';
import type { FileError, FileStat, FolderEntry, ReadableFolder, WritableFolder } from '../../core/ports.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { replaceFile } from './atomicWrite.ts';
import { codeOf, fileErrorOf } from './fileError.ts';
import { insidePath } from './insidePath.ts';
import type { InsidePath } from './insidePath.ts';
import { openLineFile } from './lineFile.ts';
import { takeLock } from './lockFile.ts';

/** Not following the last link lets a plain file be opened without a look at its real path; `undefined` on Windows. */
const noFollow: number | undefined = constants.O_NOFOLLOW as number | undefined;
/** A pipe or device must not make the opening wait. */
const nonBlocking = (constants.O_NONBLOCK as number | undefined) ?? 0;

/**
 * A folder of the system's disk that can be read and cannot be left. Names are taken as they are, byte for byte: newlines,
 * `#`, `%` and both Unicode forms included. The folder is called by its path as it was given.
 */
export function readableFolder(root: string): ReadableFolder {
  return reading(insidePath(resolve(root)), root);
}

/** A folder of the system's disk that EmoLens may write; it and the folders in it are made when first written to. */
export function writableFolder(root: string): WritableFolder {
  const inside = insidePath(resolve(root));
  return {
    ...reading(inside, root),
    write: (path, bytes) => replaceFile(inside, path, bytes),
    openLines: (path) => openLineFile(inside, path),
    lock: (path) => takeLock(inside, path),
  };
}

function reading(inside: InsidePath, name: string): ReadableFolder {
  return {
    name,
    list: (path) => list(inside, path),
    stat: (path) => statInside(inside, path),
    read: (path) => readInside(inside, path, 0, Infinity),
    readHead: (path, length) => readInside(inside, path, 0, length),
    readRange: (path, start, length) => readInside(inside, path, start, length),
  };
}

async function list(inside: InsidePath, path: string): Promise<Result<readonly FolderEntry[], FileError>> {
  const folder = await inside.resolved(path);
  if (!folder.ok) return folder;
  try {
    const entries: FolderEntry[] = [];
    const links: string[] = [];
    await eachEntry(folder.value, (entry) => {
      if (entry.isFile()) entries.push({ name: entry.name, kind: 'file' });
      else if (entry.isDirectory()) entries.push({ name: entry.name, kind: 'folder' });
      else if (entry.isSymbolicLink()) links.push(entry.name);
      else entries.push({ name: entry.name, kind: 'other' });
    });
    const led = await mapBounded(links, linksAtOnce, (name) => linkEntry(inside, path, name));
    for (const entry of led) if (entry !== undefined) entries.push(entry);
    return ok(entries);
  } catch (thrown) {
    return err(fileErrorOf(thrown, path));
  }
}

const linksAtOnce = 32;
/** Entries that are fetched together. All of a folder with 100,000 of them at once leaves ten times their names in memory behind. */
const entriesAtOnce = 1024;

async function eachEntry(path: string, visit: (entry: Dirent) => void): Promise<void> {
  const folder = await new Promise<Dir>((resolve, reject) => {
    opendir(path, { bufferSize: entriesAtOnce }, (error, dir) => (error === null ? resolve(dir) : reject(error)));
  });
  try {
    for (;;) {
      const first = await fetchEntries(folder);
      if (first === null) return;
      visit(first);
      // The others that were fetched with it are there: to wait for each of them takes longer than all that is done with it.
      for (let taken = 1; taken < entriesAtOnce; taken++) {
        const entry = folder.readSync();
        if (entry === null) return;
        visit(entry);
      }
    }
  } finally {
    folder.closeSync();
  }
}

/** The next entry, with those fetched that are to be read at once behind it; `null` at the end. */
function fetchEntries(folder: Dir): Promise<Dirent | null> {
  return new Promise((resolve, reject) => {
    folder.read((error, entry) => {
      if (error !== null) reject(error);
      // Until then the folder does not let go of what it did, and can be asked for nothing else.
      else process.nextTick(resolve, entry);
    });
  });
}

/**
 * A link is listed as what it leads to, so that one that leaves the root is met, refused and reported. A link to a folder
 * inside the root is `other`: the folder is found without it, and following it could go round for ever. One that leads to nothing is `broken`.
 */
async function linkEntry(inside: InsidePath, folder: string, name: string): Promise<FolderEntry> {
  const path = childOf(folder, name);
  const joined = inside.join(path);
  const other = { name, kind: 'other', link: true } as const;
  if (!joined.ok) return other;
  try {
    const target = kindOf(await stat(joined.value));
    if (target === 'other') return other;
    const real = await inside.resolved(path);
    if (target === 'folder')
      return real.ok ? await leadingInside(inside, other, real.value) : { ...other, kind: 'folder' };
    return { ...other, kind: 'file', ...(!real.ok && { outside: true }) };
  } catch (thrown) {
    const { kind } = fileErrorOf(thrown, path);
    return kind === 'notFound' ? { ...other, broken: true } : other;
  }
}

async function leadingInside(inside: InsidePath, entry: FolderEntry, real: string): Promise<FolderEntry> {
  const root = await inside.resolved('');
  return root.ok ? { ...entry, leadsTo: relative(root.value, real).split(sep).join('/') } : entry;
}

/** A plain file in a folder that is proven to be inside needs no look at its real path. */
async function statInside(inside: InsidePath, path: string): Promise<Result<FileStat, FileError>> {
  try {
    const place = await inside.parentResolved(path);
    if (!place.ok) return place;
    let found = await lstat(place.value);
    if (found.isSymbolicLink()) {
      const real = await inside.resolved(path);
      if (!real.ok) return real;
      found = await stat(real.value);
    }
    return ok({ kind: kindOf(found), size: found.size, mtime: found.mtimeMs });
  } catch (thrown) {
    return err(fileErrorOf(thrown, path));
  }
}

/**
 * Opens a file, proven to be inside, and reads at most `most` bytes of it from `start` on. Only opening and reading go through the thread
 * pool: looking at and closing what is open take no time worth four trips for each of thousands of pictures.
 */
async function readInside(
  inside: InsidePath,
  path: string,
  start: number,
  most: number,
): Promise<Result<Uint8Array, FileError>> {
  let fd: number | undefined;
  try {
    const opened = await openInside(inside, path);
    if (!opened.ok) return opened;
    fd = opened.value;
    const found = fstatSync(fd);
    if (!found.isFile()) return err({ kind: 'notAFile', path, detail: 'not a regular file' });
    return ok(await readBytes(fd, start, Math.max(0, Math.min(found.size - start, most))));
  } catch (thrown) {
    return err(fileErrorOf(thrown, path));
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

async function openInside(inside: InsidePath, path: string): Promise<Result<number, FileError>> {
  const place = await inside.parentResolved(path);
  if (!place.ok) return place;
  if (noFollow !== undefined) {
    try {
      return ok(await openDescriptor(place.value, constants.O_RDONLY | noFollow | nonBlocking));
    } catch (thrown) {
      // EMLINK is what FreeBSD says where the others say ELOOP.
      if (!['ELOOP', 'EMLINK'].includes(codeOf(thrown))) throw thrown;
    }
  }
  const target = await inside.resolved(path);
  return target.ok ? ok(await openDescriptor(target.value, constants.O_RDONLY | nonBlocking)) : target;
}

function openDescriptor(path: string, flags: number): Promise<number> {
  return new Promise((resolve, reject) => {
    open(path, flags, (error, fd) => (error === null ? resolve(fd) : reject(error)));
  });
}

async function readBytes(fd: number, start: number, size: number): Promise<Uint8Array> {
  // Memory that is not filled with zeros first, which for a large file would hold up everything else.
  const own = Buffer.allocUnsafeSlow(size);
  const bytes = new Uint8Array(own.buffer, own.byteOffset, size);
  let filled = 0;
  while (filled < size) {
    const got = await new Promise<number>((resolve, reject) => {
      read(fd, bytes, filled, size - filled, start + filled, (error, count) =>
        error === null ? resolve(count) : reject(error),
      );
    });
    if (got === 0) break;
    filled += got;
  }
  return filled === size ? bytes : bytes.subarray(0, filled);
}

function kindOf(found: { isFile(): boolean; isDirectory(): boolean }): FileStat['kind'] {
  return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
}

function childOf(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}

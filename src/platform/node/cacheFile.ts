import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

const magic = 'emolens-cache\n';
const markLength = 32;
/** All files of a cache folder together. */
const mostBytes = 1024 * 1024 * 1024;

/**
 * Reads what {@link writeCache} wrote under a name with the same `version`; `undefined` for anything else: no file, one of another
 * version, one that is torn or was changed.
 */
export async function readCache(folder: string, name: string, version: string): Promise<unknown> {
  try {
    const path = join(folder, name);
    const bytes = await readFile(path);
    const start = magic.length + markLength;
    if (bytes.toString('latin1', 0, magic.length) !== magic) return undefined;
    const body = bytes.subarray(start);
    if (!bytes.subarray(magic.length, start).equals(markOf(body, version))) return undefined;
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
    return deserialize(body) as unknown;
  } catch {
    return undefined;
  }
}

/** Writes a value that can be cloned, whole or not at all; a folder that cannot be written to is left alone. */
export async function writeCache(folder: string, name: string, version: string, value: unknown): Promise<void> {
  const beside = join(folder, `.tmp-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    const body = serialize(value);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writePieces(beside, [Buffer.from(magic, 'latin1'), markOf(body, version), body]);
    await rename(beside, join(folder, name));
    await prune(folder);
  } catch {
    await unlink(beside).catch(() => undefined);
  }
}

/** One after the other: put together first, a large value would be in memory twice. */
async function writePieces(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    for (const piece of pieces) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}

/** The name under which something about a folder is kept. */
export function cacheName(root: string, what: string): string {
  return `${createHash('sha256').update(root).digest('hex').slice(0, 24)}.${what}`;
}

function markOf(body: Uint8Array, version: string): Buffer {
  return createHash('sha256').update(version).update('\0').update(body).digest();
}

/** Removes the files that were not used for longest, and what a killed process left behind, until the rest fits. */
async function prune(folder: string): Promise<void> {
  const names = await readdir(folder);
  const found = await Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return { name, size, mtimeMs };
    }),
  );
  const dayAgo = Date.now() - 24 * 3600 * 1000;
  let bytes = 0;
  for (const { name, size, mtimeMs } of found.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
    bytes += size;
    const isLeft = name.startsWith('.tmp-') && mtimeMs < dayAgo;
    if (isLeft || bytes > mostBytes) await unlink(join(folder, name)).catch(() => undefined);
  }
}

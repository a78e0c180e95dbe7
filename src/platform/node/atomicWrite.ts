import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileError } from '../../core/ports.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { fileErrorOf } from './fileError.ts';
import type { InsidePath } from './insidePath.ts';

/** Replaces a file as a whole: written beside it, flushed to the disk, renamed over it. Makes the folders on the way. */
export async function replaceFile(
  inside: InsidePath,
  path: string,
  bytes: Uint8Array,
): Promise<Result<void, FileError>> {
  const place = await makeParent(inside, path);
  if (!place.ok) return place;
  const folder = dirname(place.value);
  // Short, so that it fits where the file's own name is as long as the system allows.
  const beside = join(folder, `.tmp-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    const handle = await open(beside, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, place.value);
  } catch (thrown) {
    await unlink(beside).catch(() => undefined);
    return err(fileErrorOf(thrown, path));
  }
  await syncFolder(folder);
  return ok(undefined);
}

/** Makes the folders that `path` stands in; the answer is its place on the system, proven to be inside the root. */
export async function makeParent(inside: InsidePath, path: string): Promise<Result<string, FileError>> {
  const allowed = await inside.mayBeMade(path);
  const joined = inside.join(path);
  if (!allowed.ok) return allowed;
  if (!joined.ok) return joined;
  try {
    await mkdir(dirname(joined.value), { recursive: true });
  } catch (thrown) {
    return err(fileErrorOf(thrown, path));
  }
  return inside.parentResolved(path);
}

/** Makes a rename survive a power cut. Some systems cannot do this for folders; the rename itself has been done. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    return;
  }
}

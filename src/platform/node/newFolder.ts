import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { FileError, NewFolder, NewText } from '../../core/ports.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { makeParent } from './atomicWrite.ts';
import { codeOf, fileErrorOf } from './fileError.ts';
import { insidePath } from './insidePath.ts';
import type { InsidePath } from './insidePath.ts';

/** Why a folder cannot be filled: it holds something already, or cannot be made. */
export type NewFolderError = { readonly kind: 'notEmpty'; readonly path: string } | FileError;

/** Makes a folder to be filled, or takes an empty one. */
export async function newFolder(path: string): Promise<Result<NewFolder, NewFolderError>> {
  const root = resolve(path);
  try {
    await mkdir(root, { recursive: true });
    if ((await readdir(root)).length > 0) return err({ kind: 'notEmpty', path });
  } catch (thrown) {
    const isFile = ['EEXIST', 'ENOTDIR'].includes(codeOf(thrown));
    return err(isFile ? { kind: 'notEmpty', path } : fileErrorOf(thrown, path));
  }
  const inside = insidePath(root);
  return ok({
    name: path,
    put: (file, bytes) => put(inside, file, bytes),
    createText: (file) => createText(inside, file),
  });
}

async function put(inside: InsidePath, path: string, bytes: Uint8Array): Promise<Result<void, FileError>> {
  const place = await makeParent(inside, path);
  if (!place.ok) return place;
  try {
    await writeFile(place.value, bytes, { flag: 'wx' });
    return ok(undefined);
  } catch (thrown) {
    return err(fileErrorOf(thrown, path));
  }
}

async function createText(inside: InsidePath, path: string): Promise<Result<NewText, FileError>> {
  const place = await makeParent(inside, path);
  if (!place.ok) return place;
  const beside = join(dirname(place.value), `.tmp-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    return ok(writing(await open(beside, 'wx'), beside, place.value, path));
  } catch (thrown) {
    return err(fileErrorOf(thrown, path));
  }
}

function writing(handle: FileHandle, beside: string, place: string, path: string): NewText {
  const attempt = async (work: () => Promise<unknown>): Promise<Result<void, FileError>> => {
    try {
      await work();
      return ok(undefined);
    } catch (thrown) {
      return err(fileErrorOf(thrown, path));
    }
  };
  return {
    write: (text) => attempt(() => handle.appendFile(text)),
    finish: () =>
      attempt(async () => {
        await handle.sync();
        await handle.close();
        await rename(beside, place);
      }),
    discard: async () => {
      await attempt(() => handle.close());
      await attempt(() => unlink(beside));
    },
  };
}

import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { WritableFolder } from '../../core/ports.ts';
import { writableFolder } from './nodeFolder.ts';

/** Name of the folder beside the pictures that holds all that EmoLens writes. */
export const storeName = '.emolens';

/** Where EmoLens writes for a benchmark. `beside` is false when the benchmark itself cannot be written to. */
export interface BenchmarkStore {
  readonly folder: WritableFolder;
  readonly path: string;
  readonly beside: boolean;
}

/**
 * The `.emolens` folder beside a benchmark, or, where that cannot be written (a read-only mount), a folder of its own below
 * `elsewhere`, named after the benchmark's folder and its full path.
 */
export async function benchmarkStore(root: string, elsewhere: string): Promise<BenchmarkStore> {
  const beside = join(root, storeName);
  if (await canWrite(root, beside)) return { folder: writableFolder(beside), path: beside, beside: true };
  const mark = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const path = join(elsewhere, `${basename(root)}-${mark}`);
  return { folder: writableFolder(path), path, beside: false };
}

async function canWrite(root: string, beside: string): Promise<boolean> {
  const there = await stat(beside).then(
    () => beside,
    () => root,
  );
  return access(there, constants.W_OK).then(
    () => true,
    () => false,
  );
}

import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Listing } from '../../../src/core/benchmark/files/listing.ts';
import type { ReadableFolder } from '../../../src/core/ports.ts';
import { ListingKeeper } from '../../../src/platform/node/listingKeeper.ts';
import { readableFolder } from '../../../src/platform/node/nodeFolder.ts';
import { scratchFolder } from './scratch.ts';

vi.mock(import('../../../src/platform/node/nodeFolder.ts'), { spy: true });

async function folderWith(...paths: readonly string[]): Promise<string> {
  const root = await scratchFolder();
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), path);
  }
  return root;
}

/** A keeper, and which folders it lists on the disk. */
function keeperOf(root: string): { readonly list: () => Promise<Listing>; readonly listed: () => readonly string[] } {
  const keeper = new ListingKeeper(root);
  const folder = vi.mocked(readableFolder).mock.results.at(-1)!.value as ReadableFolder;
  const list = vi.spyOn(folder, 'list');
  return {
    list: async () => {
      list.mockClear();
      const listed = await keeper.list(keeper.folder);
      if (!listed.ok) throw new Error(listed.error.kind);
      return listed.value;
    },
    listed: () => list.mock.calls.map(([path]) => path).sort(),
  };
}

const pathsOf = ({ files }: Listing): readonly string[] => files.map(({ path }) => path);

describe('listing a folder again', () => {
  // Folders that have only just changed are never believed: here all of them are an hour old.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    return () => vi.useRealTimers();
  });

  it('lists only folders that changed on the disk, and comes to the same', async () => {
    const root = await folderWith('a.csv', 'happy/1.png', 'happy/2.png', 'sad/1.png', 'sad/in/2.png');
    const { list, listed } = keeperOf(root);
    const first = await list();
    expect(pathsOf(first)).toEqual(['a.csv', 'happy/1.png', 'happy/2.png', 'sad/1.png', 'sad/in/2.png']);
    expect(listed()).toEqual(['', 'happy', 'sad', 'sad/in']);
    expect(await list()).toEqual(first);
    expect(listed()).toEqual([]);
    await writeFile(join(root, 'happy/3.png'), '');
    await rm(join(root, 'sad/in/2.png'));
    expect(pathsOf(await list())).toEqual(['a.csv', 'happy/1.png', 'happy/2.png', 'happy/3.png', 'sad/1.png']);
    expect(listed()).toEqual(['happy', 'sad/in']);
  });

  it('has the bytes of a file that was read, as long as somebody keeps them, until it changes', async () => {
    const root = await folderWith('a.csv', 'b.csv');
    const keeper = new ListingKeeper(root);
    const folder = vi.mocked(readableFolder).mock.results.at(-1)!.value as ReadableFolder;
    const read = vi.spyOn(folder, 'read');
    const bytes = await keeper.folder.read('a.csv');
    if (!bytes.ok) throw new Error(bytes.error.kind);
    const again = await keeper.folder.read('a.csv');
    expect(again.ok && again.value).toBe(bytes.value);
    expect(read).toHaveBeenCalledTimes(1);
    await writeFile(join(root, 'a.csv'), 'other');
    const changed = await keeper.folder.read('a.csv');
    expect(changed.ok && new TextDecoder().decode(changed.value)).toBe('other');
    await rm(join(root, 'a.csv'));
    expect((await keeper.folder.read('a.csv')).ok).toBe(false);
  });

  it('looks at a folder with links each time: what they lead to changes without a trace in it', async () => {
    const root = await folderWith('happy/1.png', 'sad/1.png');
    await symlink('1.png', join(root, 'sad/2.png'));
    const { list, listed } = keeperOf(root);
    await list();
    await list();
    expect(listed()).toEqual(['sad']);
  });
});

it('does not believe a folder that has only just changed', async () => {
  const { list, listed } = keeperOf(await folderWith('happy/1.png'));
  await list();
  await list();
  expect(listed()).toEqual(['', 'happy']);
});

it('does not believe a file that has only just changed', async () => {
  const root = await folderWith('a.csv');
  const keeper = new ListingKeeper(root);
  const folder = vi.mocked(readableFolder).mock.results.at(-1)!.value as ReadableFolder;
  const read = vi.spyOn(folder, 'read');
  const kept = [await keeper.folder.read('a.csv'), await keeper.folder.read('a.csv')];
  expect(read).toHaveBeenCalledTimes(kept.length);
});

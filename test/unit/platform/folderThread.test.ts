import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleTable } from '../../../src/core/benchmark/configuration.ts';
import { benchmarkFolder } from '../../../src/platform/node/benchmarkFolder.ts';
import { FolderThread } from '../../../src/platform/node/folderThread.ts';
import { png } from '../benchmark/memoryFolder.ts';
import { scratchFolder } from './scratch.ts';

const threads: FolderThread[] = [];
afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.dispose())));

function threadOver(root: string): FolderThread {
  const thread = new FolderThread(root);
  threads.push(thread);
  return thread;
}

/** Bytes as threads send them. */
const picture = (at: number): Uint8Array => new Uint8Array(png(at));
const base64 = (at: number): string => Buffer.from(png(at)).toString('base64');
const rows = (order: readonly number[]): string =>
  `index\timage\tanswer\n${order.map((at) => `${at}\t${base64(at)}\thappy\n`).join('')}`;

const parquet = (of: readonly number[]): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'image', data: of.map(picture), type: 'BYTE_ARRAY' },
        { name: 'label', data: of.map(String), type: 'STRING' },
      ],
    }),
  );

describe('a folder that a thread looks into', () => {
  it('is recognised by its names, and where it was opened before', async () => {
    const root = await scratchFolder();
    const thread = threadOver(root);
    expect(await thread.recognise()).toBe('none');
    await writeFile(join(root, 'icon.png'), png(1));
    expect(await thread.recognise()).toBe('none');
    await mkdir(join(root, '.emolens'));
    await writeFile(join(root, '.emolens', 'benchmark.json'), '{"version":1}');
    expect(await thread.recognise()).not.toBe('none');
    await rm(join(root, '.emolens'), { recursive: true });
    for (const label of ['happy', 'sad']) {
      await mkdir(join(root, label));
      await writeFile(join(root, label, '1.png'), png(2));
    }
    expect(await thread.recognise()).toBe('class-folders');
  });

  it('gives the pictures in its tables as a folder does that reads them here, and other files, too', async () => {
    const root = await scratchFolder();
    await writeFile(join(root, 'a.tsv'), rows([1, 2, 3]));
    await writeFile(join(root, 'b.parquet'), parquet([4, 5]));
    await writeFile(join(root, 'plain.png'), png(6));
    const here = benchmarkFolder(root);
    const { folder } = threadOver(root);
    for (const path of ['a.tsv/2.png', 'a.tsv/9.png', 'b.parquet/1.png', 'plain.png', 'none/1.png']) {
      expect(await folder.stat(path), path).toEqual(await here.stat(path));
      expect(await folder.readHead(path, 20), path).toEqual(await here.readHead(path, 20));
      expect(await folder.readRange(path, 8, 9), path).toEqual(await here.readRange(path, 8, 9));
      expect(await folder.read(path), path).toEqual(await here.read(path));
    }
    expect(await folder.read('a.tsv/3.png')).toEqual({ ok: true, value: picture(3) });
    expect(await folder.read('b.parquet/0.png')).toEqual({ ok: true, value: picture(4) });
  });

  it('goes through tables again once they changed', async () => {
    const root = await scratchFolder();
    await writeFile(join(root, 'a.tsv'), rows([1, 2]));
    const { folder } = threadOver(root);
    expect(await folder.read('a.tsv/2.png')).toEqual({ ok: true, value: picture(2) });
    await writeFile(join(root, 'a.tsv'), rows([7, 1, 2]));
    await utimes(join(root, 'a.tsv'), 1e9, 1e9);
    expect(await folder.read('a.tsv/2.png')).toEqual({ ok: true, value: picture(2) });
    expect(await folder.read('a.tsv/7.png')).toEqual({ ok: true, value: picture(7) });
  });

  it.each(['a.tsv', 'b.parquet'])('shows the first rows of %s', async (path) => {
    const root = await scratchFolder();
    await writeFile(join(root, path), path === 'a.tsv' ? rows([1, 2, 3]) : parquet([4, 5]));
    const sampled = await threadOver(root).sample(path);
    expect(sampled?.rows.length).toBeGreaterThan(1);
    expect(sampled).toEqual(await sampleTable(benchmarkFolder(root), path));
  });

  it('fails with a reason when the thread is no more', async () => {
    const root = await scratchFolder();
    await writeFile(join(root, 'a.tsv'), rows([1]));
    const thread = threadOver(root);
    await thread.dispose();
    expect(await thread.folder.read('a.tsv/1.png')).toMatchObject({
      ok: false,
      error: { kind: 'io', detail: 'disposed' },
    });
    expect(await thread.sample('a.tsv')).toBeUndefined();
    expect(await thread.recognise()).toBe('none');
  });
});

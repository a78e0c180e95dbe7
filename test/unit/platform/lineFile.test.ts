import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lineAppender } from '../../../src/platform/node/lineFile.ts';
import type { LineTarget } from '../../../src/platform/node/lineFile.ts';
import { writableFolder } from '../../../src/platform/node/nodeFolder.ts';
import { scratchFolder } from './scratch.ts';

describe('opening', () => {
  test.each([
    ['', '', 0],
    ['a\nb\n', 'a\nb\n', 0],
    ['a\nb', 'a\n', 1],
    ['torn', '', 4],
    [`a\n${'x'.repeat(200_000)}`, 'a\n', 200_000],
    [`${'y'.repeat(100_000)}\nz`, `${'y'.repeat(100_000)}\n`, 1],
    ['\n', '\n', 0],
  ])('cuts a torn last line off (case %#)', async (before, after, repairedBytes) => {
    const root = await scratchFolder();
    await writeFile(join(root, 'lines'), before);
    const opened = await writableFolder(root).openLines('lines');
    expect(opened.ok && opened.value.repairedBytes).toBe(repairedBytes);
    if (!opened.ok) return;
    await opened.value.append('new');
    await opened.value.close();
    expect(await readFile(join(root, 'lines'), 'utf8')).toBe(`${after}new\n`);
  });
});

describe('appending', () => {
  test('a line is in the file when its promise resolves, and lines keep their order', async () => {
    const root = await scratchFolder();
    const opened = await writableFolder(root).openLines('deep/lines');
    if (!opened.ok) throw new Error(opened.error.detail);
    const seen: boolean[] = [];
    await Promise.all(
      Array.from({ length: 300 }, async (_, at) => {
        await opened.value.append(`line ${at} \u62c5`);
        seen.push((await readFile(join(root, 'deep', 'lines'), 'utf8')).includes(`line ${at} \u62c5\n`));
      }),
    );
    await opened.value.close();
    expect(seen).toEqual(Array.from({ length: 300 }, () => true));
    const lines = (await readFile(join(root, 'deep', 'lines'), 'utf8')).trimEnd().split('\n');
    expect(lines).toEqual(Array.from({ length: 300 }, (_, at) => `line ${at} \u62c5`));
    expect(await opened.value.append('late')).toMatchObject({ ok: false });
  });

  test('closing waits for what is being written', async () => {
    const root = await scratchFolder();
    const opened = await writableFolder(root).openLines('lines');
    if (!opened.ok) throw new Error(opened.error.detail);
    const going = opened.value.append('last');
    await opened.value.close();
    expect(await going).toMatchObject({ ok: true });
    expect(await readFile(join(root, 'lines'), 'utf8')).toBe('last\n');
  });
});

/** A file in memory with room for `room` bytes, which takes at most `step` of them at a time. */
function smallDisk(room: number, step = Infinity) {
  const disk = { content: Buffer.alloc(0), room, writes: 0, isStuck: false };
  const target: LineTarget = {
    write(bytes, offset, length) {
      disk.writes++;
      const fits = Math.min(length, step, disk.room - disk.content.length);
      if (fits <= 0) return Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
      disk.content = Buffer.concat([disk.content, Buffer.from(bytes.subarray(offset, offset + fits))]);
      return Promise.resolve({ bytesWritten: fits });
    },
    truncate(length) {
      if (disk.isStuck) return Promise.reject(new Error('stuck'));
      disk.content = disk.content.subarray(0, length);
      return Promise.resolve();
    },
    datasync: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return { disk, target };
}

describe('a full disk', () => {
  test('keeps whole lines, cuts the torn one off, tells the others, and goes on when there is room', async () => {
    const { disk, target } = smallDisk(12);
    const lines = lineAppender(target, 'lines', 0, 0);
    const results = await Promise.all(['aaaa', 'bbbb', 'cccc', 'dddd'].map((line) => lines.append(line)));
    expect(results.map(({ ok }) => ok)).toEqual([true, true, false, false]);
    expect(results[2]).toMatchObject({ error: { kind: 'diskFull', path: 'lines' } });
    expect(disk.content.toString()).toBe('aaaa\nbbbb\n');
    disk.room = 100;
    expect(await lines.append('eeee')).toMatchObject({ ok: true });
    expect(disk.content.toString()).toBe('aaaa\nbbbb\neeee\n');
  });

  test('a torn part that cannot be cut off is never glued to', async () => {
    const { disk, target } = smallDisk(7);
    disk.isStuck = true;
    const lines = lineAppender(target, 'lines', 0, 0);
    expect((await Promise.all(['aaaa', 'bbbb'].map((line) => lines.append(line)))).map(({ ok }) => ok)).toEqual([
      true,
      false,
    ]);
    disk.room = 100;
    expect(await lines.append('cccc')).toMatchObject({ ok: false, error: { kind: 'diskFull' } });
    expect(disk.content.toString()).toBe('aaaa\nbb');
  });

  test('a system that takes only some bytes at a time still gets whole lines', async () => {
    const { disk, target } = smallDisk(1000, 3);
    const lines = lineAppender(target, 'lines', 0, 0);
    await Promise.all(['aaaa', 'bbbb'].map((line) => lines.append(line)));
    expect(disk.content.toString()).toBe('aaaa\nbbbb\n');
  });

  test('lines that wait are written together', async () => {
    const { disk, target } = smallDisk(100_000);
    const lines = lineAppender(target, 'lines', 0, 0);
    await Promise.all(Array.from({ length: 500 }, (_, at) => lines.append(`line ${at}`)));
    expect(disk.writes).toBeLessThan(10);
  });
});

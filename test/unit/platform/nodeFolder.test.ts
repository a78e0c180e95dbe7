import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readableFolder, writableFolder } from '../../../src/platform/node/nodeFolder.ts';
import { bytes, scratchFolder, text } from './scratch.ts';

async function twoFolders(): Promise<{ root: string; outside: string }> {
  const scratch = await scratchFolder();
  const root = join(scratch, 'root');
  const outside = join(scratch, 'outside');
  await mkdir(join(root, 'inner'), { recursive: true });
  await mkdir(outside);
  await writeFile(join(outside, 'secret'), 'secret');
  await writeFile(join(root, 'inner', 'a.txt'), 'hello');
  return { root, outside };
}

const refusal = { ok: false, error: { kind: 'outsideRoot' } };

describe('a folder that cannot be left', () => {
  test.each([
    '../outside/secret',
    'inner/../../outside/secret',
    '/etc/passwd',
    '..',
    'inner/../inner/a.txt',
    'inner/\0/../..',
  ])('refuses %j', async (path) => {
    const { root } = await twoFolders();
    const folder = readableFolder(root);
    expect(await folder.read(path)).toMatchObject(refusal);
    expect(await folder.readHead(path, 4)).toMatchObject(refusal);
    expect(await folder.stat(path)).toMatchObject(refusal);
    expect(await folder.list(path)).toMatchObject(refusal);
    const writable = writableFolder(root);
    expect(await writable.write(path, bytes('x'))).toMatchObject(refusal);
    expect(await writable.openLines(path)).toMatchObject(refusal);
    expect(await writable.lock(path)).toMatchObject(refusal);
  });

  test('refuses links that lead out, to a file, through a folder, and by a chain; follows those that stay', async () => {
    const { root, outside } = await twoFolders();
    await symlink(join(outside, 'secret'), join(root, 'out.txt'));
    await symlink(outside, join(root, 'outFolder'));
    await symlink('out.txt', join(root, 'chain.txt'));
    await symlink('inner/a.txt', join(root, 'in.txt'));
    const folder = readableFolder(root);
    for (const path of ['out.txt', 'outFolder/secret', 'chain.txt']) {
      expect(await folder.read(path), path).toMatchObject(refusal);
      expect(await folder.stat(path), path).toMatchObject(refusal);
    }
    const inside = await folder.read('in.txt');
    expect(inside.ok && text(inside.value)).toBe('hello');
    const writable = writableFolder(root);
    expect(await writable.write('outFolder/new/file', bytes('x'))).toMatchObject(refusal);
    expect(await writable.openLines('outFolder/lines')).toMatchObject(refusal);
    expect(await readdir(outside)).toEqual(['secret']);
  });

  test('a root that is itself reached by a link is a root like any other', async () => {
    const { root } = await twoFolders();
    await symlink(root, `${root}-link`);
    const read = await readableFolder(`${root}-link`).read('inner/a.txt');
    expect(read.ok && text(read.value)).toBe('hello');
  });

  test('a neighbour whose name begins like the root is outside', async () => {
    const { root } = await twoFolders();
    await mkdir(`${root}2`);
    await writeFile(join(`${root}2`, 'x'), 'x');
    await symlink(join(`${root}2`, 'x'), join(root, 'sneaky'));
    expect(await readableFolder(root).read('sneaky')).toMatchObject(refusal);
  });

  test('lists links as what they lead to, and never a folder that would be walked twice', async () => {
    const { root, outside } = await twoFolders();
    await symlink(join(root, 'inner'), join(root, 'inner', 'round'));
    await symlink(outside, join(root, 'away'));
    await symlink(join(outside, 'secret'), join(root, 'file'));
    await symlink('nowhere', join(root, 'broken'));
    const folder = readableFolder(root);
    const kinds = async (path: string) => {
      const listed = await folder.list(path);
      return Object.fromEntries(listed.ok ? listed.value.map(({ name, kind }) => [name, kind]) : []);
    };
    expect(await kinds('')).toEqual({ inner: 'folder', away: 'folder', file: 'file', broken: 'other' });
    expect(await kinds('inner')).toEqual({ 'a.txt': 'file', round: 'other' });
    expect(await folder.list('away')).toMatchObject(refusal);
  });

  test('says where a link to a folder inside leads, and of no other link', async () => {
    const { root, outside } = await twoFolders();
    await symlink(join(root, 'inner'), join(root, 'inner', 'round'));
    await symlink('inner/round', join(root, 'again'));
    await symlink(root, join(root, 'top'));
    await symlink(outside, join(root, 'away'));
    await symlink('inner/a.txt', join(root, 'file'));
    await symlink(root, `${root}-other`);
    for (const way of [root, `${root}-other`]) {
      const listed = await readableFolder(way).list('');
      const led = listed.ok
        ? listed.value.flatMap(({ name, leadsTo }) => (leadsTo === undefined ? [] : [[name, leadsTo]]))
        : [];
      expect(Object.fromEntries(led)).toEqual({ again: 'inner', top: '' });
    }
  });
});

describe('reading', () => {
  test.each([
    'a\nb.png',
    'a#b.png',
    'a%20b.png',
    'caf\u00e9.png',
    'cafe\u0301.png',
    '\u62c5\u5fe7 \u{1f600}.png',
    `${'n'.repeat(250)}.png`,
    '...',
    ' ',
  ])('takes the name %j as it is', async (name) => {
    const root = await scratchFolder();
    const folder = writableFolder(root);
    expect(await folder.write(name, bytes(name))).toEqual({ ok: true, value: undefined });
    expect(await readdir(root)).toEqual([name]);
    const read = await readableFolder(root).read(name);
    expect(read.ok && text(read.value)).toBe(name);
    expect(await folder.list('')).toMatchObject({ ok: true, value: [{ name, kind: 'file' }] });
  });

  test('gives the head, the whole, and what is wrong', async () => {
    const { root } = await twoFolders();
    const folder = readableFolder(root);
    const head = await folder.readHead('inner/a.txt', 2);
    expect(head.ok && text(head.value)).toBe('he');
    const all = await folder.readHead('inner/a.txt', 200);
    expect(all.ok && text(all.value)).toBe('hello');
    const range = await folder.readRange('inner/a.txt', 1, 3);
    expect(range.ok && text(range.value)).toBe('ell');
    const beyond = await folder.readRange('inner/a.txt', 4, 30);
    expect(beyond.ok && text(beyond.value)).toBe('o');
    expect(await folder.readRange('inner/a.txt', 9, 3)).toEqual({ ok: true, value: new Uint8Array() });
    expect(await folder.stat('inner/a.txt')).toMatchObject({ ok: true, value: { kind: 'file', size: 5 } });
    expect(await folder.stat('')).toMatchObject({ ok: true, value: { kind: 'folder' } });
    expect(await folder.read('nope')).toMatchObject({ ok: false, error: { kind: 'notFound', path: 'nope' } });
    expect(await folder.read('inner/a.txt/deeper')).toMatchObject({ ok: false, error: { kind: 'notFound' } });
    expect(await folder.read('inner')).toMatchObject({ ok: false, error: { kind: 'notAFile' } });
  });

  test('does not wait for a pipe that nobody writes to', async () => {
    const root = await scratchFolder();
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const folder = readableFolder(root);
    expect(await folder.list('')).toMatchObject({ value: [{ name: 'pipe', kind: 'other' }] });
    expect(await folder.read('pipe')).toMatchObject({ ok: false, error: { kind: 'notAFile' } });
  });
});

describe('writing', () => {
  test('replaces a file as a whole, makes folders, and leaves nothing beside it', async () => {
    const root = join(await scratchFolder(), 'made', '.emolens');
    const folder = writableFolder(root);
    for (const content of ['one', 'two'.repeat(100_000), 'three']) {
      expect(await folder.write('runs/r/run.json', bytes(content))).toMatchObject({ ok: true });
      expect(await readFile(join(root, 'runs', 'r', 'run.json'), 'utf8')).toBe(content);
    }
    expect(await readdir(join(root, 'runs', 'r'))).toEqual(['run.json']);
  });

  test('says why it cannot write, and leaves nothing beside', async () => {
    const { root } = await twoFolders();
    const folder = writableFolder(root);
    expect(await folder.write('inner', bytes('x'))).toMatchObject({ ok: false });
    expect(await folder.write('inner/a.txt/x', bytes('x'))).toMatchObject({ ok: false });
    expect((await readdir(root)).sort()).toEqual(['inner']);
  });
});

describe('listing a folder', () => {
  test.each([0, 1, 1023, 1024, 1025, 2100])('names all of %d files once', async (count) => {
    const root = await scratchFolder();
    const names = Array.from({ length: count }, (_none, i) => `${i}.png`);
    await Promise.all(names.map((name) => writeFile(join(root, name), '')));
    const listed = await readableFolder(root).list('');
    const found = listed.ok ? listed.value.map(({ name }) => name) : [];
    expect(found.toSorted()).toEqual(names.toSorted());
  });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Benchmark } from '../../../src/core/benchmark/benchmark.ts';
import { listedFile } from '../../../src/core/benchmark/files/listing.ts';
import { pictureFinder } from '../../../src/core/benchmark/files/pictureFinder.ts';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { openMemory } from '../../../src/core/benchmark/openMemory.ts';
import { benchmarkFolder } from '../../../src/platform/node/benchmarkFolder.ts';
import { memoryFolder, png, testHasher, type MemoryFile } from './memoryFolder.ts';

const table = (...rows: readonly string[]) => ['image,emotion', ...rows].join('\n');
const pictures = (...paths: readonly string[]) =>
  Object.fromEntries(paths.map((path, i): [string, Uint8Array] => [path, png(i)]));
const found = (benchmark: Benchmark) =>
  benchmark.problems.map(({ kind, file, line }) => [kind, file, line].filter((part) => part !== undefined));
const labels = (benchmark: Benchmark) => Object.fromEntries(benchmark.items.map(({ path, label }) => [path, label]));

async function open(files: Record<string, MemoryFile>, memory?: ReturnType<typeof openMemory>): Promise<Benchmark> {
  const opened = await openBenchmark(memoryFolder(files), { hasher: testHasher, ...(memory && { memory }) });
  return opened.ok ? opened.value : expect.fail(opened.error.kind);
}

describe('paths that a table writes', () => {
  const made: string[] = [];
  afterEach(() => {
    for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
  });

  function onDisk(files: Readonly<Record<string, string | Uint8Array>>): string {
    const root = mkdtempSync(join(tmpdir(), 'emolens-paths-'));
    made.push(root);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return root;
  }

  it('through a link out of the root are refused, and stand for no other picture', async () => {
    const outside = onDisk({ 'img/a.png': png(7) });
    const rows = ['link/img/a.png,sad', 'data/img/b.png,happy', '/home/me/data/link/img/a.png,fear'];
    const root = onDisk({ 'data/l.csv': table(...rows), ...pictures('data/img/a.png', 'data/img/b.png') });
    symlinkSync(outside, join(root, 'data', 'link'));
    const opened = await openBenchmark(benchmarkFolder(root), { hasher: testHasher });
    const benchmark = opened.ok ? opened.value : expect.fail();
    expect(labels(benchmark)).toEqual({ 'data/img/a.png': undefined, 'data/img/b.png': 'happy' });
    expect(found(benchmark)).toEqual(
      expect.arrayContaining([
        ['outside-root', 'data/link'],
        ['outside-root', 'data/l.csv', 2],
        ['outside-root', 'data/l.csv', 4],
      ]),
    );
  });

  it('below a folder that is here, and without a picture there, stand for no picture of another folder', async () => {
    const rows = ['train/happy/1.png,happy', 'train/happy/9.png,fear', 'set/test/happy/2.png,sad'];
    const files = pictures('train/happy/1.png', 'test/happy/9.png', 'test/happy/2.png');
    const benchmark = await open({ 'l.csv': table(...rows), ...files });
    expect(labels(benchmark)).toEqual({
      'test/happy/2.png': 'sad',
      'test/happy/9.png': undefined,
      'train/happy/1.png': 'happy',
    });
    expect(found(benchmark)).toContainEqual(['missing-image', 'l.csv', 3]);
  });

  it('are looked for anew once their folder comes', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `happy/${i}.png`);
    const rows = names.map((name, i) => `${i < 3 ? 'train' : 'all'}/${name},${i % 2 ? 'sad' : 'fear'}`);
    const before = { 'l.csv': table(...rows), ...pictures(...names.map((name) => `all/${name}`)) };
    const now = { ...before, 'train/happy/other.png': png(99) };
    const memory = openMemory();
    await open(before, memory);
    const followed = await open(now, memory);
    expect(followed.problems).toEqual((await open(now)).problems);
    expect(labels(followed)).toEqual(labels(await open(now)));
  });

  it('are tried as written wherever their pictures lie: with white space around them, with a backslash', () => {
    const paths = ['im/ a.png', 'im/a.png', 'im/x\\b.png', 'im/c.png', 'y/d.png', 'y\\e.png'];
    const find = pictureFinder({ files: paths.map(listedFile) }, ['']);
    const pathsOf = (written: string) => {
      const one = find(written);
      return one.kind === 'found' ? one.paths : [];
    };
    const written = [' a.png', ' a', 'a.png', ' a.png ', 'x\\b.png', 'x\\b', ' c.png', 'y\\d.png', 'y\\e.png'];
    expect(written.map(pathsOf)).toEqual(
      [
        'im/ a.png',
        'im/ a.png',
        'im/a.png',
        'im/a.png',
        'im/x\\b.png',
        'im/x\\b.png',
        'im/c.png',
        'y/d.png',
        'y\\e.png',
      ].map((path) => [path]),
    );
    expect(find.surelyAt(' a.png', 0, 6)).toBe(0);
  });

  it('with white space or a backslash are found in tables, and go on being so', async () => {
    const files = {
      'l.csv': table('" a.png",happy', 'x\\b.png,sad', 'c.png,fear'),
      ...pictures('im/a.png', 'x/b.png', 'im/c.png'),
    };
    const memory = openMemory();
    expect(labels(await open(files, memory))).toMatchObject({ 'im/a.png': 'happy', 'x/b.png': 'sad' });
    const now: Record<string, MemoryFile> = { ...files, 'im/ a.png': png(8), 'im/x\\b.png': png(9) };
    delete now['x/b.png'];
    const followed = await open(now, memory);
    expect(labels(followed)).toMatchObject({ 'im/ a.png': 'happy', 'im/x\\b.png': 'sad', 'im/a.png': undefined });
    expect(labels(followed)).toEqual(labels(await open(now)));
  });
});

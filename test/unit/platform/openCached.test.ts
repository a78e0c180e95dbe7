import { lstat, mkdir, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { BenchmarkOpener } from '../../../src/platform/node/benchmarkOpener.ts';
import { readCache, writeCache } from '../../../src/platform/node/cacheFile.ts';
import { benchmarkOf, openCached } from '../../../src/platform/node/openCached.ts';
import { coarseMs, fineMs } from '../../../src/platform/node/openStamps.ts';
import { seededRandom } from '../../../src/core/scoring/resampling.ts';
import { png } from '../benchmark/memoryFolder.ts';
import { scratchFolder } from './scratch.ts';

const emotions = ['happy', 'sad', 'angry'];
/** Long ago, so that nothing counts as only just changed. */
const old = new Date('2020-01-02T03:04:05.678Z');

async function release(count: number): Promise<string> {
  const root = await scratchFolder();
  await mkdir(join(root, 'dataset'));
  const names = Array.from({ length: count }, (_, i) => `g${i % 2}x_${emotions[i % 3]}_${i}.png`);
  for (const [i, name] of names.entries()) await writeFile(join(root, 'dataset', name), png(i));
  const rows = names.map((name, i) => `${name},${1 + (i % 5)},${emotions[(i + 1) % 3]}`);
  await writeFile(join(root, 'annotation_emo.csv'), ['Image,Score,Distortions', ...rows, ''].join('\n'));
  return root;
}

/** What an opening says, with nothing that its caller could not see. */
async function said(root: string, cache: string | undefined): Promise<{ cached: boolean; benchmark: unknown }> {
  const { opened, cached, finish } = await openCached(root, { store: join(root, '.emolens'), cache, version: 'test' });
  if (!opened.ok) throw new Error(opened.error.kind);
  await finish();
  return { cached, benchmark: { ...opened.value, items: [...benchmarkOf(opened.value).items] } };
}

/** Waits until the newest change in the folder is old enough for the cache to believe in it. */
async function settled(root: string): Promise<void> {
  const names = await readdir(root, { recursive: true });
  const changes = await Promise.all(['', ...names].map(async (name) => (await lstat(join(root, name))).ctimeMs));
  const newest = Math.max(...changes);
  await vi.waitUntil(() => Date.now() - newest > (newest % 1000 === 0 ? coarseMs : fineMs), { interval: 5 });
}

describe('opening from the cache', () => {
  it('has further columns as they are, and what tables call things', async () => {
    const root = await scratchFolder();
    const rows = Array.from(
      { length: 9 },
      (_, i) => `p${i}.png,${emotions[i % 3]},${i / 8 - 0.5},${20 + (i % 2)},n${i}`,
    );
    for (let i = 0; i < 9; i++) await writeFile(join(root, `p${i}.png`), png(i));
    await writeFile(join(root, 'a.csv'), ['image,expression,valence,age,note', ...rows, ''].join('\n'));
    const cache = join(await scratchFolder(), 'cache');
    await settled(root);
    const options = { store: join(root, '.emolens'), cache, version: 'test' };
    const open = async () => {
      const { opened, cached, finish } = await openCached(root, options);
      if (!opened.ok) throw new Error(opened.error.kind);
      await finish();
      return { cached, table: benchmarkOf(opened.value).items };
    };
    const [first, second] = [await open(), await open()];
    expect([first.cached, second.cached]).toEqual([false, true]);
    expect(second.table.at(1)?.fields).toEqual({ valence: -0.375, age: 21, note: 'n1' });
    expect([...second.table]).toEqual([...first.table]);
    expect(second.table.parts).toEqual(first.table.parts);
    expect(second.table.parts.otherNames).toMatchObject({ expression: 'label', image: 'id' });
  });

  it('says what opening says, and opens anew after any change', { timeout: 120_000 }, async () => {
    const random = seededRandom(11);
    const root = await release(30);
    const cache = join(await scratchFolder(), 'cache');
    const any = async (): Promise<string> => {
      const names = (await readdir(join(root, 'dataset'))).filter((name) => name.endsWith('.png'));
      return join(root, 'dataset', names[Math.floor(random() * names.length)]!);
    };
    const table = join(root, 'annotation_emo.csv');
    let number = 100;
    const edits: Record<string, () => Promise<unknown>> = {
      add: () => writeFile(join(root, 'dataset', `g1x_sad_${number++}.png`), png(number)),
      remove: async () => rm(await any()),
      rename: async () => rename(await any(), join(root, 'dataset', `g0x_happy_${number++}.png`)),
      'other cell of the same length, the same time': async () => {
        const text = await readFile(table, 'utf8');
        await writeFile(
          table,
          text.replace(/,(\d),/, (_, digit) => `,${(Number(digit) % 5) + 1},`),
        );
        await utimes(table, old, old);
      },
      'new folder': async () => {
        await mkdir(join(root, `more${number}`));
        await writeFile(join(root, `more${number}`, `g1x_angry_${number++}.png`), png(number));
      },
      descriptor: async () => {
        await mkdir(join(root, '.emolens'), { recursive: true });
        await writeFile(join(root, '.emolens', 'benchmark.json'), JSON.stringify({ version: 1, name: `n${number++}` }));
      },
      link: () => symlink('/dev/null', join(root, 'dataset', `l${number++}.png`)),
    };
    await settled(root);
    await said(root, cache);
    for (let round = 0; round < 3; round++) {
      for (const [name, edit] of Object.entries(edits)) {
        expect([name, (await said(root, cache)).cached]).toEqual([name, true]);
        await edit();
        const again = await said(root, cache);
        expect([name, again.cached]).toEqual([name, false]);
        expect(again.benchmark).toEqual((await said(root, undefined)).benchmark);
        await settled(root);
        await said(root, cache);
        const known = await said(root, cache);
        expect([name, known.cached]).toEqual([name, true]);
        expect(known.benchmark).toEqual((await said(root, undefined)).benchmark);
      }
    }
  });

  it('does not believe in a folder that has only just changed', async () => {
    const root = await release(3);
    const cache = join(await scratchFolder(), 'cache');
    const soon = new Date(Date.now() + 60_000);
    await utimes(join(root, 'dataset'), soon, soon);
    await said(root, cache);
    expect((await said(root, cache)).cached).toBe(false);
  });

  it('passes over files that are torn, changed, of another version or no cache at all', async () => {
    const cache = await scratchFolder();
    const value = { numbers: new Uint32Array([1, 2]), text: 'happy' };
    await writeCache(cache, 'x', '1', value);
    expect(await readCache(cache, 'x', '1')).toEqual(value);
    expect(await readCache(cache, 'x', '2')).toBeUndefined();
    expect(await readCache(cache, 'y', '1')).toBeUndefined();
    const bytes = await readFile(join(cache, 'x'));
    for (const end of [0, 5, 20, bytes.length - 1]) {
      await writeFile(join(cache, 'x'), bytes.subarray(0, end));
      expect(await readCache(cache, 'x', '1')).toBeUndefined();
    }
    for (const at of [0, 16, 60, bytes.length - 2]) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      await writeFile(join(cache, 'x'), changed);
      expect(await readCache(cache, 'x', '1')).toBeUndefined();
    }
    expect(await readdir(cache)).toEqual(['x']);
  });
});

describe('the opener', () => {
  it.each([true, false])('opens, looks at pictures and opens again, in a thread of its own: %s', async (thread) => {
    const root = await release(12);
    await writeFile(join(root, 'dataset', 'g0x_sad_99.png'), 'no picture');
    const cache = join(await scratchFolder(), 'cache');
    const opener = new BenchmarkOpener({ root, store: join(root, '.emolens'), cache, version: 'test', thread });
    const opened = await opener.open();
    if (!opened.ok) throw new Error(opened.error.detail);
    const plain = (await said(root, undefined)).benchmark;
    expect({ ...opened.value.benchmark, items: [...opened.value.benchmark.items] }).toEqual(plain);
    const examined = await opener.examine({ deep: false });
    expect(examined?.sizes).toHaveLength(13);
    expect(examined?.problems).toMatchObject([{ kind: 'corrupt-image', item: 'dataset/g0x_sad_99.png' }]);
    await rm(join(root, 'dataset', 'g0x_sad_99.png'));
    const again = await opener.open();
    expect(again.ok && again.value.benchmark.items.length).toBe(12);
    expect((await opener.examine({ deep: true }))?.problems).toEqual([]);
    await opener.close();
    const gone = new BenchmarkOpener({ root: join(root, 'none'), store: root, version: 'test', thread });
    expect(await gone.open()).toMatchObject({ ok: false, error: { kind: 'notFound' } });
    const never = AbortSignal.abort();
    expect(await gone.open({ signal: never })).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    await gone.dispose();
  });

  it('opens with another descriptor without keeping or writing anything of it', async () => {
    const root = await release(12);
    const cache = join(await scratchFolder(), 'cache');
    const place = { root, store: join(root, '.emolens'), cache, version: 'test' };
    const opener = new BenchmarkOpener(place);
    const descriptor = JSON.stringify({ version: 1, columns: { label: '' }, foldings: {} });
    const preview = await opener.open({ descriptor });
    expect(preview.ok && preview.value.benchmark.descriptor.columns?.label).toBe('');
    const opened = await opener.open();
    expect(opened.ok && opened.value.benchmark.descriptor.columns?.label).toBe('Distortions');
    expect(opened.ok && opened.value.cached).toBe(false);
    await opener.close();
    expect(await readdir(root)).toEqual(['annotation_emo.csv', 'dataset']);
  });
});

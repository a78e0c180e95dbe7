import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it, vi } from 'vitest';
import type { PlainBenchmark } from '../../../src/platform/node/openCached.ts';
import { png } from '../benchmark/memoryFolder.ts';
import { Asked } from './askedEngine.ts';
import { scratchFolder } from './scratch.ts';
import { restFor } from '../../../src/platform/node/restfulJob.ts';

vi.mock(import('../../../src/platform/node/restfulJob.ts'), { spy: true });

async function fresh(root: string): Promise<PlainBenchmark> {
  const engine = new Asked();
  const opened = await engine.open({ root });
  engine.stop();
  return opened;
}

const emotions = ['happy', 'sad', 'angry', 'joy', 'Happy', 'dull'];

interface Layout {
  readonly name: string;
  /** A table's text, given the pictures that it should name. */
  readonly table?: (names: readonly string[], seed: number) => Readonly<Record<string, string | Uint8Array>>;
  readonly folders: readonly string[];
}

const rated = (seed: number, i: number) => (i % 17 === seed % 17 ? '999' : String(1 + ((i * 7 + seed) % 5)));
const labelled = (seed: number, i: number) => emotions[(i + seed) % emotions.length]!;

const layouts: readonly Layout[] = [
  {
    name: 'memo-bench',
    folders: ['dataset', 'dataset/more', 'dataset/a01', 'dataset/a1'],
    table: (names, seed) => ({
      'annotation_emo.csv': [
        'Image,Score,Distortions',
        ...names.map((name, i) => `${name.replace(/^dataset\//, '')},${rated(seed, i)},${labelled(seed, i)}`),
        ...(seed % 3 === 0 ? ['gone.png,3,sad', 'broken line', 'gone.png,3,happy'] : []),
        '',
      ].join(seed % 5 === 4 ? '\r\n' : '\n'),
      'annotation_quality.csv': [
        'Image,Quality',
        ...names.filter((_, i) => i % 7 !== seed % 7).map((name, i) => `${name.split('/').at(-1)!},${rated(seed, i)}`),
        ...(seed % 4 === 1 ? ['"quoted.png",2'] : []),
        '',
      ].join('\n'),
    }),
  },
  { name: 'class-folders', folders: ['x/happy', 'x/sad', 'y/happy', 'y/angry', 'y/01', 'y/1'] },
  {
    name: 'image-folder',
    folders: ['train', 'train/a', 'test'],
    table: (names, seed) => ({
      'metadata.csv': [
        'file_name,emotion,score',
        ...names.map((name, i) => `${name},${labelled(seed, i)},${rated(seed, i)}`),
        '',
      ].join('\n'),
    }),
  },
  {
    name: 'image-folder in JSON Lines',
    folders: ['train', 'train/a', 'test'],
    table: (names, seed) =>
      Object.fromEntries(
        ['train', 'test'].map((split) => {
          const own = names.filter((name) => name.startsWith(`${split}/`));
          const records = own.map((name, i) => ({
            // Some are found by their name alone, wherever they are.
            file_name: i % 5 === seed % 5 ? name.split('/').at(-1)! : name.slice(split.length + 1),
            label: labelled(seed, i),
            intensity: Number(rated(seed, i)),
            caption: `picture ${i + seed}`,
          }));
          return [`${split}/metadata.jsonl`, records.map((record) => JSON.stringify(record)).join('\n')];
        }),
      ),
  },
  {
    name: 'table',
    folders: ['pictures', 'pictures/b'],
    table: (names, seed) => ({
      'labels.jsonl': names
        .map((name, i) => JSON.stringify({ image: name, label: labelled(seed, i), note: `n${(i + seed) % 3}` }))
        .join('\n'),
    }),
  },
  {
    name: 'table with quotes',
    folders: ['pictures', 'pictures/b'],
    table: (names, seed) => ({
      'labels.csv': [
        'image,label,caption,valence',
        ...names.map(
          (name, i) =>
            `${i % 3 === seed % 3 ? `"${name}"` : i % 3 === 1 ? name.split('/').at(-1)! : name},${labelled(seed, i)},"a ""face"", ${i + seed}${i % 11 === seed % 11 ? '\n' : ''}",${i % 5}`,
        ),
        ...(seed % 3 === 0 ? ['gone.png,sad,"never closed', 'gone.png,happy,x,1'] : []),
        '',
      ].join('\n'),
    }),
  },
  {
    name: 'table with names in other ways',
    folders: ['pictures', 'pictures/b', 'more'],
    table: (names, seed) => ({
      'labels.csv': [
        'file;label;size;note',
        ...names.map((name, i) => {
          const last = name.split('/').at(-1)!;
          const bare = last.replace(/\.[^.]*$/, '');
          const ways = [bare, `./${name}`, `/home/other/${name}`, name.toUpperCase(), name.replaceAll('/', '\\'), last];
          const size = i % 13 === seed % 13 ? 'large' : `${i % 7},5`;
          return `${ways[(i + seed) % 6]!};${labelled(seed, i)};${size};${i % 9 === seed % 9 ? `"two\nlines; ${i}"` : i}`;
        }),
        ...(seed % 3 === 0 ? ['gone.png;sad;3', 'gone;happy;2;x'] : []),
        '',
      ].join('\n'),
    }),
  },
  {
    name: 'questions with options',
    folders: ['pictures', 'pictures/b'],
    table: (names, seed) => ({
      'questions.tsv': [
        ['index', 'image_path', 'question', 'A', 'B', 'C', 'answer'].join('\t'),
        ...names.map((name, i) => {
          const index = i % 11 === seed % 11 ? i - 1 : i;
          const options = [labelled(seed, i % 5), 'worry', i % 3 === 0 ? 'sad' : ''];
          return [index, name, `Which emotion? ${i}`, ...options, 'ABCD'[(i + seed) % 4]].join('\t');
        }),
        '',
      ].join('\n'),
    }),
  },
  {
    name: 'table of several raters',
    folders: ['pictures', 'pictures/b'],
    table: (names, seed) => ({
      'votes.csv': [
        'image,rater1,rater2,rater3,score',
        ...names.map((name, i) => `${name},${labelled(seed, i)},${labelled(seed, i + 1)},n/a,${rated(seed, i)}`),
        '',
      ].join(seed % 5 === 4 ? '\r\n' : '\n'),
    }),
  },
  {
    name: 'table in one JSON list',
    folders: ['pictures', 'pictures/b'],
    table: (names, seed) => ({
      'labels.json': JSON.stringify(
        names.map((name, i) => ({
          image: i % 3 === seed % 3 ? name.split('/').at(-1)! : name,
          label: labelled(seed, i),
          rated: { valence: i % 5 },
        })),
        undefined,
        seed % 2 ? 2 : undefined,
      ),
    }),
  },
  {
    name: 'table in Parquet',
    folders: ['pictures', 'pictures/b'],
    table: (names, seed) => ({
      'labels.parquet': new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'image', data: names.map((name, i) => (i % 4 === 0 ? name.split('/').at(-1)! : name)) },
            { name: 'label', data: names.map((_, i) => labelled(seed, i)) },
            { name: 'valence', data: names.map((_, i) => (i + seed) % 5), type: 'INT32' },
          ],
        }),
      ),
    }),
  },
];

/** What happens to a folder; numbers choose among what there is. */
const event = fc.record({
  what: fc.constantFrom(
    'add',
    'add',
    'shadow',
    'drop',
    'table',
    'row',
    'rename',
    'dropFolder',
    'renameFolder',
    'describe',
    'hide',
    'folder',
    'dropTable',
  ),
  at: fc.nat(1000),
  seed: fc.nat(1000),
});
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

/** Does something to a folder and tells the paths that file events would name. */
class Happening {
  readonly #root: string;
  readonly #layout: Layout;

  constructor(root: string, layout: Layout) {
    this.#root = root;
    this.#layout = layout;
  }

  async begin(): Promise<void> {
    for (const folder of this.#layout.folders) await mkdir(join(this.#root, folder), { recursive: true });
    for (let i = 0; i < 24; i++) await this.#add(i * 5, i);
    await this.#writeTables(7);
  }

  async do({ what, at, seed }: Event): Promise<readonly string[]> {
    const pictures = await this.#pictures();
    const picture = pictures[at % Math.max(1, pictures.length)];
    switch (what) {
      case 'add':
        return [await this.#add(at, seed)];
      case 'drop':
        if (picture !== undefined) await rm(join(this.#root, picture));
        return picture === undefined ? [] : [picture];
      case 'rename': {
        if (picture === undefined) return [];
        const to = join(dirname(picture), `g${seed % 3}_${emotions[seed % 6]!}_${at}.jpg`);
        await rename(join(this.#root, picture), join(this.#root, to));
        return [picture, to];
      }
      case 'shadow': {
        // A name in a table now stands for this one.
        const name = picture?.split('/').at(-1);
        if (name !== undefined) await writeFile(join(this.#root, name), png(at));
        return name === undefined ? [] : [name];
      }
      case 'table':
        return this.#writeTables(seed);
      case 'row':
        return this.#writeTables(seed, Math.floor(pictures.length / 2));
      case 'dropTable':
        return this.#dropTable(seed);
      case 'folder': {
        const folder = `${this.#layout.folders[at % this.#layout.folders.length]!}/new${seed % 4}`;
        await mkdir(join(this.#root, folder), { recursive: true });
        await writeFile(join(this.#root, folder, `g1_sad_${at}.png`), png(at));
        return [folder];
      }
      case 'dropFolder':
      case 'renameFolder': {
        const folder = this.#layout.folders[at % this.#layout.folders.length]!;
        const to = `${folder}x`;
        await mkdir(join(this.#root, folder), { recursive: true });
        if (what === 'dropFolder') await rm(join(this.#root, folder), { recursive: true });
        else if (!(await this.#has(to))) await rename(join(this.#root, folder), join(this.#root, to));
        return [folder, to];
      }
      case 'hide':
        await writeFile(join(this.#root, '.hidden'), String(seed));
        await writeFile(join(this.#root, 'Thumbs.db'), String(seed));
        return ['.hidden', 'Thumbs.db'];
      default: {
        const descriptor = {
          version: 1,
          ...(seed % 2 === 0 && { labels: ['happy', 'sad', 'angry'] }),
          ...(seed % 3 === 0 && { foldings: { dull: 'sad' } }),
        };
        await mkdir(join(this.#root, '.emolens'), { recursive: true });
        await writeFile(join(this.#root, '.emolens', 'benchmark.json'), JSON.stringify(descriptor));
        return ['.emolens/benchmark.json'];
      }
    }
  }

  async #add(at: number, seed: number): Promise<string> {
    const folders = this.#layout.folders;
    const folder = folders[seed % folders.length]!;
    const path = `${folder}/g${at % 3}_${emotions[at % 6]!}_${String(at).padStart(at % 5)}.png`.replaceAll(' ', '0');
    const isNewFolder = !(await this.#has(folder));
    await mkdir(join(this.#root, folder), { recursive: true });
    await writeFile(join(this.#root, path), png(at));
    return isNewFolder ? folder : path;
  }

  async #writeTables(seed: number, changed?: number): Promise<readonly string[]> {
    const names = await this.#pictures();
    if (changed !== undefined) names.splice(changed, 1, ...names.slice(0, seed % 3));
    const tables = this.#layout.table?.(names, changed === undefined ? seed : 7) ?? {};
    for (const [path, text] of Object.entries(tables)) {
      await mkdir(dirname(join(this.#root, path)), { recursive: true });
      await writeFile(join(this.#root, path), text);
    }
    return Object.keys(tables);
  }

  async #dropTable(seed: number): Promise<readonly string[]> {
    const paths = Object.keys(this.#layout.table?.([], 1) ?? {});
    const path = paths[seed % Math.max(1, paths.length)];
    if (path !== undefined) await rm(join(this.#root, path), { force: true });
    return path === undefined ? [] : [path];
  }

  async #has(path: string): Promise<boolean> {
    return (await readdir(join(this.#root, path)).catch(() => undefined)) !== undefined;
  }

  async #pictures(): Promise<string[]> {
    const found = await readdir(this.#root, { recursive: true });
    return found.filter((path) => /\.(png|jpg)$/.test(path)).sort();
  }
}

describe('following a folder by its file events', () => {
  it.each(layouts)(
    'comes to what opening it afresh comes to: $name',
    async (layout) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(event, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
          async (batches) => {
            const root = await scratchFolder();
            const happening = new Happening(root, layout);
            await happening.begin();
            const engine = new Asked();
            try {
              expect(await engine.open({ root, follow: true })).toEqual(await fresh(root));
              for (const batch of batches) {
                const changed: string[] = [];
                for (const one of batch) changed.push(...(await happening.do(one)));
                expect(await engine.open({ root, follow: true, changed })).toEqual(await fresh(root));
              }
              await engine.settle();
              expect(engine.doubts).toBe(0);
            } finally {
              engine.stop();
              await rm(root, { recursive: true });
            }
          },
        ),
        { numRuns: 25, seed: 20261129, endOnFailure: true },
      );
    },
    120_000,
  );

  it('does not take a row for the same where something else separates its fields', async () => {
    const root = await scratchFolder();
    await mkdir(join(root, 'more'));
    const names = ['1', '2', '3', '4'].map((name) => `${name}.png,1.png`);
    for (const name of names) {
      await writeFile(join(root, name.split(',')[0]!), png(1));
      await writeFile(join(root, 'more', name), png(1));
    }
    const rows = names.map((name, i) => `${name};${labelled(1, i % 2)}\n`);
    const write = (delimiter: string) =>
      writeFile(join(root, 'labels.csv'), `sep=${delimiter}\nimage${delimiter}label\n${rows.join('')}`);
    await write(',');
    const engine = new Asked();
    await engine.open({ root, follow: true });
    await write(';');
    const changed = ['labels.csv'];
    expect(await engine.open({ root, follow: true, changed })).toEqual(await fresh(root));
    engine.stop();
  });

  it.each([
    ['labels.csv', 'image,label\nx1.png,happy\nx2.png,sad\n"x3.png",angry\nx4.png,sad\nx5.png,sad\n'],
    [
      'labels.jsonl',
      ['x1', 'x2', 'x3', 'x4']
        .map((name, i) => JSON.stringify({ image: `${name}.png`, label: emotions[i] }))
        .join('\n'),
    ],
    [
      'labels.csv',
      'image,label\nx1,happy\n./in/x2.png,sad\n/home/me/in/x3.png,angry\nX4.PNG,sad\nin/x5.png,sad\n"x5",happy\n x6,sad\n./in%2Fx2.png,sad\n',
    ],
  ])('looks again at a name that one picture alone had when another one of the name comes: %s', async (file, table) => {
    const root = await scratchFolder();
    for (const folder of ['in', 'out', 'me/in']) await mkdir(join(root, folder), { recursive: true });
    for (let i = 1; i <= 4; i++) await writeFile(join(root, 'in', `x${i}.png`), png(i));
    await writeFile(join(root, 'in', 'x5.png.jpg'), png(5));
    for (const name of ['x6.png', 'x6.PNG']) await writeFile(join(root, name), png(6));
    await writeFile(join(root, file), table);
    const engine = new Asked();
    expect(await engine.open({ root, follow: true })).toEqual(await fresh(root));
    const events: readonly (readonly [path: string, act: (path: string) => Promise<void>])[] = [
      ['out/other.png', (path) => writeFile(path, png(5))],
      ['out/x1.png', (path) => writeFile(path, png(6))],
      // Endings are tried in the order of the files.
      ['0.PNG', (path) => writeFile(path, png(6))],
      ['IN%2Fx2.PNG', (path) => writeFile(path, png(6))],
      ['me/in/x3.png', (path) => writeFile(path, png(6))],
      ['me/in/x3.png', (path) => rm(path)],
      ['out/X2.PNG', (path) => writeFile(path, png(7))],
      ['out/x3.png.jpg', (path) => writeFile(path, png(8))],
      ['in/x1.png', (path) => rm(path)],
      ['in/x4.png', (path) => rm(path)],
      ['out/x4.png', (path) => writeFile(path, png(9))],
      ['out/x5.png', (path) => writeFile(path, png(9))],
    ];
    for (const [path, act] of events) {
      await act(join(root, path));
      expect(await engine.open({ root, follow: true, changed: [path] }), path).toEqual(await fresh(root));
    }
    engine.stop();
  });

  it('comes to the same where a column has more different cells than are kept', async () => {
    const root = await scratchFolder();
    const names = Array.from({ length: 4500 }, (_none, i) => `p${i}.png`);
    await Promise.all(names.map((name) => writeFile(join(root, name), '')));
    const row = (i: number) => [names[i], emotions[i % 6], i / 7, `w${i}`, i % 30 === 0 ? '' : i * 2, '"a ""face"""'];
    const write = (change: (rows: unknown[][]) => unknown) => {
      const rows: unknown[][] = names.map((_name, i) => row(i));
      change(rows);
      const text = [['image', 'label', 'score', 'word', 'weight', 'style'], ...rows].map((cells) => cells.join(','));
      return writeFile(join(root, 'labels.csv'), text.join('\n'));
    };
    await write(() => undefined);
    const engine = new Asked();
    const changed = ['labels.csv'];
    expect(await engine.open({ root, follow: true })).toEqual(await fresh(root));
    const changes: readonly ((rows: unknown[][]) => unknown)[] = [
      (rows) => (rows[2000]![2] = 3.5),
      (rows) => (rows[2000]![2] = 'none at all'),
      // Where the column is not sampled: what was numbers so far is texts.
      (rows) => (rows[3001]![4] = '2.50'),
      (rows) => ((rows[1000]![4] = 'heavy'), (rows[3001]![4] = '2.50')),
      (rows) => (rows[10]![3] = 'w11'),
      (rows) => rows.splice(100, 1),
      (rows) => rows.splice(4000, 0, ['gone.png', 'sad', 'x', 'w', '007', 'y']),
      (rows) => rows.splice(20, 0, rows[30]!),
    ];
    for (const [at, change] of changes.entries()) {
      await write(change);
      expect(await engine.open({ root, follow: true, changed }), String(at)).toEqual(await fresh(root));
    }
    engine.stop();
  }, 60_000);

  it('holds what events led to against the disk, and says so when one was lost', async () => {
    const root = await scratchFolder();
    const happening = new Happening(root, layouts[0]!);
    await happening.begin();
    const engine = new Asked();
    await engine.open({ root, follow: true });
    await writeFile(join(root, 'dataset', 'told.png'), png(1));
    await writeFile(join(root, 'dataset', 'untold.png'), png(2));
    const followed = await engine.open({ root, follow: true, changed: ['dataset/told.png'] });
    expect(followed.items.ids.all).toContain('told.png');
    expect(followed.items.ids.all).not.toContain('untold.png');
    await engine.settle();
    expect(engine.doubts).toBe(1);
    expect(await engine.open({ root, follow: true })).toEqual(await fresh(root));
    // Where a folder changed of which no event tells anything, all is listed at once.
    await writeFile(join(root, 'dataset', 'more', 'untold.png'), png(3));
    await writeFile(join(root, 'dataset', 'told2.png'), png(4));
    expect(await engine.open({ root, follow: true, changed: ['dataset/told2.png'] })).toEqual(await fresh(root));
    await engine.settle();
    expect(engine.doubts).toBe(1);
    engine.stop();
  });

  it('takes what is on the disk already for what the next event will tell', async () => {
    const root = await scratchFolder();
    await new Happening(root, layouts[0]!).begin();
    const engine = new Asked();
    await engine.open({ root, follow: true });
    await writeFile(join(root, 'dataset', 'first.png'), png(1));
    await engine.open({ root, follow: true, changed: ['dataset/first.png'] });
    await writeFile(join(root, 'dataset', 'second.png'), png(2));
    const before = vi.mocked(restFor).mock.calls.length;
    const settled = engine.settle();
    // Events come later than what they tell: this one when the folder has been found to differ.
    await vi.waitUntil(() => vi.mocked(restFor).mock.calls.length > before);
    const followed = engine.open({ root, follow: true, changed: ['dataset/second.png'] });
    await Promise.all([settled, followed]);
    expect(await followed).toEqual(await fresh(root));
    await engine.settle();
    expect(engine.doubts).toBe(0);
    engine.stop();
  });

  it('does not keep in the cache what is not held against the disk yet', async () => {
    const root = await scratchFolder();
    const cache = await scratchFolder();
    await new Happening(root, layouts[0]!).begin();
    const engine = new Asked();
    await engine.open({ root, follow: true, cache });
    await writeFile(join(root, 'dataset', 'told.png'), png(1));
    await writeFile(join(root, 'dataset', 'untold.png'), png(2));
    await engine.open({ root, follow: true, cache, changed: ['dataset/told.png'] });
    await engine.settle();
    engine.stop();
    const later = new Asked();
    expect(await later.open({ root, cache })).toEqual(await fresh(root));
    later.stop();
  });
});

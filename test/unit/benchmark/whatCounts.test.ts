import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Benchmark } from '../../../src/core/benchmark/benchmark.ts';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { benchmarkFolder } from '../../../src/platform/node/benchmarkFolder.ts';
import { memoryFolder, png, testHasher, type MemoryFile } from './memoryFolder.ts';

async function open(files: Record<string, MemoryFile>): Promise<Benchmark> {
  const opened = await openBenchmark(memoryFolder(files), { hasher: testHasher, deep: true });
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
}

const pictures = (...paths: readonly string[]) =>
  Object.fromEntries(paths.map((path, i): [string, MemoryFile] => [path, png(i)]));
const table = (...rows: readonly string[]) => ['image,emotion', ...rows].join('\n');
const found = (benchmark: Benchmark) =>
  benchmark.problems.map(({ kind, file, line }) => [kind, file, line].filter((part) => part !== undefined));
const labels = (benchmark: Benchmark) => benchmark.items.map(({ path, label }) => [path, label]);

describe('what counts as what', () => {
  it('items are the media inside the root; a row without its picture is a problem; a picture without a row has no label', async () => {
    const benchmark = await open({ 'l.csv': table('a.png,happy', 'gone.png,sad'), ...pictures('a.png', 'b.png') });
    expect(labels(benchmark)).toEqual([
      ['a.png', 'happy'],
      ['b.png', undefined],
    ]);
    expect(found(benchmark)).toEqual([
      ['missing-image', 'l.csv', 3],
      ['image-without-row', 'b.png'],
    ]);
  });

  it('equal rows are one item; different pictures under one id all stay', async () => {
    const equal = await open({
      'l.csv': table('a.png,happy', 'a.png,happy', 'b.png,sad'),
      ...pictures('a.png', 'b.png'),
    });
    expect(equal.items).toHaveLength(2);
    expect(found(equal)).toEqual([['duplicate-id', 'l.csv', 3]]);
    const ids = await open({
      'l.csv': 'id,file,emotion\n1,a.png,happy\n1,b.png,sad\n2,c.png,angry',
      ...pictures('a.png', 'b.png', 'c.png'),
    });
    expect(labels(ids)).toEqual([
      ['a.png', 'happy'],
      ['b.png', 'sad'],
      ['c.png', 'angry'],
    ]);
    expect(found(ids)).toEqual([['duplicate-id', 'l.csv', 3]]);
  });

  it('the beginning of a name is the split where all names have one, there are several, and nothing else says any', async () => {
    const splits = async (files: Record<string, MemoryFile>) =>
      (await open(files)).items.map(({ path, split }) => [path, split]);
    const two = ['happy/train_1.png', 'sad/test_1.png'];
    expect(await splits(pictures(...two))).toEqual([
      ['happy/train_1.png', 'train'],
      ['sad/test_1.png', 'test'],
    ]);
    const none = (...paths: readonly string[]) => paths.map((path) => [path, undefined]);
    expect(await splits(pictures(...two, 'sad/x_1.png'))).toEqual(none(...two, 'sad/x_1.png'));
    expect(await splits(pictures('happy/test_1.png', 'sad/test_2.png'))).toEqual(
      none('happy/test_1.png', 'sad/test_2.png'),
    );
    expect(await splits({ 'l.csv': 'image,split\nhappy/train_1.png,fold1', ...pictures(...two) })).toEqual([
      ['happy/train_1.png', 'fold1'],
      ['sad/test_1.png', undefined],
    ]);
  });

  it('the part of the data that a name begins with is no generator, nor is a folder of it one', async () => {
    const names = ['Training', 'PublicTest', 'PrivateTest'].flatMap((part) => [0, 1, 2].map((i) => `${part}_${i}.png`));
    const paths = names.map(
      (name, i) => `${name.startsWith('T') ? 'train_set' : 'test-set'}/${['happy', 'sad'][i % 2]}/${name}`,
    );
    const benchmark = await open(pictures(...paths));
    expect(benchmark.generators).toEqual([]);
    expect(benchmark.items.map(({ split }) => split)).toEqual(paths.map((path) => path.split('/')[0]).sort());
  });

  it('where tables disagree the first wins; a prompted emotion that differs is no conflict', async () => {
    const benchmark = await open({
      'a.csv': 'image,emotion,prompted_emotion\n1.png,happy,sad\n2.png,sad,sad',
      'b.csv': table('1.png,angry', '2.png,sad'),
      ...pictures('1.png', '2.png'),
    });
    expect(found(benchmark)).toEqual([['conflicting-label', 'b.csv', 2]]);
    expect(benchmark.items.at(0)).toMatchObject({ label: 'happy', prompted: 'sad' });
  });

  it('paths are tried as written, with either slash, then by their longest tail; what leaves the root is refused', async () => {
    const folder = memoryFolder({
      'l.csv': table(
        'p/a.png,happy',
        'p\\b.png,sad',
        '/home/you/data/p/c.png,angry',
        'C:\\x\\p\\d.png,fear',
        '../e.png,sad',
        '/home/you/data/p/gone.png,sad',
        '/etc/q.png,sad',
      ),
      ...pictures('p/a.png', 'p/b.png', 'p/c.png', 'p/d.png'),
    });
    const opened = await openBenchmark(folder, { hasher: testHasher });
    const benchmark = opened.ok ? opened.value : expect.fail();
    expect(labels(benchmark).map(([, label]) => label)).toEqual(['happy', 'sad', 'angry', 'fear']);
    expect(found(benchmark)).toEqual([
      ['outside-root', 'l.csv', 6],
      ['missing-image', 'l.csv', 7],
      ['outside-root', 'l.csv', 8],
    ]);
    expect(folder.accessed.filter((path) => path.includes('..'))).toEqual([]);
  });

  it('the emotion in a folder is the label, wherever other folders stand', async () => {
    const benchmark = await open(
      pictures(
        ...['angry', 'happy', 'sad'].flatMap((one) => [
          `data/train/${one}/1.png`,
          `data/balanced_train/${one}/2.png`,
          `data/more faces/${one}/3.png`,
          `data/more faces/new_${one}/4.png`,
          `data/${one}_test/5.png`,
        ]),
      ),
    );
    expect(benchmark.labels).toEqual(['happy', 'sad', 'angry']);
    expect(benchmark.items.filter(({ label }) => label === 'angry').length).toBe(5);
    expect(benchmark.generators).toEqual([]);
  });

  it('a name that several pictures have is that of those nearest to its table', async () => {
    const both = ['a/img/1.png', 'b/img/1.png', 'b/img/x/1.png'];
    const named = async (table: string, name: string) =>
      labels(await open({ [table]: `image,emotion\n${name},happy`, ...pictures(...both) })).flatMap(([path, label]) =>
        label === undefined ? [] : [path],
      );
    for (const name of ['1.png', '1', 'img/1.png', '/else/img/1.png', 'IMG/1.PNG']) {
      expect(await named('a/l.csv', name)).toEqual(['a/img/1.png']);
      expect(await named('a/tables/l.csv', name)).toEqual(['a/img/1.png']);
    }
    expect(await named('b/l.csv', '1.png')).toEqual(['b/img/1.png', 'b/img/x/1.png']);
    expect(await named('l.csv', '1.png')).toEqual(both);
  });

  it('a path with .. is one from the folder of its table, as long as it stays in the root', async () => {
    const rows = ['../images/1.png,happy', '../images/gone.png,sad', '../../2.png,sad'];
    const benchmark = await open({ 'notes/l.csv': table(...rows), ...pictures('images/1.png', '2.png') });
    expect(labels(benchmark)).toEqual([
      ['2.png', undefined],
      ['images/1.png', 'happy'],
    ]);
    expect(found(benchmark)).toEqual([
      ['missing-image', 'notes/l.csv', 3],
      ['outside-root', 'notes/l.csv', 4],
      ['image-without-row', '2.png'],
    ]);
  });

  it('names that end in white space or hold a backslash are found without their extension', async () => {
    const keys = { 'in/a\t': 'happy', 'in/b\\c': 'sad' };
    const benchmark = await open({
      'labels.json': JSON.stringify({ labels: keys }),
      ...pictures('data/in/a\t.png', 'data/in/b\\c.png'),
    });
    expect(labels(benchmark).map(([, label]) => label)).toEqual(['happy', 'sad']);
    expect(found(benchmark)).toEqual([]);
  });

  it('folders that number their emotions are classes, and so are numbers that a list of classes explains', async () => {
    const numbered = await open(
      pictures('set/train/0_Neutral/1.png', 'set/train/1_Happy/2.png', 'set/test/2-sad/3.png'),
    );
    expect(numbered.format).toBe('class-folders');
    expect(labels(numbered).map(([, label]) => label)).toEqual(['sad', 'neutral', 'happy']);
    expect(numbered.generators).toEqual([]);
    const paths = pictures('train/0/1.png', 'train/2/2.png', 'test/2/3.png');
    const coded = await open({ 'classes.txt': 'angry\ndisgust\nhappy\n', ...paths });
    expect(coded.format).toBe('class-folders');
    expect(labels(coded).map(([, label]) => label)).toEqual(['happy', 'angry', 'happy']);
    const mixed = await open(pictures('set/sdxl_happy/1.png', 'set/sdxl_sad/2.png', 'set/happy-dalle-3/1.png'));
    expect(mixed.items.map(({ label, generator }) => [label, generator])).toEqual([
      ['happy', 'dalle-3'],
      ['happy', 'sdxl'],
      ['sad', 'sdxl'],
    ]);
    expect((await open(pictures('FER2013Train/1.png', 'FER2013Valid/2.png'))).generators).toEqual([]);
    const unexplained = await open({ 'notes.txt': 'one\ntwo\n', ...paths });
    expect(labels(unexplained).map(([, label]) => label)).toEqual([undefined, undefined, undefined]);
  });

  it('without a table an emotion in the file name or folder is the label', async () => {
    expect(labels(await open(pictures('x_happy_1.png', 'x_sad_2.png')))).toEqual([
      ['x_happy_1.png', 'happy'],
      ['x_sad_2.png', 'sad'],
    ]);
    expect(labels(await open(pictures('img1(happy).png', 'img2(sad).png')))).toEqual([
      ['img1(happy).png', 'happy'],
      ['img2(sad).png', 'sad'],
    ]);
    const copies = await open(pictures('happy.png', 'happy (2).png', 'sad (3).png'));
    expect(copies.items.map(({ label }) => label).sort()).toEqual(['happy', 'happy', 'sad']);
    expect(copies.generators).toEqual([]);
    const few = await open(pictures('IMG_1.png', 'IMG_2.png', 'IMG_3.png', 'happy_1.png', 'sad_2.png'));
    expect(few.items.flatMap(({ label }) => label ?? [])).toEqual(['happy', 'sad']);
    expect(few.problems).toEqual([]);
    expect(labels(await open(pictures('train/Anger/1.png', 'train/Fear/2.png')))).toEqual([
      ['train/Anger/1.png', 'angry'],
      ['train/Fear/2.png', 'fear'],
    ]);
  });

  it('numbers in file names are prompt and seed beside folders or a table that say generator and emotion', async () => {
    const names = ['p000_seed11.png', 'p000_seed22.png', 'p001_seed11.png', 'p001_seed22.png'];
    const said = [
      ['000', '11'],
      ['000', '22'],
      ['001', '11'],
      ['001', '22'],
    ];
    const folders = ['flux/happy', 'flux/sad', 'sdxl/happy', 'sdxl/sad'];
    const beside = await open(pictures(...folders.flatMap((folder) => names.map((name) => `${folder}/${name}`))));
    expect(beside).toMatchObject({ generators: ['flux', 'sdxl'], labels: ['happy', 'sad'] });
    expect(beside.items.map(({ prompt, seed }) => [prompt, seed])).toEqual(folders.flatMap(() => said));
    const listed = await open({ 'l.csv': table(...names.map((name) => `${name},happy`)), ...pictures(...names) });
    expect(listed.items.map(({ prompt, seed }) => [prompt, seed])).toEqual(said);
    const numbered = await open(pictures('fear (1).png', 'happy (1).png', 'happy (2).png', 'sad (1).png'));
    expect(numbered.generators).toEqual([]);
    expect(numbered.items.map(({ label, prompt }) => [label, prompt])).toEqual([
      ['fear', '1'],
      ['happy', '1'],
      ['happy', '2'],
      ['sad', '1'],
    ]);
  });

  it('a folded spelling takes the canonical name; joy folds into happy unless both are labels', async () => {
    const names = ['1.png', '2.png', '3.png', '4.png'];
    const rows = (words: readonly string[]) => table(...names.map((name, i) => `${name},${words[i]}`));
    const folded = await open({ 'l.csv': rows(['HAPPINESS', '开心', 'Happy', 'sad']), ...pictures(...names) });
    expect(folded.labels).toEqual(['happy', 'sad']);
    const joy = await open({ 'l.csv': rows(['joy', 'joy', 'Joy', 'sad']), ...pictures(...names) });
    expect(joy.labels).toEqual(['happy', 'sad']);
    const apart = await open({ 'l.csv': rows(['happy', 'joy', 'joy', 'happy']), ...pictures(...names) });
    expect(apart.labels).toEqual(['happy', 'joy']);
  });

  it('counts by two emotions in one dict are votes; two numbers that are called by emotions are not', async () => {
    const counts = Array.from({ length: 9 }, (_, i) => ({ happy: i, sad: 4 }));
    const files = pictures(...counts.map((_, i) => `${i}.png`));
    const inDict = counts.map((votes, i) => JSON.stringify({ image: `${i}.png`, answers: votes }));
    const voted = await open({ 'l.jsonl': inDict.join('\n'), ...files });
    expect(voted.items.map(({ label }) => label).slice(3, 6)).toEqual(['sad', undefined, 'happy']);
    expect(voted.items.at(5)).toMatchObject({ votes: { happy: 5, sad: 4 } });
    const beside = counts.map(({ happy, sad }, i) => `${i}.png,${happy},${sad}`);
    const rated = await open({ 'l.csv': ['image,happy,sad', ...beside].join('\n'), ...files });
    expect(rated.items.map(({ label, votes }) => label ?? votes)).toEqual(counts.map(() => undefined));
  });

  it('where raters say the label, a further task beside them is none', async () => {
    const rows = Array.from(
      { length: 9 },
      (_, i) => `${i}.png,${i % 2 ? 'happy,happy' : 'sad,sad'},${i % 3 ? 'yes' : 'no'}`,
    );
    const benchmark = await open({
      'l.csv': ['image,rater1,rater2,sarcasm', ...rows].join('\n'),
      ...pictures(...rows.map((_, i) => `${i}.png`)),
    });
    expect(benchmark.items.map(({ label }) => label).slice(0, 2)).toEqual(['sad', 'happy']);
    expect(benchmark.labels).toEqual(['happy', 'sad']);
  });

  it('several raters: the majority, a tie is no label, the votes are kept', async () => {
    const benchmark = await open({
      'l.csv': 'image,rater1,rater2\na.png,happy,happy\nb.png,happy,sad',
      ...pictures('a.png', 'b.png'),
    });
    expect(benchmark.items.map(({ label, votes }) => [label, votes])).toEqual([
      ['happy', { happy: 2 }],
      [undefined, { happy: 1, sad: 1 }],
    ]);
    const long = await open({
      'l.csv': 'image,annotator,emotion\na.png,x,happy\na.png,y,happy\na.png,z,sad\nb.png,x,sad',
      ...pictures('a.png', 'b.png'),
    });
    expect(long.items.map(({ label, votes }) => [label, votes])).toEqual([
      ['happy', { happy: 2, sad: 1 }],
      ['sad', { sad: 1 }],
    ]);
    expect(long.problems).toEqual([]);
  });

  it('several tasks count labels for each', async () => {
    const benchmark = await open({
      'l.csv': 'image,emotion,sarcasm\na.png,happy,yes\nb.png,sad,no\nc.png,sad,no',
      ...pictures('a.png', 'b.png', 'c.png'),
    });
    expect(benchmark.items.at(0)).toMatchObject({ label: 'happy', tasks: { sarcasm: 'yes' } });
  });

  it('many folders that differ in a number alone are clips, not generators', async () => {
    const files = Array.from({ length: 82 }, (_, at) => `data/clip_${1000 + (at >> 1)}/${at % 2}.png`);
    expect((await open(pictures(...files))).generators).toEqual([]);
    expect((await open(pictures(...files.slice(0, 80)))).generators).toHaveLength(40);
  });

  it('many folders of a few words and numbers are persons, not generators (KDEF)', async () => {
    const folders = ['AF', 'AM', 'BF', 'BM'].flatMap((word) =>
      Array.from({ length: 12 }, (_, i) => `${word}${10 + i}`),
    );
    const files = folders.flatMap((folder) =>
      ['AN', 'HA', 'NE', 'SA'].map((code) => `${folder}/${folder}${code}S.jpg`),
    );
    const benchmark = await open(pictures(...files));
    expect(benchmark.generators).toEqual([]);
    expect(benchmark.labels).toEqual(['happy', 'sad', 'angry', 'neutral']);
  });

  it('a folder of generators without emotions gives generators', async () => {
    const benchmark = await open(pictures('sdxl/1.png', 'flux/1.png'));
    expect(benchmark).toMatchObject({ generators: ['flux', 'sdxl'], labels: [] });
  });

  it('prediction files are runs, not items', async () => {
    const benchmark = await open({
      'l.csv': table('a.png,happy', 'b.png,sad'),
      'gpt_Emo.tsv': 'index\tquestion\tanswer\tprediction\n1\tq\thappy\tsad\n2\tq\tsad\tsad',
      ...pictures('a.png', 'b.png'),
    });
    expect(benchmark.items).toHaveLength(2);
    expect(benchmark.problems).toEqual([]);
  });

  it('what is nested beyond all measure costs its own row, and names that every object has are names', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const nested = await open({
      'deep.json': deep,
      'l.jsonl': `{"image":"a.png","emotion":"happy","x":${deep}}\n{"image":"b.png","emotion":"sad"}`,
      ...pictures('b.png'),
    });
    expect(labels(nested)).toEqual([['b.png', 'sad']]);
    expect(found(nested)).toEqual([['bad-row', 'l.jsonl', 1]]);
    const names = ['__proto__', 'constructor', 'happy', 'sad', 'happy', 'sad', '__proto__', 'constructor'];
    const paths = names.map((_, i) => `${i}.png`);
    const named = await open({
      'l.csv': table(...names.map((name, i) => `${i}.png,${name}`)),
      ...pictures(...paths),
    });
    expect(named.labels).toEqual(['happy', 'sad', '__proto__', 'constructor']);
    expect(Object.entries(named.descriptor.polarity ?? {}).map(([, polarity]) => polarity)).toEqual(
      expect.arrayContaining(['positive', 'negative', 'none', 'none']),
    );
  });

  it('what Python writes for infinite numbers costs the number alone, and for a missing one nothing', async () => {
    const values = ['1', '2', '3', '2', '1', 'NaN', 'Infinity', '-Infinity'];
    const rows = values.map((value, i) => `{"image":"${i}.png","emotion":"happy","degree":${value}}`);
    const benchmark = await open({
      'l.json': `[\n${rows.join(',\n')}\n]`,
      ...pictures(...values.map((_, i) => `${i}.png`)),
    });
    expect(found(benchmark)).toEqual([8, 9].map((line) => ['number-out-of-range', 'l.json', line]));
    expect(benchmark.scales.degree).toMatchObject({ min: 1, max: 3 });
  });

  it('a table without a row is one problem that says so', async () => {
    const benchmark = await open({ 'l.csv': 'image,emotion\n', ...pictures('a.png') });
    expect(benchmark.problems).toMatchObject([
      { kind: 'nothing-found', file: 'l.csv', line: 1, facts: { what: 'rows' } },
    ]);
  });

  it('a folder with nothing in it opens empty', async () => {
    const benchmark = await open({ '.hidden.png': png(), 'Thumbs.db': 'x', '__MACOSX/a.png': png() });
    expect(benchmark.items).toHaveLength(0);
    expect(benchmark.problems.map(({ kind }) => kind)).toEqual(['nothing-found']);
  });
});

describe('problems of pictures', () => {
  it('each is one entry', async () => {
    const large = png(9);
    new DataView(large.buffer, large.byteOffset).setUint32(16, 20_000);
    new DataView(large.buffer, large.byteOffset).setUint32(20, 20_000);
    const benchmark = await open({
      'l.csv': table(...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}.png,happy`), 'g.jpg,sad'),
      'a.png': png(1),
      'b.png': png(1),
      'c.png': 'no picture',
      'd.png': '',
      'e.png': { error: 'notPermitted' },
      'f.png': large,
      'g.jpg': png(7),
    });
    expect(
      found(benchmark)
        .map(([kind, file]) => [file, kind])
        .sort(),
    ).toEqual([
      ['b.png', 'duplicate-image'],
      ['c.png', 'corrupt-image'],
      ['d.png', 'empty-image'],
      ['e.png', 'unreadable'],
      ['f.png', 'over-large'],
      ['g.jpg', 'wrong-extension'],
    ]);
    expect(benchmark.items).toHaveLength(7);
  });
});

describe('on a real disk', () => {
  const made: string[] = [];
  afterEach(() => {
    for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
  });

  function onDisk(files: Readonly<Record<string, string | Uint8Array>>): string {
    const root = mkdtempSync(join(tmpdir(), 'emolens-counts-'));
    made.push(root);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return root;
  }

  async function openDisk(root: string): Promise<Benchmark> {
    const opened = await openBenchmark(benchmarkFolder(root), { hasher: testHasher });
    if (!opened.ok) throw new Error(opened.error.kind);
    return opened.value;
  }

  it('names are tried as written before white space is cut off and signs of URLs are decoded', async () => {
    const names = [' a.png', 'a.png', 'b%20c.png', 'b c.png'];
    const rows = ['" a.png",happy', 'a.png,sad', 'b%20c.png,angry', 'b c.png,fear'];
    const both = await open({ 'l.csv': table(...rows), ...pictures(...names) });
    expect(Object.fromEntries(labels(both))).toEqual({
      ' a.png': 'happy',
      'a.png': 'sad',
      'b%20c.png': 'angry',
      'b c.png': 'fear',
    });
    expect(found(both)).toEqual([]);
    const decoded = await open({
      'l.csv': table('/data/upload/1/b%20c.png,happy', 'p/%C3%A9.png,sad', '%2e%2e/up.png,sad', '  d.png ,angry'),
      ...pictures('b c.png', 'p/\u00e9.png', 'd.png'),
    });
    expect(Object.fromEntries(labels(decoded))).toEqual({
      'b c.png': 'happy',
      'd.png': 'angry',
      'p/\u00e9.png': 'sad',
    });
    expect(found(decoded)).toEqual([['missing-image', 'l.csv', 4]]);
  });

  it('odd names and long paths work', async () => {
    const deep = Array.from({ length: 11 }, (_, i) => `${i}`.padEnd(180, 'd')).join('/');
    const names = ['a\nb.png', 'c d.png', '#e.png', '%20f.png', 'e\u0301.png', '\u00fc.png', `${deep}/g.png`];
    const rows = names.map((name, i) => `"${name.normalize(i === 4 ? 'NFC' : 'NFD')}",${i % 2 ? 'sad' : 'happy'}`);
    const root = onDisk({ 'l.csv': table(...rows), ...Object.fromEntries(names.map((name, i) => [name, png(i)])) });
    const benchmark = await openDisk(root);
    expect(benchmark.problems).toEqual([]);
    expect(benchmark.items.filter(({ label }) => label !== undefined)).toHaveLength(names.length);
  });

  it('the only column of few words of a table without a header is the generator', async () => {
    const rows = ['a.png,happy,m1,3', 'b.png,sad,m2,2', 'c.png,sad,m1,4', 'd.png,happy,m2,1'];
    const benchmark = await open({ 'l.csv': rows.join('\n'), ...pictures('a.png', 'b.png', 'c.png', 'd.png') });
    expect(benchmark.items.map(({ generator }) => generator)).toEqual(['m1', 'm2', 'm1', 'm2']);
  });

  it('a fault of a picture inside a table is at the table and the line', async () => {
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
    const whole = png(1);
    const rows = [whole, png(2), whole].map((bytes, i) => `${i}\t${base64(bytes)}\thappy`);
    const benchmark = await open({ 'a.tsv': ['index\timage\temotion', ...rows].join('\n') });
    expect(benchmark.problems).toMatchObject([
      { kind: 'duplicate-image', file: 'a.tsv', line: 4, item: 'a.tsv/2.png' },
    ]);
  });

  it('a number of another magnitude than few others is out of range; one that is merely higher is not', async () => {
    const scored = (last: string) =>
      open({
        'l.csv': [
          'image,emotion,score',
          'a.png,happy,3',
          'b.png,sad,3.1',
          'c.png,sad,3',
          'd.png,happy,2.9',
          `e.png,sad,${last}`,
        ].join('\n'),
        ...pictures('a.png', 'b.png', 'c.png', 'd.png', 'e.png'),
      });
    expect(found(await scored('99'))).toEqual([['number-out-of-range', 'l.csv', 6]]);
    expect(found(await scored('9'))).toEqual([]);
  });

  it('links that loop or leave are not followed, sockets and pipes are ignored, a read-only folder opens', async () => {
    const outside = onDisk({ 'secret.png': png(5) });
    const root = onDisk({ 'happy/1.png': png(1), 'sad/2.png': png(2) });
    symlinkSync(root, join(root, 'happy', 'loop'));
    symlinkSync(join(outside, 'secret.png'), join(root, 'sad', 'out.png'));
    execFileSync('mkfifo', [join(root, 'sad', 'pipe.png')]);
    chmodSync(root, 0o555);
    const benchmark = await openDisk(root);
    chmodSync(root, 0o755);
    expect(labels(benchmark)).toEqual([
      ['happy/1.png', 'happy'],
      ['sad/2.png', 'sad'],
    ]);
    expect(found(benchmark)).toEqual([['outside-root', 'sad/out.png']]);
  });

  it('rows may name pictures through links to folders inside, one behind the other, but not round and round', async () => {
    const root = onDisk({
      'data/images/1.png': png(1),
      'data/images/2.png': png(2),
      'data/images/sub/3.png': png(3),
      'labels/l.csv': table(
        ...['img/1.png,happy', './img/2.png,sad', 'all/img/sub/3.png,angry', 'img/4.png,sad', 'round/1.png,sad'],
      ),
    });
    symlinkSync('data/images', join(root, 'img'));
    symlinkSync(root, join(root, 'labels', 'all'));
    symlinkSync('round', join(root, 'round'));
    const benchmark = await openDisk(root);
    expect(labels(benchmark)).toEqual([
      ['data/images/1.png', 'happy'],
      ['data/images/2.png', 'sad'],
      ['data/images/sub/3.png', 'angry'],
    ]);
    expect(found(benchmark).filter(([kind]) => kind === 'missing-image')).toEqual([
      ['missing-image', 'labels/l.csv', 5],
      ['missing-image', 'labels/l.csv', 6],
    ]);
  });

  it('a link to nothing is no item and one problem, with a row or without', async () => {
    const root = mkdtempSync(join(tmpdir(), 'emolens-'));
    try {
      for (const name of ['happy', 'sad']) mkdirSync(join(root, name));
      writeFileSync(join(root, 'happy/1.png'), png(1));
      symlinkSync('gone.png', join(root, 'happy/2.png'));
      symlinkSync('3.png', join(root, 'sad/3.png'));
      symlinkSync('gone', join(root, 'sad/gone'));
      const faults = [['unreadable', 'happy/2.png']];
      const bare = await openBenchmark(benchmarkFolder(root), { hasher: testHasher });
      expect(bare.ok && [bare.value.items.length, found(bare.value)]).toEqual([1, faults]);
      writeFileSync(join(root, 'l.csv'), table('happy/1.png,happy', 'happy/2.png,happy'));
      const tabled = await openBenchmark(benchmarkFolder(root), { hasher: testHasher });
      expect(tabled.ok && [tabled.value.items.length, found(tabled.value)]).toEqual([1, faults]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });

  it('a folder that does not exist is an error', async () => {
    const opened = await openBenchmark(benchmarkFolder(join(tmpdir(), 'emolens-nowhere')), { hasher: testHasher });
    expect(opened).toMatchObject({ ok: false, error: { kind: 'notFound' } });
  });
});

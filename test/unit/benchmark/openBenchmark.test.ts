import { describe, expect, it } from 'vitest';
import type { Benchmark } from '../../../src/core/benchmark/benchmark.ts';
import { openBenchmark, type OpenOptions } from '../../../src/core/benchmark/openBenchmark.ts';
import { problemText } from '../../../src/core/words/problemText.ts';
import { err, ok } from '../../../src/core/result.ts';
import { memoryFolder, png, testHasher, type MemoryFile, type MemoryFolder } from './memoryFolder.ts';

async function open(folder: MemoryFolder, options: Partial<OpenOptions> = {}): Promise<Benchmark> {
  const opened = await openBenchmark(folder, { hasher: testHasher, ...options });
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
}

const openFiles = (files: Record<string, MemoryFile>, options?: Partial<OpenOptions>) =>
  open(memoryFolder(files), options);

/** The release layout: rows are `image,score,label`, pictures are made for `pictures`. */
function memo(rows: readonly string[], pictures: readonly string[], more: Record<string, MemoryFile> = {}) {
  const files = Object.fromEntries(pictures.map((name, i): [string, MemoryFile] => [`dataset/${name}`, png(i)]));
  return { 'annotation_emo.csv': ['Image,Score,Distortions', ...rows].join('\n'), ...files, ...more };
}

const found = (benchmark: Benchmark) =>
  benchmark.problems.map(({ kind, file, line, item }) => [kind, file, line, item].filter((part) => part !== undefined));

const item = (benchmark: Benchmark, id: string) => benchmark.items.find((one) => one.id === id);

const emotions = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];

describe('the release layout', () => {
  it('finds a name with a backslash in it where the pictures are', async () => {
    const benchmark = await openFiles(memo(['a\\b.png,1,happy', 'c.png,2,sad'], ['a\\b.png', 'c.png']));
    expect(found(benchmark)).toEqual([]);
    expect(item(benchmark, 'dataset/a\\b.png')?.label).toBe('happy');
  });

  it('tells an empty table once, and digits that make an infinity as no number', async () => {
    const empty = await openFiles({ ...memo([], ['x_happy_1.png', 'x_sad_2.png']), 'annotation_emo.csv': '' });
    expect(found(empty)).toEqual([['missing-column', 'annotation_emo.csv', 1]]);
    expect(problemText(empty.problems[0]!)).toBe(
      'annotation_emo.csv is empty. Put the table back, or remove the file.',
    );
    const endless = await openFiles(memo(['a.png,1e999,happy', 'b.png,2,sad'], ['a.png', 'b.png']));
    expect(endless.problems).toMatchObject([{ kind: 'number-out-of-range', facts: { reason: 'notANumber' } }]);
  });

  it('reads label, degree, quality, and the parts of file names', async () => {
    const names = ['atelier-3', 'sd_xl'].flatMap((generator) =>
      emotions.flatMap((emotion) => ['001', '012'].map((prompt) => `${generator}_${emotion}_${prompt}`)),
    );
    const rows = names.map((name, i) => `${name}${i % 2 === 0 ? '.png' : ''},${(i % 5) + 1},${emotions[i % 6]}`);
    const quality = ['Image,Quality', ...names.map((name, i) => `${name}.png,${i * 2}`)].join('\r\n');
    const benchmark = await openFiles(
      memo(
        rows,
        names.map((name) => `${name}.png`),
        { 'annotation_quality.csv': `\ufeff${quality}` },
      ),
    );
    expect(benchmark.problems).toEqual([]);
    expect(benchmark).toMatchObject({
      name: 'faces',
      format: 'memo-bench',
      labels: emotions,
      generators: ['atelier-3', 'sd_xl'],
      scales: { degree: { min: 1, max: 5, source: 'data' }, quality: { min: 0, max: 46, source: 'data' } },
      descriptor: {
        fileName: '{generator}_{prompted}_{prompt}',
        columns: { image: 'Image', label: 'Distortions', degree: 'Score', quality: 'Quality' },
      },
    });
    expect(item(benchmark, 'dataset/sd_xl_happy_012.png')).toEqual({
      id: 'dataset/sd_xl_happy_012.png',
      path: 'dataset/sd_xl_happy_012.png',
      label: 'sad',
      degree: 4,
      quality: 26,
      generator: 'sd_xl',
      prompted: 'happy',
      prompt: '012',
      row: { file: 'annotation_emo.csv', line: 15 },
    });
  });

  it('forgives header case and names, backslashes, folders, UTF-16, and case of file names', async () => {
    const table = ' IMAGE \tDegree\temotion\r\ndataset\\A.PNG\t3,5\thappy\r\n./dataset/b\t4\tsad\r\n';
    const benchmark = await openFiles({
      'MEMO/Annotation_Emo.tsv': Uint8Array.of(0xff, 0xfe, ...Buffer.from(table, 'utf16le')),
      'MEMO/dataset/a.png': png(1),
      'MEMO/dataset/b.png': png(2),
    });
    expect(benchmark.problems).toEqual([]);
    expect(benchmark.items.map(({ id, label, degree }) => [id, label, degree])).toEqual([
      ['MEMO/dataset/a.png', 'happy', 3.5],
      ['MEMO/dataset/b.png', 'sad', 4],
    ]);
  });

  it('finds columns by what they hold, and without a header at all', async () => {
    const pictures = { 'dataset/a.png': png(1), 'dataset/b.png': png(2) };
    const odd = await openFiles({ 'annotation_emo.csv': 'x,y,z\n4,happy,a.png\n3,sad,b.png', ...pictures });
    expect(odd.descriptor.columns).toEqual({ image: 'z', label: 'y', degree: 'x' });
    const bare = await openFiles({ 'annotation_emo.csv': 'a.png,4,happy\nb.png,3,sad', ...pictures });
    expect(bare.items.map(({ label, row }) => [label, row?.line])).toEqual([
      ['happy', 1],
      ['sad', 2],
    ]);
    expect([...odd.problems, ...bare.problems]).toEqual([]);
  });

  it('folds spellings, keeps what was written, and records the foldings', async () => {
    const words = ['HAPPINESS', 'happiness', 'Happy', '开心', 'joy', 'anxious'];
    const benchmark = await openFiles(
      memo(
        words.map((word, i) => `${i}.png,1,${word}`),
        words.map((_, i) => `${i}.png`),
      ),
    );
    expect(benchmark.labels).toEqual(['happy', 'worry']);
    expect(benchmark.items.map(({ label, labelAsWritten }) => [label, labelAsWritten])).toEqual([
      ...words.slice(0, 5).map((word) => ['happy', word]),
      ['worry', 'anxious'],
    ]);
    expect(benchmark.descriptor.foldings).toMatchObject({ HAPPINESS: 'happy', 开心: 'happy', anxious: 'worry' });
    expect(benchmark.problems).toEqual([]);
  });

  it('follows a corrected descriptor', async () => {
    const files = {
      'annotation_emo.csv': 'A,B,C,D\na.x1,9,glad,7\nb.x2,1,blue,8',
      'dataset/a.x1.png': png(1),
      'dataset/b.x2.png': png(2),
    };
    const store = memoryFolder({
      'benchmark.json': JSON.stringify({
        version: 1,
        name: 'Mine',
        columns: { image: 'A', label: 'C', degree: 'D' },
        fileName: '{generator}.{prompt}',
        labels: ['down', 'up'],
        foldings: { glad: 'up', blue: 'down' },
        scales: { degree: { min: 0, max: 10 } },
        polarity: { up: 'positive' },
      }),
    });
    const benchmark = await openFiles(files, { store });
    expect(benchmark.problems).toEqual([]);
    expect(benchmark).toMatchObject({
      name: 'Mine',
      labels: ['down', 'up'],
      scales: { degree: { min: 0, max: 10, source: 'descriptor' } },
      descriptor: { polarity: { up: 'positive', down: 'none' } },
    });
    expect(benchmark.items.at(0)).toMatchObject({
      label: 'up',
      labelAsWritten: 'glad',
      degree: 7,
      generator: 'a',
      prompt: 'x1',
    });
  });
});

describe('what is wrong with a benchmark', () => {
  it('names a row without a picture once, and a picture without a row', async () => {
    const files = memo(['a.png,1,happy', 'gone.png,2,sad'], ['a.png', 'b.png'], {
      'annotation_quality.csv': 'Image,Quality\na.png,1\ngone.png,2\nb.png,3',
    });
    const benchmark = await openFiles(files);
    expect(found(benchmark)).toEqual([
      ['missing-image', 'annotation_emo.csv', 3],
      ['image-without-row', 'dataset/b.png', 'dataset/b.png'],
    ]);
    expect(benchmark.items.map(({ id, label, quality }) => [id, label, quality])).toEqual([
      ['dataset/a.png', 'happy', 1],
      ['dataset/b.png', undefined, 3],
    ]);
  });

  it('never reads outside the root, and finds the tail of an absolute path inside it', async () => {
    const folder = memoryFolder(
      memo(
        [
          '../secret.png,1,happy',
          '/etc/passwd,1,sad',
          'C:\\x\\y.png,1,sad',
          '/home/me/dataset/a.png,3,angry',
          'a/../../../b.png,1,sad',
        ],
        ['a.png'],
      ),
    );
    const benchmark = await open(folder);
    expect(found(benchmark)).toEqual([2, 3, 4, 6].map((line) => ['outside-root', 'annotation_emo.csv', line]));
    expect([...benchmark.items]).toMatchObject([{ id: 'dataset/a.png', label: 'angry' }]);
    expect(new Set(folder.accessed)).toEqual(new Set(['annotation_emo.csv', 'dataset/a.png']));
  });

  it('refuses a link out of the root: a problem, not an item', async () => {
    const benchmark = await openFiles(
      memo(['a.png,1,happy', 'l.png,1,sad'], ['a.png'], { 'dataset/l.png': { error: 'outsideRoot' } }),
    );
    expect(found(benchmark)).toEqual([['outside-root', 'dataset/l.png']]);
    expect(benchmark.items.map((one) => one.id)).toEqual(['dataset/a.png']);
  });

  it('tells equal, clashing and conflicting rows apart, and the first one wins', async () => {
    const benchmark = await openFiles(
      memo(
        ['a.png,1,happy', 'a.png,1,happy', 'b,2,sad', 'b.png,3,Sadness', 'c.png,1,angry', 'c,1,worry'],
        ['a.png', 'b.png', 'c.png'],
      ),
    );
    expect(found(benchmark)).toEqual([
      ['duplicate-id', 'annotation_emo.csv', 3, 'dataset/a.png'],
      ['duplicate-id', 'annotation_emo.csv', 5, 'dataset/b.png'],
      ['conflicting-label', 'annotation_emo.csv', 7, 'dataset/c.png'],
    ]);
    expect(benchmark.items.map(({ label, degree }) => [label, degree])).toEqual([
      ['happy', 1],
      ['sad', 2],
      ['angry', 1],
    ]);
  });

  it('keeps all pictures under one name', async () => {
    const benchmark = await openFiles({ ...memo(['a,1,happy'], ['a.png']), 'dataset/a.jpg': png(3) });
    expect(found(benchmark)).toEqual([
      ['duplicate-id', 'annotation_emo.csv', 2, 'dataset/a.jpg'],
      ['wrong-extension', 'dataset/a.jpg', 'dataset/a.jpg'],
    ]);
    expect(benchmark.items.map(({ id, label }) => [id, label])).toEqual([
      ['dataset/a.jpg', 'happy'],
      ['dataset/a.png', 'happy'],
    ]);
  });

  it('reports a label that means nothing, HTML included, and leaves it out', async () => {
    const html = '<img src=x onerror=alert(1)>';
    const names = Array.from({ length: 12 }, (_, i) => `${i}.png`);
    const rows = names.map((name, i) => `${name},1,${i === 7 ? html : i === 8 ? 'hapy' : emotions[i % 6]}`);
    const benchmark = await openFiles(memo(rows, names));
    expect(found(benchmark)).toEqual([
      ['unknown-label', 'annotation_emo.csv', 9, 'dataset/7.png'],
      ['unknown-label', 'annotation_emo.csv', 10, 'dataset/8.png'],
    ]);
    expect(item(benchmark, 'dataset/7.png')).toMatchObject({ labelAsWritten: html });
    expect(item(benchmark, 'dataset/7.png')?.label).toBeUndefined();
    expect(benchmark.labels).toEqual(emotions);
    expect(problemText(benchmark.problems[0]!)).toContain(html);
  });

  it('takes labels as written where they are no emotion words', async () => {
    const benchmark = await openFiles(
      memo(['a.png,1,Asking', 'b.png,1,asking', 'c.png,1,Telling'], ['a.png', 'b.png', 'c.png']),
    );
    expect(benchmark.labels).toEqual(['Asking', 'Telling']);
    expect(benchmark.items.map((one) => one.label)).toEqual(['Asking', 'Asking', 'Telling']);
    expect(benchmark.problems).toEqual([]);
  });

  it('reports numbers far out and texts in their place, and leaves them out of item and scale', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `${i}.png`);
    const rows = names.map(
      (name, i) => `${name},${i === 3 ? '999' : i === 4 ? 'high' : i === 5 ? '' : (i % 5) + 1},happy`,
    );
    const benchmark = await openFiles(memo(rows, names));
    expect(found(benchmark)).toEqual([
      ['number-out-of-range', 'annotation_emo.csv', 5, 'dataset/3.png'],
      ['number-out-of-range', 'annotation_emo.csv', 6, 'dataset/4.png'],
    ]);
    expect(benchmark.scales.degree).toEqual({ min: 1, max: 5, source: 'data' });
    expect(item(benchmark, 'dataset/3.png')?.degree).toBeUndefined();
  });

  it('reports numbers outside a declared scale', async () => {
    const store = memoryFolder({ 'benchmark.json': '{"version": 1, "scales": {"degree": {"min": 1, "max": 5}}}' });
    const benchmark = await openFiles(memo(['a.png,5,happy', 'b.png,5.5,sad'], ['a.png', 'b.png']), { store });
    expect(found(benchmark)).toEqual([['number-out-of-range', 'annotation_emo.csv', 3, 'dataset/b.png']]);
  });

  it('reports bad rows with their physical line, once, and goes on', async () => {
    const rows = ['a.png,1,happy', 'b.png,2', '"c.png,3,sad', 'd.png,4,angry', ',5,sad'];
    const benchmark = await openFiles(memo(rows, ['a.png', 'b.png', 'c.png', 'd.png']));
    expect(found(benchmark)).toEqual([
      ['bad-row', 'annotation_emo.csv', 3, 'dataset/b.png'],
      ['bad-row', 'annotation_emo.csv', 4, 'dataset/c.png'],
      ['bad-row', 'annotation_emo.csv', 6],
    ]);
    expect(benchmark.items.map((one) => one.label)).toEqual(['happy', undefined, undefined, 'angry']);
  });

  it('says which columns are missing and which are there', async () => {
    const files = {
      'annotation_emo.csv': 'Image,Score\na.png,1',
      'annotation_quality.csv': 'a,b\n1,2',
      'dataset/a.png': png(),
    };
    const benchmark = await openFiles(files);
    expect(benchmark.problems).toMatchObject([
      {
        kind: 'missing-column',
        file: 'annotation_emo.csv',
        line: 1,
        facts: { column: 'Distortions', columns: 'Image, Score' },
      },
      { kind: 'missing-column', file: 'annotation_quality.csv', facts: { column: 'Image', columns: 'a, b' } },
      { kind: 'missing-column', file: 'annotation_quality.csv', facts: { column: 'Quality' } },
    ]);
    expect([...benchmark.items]).toMatchObject([{ id: 'dataset/a.png', degree: 1 }]);
  });

  it('says so when a correction names no column, and infers it', async () => {
    const store = memoryFolder({
      'benchmark.json': '{"version": 1, "columns": {"label": "Emotion", "image": "IMAGE"}}',
    });
    const benchmark = await openFiles(memo(['a.png,1,happy'], ['a.png']), { store });
    expect(benchmark.problems).toMatchObject([{ kind: 'missing-column', facts: { column: 'Emotion', role: 'label' } }]);
    expect(benchmark.items.at(0)?.label).toBe('happy');
  });

  it('judges pictures by their first bytes', async () => {
    const names = ['bad.png', 'empty.png', 'huge.png', 'jpeg.png', 'locked.png', 'ok.png'];
    const files = {
      ...memo(
        names.map((name) => `${name},1,happy`),
        ['ok.png'],
      ),
      'dataset/bad.png': 'not a picture',
      'dataset/empty.png': new Uint8Array(),
      'dataset/huge.png': png(9, 20_000, 20_000),
      'dataset/jpeg.png': Uint8Array.from([
        0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 4, 0, 4, 1, 1, 0x11, 0, 0xff, 0xd9,
      ]),
      'dataset/locked.png': { error: 'notPermitted' } as const,
    };
    const benchmark = await openFiles(files);
    expect(found(benchmark)).toEqual(
      [
        ['corrupt-image', 'bad'],
        ['empty-image', 'empty'],
        ['over-large', 'huge'],
        ['wrong-extension', 'jpeg'],
        ['unreadable', 'locked'],
      ].map(([kind, name]) => [kind, `dataset/${name}.png`, `dataset/${name}.png`]),
    );
    expect(benchmark.items).toHaveLength(6);
  });

  it('finds equal bytes and pictures that do not decode only when it reads them whole', async () => {
    const files = memo(['a.png,1,happy', 'b.png,1,sad', 'c.png,1,sad'], ['a.png', 'c.png'], {
      'dataset/b.png': png(0),
    });
    const codec: OpenOptions['codec'] = {
      decode: (bytes) =>
        Promise.resolve(
          Buffer.from(bytes).equals(png(1))
            ? err({ kind: 'corruptImage', detail: 'cut off' })
            : ok({ width: 1, height: 1, data: new Uint8ClampedArray(4) }),
        ),
      downscale: () => Promise.reject(new Error('not asked for')),
      convert: () => Promise.reject(new Error('not asked for')),
    };
    expect((await openFiles(files)).problems).toEqual([]);
    for (const deep of [true, 'auto'] as const) {
      expect(found(await openFiles(files, { deep, codec }))).toEqual([
        ['duplicate-image', 'dataset/b.png', 'dataset/b.png'],
        ['corrupt-image', 'dataset/c.png', 'dataset/c.png'],
      ]);
    }
    expect((await openFiles(files, { deep: true })).problems).toMatchObject([
      { kind: 'duplicate-image', facts: { of: 'dataset/a.png' } },
    ]);
  });

  it('says that the table of labels is not there', async () => {
    const benchmark = await openFiles({
      'annotation_quality.csv': 'Image,Quality\na_1.png,3',
      'dataset/a_1.png': png(),
    });
    expect(benchmark.problems).toMatchObject([
      { kind: 'unreadable', file: 'annotation_emo.csv', facts: { reason: 'absent' } },
    ]);
    expect([...benchmark.items]).toMatchObject([{ quality: 3 }]);
  });

  it('opens with a bad descriptor, and says the line', async () => {
    const files = memo(['a.png,1,happy'], ['a.png']);
    const benchmark = await openFiles(files, {
      store: memoryFolder({ 'benchmark.json': '{\n  "version": 1,\n  "name": oops\n}' }),
    });
    expect(found(benchmark)).toEqual([['bad-descriptor', '.emolens/benchmark.json', 3]]);
    expect(benchmark.items).toHaveLength(1);
  });
});

describe('other folders', () => {
  it('opens an empty one with one problem', async () => {
    const benchmark = await openFiles({
      'notes.txt': 'x',
      '.hidden/happy/a.png': png(),
      '__MACOSX/a.png': png(),
      'Thumbs.db': 'x',
    });
    expect({ ...benchmark, items: [...benchmark.items] }).toMatchObject({
      format: 'none',
      items: [],
      labels: [],
      generators: [],
    });
    expect(benchmark.problems.map((problem) => problem.kind)).toEqual(['nothing-found']);
  });

  it('does not open one that is not there', async () => {
    const gone = {
      ...memoryFolder({}),
      list: (path: string) => Promise.resolve(err({ kind: 'notFound' as const, path, detail: 'ENOENT' })),
    };
    expect(await openBenchmark(gone, { hasher: testHasher })).toEqual({
      ok: false,
      error: { kind: 'notFound', path: '/somewhere/faces', detail: 'ENOENT' },
    });
  });

  it('stops when cancelled', async () => {
    const opened = await openBenchmark(memoryFolder(memo(['a.png,1,happy'], ['a.png'])), {
      hasher: testHasher,
      signal: AbortSignal.abort(),
    });
    expect(opened).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
  });

  it('reads a folder for each class, folded', async () => {
    const benchmark = await openFiles({
      'Happiness/1.png': png(1),
      'Happiness/2.png': png(2),
      'SAD/1.png': png(3),
      'worried/x.png': png(4),
    });
    expect(benchmark).toMatchObject({
      format: 'class-folders',
      labels: ['happy', 'sad', 'worry'],
      generators: [],
      problems: [],
    });
    expect(benchmark.items.map(({ label, labelAsWritten, prompted }) => [label, labelAsWritten, prompted])).toEqual([
      ['happy', 'Happiness', undefined],
      ['happy', 'Happiness', undefined],
      ['sad', 'SAD', undefined],
      ['worry', 'worried', undefined],
    ]);
  });

  it('reads generator and class in either order, with splits and containers around', async () => {
    const inner = await openFiles({ 'sdxl/happy/1.png': png(1), 'sdxl/sad/1.png': png(2), 'flux/happy/1.png': png(3) });
    const outer = await openFiles({ 'data/train/happy/sdxl/1.png': png(1), 'data/test/sad/flux/1.png': png(2) });
    for (const benchmark of [inner, outer]) {
      expect(benchmark).toMatchObject({ generators: ['flux', 'sdxl'], labels: ['happy', 'sad'], problems: [] });
    }
    expect(item(outer, 'data/test/sad/flux/1.png')).toMatchObject({ label: 'sad', generator: 'flux' });
  });

  it('reads generators without emotions', async () => {
    const benchmark = await openFiles({ 'sdxl/1.png': png(1), 'flux/1.png': png(2) });
    expect(benchmark).toMatchObject({ generators: ['flux', 'sdxl'], labels: [], problems: [] });
  });

  it('takes the emotion of a file name for the label where no table says more', async () => {
    const names = emotions.flatMap((emotion) => ['x', 'y'].map((generator) => `${generator}-${emotion}-1.png`));
    const benchmark = await openFiles(Object.fromEntries(names.map((name, i) => [name, png(i)])));
    expect(benchmark).toMatchObject({ labels: emotions, generators: ['x', 'y'], problems: [] });
    expect(item(benchmark, 'x-sad-1.png')).toMatchObject({ label: 'sad', prompt: '1' });
    expect(item(benchmark, 'x-sad-1.png')?.prompted).toBeUndefined();
  });

  it('says so when nothing tells what the pictures show', async () => {
    const benchmark = await openFiles({ 'dataset/1.png': png(1), 'dataset/2.png': png(2) });
    expect(benchmark.items).toHaveLength(2);
    expect(benchmark.problems).toMatchObject([{ kind: 'nothing-found', facts: { what: 'labels' } }]);
  });

  it('reports a rare folder that is no emotion once', async () => {
    const files: Record<string, MemoryFile> = { 'blorp/1.png': png(99) };
    for (let i = 0; i < 12; i++) files[`${i % 2 === 0 ? 'happy' : 'sad'}/${i}.png`] = png(i);
    const benchmark = await openFiles(files);
    expect(found(benchmark)).toEqual([['unknown-label', 'blorp']]);
    expect(benchmark.items).toHaveLength(13);
  });

  it('passes over sockets, and takes odd names as they are', async () => {
    const names = ['happy/a\nb.png', 'happy/#1 %20.png', 'sad/e\u0301.png', 'sad/\u00e9.png'];
    const benchmark = await openFiles({
      ...Object.fromEntries(names.map((name, i) => [name, png(i)])),
      'happy/s.png': { other: true },
    });
    expect(benchmark.items.map((one) => one.id).sort()).toEqual([...names].sort());
    expect(benchmark.problems).toEqual([]);
  });

  it('enters a folder that leads back to one above it only once', async () => {
    const folder = memoryFolder({ 'happy/1.png': png(1), 'sad/2.png': png(2) });
    const inside = (path: string) => path.replace(/^(happy\/loop\/)+/, '').replace(/^happy\/loop$/, '');
    const looping: MemoryFolder = {
      ...folder,
      list: async (path) => {
        const listed = await folder.list(inside(path));
        return inside(path) === 'happy' && listed.ok
          ? ok([...listed.value, { name: 'loop', kind: 'folder', link: true }])
          : listed;
      },
      stat: (path) => folder.stat(inside(path)),
      readHead: (path, length) => folder.readHead(inside(path), length),
    };
    expect((await open(looping)).items.map((one) => one.id)).toEqual(['happy/1.png', 'sad/2.png']);
  });
});

it('lists folders in folders of one name, made in one moment, a hundred deep', async () => {
  const deep = `${'happy/'.repeat(100)}1.png`;
  const folder = memoryFolder({ [deep]: png(1), 'sad/sad/2.png': png(2) });
  expect((await open(folder)).items.map((one) => one.id)).toEqual([deep, 'sad/sad/2.png']);
});

describe('the fingerprint', () => {
  const files = memo(['a.png,1,happy'], ['a.png']);

  it('changes with tables, names and sizes, and with nothing else', async () => {
    const first = (await openFiles(files)).fingerprint;
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect((await open(memoryFolder(files, '/moved/elsewhere'))).fingerprint).toBe(first);
    const changed = [
      { ...files, 'annotation_emo.csv': 'Image,Score,Distortions\na.png,2,happy' },
      { ...files, 'dataset/b.png': png(4) },
      { ...files, 'dataset/a.png': Buffer.concat([png(0), Uint8Array.of(0)]) },
    ];
    for (const other of changed) expect((await openFiles(other)).fingerprint).not.toBe(first);
  });
});

it('opens 7,145 portraits with every one in its place', async () => {
  const names = Array.from({ length: 7145 }, (_, i) => `g${i % 12}x_${emotions[i % 6]}_${i}`);
  const picture = png();
  const listed = Object.fromEntries(names.map((name): [string, MemoryFile] => [`dataset/${name}.png`, picture]));
  const rows = names.map((name, i) => `${name},${(i % 9) + 1},${emotions[i % 6]}`);
  const folder = memoryFolder({ 'annotation_emo.csv': ['Image,Score,Distortions', ...rows].join('\n'), ...listed });
  const seen: number[] = [];
  const benchmark = await open(folder, {
    onProgress: ({ what, done }) => void (what === 'pictures' && seen.push(done)),
  });
  expect(benchmark.items).toHaveLength(7145);
  expect(benchmark.problems).toEqual([]);
  expect(benchmark.generators).toHaveLength(12);
  expect(benchmark.items.every((one) => one.label !== undefined && one.row !== undefined)).toBe(true);
  expect(item(benchmark, `dataset/${names[7000]}.png`)?.row?.line).toBe(7002);
  expect(seen.at(-1)).toBe(7145);
});

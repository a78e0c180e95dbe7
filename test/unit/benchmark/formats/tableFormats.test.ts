import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Benchmark } from '../../../../src/core/benchmark/benchmark.ts';
import { openBenchmark } from '../../../../src/core/benchmark/openBenchmark.ts';
import { recogniseBenchmark } from '../../../../src/core/benchmark/recogniseBenchmark.ts';
import { readRecords } from '../../../../src/core/benchmark/tables/recordTable.ts';
import { problemText } from '../../../../src/core/words/problemText.ts';
import { memoryFolder, png, testHasher, type MemoryFile } from '../memoryFolder.ts';

async function open(files: Record<string, MemoryFile>): Promise<Benchmark> {
  const opened = await openBenchmark(memoryFolder(files), { hasher: testHasher });
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const brief = (benchmark: Benchmark) => benchmark.items.map(({ path, label }) => [path, label]);

it.each([
  ['labels.csv', 'image,degree,emotion', ''],
  ['annotation_emo.csv', 'Image,Score,Distortions', 'dataset/'],
])(
  'finds pictures by names as they are meant, where quotes in them are written twice: %s',
  async (file, head, folder) => {
    const benchmark = await open({
      [file]: `${head}\n"a""b.png",3,happy\na""b.png,3,sad\n"c.png",3,happy\n"d, e.png",3,sad\n`,
      [`${folder}a"b.png`]: png(1),
      [`${folder}a""b.png`]: png(2),
      [`${folder}c.png`]: png(3),
      [`${folder}d, e.png`]: png(4),
    });
    expect(benchmark.problems).toEqual([]);
    expect(Object.fromEntries(brief(benchmark))).toEqual({
      [`${folder}a"b.png`]: 'happy',
      [`${folder}a""b.png`]: 'sad',
      [`${folder}c.png`]: 'happy',
      [`${folder}d, e.png`]: 'sad',
    });
  },
);

describe('imagefolder', () => {
  it('reads metadata of each split, paths relative to it', async () => {
    const benchmark = await open({
      'train/metadata.csv': 'file_name,label\na.png,happy\nin/b.png,sad',
      'test/metadata.jsonl': '{"file_name": "a.png", "label": "angry"}\n{"file_name": "c.png", "label": "sad"}\n',
      'train/a.png': png(1),
      'train/in/b.png': png(2),
      'test/a.png': png(3),
      'test/c.png': png(4),
    });
    expect(benchmark).toMatchObject({ format: 'image-folder', problems: [] });
    expect(benchmark.items.map(({ path, label, split }) => [path, label, split])).toEqual([
      ['test/a.png', 'angry', 'test'],
      ['test/c.png', 'sad', 'test'],
      ['train/a.png', 'happy', 'train'],
      ['train/in/b.png', 'sad', 'train'],
    ]);
  });

  it('reads several pictures of a row, and Parquet', async () => {
    const several = await open({
      'metadata.jsonl':
        '{"file_names": ["a.png", "b.png"], "label": "happy"}\n{"file_names": ["c.png"], "label": "sad"}',
      'a.png': png(1),
      'b.png': png(2),
      'c.png': png(3),
    });
    expect(brief(several)).toEqual([
      ['a.png', 'happy'],
      ['b.png', 'happy'],
      ['c.png', 'sad'],
    ]);
    const pairs = await open({
      'metadata.csv': 'image_file_name,crop_file_name,emotion\na.png,b.png,happy\nc.png,d.png,sad',
      'a.png': png(1),
      'b.png': png(2),
      'c.png': png(3),
      'd.png': png(4),
    });
    expect(pairs).toMatchObject({ format: 'image-folder', problems: [] });
    expect(brief(pairs).map(([, label]) => label)).toEqual(['happy', 'happy', 'sad', 'sad']);
    const columnData = [
      { name: 'file_name', data: ['a.png', 'b.png'] },
      { name: 'emotion', data: ['happy', 'sad'] },
      { name: 'degree', data: [3.5, 1] },
    ];
    const parquet = await open({
      'metadata.parquet': new Uint8Array(parquetWriteBuffer({ columnData })),
      'a.png': png(1),
      'b.png': png(2),
    });
    expect(parquet).toMatchObject({ format: 'image-folder', problems: [] });
    expect(parquet.items.map(({ label, degree }) => [label, degree])).toEqual([
      ['happy', 3.5],
      ['sad', 1],
    ]);
  });
});

describe('VLMEvalKit', () => {
  const head = 'index\timage\tquestion\tA\tB\tC\tanswer\tcategory\tsplit';

  it('reads base64 and gives the option of the letter', async () => {
    const rows = [png(1), png(2)].map(
      (bytes, i) => `${i + 1}\t${base64(bytes)}\tWhat?\tHappiness\tSadness\tAnger\t${'BC'[i]}\temotion\ttest`,
    );
    const benchmark = await open({ 'Emo.tsv': [head, ...rows].join('\n') });
    expect(benchmark).toMatchObject({ format: 'vlmevalkit', problems: [], labels: ['sad', 'angry'] });
    expect(benchmark.items.at(0)).toMatchObject({
      id: 'Emo.tsv/1.png',
      label: 'sad',
      split: 'test',
      text: 'What?',
      embedded: { file: 'Emo.tsv', column: 'image', row: 0 },
    });
  });

  it('reads paths, and the picture of another row', async () => {
    const paths = await open({
      'Emo.tsv': `index\timage_path\tquestion\tA\tB\tanswer\n1\timg/a.png\tq\thappy\tsad\tA\n2\timg/b.png\tq\thappy\tsad\tB`,
      'img/a.png': png(1),
      'img/b.png': png(2),
    });
    expect(paths).toMatchObject({ format: 'vlmevalkit', problems: [] });
    expect(brief(paths)).toEqual([
      ['img/a.png', 'happy'],
      ['img/b.png', 'sad'],
    ]);
    const rows = [
      `1\t${base64(png(1))}\tq1\thappy\tsad\tangry\tA\temotion\ttest`,
      `2\t1\tq2\tcomfort\tjoke\tmock\tB\tintent\ttest`,
      `3\t${base64(png(3))}\tq1\thappy\tsad\tangry\tC\temotion\ttest`,
    ];
    const shared = await open({ 'Emo.tsv': [head, ...rows].join('\n') });
    expect(shared.problems).toEqual([]);
    expect(shared.items.map(({ label, tasks }) => [label, tasks])).toEqual([
      ['happy', { emotion: 'happy', intent: 'joke' }],
      ['angry', { emotion: 'angry' }],
    ]);
  });

  it('calls content that is no picture corrupt, in each row, and a long name missing', async () => {
    const text = Buffer.from('This has never been a picture, in 2024 or before. '.repeat(3)).toString('base64');
    const name = 'a'.repeat(80);
    const pictures = [base64(png(1)), base64(png(2)), text, text, name, `data:image/png;base64,${text}`];
    const rows = pictures.map((picture, i) => `${i}\t${picture}\tq\thappy\tsad\tangry\tA\temotion\ttest`);
    const benchmark = await open({ 'Emo.tsv': [head, ...rows].join('\n') });
    expect(benchmark.items.length).toBe(2);
    expect(benchmark.problems.map(({ kind, file, line }) => [kind, file, line])).toEqual([
      ['corrupt-image', 'Emo.tsv', 4],
      ['corrupt-image', 'Emo.tsv', 5],
      ['missing-image', 'Emo.tsv', 6],
      ['corrupt-image', 'Emo.tsv', 7],
    ]);
    expect(problemText(benchmark.problems[0]!)).toContain(text.slice(0, 40));
    expect(problemText(benchmark.problems[0]!).length).toBeLessThan(250);
  });

  it('takes equal rows for one item where further rows show the same picture', async () => {
    const row = (index: number, letter: string) =>
      `${index}\t${base64(png(1))}\tWhat?\thappy\tsad\tangry\t${letter}\temotion\ttest`;
    const rows = [row(1, 'B'), row(2, 'B'), row(2, 'B'), row(3, 'A'), row(1, 'B')];
    const { items, problems } = await open({ 'Emo.tsv': [head, ...rows].join('\n') });
    expect(items.map(({ label }) => label)).toEqual(['sad', 'sad', 'happy']);
    expect(problems.map(({ kind, line }) => [kind, line])).toEqual([
      ['duplicate-id', 4],
      ['duplicate-id', 6],
    ]);
  });

  it('says that pictures have one index, beside conflicting labels and several tasks', async () => {
    const row = (index: number, name: string, letter: string, task = 'emotion') =>
      `${index}\t${name}\tWhich ${task}?\thappy\tsad\tangry\t${letter}`;
    const conflict = [
      row(0, 'a.png', 'A'),
      row(1, 'a.png', 'B'),
      row(2, 'b.png', 'C'),
      row(2, 'c.png', 'A'),
      row(5, 'd.png', 'A'),
    ];
    const tasks = [
      row(0, 'a.png', 'A'),
      row(1, 'a.png', 'B', 'intent'),
      row(1, 'b.png', 'C'),
      row(1, 'b.png', 'B', 'intent'),
      row(5, 'c.png', 'A'),
      row(6, 'd.png', 'A'),
    ];
    const names = ['a.png', 'b.png', 'c.png', 'd.png'];
    for (const [rows, expected] of [
      [
        conflict,
        [
          ['conflicting-label', 3],
          ['duplicate-id', 5],
        ],
      ],
      [tasks, [['duplicate-id', 4]]],
    ] as const) {
      const { problems } = await open({
        'Emo.tsv': ['index\timage_path\tquestion\tA\tB\tC\tanswer', ...rows].join('\n'),
        ...Object.fromEntries(names.map((name, i) => [name, png(i)])),
      });
      expect(problems.map(({ kind, line }) => [kind, line])).toEqual(expected);
    }
  });

  it('takes equal rows for one item, and keeps all others', async () => {
    const row = (index: number, shade: number, answer: string) =>
      `${index}\t${base64(png(shade))}\tq\thappy\tsad\tangry\t${answer}\temotion\ttest`;
    const rows = [row(1, 1, 'A'), row(2, 2, 'B'), row(1, 1, 'A'), row(2, 3, 'C'), row(3, 1, 'A')];
    const benchmark = await open({ 'Emo.tsv': [head, ...rows].join('\n') });
    expect(benchmark.items.map(({ embedded, label }) => [embedded?.row, label])).toEqual([
      [0, 'happy'],
      [1, 'sad'],
      [3, 'angry'],
      [4, 'happy'],
    ]);
    expect(benchmark.problems.map(({ kind, line }) => [kind, line])).toContainEqual(['duplicate-id', 4]);
  });
});

it('opens a picture that stands deep in a record once', async () => {
  const record = (shade: number, label: string) => ({
    messages: [
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: `data:image/png;base64,${base64(png(shade))}` } },
          { type: 'text', text: 'Which emotion?' },
        ],
      },
    ],
    label,
  });
  const benchmark = await open({
    'train.jsonl': [record(1, 'happy'), record(2, 'sad')].map((one) => JSON.stringify(one)).join('\n'),
  });
  expect(brief(benchmark)).toEqual([
    ['train.jsonl/0.png', 'happy'],
    ['train.jsonl/1.png', 'sad'],
  ]);
});

describe('Parquet with pictures', () => {
  it.each([0, 1000])(
    'a row without its picture is a problem and no item (a picture among %i before it)',
    async (before) => {
      const pictures = [...Array.from({ length: before }, (_, i) => png(i)), png(1), null, png(3)];
      const columnData = [
        { name: 'image', data: pictures, type: 'BYTE_ARRAY' as const, nullable: true },
        { name: 'emotion', data: pictures.map((_, i) => (i % 2 ? 'sad' : 'happy')) },
      ];
      const benchmark = await open({ 'a.parquet': new Uint8Array(parquetWriteBuffer({ columnData })) });
      expect(benchmark.problems).toMatchObject([{ kind: 'bad-row', file: 'a.parquet', line: before + 2 }]);
      expect(benchmark.items.slice(before).map(({ id, label }) => [id, label])).toEqual([
        [`a.parquet/${before}.png`, 'happy'],
        [`a.parquet/${before + 2}.png`, 'happy'],
      ]);
    },
  );

  it('opens without a file of any picture', async () => {
    const columnData = [
      { name: 'picture', data: [png(1), png(2), png(3)], type: 'BYTE_ARRAY' as const },
      { name: 'emotion', data: ['happy', 'sad', 'Happy'] },
    ];
    const benchmark = await open({
      'data/test-00000-of-00001.parquet': new Uint8Array(parquetWriteBuffer({ columnData })),
    });
    expect(benchmark).toMatchObject({ format: 'table', problems: [] });
    expect(benchmark.items.map(({ id, label, split }) => [id, label, split])).toEqual(
      ['happy', 'sad', 'happy'].map((label, i) => [`data/test-00000-of-00001.parquet/${i}.png`, label, 'test']),
    );
  });

  it.each([
    ['default/train/0000.parquet', 'train'],
    ['test/0000.parquet', 'test'],
    ['train/default/partial-validation/0000.parquet', 'validation'],
    ['parts/0000.parquet', undefined],
  ])('takes the part of the data from the folder of %s', async (path, split) => {
    const columnData = [
      { name: 'image', data: [png(1), png(2)], type: 'BYTE_ARRAY' as const },
      { name: 'label', data: ['happy', 'sad'], type: 'STRING' as const },
    ];
    const benchmark = await open({ [path]: new Uint8Array(parquetWriteBuffer({ columnData })) });
    expect(benchmark.items.map((item) => [item.label, item.split])).toEqual([
      ['happy', split],
      ['sad', split],
    ]);
  });
});

describe('what is a benchmark', () => {
  const recognise = (files: Record<string, MemoryFile>) => recogniseBenchmark(memoryFolder(files));

  it('is known by its tables', async () => {
    expect(await recognise({ 'x.csv': 'f,e\na.png,happy\nb.png,sad', 'a.png': png(1), 'b.png': png(2) })).toBe('table');
    expect(await recognise({ 'metadata.jsonl': '{"file_name":"a.png","label":"sad"}', 'a.png': png(1) })).toBe(
      'image-folder',
    );
    expect(await recognise({ 'q.tsv': `index\timage\tquestion\tanswer\n1\t${base64(png(1))}\tq\thappy` })).toBe(
      'vlmevalkit',
    );
  });

  it('is none where nothing speaks of emotions', async () => {
    expect(await recognise({ 'media/icon.png': png(1), 'package.json': '{"name": "x"}', 'src/a.ts': '' })).toBe('none');
    expect(await recognise({ 'prices.csv': 'item,price\nbread,3\nmilk,2', 'logo.png': png(1) })).toBe('none');
    expect(
      await recognise({ 'metadata.csv': 'file_name,label\na.png,cat\nb.png,dog', 'a.png': png(1), 'b.png': png(2) }),
    ).toBe('none');
    expect(await recognise({ 'notes.txt': 'I am happy\nYou are sad', 'a.png': png(1) })).toBe('none');
  });
});

describe('any bytes', () => {
  const name = fc.constantFrom(
    'a.csv',
    'a.tsv',
    'a.txt',
    'a.json',
    'a.jsonl',
    'a.parquet',
    'metadata.csv',
    'metadata.jsonl',
  );
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .constantFrom(
        'file_name,label\n',
        'a.png,happy\n',
        '{"image": "a.png", "label": ["sad"',
        '"',
        '[[',
        '{"',
        '\t',
        ';',
        'PAR1',
        `${base64(png(1))}`,
        "{'a': ",
        '../',
        '\r',
      )
      .map((text) => new TextEncoder().encode(text)),
  );

  it('neither throw nor hang', async () => {
    await fc.assert(
      fc.asyncProperty(name, fc.array(piece, { maxLength: 30 }), async (table, pieces) => {
        const opened = await openBenchmark(memoryFolder({ [table]: Buffer.concat(pieces), 'a.png': png(1) }), {
          hasher: testHasher,
        });
        expect(opened.ok && opened.value.items.some(({ path }) => path === 'a.png')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('break the footer of a Parquet file, or cut the file, without a throw', async () => {
    const columnData = [
      { name: 'image', data: [png(1), png(2)], type: 'BYTE_ARRAY' as const },
      { name: 'label', data: ['happy', 'sad'] },
    ];
    const whole = new Uint8Array(parquetWriteBuffer({ columnData }));
    const footer = new DataView(whole.buffer).getUint32(whole.length - 8, true) + 8;
    const change = fc.tuple(fc.nat(footer - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), fc.option(fc.nat(whole.length)), async (changes, cut) => {
        const changed = whole.slice();
        for (const [at, byte] of changes) changed[whole.length - footer + at] = byte;
        const bytes = changed.slice(0, cut ?? whole.length);
        const read = await readRecords(
          { folder: memoryFolder({ 'a.parquet': bytes }), hasher: testHasher },
          'a.parquet',
        );
        expect(read.table !== undefined || read.problems.length === 1).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('of a table are read as they were written, whatever separates, ends and encodes them', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'Z', ' ', '"', ',', ';', '|', '\t', '\n', 'é', '开', '心', '7', '.', "'"),
    });
    const encode: Record<string, (text: string) => Uint8Array> = {
      utf8: (text) => new TextEncoder().encode(text),
      bom: (text) => new TextEncoder().encode(`\ufeff${text}`),
      utf16le: (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
      utf16be: (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 12 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(...Object.keys(encode)),
        async (cells, delimiter, newline, encoding) => {
          const rows = cells.map((row, i) => [`pic${i}.png`, 'happy', ...row]);
          const text = Papa.unparse([['Image', 'Emotion', 'One', 'Two'], ...rows], {
            delimiter,
            newline,
            quotes: true,
          });
          const bytes = encode[encoding]!(newline === '\n' ? text : text.replaceAll(/\r\n|\r|\n/g, newline));
          const { table } = await readRecords(
            { folder: memoryFolder({ 't.csv': bytes }), hasher: testHasher },
            't.csv',
          );
          expect(table).toMatchObject({
            delimiter,
            hasHeader: true,
            columns: ['Image', 'Emotion', 'One', 'Two'],
            badRows: [],
          });
          expect(rows.map((cells, row) => cells.map((_cell, at) => table!.valueAt(row, at)))).toEqual(rows);
          expect(table!.length).toBe(rows.length);
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonErrorAt } from '../../../src/core/benchmark/tables/jsonErrorAt.ts';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { describedDescriptor, mergeDescriptor, readDescriptor } from '../../../src/core/benchmark/readDescriptor.ts';
import { memoryFolder, png, testHasher } from './memoryFolder.ts';

const read = (text: string) => readDescriptor(memoryFolder({ 'benchmark.json': text }));

describe('the descriptor', () => {
  it('is empty without a file and without a store', async () => {
    const empty = { descriptor: { version: 1 }, problems: [] };
    expect(await readDescriptor(undefined)).toEqual(empty);
    expect(await readDescriptor(memoryFolder({}))).toEqual(empty);
  });

  it('names each column that no table has, and a scale that ends before it begins', async () => {
    const text = JSON.stringify(
      {
        version: 1,
        columns: { image: 'FILE', label: 'nope', degree: '' },
        scales: { degree: { min: 5, max: 1 } },
      },
      undefined,
      1,
    );
    const files = { 't.csv': 'file,mood\na.png,happy\nb.png,sad', 'a.png': png(1), 'b.png': png(2) };
    const store = memoryFolder({ 'benchmark.json': text });
    const opened = await openBenchmark(memoryFolder(files), { hasher: testHasher, store });
    if (!opened.ok) return expect.fail();
    expect(opened.value.problems).toMatchObject([
      { kind: 'bad-descriptor', line: 9, facts: { reason: 'field', field: 'scales.degree' } },
      { kind: 'bad-descriptor', line: 5, facts: { reason: 'column', field: 'columns.label', detail: 'nope' } },
    ]);
    expect(opened.value.items.map(({ label }) => label)).toEqual(['happy', 'sad']);
  });

  it.each([
    ['{\n "version": 1,\n "name": oops\n}', 3, 'syntax'],
    ['{\n "version": 1,\n "name": "x"\n', 3, 'syntax'],
    ['{\n "version": 1,\n}', 3, 'syntax'],
    ['', 1, 'syntax'],
    ['[]', 1, 'notAnObject'],
    ['{\n "version": 2\n}', 2, 'version'],
  ])('says the line of %j', async (text, line, reason) => {
    const { descriptor, problems } = await read(text);
    expect(descriptor).toEqual({ version: 1 });
    expect(problems).toMatchObject([
      { kind: 'bad-descriptor', file: '.emolens/benchmark.json', line, facts: { reason } },
    ]);
  });

  it('leaves out the bad fields, each with its line, and keeps the others', async () => {
    const text = [
      '\ufeff{',
      '  "version": 1,',
      '  "name": 5,',
      '  "labels": ["happy"],',
      '  "scales": {',
      '    "degree": {"min": "low", "max": 5}',
      '  },',
      '  "fileName": "{nonsense}",',
      '  "colour": "red"',
      '}',
    ].join('\n');
    const { descriptor, problems } = await read(text);
    expect(descriptor).toEqual({ version: 1, labels: ['happy'] });
    expect(problems.map(({ line, facts }) => [line, facts['reason'], facts['field']]).sort()).toEqual([
      [3, 'field', 'name'],
      [6, 'field', 'scales.degree.min'],
      [8, 'pattern', 'fileName'],
      [9, 'unknownField', 'colour'],
    ]);
  });

  it('is a problem when it cannot be read', async () => {
    const { problems } = await readDescriptor(memoryFolder({ 'benchmark.json': { error: 'notPermitted' } }));
    expect(problems).toMatchObject([{ kind: 'bad-descriptor', facts: { reason: 'notPermitted' } }]);
  });

  it('puts corrections over what was inferred, part by part', () => {
    const inferred = { version: 1 as const, name: 'a', columns: { image: 'Image', label: 'X' }, foldings: { A: 'b' } };
    expect(mergeDescriptor(inferred, { version: 1, columns: { label: 'Y' } })).toEqual({
      version: 1,
      name: 'a',
      columns: { image: 'Image', label: 'Y' },
      foldings: { A: 'b' },
    });
  });

  it('is described so that it reads back and opens the same', async () => {
    const folder = memoryFolder({
      'annotation_emo.csv': 'Image,Score,Distortions\nsdxl_happy_1,1,Happiness\nsdxl_sad_1,5,sad',
      'dataset/sdxl_happy_1.png': png(1),
      'dataset/sdxl_sad_1.png': png(2),
    });
    const opened = await openBenchmark(folder, { hasher: testHasher });
    const text = JSON.stringify(opened.ok && describedDescriptor(opened.value, './benchmark.schema.json'));
    expect(JSON.parse(text)).toMatchObject({
      $schema: './benchmark.schema.json',
      version: 1,
      name: 'faces',
      format: 'memo-bench',
      columns: { image: 'Image', label: 'Distortions', degree: 'Score' },
      fileName: '{generator}_{prompted}_{prompt}',
      labels: ['happy', 'sad'],
      foldings: { Happiness: 'happy' },
      polarity: { happy: 'positive', sad: 'negative' },
      scales: { degree: { min: 1, max: 5 } },
    });
    const again = await openBenchmark(folder, { hasher: testHasher, store: memoryFolder({ 'benchmark.json': text }) });
    expect(again).toMatchObject({ ok: true, value: { problems: [] } });
    expect(again.ok && opened.ok && again.value.items).toEqual(opened.ok && opened.value.items);
  });
});

describe('jsonErrorAt', () => {
  it('agrees with the engine on what is JSON', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"a"',
      ':',
      ',',
      '1',
      '-0.5e3',
      '01',
      'true',
      'nul',
      ' ',
      '\n',
      '"\\x"',
      '"',
    );
    const isJson = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 9 }).map((p) => p.join('')),
        (text) => {
          expect(jsonErrorAt(text) === undefined).toBe(isJson(text));
        },
      ),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(jsonErrorAt(text)).toBeUndefined();
      }),
    );
  });

  it.each([
    ['{"a": 1,}', 8],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['{"a": "x\ny"}', 6],
    ['{} x', 3],
    ['[', 1],
  ])('places the error of %j', (text, at) => expect(jsonErrorAt(text)).toBe(at));

  it('does not exhaust the stack', () => expect(jsonErrorAt('['.repeat(100_000))).toBe(1000));
});

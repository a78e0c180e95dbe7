import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import type { Benchmark } from '../../../src/core/benchmark/benchmark.ts';
import { tornPath, jsonElements } from '../../../src/core/predictions/jsonElements.ts';
import { PredictionOpener } from '../../../src/core/predictions/openPredictions.ts';
import { memoryFolder, png, testHasher } from '../benchmark/memoryFolder.ts';
import { jsonLines, workbookOf, zipOf } from './predictionKit.ts';

const pictures = { 'happy/1.png': png(1), 'sad/2.png': png(2), 'angry/3.png': png(3) };

async function benchmarkOf(): Promise<Benchmark> {
  const opened = await openBenchmark(memoryFolder(pictures), { hasher: testHasher });
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
}

const sample = {
  id: 'happy/1.png',
  epoch: 1,
  choices: ['happy', 'sad'],
  target: 'A',
  output: { choices: [{ message: { content: 'A' } }] },
  scores: { a: { value: 'C', answer: 'A' } },
};
const seeds: Readonly<Record<string, Uint8Array>> = {
  'm_d.xlsx': workbookOf([
    ['index', 'question', 'answer', 'prediction'],
    [1, 'q', 'A', 'happy & "more"'],
  ]),
  'm_d.tsv': Buffer.from('index\tquestion\tA\tB\tanswer\tprediction\thit\n1\tq\thappy\tsad\tA\tB\t1\n'),
  'm_d.json': Buffer.from(JSON.stringify([{ index: 1, question: 'q', answer: 'A', prediction: 'happy' }])),
  'a.eval': zipOf({ 'header.json': '{}', 'samples/1_epoch_1.json': JSON.stringify(sample) }),
  'z.eval': zipOf({ 'samples/1_epoch_1.json': JSON.stringify(sample) }, 'zstd'),
  'log.json': Buffer.from(JSON.stringify({ version: 2, status: 'success', eval: { model: 'm' }, samples: [sample] })),
  '20250102_030405_samples_t.jsonl': Buffer.from(
    jsonLines([{ doc_id: 'happy/1.png', resps: [['happy']], filtered_resps: ['sad'], acc: { score: 1 } }]),
  ),
  'p.json': Buffer.from(
    JSON.stringify({
      evalId: 'e',
      results: {
        version: 3,
        results: [{ promptIdx: 0, vars: { image: 'happy/1.png' }, response: { output: 'happy' }, success: false }],
      },
    }),
  ),
  'out.jsonl': Buffer.from(
    jsonLines([
      {
        custom_id: 'happy/1.png#emotion',
        response: { status_code: 200, body: { choices: [{ message: { content: 'happy' } }] } },
        error: null,
      },
    ]),
  ),
};

describe('prediction files of any bytes', () => {
  it.each(Object.keys(seeds))('%s is read without a throw, however it is changed, cut or grown', async (name) => {
    const benchmark = await benchmarkOf();
    const whole = seeds[name]!;
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 6 }),
        fc.option(fc.nat(whole.length)),
        fc.uint8Array({ maxLength: 12 }),
        async (changes, cut, tail) => {
          const bytes = Uint8Array.from([...whole.subarray(0, cut ?? whole.length), ...tail]);
          for (const { at, byte } of changes) if (at < bytes.length) bytes[at] = byte;
          const images = memoryFolder({ ...pictures, [name]: bytes });
          const opened = await new PredictionOpener({ images, benchmark, hasher: testHasher }).open({
            folder: images,
            path: name,
            name,
          });
          if (!opened.ok) return;
          for (const { record, outcomes } of opened.value) {
            expect([...outcomes.keys()].every((id) => id in pictures)).toBe(true);
            expect(record.source!.rows - record.source!.unmatched).toBeGreaterThanOrEqual(outcomes.size);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('values of a JSON file, one at a time', () => {
  const values = async (bytes: string | Uint8Array, wanted: string): Promise<unknown[]> => {
    const found: unknown[] = [];
    const folder = memoryFolder({ a: bytes });
    for await (const one of jsonElements(
      folder,
      'a',
      (path) => path === wanted,
      () => undefined,
    ))
      found.push(one.path === tornPath ? tornPath : one.value);
    return found;
  };

  it('are those that the whole has', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 4 })),
        fc.jsonValue(),
        fc.nat(2),
        async (list, other, indent) => {
          const text = JSON.stringify({ 'a"\\': other, b: { list, x: other }, list: other }, undefined, indent);
          expect(await values(text, 'b.list.[]')).toEqual(JSON.parse(JSON.stringify(list)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are read up to where a file is torn', async () => {
    expect(await values('{"b": [{"x": 1}, {"x": "[}"}, {"x', 'b.[]')).toEqual([{ x: 1 }, { x: '[}' }, tornPath]);
  });

  it('go over the pieces in which a file is read', async () => {
    const list = Array.from({ length: 40_000 }, (_none, at) => ({ at, text: `${'ä"\\'.repeat(at % 40)}` }));
    expect(await values(JSON.stringify({ list }), 'list.[]')).toEqual(list);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import type { Benchmark } from '../../../src/core/benchmark/benchmark.ts';
import { tornPath, jsonElements } from '../../../src/core/predictions/jsonElements.ts';
import { PredictionOpener } from '../../../src/core/predictions/openPredictions.ts';
import { memoryFolder, testHasher } from '../benchmark/memoryFolder.ts';
import { fileOfEachKind, pictures } from './predictionKit.ts';

async function benchmarkOf(): Promise<Benchmark> {
  const opened = await openBenchmark(memoryFolder(pictures), { hasher: testHasher });
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
}

describe('prediction files of any bytes', () => {
  it.each(Object.keys(fileOfEachKind))(
    '%s is read without a throw, however it is changed, cut or grown',
    async (name) => {
      const benchmark = await benchmarkOf();
      const whole = fileOfEachKind[name]!;
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
    },
  );
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

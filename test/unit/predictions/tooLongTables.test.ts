import { afterEach, describe, expect, it, vi } from 'vitest';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { PredictionOpener } from '../../../src/core/predictions/openPredictions.ts';
import { memoryFolder, png, testHasher } from '../benchmark/memoryFolder.ts';
import { pictures } from './predictionKit.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Longer than this no text may be in these tests. */
const longest = 80_000;

async function opened(name: string, text: string): ReturnType<PredictionOpener['open']> {
  const images = memoryFolder({ ...pictures, [name]: text });
  const benchmark = await openBenchmark(memoryFolder(pictures), { hasher: testHasher });
  if (!benchmark.ok) throw new Error(benchmark.error.kind);
  const { decode } = TextDecoder.prototype;
  vi.spyOn(TextDecoder.prototype, 'decode').mockImplementation(function (this: TextDecoder, bytes, options) {
    if ((bytes?.byteLength ?? 0) > longest)
      throw new RangeError('Cannot create a string longer than 0x1fffffe8 characters');
    return decode.call(this, bytes, options);
  });
  const opener = new PredictionOpener({ images, benchmark: benchmark.value, hasher: testHasher });
  return opener.open({ folder: images, path: name, name });
}

describe('a table of predictions that is too long for a text', () => {
  const vlmevalkit = (image: string, rows: number): string =>
    `index\timage\timage_path\tquestion\tanswer\tprediction\n${`1\t${image}\thappy/1.png\tWhich?\thappy\thappy\n`.repeat(rows)}`;

  it.each([
    ['VLMEvalKit', 'm_d.tsv', vlmevalkit('', 5000)],
    ['promptfoo', 'out.csv', `image,[openai:gpt-4o] Which?\n${'happy/1.png,[PASS] happy\n'.repeat(5000)}`],
  ])('is named as a fault where it is of %s', async (_tool, name, text) => {
    const detail = 'the text is longer than can be held at once';
    expect(await opened(name, text)).toEqual({ ok: false, error: { kind: 'io', path: name, detail } });
  });

  it('is read where it is so only with its pictures', async () => {
    const picture = Buffer.concat([png(1), Buffer.alloc(3000, 7)]).toString('base64');
    const text = vlmevalkit(picture, 100);
    expect(text.length).toBeGreaterThan(longest);
    const runs = await opened('m_d.tsv', text);
    expect(runs).toMatchObject({ ok: true, value: [{ record: { source: { rows: 100, unread: 0 } } }] });
    expect(runs.ok && [...runs.value[0]!.outcomes.keys()]).toEqual(['happy/1.png']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Benchmark } from '../../../src/core/benchmark/benchmark.ts';
import type { Item } from '../../../src/core/benchmark/item.ts';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { findProtocol } from '../../../src/core/evaluation/builtInProtocols.ts';
import { exportBenchmark } from '../../../src/core/export/exportBenchmark.ts';
import { exportFormatIds, type ExportFormatId } from '../../../src/core/export/exportLayout.ts';
import type { NewFolder } from '../../../src/core/ports.ts';
import { ok } from '../../../src/core/result.ts';
import { memoryFolder, png, testHasher, videoFile, type MemoryFile } from '../benchmark/memoryFolder.ts';

/** A folder that an export writes into, in memory. */
function memoryTarget(): { readonly target: NewFolder; readonly files: Record<string, MemoryFile> } {
  const files: Record<string, MemoryFile> = {};
  const target: NewFolder = {
    name: '/out',
    put: (path, bytes) => {
      files[path] = bytes;
      return Promise.resolve(ok(undefined));
    },
    createText: (path) => {
      let whole = '';
      return Promise.resolve(
        ok({
          write: (text) => {
            whole += text;
            return Promise.resolve(ok(undefined));
          },
          finish: () => {
            files[path] = whole;
            return Promise.resolve(ok(undefined));
          },
          discard: () => Promise.resolve(),
        }),
      );
    },
  };
  return { target, files };
}

async function open(files: Readonly<Record<string, MemoryFile>>): Promise<Benchmark> {
  const opened = await openBenchmark(memoryFolder(files), { hasher: testHasher });
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
}

const answersOf = {
  sentiment: ['negative', 'positive'],
  intent: ['comfort', 'joke', 'inform'],
  hate: ['no', 'yes'],
  humor: ['no', 'yes'],
  sarcasm: ['no', 'yes'],
} as const;
const emotions = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];

interface Drawn {
  readonly video: boolean;
  readonly label: number;
  readonly votes: readonly number[];
  readonly answers: readonly (number | undefined)[];
  readonly name: string;
}

const drawn = fc.record({
  video: fc.boolean(),
  /** One in seven has none. */
  label: fc.nat(6),
  votes: fc.array(fc.nat(2), { minLength: 2, maxLength: 5 }),
  answers: fc.array(fc.option(fc.nat(2), { nil: undefined, freq: 4 }), { minLength: 5, maxLength: 5 }),
  name: fc.constantFrom('a b', 'é', 'x#1', "it's", '100%', 'q,r', '开心照', 'plain', 'dir/deep', 'S_01'),
});
const tasks = fc.uniqueArray(fc.constantFrom(...(Object.keys(answersOf) as (keyof typeof answersOf)[])), {
  maxLength: 3,
});
const benchmark = fc.record({
  items: fc.array(drawn, { minLength: 8, maxLength: 16 }),
  tasks,
  isVoted: fc.boolean(),
  hasEmotions: fc.boolean(),
});

/** An image folder of the drawn items; where it has no emotions the first task is the label. */
function folderOf({
  items,
  tasks: names,
  isVoted,
  hasEmotions,
}: typeof benchmark extends fc.Arbitrary<infer T> ? T : never) {
  const files: Record<string, MemoryFile> = {};
  const lines = items.map((item: Drawn, i) => {
    const path = `${item.name}-${i}.${item.video ? 'mp4' : 'png'}`;
    files[path] = item.video ? videoFile(i) : png(i);
    const label = item.label === 6 ? null : emotions[item.label];
    const own = Object.fromEntries(
      names.map((name, t) => {
        const answers: readonly string[] = answersOf[name];
        // The label's own task is the largest, or it would not be the main one.
        const answer = !hasEmotions && t === 0 ? (item.answers[t] ?? 0) : item.answers[t];
        return [name, answer === undefined ? null : answers[answer % answers.length]];
      }),
    );
    const emotion = isVoted ? { votes: item.votes.map((vote) => emotions[vote]) } : { label };
    return { file_name: path, ...(hasEmotions && emotion), ...(names.length > 0 && { tasks: own }) };
  });
  return { ...files, 'metadata.jsonl': lines.map((line) => JSON.stringify(line)).join('\n') };
}

const said = ({ id, label, tasks: own, media }: Item) => [id.replace(/^data\//, ''), label, own, media];
const byId = (a: readonly unknown[], b: readonly unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1);

async function exported(from: Benchmark, files: Readonly<Record<string, MemoryFile>>, format: ExportFormatId) {
  const { target, files: written } = memoryTarget();
  const plan = { benchmark: from, items: from.items, format, protocol: findProtocol('emo-c')! };
  const done = await exportBenchmark(plan, { images: memoryFolder(files), target });
  return { done, written };
}

describe.each(exportFormatIds)('%s, exported from any benchmark', (format) => {
  it('opens again with the same items, labels, tasks and media', async () => {
    await fc.assert(
      fc.asyncProperty(benchmark, async (drawnBenchmark) => {
        const files = folderOf(drawnBenchmark);
        const from = await open(files);
        const kept = from.items.filter(
          (item) => format !== 'llava' || item.label !== undefined || item.tasks !== undefined,
        );
        const { done, written } = await exported(from, files, format);
        fc.pre(done.ok || done.error.kind === 'protocol' || done.error.kind === 'nothing');
        if (!done.ok) return;
        const { '.emolens/benchmark.json': _descriptor, 'label_config.xml': _config, ...bare } = written;
        const again = await open(bare);
        expect(again.items.map(said).sort(byId)).toEqual(kept.map(said).sort(byId));
        if (format === 'image-folder' || format === 'label-studio') {
          const votes = ({ id, votes: own }: Item) => [id, own];
          expect(again.items.map(votes)).toEqual(from.items.map(votes));
        }
      }),
      { numRuns: 60 },
    );
  });
});

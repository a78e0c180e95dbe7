import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Benchmark } from '../../../src/core/benchmark/benchmark.ts';
import type { Item } from '../../../src/core/benchmark/item.ts';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { findProtocol } from '../../../src/core/evaluation/builtInProtocols.ts';
import { exportBenchmark, type Exported, type ExportPlan } from '../../../src/core/export/exportBenchmark.ts';
import { exportFormatIds, type ExportFormatId } from '../../../src/core/export/exportLayout.ts';
import type { NewFolder } from '../../../src/core/ports.ts';
import { ok } from '../../../src/core/result.ts';
import { newFolder } from '../../../src/platform/node/newFolder.ts';
import { nodeHasher } from '../../../src/platform/node/nodeHasher.ts';
import { memoryFolder, png } from '../benchmark/memoryFolder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emolens-export-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const rows = [
  ['brush_angry_001.png', '4.5', 'angry'],
  ['brush_happy_002.png', '2', 'happy'],
  ['clay_sad "quoted"_003.png', '3.25', 'sad'],
  ['clay_worry_004.png', '1', 'worry'],
];

/** A benchmark in MEMO-Bench's layout, with a name that needs quoting and one portrait without a row. */
function source(): ReturnType<typeof memoryFolder> {
  const files: Record<string, string | Uint8Array> = {
    'annotation_emo.csv': `Image,Score,Distortions\n${rows.map(([name, ...rest]) => [`"${name!.replaceAll('"', '""')}"`, ...rest].join()).join('\n')}\n`,
    'dataset/brush_neutral_005.png': png(5),
  };
  for (const [i, [name]] of rows.entries()) files[`dataset/${name}`] = png(i);
  return memoryFolder(files);
}

async function opened(): Promise<Benchmark> {
  const result = await openBenchmark(source(), { hasher: nodeHasher });
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}

async function exported(
  benchmark: Benchmark,
  format: ExportFormatId,
  out: string,
  more: Partial<ExportPlan> = {},
): Promise<Exported> {
  const target = await newFolder(out);
  if (!target.ok) throw new Error(target.error.kind);
  const plan = { benchmark, items: benchmark.items, format, protocol: findProtocol('emo-c')!, ...more };
  const result = await exportBenchmark(plan, { images: source(), target: target.value });
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}

describe.each(exportFormatIds)('an export as %s', (format) => {
  it('copies pictures byte by byte', async () => {
    const benchmark = await opened();
    await exported(benchmark, format, root);
    const place = format === 'fiftyone' ? 'data/dataset' : 'dataset';
    const copy = await readFile(join(root, place, 'clay_worry_004.png'));
    expect(copy.equals(png(3))).toBe(true);
  });

  it('gives way to others after every few of its items, however many there are', async () => {
    const length = 20_000;
    const items = Array.from({ length }, (_, at): Item => ({ id: `p/${at}.png`, path: `p/${at}.png`, label: 'happy' }));
    const benchmark = { ...(await opened()), items: ItemTable.of(items) };
    const target: NewFolder = {
      name: 'nowhere',
      put: () => Promise.resolve(ok(undefined)),
      createText: () =>
        Promise.resolve(
          ok({
            write: () => Promise.resolve(ok(undefined)),
            finish: () => Promise.resolve(ok(undefined)),
            discard: () => Promise.resolve(),
          }),
        ),
    };
    // What is made of an item counts as work; a picture that is read is a wait.
    let [done, longest] = [0, 0];
    const rest = (): void => {
      longest = Math.max(longest, done);
      done = 0;
    };
    const at = ItemTable.prototype.at;
    const made = vi.spyOn(ItemTable.prototype, 'at').mockImplementation(function (this: ItemTable, index) {
      done++;
      return at.call(this, index);
    });
    const images = { ...source(), read: () => (rest(), Promise.resolve(ok(png(1)))) };
    const plan = { benchmark, items: benchmark.items, format, protocol: findProtocol('emo-c')! };
    const result = await exportBenchmark(plan, { images, target, pause: () => (rest(), Promise.resolve()) });
    made.mockRestore();
    expect(result).toMatchObject({ ok: true, value: { items: length } });
    expect(longest).toBeLessThanOrEqual(2 * 1024);
    expect(longest).toBeGreaterThan(0);
  });

  it('leaves no table where it was stopped', async () => {
    const benchmark = await opened();
    const target = await newFolder(root);
    if (!target.ok) throw new Error(target.error.kind);
    const stop = new AbortController();
    const result = await exportBenchmark(
      { benchmark, items: benchmark.items, format, protocol: findProtocol('emo-c')! },
      { images: source(), target: target.value, signal: stop.signal, onProgress: () => stop.abort() },
    );
    expect(result).toEqual({ ok: false, error: { kind: 'cancelled' } });
    expect((await readdir(root)).filter((name) => name !== 'dataset' && name !== 'data')).toEqual([]);
  });
});

describe('exporting', () => {
  it('exports what a query found and nothing else', async () => {
    const benchmark = await opened();
    const items = benchmark.items.filter(({ label }) => label === 'sad');
    expect(await exported(benchmark, 'image-folder', root, { items })).toMatchObject({ items: 1, rows: 1 });
    const [line] = (await readFile(join(root, 'metadata.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(line!)).toMatchObject({
      file_name: 'dataset/clay_sad "quoted"_003.png',
      label: 'sad',
      degree: 3.25,
    });
  });

  it('says what has no place in a layout', async () => {
    const benchmark = await opened();
    expect(await exported(benchmark, 'llava', root)).toMatchObject({ items: 4, leftOut: { noLabel: 1 } });
  });

  it('puts pictures into the table of VLMEvalKit on request', async () => {
    const benchmark = await opened();
    await exported(benchmark, 'vlmevalkit', root, { embed: true });
    const [header, first] = (await readFile(join(root, 'benchmark.tsv'), 'utf8')).split('\n');
    expect(header!.split('\t').slice(0, 3)).toEqual(['index', 'image', 'question']);
    expect(first!.split('\t')[1]).toBe(Buffer.from(png(0)).toString('base64'));
    expect(await readdir(root)).not.toContain('dataset');
  });

  it('leaves out of the table what would not be known there for a picture, and says so', async () => {
    const benchmark = await opened();
    const target = await newFolder(root);
    if (!target.ok) throw new Error(target.error.kind);
    const images = source();
    const damaged: typeof images = {
      ...images,
      read: (path) => {
        if (path.includes('_002'))
          return Promise.resolve(ok(new TextEncoder().encode('<html>no such picture here</html>')));
        return path.includes('_004') ? Promise.resolve(ok(new Uint8Array())) : images.read(path);
      },
    };
    const plan = { benchmark, items: benchmark.items, format: 'vlmevalkit', embed: true } as const;
    const result = await exportBenchmark(
      { ...plan, protocol: findProtocol('emo-c')! },
      { images: damaged, target: target.value },
    );
    expect(result).toMatchObject({ ok: true, value: { items: 3, rows: 3, leftOut: { noPicture: 2 } } });
    const lines = (await readFile(join(root, 'benchmark.tsv'), 'utf8')).trimEnd().split('\n');
    expect(lines.slice(1).map((line) => line.split('\t')[0])).toEqual(['0', '1', '2']);
  });

  it('refuses to embed where a layout cannot', async () => {
    const benchmark = await opened();
    await expect(exported(benchmark, 'fiftyone', root, { embed: true })).rejects.toThrow('cannotEmbed');
  });

  it('keeps two pictures apart that differ in their extension alone', async () => {
    const benchmark = await opened();
    const twin = { id: 'dataset/brush_angry_001.jpg', path: 'dataset/brush_angry_001.jpg', label: 'sad' };
    const items = [...benchmark.items.filter(({ label }) => label === 'angry'), twin];
    const target = await newFolder(root);
    if (!target.ok) throw new Error(target.error.kind);
    const images = { ...source(), read: async () => ({ ok: true, value: png(1) }) as const };
    await exportBenchmark(
      { benchmark, items, format: 'fiftyone', protocol: findProtocol('emo-c')! },
      { images, target: target.value },
    );
    const { labels } = JSON.parse(await readFile(join(root, 'labels.json'), 'utf8')) as { labels: object };
    expect(Object.keys(labels)).toEqual(['dataset/brush_angry_001', 'dataset/brush_angry_001-2']);
    expect((await readdir(join(root, 'data/dataset'))).sort()).toEqual([
      'brush_angry_001-2.jpg',
      'brush_angry_001.png',
    ]);
  });

  it('leaves out, and names, what cannot be read', async () => {
    const benchmark = await opened();
    const target = await newFolder(root);
    if (!target.ok) throw new Error(target.error.kind);
    const whole = source();
    const images = {
      ...whole,
      read: (path: string) =>
        path.includes('worry')
          ? Promise.resolve({ ok: false, error: { kind: 'notPermitted', path, detail: '' } } as const)
          : whole.read(path),
    };
    const result = await exportBenchmark(
      { benchmark, items: benchmark.items, format: 'image-folder', protocol: findProtocol('emo-c')! },
      { images, target: target.value },
    );
    expect(result).toMatchObject({
      ok: true,
      value: { items: 4, unreadable: [{ kind: 'notPermitted', path: 'dataset/clay_worry_004.png' }] },
    });
    expect(await readFile(join(root, 'metadata.jsonl'), 'utf8')).not.toContain('worry_004');
  });

  it('takes no folder that holds anything', async () => {
    const benchmark = await opened();
    await exported(benchmark, 'image-folder', join(root, 'new'));
    expect(await newFolder(join(root, 'new'))).toEqual({
      ok: false,
      error: { kind: 'notEmpty', path: join(root, 'new') },
    });
  });
});

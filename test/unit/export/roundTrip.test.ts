import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInLexicon } from '../../../src/core/affect/lexicon.ts';
import type { Benchmark } from '../../../src/core/benchmark/benchmark.ts';
import type { Item } from '../../../src/core/benchmark/item.ts';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { findProtocol } from '../../../src/core/evaluation/builtInProtocols.ts';
import { exportBenchmark, type ExportPlan } from '../../../src/core/export/exportBenchmark.ts';
import { exportFormatIds, type ExportFormatId } from '../../../src/core/export/exportLayout.ts';
import type { ReadableFolder } from '../../../src/core/ports.ts';
import { benchmarkFolder } from '../../../src/platform/node/benchmarkFolder.ts';
import { newFolder } from '../../../src/platform/node/newFolder.ts';
import { readableFolder } from '../../../src/platform/node/nodeFolder.ts';
import { nodeHasher } from '../../../src/platform/node/nodeHasher.ts';
import { memoryFolder, png } from '../benchmark/memoryFolder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emolens-export-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** MEMO-Bench's layout with awkward names, a portrait without a row, and labels that differ from what was prompted. */
function memo(): ReadableFolder {
  const rows = [
    ['brush_angry_001.png', '4.5', 'angry'],
    ['brush_happy_002.png', '2', 'HAPPINESS'],
    ['clay_sad "quoted"_003.png', '3.25', 'sad'],
    ['clay_sad\ttab_004.png', '3', 'neutral'],
    ['clay_worry é#%_005.png', '1', 'worry'],
    ['clay_surprise_006.png', '1.5', 'surprise'],
  ];
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const table = rows.map(([name, ...rest]) => [quoted(name!), ...rest].join(','));
  return memoryFolder({
    'annotation_emo.csv': `Image,Score,Distortions\n${table.join('\n')}\n`,
    'dataset/brush_neutral_007.png': png(9),
    ...Object.fromEntries(rows.map(([name], i) => [`dataset/${name!}`, png(i)])),
  });
}

/** Labels that are no emotions, votes, further columns, and a picture that lies inside the table. */
function untidy(): ReadableFolder {
  const base64 = Buffer.from(png(3)).toString('base64');
  const lines = [
    { file_name: 'a/one.png', label: 'yes', age: 'young', rater1: 'x' },
    { file_name: 'a/two.png', label: 'no', age: 'old' },
    { file_name: 'b/one.png', label: 'no', age: 'old' },
    { file_name: 'b/three.png', label: 'yes', age: 'young' },
  ];
  return memoryFolder({
    'metadata.jsonl': lines.map((line) => JSON.stringify(line)).join('\n'),
    'a/one.png': png(1),
    'a/two.png': png(2),
    'b/one.png': png(3),
    'b/three.png': png(4),
    'ignored.bin': base64,
  });
}

/** Two tasks, of which the emotion is the label; the last picture was asked about sarcasm alone. */
function severalTasks(): ReadableFolder {
  const emotion = 'Which emotion is it? Options: [happy, sad, angry].';
  const sarcasm = 'Is it sarcasm? Options: [yes, no].';
  const asked: readonly (readonly [name: string, question: string, answer: string])[] = [
    ['a.png', emotion, 'happy'],
    ['b.png', emotion, 'sad'],
    ['b.png', sarcasm, 'yes'],
    ['c.png', emotion, 'angry'],
    ['d.png', sarcasm, 'no'],
  ];
  const records = asked.map(([image, value, answer], id) => {
    const conversations = [
      { from: 'human', value },
      { from: 'gpt', value: answer },
    ];
    return { id, image, conversations };
  });
  const paths = ['a.png', 'b.png', 'c.png', 'd.png'];
  return memoryFolder({
    'x.json': JSON.stringify(records),
    ...Object.fromEntries(paths.map((path, i) => [path, png(i)])),
  });
}

/** Labels with further columns: measures that hardly repeat, whole numbers that do, texts, and gaps. */
function measured(): ReadableFolder {
  const rows = Array.from({ length: 12 }, (_, i) =>
    [
      ...[
        `faces/f${i}.png`,
        ['happy', 'sad', 'angry'][i % 3],
        (i / 7 - 0.5).toFixed(4),
        i === 4 ? '' : (i / 9).toFixed(3),
      ],
      ...[20 + (i % 4), 'FM'[i % 2], `0${i}`, `seen "by" ${i}, twice`],
    ]
      .map((field) => (/[",]/.test(String(field)) ? `"${String(field).replaceAll('"', '""')}"` : String(field)))
      .join(','),
  );
  return memoryFolder({
    'labels.csv': ['image,emotion,valence,arousal,age,gender,code,note', ...rows].join('\n'),
    ...Object.fromEntries(rows.map((_, i) => [`faces/f${i}.png`, png(i)])),
  });
}

async function open(folder: ReadableFolder, store?: ReadableFolder): Promise<Benchmark> {
  const opened = await openBenchmark(folder, { hasher: nodeHasher, lexicon: builtInLexicon, ...(store && { store }) });
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
}

async function exportTo(
  benchmark: Benchmark,
  images: ReadableFolder,
  format: ExportFormatId,
  more: Partial<ExportPlan> = {},
): Promise<void> {
  const target = await newFolder(root);
  if (!target.ok) throw new Error(target.error.kind);
  const plan = { benchmark, items: benchmark.items, format, protocol: findProtocol('emo-c')!, ...more };
  const exported = await exportBenchmark(plan, { images, target: target.value });
  if (!exported.ok) throw new Error(exported.error.kind);
}

const labelsOf = (items: Iterable<Item>): unknown =>
  [...items].map(({ id, label }) => [id.replace(/^data\//, ''), label]).sort((a, b) => (a[0]! < b[0]! ? -1 : 1));

describe.each(exportFormatIds)('%s, exported and opened again', (format) => {
  it.each([
    ['MEMO-Bench', memo],
    ['an image folder of yes and no', untidy],
  ])('has the items and labels of %s, with and without the descriptor beside it', async (_name, folder) => {
    const images = folder();
    const benchmark = await open(images);
    await exportTo(benchmark, images, format);
    const expected = [...benchmark.items].filter(({ label }) => format !== 'llava' || label !== undefined);
    for (const store of [readableFolder(join(root, '.emolens')), undefined]) {
      const again = await open(benchmarkFolder(root), store);
      expect(again.format).toBe(format);
      expect(labelsOf(again.items)).toEqual(labelsOf(expected));
      expect(again.problems.map(({ kind }) => kind).filter((kind) => kind !== 'image-without-row')).toEqual([]);
      if (store !== undefined) expect(again.labels).toEqual(benchmark.labels);
    }
  });

  it.each([
    [['sad|angry', 'happy', 'calm']],
    [['sad; angry', 'happy, glad', 'calm/still']],
    [['Mr. Sad', 'happy?', 'a [b] c', '"calm"', 'either or']],
    [['A. sad', 'B. happy', 'looks at the ground as if sad', 'C']],
    [['or', 'none', 'x, y and z']],
  ])('has labels with signs that part lists: %j', async (labels) => {
    const rows = labels.flatMap((label, i) => [i, i + labels.length].map((at) => ({ file_name: `${at}.png`, label })));
    const images = memoryFolder({
      'metadata.jsonl': rows.map((row) => JSON.stringify(row)).join('\n'),
      ...Object.fromEntries(rows.map(({ file_name: path }, i) => [path, png(i)])),
    });
    const benchmark = await open(images);
    expect(new Set([...benchmark.items].map(({ label }) => label)).size).toBe(labels.length);
    await exportTo(benchmark, images, format);
    for (const store of [readableFolder(join(root, '.emolens')), undefined]) {
      const again = await open(benchmarkFolder(root), store);
      expect(labelsOf(again.items)).toEqual(labelsOf(benchmark.items));
    }
  });

  it('has the further columns, numbers as numbers', async () => {
    const images = measured();
    const benchmark = await open(images);
    expect(benchmark.items.at(4)?.fields).toEqual({
      ...{ valence: 0.0714, age: 20, gender: 'F', code: '04', note: 'seen "by" 4, twice' },
    });
    await exportTo(benchmark, images, format);
    const again = await open(benchmarkFolder(root));
    expect(again.items).toHaveLength(12);
    const found = new Map(again.items.map((item) => [item.id.replace(/^data\//, ''), item]));
    for (const { id, fields } of benchmark.items) expect(found.get(id)?.fields).toMatchObject(fields!);
    expect(found.get('faces/f4.png')?.fields).not.toHaveProperty('arousal');
    expect(again.scales).toEqual({});
  });

  it('has the labels beside columns that other tools call so', async () => {
    const names = ['prediction', 'hit', 'annotation_id', 'lead_time', 'depth_file_name'];
    const rows = ['happy', 'sad', 'angry', 'sad'].map(
      (label, i) => `${i}.png,${label},${names.map(() => i % 3).join(',')}`,
    );
    const images = memoryFolder({
      'l.csv': [['image', 'emotion', ...names].join(','), ...rows].join('\n'),
      ...Object.fromEntries(rows.map((_, i) => [`${i}.png`, png(i)])),
    });
    const benchmark = await open(images);
    await exportTo(benchmark, images, format);
    const again = await open(benchmarkFolder(root));
    expect(again.format).toBe(format);
    expect(labelsOf(again.items)).toEqual(labelsOf(benchmark.items));
  });

  it('has the ratings and generators of MEMO-Bench where the layout holds them', async () => {
    const images = memo();
    const benchmark = await open(images);
    await exportTo(benchmark, images, format);
    const again = await open(benchmarkFolder(root));
    const rated = ({ id, degree, generator }: Item): unknown => [id.replace(/^data\//, ''), degree, generator];
    const answered = [...benchmark.items].filter(({ label }) => label !== undefined);
    const found = [...again.items].filter(({ label }) => label !== undefined);
    const holds = format !== 'llava';
    const without = ({ id, generator }: Item): Item => ({
      id,
      path: id,
      ...(generator !== undefined && { generator }),
    });
    expect(found.map((item) => rated(holds ? item : without(item))).sort()).toEqual(
      answered.map((item) => rated(holds ? item : without(item))).sort(),
    );
  });
});

it('fiftyone keeps what is said of pictures without a label', async () => {
  const rows = ['a.png,happy,3,clay,F', 'b.png,,2,brush,M', 'c.png,sad,1,clay,M', 'd.png,,,,'];
  const images = memoryFolder({
    'l.csv': ['image,emotion,degree,generator,gender', ...rows].join('\n'),
    ...Object.fromEntries(rows.map((row, i) => [row.slice(0, 5), png(i)])),
  });
  const benchmark = await open(images);
  await exportTo(benchmark, images, 'fiftyone');
  const again = await open(benchmarkFolder(root));
  const said = ({ id, label, degree, generator, fields }: Item): unknown => [
    id.replace(/^data\//, ''),
    label,
    degree,
    generator,
    fields,
  ];
  expect(again.items.map(said)).toEqual(benchmark.items.map(said));
  expect(again.items.at(1)).toMatchObject({ degree: 2, generator: 'brush', fields: { gender: 'M' } });
});

it.each(['vlmevalkit', 'llava'] as const)('%s asks about each of several tasks once', async (format) => {
  const images = severalTasks();
  const benchmark = await open(images);
  await exportTo(benchmark, images, format);
  const again = await open(benchmarkFolder(root));
  const said = ({ id, label, tasks }: Item): unknown => [id, label, tasks];
  expect(again.items.map(said)).toEqual(benchmark.items.map(said));
  expect(again.problems).toEqual([]);
});

it('writes a picture once into the table of VLMEvalKit, however many questions are about it', async () => {
  const images = severalTasks();
  const benchmark = await open(images);
  await exportTo(benchmark, images, 'vlmevalkit', { embed: true });
  const again = await open(benchmarkFolder(root));
  const said = ({ label, tasks }: Item): unknown => [label, tasks];
  expect(again.items.map(said)).toEqual(benchmark.items.map(said));
  expect(again.problems).toEqual([]);
  const [, ...rows] = (await readFile(join(root, 'benchmark.tsv'), 'utf8')).trimEnd().split('\n');
  const pictures = rows.map((row) => row.split('\t')[1]!);
  expect(pictures.filter((picture) => picture.length > 64)).toHaveLength(benchmark.items.length);
  expect(rows.length).toBeGreaterThan(benchmark.items.length);
});

it('gives Label Studio the choices of every task', async () => {
  const images = severalTasks();
  const benchmark = await open(images);
  await exportTo(benchmark, images, 'label-studio');
  const config = await readFile(join(root, 'label_config.xml'), 'utf8');
  const chosen = new Map(
    [...config.matchAll(/<Choices name="([^"]+)"[^>]*>([^]*?)<\/Choices>/g)].map(([, name, inner]) => [
      name!,
      [...inner!.matchAll(/value="([^"]+)"/g)].map(([, value]) => value!),
    ]),
  );
  for (const { tasks = {} } of benchmark.items)
    for (const [task, label] of Object.entries(tasks)) expect(chosen.get(task) ?? [], task).toContain(label);
});

it.each([
  [['v.mp4', 'w.mp4'], ['Video'], ['video']],
  [['a.png', 'b.png'], ['Image'], ['image']],
  [
    ['a.png', 'w.mp4'],
    ['Image', 'Video'],
    ['image', 'video'],
  ],
] as const)('shows Label Studio what there is, and all of it in every task: %j', async (names, tags, keys) => {
  const clip = new TextEncoder().encode('\0\0\0\u0014ftypisom\0\0\0\0isom');
  const images = memoryFolder({
    't.csv': `image,emotion\n${names.map((name, i) => `${name},${['happy', 'sad'][i]!}\n`).join('')}`,
    ...Object.fromEntries(names.map((name, i) => [name, name.endsWith('.png') ? png(i) : clip])),
  });
  const benchmark = await open(images);
  await exportTo(benchmark, images, 'label-studio');
  const config = await readFile(join(root, 'label_config.xml'), 'utf8');
  expect([...config.matchAll(/<(Image|Video) name/g)].map(([, tag]) => tag)).toEqual(tags);
  const tasks = JSON.parse(await readFile(join(root, 'tasks.json'), 'utf8')) as {
    data: object;
    annotations: { result: { to_name: string }[] }[];
  }[];
  for (const { data, annotations } of tasks) {
    expect(Object.keys(data).sort()).toEqual(keys);
    expect(annotations[0]!.result[0]!.to_name).toBe(keys[0]);
  }
  expect(config).toContain(`toName="${keys[0]}"`);
  const again = await open(benchmarkFolder(root));
  expect(again.items.map(({ id, label }) => [id, label])).toEqual(benchmark.items.map(({ id, label }) => [id, label]));
});

it('opens pictures that VLMEvalKit keeps inside its table', async () => {
  const images = memo();
  const benchmark = await open(images);
  await exportTo(benchmark, images, 'vlmevalkit', { embed: true });
  const folder = benchmarkFolder(root);
  const again = await open(folder);
  expect([...again.items].map(({ label }) => label).sort()).toEqual(
    [...benchmark.items].map(({ label }) => label).sort(),
  );
  const bytes = await folder.read(again.items.at(0)!.path);
  expect(bytes.ok && [...bytes.value].slice(1, 4)).toEqual([80, 78, 71]);
});

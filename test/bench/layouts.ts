import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  aboutVideo,
  batchLine,
  coco,
  conversation,
  csvRecords,
  degreeAt,
  eemoQuestion,
  emosetInfo,
  emosetRow,
  emotionAt,
  fieldsHead,
  fieldsOf,
  generatorAt,
  inFolder,
  instruction,
  json,
  jsonLists,
  jsonRecords,
  labelStudioTask,
  lastOf,
  lineRecords,
  lines,
  parquetOf,
  parquetRecords,
  parquetWithPictures,
  rows,
  sample,
  sentence,
  spellingAt,
  videoSetAt,
  videoSets,
} from './layoutRecords.ts';

/** A way to lay a benchmark out, with what reading its tables costs without us. */
export interface Layout {
  readonly name: string;
  /** Paths of the pictures below the root. */
  readonly pictures: (items: number) => readonly string[];
  /** The tables by their path, made of the pictures' paths; `items`: how many the benchmark has, where the tables hold the pictures. */
  readonly tables: (pictures: readonly string[], items: number) => Readonly<Record<string, string | Uint8Array>>;
  /** Files that lie beside the pictures and are no tables. */
  readonly others?: (pictures: readonly string[]) => readonly string[];
  /** Reads and tokenises one table, and says how many records it has. */
  readonly tokenise: (bytes: Buffer) => number | Promise<number>;
}

const inSet = (pictures: readonly string[], set: string): readonly string[] =>
  pictures.filter((path) => path.includes(`/${set}/`));

/** The layouts whose opening is measured. */
export const layouts: readonly Layout[] = [
  {
    name: 'csv',
    pictures: inFolder('images'),
    tables: (pictures) => ({
      'labels.csv': rows(pictures, (path, i) => `${lastOf(path)},${spellingAt(i)}`, 'filename,emotion'),
    }),
    tokenise: csvRecords,
  },
  {
    name: 'csvFields',
    pictures: inFolder('images'),
    tables: (pictures) => ({
      'labels.csv': rows(pictures, (path, i) => fieldsOf(path, i).join(','), fieldsHead.join(',')),
    }),
    tokenise: csvRecords,
  },
  {
    name: 'csvQuoted',
    pictures: inFolder('images'),
    tables: (pictures) => ({
      'labels.csv': rows(
        pictures,
        (path, i) => `${fieldsOf(path, i).join(',')},"${sentence(i)}"`,
        `${fieldsHead.join(',')},caption`,
      ),
    }),
    tokenise: csvRecords,
  },
  {
    name: 'tsvText',
    pictures: inFolder('images'),
    tables: (pictures) => ({
      'labels.tsv': rows(
        pictures,
        (path, i) => `${path}\t${emotionAt(i)}\t${sentence(i)}`,
        ['image_path', 'label', 'text'].join('\t'),
      ),
    }),
    tokenise: csvRecords,
  },
  {
    name: 'imageFolderCsv',
    pictures: inFolder('train'),
    tables: (pictures) => ({
      'train/metadata.csv': rows(
        pictures,
        (path, i) => `${lastOf(path)},${emotionAt(i)},${degreeAt(i)}`,
        'file_name,label,degree',
      ),
    }),
    tokenise: csvRecords,
  },
  {
    name: 'imageFolderLines',
    pictures: inFolder('images'),
    tables: (pictures) => ({
      'metadata.jsonl': lines(pictures, (path, i) => ({
        file_name: path,
        label: emotionAt(i),
        degree: Number(degreeAt(i)),
        model: generatorAt(i),
        caption: sentence(i),
      })),
    }),
    tokenise: lineRecords,
  },
  {
    name: 'classFolders',
    pictures: (items) =>
      Array.from({ length: items }, (_none, i) => `${emotionAt(i)}/${String(i).padStart(6, '0')}.png`),
    tables: () => ({}),
    tokenise: () => 0,
  },
  {
    name: 'nestedFolders',
    pictures: (items) =>
      Array.from(
        { length: items },
        (_none, i) => `${generatorAt(i)}/${emotionAt(i)}/img_${String(i).padStart(6, '0')}.png`,
      ),
    tables: () => ({}),
    tokenise: () => 0,
  },
  {
    name: 'llava',
    pictures: inFolder('images'),
    tables: (pictures) => ({ 'data.json': json(pictures, (path, i) => conversation(path, i, instruction)) }),
    tokenise: jsonRecords,
  },
  {
    name: 'llavaOwnQuestions',
    pictures: inFolder('images'),
    tables: (pictures) => ({
      'data.json': json(
        pictures,
        (path, i) => conversation(path, i, `In scene ${i} the person talks. ${instruction}`),
        2,
      ),
    }),
    tokenise: jsonRecords,
  },
  {
    name: 'jsonTable',
    pictures: inFolder('images'),
    tables: (pictures) => ({
      'labels.json': json(
        pictures,
        (path, i) => Object.fromEntries(fieldsHead.map((name, at) => [name, fieldsOf(path, i)[at]])),
        2,
      ),
    }),
    tokenise: jsonRecords,
  },
  {
    name: 'jsonLines',
    pictures: inFolder('images'),
    tables: (pictures) => ({
      'labels.jsonl': lines(pictures, (path, i) => ({
        image: path,
        emotion: spellingAt(i),
        score: i % 5,
        text: sentence(i),
      })),
    }),
    tokenise: lineRecords,
  },
  {
    name: 'labelStudio',
    pictures: inFolder('images'),
    tables: (pictures) => ({ 'export.json': json(pictures, labelStudioTask) }),
    tokenise: jsonRecords,
  },
  {
    name: 'eemo',
    pictures: inFolder('images'),
    tables: (pictures) => ({ 'perception.json': json(pictures, eemoQuestion, 4) }),
    tokenise: jsonRecords,
  },
  {
    name: 'fiftyone',
    pictures: inFolder('data'),
    tables: (pictures) => ({ 'samples.json': JSON.stringify({ samples: pictures.map(sample) }) }),
    tokenise: jsonRecords,
  },
  {
    name: 'coco',
    pictures: inFolder('images'),
    tables: (pictures) => ({ 'annotations.json': coco(pictures) }),
    tokenise: jsonRecords,
  },
  {
    name: 'vlmevalkit',
    pictures: inFolder('images'),
    tables: (pictures) => ({
      'emotion.tsv': rows(
        pictures,
        (path, i) =>
          [i, path, 'Which emotion does the face show?', 'happy', 'sad', 'angry', 'worry', 'ABCD'[i % 4]].join('\t'),
        ['index', 'image_path', 'question', 'A', 'B', 'C', 'D', 'answer'].join('\t'),
      ),
    }),
    tokenise: csvRecords,
  },
  {
    name: 'emoset',
    pictures: (items) =>
      Array.from(
        { length: items },
        (_none, i) => `image/${emotionAt(i)}/${emotionAt(i)}_${String(i).padStart(5, '0')}.jpg`,
      ),
    others: (pictures) => pictures.map((path) => path.replace('image/', 'annotation/').replace('.jpg', '.json')),
    tables: (pictures) => ({
      'info.json': emosetInfo,
      'train.json': JSON.stringify(pictures.filter((_path, i) => i % 10 !== 0).map(emosetRow)),
      'test.json': JSON.stringify(pictures.filter((_path, i) => i % 10 === 0).map(emosetRow)),
    }),
    tokenise: jsonLists,
  },
  {
    name: 'emobenchM',
    pictures: (items) => Array.from({ length: items }, (_none, i) => `dataset/${videoSetAt(i)}/videos/${i}.mp4`),
    tables: (pictures) =>
      Object.fromEntries(
        videoSets.map((set) => [`benchmark_json/${set}.json`, json(inSet(pictures, set), aboutVideo, 4)]),
      ),
    tokenise: jsonRecords,
  },
  {
    name: 'imageFolderParquet',
    pictures: inFolder('train'),
    tables: (pictures) => ({ 'train/metadata.parquet': parquetOf(pictures) }),
    tokenise: parquetRecords,
  },
  {
    name: 'parquetInside',
    pictures: () => [],
    tables: (_none, items) => ({ 'data/train-00000-of-00001.parquet': parquetWithPictures(items) }),
    tokenise: parquetRecords,
  },
  {
    name: 'openaiBatch',
    pictures: inFolder('images'),
    tables: (pictures) => ({ 'batch.jsonl': lines(pictures, batchLine) }),
    tokenise: lineRecords,
  },
];

/** Writes a layout into an empty folder. Nothing in it is real data; its pictures are a few bytes that say nothing, because opening does not look at them. */
export async function makeLayout(root: string, layout: Layout, items: number): Promise<readonly string[]> {
  const pictures = layout.pictures(items);
  for (const folder of new Set(pictures.map(dirname))) await mkdir(join(root, folder), { recursive: true });
  for (const picture of pictures) await writeFile(join(root, picture), picture);
  const tables = layout.tables(pictures, items);
  const others = layout.others?.(pictures) ?? [];
  for (const folder of new Set([...Object.keys(tables), ...others].map(dirname))) {
    await mkdir(join(root, folder), { recursive: true });
  }
  for (const [path, content] of Object.entries(tables)) await writeFile(join(root, path), content);
  for (const path of others) await writeFile(join(root, path), '{"brightness": 0.5}');
  return Object.keys(tables);
}

/** What the tables of a layout cost without us: reading and tokenising them. */
export async function readBare(root: string, layout: Layout, tables: readonly string[], items: number): Promise<void> {
  let records = 0;
  for (const table of tables) records += await layout.tokenise(await readFile(join(root, table)));
  if (tables.length > 0 && records !== items) throw new Error(`the tables of ${layout.name} have ${records} records`);
}

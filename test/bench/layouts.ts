import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  batchLine,
  coco,
  conversation,
  csvRecords,
  degreeAt,
  eemoQuestion,
  emotionAt,
  fieldsHead,
  fieldsOf,
  generatorAt,
  inFolder,
  instruction,
  json,
  jsonRecords,
  labelStudioTask,
  lastOf,
  lineRecords,
  lines,
  rows,
  sample,
  sentence,
  spellingAt,
} from './layoutRecords.ts';

/** A way to lay a benchmark out, with what reading its tables costs without us. */
export interface Layout {
  readonly name: string;
  /** Paths of the pictures below the root. */
  readonly pictures: (items: number) => readonly string[];
  /** The tables by their path, made of the pictures' paths. */
  readonly tables: (pictures: readonly string[]) => Readonly<Record<string, string>>;
  /** Reads and tokenises one table, and says how many records it has. */
  readonly tokenise: (text: string) => number;
}

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
  const tables = layout.tables(pictures);
  for (const [path, text] of Object.entries(tables)) await writeFile(join(root, path), text);
  return Object.keys(tables);
}

/** What the tables of a layout cost without us: reading and tokenising them. */
export async function readBare(root: string, layout: Layout, tables: readonly string[], items: number): Promise<void> {
  for (const table of tables) {
    const records = layout.tokenise(await readFile(join(root, table), 'utf8'));
    if (records !== items) throw new Error(`${table} of ${layout.name} has ${records} records`);
  }
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Papa from 'papaparse';

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

const emotions = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
const spellings = ['happiness', 'Sad', 'ANGRY', 'surprised', 'worry', 'neutral'];
const generators = Array.from({ length: 12 }, (_none, i) => `gen-${String.fromCharCode(97 + i)}`);
const styles = ['photo', 'painting', 'sketch', 'render'];

const emotionAt = (i: number): string => emotions[i % emotions.length]!;
const spellingAt = (i: number): string => spellings[i % spellings.length]!;
const generatorAt = (i: number): string => generators[Math.floor(i / emotions.length) % generators.length]!;
const degreeAt = (i: number): string => (1 + ((i * 7919) % 400) / 100).toFixed(2);
const styleAt = (i: number): string => styles[(i >> 3) % styles.length]!;
const nameAt = (i: number): string =>
  `${generatorAt(i)}_${emotionAt(i)}_${String(Math.floor(i / 72) + 1).padStart(5, '0')}.png`;
const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const inFolder =
  (folder: string) =>
  (items: number): readonly string[] =>
    Array.from({ length: items }, (_none, i) => (folder === '' ? '' : `${folder}/`) + nameAt(i));

const csvRecords = (text: string): number => Papa.parse(text, { header: true, skipEmptyLines: true }).data.length;
const jsonRecords = (text: string): number => {
  const value = JSON.parse(text) as unknown;
  const lists = Array.isArray(value) ? [value] : Object.values(value as object).filter(Array.isArray);
  return Math.max(...lists.map((list) => (list as readonly unknown[]).length));
};
const lineRecords = (text: string): number =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown).length;

const sentence = (i: number): string => `A ${styleAt(i)} of a person in scene ${i}, seen from ${i % 9} metres`;
const rows = (pictures: readonly string[], row: (path: string, i: number) => string, head: string): string =>
  `${head}\n${pictures.map(row).join('\n')}\n`;
const json = (pictures: readonly string[], record: (path: string, i: number) => unknown, space?: number): string =>
  JSON.stringify(pictures.map(record), undefined, space);
const lines = (pictures: readonly string[], record: (path: string, i: number) => unknown): string =>
  `${pictures.map((path, i) => JSON.stringify(record(path, i))).join('\n')}\n`;

const fieldsHead = ['filename', 'emotion', 'intensity', 'model', 'style', 'gender', 'age_group'];
const fieldsOf = (path: string, i: number): readonly string[] => [
  lastOf(path),
  spellingAt(i),
  degreeAt(i),
  generatorAt(i),
  styleAt(i),
  i % 2 === 0 ? 'female' : 'male',
  `${20 + (i % 5) * 10}s`,
];

const instruction =
  'What emotion does the person in the picture show? Options: [happy, sad, angry, surprise, worry, neutral]';
const conversation = (path: string, i: number, question: string): unknown => ({
  id: `q${i}`,
  image: path,
  conversations: [
    { from: 'human', value: `<image>\n${question}` },
    { from: 'gpt', value: emotionAt(i) },
  ],
});

const labelStudioTask = (path: string, i: number): unknown => ({
  id: i + 1,
  data: { image: `/data/local-files/?d=${path}` },
  annotations: [
    {
      id: i + 100,
      was_cancelled: false,
      result: [
        { from_name: 'emotion', to_name: 'image', type: 'choices', value: { choices: [spellingAt(i)] } },
        { from_name: 'intensity', to_name: 'image', type: 'rating', value: { rating: 1 + (i % 5) } },
      ],
    },
  ],
});

const eemoQuestion = (path: string, i: number): unknown => ({
  id: i,
  image_url: lastOf(path),
  question_type: 'What/How',
  question: `Which emotion does picture ${i} evoke most?`,
  options: "{'A': 'Joy', 'B': 'Sadness', 'C': 'Anger', 'D': 'Surprise'}",
  correct_answer: 'ABCD'[i % 4],
  image_label: `Ranking:{'Joy': ${60 + (i % 30)}, 'Sadness': 20, 'Anger': 11} category:human Valence:${(1 + (i % 80) / 10).toFixed(1)} Arousal:4.2 Dominance:5.1`,
});

const sample = (path: string, i: number): unknown => ({
  _id: { $oid: String(i).padStart(24, '0') },
  filepath: path,
  tags: ['train'],
  ground_truth: { _cls: 'Classification', label: spellingAt(i), confidence: null },
  uniqueness: 0.5,
});

const batchLine = (path: string, i: number): unknown => ({
  custom_id: `item-${i}`,
  method: 'POST',
  url: '/v1/chat/completions',
  body: {
    model: 'some-model',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: instruction },
          { type: 'image_url', image_url: { url: path } },
        ],
      },
    ],
  },
});

const coco = (pictures: readonly string[]): string =>
  JSON.stringify({
    categories: emotions.map((name, id) => ({ id: id + 1, name })),
    images: pictures.map((path, i) => ({ id: i + 1, file_name: lastOf(path), width: 4, height: 4 })),
    annotations: pictures.map((_path, i) => ({
      id: i + 1,
      image_id: i + 1,
      category_id: (i % emotions.length) + 1,
      bbox: [0, 0, 4, 4],
      area: 16,
      iscrowd: 0,
    })),
  });

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

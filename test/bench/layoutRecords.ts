import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetWriteBuffer } from 'hyparquet-writer';
import Papa from 'papaparse';

// What the tables of the layouts hold, made up: nothing here is real data.

const emotions = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
const spellings = ['happiness', 'Sad', 'ANGRY', 'surprised', 'worry', 'neutral'];
const generators = Array.from({ length: 12 }, (_none, i) => `gen-${String.fromCharCode(97 + i)}`);
const styles = ['photo', 'painting', 'sketch', 'render'];

/** The emotion of a picture by its number. */
export const emotionAt = (i: number): string => emotions[i % emotions.length]!;
/** The same as tables spell it, each in a way of its own. */
export const spellingAt = (i: number): string => spellings[i % spellings.length]!;
/** The generator of a picture. */
export const generatorAt = (i: number): string => generators[Math.floor(i / emotions.length) % generators.length]!;
/** A rating from 1 to 5. */
export const degreeAt = (i: number): string => (1 + ((i * 7919) % 400) / 100).toFixed(2);
const styleAt = (i: number): string => styles[(i >> 3) % styles.length]!;
const nameAt = (i: number): string =>
  `${generatorAt(i)}_${emotionAt(i)}_${String(Math.floor(i / 72) + 1).padStart(5, '0')}.png`;
/** The name at the end of a path. */
export const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Pictures in one folder, called by generator, emotion and number. */
export const inFolder =
  (folder: string) =>
  (items: number): readonly string[] =>
    Array.from({ length: items }, (_none, i) => (folder === '' ? '' : `${folder}/`) + nameAt(i));

/** Records of a delimited table. */
export const csvRecords = (bytes: Buffer): number =>
  Papa.parse(bytes.toString('utf8'), { header: true, skipEmptyLines: true }).data.length;
/** Records of a JSON file that is a list; none of any other. */
export const jsonLists = (bytes: Buffer): number => {
  const value = JSON.parse(bytes.toString('utf8')) as unknown;
  return Array.isArray(value) ? value.length : 0;
};
/** Records of a JSON file: of its longest list. */
export const jsonRecords = (bytes: Buffer): number => {
  const value = JSON.parse(bytes.toString('utf8')) as unknown;
  const lists = Array.isArray(value) ? [value] : Object.values(value as object).filter(Array.isArray);
  return Math.max(...lists.map((list) => (list as readonly unknown[]).length));
};
/** Records of JSON Lines. */
export const lineRecords = (bytes: Buffer): number =>
  bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown).length;

/** Records of a Parquet file, all of their columns decoded. */
export const parquetRecords = async (bytes: Buffer): Promise<number> => {
  const file = new Uint8Array(bytes).buffer;
  return (await parquetReadObjects({ file, compressors, utf8: false })).length;
};

/** Some words about a picture, unlike those about others. */
export const sentence = (i: number): string => `A ${styleAt(i)} of a person in scene ${i}, seen from ${i % 9} metres`;
/** A delimited table. */
export const rows = (pictures: readonly string[], row: (path: string, i: number) => string, head: string): string =>
  `${head}\n${pictures.map(row).join('\n')}\n`;
export const json = (
  pictures: readonly string[],
  record: (path: string, i: number) => unknown,
  space?: number,
): string => JSON.stringify(pictures.map(record), undefined, space);
/** JSON Lines of records. */
export const lines = (pictures: readonly string[], record: (path: string, i: number) => unknown): string =>
  `${pictures.map((path, i) => JSON.stringify(record(path, i))).join('\n')}\n`;

/** Names of the columns of a table with many. */
export const fieldsHead = ['filename', 'emotion', 'intensity', 'model', 'style', 'gender', 'age_group'];
/** One row of it. */
export const fieldsOf = (path: string, i: number): readonly string[] => [
  lastOf(path),
  spellingAt(i),
  degreeAt(i),
  generatorAt(i),
  styleAt(i),
  i % 2 === 0 ? 'female' : 'male',
  `${20 + (i % 5) * 10}s`,
];

/** A question with all options in it. */
export const instruction =
  'What emotion does the person in the picture show? Options: [happy, sad, angry, surprise, worry, neutral]';
/** One record of LLaVA. */
export const conversation = (path: string, i: number, question: string): unknown => ({
  id: `q${i}`,
  image: path,
  conversations: [
    { from: 'human', value: `<image>\n${question}` },
    { from: 'gpt', value: emotionAt(i) },
  ],
});

/** One task of Label Studio. */
export const labelStudioTask = (path: string, i: number): unknown => ({
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

/** One question of EEmo-Bench. */
export const eemoQuestion = (path: string, i: number): unknown => ({
  id: i,
  image_url: lastOf(path),
  question_type: 'What/How',
  question: `Which emotion does picture ${i} evoke most?`,
  options: "{'A': 'Joy', 'B': 'Sadness', 'C': 'Anger', 'D': 'Surprise'}",
  correct_answer: 'ABCD'[i % 4],
  image_label: `Ranking:{'Joy': ${60 + (i % 30)}, 'Sadness': 20, 'Anger': 11} category:Human     Valence:${(1 + (i % 80) / 10).toFixed(1)}  Arousal:4.2  Dominance:5.1`,
});

/** One sample of FiftyOne. */
export const sample = (path: string, i: number): unknown => ({
  _id: { $oid: String(i).padStart(24, '0') },
  filepath: path,
  tags: ['train'],
  ground_truth: { _cls: 'Classification', label: spellingAt(i), confidence: null },
  uniqueness: 0.5,
});

/** One request of OpenAI Batch. */
export const batchLine = (path: string, i: number): unknown => ({
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

/** A COCO file with one box in each picture. */
export const coco = (pictures: readonly string[]): string =>
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

/** `info.json` of EmoSet. */
export const emosetInfo = JSON.stringify({
  emotion: {
    label2idx: Object.fromEntries(emotions.map((name, i) => [name, i])),
    idx2label: Object.fromEntries(emotions.map((name, i) => [i, name])),
  },
});

/** One row of a split of EmoSet. */
export const emosetRow = (path: string): unknown => {
  const [, emotion, name] = path.split('/');
  const stem = name!.replace('.jpg', '');
  return [emotion, stem, path, `annotation/${emotion}/${stem}.json`];
};

/** Data sets of videos that EmoBench-M is made of. */
export const videoSets = ['MELD', 'MOSI', 'SIMS'];
/** The data set of a video by its number. */
export const videoSetAt = (i: number): string => videoSets[i % videoSets.length]!;

/** One question of EmoBench-M. */
export const aboutVideo = (path: string, i: number): unknown => ({
  id: i,
  video: lastOf(path),
  conversations: [
    {
      from: 'human',
      value: `<video>\nThe person in the video says: I have been here ${i} times. Determine the emotion: [happy, sad, angry, surprise, worry, neutral].`,
    },
    { from: 'gpt', value: emotionAt(i) },
  ],
});

/** A Parquet table of pictures beside it. */
export const parquetOf = (pictures: readonly string[]): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'file_name', data: pictures.map(lastOf), type: 'STRING' },
        { name: 'label', data: pictures.map((_path, i) => emotionAt(i)), type: 'STRING' },
        { name: 'degree', data: pictures.map((_path, i) => Number(degreeAt(i))), type: 'DOUBLE' },
        { name: 'caption', data: pictures.map((_path, i) => sentence(i)), type: 'STRING' },
      ],
    }),
  );

/** A Parquet table with the pictures in it, which say nothing. */
export const parquetWithPictures = (items: number): Uint8Array => {
  const numbers = Array.from({ length: items }, (_none, i) => i);
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'image', data: numbers.map(pictureBytes), type: 'BYTE_ARRAY' },
        { name: 'label', data: numbers.map(emotionAt), type: 'STRING' },
        { name: 'degree', data: numbers.map((i) => Number(degreeAt(i))), type: 'DOUBLE' },
      ],
    }),
  );
};

/** Noise, because pictures do not compress. */
const pictureBytes = (i: number): Uint8Array => {
  const words = new Uint32Array(pictureSize / 4);
  let state = i * 2_654_435_761 + 1;
  for (let at = 0; at < words.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  const bytes = new Uint8Array(words.buffer);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return bytes;
};

/** The bytes of a small crop of a face. */
const pictureSize = 4000;

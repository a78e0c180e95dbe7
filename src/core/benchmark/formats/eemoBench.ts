import { readPythonLiteral } from '../tables/pythonLiteral.ts';
import { areNoOptions, optionsOf } from './answerOptions.ts';
import type { Format, FormatContext, FormatReading } from './format.ts';
import type { JsonBeginning } from './jsonBeginning.ts';
import { hasJson, jsonFiles, type JsonFile } from './jsonFiles.ts';
import { splitOf, visitJsonTable, type JsonTable } from './jsonTable.ts';
import { fieldOf, isJsonObject, textField, textOf, type JsonObject } from './jsonValues.ts';
import { PictureBook } from './pictureBook.ts';
import { QuestionBook } from './questionBook.ts';

/**
 * EEmo-Bench (arXiv 2504.16405): a list of questions, `id`, `image_url` (a file name), `question_type` (`Yes-or-No`, `What/How`, `Open_ended`), `question`, `options` (a
 * Python dict literal in a string, parsed and never evaluated), `correct_answer` (a letter). What people saw in the picture stands in `image_label`,
 * `Ranking:{'Joy': 61, ...} category:... Valence:... Arousal:... Dominance:...`: the emotion that ranks first is the label. Questions about pairs (`image1_url`, `image2_url`, each with its
 * label) are about neither picture alone. The ranking, the category and VAD (1 to 9) are accepted as fields of their own, too; without a ranking, the answer of a question that only has
 * emotions for options is the label. Files with models' answers beside the questions are read only where there is no other.
 */
export const eemoBench: Format = {
  id: 'eemo-bench',
  recognise: hasJson,
  async confirm(listing, heads) {
    return (await jsonFiles(listing, heads, isEemoBench)).length > 0 ? 0.95 : 0;
  },
  read: readEemoBench,
};

const pictureFields = ['image_url', 'image', 'image_name', 'image_path'];
const answerFields = ['correct_answer', 'answer', 'correct', 'ground_truth', 'gt', 'gt_answer'];
const rankingFields = [
  'ranking',
  'emotion_ranking',
  'gt_ranking',
  'top3',
  'top_3',
  'top3_emotions',
  'emotions',
  'emotion',
  'label',
];
/** How the release and its scripts call what a model said. */
const answered = /\(ranking\)$|^response\(|^eval_result\(|^if_invalid\(/;
/** Self-Assessment Manikin, 9-point scale. */
const vad = { min: 1, max: 9 };
const dimensions = ['Valence', 'Arousal', 'Dominance'].map((name) => {
  return { name, lower: name.toLowerCase(), inLabel: new RegExp(`${name}:\\s*(-?[\\d.]+)`, 'i') };
});

function isQuestion(record: unknown): record is JsonObject {
  if (!isJsonObject(record) || fieldOf(record, 'question') === undefined) return false;
  const hasPicture = textField(record, 'image1_url', ...pictureFields) !== undefined;
  const isTyped = /^(?:yes-or-no|what\/how|open[-_ ]ended)$/i.test(textField(record, 'question_type') ?? '');
  return (
    hasPicture && (isTyped || (fieldOf(record, 'image_url') !== undefined && typeof record['options'] === 'string'))
  );
}

function isEemoBench({ records }: JsonBeginning): boolean {
  return records.some(isQuestion);
}

/** Files of questions alone, else the first one of single pictures and of pairs. */
function withoutAnswers(files: readonly JsonFile[]): readonly JsonFile[] {
  const isAnswered = ({ beginning }: JsonFile) =>
    beginning.records.some((record) => isJsonObject(record) && Object.keys(record).some((name) => answered.test(name)));
  const open = files.filter((file) => !isAnswered(file));
  if (open.length > 0) return open;
  const isPair = ({ beginning }: JsonFile) =>
    beginning.records.some((record) => isJsonObject(record) && 'image1_url' in record);
  return files.filter((file, i) => files.findIndex((other) => isPair(other) === isPair(file)) === i);
}

async function readEemoBench(context: FormatContext): Promise<FormatReading> {
  const book = new PictureBook(context.listing);
  const names = (_task: unknown, { task }: { readonly task?: string | undefined }) => task ?? 'question';
  const questions = new QuestionBook(book, context.lexicon, names);
  const tables: JsonTable[] = [];
  for (const { file } of withoutAnswers(await jsonFiles(context.listing, context.heads, isEemoBench))) {
    const split = splitOf(file);
    const table = await visitJsonTable(context, file, (value, line) =>
      readQuestion(book, questions, split, value, book.rows.add(file.path, line)),
    );
    tables.push(table);
    book.report(table.problems);
  }
  return book.reading(tables, questions.finish());
}

function readQuestion(
  book: PictureBook,
  questions: QuestionBook,
  split: string | undefined,
  value: unknown,
  row: number,
): void {
  if (!isJsonObject(value)) {
    book.note('bad-row', row, { reason: 'noImage' });
    return;
  }
  const isPair = textField(value, 'image1_url', 'image1') !== undefined;
  for (const side of isPair ? pairSides : onlySide) {
    const written = textsIn(value, side.fields);
    const id = textField(value, 'id', 'question_id');
    for (const picture of book.locate(row, written)) {
      if (side.isOwn) book.noteId(row, id, picture, true);
      if (split !== undefined) book.columns.texts.split.give(picture, split);
      const called = id ?? written[0]!;
      const label = textField(value, side.label);
      readTruth(book, questions, picture, row, { record: isPair ? {} : value, label, called });
      if (!isPair) ask(book, questions, picture, row, value, called);
    }
  }
}

function textsIn(record: JsonObject, fields: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const field of fields) {
    const text = textField(record, field);
    if (text !== undefined) texts.push(text);
  }
  return texts;
}

const onlySide = [{ fields: pictureFields, label: 'image_label', isOwn: true }];
const pairSides = [
  { fields: ['image1_url', 'image1'], label: 'image1_label', isOwn: true },
  { fields: ['image2_url', 'image2'], label: 'image2_label', isOwn: false },
];

function ask(
  book: PictureBook,
  questions: QuestionBook,
  picture: number,
  row: number,
  record: JsonObject,
  called: string,
): void {
  const written = fieldOf(record, 'options');
  const options = optionsOf(written);
  // A text with braces that is no literal is no list of options either, and without one a letter says nothing.
  const isOpened = typeof written === 'string' && /^\s*[{[(]/.test(written);
  const isBroken = options === undefined && isOpened && !areNoOptions(written);
  if (isBroken) book.note('bad-row', row, { reason: 'options' });
  const task = textField(record, 'question_type');
  const answer = isBroken ? undefined : textField(record, ...answerFields);
  const givesLabel = !/yes/i.test(task ?? '');
  questions.add(picture, { row, called, text: textField(record, 'question') ?? '', task, options, answer, givesLabel });
}

interface Truth {
  readonly record: JsonObject;
  readonly label: string | undefined;
  readonly called: string;
}

function readTruth(
  book: PictureBook,
  questions: QuestionBook,
  picture: number,
  row: number,
  { record, label, called }: Truth,
): void {
  const plain = label === undefined ? null : plainLabel.exec(label);
  const first = plain?.[1] ?? firstEmotion(record, label);
  if (first !== undefined) questions.tell(picture, 'emotion', first, row, called);
  const category = plain?.[2] ?? categoryIn(label) ?? textField(record, 'category', 'content_category');
  if (category !== undefined) book.columns.fields.give(picture, 'category', category);
  const apart = fieldOf(record, 'VAD') ?? fieldOf(record, 'vad');
  for (let i = 0; i < dimensions.length; i++) {
    const { name, lower, inLabel } = dimensions[i]!;
    const inText = plain?.[i + 3] ?? (label === undefined ? undefined : inLabel.exec(label)?.[1]);
    const written = inText ?? textField(record, lower, name) ?? vadOf(apart, i, name);
    if (written !== undefined && !(Number(written) >= vad.min && Number(written) <= vad.max)) {
      const reason = Number.isNaN(Number(written)) ? 'notANumber' : 'outsideScale';
      const facts = { value: written, column: name, reason, min: String(vad.min), max: String(vad.max) };
      book.note('number-out-of-range', row, facts, picture);
    }
  }
}

function categoryIn(label: string | undefined): string | undefined {
  return label === undefined ? undefined : /category:\s*(\S.*?)(?:\s{2,}|$)/i.exec(label)?.[1];
}

const number = '\\d+(?:\\.\\d+)?';
/** A whole label in the way of the release: the emotion that ranks first, the category, and the three dimensions. */
const plainLabel = new RegExp(
  `^Ranking:\\{'([A-Za-z]+)': ${number}(?:, '[A-Za-z]+': ${number})*\\}\\s+category:([A-Za-z]+)\\s{2,}Valence:(${number})\\s+Arousal:(${number})\\s+Dominance:(${number})$`,
);

/** A dict of words and numbers, in the one way in which programs write it. */
const plainRanking = /^\{'([A-Za-z]+)': \d+(?:\.\d+)?(?:, '[A-Za-z]+': \d+(?:\.\d+)?)*\}$/;

function firstEmotion(record: JsonObject, label: string | undefined): string | undefined {
  const ranking = label === undefined ? undefined : /Ranking:\s*(\{[^{}]*\}|\[[^[\]]*\])/i.exec(label)?.[1];
  const inText = ranking === undefined ? undefined : (plainRanking.exec(ranking)?.[1] ?? firstOf(ranking));
  if (inText !== undefined) return inText;
  for (const field of rankingFields) {
    const emotion = firstOf(fieldOf(record, field));
    if (emotion !== undefined) return emotion;
  }
  return undefined;
}

/** The emotion that ranks first: of a list, a dict in its order, either as a literal, or a text with commas. */
function firstOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return textOf(value[0]);
  if (isJsonObject(value)) return Object.keys(value)[0];
  const text = textOf(value);
  if (text === undefined) return undefined;
  const literal = /^[[{(]/.test(text) ? readPythonLiteral(text) : undefined;
  if (literal !== undefined && typeof literal.value === 'object') return firstOf(literal.value);
  return textOf(text.replace(/^[[({]/, '').split(/[,>;\]})]/)[0]);
}

function vadOf(value: unknown, at: number, name: string): string | undefined {
  if (Array.isArray(value)) return textOf(value[at]);
  return isJsonObject(value) ? textField(value, name, name.toLowerCase(), name[0]!) : undefined;
}

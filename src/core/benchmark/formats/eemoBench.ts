import type { JsonRecord } from '../jsonRecords.ts';
import type { RowPlace } from '../item.ts';
import type { ListedFile } from '../listing.ts';
import { readPythonLiteral } from '../pythonLiteral.ts';
import { optionsOf } from './answerOptions.ts';
import { fileHeads } from './fileHeads.ts';
import type { Format, FormatContext, FormatReading } from './format.ts';
import type { JsonBeginning } from './jsonBeginning.ts';
import { hasJson, jsonFiles, type JsonFile } from './jsonFiles.ts';
import { badRecord, readJsonTable, splitOf, type JsonTable } from './jsonTable.ts';
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
  return { name, inLabel: new RegExp(`${name}:\\s*(-?[\\d.]+)`, 'i') };
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
  for (const { file } of withoutAnswers(await jsonFiles(context.listing, fileHeads(context.folder), isEemoBench))) {
    const table = await readJsonTable(context, file);
    tables.push({ ...table, records: [] });
    book.report(table.problems);
    for (const record of table.records) readQuestion(book, questions, file, record);
  }
  return book.reading(tables, questions.finish());
}

function readQuestion(book: PictureBook, questions: QuestionBook, file: ListedFile, { line, value }: JsonRecord): void {
  const place = { file: file.path, line };
  if (!isJsonObject(value)) {
    book.problems.push(badRecord(file.path, line, 'noImage'));
    return;
  }
  const isPair = textField(value, 'image1_url', 'image1') !== undefined;
  const sides = isPair ? ['image1', 'image2'] : ['image'];
  for (const side of sides) {
    const fields = isPair ? [`${side}_url`, side] : pictureFields;
    const written = fields.flatMap((field) => textField(value, field) ?? []);
    const id = textField(value, 'id', 'question_id');
    for (const path of book.locate(place, written)) {
      if (side !== 'image2') book.noteId(place, id, path, true);
      const split = splitOf(file);
      if (split !== undefined) book.draft(path, place).split ??= split;
      readTruth(book, questions, path, place, {
        record: isPair ? {} : value,
        label: textField(value, `${side}_label`),
        row: id ?? written[0]!,
      });
      if (!isPair) ask(book, questions, path, place, value, id ?? written[0]!);
    }
  }
}

function ask(
  book: PictureBook,
  questions: QuestionBook,
  path: string,
  place: RowPlace,
  record: JsonObject,
  row: string,
): void {
  const written = fieldOf(record, 'options');
  const options = optionsOf(written);
  // A text with braces that is no literal is no list of options either, and without one a letter says nothing.
  const isBroken = typeof written === 'string' && /^\s*[{[(]/.test(written) && options === undefined;
  if (isBroken) book.problems.push(badRecord(place.file, place.line, 'options'));
  const task = textField(record, 'question_type');
  const answer = isBroken ? undefined : textField(record, ...answerFields);
  questions.add(path, {
    place,
    row,
    text: textField(record, 'question') ?? '',
    task,
    options,
    answer,
    givesLabel: !/yes/i.test(task ?? ''),
  });
}

interface Truth {
  readonly record: JsonObject;
  readonly label: string | undefined;
  readonly row: string;
}

function readTruth(
  book: PictureBook,
  questions: QuestionBook,
  path: string,
  place: RowPlace,
  { record, label, row }: Truth,
): void {
  const ranking = /Ranking:\s*(\{[^{}]*\}|\[[^[\]]*\])/i.exec(label ?? '')?.[1];
  const fields = [ranking, ...rankingFields.map((field) => fieldOf(record, field))];
  const first = fields.map(firstOf).find((emotion) => emotion !== undefined);
  if (first !== undefined) questions.tell(path, 'emotion', first, place, row);
  const category =
    /category:\s*(\S.*?)(?:\s{2,}|$)/i.exec(label ?? '')?.[1] ?? textField(record, 'category', 'content_category');
  const draft = book.draft(path, place);
  if (category !== undefined && draft.fields === undefined) draft.fields = { category };
  const apart = fieldOf(record, 'VAD') ?? fieldOf(record, 'vad');
  for (const [i, { name, inLabel }] of dimensions.entries()) {
    const inText = label === undefined ? undefined : inLabel.exec(label)?.[1];
    const written = inText ?? textField(record, name.toLowerCase(), name) ?? vadOf(apart, i, name);
    if (written !== undefined && !(Number(written) >= vad.min && Number(written) <= vad.max)) {
      const reason = Number.isNaN(Number(written)) ? 'notANumber' : 'outsideScale';
      const facts = { value: written, column: name, reason, min: String(vad.min), max: String(vad.max) };
      book.problems.push({ kind: 'number-out-of-range', ...place, item: path, facts });
    }
  }
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

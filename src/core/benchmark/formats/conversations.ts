import type { ListedFile } from '../files/listing.ts';
import { optionsOf } from './answerOptions.ts';
import type { FormatContext, FormatReading } from './format.ts';
import type { JsonBeginning } from './jsonBeginning.ts';
import { jsonFiles } from './jsonFiles.ts';
import { splitOf, visitJsonTable, type JsonTable } from './jsonTable.ts';
import { fieldOf, isJsonObject, listField, textField, textOf, type JsonObject } from './jsonValues.ts';
import { PictureBook } from './pictureBook.ts';
import type { PictureColumns } from './pictureColumns.ts';
import { QuestionBook, questionText, type Question, type TaskNames } from './questionBook.ts';

const imageFields = ['image', 'images', 'image_path', 'image_paths', 'img', 'img_path', 'file_name'];
const videoFields = ['video', 'videos', 'video_path', 'video_paths'];
const mediaFields = [...imageFields, ...videoFields];
const areMedia = new Set(mediaFields);
const taskFields = ['task', 'task_type', 'subtask', 'sub_task', 'task_name', 'question_type'];
const optionFields = ['options', 'choices', 'candidates'];
const answerFields = ['answer', 'label', 'gt_answer', 'ground_truth', 'gt', 'emotion'];
/** Fields that most records have none of: one look at the names that a record has saves asking for each of them. */
const rareFields = new Set(['split', ...taskFields, ...optionFields, ...answerFields]);

const idFields = ['id', 'question_id', 'sample_id'];
const turnLists = ['conversations', 'conversation', 'messages'];
const ownMembers: ReadonlySet<string> = new Set([
  ...[...mediaFields, ...taskFields, ...optionFields, ...answerFields, ...idFields, ...turnLists],
  ...['split', 'generator'],
]);

/** Whether a member of a record says something that every record of conversations may say: the others are further columns. */
export function isOwnMember(name: string): boolean {
  return ownMembers.has(name);
}

/** Records with `conversations` (LLaVA) or `messages` and pictures beside them: what a test of file beginnings looks for. */
export function conversationRecords({ records }: JsonBeginning): readonly JsonObject[] {
  return records.filter(isJsonObject).filter((record) => turnsOf(record).length > 0 && mediaOf(record).length > 0);
}

/** Names of the pictures and videos of a record. */
export function mediaOf(record: JsonObject): readonly string[] {
  let only: string | undefined;
  for (const name in record) {
    if (!areMedia.has(name)) continue;
    if (only !== undefined) return allMediaOf(record);
    only = name;
  }
  return only === undefined ? partsMedia(record) : namesIn(record[only]);
}

/** Pictures that stand among the parts of a message, as servers take them: `{"type": "image_url", "image_url": {"url": "a.jpg"}}`. */
function partsMedia(record: JsonObject): readonly string[] {
  const parts = listField(record, 'messages').flatMap((turn) => (isJsonObject(turn) ? listField(turn, 'content') : []));
  return parts.filter(isJsonObject).flatMap((part) => {
    const own = partFields.map((name) => fieldOf(part, name)).find((value) => value !== undefined);
    return namesIn(own).filter((name) => !name.startsWith('data:'));
  });
}

const partFields = ['image_url', 'image', 'video', 'video_url'] as const;

function allMediaOf(record: JsonObject): readonly string[] {
  const names: string[] = [];
  for (const field of mediaFields) {
    const value = fieldOf(record, field);
    if (value !== undefined) for (const name of namesIn(value)) names.push(name);
  }
  return names;
}

/** Whether a record is about videos. */
export function hasVideo(record: JsonObject): boolean {
  return videoFields.some((field) => namesIn(fieldOf(record, field)).length > 0);
}

function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (isJsonObject(value))
    return namesIn(fieldOf(value, 'path') ?? fieldOf(value, 'url') ?? fieldOf(value, 'file_name'));
  const text = textOf(value);
  // White space around a name may be a part of it.
  return text === undefined ? [] : [typeof value === 'string' ? value : text];
}

interface Turn {
  readonly isQuestion: boolean;
  readonly text: string;
}

const askers = new Set(['human', 'user', 'question']);
const answerers = new Set(['gpt', 'assistant', 'answer', 'model', 'bot']);

function turnsOf(record: JsonObject): readonly Turn[] {
  const turns: Turn[] = [];
  for (const name of turnLists) {
    const list = listField(record, name);
    for (const turn of list) if (isJsonObject(turn)) addTurn(turns, turn);
    if (list.length > 0) break;
  }
  return turns;
}

function addTurn(turns: Turn[], turn: JsonObject): void {
  const from = textField(turn, 'from', 'role')?.toLowerCase() ?? '';
  const isQuestion = askers.has(from);
  if (!isQuestion && !answerers.has(from)) return;
  const text = textField(turn, 'value', 'content') ?? partsText(listField(turn, 'content'));
  turns.push({ isQuestion, text: isQuestion ? questionText(text) : text });
}

function partsText(parts: readonly unknown[]): string {
  return parts.flatMap((part) => (isJsonObject(part) ? (textField(part, 'text') ?? []) : [])).join('\n');
}

/** Whether a file holds conversations about pictures or videos. */
export function isConversation(beginning: JsonBeginning): boolean {
  return conversationRecords(beginning).length > 0;
}

/** Reads all files of conversations. `names` names the tasks of their questions, `group` the field `dataset` of what a file is about where there are several. */
export async function readConversations(
  context: FormatContext,
  names: TaskNames,
  group?: (file: ListedFile) => string,
): Promise<FormatReading> {
  const book = new PictureBook(context.listing);
  const questions = new QuestionBook(book, context.lexicon, names);
  const tables: JsonTable[] = [];
  const files = await jsonFiles(context.listing, context.heads, isConversation);
  const several = files.length > 1;
  const { columns } = book;
  let grouped = 0;
  for (const { file } of files) {
    const split = splitOf(file);
    const table = await visitJsonTable(context, file, (value, line) =>
      readConversation(book, questions, split, value, book.rows.add(file.path, line)),
    );
    tables.push(table);
    book.report(table.problems);
    const { kept, fields } = columns;
    if (group && several) for (; grouped < kept.length; grouped++) fields.give(kept[grouped]!, 'dataset', group(file));
  }
  return book.reading(tables, questions.finish());
}

/** Reads one record into the books. Several names are several pictures, and then the answer is about none of them alone. */
function readConversation(
  book: PictureBook,
  questions: QuestionBook,
  splitOfFile: string | undefined,
  value: unknown,
  row: number,
): void {
  const record = isJsonObject(value) ? value : {};
  const names = mediaOf(record);
  if (names.length === 0) {
    // A conversation without a picture is a task for text, and no fault.
    if (turnsOf(record).length === 0) book.note('bad-row', row, { reason: 'noImage' });
    return;
  }
  const id = textField(record, ...idFields);
  const hasRare = hasAny(record, rareFields);
  const split = (hasRare ? textField(record, 'split') : undefined) ?? splitOfFile;
  const found = names.map((name) => book.locate(row, [name]));
  for (const [i, pictures] of found.entries()) {
    for (const picture of pictures) {
      if (i === 0) book.noteId(row, id, picture);
      if (split !== undefined) book.columns.texts.split.give(picture, split);
      giveMembers(book.columns, picture, record);
    }
  }
  if (names.length > 1) return;
  const apart = hasRare ? apartFrom(record) : nothingApart;
  for (const picture of found[0]!) askAll(questions, picture, turnsOf(record), apart, { row, called: id ?? names[0]! });
}

function hasAny(record: JsonObject, fields: ReadonlySet<string>): boolean {
  for (const name in record) if (fields.has(name)) return true;
  return false;
}

/** What a record says beside its conversation. */
type Apart = Pick<Question, 'task' | 'options' | 'answer'>;

const nothingApart: Apart = {};

function apartFrom(record: JsonObject): Apart {
  return {
    task: textField(record, ...taskFields),
    options: optionsOf(optionFields.map((field) => fieldOf(record, field)).find(Boolean)),
    answer: textField(record, ...answerFields),
  };
}

/** Longer members are documents of their own. */
const longestMember = 4000;

/** Who made a picture, and the texts and numbers of a record that are further columns. */
function giveMembers(columns: PictureColumns, picture: number, record: JsonObject): void {
  for (const name of Object.keys(record)) {
    if (name !== 'generator' && ownMembers.has(name)) continue;
    const text = textOf(record[name]);
    if (text === undefined || text.length > longestMember) continue;
    if (name === 'generator') columns.texts.generator.give(picture, text);
    else columns.fields.give(picture, name, text);
  }
}

function askAll(
  questions: QuestionBook,
  picture: number,
  turns: readonly Turn[],
  { task, options, answer: apart }: Apart,
  { row, called }: Pick<Question, 'row' | 'called'>,
): void {
  for (let i = 0; i < turns.length; i++) {
    const turn = turns[i]!;
    if (!turn.isQuestion) continue;
    const next = turns[i + 1];
    const answer = next?.isQuestion === false ? next.text : apart;
    questions.add(picture, { row, called, text: turn.text, task, options, answer });
  }
}

import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import { looksLikePicture } from '../files/pictureFinder.ts';
import { remembered } from '../remembered.ts';
import { isEmotionWord } from '../labelFolding.ts';
import type { Format, FormatContext, FormatReading } from './format.ts';
import type { JsonBeginning } from './jsonBeginning.ts';
import { hasJson, jsonFiles } from './jsonFiles.ts';
import { splitOf, visitJsonTable, type JsonTable } from './jsonTable.ts';
import { fieldOf, isJsonObject, textField, textOf, type JsonObject } from './jsonValues.ts';
import { annotationsOf, isMinimal, minimalData, type Annotation } from './labelStudioTask.ts';
import { PictureBook } from './pictureBook.ts';
import { MeanRatings } from './meanRatings.ts';
import { uploadedNames } from './uploadedNames.ts';

/**
 * Label Studio's JSON export (labelstud.io, "Label Studio JSON format of annotated tasks"): tasks of `id`, `data` with the picture, and `annotations` (`completions` in older ones), each of
 * one person, cancelled ones left out. Results of `choices` (and `taxonomy`, or one box with labels) are labels by their control's name, `rating` and `number` are ratings: quality where
 * the control's name says so, else degree; the mean where several people gave one. Of several controls with choices the one with emotions is the label, and all are tasks. With several annotations of a
 * task its people are raters. `JSON_MIN` exports are read as well. Predictions of models in the tasks are no labels.
 */
export const labelStudio: Format = {
  id: 'label-studio',
  recognise: hasJson,
  async confirm(listing, heads) {
    return (await jsonFiles(listing, heads, isExport)).length > 0 ? 0.95 : 0;
  },
  read: readExports,
};

function isExport({ records }: JsonBeginning): boolean {
  return records.some((record) => isJsonObject(record) && isTask(record));
}

const fullLists = ['annotations', 'completions', 'predictions'];

function isTask(record: JsonObject): boolean {
  const isFull = fullLists.some((name) => Array.isArray(fieldOf(record, name)));
  return (isFull && isJsonObject(fieldOf(record, 'data'))) || isMinimal(record);
}

/** One task with what people said about it. */
interface Task {
  readonly row: number;
  readonly name: string;
  readonly pictures: readonly number[];
  readonly annotations: Annotation[];
}

async function readExports(context: FormatContext): Promise<FormatReading> {
  const book = new PictureBook(context.listing);
  const tables: JsonTable[] = [];
  const tasks: Task[] = [];
  for (const { file } of await jsonFiles(context.listing, context.heads, isExport)) {
    const minimal = new Map<string, Task>();
    const split = splitOf(file);
    const table = await visitJsonTable(context, file, (value, line) => {
      const row = book.rows.add(file.path, line);
      if (isJsonObject(value) && isTask(value)) readTask(book, split, row, value, tasks, minimal);
      else book.note('bad-row', row, { reason: 'noImage' });
    });
    tables.push(table);
    book.report(table.problems);
  }
  const rated = tasks.some(({ annotations }) => annotations.length > 1 && annotations.filter(isVote).length > 1);
  const controls = choiceControls(tasks, context.lexicon);
  const ratings = new MeanRatings(book);
  for (const task of tasks) for (const picture of task.pictures) give(book, ratings, picture, task, controls, rated);
  return book.reading(tables);
}

function readTask(
  book: PictureBook,
  splitOfFile: string | undefined,
  row: number,
  record: JsonObject,
  tasks: Task[],
  minimal: Map<string, Task>,
): void {
  const names = pictureNames(record);
  const id = textField(record, 'id');
  const annotations = annotationsOf(record);
  // Without the tasks around them, the annotations of one task stand in rows of their own.
  const key = isMinimal(record) && id !== undefined ? `${id}\0${names[0] ?? ''}` : undefined;
  const same = key === undefined ? undefined : minimal.get(key);
  if (same) {
    same.annotations.push(...annotations);
    return;
  }
  const pictures = book.locate(row, names);
  const split = textField(record, 'split') ?? splitOfFile;
  const data = fieldOf(record, 'data');
  for (const picture of pictures) {
    if (split !== undefined) book.columns.texts.split.give(picture, split);
    if (isJsonObject(data)) giveData(book, picture, data);
    else if (isMinimal(record)) giveData(book, picture, minimalData(record));
  }
  if (pictures[0] !== undefined) book.noteId(row, id, pictures[0]);
  const task = { row, name: id ?? names[0] ?? '', pictures, annotations };
  tasks.push(task);
  if (key !== undefined) minimal.set(key, task);
}

const texts = ['generator', 'prompted', 'prompt', 'seed', 'split'] as const;
/** Longer members are documents of their own. */
const longestMember = 4000;

/** What the data of a task says beside its picture: texts that items have, a caption, and further columns. */
function giveData({ columns }: PictureBook, picture: number, data: JsonObject): void {
  for (const name of Object.keys(data)) {
    const written = textOf(data[name]);
    if (written === undefined || pictureFields.includes(name) || written.length > longestMember) continue;
    const known = texts.find((one) => one === name);
    if (known !== undefined) columns.texts[known].give(picture, written);
    else if (name === 'text' || name === 'caption') columns.giveText(picture, written);
    else if (!looksLikePicture(written)) columns.fields.give(picture, name, written);
  }
}

const pictureFields = ['image', 'img', 'video', 'url', 'image_url', 'picture', 'photo', 'path', 'file'];

/** How a task names its picture: as `data` has it, and what stands behind that in Label Studio. */
function pictureNames(record: JsonObject): readonly string[] {
  const data = fieldOf(record, 'data');
  const fields = isJsonObject(data) ? data : record;
  const first = firstPicture(fields);
  const upload = textField(record, 'file_upload');
  if (first === undefined) return upload === undefined ? [] : [upload];
  return uploadedNames(upload === undefined ? [first] : [first, upload]);
}

function firstPicture(fields: JsonObject): string | undefined {
  for (const name of pictureFields) {
    const value = fieldOf(fields, name);
    const text = textOf(Array.isArray(value) ? value[0] : value);
    if (text !== undefined) return text;
  }
  const named = Object.values(fields).find((value) => typeof value === 'string' && looksLikePicture(value));
  return textOf(named);
}

/** Controls with choices by name, the one of the label first: the one of which most choices are emotions, else the most used one. */
function choiceControls(tasks: readonly Task[], lexicon: Lexicon): readonly string[] {
  const counts = new Map<string, { all: number; emotions: number }>();
  const isEmotion = remembered((label) => isEmotionWord(label, lexicon));
  for (const { annotations } of tasks) {
    for (const { choiceControls: made, choices } of annotations) {
      for (let i = 0; i < choices.length; i++) {
        let count = counts.get(made[i]!);
        if (count === undefined) counts.set(made[i]!, (count = { all: 0, emotions: 0 }));
        count.all++;
        if (isEmotion(choices[i]!)) count.emotions++;
      }
    }
  }
  const isEmotional = ({ all, emotions }: { readonly all: number; readonly emotions: number }) => emotions * 2 >= all;
  const order = [...counts].sort(([, a], [, b]) => Number(isEmotional(b)) - Number(isEmotional(a)) || b.all - a.all);
  return order.map(([control]) => control);
}

function give(
  book: PictureBook,
  ratings: MeanRatings,
  picture: number,
  task: Task,
  controls: readonly string[],
  rated: boolean,
): void {
  const { row, annotations } = task;
  const { columns } = book;
  const [main] = controls;
  const chosen = (by: readonly Annotation[]) => (main === undefined ? [] : choicesOf(by, main));
  const isFirst = book.rowOf(picture) === row;
  // What is marked as the ground truth beside what others said is the label, whatever most of them said.
  const areVotes = annotations.every(isVote);
  const truth = areVotes ? undefined : majority(chosen(annotations.filter(({ isTruth }) => isTruth)));
  const votes = chosen(areVotes ? annotations : annotations.filter(isVote));
  const choices = votes.length > 0 ? votes : chosen(annotations);
  if (isFirst && truth !== undefined && votes.length > 0) {
    book.label(picture, truth, row, task.name);
    columns.giveRaters(picture, votes);
  } else if (!isFirst || !(rated || choices.length > 1)) {
    const raters = columns.ratersOf(picture);
    const said = raters && majority(raters);
    if (!isFirst && said !== undefined) {
      const told = { value: task.name, label: majority(choices), before: said };
      book.disagree(picture, row, book.rowOf(picture), told);
    } else book.label(picture, majority(choices), row, task.name);
  } else if (choices.length > 0) columns.giveRaters(picture, choices);
  if (!isFirst) return;
  if (controls.length > 1) {
    const tasks = controls.flatMap((control) => {
      const said = control === main ? choices : choicesOf(annotations, control);
      const label = (control === main ? truth : undefined) ?? majority(said);
      return label === undefined ? [] : [[control, label] as const];
    });
    columns.giveTasks(picture, Object.fromEntries(tasks));
  }
  ratings.give(picture, row, annotations);
}

function isVote({ isTruth }: Annotation): boolean {
  return !isTruth;
}

function choicesOf(annotations: readonly Annotation[], control: string): readonly string[] {
  const made: string[] = [];
  for (const { choiceControls: of, choices } of annotations) {
    for (let i = 0; i < choices.length; i++) if (of[i] === control) made.push(choices[i]!);
  }
  return made;
}

/** The word that most chose, by their spelling alone; none where several were chosen equally often. */
function majority(choices: readonly string[]): string | undefined {
  if (choices.length <= 1) return choices[0];
  const votes = new Map<string, { readonly label: string; count: number }>();
  for (const label of choices) {
    const form = normaliseForm(label);
    const vote = votes.get(form);
    if (vote) vote.count++;
    else votes.set(form, { label, count: 1 });
  }
  const [first, second] = [...votes.values()].sort((a, b) => b.count - a.count);
  return first && (second === undefined || second.count < first.count) ? first.label : undefined;
}

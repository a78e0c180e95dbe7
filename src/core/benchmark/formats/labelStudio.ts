import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import type { RowPlace } from '../item.ts';
import type { ListedFile } from '../listing.ts';
import { looksLikePicture } from '../pictureFinder.ts';
import { remembered } from '../remembered.ts';
import { isEmotionWord } from '../labelFolding.ts';
import { fileHeads } from './fileHeads.ts';
import type { Format, FormatContext, FormatReading } from './format.ts';
import type { JsonBeginning } from './jsonBeginning.ts';
import { hasJson, jsonFiles } from './jsonFiles.ts';
import { badRecord, readJsonTable, splitOf, type JsonTable } from './jsonTable.ts';
import { fieldOf, isJsonObject, textField, textOf, type JsonObject } from './jsonValues.ts';
import { annotationsOf, isMinimal, type Annotation } from './labelStudioTask.ts';
import { PictureBook } from './pictureBook.ts';

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

function isTask(record: JsonObject): boolean {
  const isFull = ['annotations', 'completions', 'predictions'].some((name) => Array.isArray(fieldOf(record, name)));
  return (isFull && isJsonObject(fieldOf(record, 'data'))) || isMinimal(record);
}

/** One task with what people said about it. */
interface Task {
  readonly place: RowPlace;
  readonly name: string;
  readonly paths: readonly string[];
  readonly annotations: Annotation[];
}

async function readExports(context: FormatContext): Promise<FormatReading> {
  const book = new PictureBook(context.listing);
  const tables: JsonTable[] = [];
  const tasks: Task[] = [];
  for (const { file } of await jsonFiles(context.listing, fileHeads(context.folder), isExport)) {
    const table = await readJsonTable(context, file);
    tables.push({ ...table, records: [] });
    book.report(table.problems);
    const minimal = new Map<string, Task>();
    for (const { line, value } of table.records) {
      const place = { file: file.path, line };
      if (isJsonObject(value) && isTask(value)) readTask(book, file, place, value, tasks, minimal);
      else book.problems.push(badRecord(file.path, line, 'noImage'));
    }
  }
  const rated = tasks.some(({ annotations }) => annotations.length > 1);
  const controls = choiceControls(tasks, context.lexicon);
  for (const task of tasks) for (const path of task.paths) give(book, path, task, controls, rated);
  return book.reading(tables);
}

function readTask(
  book: PictureBook,
  file: ListedFile,
  place: RowPlace,
  record: JsonObject,
  tasks: Task[],
  minimal: Map<string, Task>,
): void {
  const names = pictureNames(record);
  const id = textField(record, 'id');
  const annotations = [...annotationsOf(record)];
  // Without the tasks around them, the annotations of one task stand in rows of their own.
  const key = isMinimal(record) && id !== undefined ? `${id}\0${names[0] ?? ''}` : undefined;
  const same = key === undefined ? undefined : minimal.get(key);
  if (same) {
    same.annotations.push(...annotations);
    return;
  }
  const paths = book.locate(place, names);
  for (const path of paths) {
    const split = textField(record, 'split') ?? splitOf(file);
    if (split !== undefined) book.draft(path, place).split ??= split;
  }
  if (paths[0] !== undefined) book.noteId(place, id, paths[0]);
  const task = { place, name: id ?? names[0] ?? '', paths, annotations };
  tasks.push(task);
  if (key !== undefined) minimal.set(key, task);
}

const pictureFields = ['image', 'img', 'video', 'url', 'image_url', 'picture', 'photo', 'path', 'file'];

/**
 * How a task names its picture: as `data` has it, and what stands behind that in Label Studio: the path of `/data/local-files/?d=`, and the name that a
 * file had before the upload put eight characters before it.
 */
function pictureNames(record: JsonObject): readonly string[] {
  const data = fieldOf(record, 'data');
  const fields = isJsonObject(data) ? data : record;
  const first = firstPicture(fields);
  const upload = textField(record, 'file_upload');
  if (first === undefined) return upload === undefined ? [] : [upload];
  const local = /[?&]d=([^&#]+)/.exec(first)?.[1];
  const names = [...(local === undefined ? [] : [decoded(local)]), first, ...(upload === undefined ? [] : [upload])];
  for (const name of [...names]) {
    const last = name.slice(name.lastIndexOf('/') + 1);
    if (/^[0-9a-f]{8}-./.test(last)) names.push(last.slice(9));
  }
  return names;
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

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Controls with choices by name, the one of the label first: the one of which most choices are emotions, else the most used one. */
function choiceControls(tasks: readonly Task[], lexicon: Lexicon): readonly string[] {
  const counts = new Map<string, { all: number; emotions: number }>();
  const isEmotion = remembered((label) => isEmotionWord(label, lexicon));
  for (const { annotations } of tasks) {
    for (const { choices } of annotations) {
      for (const [control, labels] of choices) {
        const count = counts.get(control) ?? { all: 0, emotions: 0 };
        count.all += labels.length;
        count.emotions += labels.filter(isEmotion).length;
        counts.set(control, count);
      }
    }
  }
  const isEmotional = ({ all, emotions }: { readonly all: number; readonly emotions: number }) => emotions * 2 >= all;
  const order = [...counts].sort(([, a], [, b]) => Number(isEmotional(b)) - Number(isEmotional(a)) || b.all - a.all);
  return order.map(([control]) => control);
}

function give(book: PictureBook, path: string, task: Task, controls: readonly string[], rated: boolean): void {
  const { place, annotations } = task;
  const [main] = controls;
  const choices = main === undefined ? [] : annotations.flatMap(({ choices: made }) => made.get(main) ?? []);
  const draft = book.draft(path, place);
  const isFirst = draft.row === place;
  if (!isFirst || !(rated || choices.length > 1)) {
    const said = draft.raters && majority(draft.raters);
    if (!isFirst && said !== undefined) {
      book.disagree(path, place, draft.row ?? place, { value: task.name, label: majority(choices), before: said });
    } else book.label(path, majority(choices), place, task.name);
  } else if (choices.length > 0) draft.raters = choices;
  if (!isFirst) return;
  if (controls.length > 1) {
    const tasks = controls.flatMap((control) => {
      const label = majority(annotations.flatMap(({ choices: made }) => made.get(control) ?? []));
      return label === undefined ? [] : [[control, label] as const];
    });
    draft.tasks = Object.fromEntries(tasks);
  }
  for (const [control, kind] of ratingControls(annotations)) {
    const values = annotations.flatMap(({ ratings }) => ratings.get(control) ?? []);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    draft[kind] ??= { value: mean, written: values.join(', '), place, column: control };
  }
}

/** What each control with numbers rates. */
function ratingControls(
  annotations: readonly Annotation[],
): readonly (readonly [control: string, kind: 'degree' | 'quality'])[] {
  const names = new Set(annotations.flatMap(({ ratings }) => [...ratings.keys()]));
  return [...names].map((name) => [name, /quality|clarity|质量/i.test(name) ? 'quality' : 'degree'] as const);
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

import { isMeasureName } from '../columnNames.ts';
import { fieldOf, isJsonObject, listField, textField, textOf, type JsonObject } from './jsonValues.ts';

/** What one person said about a task: of each choice and of each rating the name of the control in the labelling interface. */
export interface Annotation {
  readonly choiceControls: readonly string[];
  readonly choices: readonly string[];
  readonly ratingControls: readonly string[];
  readonly ratings: readonly number[];
  /** Marked as the ground truth. */
  readonly isTruth: boolean;
}

/** Puts an annotation together. */
class OpenAnnotation implements Annotation {
  readonly choiceControls: string[] = [];
  readonly choices: string[] = [];
  readonly ratingControls: string[] = [];
  readonly ratings: number[] = [];
  readonly isTruth: boolean;

  constructor(isTruth: boolean) {
    this.isTruth = isTruth;
  }

  choose(control: string, choice: unknown): void {
    const text = choiceText(choice);
    if (text === undefined) return;
    this.choiceControls.push(control);
    this.choices.push(text);
  }

  chooseAll(control: string, choices: readonly unknown[]): void {
    for (const choice of choices) this.choose(control, choice);
  }

  rate(control: string, rating: number): void {
    this.ratingControls.push(control);
    this.ratings.push(rating);
  }
}

/** Fields of a `JSON_MIN` row that no control gave. */
const ownFields = new Set([
  ...['id', 'annotator', 'annotation_id', 'created_at', 'updated_at', 'lead_time', 'agreement', 'split'],
  ...['image', 'img', 'video', 'url', 'image_url', 'picture', 'photo', 'path', 'file', 'file_upload'],
]);

/** Fields of such a row that the task brought along. */
const dataFields = new Set(['generator', 'prompted', 'prompt', 'seed', 'text', 'caption']);
const longestChoice = 60;

/** Whether a field of a `JSON_MIN` row is what a person said, as far as its name and its value tell. */
function saysControl(name: string, value: unknown): boolean {
  if (ownFields.has(name) || dataFields.has(name) || isMeasureName(name)) return false;
  return typeof value !== 'string' || value.length <= longestChoice;
}

/** What a `JSON_MIN` row has of the data of its task, its picture left out. */
export function minimalData(record: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(record).filter(([name, value]) => !ownFields.has(name) && !saysControl(name, value)),
  );
}

/** Whether a record is a row of a `JSON_MIN` export: one annotation, with the task's data beside it. */
export function isMinimal(record: JsonObject): boolean {
  const has = (name: string) => Object.hasOwn(record, name);
  // Other layouts may have the columns of such an export among their own.
  const isOther = has('annotations') || has('file_name') || has('conversations');
  return has('annotation_id') && (has('annotator') || has('lead_time')) && !isOther;
}

/** The annotations of a task that were not cancelled. */
export function annotationsOf(record: JsonObject): Annotation[] {
  if (isMinimal(record)) return [minimalAnnotation(record)];
  const own = listField(record, 'annotations');
  const made: Annotation[] = [];
  for (const annotation of own.length > 0 ? own : listField(record, 'completions')) {
    if (!isJsonObject(annotation)) continue;
    if (fieldOf(annotation, 'was_cancelled') === true || fieldOf(annotation, 'skipped') === true) continue;
    made.push(fullAnnotation(annotation));
  }
  return made;
}

function typeOf(result: JsonObject): string {
  return textField(result, 'type') ?? '';
}

function isBox(result: unknown): boolean {
  return isJsonObject(result) && typeOf(result).endsWith('labels');
}

function fullAnnotation(annotation: JsonObject): Annotation {
  const open = new OpenAnnotation(fieldOf(annotation, 'ground_truth') === true);
  const results = listField(annotation, 'result');
  // Labels of boxes are those of the picture where it has one box, as in COCO.
  const hasBoxes = results.length > 1 && results.filter(isBox).length > 1;
  for (const result of results) {
    if (!isJsonObject(result) || (hasBoxes && isBox(result))) continue;
    const type = typeOf(result);
    const value = fieldOf(result, 'value');
    if (isJsonObject(value)) readValue(open, textField(result, 'from_name') ?? type, type, value);
  }
  return open;
}

const ratingFields = ['rating', 'number'];

function readValue(open: OpenAnnotation, control: string, type: string, value: JsonObject): void {
  for (const field of ratingFields) {
    const number = fieldOf(value, field);
    if (number !== undefined && number !== null) open.rate(control, Number(textOf(number) ?? NaN));
  }
  const chosen = fieldOf(value, 'choices') ?? fieldOf(value, type) ?? fieldOf(value, 'taxonomy');
  if (Array.isArray(chosen)) open.chooseAll(control, chosen);
  else if (type === 'choices') open.choose(control, chosen);
}

/** A choice; of a path through a taxonomy, its end. */
function choiceText(choice: unknown): string | undefined {
  return textOf(Array.isArray(choice) ? choice.at(-1) : choice);
}

function minimalAnnotation(record: JsonObject): Annotation {
  const open = new OpenAnnotation(false);
  for (const [name, value] of Object.entries(record)) {
    if (!saysControl(name, value)) continue;
    const chosen = isJsonObject(value) ? fieldOf(value, 'choices') : value;
    if (typeof chosen === 'number') open.rate(name, chosen);
    else if (Array.isArray(chosen)) open.chooseAll(name, chosen);
    else if (typeof chosen === 'string') open.choose(name, chosen);
  }
  return open;
}

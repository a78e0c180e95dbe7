import { fieldOf, isJsonObject, listField, textField, textOf, type JsonObject } from './jsonValues.ts';

/** What one person said about a task, by the name of the control in the labelling interface. */
export interface Annotation {
  readonly choices: ReadonlyMap<string, readonly string[]>;
  readonly ratings: ReadonlyMap<string, readonly number[]>;
}

interface OpenAnnotation {
  readonly choices: Map<string, string[]>;
  readonly ratings: Map<string, number[]>;
}

/** Fields of a `JSON_MIN` row that no control gave. */
const ownFields = new Set([
  ...['id', 'annotator', 'annotation_id', 'created_at', 'updated_at', 'lead_time', 'agreement', 'split'],
  ...['image', 'img', 'video', 'url', 'image_url', 'picture', 'photo', 'path', 'file', 'file_upload'],
]);

/** Whether a record is a row of a `JSON_MIN` export: one annotation, with the task's data beside it. */
export function isMinimal(record: JsonObject): boolean {
  const has = (name: string) => Object.hasOwn(record, name);
  return has('annotation_id') && (has('annotator') || has('lead_time')) && !has('annotations');
}

/** The annotations of a task that were not cancelled. */
export function annotationsOf(record: JsonObject): readonly Annotation[] {
  if (isMinimal(record)) return [minimalAnnotation(record)];
  const lists = ['annotations', 'completions'].map((name) => listField(record, name));
  return (lists.find((list) => list.length > 0) ?? [])
    .filter(isJsonObject)
    .filter((annotation) => fieldOf(annotation, 'was_cancelled') !== true && fieldOf(annotation, 'skipped') !== true)
    .map(fullAnnotation);
}

function fullAnnotation(annotation: JsonObject): Annotation {
  const open: OpenAnnotation = { choices: new Map(), ratings: new Map() };
  const results = listField(annotation, 'result').filter(isJsonObject);
  const boxes = results.filter((result) => /labels$/.test(textField(result, 'type') ?? ''));
  for (const result of results) {
    const type = textField(result, 'type') ?? '';
    // Labels of boxes are those of the picture where it has one box, as in COCO.
    if (/labels$/.test(type) && boxes.length > 1) continue;
    const value = fieldOf(result, 'value');
    if (isJsonObject(value)) readValue(open, textField(result, 'from_name') ?? type, type, value);
  }
  return open;
}

function readValue(open: OpenAnnotation, control: string, type: string, value: JsonObject): void {
  for (const field of ['rating', 'number']) {
    const number = fieldOf(value, field);
    if (number !== undefined && number !== null) append(open.ratings, control, [Number(textOf(number) ?? NaN)]);
  }
  const chosen = fieldOf(value, 'choices') ?? fieldOf(value, type) ?? fieldOf(value, 'taxonomy');
  if (Array.isArray(chosen)) append(open.choices, control, chosen.flatMap(choiceText));
  else if (type === 'choices') append(open.choices, control, choiceText(chosen));
}

/** A choice; of a path through a taxonomy, its end. */
function choiceText(choice: unknown): readonly string[] {
  const text = textOf(Array.isArray(choice) ? choice.at(-1) : choice);
  return text === undefined ? [] : [text];
}

function minimalAnnotation(record: JsonObject): Annotation {
  const open: OpenAnnotation = { choices: new Map(), ratings: new Map() };
  for (const [name, value] of Object.entries(record)) {
    if (ownFields.has(name)) continue;
    const chosen = isJsonObject(value) ? fieldOf(value, 'choices') : value;
    if (typeof chosen === 'number') append(open.ratings, name, [chosen]);
    else if (Array.isArray(chosen)) append(open.choices, name, chosen.flatMap(choiceText));
    else if (typeof chosen === 'string' && chosen.length <= 60) append(open.choices, name, choiceText(chosen));
  }
  return open;
}

function append<Value>(map: Map<string, Value[]>, key: string, values: readonly Value[]): void {
  const before = map.get(key);
  if (before) before.push(...values);
  else if (values.length > 0) map.set(key, [...values]);
}

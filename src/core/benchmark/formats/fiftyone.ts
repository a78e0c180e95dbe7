import { scanMembers } from '../tables/jsonRecordScan.ts';
import { jsonMembers, lineFinder } from '../tables/jsonSpans.ts';
import type { ListedFile } from '../files/listing.ts';
import { remembered } from '../remembered.ts';
import type { Format, FormatContext, FormatReading, ReadTableFile } from './format.ts';
import { parsedJson } from '../tables/jsonRecordScan.ts';
import type { JsonBeginning } from './jsonBeginning.ts';
import { hasJson, jsonFiles } from './jsonFiles.ts';
import { badRecord, readTableText, splitOf, visitJsonTable } from './jsonTable.ts';
import { fieldOf, isJsonObject, listField, textField, textOf, type JsonObject } from './jsonValues.ts';
import { PictureBook } from './pictureBook.ts';

/**
 * FiftyOne (docs.voxel51.com, "Importing data"): a classification data set, `data/` with `labels.json` = `{classes, labels: {key: target}}`, where a key is the
 * path of a picture below `data/` with or without its extension, and a target an index into `classes`, a text, an object with `label`, a list of these, or `null`;
 * and the native `FiftyOneDataset`, `samples.json` = `{samples: [{filepath, tags, <field>: {_cls: "Classification", label}}]}`, whose inner form is what
 * published data sets show. Targets with several labels are votes. Splits are folders, or tags of samples.
 */
export const fiftyone: Format = {
  id: 'fiftyone',
  recognise: hasJson,
  async confirm(listing, heads) {
    const found = await jsonFiles(
      listing,
      heads,
      (beginning, file) => isLabels(beginning, file) || isSamples(beginning),
    );
    return found.length > 0 ? 0.95 : 0;
  },
  read: readFiftyone,
};

function isLabels({ object }: JsonBeginning, file: ListedFile): boolean {
  const [labels, classes] = [fieldOf(object, 'labels'), fieldOf(object, 'classes')];
  if (
    !isJsonObject(labels) ||
    Array.isArray(fieldOf(object, 'tasks')) ||
    !(Array.isArray(classes) || file.stem.toLowerCase() === 'labels')
  )
    return false;
  return Object.values(labels).every((target) => target === null || labelsOf(target, []) !== undefined);
}

/** What EmoLens writes beside an export of several tasks: their names, and labels by task and picture; also the attributes of pictures without a label. */
function isTasks({ object }: JsonBeginning): boolean {
  return Array.isArray(fieldOf(object, 'tasks')) && isJsonObject(fieldOf(object, 'labels'));
}

function isSamples({ object, records }: JsonBeginning): boolean {
  const first = listField(object, 'samples')[0] ?? records[0];
  if (!isJsonObject(first) || textField(first, 'filepath') === undefined) return false;
  return 'samples' in object || Object.values(first).some((value) => isJsonObject(value) && '_cls' in value);
}

async function readFiftyone(context: FormatContext): Promise<FormatReading> {
  const { heads } = context;
  const book = new PictureBook(context.listing);
  const tables: ReadTableFile[] = [];
  const classes = new Set<string>();
  let allDeclare = true;
  const tasks = new Set<string>();
  const taskTables: ReadTableFile[] = [];
  for (const { file } of await jsonFiles(context.listing, heads, isTasks)) {
    taskTables.push(await readTasks(context, book, tasks, file));
  }
  for (const { file } of await jsonFiles(context.listing, heads, isLabels)) {
    const read = await readLabels(context, book, tasks, file);
    tables.push(read);
    for (const name of read.classes) classes.add(name);
    allDeclare &&= read.classes.length > 0;
  }
  for (const { file } of await jsonFiles(context.listing, heads, isSamples)) {
    tables.push(await readSamples(context, book, file));
    allDeclare = false;
  }
  return book.reading([...tables, ...taskTables], allDeclare ? { classes: [...classes] } : {});
}

async function readLabels(
  context: FormatContext,
  book: PictureBook,
  tasks: ReadonlySet<string>,
  file: ListedFile,
): Promise<ReadTableFile & { readonly classes: readonly string[] }> {
  const table = await readTableText(context, file.path);
  if ('kind' in table) {
    book.problems.push(table);
    return { path: file.path, sha256: '', classes: [] };
  }
  const { text, sha256 } = table;
  const members = jsonMembers(text)?.members ?? [];
  const span = members.find(({ key }) => key === 'labels');
  const classesAt = members.find(({ key }) => key === 'classes');
  const declared = classesAt && parsedJson(text.slice(classesAt.start, classesAt.end))?.value;
  const classes = Array.isArray(declared) ? declared.map((name) => textOf(name) ?? '') : [];
  const lineAt = lineFinder(text);
  const split = splitOf(file);
  if (span === undefined) return { path: file.path, sha256, classes };
  scanMembers(text, span.start, {
    stop: context.signal,
    bad: (offset) => book.problems.push(badRecord(file.path, lineAt(offset))),
    member({ key, at }, target) {
      const row = book.rows.add(file.path, lineAt(at));
      for (const picture of book.locate(row, key === undefined ? [] : [key])) {
        give(book, picture, row, key!, labelsOf(target, classes) ?? []);
        if (split !== undefined) book.columns.texts.split.give(picture, split);
        setAttributes(book, tasks, picture, row, attributesOf(target));
      }
    },
  });
  return { path: file.path, sha256, classes: classes.filter((name) => name !== '') };
}

async function readTasks(
  context: FormatContext,
  book: PictureBook,
  names: Set<string>,
  file: ListedFile,
): Promise<ReadTableFile> {
  const table = await readTableText(context, file.path);
  if ('kind' in table) {
    book.problems.push(table);
    return { path: file.path, sha256: '' };
  }
  const span = jsonMembers(table.text)?.members.find(({ key }) => key === 'labels');
  const lineAt = lineFinder(table.text);
  if (span === undefined) return table;
  scanMembers(table.text, span.start, {
    bad: (offset) => book.problems.push(badRecord(file.path, lineAt(offset))),
    member({ key, at }, target) {
      const row = book.rows.add(file.path, lineAt(at));
      const said = isJsonObject(target) ? Object.keys(target).map((name) => [name, textOf(target[name])] as const) : [];
      const tasks = said.filter((one): one is readonly [string, string] => one[1] !== undefined);
      for (const picture of book.locate(row, key === undefined ? [] : [key])) {
        for (const [name] of tasks) names.add(name);
        if (tasks.length > 0) book.columns.giveTasks(picture, Object.fromEntries(tasks));
        setAttributes(book, names, picture, row, attributesOf(target));
      }
    },
  });
  return table;
}

/** The labels of a target; `undefined` for what is none. A number that no class has stays as it is, so that it is an unknown label. */
function labelsOf(target: unknown, classes: readonly string[]): readonly string[] | undefined {
  if (target === null) return [];
  if (Array.isArray(target)) {
    const labels = target.map((one) => labelsOf(one, classes));
    return labels.every((one) => one !== undefined) ? [...new Set(labels.flat())] : undefined;
  }
  if (isJsonObject(target)) {
    const inner = fieldOf(target, 'classifications');
    return Array.isArray(inner)
      ? labelsOf(inner, classes)
      : labelsOf(fieldOf(target, 'label') ?? fieldOf(target, 'value') ?? null, classes);
  }
  const text = textOf(target);
  if (text === undefined) return typeof target === 'string' ? [] : undefined;
  // Classes may be called by numbers: a number is a place among them all the same, a text one only where no class is called so.
  const isIndex = typeof target === 'number' || (!classes.includes(text) && /^\d+$/.test(text));
  return [(isIndex ? classes[Number(text)] : undefined) ?? text];
}

/** Several labels on one picture are its votes, and a tie among them. */
function give(book: PictureBook, picture: number, row: number, written: string, labels: readonly string[]): void {
  const isFirst = book.rowOf(picture) === row && book.columns.ratersOf(picture) === undefined;
  if (labels.length < 2) book.label(picture, labels[0], row, written);
  else if (isFirst) book.columns.giveRaters(picture, labels);
  else book.label(picture, undefined, row, written);
}

function attributesOf(target: unknown): unknown {
  return isJsonObject(target) ? fieldOf(target, 'attributes') : undefined;
}

const ratings = ['degree', 'quality'] as const;
const texts = ['generator', 'prompted', 'prompt', 'seed', 'split'] as const;
/** Longer attributes are documents of their own. */
const longestField = 4000;

/** Attributes of a target that have the names of an item's fields; other texts and numbers are further columns, unless they repeat the label of a task. What was said first stays. */
function setAttributes(
  { columns, rows }: PictureBook,
  tasks: ReadonlySet<string>,
  picture: number,
  row: number,
  attributes: unknown,
): void {
  if (!isJsonObject(attributes)) return;
  for (const column of Object.keys(attributes)) {
    const written = textOf(attributes[column]);
    if (written === undefined) continue;
    const rating = ratings.find((name) => name === column);
    const text = texts.find((name) => name === column);
    if (rating !== undefined)
      columns[rating].give(picture, { value: Number(written), written, place: rows.at(row), column });
    else if (text !== undefined) columns.texts[text].give(picture, written);
    else if (column === 'text') columns.giveText(picture, written);
    else if (!tasks.has(column) && written.length <= longestField) columns.fields.give(picture, column, written);
  }
}

async function readSamples(context: FormatContext, book: PictureBook, file: ListedFile): Promise<ReadTableFile> {
  const samples: JsonObject[] = [];
  const first = book.rows.next;
  const table = await visitJsonTable(context, file, (value, line) => {
    samples.push(isJsonObject(value) ? value : {});
    book.rows.add(file.path, line);
  });
  book.report(table.problems);
  const field = truthField(samples);
  const ofFile = splitOf(file);
  const partOf = remembered((tag) => splitOf({ stem: tag, folder: '' }));
  for (const [i, sample] of samples.entries()) {
    const row = first + i;
    const filepath = textField(sample, 'filepath');
    const target = field === undefined ? null : (fieldOf(sample, field) ?? null);
    for (const picture of book.locate(row, filepath === undefined ? [] : [filepath])) {
      give(book, picture, row, filepath!, labelsOf(target, []) ?? []);
      const tag = listField(sample, 'tags').find((one) => partOf(String(one)) !== undefined);
      const split = tag === undefined ? ofFile : partOf(String(tag));
      if (split !== undefined) book.columns.texts.split.give(picture, split);
      const further = Object.entries({ ...sample, ...(isJsonObject(target) && target) });
      const shown = further.filter(([name]) => !name.startsWith('_') && !ownFields.has(name));
      setAttributes(book, none, picture, row, Object.fromEntries(shown));
    }
  }
  return table;
}

const none: ReadonlySet<string> = new Set();
/** Members of samples and of labels that are no attributes. */
const ownFields = new Set(['filepath', 'id', 'label', 'confidence', 'created_at', 'last_modified_at']);

/** The field of people's labels: `ground_truth` as FiftyOne calls it, else one whose name says so, else the first that has no confidences. */
function truthField(samples: readonly JsonObject[]): string | undefined {
  const sure = new Map<string, boolean>();
  for (const sample of samples) {
    for (const [name, value] of Object.entries(sample)) {
      if (!isJsonObject(value) || !/^Classifications?$/.test(String(value['_cls']))) continue;
      const isPrediction = typeof value['confidence'] === 'number' || /pred/i.test(name);
      sure.set(name, sure.get(name) !== false && !isPrediction);
    }
  }
  const names = [...sure.keys()];
  return (
    names.find((name) => name === 'ground_truth') ??
    names.find((name) => sure.get(name) === true && /truth|label|emotion|class/i.test(name)) ??
    names.find((name) => sure.get(name) === true)
  );
}

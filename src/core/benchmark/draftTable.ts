import { TextCoder, TextColumnBuilder, type CodedTexts } from './codedTexts.ts';
import type { FieldValues } from './fieldColumns.ts';
import type { DraftItem, DraftNumber } from './formats/format.ts';
import type { EmbeddedPlace, RowPlace } from './item.ts';
import type { ListedFile } from './files/listing.ts';
import { pickValues, stretchesOf } from './stretches.ts';

/** The fields of a draft that are texts with, as a rule, few distinct values. */
export const draftTexts = ['label', 'generator', 'prompted', 'prompt', 'seed', 'split', 'media'] as const;

/** One of {@link draftTexts}. */
export type DraftText = (typeof draftTexts)[number];

/** Ratings of one kind by item. */
export interface DraftNumbers {
  /** `NaN` where there is none, an infinity where the text is no number: neither is a rating that counts. */
  readonly values: Float64Array;
  /** The rating of an item that has one, with its place. */
  readonly at: (index: number) => DraftNumber;
}

/** Places of rows by item; line 0 where there is no row. */
export interface DraftRows {
  readonly file: CodedTexts;
  readonly line: Uint32Array;
}

/** Labels of all tasks by item, as written. */
export interface DraftTasks {
  readonly columns: ReadonlyMap<string, CodedTexts>;
  /** The row that gave an item the label of a task, where that is another than the item's own. */
  readonly rowOf: (index: number, task: string) => RowPlace | undefined;
}

/** Drafts in columns: what {@link DraftItem}s say, at the price of a few numbers for each, because a benchmark may have hundreds of thousands of items. */
export interface DraftTable {
  readonly length: number;
  readonly files: readonly ListedFile[];
  readonly texts: Readonly<Partial<Record<DraftText, CodedTexts>>>;
  readonly degree?: DraftNumbers;
  readonly quality?: DraftNumbers;
  readonly rows?: DraftRows;
  /** Running text by item. */
  readonly text?: readonly (string | undefined)[];
  /** Further columns by their names. */
  readonly fields?: ReadonlyMap<string, FieldValues>;
  readonly tasks?: DraftTasks;
  /** What the task that the label is of is called, where the tasks may lack it. */
  readonly mainTask?: string;
  readonly raters?: readonly (readonly string[] | undefined)[];
  readonly embedded?: readonly (EmbeddedPlace | undefined)[];
}

/** Drafts of which no table says anything: of each file `textsOf` says what its name and its folders say. */
export function draftTable(
  files: readonly ListedFile[],
  textsOf: (file: ListedFile) => { readonly label?: string; readonly generator?: string; readonly split?: string },
): DraftTable {
  const { length } = files;
  const label = new TextColumnBuilder(length);
  const generator = new TextColumnBuilder(length);
  const split = new TextColumnBuilder(length);
  for (let i = 0; i < length; i++) {
    const texts = textsOf(files[i]!);
    if (texts.label !== undefined) label.give(i, texts.label);
    if (texts.generator !== undefined) generator.give(i, texts.generator);
    if (texts.split !== undefined) split.give(i, texts.split);
  }
  const given = Object.entries({ label, generator, split }).filter(([, { coded }]) => coded.values.length > 0);
  return { length, files, texts: Object.fromEntries(given.map(([field, { coded }]) => [field, coded])) };
}

/** The labels of tasks in columns; `undefined` where no item has any. */
export function tasksFrom(
  length: number,
  draftAt: (index: number) => Pick<DraftItem, 'tasks' | 'taskRows'> | undefined,
): DraftTasks | undefined {
  const columns = codedRecords(length, (i) => draftAt(i)?.tasks);
  return columns && { columns, rowOf: (i, task) => draftAt(i)?.taskRows?.[task] };
}

/** Records of texts in one column for each name, in the order in which they come; `undefined` where no item has a record. */
function codedRecords(
  length: number,
  recordAt: (index: number) => Readonly<Record<string, string>> | undefined,
): ReadonlyMap<string, CodedTexts> | undefined {
  const columns = new Map<string, { readonly coder: TextCoder; readonly codes: Uint32Array }>();
  for (let i = 0; i < length; i++) {
    const record = recordAt(i);
    for (const name in record) {
      let column = columns.get(name);
      if (column === undefined)
        columns.set(name, (column = { coder: new TextCoder(), codes: new Uint32Array(length) }));
      column.codes[i] = column.coder.codeOf(record[name]!);
    }
  }
  if (columns.size === 0) return undefined;
  return new Map([...columns].map(([name, { coder, codes }]) => [name, { values: coder.values, codes }]));
}

/** What stands for a rating among others: an infinity is none that counts, and says that something was written. */
export function ratingOf(value: number): number {
  return Number.isNaN(value) ? Infinity : value;
}

/** Those of the drafts that a test lets through. */
export function filterDrafts(table: DraftTable, test: (path: string) => boolean): DraftTable {
  const kept: number[] = [];
  for (let i = 0; i < table.length; i++) if (test(table.files[i]!.path)) kept.push(i);
  return kept.length === table.length ? table : pickDrafts(table, Uint32Array.from(kept));
}

/** With drafts of more files behind, of which nothing is known. */
export function addDrafts(table: DraftTable, more: readonly ListedFile[]): DraftTable {
  const length = table.length + more.length;
  const addTexts = ({ values, codes }: CodedTexts): CodedTexts => {
    const longer = new Uint32Array(length);
    longer.set(codes.subarray(0, table.length));
    return { values, codes: longer };
  };
  const addNumbers = (values: Float64Array): Float64Array => {
    const longer = new Float64Array(length).fill(NaN, table.length);
    longer.set(values.subarray(0, table.length));
    return longer;
  };
  const addList = <T>(values: readonly (T | undefined)[]): readonly (T | undefined)[] =>
    values.slice(0, table.length).concat(more.map(() => undefined));
  const addMap = <T>(columns: ReadonlyMap<string, T>, add: (column: T) => T) =>
    new Map([...columns].map(([name, column]) => [name, add(column)]));
  const addField = (field: FieldValues): FieldValues =>
    field.kind === 'texts'
      ? { kind: 'texts', coded: addTexts(field.coded) }
      : { kind: 'numbers', values: addNumbers(field.values) };
  const { degree, quality, rows, text, fields, tasks, raters, embedded } = table;
  const line = new Uint32Array(length);
  line.set(rows?.line.subarray(0, table.length) ?? []);
  return {
    ...table,
    length,
    files: table.files.concat(more),
    texts: Object.fromEntries(Object.entries(table.texts).map(([name, coded]) => [name, addTexts(coded)])),
    ...(degree && { degree: { ...degree, values: addNumbers(degree.values) } }),
    ...(quality && { quality: { ...quality, values: addNumbers(quality.values) } }),
    ...(rows && { rows: { file: addTexts(rows.file), line } }),
    ...(text && { text: addList(text) }),
    ...(fields && { fields: addMap(fields, addField) }),
    ...(tasks && { tasks: { ...tasks, columns: addMap(tasks.columns, addTexts) } }),
    ...(raters && { raters: addList(raters) }),
    ...(embedded && { embedded: addList(embedded) }),
  };
}

/** The drafts at some places, in that order. `files`: those at these places, where they are at hand as a list. */
export function pickDrafts(table: DraftTable, places: Uint32Array, files?: readonly ListedFile[]): DraftTable {
  const length = places.length;
  const stretches = stretchesOf(places);
  const pick = <T extends Uint32Array | Float64Array>(values: T, picked: T): T => {
    for (const { from, to, at } of stretches) picked.set(values.subarray(from, to), at);
    return picked;
  };
  const pickList = <T>(values: readonly T[]): readonly T[] => pickValues(values, places, stretches);
  const pickTexts = ({ values, codes }: CodedTexts): CodedTexts => ({
    values,
    codes: pick(codes, new Uint32Array(length)),
  });
  const pickNumbers = ({ values, at }: DraftNumbers): DraftNumbers => ({
    values: pick(values, new Float64Array(length)),
    at: (index) => at(places[index]!),
  });
  const pickMap = (columns: ReadonlyMap<string, CodedTexts>) =>
    new Map([...columns].map(([name, coded]) => [name, pickTexts(coded)]));
  const pickField = (field: FieldValues): FieldValues =>
    field.kind === 'texts'
      ? { kind: 'texts', coded: pickTexts(field.coded) }
      : { kind: 'numbers', values: pick(field.values, new Float64Array(length)) };
  const { degree, quality, rows, text, fields, tasks, raters, embedded } = table;
  return {
    length,
    files: files ?? pickList(table.files),
    texts: Object.fromEntries(Object.entries(table.texts).map(([name, coded]) => [name, pickTexts(coded)])),
    ...(degree && { degree: pickNumbers(degree) }),
    ...(quality && { quality: pickNumbers(quality) }),
    ...(rows && { rows: { file: pickTexts(rows.file), line: pick(rows.line, new Uint32Array(length)) } }),
    ...(text && { text: pickList(text) }),
    ...(fields && { fields: new Map([...fields].map(([name, field]) => [name, pickField(field)])) }),
    ...(tasks && {
      tasks: { columns: pickMap(tasks.columns), rowOf: (i: number, task: string) => tasks.rowOf(places[i]!, task) },
    }),
    ...(table.mainTask !== undefined && { mainTask: table.mainTask }),
    ...(raters && { raters: pickList(raters) }),
    ...(embedded && { embedded: pickList(embedded) }),
  };
}

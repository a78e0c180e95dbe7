import { TextCoder, TextColumnBuilder, type CodedTexts } from './codedTexts.ts';
import { fieldRecords, type FieldValues } from './fieldColumns.ts';
import type { DraftItem, DraftNumber } from './formats/format.ts';
import type { EmbeddedPlace, RowPlace } from './item.ts';
import { listedFile, type ListedFile } from './files/listing.ts';

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

/**
 * Drafts in columns: what {@link DraftItem}s say, at the price of a few numbers for each. A format of which a benchmark may have
 * hundreds of thousands of items makes one itself; of others it is made from their list of drafts.
 */
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

/** Puts drafts into columns; `files` are those of the drafts, where they are known. */
export function draftTable(drafts: readonly DraftItem[], files?: readonly ListedFile[]): DraftTable {
  const length = drafts.length;
  const { texts, rows, has } = textsOf(drafts);
  const given = <T>(field: boolean, of: (draft: DraftItem) => T): T[] | undefined =>
    field ? drafts.map(of) : undefined;
  const degree = has.degree && numbersOf(drafts, ({ degree: rating }) => rating);
  const quality = has.quality && numbersOf(drafts, ({ quality: rating }) => rating);
  const tasks = has.tasks ? tasksFrom(length, (i) => drafts[i]!) : undefined;
  const fields = has.fields ? fieldRecords(length, (i) => drafts[i]!.fields) : undefined;
  const text = given(has.text, (draft) => draft.text);
  const raters = given(has.raters, (draft) => draft.raters);
  const embedded = given(has.embedded, (draft) => draft.embedded);
  return {
    length,
    files: files ?? drafts.map(({ path }) => listedFile(path)),
    texts,
    ...(degree && { degree }),
    ...(quality && { quality }),
    rows,
    ...(text && { text }),
    ...(fields && { fields }),
    ...(tasks && { tasks }),
    ...(raters && { raters }),
    ...(embedded && { embedded }),
  };
}

/** The columns of texts and rows in one pass, and which other fields some draft has. */
function textsOf(drafts: readonly DraftItem[]): {
  readonly texts: DraftTable['texts'];
  readonly rows: DraftRows;
  readonly has: Readonly<Record<'degree' | 'quality' | 'tasks' | 'fields' | 'text' | 'raters' | 'embedded', boolean>>;
} {
  const columns = Object.fromEntries(
    draftTexts.map((field) => [field, new TextColumnBuilder(drafts.length)]),
  ) as Record<DraftText, TextColumnBuilder>;
  const { label, generator, prompted, prompt, seed, split, media } = columns;
  const file = new TextColumnBuilder(drafts.length);
  const line = new Uint32Array(drafts.length);
  const has = {
    degree: false,
    quality: false,
    tasks: false,
    fields: false,
    text: false,
    raters: false,
    embedded: false,
  };
  for (let i = 0; i < drafts.length; i++) {
    // Each by its name: that is several times quicker than by a variable one.
    const draft = drafts[i]!;
    if (draft.label !== undefined) label.give(i, draft.label);
    if (draft.generator !== undefined) generator.give(i, draft.generator);
    if (draft.prompted !== undefined) prompted.give(i, draft.prompted);
    if (draft.prompt !== undefined) prompt.give(i, draft.prompt);
    if (draft.seed !== undefined) seed.give(i, draft.seed);
    if (draft.split !== undefined) split.give(i, draft.split);
    if (draft.media !== undefined) media.give(i, draft.media);
    if (draft.degree) has.degree = true;
    if (draft.quality) has.quality = true;
    if (draft.tasks) has.tasks = true;
    if (draft.fields) has.fields = true;
    if (draft.text !== undefined) has.text = true;
    if (draft.raters) has.raters = true;
    if (draft.embedded) has.embedded = true;
    if (draft.row === undefined) continue;
    file.give(i, draft.row.file);
    line[i] = draft.row.line;
  }
  const texts = draftTexts.filter((field) => columns[field].coded.values.length > 0);
  return {
    texts: Object.fromEntries(texts.map((field) => [field, columns[field].coded])),
    rows: { file: file.coded, line },
    has,
  };
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

function numbersOf(
  drafts: readonly DraftItem[],
  ratingIn: (draft: DraftItem) => DraftNumber | undefined,
): DraftNumbers {
  const values = new Float64Array(drafts.length);
  for (let i = 0; i < drafts.length; i++) {
    const rating = ratingIn(drafts[i]!);
    values[i] = rating === undefined ? NaN : ratingOf(rating.value);
  }
  return { values, at: (i) => ratingIn(drafts[i]!)! };
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

/** The drafts at some places, in that order. */
export function pickDrafts(table: DraftTable, places: Uint32Array): DraftTable {
  const length = places.length;
  const runs = runsOf(places);
  const pick = <T extends Uint32Array | Float64Array>(values: T, picked: T): T => {
    for (const { from, to, at } of runs) picked.set(values.subarray(from, to), at);
    return picked;
  };
  const pickList = <T>(values: readonly T[]): T[] => {
    const picked = new Array<T>(length);
    for (let i = 0; i < length; i++) picked[i] = values[places[i]!]!;
    return picked;
  };
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
    files: pickList(table.files),
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

/** Places in a row, from one up to another, and where they begin among all. */
function runsOf(places: Uint32Array): readonly { readonly from: number; readonly to: number; readonly at: number }[] {
  const runs: { from: number; to: number; at: number }[] = [];
  for (let i = 0; i < places.length; i++) {
    const last = runs.at(-1);
    if (last !== undefined && last.to === places[i]) last.to++;
    else runs.push({ from: places[i]!, to: places[i]! + 1, at: i });
  }
  return runs;
}

import { codedAt, firstCoded, TextCoder, type CodedTexts } from './codedTexts.ts';
import { addDrafts, draftTexts, pickDrafts, type DraftNumbers, type DraftRows, type DraftTable } from './draftTable.ts';
import type { FieldValues } from './fieldColumns.ts';
import { listedFile } from './files/listing.ts';
import { compareNatural } from './naturalOrder.ts';

/** Two tables of drafts with the same files in the same order. */
export interface AlignedDrafts {
  readonly first: DraftTable;
  readonly second: DraftTable;
}

/** Brings two tables of drafts to the same files: those of the first one, and those that only the second one has a row about. */
export function alignDrafts(first: DraftTable, second: DraftTable): AlignedDrafts {
  const known = new Set(first.files.map(({ path }) => path));
  const only = second.files.filter(({ path }, i) => hasRow(second, i) && !known.has(path));
  const base = only.length === 0 ? first : inOrder(addDrafts(first, only));
  const places = new Map(second.files.map(({ path }, i) => [path, i]));
  // What stands for the files that the second one lacks.
  const blank = second.length;
  const at = Uint32Array.from(base.files, ({ path }) => places.get(path) ?? blank);
  return { first: base, second: pickDrafts(addDrafts(second, [listedFile('')]), at) };
}

/** Whether a row is about an item. */
export function hasRow({ rows }: DraftTable, index: number): boolean {
  return (rows?.line[index] ?? 0) > 0;
}

/** Puts together what two tables say of the same files: what the first one says stays, the second one fills what is left. */
export function joinDrafts({ first, second }: AlignedDrafts): DraftTable {
  const { length } = first;
  const raters = joinLists(first.raters, second.raters);
  const own = first.raters;
  // A label is no answer to votes that were there before it.
  const added = second.texts.label && {
    ...second.texts.label,
    codes: second.texts.label.codes.map((code, i) => (own?.[i] ? 0 : code)),
  };
  const texts = draftTexts.flatMap((field) => {
    const other = field === 'label' ? added : second.texts[field];
    if (first.texts[field] === undefined && other === undefined) return [];
    return [[field, firstCoded(length, first.texts[field], other)] as const];
  });
  const text = joinLists(first.text, second.text);
  const embedded = joinLists(first.embedded, second.embedded);
  const degree = joinNumbers(first.degree, second.degree);
  const quality = joinNumbers(first.quality, second.quality);
  const fields = joinMaps(first.fields, second.fields, joinFields);
  const tasks = joinTasks({ first, second });
  const mainTask = first.mainTask ?? (second.tasks && second.mainTask);
  return {
    length,
    files: first.files,
    texts: Object.fromEntries(texts),
    ...(degree && { degree }),
    ...(quality && { quality }),
    rows: joinRows({ first, second }, added),
    ...(text && { text }),
    ...(fields && { fields }),
    ...(tasks && { tasks }),
    ...(mainTask !== undefined && { mainTask }),
    ...(raters && { raters }),
    ...(embedded && { embedded }),
  };
}

function inOrder(table: DraftTable): DraftTable {
  const places = Uint32Array.from(table.files, (_, i) => i);
  return pickDrafts(
    table,
    places.sort((a, b) => compareNatural(table.files[a]!.path, table.files[b]!.path)),
  );
}

/** The row of an item is that of its label, else the first one about it. */
function joinRows({ first, second }: AlignedDrafts, label: CodedTexts | undefined): DraftRows {
  const coder = new TextCoder();
  const codes = new Uint32Array(first.length);
  const line = new Uint32Array(first.length);
  for (let i = 0; i < first.length; i++) {
    const isLabelled = codedAt(first.texts.label, i) === undefined && codedAt(label, i) !== undefined;
    const { rows } = isLabelled || !hasRow(first, i) ? second : first;
    const file = codedAt(rows?.file, i);
    if (file === undefined) continue;
    codes[i] = coder.codeOf(file);
    line[i] = rows!.line[i]!;
  }
  return { file: { values: coder.values, codes }, line };
}

function joinNumbers(first: DraftNumbers | undefined, second: DraftNumbers | undefined): DraftNumbers | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return {
    values: first.values.map((value, i) => (Number.isNaN(value) ? second.values[i]! : value)),
    at: (i) => (Number.isNaN(first.values[i]!) ? second : first).at(i),
  };
}

function joinLists<T>(
  first: readonly (T | undefined)[] | undefined,
  second: readonly (T | undefined)[] | undefined,
): readonly (T | undefined)[] | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return first.map((value, i) => value ?? second[i]);
}

function joinMaps<T>(
  first: ReadonlyMap<string, T> | undefined,
  second: ReadonlyMap<string, T> | undefined,
  join: (a: T, b: T) => T,
): ReadonlyMap<string, T> | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const joined = new Map(first);
  for (const [name, column] of second) {
    const own = first.get(name);
    joined.set(name, own === undefined ? column : join(own, column));
  }
  return joined;
}

function joinFields(first: FieldValues, second: FieldValues): FieldValues {
  if (first.kind === 'numbers' && second.kind === 'numbers') {
    return {
      kind: 'numbers',
      values: first.values.map((value, i) => (Number.isNaN(value) ? second.values[i]! : value)),
    };
  }
  const [own, other] = [asTexts(first), asTexts(second)];
  return { kind: 'texts', coded: firstCoded(own.codes.length, own, other) };
}

function asTexts(field: FieldValues): CodedTexts {
  if (field.kind === 'texts') return field.coded;
  const coder = new TextCoder();
  const codes = Uint32Array.from(field.values, (value) => (Number.isNaN(value) ? 0 : coder.codeOf(String(value))));
  return { values: coder.values, codes };
}

function joinTasks({ first, second }: AlignedDrafts): DraftTable['tasks'] {
  const [own, other] = [first.tasks, second.tasks];
  if (own === undefined || other === undefined) return own ?? other;
  const columns = joinMaps(own.columns, other.columns, (a, b) => firstCoded(first.length, a, b));
  return {
    columns: columns!,
    rowOf: (i, task) => (codedAt(own.columns.get(task), i) === undefined ? other : own).rowOf(i, task),
  };
}

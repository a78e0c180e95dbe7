import { parseNumber } from '../columns.ts';
import { valueText, type RecordRow } from '../recordTable.ts';
import type { DraftItem, DraftNumber } from './format.ts';
import { codeOf, type CodeBook } from './tableJoins.ts';
import { cellText, columnOf, columnsOf, type TableSource } from './tableSource.ts';

/** What one row says about its pictures. */
export type RowValues = Omit<DraftItem, 'path' | 'embedded'>;

/** Votes are as many raters; more than this in one row are a share or a sum of something else. */
const mostVotes = 1000;

/** Makes a reader of the rows of one table. `book`: words for the codes in its columns of labels. */
export function rowReader(source: TableSource, book: CodeBook | undefined): (row: RecordRow) => RowValues {
  const { table } = source;
  const at = {
    label: columnOf(source, 'label'),
    degree: columnOf(source, 'degree'),
    quality: columnOf(source, 'quality'),
    text: columnOf(source, 'text'),
    split: columnOf(source, 'split'),
  };
  const named = (['generator', 'prompted', 'prompt', 'seed'] as const).map(
    (role) => [role, columnOf(source, role)] as const,
  );
  const raters = columnsOf(source, 'rater');
  const votes = columnsOf(source, 'votes');
  const fields = columnsOf(source, 'field');
  const tasks = fields.filter(({ of }) => of !== undefined);
  const groups = fields.filter(({ of }) => of === undefined);
  const options = optionColumns(table.columns);
  const label = labelReader(book, options);
  const saysLabel = at.label !== undefined || raters.length > 0 || votes.length > 0;
  return (row) => {
    const place = { file: table.path, line: row.line };
    const values: { -readonly [K in keyof RowValues]: RowValues[K] } = {};
    const labels = at.label === undefined ? [] : label(row, at.label);
    if (labels.length === 1) values.label = labels[0]!;
    const rated = labels.length > 1 ? [...labels] : [];
    for (const column of raters) rated.push(...label(row, column.at));
    if (rated.length > 0) values.raters = rated;
    else if (votes.length > 0 && values.label === undefined)
      Object.assign(values, readVotes(row, votes, table.delimiter));
    for (const role of ['degree', 'quality'] as const) {
      const number = numberOf(row, at[role], table, place);
      if (number) values[role] = number;
    }
    for (const [role, column] of named) {
      const text = cellText(row, column);
      if (text !== undefined) values[role] = text;
    }
    const text = cellText(row, at.text);
    if (text !== undefined) values.text = text;
    const split = cellText(row, at.split);
    if (split !== undefined) values.split = split;
    const ofTasks = membersOf(row, tasks);
    if (ofTasks) values.tasks = ofTasks;
    const ofGroups = membersOf(row, groups);
    if (ofGroups) values.fields = ofGroups;
    if (saysLabel) values.row = place;
    return values;
  };
}

/** The options of a question by their letters, as VLMEvalKit has them: columns `A`, `B`, ... */
function optionColumns(columns: readonly string[]): ReadonlyMap<string, number> {
  const letters = columns.flatMap((name, at) => (/^[A-Z]$/.test(name) ? [[name, at] as const] : []));
  return new Map(letters.length > 1 ? letters : []);
}

function labelReader(
  book: CodeBook | undefined,
  options: ReadonlyMap<string, number>,
): (row: RecordRow, at: number) => readonly string[] {
  return (row, at) => {
    const value = row.values[at];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const labels: string[] = [];
    for (const one of list) {
      const text = codeOf(valueText(one));
      if (text === '') continue;
      const option = options.size === 0 ? undefined : options.get(text.toUpperCase());
      const chosen = option === undefined ? undefined : cellText(row, option);
      labels.push(chosen ?? book?.get(text) ?? text);
    }
    return labels;
  };
}

function readVotes(
  row: RecordRow,
  columns: readonly { readonly at: number; readonly of?: string }[],
  delimiter: string,
): Pick<RowValues, 'label' | 'raters'> {
  const counts = columns.flatMap(({ at, of }) => {
    const count = parseNumber(valueText(row.values[at]), delimiter);
    return of !== undefined && count > 0 ? [{ of, count }] : [];
  });
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const areWhole = counts.every(({ count }) => Number.isInteger(count));
  if (areWhole && total > 1 && total <= mostVotes) {
    return { raters: counts.flatMap(({ of, count }) => Array.from({ length: count }, () => of)) };
  }
  // Shares: the largest one, when there is one.
  const [first, second] = counts.sort((a, b) => b.count - a.count);
  return first === undefined || first.count === second?.count ? {} : { label: first.of };
}

function numberOf(
  row: RecordRow,
  at: number | undefined,
  table: { readonly delimiter: string; readonly columns: readonly string[] },
  place: DraftNumber['place'],
): DraftNumber | undefined {
  const written = cellText(row, at);
  if (at === undefined || written === undefined) return undefined;
  return { value: parseNumber(written, table.delimiter), written, place, column: table.columns[at]! };
}

function membersOf(
  row: RecordRow,
  columns: readonly { readonly at: number; readonly column: string }[],
): Readonly<Record<string, string>> | undefined {
  if (columns.length === 0) return undefined;
  const members = columns.flatMap(({ at, column }) => {
    const text = cellText(row, at);
    return text === undefined ? [] : [[column, text] as const];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

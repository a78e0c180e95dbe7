import { normaliseForm } from '../../affect/foldText.ts';
import { isTaskName } from '../columnNames.ts';
import { isQuestionName } from '../optionColumns.ts';
import { cellText, type RecordTable } from '../tables/recordTable.ts';
import { taskOf } from './questionTask.ts';
import type { RowValues } from './rowValues.ts';

/** Tasks that a column names in as many rows as pictures; more are categories of something else. */
const mostTasks = 12;
/** More questions of one kind about one picture than this are no labels that anyone counts. */
const mostOfOneKind = 9;
/** What a question is called whose words name no task. */
const unnamed = 'question';

/** Tasks of which a picture has one truth, however it is asked for. */
export const singleTruth = /emo|sentiment|intent|hate|humou?r|sarcas/i;

/** How the rows of a table name their tasks, and the words in which they ask, where they do. */
export interface RowTasks {
  readonly nameOf: (row: number) => string;
  readonly questionOf: (row: number) => string | undefined;
}

/** The tasks of rows that a column names. */
export function tasksByColumn(table: RecordTable, task: number): RowTasks {
  return { nameOf: (row) => cellText(table, row, task) ?? '', questionOf: questionReader(table) };
}

/** The tasks of rows by the words of their questions; `undefined` where a table asks none. */
export function tasksByQuestion(table: RecordTable): RowTasks | undefined {
  if (!table.columns.some(isQuestionName)) return undefined;
  const questionOf = questionReader(table);
  return { nameOf: (row) => taskOf(questionOf(row) ?? '', undefined) ?? unnamed, questionOf };
}

function questionReader(table: RecordTable): RowTasks['questionOf'] {
  const at = table.columns.findIndex(isQuestionName);
  return (row) => (at === -1 ? undefined : cellText(table, row, at));
}

/** Whether a column that may name tasks names several, all of which are known, though no picture has more than one. */
export function namesTasks(table: RecordTable, task: number): boolean {
  const names = new Set<string>();
  for (let row = 0; row < table.length && names.size <= mostTasks; row++) {
    const name = cellText(table, row, task);
    if (name !== undefined) names.add(name);
  }
  const isKnown = (name: string) => isTaskName(name) || /^(?:emotion|sentiment)s?$/i.test(name);
  return names.size > 1 && [...names].every(isKnown);
}

/** What the rows so far say about one picture, and the row that gave each task its label. */
export interface TaskDraft {
  values: RowValues;
  readonly rows: Map<string, number>;
}

/** Where a row's label belongs: to a task that has none yet, or beside what an earlier row says of the same one. */
export type TaskPlace = { readonly task: string } | { readonly before: number; readonly label: string };

/** The task of a row among those that its picture has: further questions of one kind are numbered. `undefined`: nothing new. */
export function placeOfTask(draft: TaskDraft, tasks: RowTasks, row: number, label: string): TaskPlace | undefined {
  const name = tasks.nameOf(row);
  const isSingle = singleTruth.test(name);
  for (let n = 1; n <= mostOfOneKind; n++) {
    const task = n === 1 ? name : `${name} (${n})`;
    const before = draft.rows.get(task);
    if (before === undefined) return { task };
    const known = draft.values.tasks?.[task] ?? '';
    const isAskedSo = tasks.questionOf(before) === tasks.questionOf(row);
    if (isSingle && !isAskedSo && normaliseForm(known) === normaliseForm(label)) return undefined;
    if (isSingle || isAskedSo) return { before, label: known };
  }
  return undefined;
}

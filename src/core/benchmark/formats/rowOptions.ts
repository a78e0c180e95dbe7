import { answerKey, isOptionList, isQuestionName, optionKey } from '../optionColumns.ts';
import { cellText, type RecordTable } from '../tables/recordTable.ts';
import { optionsIn, optionsOf } from './answerOptions.ts';

/** The text of the option that the letter (or number) of an answer stands for in a row; `undefined` for any other text. */
export interface RowOptions {
  (row: number, answer: string): string | undefined;
  /** Where each option has a column of its own: that of an answer. */
  readonly columnOf?: (answer: string) => number | undefined;
}

const sampledRows = 200;

/**
 * Reads the options of each row of a table, where it has any: in columns `A`, `B`, ... as VLMEvalKit has them (`option_a`, `choices.1`), in a column of lists,
 * or with letters in the words of its questions. Numbers count the options of a list from 0 where one is 0, from 1 where one is as high as there are options;
 * without either they are left as they stand.
 */
export function rowOptions(table: RecordTable, answers: number | undefined): RowOptions | undefined {
  if (answers === undefined) return undefined;
  const single = singleOptions(table);
  if (single.size > 1) {
    const columnOf = (answer: string) => single.get(answerKey(answer) ?? '');
    return Object.assign((row: number, answer: string) => cellText(table, row, columnOf(answer)), { columnOf });
  }
  const list = table.columns.findIndex(isOptionList);
  if (list !== -1) return ofLists(table, answers, list);
  const question = table.columns.findIndex(isQuestionName);
  if (question === -1 || !haveLetters(table, answers)) return undefined;
  return (row, answer) => keyed(optionsIn(cellText(table, row, question) ?? ''), answer);
}

function singleOptions({ columns }: RecordTable): ReadonlyMap<string, number> {
  const options = columns.flatMap((name, at) => {
    const key = optionKey(name);
    return key === undefined ? [] : [[key, at] as const];
  });
  return new Map(options.reverse());
}

function ofLists(table: RecordTable, answers: number, list: number): RowOptions {
  const first = firstNumber(table, answers, list);
  return (row, answer) => {
    const options = optionsOf(table.valueAt(row, list));
    const byKey = keyed(options, answer);
    if (byKey !== undefined || first === undefined || !/^\d+$/.test(answer)) return byKey;
    return options?.options[Number(answer) - first]?.text;
  };
}

function keyed(options: ReturnType<typeof optionsOf>, answer: string): string | undefined {
  const key = answerKey(answer);
  return key === undefined ? undefined : options?.options.find((option) => option.key.toUpperCase() === key)?.text;
}

/** What the first option of a list is called where answers are numbers: 0, 1, or not known. */
function firstNumber(table: RecordTable, answers: number, list: number): 0 | 1 | undefined {
  let isFromOne = false;
  for (let row = 0; row < Math.min(table.length, sampledRows); row++) {
    const answer = cellText(table, row, answers);
    if (answer === undefined || !/^\d+$/.test(answer)) continue;
    if (Number(answer) === 0) return 0;
    isFromOne ||= Number(answer) === optionsOf(table.valueAt(row, list))?.options.length;
  }
  return isFromOne ? 1 : undefined;
}

/** Whether answers are letters and nothing else. */
function haveLetters(table: RecordTable, answers: number): boolean {
  for (let row = 0; row < Math.min(table.length, sampledRows); row++) {
    const text = cellText(table, row, answers);
    if (text !== undefined && !/^[A-Z]$/.test(answerKey(text) ?? '')) return false;
  }
  return table.length > 0;
}

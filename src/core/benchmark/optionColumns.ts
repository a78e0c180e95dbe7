import { columnKey, columnWords, isPredictionName, nameFit } from './columnNames.ts';
import type { ColumnProfile } from './columnProfile.ts';
import { optionsIn } from './formats/answerOptions.ts';

const oneOption = /^(?:(?:options?|choices?|opt)[\s_.-]?)?([A-Z])$|^(?:options?|choices?|opt)[\s_.-]?([a-z]|\d{1,2})$/i;
const listNames: ReadonlySet<string> = new Set([
  'options',
  'option',
  'choices',
  'choice',
  'candidates',
  'optionlist',
  '选项',
]);
const questionNames = /^(?:question|instruction|prompt|query|text|问题)$/i;
const sampled = 20;

/** The option that a column holds one of by its name, `A` or `1`: `A`, `option_b`, `choices.C`; `undefined` for other columns. */
export function optionKey(name: string): string | undefined {
  const found = oneOption.exec(name.trim());
  const isBare = /^[a-z]$/.test(name.trim());
  return isBare ? undefined : (found?.[1] ?? found?.[2])?.toUpperCase();
}

/** Whether a column holds all options of a question by its name: `options`, `choices`. */
export function isOptionList(name: string): boolean {
  return listNames.has(columnKey(name.replace(/^.*\./s, '')));
}

/** Whether a column may hold the words of a question by its name. */
export function isQuestionName(name: string): boolean {
  return questionNames.test(name.replace(/^.*\./s, '').trim());
}

/** Whether a column holds options of a question, one or all, by its name; of single ones there are several. */
export function isOptionName(name: string, all: readonly Pick<ColumnProfile, 'name'>[]): boolean {
  if (isOptionList(name)) return true;
  return optionKey(name) !== undefined && all.filter((one) => optionKey(one.name) !== undefined).length > 1;
}

/** A letter, or a number: bare, in brackets or with a point. */
export function answerKey(text: string): string | undefined {
  return /^\(?([A-Za-z]|\d{1,2})[).:]?$/.exec(text.trim())?.[1]?.toUpperCase();
}

/** The column whose values are letters of options that the same table has, in columns, in a list or in the words of its questions. */
export function answerColumn(free: readonly ColumnProfile[], all: readonly ColumnProfile[]): ColumnProfile | undefined {
  const answers = free.filter(({ name, filled, distinct }) => {
    const isNamed =
      nameFit(name, 'label') > 0 || columnWords(name).some((word) => /^(?:answer|correct|key)$/.test(word));
    const isKeyed = filled > 0 && [...distinct].every((text) => answerKey(text) !== undefined);
    return isNamed && isKeyed && !isPredictionName(name) && !isOptionName(name, all);
  });
  const hasColumns = all.some(({ name }) => isOptionName(name, all));
  // Numbers may be labels of their own; letters in a question are no columns to count in.
  const worded = answers.filter(({ numbers }) => numbers < 0.5);
  const asks = hasColumns || worded.length === 0 ? hasColumns : all.some(asksWithLetters);
  if (!asks) return undefined;
  return (hasColumns ? answers : worded).sort((a, b) => nameFit(b.name, 'label') - nameFit(a.name, 'label'))[0];
}

function asksWithLetters({ name, distinct }: ColumnProfile): boolean {
  if (!isQuestionName(name)) return false;
  const questions = [...distinct].slice(0, sampled);
  return questions.filter((text) => optionsIn(text) !== undefined).length * 2 > questions.length;
}

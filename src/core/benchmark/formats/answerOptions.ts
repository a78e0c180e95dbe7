import { normaliseForm } from '../../affect/foldText.ts';
import { readPythonLiteral } from '../tables/pythonLiteral.ts';
import { remembered } from '../remembered.ts';
import { isJsonObject, textField, textOf } from './jsonValues.ts';
import { isAbsent } from './rowWriter.ts';

/** The options of a question, in their order. */
export interface AnswerOptions {
  readonly options: readonly { readonly key: string; readonly text: string }[];
  /** Whether these are all: an answer that is none of them is then unknown. */
  readonly isClosed: boolean;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** What ends a list that goes on: `[anger, fear, ...]`. */
const open = /^(\.\.\.|…|etc\.?|and so on)$/i;
const longestOption = 80;

/**
 * Options that stand in a field of their own: a list, a dict by letter, or either as a Python literal in a text, which is parsed and never
 * evaluated; or a text with letters (`A. joy B. fear`) or separators.
 */
export function optionsOf(value: unknown): AnswerOptions | undefined {
  if (typeof value === 'string') return optionsOfText(value);
  if (Array.isArray(value)) {
    const texts = value.map((one) =>
      isJsonObject(one) ? textField(one, 'text', 'label', 'value', 'option') : textOf(one),
    );
    return listed(
      texts.filter((text) => text !== undefined),
      true,
    );
  }
  if (!isJsonObject(value)) return undefined;
  const options = Object.entries(value).flatMap(([key, one]) => {
    const text = textOf(one);
    return text === undefined ? [] : [{ key: key.trim(), text }];
  });
  return options.length === 0 ? undefined : { options, isClosed: true };
}

/** Whether what stands where options do says that there are none: `{}`, `[]`, `None`, as a value or as a literal in a text. */
export function areNoOptions(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'object') return Object.values(value).every(areNoOptions);
  if (typeof value !== 'string') return false;
  const text = value.trim();
  if (text === '' || isAbsent(text)) return true;
  const literal = /^[[({]/.test(text) ? readPythonLiteral(text) : undefined;
  return literal !== undefined && areNoOptions(literal.value);
}

const optionsOfText = remembered((text): AnswerOptions | undefined => {
  if (isAbsent(text.trim())) return undefined;
  const literal = /^\s*[[({]/.test(text) ? readPythonLiteral(text.trim()) : undefined;
  if (literal !== undefined) return optionsOf(literal.value);
  if (/^\s*[{(]/.test(text)) return undefined;
  return letteredOptions(text) ?? listed(splitList(text.replace(/^\s*[[(]|[\])]\s*$/g, '')), true);
});

/** The options of a list in words: most questions of a benchmark have the same ones. */
const closedList = remembered((text) => listed(splitList(text), true));
const openList = remembered((text) => listed(splitList(text), false));

/**
 * Options that stand in the words of a question: `[anger, fear]`, `A. anger B. fear`, or a list behind words such as `options:`. Ours, since no benchmark
 * says how its questions are worded; only those in brackets or with letters count as all there are.
 */
export function optionsIn(question: string): AnswerOptions | undefined {
  const bracketed = bracketedOptions(question);
  if (bracketed) return bracketed;
  const lettered = letteredOptions(question);
  if (lettered) return lettered;
  return question.includes(':') ? lastOf(question, phrase, openList) : undefined;
}

/** The last list of several options in brackets. */
export function bracketedOptions(question: string): AnswerOptions | undefined {
  return question.includes('[') ? lastOf(question, brackets, closedList) : undefined;
}

const brackets = /\[([^[\]]{3,2000})\]/g;
const phrase =
  /\b(?:options?|labels?|categor(?:y|ies)|choices?|classes|emotions?|intents?|sentiments?|answers?)\b[^:\n]{0,40}:\s*([^\n.?!]{3,2000})/gi;

/** Neither goes beyond a sentence, so that what is said of the end of a question holds whatever stands before it. */
const listBehind =
  /((?:\b(?:options?|labels?|categor(?:y|ies)|choices?|classes|emotions?|intents?|sentiments?|answers?|following|these|from)\b[^:：\n.?!]{0,40}|选项|标签)[:：])([^\n.?!]{3,2000})/gi;
const marked = /(?<![A-Za-z])\(?([A-Z])[).:、][^\n.?!]*?(?=\(?\b[A-Z][).:、]|[\n.?!]|$)/g;
const asks = /\b(?:what|which|how|who|why|whether)\b/i;

/** The words of a question without its lists of several options, behind words such as `options:` or with letters: what these say is not what is asked. */
export function withoutListedOptions(question: string): string {
  const keys = letteredOptions(question)?.options.map(({ key }) => key);
  const bare = keys ? question.replace(marked, (all, key: string) => (keys.includes(key) ? ' ' : all)) : question;
  if (!/[:：]/.test(bare)) return bare;
  return bare.replace(listBehind, (all, before: string, list: string) => {
    const isList = !asks.test(list) && (openList(list)?.options.length ?? 0) > 1;
    return isList ? before : all;
  });
}

/** The last list of several options among what an expression finds. */
function lastOf(
  question: string,
  expression: RegExp,
  read: (list: string) => AnswerOptions | undefined,
): AnswerOptions | undefined {
  let last: AnswerOptions | undefined;
  expression.lastIndex = 0;
  for (let match = expression.exec(question); match !== null; match = expression.exec(question)) {
    const options = read(match[1]!);
    if (options !== undefined && options.options.length > 1) last = options;
  }
  return last;
}

/** All lists of options behind a colon, by the word before it: `Choose one emotion: ... Choose one intent: ...`. */
export function namedOptionsIn(question: string): ReadonlyMap<string, AnswerOptions> {
  if (!question.includes(':') || !named.test(question)) return noOptions;
  const found = [...question.matchAll(allNamed)].flatMap(([, name, list]): [string, AnswerOptions][] => {
    const options = openList(list!);
    return options === undefined || options.options.length < 2 ? [] : [[name!.toLowerCase(), options]];
  });
  return new Map(found);
}

const named = /\bone (?:[\w-]+ )?(emotion|intent|sentiment)\b[^:\n]{0,40}:\s*([^\n.?!]{3,2000})/i;
const allNamed = new RegExp(named, 'gi');
const noOptions: ReadonlyMap<string, AnswerOptions> = new Map();

function splitList(text: string): readonly string[] {
  const separator = /[;|\n]/.test(text) ? /[;|\n]/ : text.includes(',') ? /,|，|、/ : /\s+or\s+|\s*\/\s*|、|，/i;
  return text.split(separator).map((part) =>
    part
      .trim()
      .replace(/^(?:and|or)\s+/i, '')
      .replace(/^['"“‘]|['"”’]$/g, '')
      .trim(),
  );
}

function listed(texts: readonly string[], isClosed: boolean): AnswerOptions | undefined {
  const kept = texts.filter((text) => text !== '' && !open.test(text));
  if (kept.length === 0 || kept.some((text) => text.length > longestOption)) return undefined;
  const options = kept.map((text, i) => ({ key: letters[i] ?? String(i + 1), text }));
  const marked = options.map(({ key, text }) => ({ key, text: textBehind(key, text) }));
  const named = marked.every(({ text }) => text !== '') ? marked : options;
  return { options: named, isClosed: isClosed && kept.length === texts.filter((text) => text !== '').length };
}

/** What stands behind an option's own letter: `joy` of `A. joy`, `(A) joy` and `A: joy`; empty where the letter does not stand there. */
function textBehind(key: string, text: string): string {
  const mark = /^\(?([A-Z])[).:、]\s*(?=\S)/.exec(text);
  return mark?.[1] === key ? text.slice(mark[0].length) : '';
}

/** `A. joy`, `(B) fear`, `C: anger`, on lines of their own or one behind the other, from A on without a gap. */
function letteredOptions(text: string): AnswerOptions | undefined {
  // Without an A there is no first one.
  if (!text.includes('A')) return undefined;
  const marks = [...text.matchAll(/(?<![A-Za-z])\(?([A-Z])[).:、]\s*(?=\S)/g)];
  const kept: { readonly key: string; readonly start: number; readonly end: number }[] = [];
  for (const mark of marks) {
    if (mark[1] === letters[kept.length])
      kept.push({ key: mark[1]!, start: mark.index, end: mark.index + mark[0].length });
  }
  if (kept.length < 2) return undefined;
  const options = kept.map(({ key, end }, i) => {
    const rest = text.slice(end, kept[i + 1]?.start).split('\n')[0]!;
    return {
      key,
      text: rest
        .trim()
        .replace(/[,;.]+$/, '')
        .trim(),
    };
  });
  return options.some((option) => option.text === '' || option.text.length > longestOption)
    ? undefined
    : { options, isClosed: true };
}

/** What an answer says: a label, a word that is no option, or nothing that is a label. */
export type ReadAnswer = { readonly kind: 'label' | 'unknown'; readonly text: string } | { readonly kind: 'none' };

const longestLabel = 40;
const mostWords = 4;

/**
 * The label that an answer stands for. Of a question with options: the text of the option whose letter, or text, it is; the one option whose text stands
 * in it. Without options: the answer itself, where it is short enough to be a label and no sentence.
 */
export function readAnswer(answer: string, options: AnswerOptions | undefined): ReadAnswer {
  if (options === undefined) return answerOf(answer, undefined);
  let read = readers.get(options);
  if (read === undefined) readers.set(options, (read = remembered((text) => answerOf(text, options))));
  return read(answer);
}

/** The same options have the same few answers. */
const readers = new WeakMap<AnswerOptions, (answer: string) => ReadAnswer>();

function answerOf(answer: string, options: AnswerOptions | undefined): ReadAnswer {
  const text = answer
    .trim()
    .replace(/^["'“*]+|["'”*.。]+$/g, '')
    .trim();
  if (text === '') return { kind: 'none' };
  if (options === undefined) return isShort(text) ? { kind: 'label', text } : { kind: 'none' };
  const option = optionOf(text, options);
  if (option !== undefined) return { kind: 'label', text: option.trim().replace(/[.。]+$/, '') };
  if (!isShort(text)) return { kind: 'none' };
  return { kind: options.isClosed ? 'unknown' : 'label', text };
}

function isShort(text: string): boolean {
  return text.length <= longestLabel && text.split(/\s+/).length <= mostWords && !text.includes('\n');
}

function optionOf(answer: string, { options }: AnswerOptions): string | undefined {
  const same = options.find(({ text }) => normaliseForm(text) === normaliseForm(answer));
  if (same) return same.text;
  const letter =
    /^(?:(?:the\s+)?(?:correct\s+)?(?:option|answer)(?:\s+is)?)?\s*[:(]?\s*([A-Za-z0-9]+)\s*(?:[).:]|$)/i.exec(
      answer,
    )?.[1];
  const byKey = options.find(({ key }) => key.toUpperCase() === letter?.toUpperCase());
  if (byKey) return byKey.text;
  const folded = ` ${normaliseForm(answer)} `;
  const within = options.filter(({ text }) => folded.includes(` ${normaliseForm(text)} `));
  return within.length === 1 ? within[0]!.text : undefined;
}

/** Answers by what they are about: `{'emotion': 'happy', 'intent': 'agreeing'}` as JSON or as a Python literal. */
export function namedAnswers(answer: string): readonly (readonly [name: string, text: string])[] {
  if (!/^\s*\{[\s\S]*\}\s*\.?\s*$/.test(answer)) return [];
  const value = readPythonLiteral(answer.trim().replace(/\.$/, ''))?.value;
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    const text = textOf(one);
    return text === undefined ? [] : [[name.replace(/[\s_]*label$/i, '').trim(), text] as const];
  });
}

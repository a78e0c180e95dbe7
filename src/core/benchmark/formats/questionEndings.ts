import { bracketedOptions, type AnswerOptions } from './answerOptions.ts';
import { askedOutsideLists, endsSentence, type QuestionTask } from './questionTask.ts';

/** The end of a question, which says all of its options and its task, whatever stands before it. */
export interface QuestionEnding {
  readonly text: string;
  readonly options: AnswerOptions;
  readonly asked: QuestionTask;
}

/** Benchmarks word their questions in a few ways. */
const mostEndings = 8;
/** So many questions are looked at to learn how they end, and so many sentences of each: others end in no way that comes again. */
const mostLooked = 32;
const mostSentences = 4;

/**
 * Remembers how questions end. Many quote what is said or tell what happens, each something else, and then ask the same with the same list in brackets: to find that
 * they end so takes a small part of the time that reading their words does.
 */
export class QuestionEndings {
  readonly #known: QuestionEnding[] = [];
  #looked = 0;

  /** The ending of a question, where one that is known is its own. */
  find(question: string): QuestionEnding | undefined {
    for (const ending of this.#known) {
      const before = question.length - ending.text.length;
      // A comparison of texts takes a tenth of the time of `endsWith`, which goes through their signs one by one.
      if (before >= 0 && question.slice(before) === ending.text && !isOptionLetter(question, before - 1)) return ending;
    }
    return undefined;
  }

  /** Notes how a question ends that has these options. */
  learn(question: string, options: AnswerOptions | undefined): void {
    if (options === undefined || this.#known.length === mostEndings || this.#looked === mostLooked) return;
    this.#looked++;
    const ending = endingOf(question, options);
    if (ending !== undefined) this.#known.push(ending);
  }
}

/** Whether a letter begins an option or a sentence depends on the letters before it. */
const optionLetter = /(?<![A-Za-z])[A-Z][).:、]/;

function isOptionLetter(question: string, place: number): boolean {
  return /^(?:[^A-Za-z]|^)[A-Z]$/.test(question.slice(Math.max(0, place - 1), place + 1));
}

/** The sentences from the one on that names the task, with the sign before them and the list behind, so that no bracket or brace before reaches into them. */
function endingOf(question: string, options: AnswerOptions): QuestionEnding | undefined {
  const list = question.indexOf('[');
  let at = list;
  for (let sentence = 0; sentence < mostSentences; sentence++) {
    at = endBefore(question, at);
    if (at < 0) return undefined;
    const text = question.slice(at);
    if (isOptionLetter(question, at - 1)) return undefined;
    const asked = askedOutsideLists(text);
    if (asked === undefined) continue;
    const isWhole = /^[^[\]{}]*\[[^{}]*$/.test(text) && !optionLetter.test(text) && bracketedOptions(text) === options;
    return isWhole ? { text, options, asked } : undefined;
  }
  return undefined;
}

/** Where the last sentence ends before a place; -1 where none does. */
function endBefore(question: string, place: number): number {
  let at = place - 1;
  while (at >= 0 && !endsSentence(question.charCodeAt(at))) at--;
  return at;
}

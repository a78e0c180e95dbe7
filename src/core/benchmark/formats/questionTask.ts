import { normaliseForm } from '../../affect/foldText.ts';
import { remembered } from '../remembered.ts';
import { withoutListedOptions, type AnswerOptions } from './answerOptions.ts';

/** What a question asks for, as far as its words say. */
export type QuestionTask = 'emotion' | 'sentiment' | 'intent' | 'hate' | 'humor' | 'sarcasm';

const words: Readonly<Record<QuestionTask, readonly string[]>> = {
  emotion: [
    ...['emotion', 'emotions', 'emotional', 'feeling', 'feelings', 'feel', 'feels', 'mood', 'affect'],
    ...['facial expression', '情感', '情绪', '表情'],
  ],
  sentiment: ['sentiment', 'polarity', '极性'],
  intent: ['intent', 'intents', 'intention', 'intentions', '意图'],
  hate: ['hate', 'hateful', 'hatred', 'offensive', '仇恨'],
  humor: ['humor', 'humour', 'humorous', 'funny', 'laugh', 'laughed', 'joke', '幽默'],
  sarcasm: ['sarcasm', 'sarcastic', 'ironic', 'irony', '讽刺', '反讽'],
};

const taskByWord = new Map(
  Object.entries(words).flatMap(([task, ofTask]) => ofTask.map((word) => [word, task as QuestionTask] as const)),
);

const [inLetters, inSigns] = [true, false].map((isWanted) =>
  [...taskByWord.keys()].filter((word) => /^[a-z]/.test(word) === isWanted).join('|'),
);
/** All of them at once: none begins in the middle of another one. Words of letters stand alone, Chinese ones anywhere. */
const anyWord = new RegExp(`\\b(?:${inLetters})\\b|${inSigns}`, 'gi');

const polarities = /^(?:(?:weakly|strongly|very|slightly|highly)\s+)?(?:positive|negative|neutral|mixed)$/i;

/**
 * The task of a question by its words; `undefined` where they name none. The task that is named last counts, because what a person says in the picture or
 * the video is quoted first. Lists of options do not count. A question about emotion with polarities for options is one about sentiment. Ours: no benchmark gives such a rule.
 */
export function taskOf(question: string, options: AnswerOptions | undefined): QuestionTask | undefined {
  return taskBeside(askedIn(question), options);
}

/** What the words of a question ask for, whatever its options are. */
export function askedIn(question: string): QuestionTask | undefined {
  const asked = withoutBrackets(question);
  const last = lastTask(asked);
  if (last === undefined) return undefined;
  const bareOfLists = withoutListedOptions(asked);
  // `One of these: sarcasm, no sarcasm` names its task nowhere else.
  return bareOfLists === asked ? last : (lastTask(bareOfLists) ?? last);
}

/** The same, where words outside of all lists name it: at the end of a question they say what all of it asks for, whatever stands before. */
export function askedOutsideLists(question: string): QuestionTask | undefined {
  return lastTask(withoutListedOptions(withoutBrackets(question)));
}

function withoutBrackets(question: string): string {
  const bare = question.includes('[') ? question.replace(/\[[^[\]]*\]/g, ' ') : question;
  return bare.includes('{') ? bare.replace(/\{[^{}]*\}/g, ' ') : bare;
}

/** What a question asks for whose words name a task, beside its options. */
export function taskBeside(
  task: QuestionTask | undefined,
  options: AnswerOptions | undefined,
): QuestionTask | undefined {
  const mayBePolar = task === undefined || task === 'emotion';
  return mayBePolar && options !== undefined && arePolar(options) ? 'sentiment' : task;
}

/** Questions that differ in what is quoted end in the same words: their sentences are looked at from the last one on, and each is remembered. */
function lastTask(question: string): QuestionTask | undefined {
  for (let end = question.length; end > 0;) {
    let start = end;
    while (start > 0 && !endsSentence(question.charCodeAt(start - 1))) start--;
    const task = start < end ? taskIn(question.slice(start, end)) : undefined;
    if (task !== undefined) return task;
    end = start - 1;
  }
  return undefined;
}

const taskIn = remembered((sentence) => {
  const last = sentence.match(anyWord)?.at(-1);
  return last === undefined ? undefined : taskByWord.get(last.toLowerCase());
});

const [newline, exclamation, fullStop, questionMark] = [10, 33, 46, 63];

/** Whether a sentence ends with a sign. No word has any of these in it. */
export function endsSentence(code: number): boolean {
  return code === newline || code === exclamation || code === fullStop || code === questionMark;
}

const polarOptions = new WeakMap<AnswerOptions, boolean>();

function arePolar(options: AnswerOptions): boolean {
  let polar = polarOptions.get(options);
  if (polar === undefined) {
    const all = options.options;
    polar = all.length > 1 && all.every(({ text }) => polarities.test(normaliseForm(text)));
    polarOptions.set(options, polar);
  }
  return polar;
}

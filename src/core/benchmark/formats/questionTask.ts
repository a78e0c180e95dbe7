import { normaliseForm } from '../../affect/foldText.ts';
import type { AnswerOptions } from './answerOptions.ts';

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
  const bare = question.includes('[') ? question.replace(/\[[^[\]]*\]/g, ' ') : question;
  const asked = bare.includes('{') ? bare.replace(/\{[^{}]*\}/g, ' ') : bare;
  const last = asked.match(anyWord)?.at(-1);
  const task = last === undefined ? undefined : taskByWord.get(last.toLowerCase());
  const texts = options?.options.map(({ text }) => text) ?? [];
  const isPolar = texts.length > 1 && texts.every((text) => polarities.test(normaliseForm(text)));
  return isPolar && (task === undefined || task === 'emotion') ? 'sentiment' : task;
}

import { normaliseForm } from '../../affect/foldText.ts';
import type { AnswerOptions } from './answerOptions.ts';

/** What a question asks for, as far as its words say. */
export type QuestionTask = 'emotion' | 'sentiment' | 'intent' | 'hate' | 'humor' | 'sarcasm';

const words: readonly (readonly [QuestionTask, RegExp])[] = [
  [
    'emotion',
    /\b(?:emotion|emotions|emotional|feeling|feelings|feels?|mood|affect|facial expression)\b|情感|情绪|表情/,
  ],
  ['sentiment', /\b(?:sentiment|polarity)\b|情感倾向|极性/],
  ['intent', /\b(?:intent|intents|intention|intentions)\b|意图/],
  ['hate', /\b(?:hate|hateful|hatred|offensive)\b|仇恨/],
  ['humor', /\b(?:humor|humour|humorous|funny|laugh|laughed|joke)\b|幽默/],
  ['sarcasm', /\b(?:sarcasm|sarcastic|ironic|irony)\b|讽刺|反讽/],
];

/** All of them at once: what one task is called by never begins in the middle of what another one is. */
const anyWord = new RegExp(words.map(([task, { source }]) => `(?<${task}>${source})`).join('|'), 'gi');

const polarities = /^(?:(?:weakly|strongly|very|slightly|highly)\s+)?(?:positive|negative|neutral|mixed)$/i;

/**
 * The task of a question by its words; `undefined` where they name none. The task that is named last counts, because what a person says in the picture or
 * the video is quoted first. Lists of options do not count. A question about emotion with polarities for options is one about sentiment. Ours: no benchmark gives such a rule.
 */
export function taskOf(question: string, options: AnswerOptions | undefined): QuestionTask | undefined {
  const asked = question.replace(/\[[^[\]]*\]/g, ' ').replace(/\{[^{}]*\}/g, ' ');
  let last: QuestionTask | undefined;
  for (const { groups } of asked.matchAll(anyWord)) last = words.find(([task]) => groups![task] !== undefined)![0];
  const texts = options?.options.map(({ text }) => text) ?? [];
  const isPolar = texts.length > 1 && texts.every((text) => polarities.test(normaliseForm(text)));
  return isPolar && (last === undefined || last === 'emotion') ? 'sentiment' : last;
}

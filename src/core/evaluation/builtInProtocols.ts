import type { Protocol } from './protocol.ts';

const ours = 'The wording is ours: the paper does not publish its prompts.';
const pretext = 'Look at the person in the picture.';

const polarityStage = {
  id: 'polarity',
  question: `${pretext} What is the polarity of the emotion that this person shows? Options: {options}.`,
  answer: { kind: 'choice', labels: 'polarities', truth: 'polarity' },
} as const;

const emotionStage = {
  id: 'emotion',
  question: `${pretext} Which emotion does this person show? Options: {options}.`,
  answer: { kind: 'choice', labels: 'labels', truth: 'label' },
} as const;

const degreeStage = {
  id: 'degree',
  question: `${pretext} How strong is the emotion that this person shows, on a scale from {min} (barely there) to {max} (as strong as can be)?`,
  answer: { kind: 'number', scale: 'degree', truth: 'degree' },
} as const;

function yesNoProtocol(id: string, title: string, question: string): Protocol {
  return {
    version: 1,
    id,
    title,
    description: `After a sub-task of EmoBench (arXiv 2406.16442), for a benchmark whose labels are yes and no. ${ours}`,
    stages: [{ id, question, answer: { kind: 'yesNo', truth: 'label' } }],
  };
}

/**
 * The protocols that ship inside, as data that matches `protocolSchema`. Their aims follow arXiv 2411.11235 (MEMO-Bench:
 * from coarse to fine) and arXiv 2406.16442 (EmoBench: six sub-tasks); their wordings are ours and say so.
 */
export const builtInProtocols: readonly Protocol[] = [
  {
    version: 1,
    id: 'memo-progressive',
    title: 'Progressive: polarity, emotion, degree',
    description: `From coarse to fine, after the aim of MEMO-Bench (arXiv 2411.11235): polarity, then emotion, then degree on the scale of the data. Each is asked of every portrait, whatever the answer before. The polarity table is a setting of yours. ${ours}`,
    stages: [polarityStage, emotionStage, degreeStage],
  },
  {
    version: 1,
    id: 'memo-direct',
    title: 'Direct: emotion',
    description: `One question for the emotion among the labels of the benchmark. ${ours}`,
    stages: [emotionStage],
  },
  {
    version: 1,
    id: 'emo-c',
    title: 'Emo-C: emotion, close-set',
    description:
      'After a sub-task of EmoBench (arXiv 2406.16442). Of the instruction only its beginning is known ("Identify the only emotion depicted in the given image from the following options: ["); the rest is ours.',
    stages: [
      {
        id: 'emotion',
        question: 'Identify the only emotion depicted in the given image from the following options: [{options}].',
        answer: { kind: 'choice', labels: 'labels', truth: 'label' },
      },
    ],
  },
  {
    version: 1,
    id: 'emo-o',
    title: 'Emo-O: emotion, open-set',
    description: `After a sub-task of EmoBench (arXiv 2406.16442): the emotion is named without options. ${ours}`,
    stages: [
      {
        id: 'emotion',
        question: 'Name the only emotion depicted in the given image, in one word of your own.',
        answer: { kind: 'open', truth: 'label' },
      },
    ],
  },
  {
    version: 1,
    id: 'intent',
    title: 'Intent: classification',
    description: `After a sub-task of EmoBench (arXiv 2406.16442), for a benchmark whose labels are intents. ${ours}`,
    stages: [
      {
        id: 'intent',
        question: 'What is the intent expressed in the given image? Options: {options}.',
        answer: { kind: 'choice', labels: 'labels', truth: 'label' },
      },
    ],
  },
  yesNoProtocol('hate', 'Hate: yes or no', 'Does the given image express hate towards a person or a group?'),
  yesNoProtocol('humor', 'Humor: yes or no', 'Is the given image meant to be humorous?'),
  yesNoProtocol('sarcasm', 'Sarcasm: yes or no', 'Does the given image express sarcasm?'),
];

/** Finds a protocol by id; the user's own come first, so a copy with the same id replaces a built-in. */
export function findProtocol(id: string, userProtocols: readonly Protocol[] = []): Protocol | undefined {
  return [...userProtocols, ...builtInProtocols].find((protocol) => protocol.id === id);
}

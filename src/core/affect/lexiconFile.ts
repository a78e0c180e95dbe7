import { z } from 'zod';
import { emotionWords } from './words/emotionWords.ts';

const form = z.string();

const forms = z
  .strictObject({
    en: z
      .array(form)
      .optional()
      .describe(
        'Words and phrases of English, and of any other language that puts spaces between words. Case, hyphens and Markdown do not matter. Inflections are words of their own: write "fret", "frets", "fretting".',
      ),
    zh: z
      .array(form)
      .optional()
      .describe(
        'Words of Chinese, and of any other language without spaces. A single character counts only where it is the whole answer, because it is part of too many other words.',
      ),
  })
  .describe(
    'The words to add, by the way their language is written. A word that another concept had moves to this one.',
  );

const kinds = ['emotion', 'mood', 'polarity', 'yesNo', 'level', 'intent', 'proposition'] as const;

/** A user's entry as a run records it, see "LexiconEntry". */
export const lexiconEntrySchema = z.object({
  concept: z.string(),
  kind: z.enum(kinds).optional(),
  within: z.string().optional(),
  forms: z.object({ en: z.array(z.string()).readonly(), zh: z.array(z.string()).readonly() }),
  not: z.array(z.string()).readonly().optional(),
});

/** One concept of a user's word list, as it is written in `.emolens/lexicon.json`. */
export const lexiconFileEntrySchema = z
  .strictObject({
    note: z.string().optional().describe('For people: why these words are here. Not read.'),
    concept: form
      .describe(
        'What the words mean: the name of a built-in concept ("happy", "sad", "angry", "surprise", "worry", "neutral", "fear", "disgust", "positive", "yes", ...), a label of the benchmark, or a new name, which is then known but is a label only where the benchmark has it.',
      )
      .meta({ examples: emotionWords.map(({ concept }) => concept) }),
    forms: forms.optional(),
    within: form
      .optional()
      .describe(
        'The broader concept that this one folds into where it is no label itself: "joy" is within "happy". Worry is never within fear.',
      ),
    kind: z
      .enum(kinds)
      .optional()
      .describe(
        '"emotion" (the default for a new concept) competes with other emotions; "mood" is too vague to contradict a label beside it; "polarity", "yesNo", "level", "intent" and "proposition" are answers to other questions.',
      ),
    not: z
      .array(form)
      .optional()
      .describe(
        'Words to take away from this concept. They mean nothing then, unless another entry claims them: to move a word, write it under "forms" of its new concept.',
      ),
  })
  .describe('A concept and the words for it that the answer reader is to know.')
  .meta({
    defaultSnippets: [
      {
        label: 'words for a concept',
        body: { concept: '${1:worry}', forms: { en: ['$2'], zh: [] } },
      },
    ],
  });

/** `.emolens/lexicon.json`: words that the answer reader is to know beside the built-in ones. */
export const lexiconFileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1).describe('The version of this file format.'),
  entries: z
    .array(lexiconFileEntrySchema)
    .describe(
      'Words for concepts. Saving changes nothing that is on disk: "EmoLens: Re-read Answers" shows what would be read otherwise, and applies it when you say so. Each run records the words it was read with.',
    ),
});

/** See {@link lexiconFileSchema}. */
export type LexiconFile = z.infer<typeof lexiconFileSchema>;

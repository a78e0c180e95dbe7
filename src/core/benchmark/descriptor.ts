import { z } from 'zod';
import { formatIds } from './benchmark.ts';

const scale = z
  .strictObject({
    min: z.number().describe('Lowest possible rating.'),
    max: z.number().describe('Highest possible rating.'),
  })
  .refine(({ min, max }) => min <= max, { message: 'min <= max' });

/** Polarity of a label; `none` leaves it out of the polarity score. */
export const polarity = z.enum(['positive', 'neutral', 'negative', 'none']);

/**
 * `.emolens/benchmark.json`: what EmoLens inferred about a benchmark and a person may correct. Every field may be left out;
 * what is left out is inferred again at each open.
 */
export const descriptorSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  name: z.string().min(1).optional().describe('The name shown for the benchmark.'),
  format: z.enum(formatIds).optional().describe('How the folder is laid out.'),
  columns: z
    .strictObject({
      image: z.string().optional().describe('Column that holds the image file name, with or without its extension.'),
      label: z
        .string()
        .optional()
        .describe('Column that holds the emotion label (`Distortions` in the MEMO-Bench release).'),
      degree: z
        .string()
        .optional()
        .describe('Column that holds the emotion degree (`Score` in the MEMO-Bench release).'),
      quality: z.string().optional().describe('Column that holds the image quality.'),
      id: z.string().optional().describe('Column by which the rows of several tables belong together.'),
      generator: z.string().optional().describe('Column that names the model that made the picture.'),
      prompted: z.string().optional().describe('Column that holds the emotion that the model was asked for.'),
      prompt: z.string().optional().describe('Column that holds the number of the prompt.'),
      seed: z.string().optional().describe('Column that holds the seed.'),
      split: z.string().optional().describe('Column that holds the part of the data, such as `train` or `test`.'),
      text: z.string().optional().describe('Column that holds a text about the picture, such as a caption.'),
    })
    .optional(),
  fileName: z
    .string()
    .optional()
    .describe(
      'Pattern of file names without extension, such as `{generator}_{prompted}_{prompt}`. Parts: generator, prompted, prompt, seed, `*` for anything.',
    ),
  labels: z
    .array(z.string().min(1))
    .optional()
    .describe('The label set, in the order in which options are shown to models.'),
  foldings: z
    .record(z.string(), z.string())
    .optional()
    .describe('Spellings in the files and the label each one stands for.'),
  polarity: z
    .record(z.string(), polarity)
    .optional()
    .describe('Polarity of each label. The papers do not give it: this table is yours.'),
  scales: z.strictObject({ degree: scale.optional(), quality: scale.optional() }).optional(),
});

/** See {@link descriptorSchema}. */
export type Descriptor = z.infer<typeof descriptorSchema>;

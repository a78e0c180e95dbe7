import { z } from 'zod';

/** The options as a model saw them: `order[i]` stood at place i, under the letter A, B, C ... when `style` is `letters`. */
export const shownOptionsSchema = z.object({
  style: z.enum(['words', 'letters']),
  order: z.array(z.string()),
});

/** See {@link shownOptionsSchema}. */
export type ShownOptions = z.infer<typeof shownOptionsSchema>;

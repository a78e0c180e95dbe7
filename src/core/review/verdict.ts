import { z } from 'zod';

/** A person's word: on one outcome (`modelWrong`), or on the portrait itself (the others). */
export const verdictKind = z.enum(['modelWrong', 'labelWrong', 'ambiguous', 'badImage']);

/** See {@link verdictKind}. */
export type VerdictKind = z.infer<typeof verdictKind>;

/**
 * One line of `.emolens/reviews.jsonl`, append-only: the last line for a subject counts. The subject is `item` with `run`
 * and `stage` for `modelWrong`, and `item` alone for the others. `verdict: null` takes the verdict on that subject back.
 */
export const reviewLineSchema = z.object({
  version: z.literal(1),
  item: z.string(),
  run: z.string().optional(),
  stage: z.string().optional(),
  verdict: verdictKind.nullable(),
  note: z.string().optional(),
  author: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
});

/** See {@link reviewLineSchema}. */
export type ReviewLine = z.infer<typeof reviewLineSchema>;

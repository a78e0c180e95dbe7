import { z } from 'zod';
import { failureSchema } from '../models/failure.ts';
import { shownOptionsSchema } from './options.ts';

/** What became of one stage for one item: never an exception, never a guess. */
export const outcomeKind = z.enum([
  'answered',
  'outOfSet',
  'ambiguous',
  'refused',
  'unparsed',
  'truncated',
  'failed',
  'skipped',
]);

/** See {@link outcomeKind}. */
export type OutcomeKind = z.infer<typeof outcomeKind>;

/** The rule of the answer reader that decided; see `answerReader.ts`. */
export const ruleId = z.enum([
  'reasoning',
  'refusalField',
  'json',
  'answerLine',
  'equals',
  'letter',
  'lexicon',
  'conclusion',
  'number',
  'refusalWords',
  'outOfSet',
  'truncated',
  'unparsed',
]);

/** See {@link ruleId}. */
export type RuleId = z.infer<typeof ruleId>;

/** One line of `outcomes.jsonl`. */
export const outcomeSchema = z.object({
  version: z.literal(1),
  item: z.string(),
  /** SHA-256 of the picture's file; absent when it could not be read. */
  imageSha256: z.string().optional(),
  run: z.string(),
  stage: z.string(),
  /** SHA-256 of model, parameters and messages with image hashes in place of images; absent when nothing was to be asked. */
  request: z.string().optional(),
  kind: outcomeKind,
  label: z.string().optional(),
  /** For ranked answers, best first. */
  labels: z.array(z.string()).optional(),
  value: z.number().optional(),
  rule: ruleId.optional(),
  /** Start and end (exclusive) in `reply`, in UTF-16 units. */
  span: z.tuple([z.number().int(), z.number().int()]).optional(),
  /** The lexicon entry that matched, as `concept:form`. */
  entry: z.string().optional(),
  reply: z.string().optional(),
  reasoning: z.string().optional(),
  refusal: z.string().optional(),
  question: z.string().optional(),
  options: shownOptionsSchema.optional(),
  failure: failureSchema.optional(),
  usage: z.object({ input: z.number(), output: z.number(), cached: z.number() }).optional(),
  costUsd: z.number().optional(),
  latencyMs: z.number().optional(),
  attempts: z.number().int().optional(),
  httpStatus: z.number().int().optional(),
  requestId: z.string().optional(),
  finish: z.string().optional(),
  /** ISO 8601, UTC. */
  at: z.string(),
});

/** See {@link outcomeSchema}. */
export type Outcome = z.infer<typeof outcomeSchema>;

import { z } from 'zod';
import { failureSchema } from '../models/failure.ts';
import { sentCropSchema } from './crops.ts';
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
  'extracted',
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
  /** Which of several orders of the options this is, from 0; absent for the first. */
  repeat: z.number().int().min(1).optional(),
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
  /** The frames of a video that were sent, in order: when each was taken, in seconds from the start. */
  frames: z.array(z.number()).optional(),
  /** Type of the picture as it was sent (`image/png`), where it is not that of its file. */
  sentAs: z.string().optional(),
  /** Where the crops that were sent lie in the picture, in its pixels, and what found them. */
  crops: z.array(sentCropSchema).optional(),
  /** What a second model made of a reply that the reader could not read; only beside the rule `extracted`, or when it failed too. */
  extraction: z
    .object({
      model: z.string(),
      reply: z.string().optional(),
      usage: z.object({ input: z.number(), output: z.number(), cached: z.number() }).optional(),
      costUsd: z.number().optional(),
    })
    .optional(),
  /** How the reply was read before it was read again with another lexicon or reader. */
  was: z
    .object({
      kind: outcomeKind,
      label: z.string().optional(),
      labels: z.array(z.string()).optional(),
      value: z.number().optional(),
      rule: ruleId.optional(),
      readerVersion: z.string(),
      lexiconVersion: z.string(),
    })
    .optional(),
  /** Of a run read from another tool's file: what that tool made of the reply. Untrusted text. */
  theirs: z
    .object({
      /** The answer that it took out of the reply, as written. */
      extracted: z.string().optional(),
      /** The label that `extracted` is. */
      label: z.string().optional(),
      /** Whether it counted it as right. */
      right: z.boolean().optional(),
      /** How, in its own words. */
      how: z.string().optional(),
    })
    .optional(),
  /** Our reading of the reply and theirs are not the same. */
  differs: z.literal(true).optional(),
  usage: z.object({ input: z.number(), output: z.number(), cached: z.number() }).optional(),
  costUsd: z.number().optional(),
  /** True when the server counted no tokens, so that usage and cost are estimates of ours. */
  isEstimated: z.boolean().optional(),
  latencyMs: z.number().optional(),
  attempts: z.number().int().optional(),
  httpStatus: z.number().int().optional(),
  requestId: z.string().optional(),
  finish: z.string().optional(),
  /** ISO 8601, UTC. */
  at: z.string(),
});

/**
 * The key of an outcome among those of its item: the stage's id, with `#1`, `#2` ... for further orders of the options. Who looks
 * an outcome up by the stage's id finds the first order.
 */
export function stageKey(outcome: Pick<Outcome, 'stage' | 'repeat'>): string {
  return outcome.repeat === undefined ? outcome.stage : `${outcome.stage}#${outcome.repeat}`;
}

/** See {@link outcomeSchema}. */
export type Outcome = z.infer<typeof outcomeSchema>;

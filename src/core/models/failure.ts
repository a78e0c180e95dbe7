import { z } from 'zod';
import type { Usage } from './model.ts';

/** Why a request brought no answer. The words for people are in `words/failureText.ts`. */
export const failureKind = z.enum([
  'rateLimited',
  'serverError',
  'timeout',
  'connection',
  'unreachable',
  'badRequest',
  'unauthorized',
  'forbidden',
  'quotaSpent',
  'unknownModel',
  'tooLarge',
  'badResponse',
  'emptyResponse',
  'corruptImage',
  'emptyImage',
  'unknownImageType',
  'oversizedImage',
  'unreadableImage',
  'corruptVideo',
  'noVideoDecoder',
  'modelError',
]);

/** See {@link failureKind}. */
export type FailureKind = z.infer<typeof failureKind>;

/** A request that brought no answer. `detail` is the server's own text with keys and image data removed; it is untrusted. */
export const failureSchema = z.object({
  kind: failureKind,
  detail: z.string(),
  httpStatus: z.number().int().optional(),
  requestId: z.string().optional(),
});

/** See {@link failureSchema}. */
export type Failure = z.infer<typeof failureSchema> & {
  /** What the server asked us to wait, in ms; any length. */
  readonly retryAfterMs?: number;
  /** True when the model had begun to answer, or had answered what cannot be used: it is paid for. */
  readonly isBilled?: boolean;
  /** Tokens that an unusable answer took, where the server said so. */
  readonly usage?: Usage;
};

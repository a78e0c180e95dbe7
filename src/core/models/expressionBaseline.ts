import type { ImageError } from '../ports.ts';
import type { Result } from '../result.ts';
import type { ExpressionScores } from './expressionClass.ts';
import { expressionReply } from './expressionReply.ts';
import type { Failure } from './failure.ts';
import type { Model, ModelRequest, ModelResult, SentImage } from './model.ts';

/** The model's name wherever one is asked for or recorded. */
export const expressionBaselineId = 'local/expression-baseline';

/** Why the network gave no scores: the picture, an abort, or its worker, which the next request starts anew. */
export type ExpressionError =
  ImageError | { readonly kind: 'cancelled' } | { readonly kind: 'networkStopped'; readonly detail: string };

/** Seven probabilities for a picture's file. Never rejects; settles at once with `cancelled` when the signal aborts. */
export interface ExpressionNetwork {
  classify(image: Uint8Array, signal: AbortSignal): Promise<Result<ExpressionScores, ExpressionError>>;
}

/** Pictures whose scores are remembered: enough for all stages of everything in flight, a few kilobytes in all. */
const remembered = 256;

/**
 * The embedded default model. It is a small convolutional network for facial expressions, **not** a multimodal LLM: it reads
 * no question and no options, sees one picture scaled to 112 x 112 pixels, and knows seven expressions. What a stage asks
 * is answered by rule from its seven probabilities, see {@link expressionReply}. It runs without key, network access or
 * GPU, the same picture always gives the same answer, and it stands beside the MLLMs as a classical baseline.
 */
export function expressionBaseline(network: ExpressionNetwork): Model {
  const known = new Map<string, ExpressionScores>();

  /** A run asks several stages about one portrait; its picture is looked at once. */
  async function scoresOf(image: SentImage, signal: AbortSignal): Promise<Result<ExpressionScores, ExpressionError>> {
    const before = known.get(image.sha256);
    if (before) {
      known.delete(image.sha256);
      known.set(image.sha256, before);
      return { ok: true, value: before };
    }
    const result = await network.classify(image.bytes, signal);
    if (result.ok) {
      known.set(image.sha256, result.value);
      const oldest = known.keys().next();
      if (known.size > remembered && !oldest.done) known.delete(oldest.value);
    }
    return result;
  }

  async function ask(request: ModelRequest, signal: AbortSignal): Promise<ModelResult> {
    if (signal.aborted) return { ok: false, cancelled: true };
    const image = pictureOf(request);
    if (!image) return failed({ kind: 'modelError', detail: 'the request holds no picture' });
    const scores = await scoresOf(image, signal);
    if (signal.aborted) return { ok: false, cancelled: true };
    if (!scores.ok) return failed(failureOf(scores.error));
    const reply = expressionReply(scores.value, request.stage.answer);
    if (!reply.ok) return failed({ kind: 'modelError', detail: reply.error });
    return { ok: true, answer: { reply: reply.value, finish: 'stop' } };
  }

  return { id: expressionBaselineId, kind: 'baseline', ask };
}

/** The first picture of the last question, of a video's frames the one in the middle; in one conversation a later stage may show none, and means the one before. */
function pictureOf({ messages }: ModelRequest): SentImage | undefined {
  const last = messages.filter((message) => message.role === 'user').slice(-1);
  for (const message of [...last, ...messages]) {
    const images = message.parts.flatMap((part) => (part.type === 'image' ? [part.image] : []));
    const frames = images.filter(({ at }) => at !== undefined);
    const shown = frames.length > 0 ? frames[frames.length >> 1] : images[0];
    if (shown !== undefined) return shown;
  }
  return undefined;
}

function failureOf(error: ExpressionError): Failure {
  switch (error.kind) {
    case 'cancelled':
      return { kind: 'modelError', detail: 'cancelled' };
    case 'networkStopped':
      return { kind: 'modelError', detail: `the expression network stopped: ${error.detail}` };
    default:
      return { kind: error.kind, detail: error.detail };
  }
}

function failed(failure: Failure): ModelResult {
  return { ok: false, failure };
}

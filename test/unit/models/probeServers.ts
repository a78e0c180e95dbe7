import type { FakeReply } from '../../fakes/fakeReply.ts';
import { errorReply } from '../../fakes/fakeScripts.ts';
import type { FakeScript, RecordedRequest } from '../../fakes/openAiServer.ts';
import { largePicture, smallPicture } from '../../../src/core/models/probePicture.ts';

/** Whether a request's body names a field. */
export function has(request: RecordedRequest, field: string): boolean {
  return request.body?.[field] !== undefined;
}

const words = 30;

/** Tokens of a picture that a server counts by 28 x 28 pixels, as several models do. */
function patches(request: RecordedRequest): number {
  const sides = request.images.map(({ sha256 }) =>
    sha256 === largePicture.sha256 ? largePicture.side : smallPicture.side,
  );
  return sides.reduce((sum, side) => sum + Math.ceil(side / 28) ** 2, 0);
}

/** What a model that sees says, with the tokens that its server counts. */
export function seeing(request: RecordedRequest): FakeReply {
  const usage = { prompt_tokens: words + patches(request), completion_tokens: 2 };
  if (has(request, 'response_format') || has(request, 'text')) return { text: '{"emolens_probe": "yes"}', usage };
  const colours = { [smallPicture.sha256]: 'Yellow.', [largePicture.sha256]: 'It is **blue**.' };
  const text = colours[request.images[0]?.sha256 ?? ''] ?? 'yes';
  return { text, usage };
}

const logprobs = { content: [{ token: 'yes', logprob: -0.01, top_logprobs: [] }] };

/** Adds the probabilities of tokens where they were asked for, in the shape of Chat Completions. */
export function withLogprobs(request: RecordedRequest, reply: FakeReply): FakeReply {
  return has(request, 'logprobs') ? { ...reply, choice: { logprobs } } : reply;
}

const openAiFields = [
  'model',
  'messages',
  'max_completion_tokens',
  'response_format',
  'logprobs',
  'input',
  'store',
  'max_output_tokens',
  'text',
];

/** Refuses by name what it does not know, wants `max_completion_tokens`, no temperature: like OpenAI's reasoning models. */
export const openAiLike: FakeScript = (request) => {
  if (has(request, 'max_tokens')) {
    return errorReply(
      400,
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    );
  }
  if (has(request, 'temperature')) {
    return errorReply(
      400,
      "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
    );
  }
  const unknown = Object.keys(request.body ?? {}).find((field) => !openAiFields.includes(field));
  if (unknown !== undefined) return errorReply(400, `Unrecognized request argument supplied: ${unknown}`);
  return has(request, 'logprobs') || has(request, 'include')
    ? errorReply(400, 'logprobs are not supported with this model.')
    : seeing(request);
};

/** Takes everything, and does it. */
export const vllmLike: FakeScript = (request) => withLogprobs(request, seeing(request));

/** Ignores what it does not know, and brings no probabilities. */
export const ollamaLike: FakeScript = (request) => seeing(request);

/** No `mmproj` file: a picture is a 500. */
export const llamaCppBlind: FakeScript = (request) =>
  request.images.length > 0
    ? errorReply(500, 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj')
    : withLogprobs(request, seeing(request));

/** 400 without a word of why to everything but model, messages and `max_tokens`. */
export const muteGateway: FakeScript = (request) => {
  const allowed = ['model', 'messages', 'max_tokens'];
  const isKnown = Object.keys(request.body ?? {}).every((field) => allowed.includes(field));
  return isKnown ? seeing(request) : errorReply(400, 'Bad Request');
};

/** Says the same to everything, and counts nothing. */
export const parrot: FakeScript = () => ({ text: 'Yellow', usage: null });

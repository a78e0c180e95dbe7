import { fromEventStream, isEventStream } from './eventStream.ts';
import type { Failure } from './failure.ts';
import { fields, text, type Fields } from './jsonFields.ts';
import type { ModelAnswer, Usage } from './model.ts';
import { errorIn, isHtml, parseJson, redacted, serverError } from './openAiDetail.ts';
import { statusFailure } from './openAiFailure.ts';
import { quotaLeft, requestIdOf, type HeaderReader } from './openAiHeaders.ts';

/** A 2xx response with its whole body. */
export interface WholeResponse {
  readonly status: number;
  readonly headers: HeaderReader;
  readonly text: string;
}

/** An answer, or why a 200 is none. */
export type ReadAnswer =
  { readonly ok: true; readonly answer: ModelAnswer } | { readonly ok: false; readonly failure: Failure };

function tokens(...values: readonly unknown[]): number | undefined {
  const found = values.find((value) => typeof value === 'number' && Number.isFinite(value) && value >= 0);
  return typeof found === 'number' ? found : undefined;
}

/** Tokens of a `usage` object under the names of Chat Completions, Responses and DeepSeek; `undefined` when it counts nothing. */
export function usageOf(value: unknown): Usage | undefined {
  const usage = fields(value);
  if (usage === undefined) return undefined;
  const input = tokens(usage['prompt_tokens'], usage['input_tokens']);
  const output = tokens(usage['completion_tokens'], usage['output_tokens']);
  if (input === undefined && output === undefined) return undefined;
  const details = fields(usage['prompt_tokens_details']) ?? fields(usage['input_tokens_details']);
  const cached = tokens(details?.['cached_tokens'], usage['prompt_cache_hit_tokens']);
  return { input: input ?? 0, output: output ?? 0, cached: cached ?? 0 };
}

interface Content {
  readonly reply: string;
  readonly refusal?: string;
  readonly reasoning?: string;
}

/** Content as a text, as `null`, or as parts: text, refusal, and the thinking that Mistral and others send as parts. */
function contentOf(content: unknown, depth = 0): Content {
  if (typeof content === 'string') return { reply: content };
  if (!Array.isArray(content) || depth > 2) return { reply: '' };
  let reply = '';
  let refusal = '';
  let reasoning = '';
  for (const one of content as readonly unknown[]) {
    const part = fields(one);
    if (typeof one === 'string') reply += one;
    if (part === undefined) continue;
    if (part['type'] === 'refusal') refusal += text(part['refusal']) ?? '';
    else if (part['type'] === 'thinking' || part['type'] === 'reasoning') {
      const inner = part['thinking'] ?? part['text'];
      reasoning += typeof inner === 'string' ? inner : contentOf(inner, depth + 1).reply;
    } else reply += text(part['text']) ?? '';
  }
  return { reply, ...(refusal === '' ? {} : { refusal }), ...(reasoning === '' ? {} : { reasoning }) };
}

/** Why a 2xx body is no answer, in the server's own words (redacted here). */
export function badResponse(
  response: WholeResponse,
  words: string,
  key: string | undefined,
  kind: Failure['kind'],
  paid: Pick<Failure, 'isBilled' | 'usage'> = {},
): ReadAnswer {
  const requestId = requestIdOf(response.headers);
  const failure = { kind, detail: redacted(words, key), httpStatus: response.status, ...paid };
  return {
    ok: false,
    failure: requestId === undefined ? failure : { ...failure, requestId: redacted(requestId, key) },
  };
}

/** A 200 with JSON is billed even when nothing in it can be used. */
export function paidFor(json: Fields): Pick<Failure, 'isBilled' | 'usage'> {
  const usage = usageOf(json['usage']);
  return { isBilled: true, ...(usage === undefined ? {} : { usage }) };
}

/**
 * The answer that a content filter gave in place of the model: refused, with the filter's words. It is about this picture,
 * not about the connection, and belongs in the refusals' own denominator.
 */
export function filteredAnswer(
  response: Pick<WholeResponse, 'status' | 'headers'>,
  words: string,
  key: string | undefined,
): ModelAnswer {
  const requestId = requestIdOf(response.headers);
  return {
    reply: '',
    finish: 'content_filter',
    refusal: redacted(words, key),
    httpStatus: response.status,
    ...(requestId === undefined ? {} : { requestId: redacted(requestId, key) }),
  };
}

/** Codes by which the Responses API names trouble inside a 200, with the status that means the same. */
const statusOfCode: Readonly<Record<string, number>> = {
  server_error: 500,
  rate_limit_exceeded: 429,
  invalid_prompt: 400,
  invalid_image: 400,
  invalid_image_format: 400,
  image_too_large: 413,
};

/** Gateways report the trouble of the provider behind them inside a 200; its own status says what to do about it. */
export function wrappedError(body: unknown, response: WholeResponse, key: string | undefined, now: number): ReadAnswer {
  const error = errorIn(body, response.text);
  if (error.isFiltered) return { ok: true, answer: filteredAnswer(response, error.words, key) };
  const status = error.status ?? error.codes.map((code) => statusOfCode[code]).find((one) => one !== undefined);
  if (status === undefined || status > 599) return badResponse(response, error.words, key, 'badResponse');
  const failure = statusFailure({ status, headers: response.headers, error }, key, now);
  return { ok: false, failure: { ...failure, httpStatus: response.status } };
}

function described(message: Fields, choice: Fields, json: Fields): Omit<ModelAnswer, 'httpStatus'> {
  const content = contentOf(message['content']);
  const finish = text(choice['finish_reason']);
  const refusal = text(message['refusal']) ?? content.refusal;
  const reasoning = text(message['reasoning_content']) ?? text(message['reasoning']) ?? content.reasoning;
  const usage = usageOf(json['usage']);
  return {
    reply: content.reply,
    ...(finish === undefined ? {} : { finish }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(usage === undefined ? {} : { usage }),
  };
}

/** Nothing was said, and nothing says why: not an answer that a reader could read. */
export function isEmpty(answer: Omit<ModelAnswer, 'httpStatus'>): boolean {
  if (answer.reply.trim() !== '' || answer.refusal !== undefined || answer.reasoning !== undefined) return false;
  return answer.finish !== 'content_filter' && answer.finish !== 'length';
}

/** An answer with what the headers of its response say. */
export function withHeaders(answer: Omit<ModelAnswer, 'httpStatus'>, response: WholeResponse): ReadAnswer {
  const requestId = requestIdOf(response.headers);
  const quota = quotaLeft(response.headers);
  return {
    ok: true,
    answer: {
      ...answer,
      httpStatus: response.status,
      ...(requestId === undefined ? {} : { requestId }),
      ...(quota === undefined ? {} : { quotaLeft: quota }),
    },
  };
}

/** The object that a 2xx body holds, or why it is none: a web page, broken JSON, nothing, or an error inside a 200. */
export function bodyObject(
  response: WholeResponse,
  key: string | undefined,
  now: number,
): { readonly ok: true; readonly json: Fields } | { readonly ok: false; readonly read: ReadAnswer } {
  const json = fields(parseJson(response.text)) ?? fromEventStream(response.text);
  if (json === undefined) {
    const words = isHtml(response.text) ? serverError(response.text).words : response.text;
    const kind = response.text.trim() === '' ? 'emptyResponse' : 'badResponse';
    // An answer that broke off is paid for like one that the connection cut.
    const hasBegun = /^\s*\{/.test(response.text) || isEventStream(response.text);
    return { ok: false, read: badResponse(response, words, key, kind, hasBegun ? { isBilled: true } : {}) };
  }
  const hasError = json['error'] !== undefined && json['error'] !== null;
  return hasError ? { ok: false, read: wrappedError(json, response, key, now) } : { ok: true, json };
}

/**
 * Reads the body of a 2xx answer of Chat Completions. A web page, broken JSON or another shape is `badResponse`; no choices, or a
 * choice without a word, is `emptyResponse`. An empty text with a refusal, with `content_filter` or with `length` is an
 * answer: the answer reader says what it means.
 */
export function readCompletion(response: WholeResponse, key: string | undefined, now: number): ReadAnswer {
  const body = bodyObject(response, key, now);
  if (!body.ok) return body.read;
  const choices = body.json['choices'];
  if (!Array.isArray(choices)) return badResponse(response, response.text, key, 'badResponse', paidFor(body.json));
  const choice = fields(choices[0]);
  if (choice === undefined) return badResponse(response, 'choices: []', key, 'emptyResponse', paidFor(body.json));
  if (fields(choice['error']) !== undefined) return wrappedError(choice, response, key, now);
  const message = fields(choice['message']);
  if (message === undefined) return badResponse(response, response.text, key, 'badResponse', paidFor(body.json));
  const answer = described(message, choice, body.json);
  if (isEmpty(answer)) {
    return badResponse(response, `finish_reason: ${answer.finish ?? 'none'}`, key, 'emptyResponse', paidFor(body.json));
  }
  return withHeaders(answer, response);
}

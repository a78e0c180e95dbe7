import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** A reply of the fake server. With nothing but `text` it is a whole, ordinary chat completion. */
export interface FakeReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The content of a completion, wrapped as a real server wraps it. */
  readonly text?: string;
  /** Sent as JSON instead of a completion. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string;
  /** With `text`: overrides of the choice (`finish_reason`, `message: {refusal}`), shallow for the choice and its message. */
  readonly choice?: Readonly<Record<string, unknown>>;
  readonly message?: Readonly<Record<string, unknown>>;
  /** With `text`: the usage; `null` leaves it out. */
  readonly usage?: Readonly<Record<string, unknown>> | null;
  readonly delayMs?: number;
  /**
   * `before`: the connection is cut without an answer. `during`: after half of the body. `after`: after the whole body of a
   * chunked answer, before its end is marked.
   */
  readonly drop?: 'before' | 'during' | 'after';
  /** Headers and half of the body are sent, then nothing more, until the client goes away. */
  readonly neverEnds?: boolean;
  /** Sends the body in this many chunks, without `content-length`. */
  readonly chunks?: number;
}

/** A chat completion as servers send it. */
export function completion(reply: FakeReply): Record<string, unknown> {
  const content = reply.text ?? '';
  const usage = reply.usage ?? { prompt_tokens: 100, completion_tokens: 5, total_tokens: 105 };
  return {
    id: 'chatcmpl-fake',
    object: 'chat.completion',
    created: 0,
    model: 'fake-vision',
    choices: [
      { index: 0, message: { role: 'assistant', content, ...reply.message }, finish_reason: 'stop', ...reply.choice },
    ],
    ...(reply.usage === null ? {} : { usage }),
  };
}

/** The parts of an output message, from the content of a chat message. */
function outputParts(content: unknown, refusal: unknown): Record<string, unknown>[] {
  const parts = Array.isArray(content) ? (content as Record<string, unknown>[]) : [{ type: 'text', text: content }];
  const texts = parts
    .filter(({ type, text }) => type === 'text' && typeof text === 'string')
    .map(({ text }) => ({ type: 'output_text', text, annotations: [] }));
  return typeof refusal === 'string' ? [...texts, { type: 'refusal', refusal }] : texts;
}

/** A reply as the Responses API sends it: what `text`, `message`, `choice` and `usage` say in the words of Chat Completions. */
export function responseObject(reply: FakeReply): Record<string, unknown> {
  const message: Readonly<Record<string, unknown>> = { content: reply.text ?? '', ...reply.message };
  const finish = reply.choice?.['finish_reason'] ?? 'stop';
  const reason = finish === 'length' ? 'max_output_tokens' : finish;
  const thought = message['reasoning_content'] ?? message['reasoning'];
  const usage = reply.usage ?? { prompt_tokens: 100, completion_tokens: 5 };
  const { prompt_tokens: input, completion_tokens: output, prompt_tokens_details: details } = usage;
  return {
    id: 'resp-fake',
    object: 'response',
    created_at: 0,
    model: 'fake-vision',
    status: finish === 'stop' ? 'completed' : 'incomplete',
    error: null,
    incomplete_details: finish === 'stop' ? null : { reason },
    output: [
      ...(thought === undefined ? [] : [{ type: 'reasoning', summary: [{ type: 'summary_text', text: thought }] }]),
      { type: 'message', role: 'assistant', content: outputParts(message['content'], message['refusal']) },
    ],
    ...(reply.usage === null
      ? {}
      : { usage: { input_tokens: input, output_tokens: output, input_tokens_details: details } }),
  };
}

/** The two APIs that the fake server speaks. */
export type FakeApi = 'chat' | 'responses';

function bodyOf(reply: FakeReply, api: FakeApi): string {
  return reply.body ?? JSON.stringify(reply.json ?? (api === 'chat' ? completion(reply) : responseObject(reply)));
}

function half(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

/** Sends one scripted reply. */
export async function sendReply(response: ServerResponse, reply: FakeReply, api: FakeApi = 'chat'): Promise<void> {
  if (reply.delayMs !== undefined && reply.delayMs > 0) {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await wait(reply.delayMs, undefined, { signal: gone.signal }).catch(() => undefined);
    if (response.destroyed) return;
  }
  if (reply.drop === 'before') {
    response.destroy();
    return;
  }
  const bytes = Buffer.from(bodyOf(reply, api));
  const isJson = reply.body === undefined;
  const type = isJson ? 'application/json' : 'text/html; charset=utf-8';
  const isChunked = reply.chunks !== undefined || reply.drop === 'after';
  response.writeHead(reply.status ?? 200, {
    'content-type': type,
    'x-request-id': 'req-fake',
    ...(isChunked ? {} : { 'content-length': bytes.length }),
    ...reply.headers,
  });
  if (reply.neverEnds === true) {
    response.write(half(bytes));
  } else if (reply.drop === 'during') {
    response.write(half(bytes), () => response.destroy());
  } else if (reply.drop === 'after') {
    response.write(bytes, () => response.destroy());
  } else if (reply.chunks !== undefined) {
    const size = Math.max(1, Math.ceil(bytes.length / reply.chunks));
    for (let start = 0; start < bytes.length; start += size) response.write(bytes.subarray(start, start + size));
    response.end();
  } else {
    response.end(bytes);
  }
}

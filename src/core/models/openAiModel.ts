import { APIError, OpenAI } from 'openai';
import { defaultTimeoutSeconds, endpointOf, type Connection } from './connection.ts';
import type { Failure } from './failure.ts';
import type { Model, ModelAnswer, ModelRequest, ModelResult } from './model.ts';
import { readCompletion, type ReadAnswer } from './openAiAnswer.ts';
import { chatBody } from './openAiBody.ts';
import { parseJson } from './openAiDetail.ts';
import { networkFailure, statusFailure } from './openAiFailure.ts';
import { CutBody, guardedFetch, readWhole } from './openAiFetch.ts';

/** What an OpenAI-compatible model is made from; `key` is used for requests only and is in no result. */
export interface OpenAiModelOptions {
  readonly connection: Connection;
  /** `undefined` or empty for servers without keys. */
  readonly key: string | undefined;
  /** The platform's `fetch`, where the global one will not do. */
  readonly fetch?: typeof fetch;
}

/** The client, set up so that it neither retries, nor logs, nor reads the environment meant for another server. */
export function openAiClient(connection: Connection, key: string | undefined, inner: typeof fetch): OpenAI {
  return new OpenAI({
    baseURL: endpointOf(connection),
    // The client refuses to be made without one; `guardedFetch` decides what is sent.
    apiKey: 'unused',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    // Ours ends the whole answer; the client's would end the wait for the headers only.
    timeout: 0x7fffffff,
    logLevel: 'off',
    fetch: guardedFetch(connection, key, inner),
    // In a browser's VS Code the key comes from SecretStorage, not from a page.
    dangerouslyAllowBrowser: !('process' in globalThis),
  });
}

/** A pasted key without the spaces and line breaks around it; `undefined` for none. */
export function trimmedKey(key: string | undefined): string | undefined {
  const trimmed = key?.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** The client's errors are loosely typed; this is what they hold. */
interface ClientError {
  readonly status?: number | undefined;
  readonly headers?: Headers | undefined;
  readonly error?: unknown;
}

function statusOf(thrown: unknown, key: string | undefined): Failure | undefined {
  if (!(thrown instanceof APIError)) return undefined;
  const { status, headers, error: body } = thrown as ClientError;
  if (status === undefined || headers === undefined) return undefined;
  const held = typeof body === 'object' && body !== null && 'text' in body ? body.text : undefined;
  const text = typeof held === 'string' ? held : '';
  return statusFailure({ status, headers, text }, key, Date.now());
}

/** An answer that was cut off after its last brace is whole all the same, and it has been paid for. */
function salvaged(response: Response | undefined, error: unknown, key: string | undefined): ReadAnswer | undefined {
  if (response === undefined || !(error instanceof CutBody) || parseJson(error.text) === undefined) return undefined;
  const read = readCompletion(
    { status: response.status, headers: response.headers, text: error.text },
    key,
    Date.now(),
  );
  return read.ok ? read : undefined;
}

/** A server that echoes its request must not bring the key into a run's files. */
function withoutKey(answer: ModelAnswer, key: string | undefined): ModelAnswer {
  if (key === undefined || key.length < 16) return answer;
  const clean = (text: string): string => text.split(key).join('[key]');
  const { reply, refusal, reasoning } = answer;
  return {
    ...answer,
    reply: clean(reply),
    ...(refusal === undefined ? {} : { refusal: clean(refusal) }),
    ...(reasoning === undefined ? {} : { reasoning: clean(reasoning) }),
  };
}

/** What is known of a request while it runs. */
interface Attempt {
  readonly client: OpenAI;
  readonly connection: Connection;
  readonly key: string | undefined;
  readonly cancel: AbortSignal;
}

async function attempt(request: ModelRequest, { client, connection, key, cancel }: Attempt): Promise<ModelResult> {
  const seconds = connection.timeoutSeconds ?? defaultTimeoutSeconds;
  // One signal of our own for each request: the client leaves a listener on the signal it is given, and a run's signal lives long.
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  cancel.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(abort, seconds * 1000);
  let response: Response | undefined;
  let read: ReadAnswer;
  try {
    response = await client.chat.completions
      .create(chatBody(connection, request), { signal: stop.signal })
      .asResponse();
    const text = await readWhole(response);
    read = readCompletion({ status: response.status, headers: response.headers, text }, key, Date.now());
  } catch (error) {
    if (cancel.aborted) return { ok: false, cancelled: true };
    const whole = salvaged(response, error, key);
    const status = statusOf(error, key);
    if (whole !== undefined) read = whole;
    else if (status !== undefined) return { ok: false, failure: status };
    else if (stop.signal.aborted) {
      return { ok: false, failure: { kind: 'timeout', detail: `no whole answer within ${seconds} s` } };
    } else return { ok: false, failure: networkFailure(error, key) };
  } finally {
    clearTimeout(timer);
    cancel.removeEventListener('abort', abort);
  }
  return read.ok ? { ok: true, answer: withoutKey(read.answer, key) } : read;
}

/**
 * A model behind Chat Completions of an OpenAI-compatible server. One `ask` is one request: no retries inside, and every
 * misbehaviour of the server or the network is a failure value. The connection's time-out covers the whole answer. (Node's
 * own `fetch` gives up after 300 s without a byte; for slower servers the platform has to bring another `fetch`.)
 */
export function openAiModel(options: OpenAiModelOptions): Model {
  const { connection } = options;
  const key = trimmedKey(options.key);
  const isSendable = key === undefined || /^[\x20-\x7e\x80-\xff]+$/.test(key);
  const inner = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const client = openAiClient(connection, key, inner);
  return {
    id: connection.model,
    kind: 'openai',
    endpoint: endpointOf(connection),
    async ask(request, cancel) {
      if (cancel.aborted) return { ok: false, cancelled: true };
      if (!isSendable) {
        return { ok: false, failure: { kind: 'unauthorized', detail: 'the key holds characters that cannot be sent' } };
      }
      return attempt(request, { client, connection, key, cancel });
    },
  };
}

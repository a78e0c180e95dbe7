import { APIError, OpenAI } from 'openai';
import { defaultTimeoutSeconds, endpointOf, type Connection } from './connection.ts';
import type { Failure } from './failure.ts';
import { serverError } from './openAiDetail.ts';
import { networkFailure, statusFailure } from './openAiFailure.ts';
import { CutBody, EndlessBody, guardedFetch, readWhole } from './openAiFetch.ts';
import type { HeaderReader } from './openAiHeaders.ts';

/** Who is asked, with which key. The key is used for requests only and is in no result. */
export interface OpenAiModelOptions {
  readonly connection: Connection;
  /** `undefined` or empty for servers without keys; spaces and line breaks around it are ignored. */
  readonly key: string | undefined;
  /** The platform's `fetch`, where the global one will not do. */
  readonly fetch?: typeof fetch;
}

/** A body with its status (2xx) and headers. */
export interface Arrived {
  readonly status: number;
  readonly headers: HeaderReader;
  readonly text: string;
}

/**
 * What one request came to. `cut`: an answer began, and was lost or timed out; `arrived.text` is what there was of it.
 * `filtered`: a content filter in front of the model turned the question down, with these words (not redacted yet).
 */
export type Exchange =
  | { readonly kind: 'whole'; readonly arrived: Arrived }
  | { readonly kind: 'cut'; readonly arrived: Arrived; readonly failure: Failure }
  | {
      readonly kind: 'filtered';
      readonly status: number;
      readonly headers: HeaderReader;
      readonly words: string;
      readonly failure: Failure;
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'cancelled' };

/** One server, ready to be asked. */
export interface OpenAiServer {
  readonly connection: Connection;
  /** The key as it is sent. */
  readonly key: string | undefined;
  /** Sends one request and reads its answer whole; never throws. `send` must give the signal to the client. */
  exchange(send: (client: OpenAI, signal: AbortSignal) => Promise<Response>, cancel: AbortSignal): Promise<Exchange>;
}

/** The client, set up so that it neither retries, nor logs, nor reads the environment meant for another server. */
function clientFor(connection: Connection, key: string | undefined, inner: typeof fetch): OpenAI {
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

/** The client's errors are loosely typed; this is what they hold. */
interface ClientError {
  readonly status?: number | undefined;
  readonly headers?: Headers | undefined;
  readonly error?: unknown;
}

/** What a thrown status (anything but 2xx) is; `undefined` when no status came back. */
function statusExchange(thrown: unknown, key: string | undefined): Exchange | undefined {
  if (!(thrown instanceof APIError)) return undefined;
  const { status, headers, error: body } = thrown as ClientError;
  if (status === undefined || headers === undefined) return undefined;
  const held = typeof body === 'object' && body !== null && 'text' in body ? body.text : undefined;
  const said = serverError(typeof held === 'string' ? held : '');
  const failure = statusFailure({ status, headers, error: said }, key, Date.now());
  const isFiltered = said.isFiltered && (status === 400 || status === 403 || status === 422);
  return isFiltered ? { kind: 'filtered', status, headers, words: said.words, failure } : { kind: 'failed', failure };
}

/** What it is that no whole answer came. One without end is no trouble of the connection, and is asked for as seldom as any that is paid for in vain. */
function lossOf(error: unknown, key: string | undefined): Failure {
  if (!(error instanceof CutBody && error.cause instanceof EndlessBody)) return networkFailure(error, key);
  return { kind: 'badResponse', detail: error.cause.message };
}

/** Makes a server of a connection. A time-out covers one whole answer, from the request to the last byte. */
export function openAiServer(options: OpenAiModelOptions): OpenAiServer {
  const { connection } = options;
  const key = options.key?.trim() === '' ? undefined : options.key?.trim();
  const isSendable = key === undefined || /^[\x20-\x7e\x80-\xff]+$/.test(key);
  const client = clientFor(connection, key, options.fetch ?? ((input, init) => globalThis.fetch(input, init)));
  const seconds = connection.timeoutSeconds ?? defaultTimeoutSeconds;

  async function exchange(
    send: (client: OpenAI, signal: AbortSignal) => Promise<Response>,
    cancel: AbortSignal,
  ): Promise<Exchange> {
    if (cancel.aborted) return { kind: 'cancelled' };
    if (!isSendable) {
      const detail = 'the key holds characters that cannot be sent';
      return { kind: 'failed', failure: { kind: 'unauthorized', detail } };
    }
    // One signal for each request: the client leaves a listener on the one it is given, and a run's signal lives long.
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    cancel.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(abort, seconds * 1000);
    let response: Response | undefined;
    try {
      response = await send(client, stop.signal);
      const { status, headers } = response;
      return { kind: 'whole', arrived: { status, headers, text: await readWhole(response) } };
    } catch (error) {
      if (cancel.aborted) return { kind: 'cancelled' };
      const status = statusExchange(error, key);
      if (status !== undefined) return status;
      const lost: Failure = stop.signal.aborted
        ? { kind: 'timeout', detail: `no whole answer within ${seconds} s` }
        : lossOf(error, key);
      // A 200 that had begun is billed, whatever becomes of the rest of it.
      const failure: Failure = response === undefined ? lost : { ...lost, isBilled: true };
      if (response === undefined || !(error instanceof CutBody)) return { kind: 'failed', failure };
      return {
        kind: 'cut',
        arrived: { status: response.status, headers: response.headers, text: error.text },
        failure,
      };
    } finally {
      clearTimeout(timer);
      cancel.removeEventListener('abort', abort);
    }
  }
  return { connection, key, exchange };
}

import type { Connection } from './connection.ts';

/** Longest error text that is read from a server, in UTF-16 units. */
const errorTextLimit = 64 * 1024;
/** Longest body that is accepted as an answer, in UTF-16 units: far more than any model writes, far less than memory. */
const answerTextLimit = 16 * 1024 * 1024;

/** A body goes on beyond what is accepted: no answer, and asking again would bring it again. */
export class EndlessBody extends Error {
  constructor() {
    super('the body is too long');
  }
}

/** The body of a response could not be read whole; `text` is what had arrived. */
export class CutBody extends Error {
  readonly text: string;

  constructor(text: string, cause: unknown) {
    super('the body ended early', { cause });
    this.text = text;
  }
}

async function readChunks(body: ReadableStream<Uint8Array>, limit: number): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value, { stream: true });
      if (text.length > limit) throw new EndlessBody();
    }
  } catch (error) {
    // Without this a server that keeps sending would hold the connection for ever.
    reader.cancel().catch(() => undefined);
    throw new CutBody(text.slice(0, limit), error);
  }
}

/**
 * Reads a body whole. A body of known length is read the quick way; one whose end is marked by the connection alone is read
 * piece by piece, so that {@link CutBody} can carry what arrived before it was cut.
 */
export async function readWhole(response: Response, limit = answerTextLimit): Promise<string> {
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  if (response.body === null || (length <= limit && !response.headers.has('content-encoding'))) return response.text();
  return readChunks(response.body, limit);
}

/** Headers in full: nothing but what the connection says. */
function requestHeaders(
  connection: Connection,
  key: string | undefined,
  given: ConstructorParameters<typeof Headers>[0],
): Headers {
  const headers = new Headers({ accept: 'application/json', 'user-agent': 'EmoLens', ...connection.headers });
  const type = new Headers(given).get('content-type');
  if (type !== null) headers.set('content-type', type);
  if (key !== undefined && connection.keyHeader !== undefined) headers.set(connection.keyHeader, key);
  else if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
  return headers;
}

/** Status codes whose responses cannot have a body. */
const bodiless = new Set([204, 205, 304]);

/**
 * Wraps `fetch` for the `openai` client. Three things are changed. Headers: the client would add facts about this machine, and
 * whatever `OPENAI_CUSTOM_HEADERS` holds, meant for another server. Redirects are not followed, so that no portrait goes where
 * the connection does not say. The text of an error is handed on whole as `{error: {text}}`, because the client keeps only
 * `error` of a JSON body and servers write their words elsewhere too.
 */
export function guardedFetch(connection: Connection, key: string | undefined, inner: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await inner(input, {
      ...init,
      headers: requestHeaders(connection, key, init?.headers),
      redirect: 'manual',
    });
    if (response.ok) return response;
    const text = await readWhole(response, errorTextLimit).catch((error: unknown) =>
      error instanceof CutBody ? error.text : '',
    );
    // A page's `fetch` hides the status of a redirect and says 0.
    const status = response.status === 0 ? 302 : response.status;
    const body = bodiless.has(status) ? null : JSON.stringify({ error: { text } });
    return new Response(body, { status, headers: response.headers });
  };
}

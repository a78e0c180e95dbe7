import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendReply, type FakeReply } from './fakeReply.ts';
import { answerWith } from './fakeScripts.ts';

/** One request as the server saw it. Images are kept as type and hash only, so that thousands of requests fit in memory. */
export interface RecordedRequest {
  /** Counts from 0. */
  readonly n: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed JSON body with each data URI replaced by `sha256:...`; `undefined` when there was none or it was broken. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly bodyBytes: number;
  readonly images: readonly { readonly mime: string; readonly sha256: string; readonly bytes: number }[];
  /** All texts of all messages, joined by newlines. */
  readonly text: string;
  /** The text of the last user message. */
  readonly lastText: string;
}

/** Says what happens to request `n` (from 0, chat requests only). */
export type FakeScript = (request: RecordedRequest, n: number) => FakeReply;

/** A running fake server. */
export interface FakeOpenAi {
  /** `http://127.0.0.1:PORT/v1`. */
  readonly baseUrl: string;
  /** Chat requests, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Every other request (`/models`, wrong paths). */
  readonly otherRequests: readonly RecordedRequest[];
  /** Chat requests that arrived and are not yet answered. */
  readonly inFlight: number;
  /** The most that were in flight at once. */
  readonly peakInFlight: number;
  /** Chat requests answered with 200: what a provider would bill. */
  readonly billed: number;
  setScript(script: FakeScript): void;
  /** Resolves once `count` chat requests have arrived. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** How the fake server is set up. */
export interface FakeOptions {
  readonly port?: number;
  /** Names that `GET /v1/models` lists. */
  readonly models?: readonly string[];
  /** Idle connections are closed after this many ms (Node's default is 5000). */
  readonly keepAliveMs?: number;
  /** `true` answers `POST /v1/responses` as it does chat requests; they count as those. Otherwise that path is not found. */
  readonly responses?: boolean;
  /** What `GET /v1/models` gets in place of the list of `models`. */
  readonly modelsReply?: (request: RecordedRequest) => FakeReply;
  /** `false` keeps no requests, for long benchmarks; counts stay. */
  readonly record?: boolean;
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function parseBody(bytes: Buffer): Pick<RecordedRequest, 'body' | 'images' | 'text' | 'lastText'> {
  const images: { mime: string; sha256: string; bytes: number }[] = [];
  const texts: string[] = [];
  let lastText = '';
  let body: Record<string, unknown> | undefined;
  try {
    body = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  } catch {
    return { body: undefined, images, text: '', lastText };
  }
  const messages = body['messages'] ?? body['input'];
  for (const message of Array.isArray(messages) ? (messages as Record<string, unknown>[]) : []) {
    const content = message['content'];
    const parts =
      typeof content === 'string' ? [{ type: 'text', text: content }] : (content as Record<string, unknown>[]);
    for (const part of parts) {
      if (part['type'] === 'text' || part['type'] === 'input_text') {
        texts.push(part['text'] as string);
        if (message['role'] === 'user') lastText = part['text'] as string;
      }
      // Chat Completions put the address into an object, Responses do not.
      const image = part['image_url'] as { url: string } | string | undefined;
      const url = typeof image === 'object' ? image.url : image;
      const data = url === undefined ? null : /^data:([^;,]*);base64,(.*)$/s.exec(url);
      if (data === null) continue;
      const decoded = Buffer.from(data[2]!, 'base64');
      const sha256 = createHash('sha256').update(decoded).digest('hex');
      images.push({ mime: data[1]!, sha256, bytes: decoded.length });
      if (typeof image === 'object') image.url = `sha256:${sha256}`;
      else part['image_url'] = `sha256:${sha256}`;
    }
  }
  return { body, images, text: texts.join('\n'), lastText };
}

/**
 * Starts a fake OpenAI-compatible server on 127.0.0.1. Knows `POST /v1/chat/completions`, `GET /v1/models` and, if wished,
 * `POST /v1/responses`.
 */
export async function startFakeOpenAi(
  script: FakeScript = answerWith('happy'),
  options: FakeOptions = {},
): Promise<FakeOpenAi> {
  const requests: RecordedRequest[] = [];
  const otherRequests: RecordedRequest[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let current = script;
  let arrivals = 0;
  let inFlight = 0;
  let peakInFlight = 0;
  let billed = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isResponses = options.responses === true && request.url === '/v1/responses';
    const isChat = request.method === 'POST' && (request.url === '/v1/chat/completions' || isResponses);
    const n = isChat ? arrivals : otherRequests.length;
    if (isChat) {
      inFlight++;
      peakInFlight = Math.max(peakInFlight, inFlight);
      arrivals++;
      response.on('close', () => inFlight--);
    }
    const bytes = await readBody(request);
    const { method = '', url = '', headers } = request;
    const recorded = { n, method, path: url, headers, bodyBytes: bytes.length, ...parseBody(bytes) };
    if (!isChat) {
      otherRequests.push(recorded);
      const isModels = request.method === 'GET' && url === '/v1/models';
      const data = (options.models ?? ['fake-vision']).map((id) => ({
        id,
        object: 'model',
        created: 0,
        owned_by: 'fake',
      }));
      const list = options.modelsReply?.(recorded) ?? { json: { object: 'list', data } };
      return sendReply(response, isModels ? list : { status: 404, json: { detail: 'Not Found' } });
    }
    if (options.record !== false) requests.push(recorded);
    for (const one of waiting.filter(({ count }) => arrivals >= count)) one.resolve();
    const reply = current(recorded, n);
    if ((reply.status ?? 200) === 200 && reply.drop !== 'before') billed++;
    return sendReply(response, reply, isResponses ? 'responses' : 'chat');
  }

  const server: Server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  if (options.keepAliveMs !== undefined) server.keepAliveTimeout = options.keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    otherRequests,
    get inFlight() {
      return inFlight;
    },
    get peakInFlight() {
      return peakInFlight;
    },
    get billed() {
      return billed;
    },
    setScript(next) {
      current = next;
    },
    arrived(count) {
      if (arrivals >= count) return Promise.resolve();
      return new Promise((resolve) => waiting.push({ count, resolve }));
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

import type { OpenAI } from 'openai';
import { type Connection, endpointOf } from './connection.ts';
import type { Model, ModelAnswer, ModelRequest, ModelResult } from './model.ts';
import { filteredAnswer, readCompletion, type ReadAnswer, type WholeResponse } from './openAiAnswer.ts';
import { chatBody } from './openAiBody.ts';
import { parseJson } from './openAiDetail.ts';
import { openAiServer, type Exchange, type OpenAiModelOptions, type OpenAiServer } from './openAiExchange.ts';
import { readResponse } from './responsesAnswer.ts';
import { responsesBody } from './responsesBody.ts';

/** How one of the two APIs is asked and read. */
interface Api {
  send(client: OpenAI, connection: Connection, request: ModelRequest, signal: AbortSignal): Promise<Response>;
  read(response: WholeResponse, key: string | undefined, now: number): ReadAnswer;
}

const chat: Api = {
  send: (client, connection, request, signal) =>
    client.chat.completions.create(chatBody(connection, request), { signal }).asResponse(),
  read: readCompletion,
};

const responses: Api = {
  send: (client, connection, request, signal) =>
    client.responses.create(responsesBody(connection, request), { signal }).asResponse(),
  read: readResponse,
};

/** A server that echoes its request must not bring the key into a run's files; a short key may be an ordinary word. */
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

function resultOf(exchange: Exchange, read: Api['read'], key: string | undefined): ModelResult {
  if (exchange.kind === 'cancelled') return { ok: false, cancelled: true };
  if (exchange.kind === 'failed') return { ok: false, failure: exchange.failure };
  if (exchange.kind === 'filtered') return { ok: true, answer: filteredAnswer(exchange, exchange.words, key) };
  const { arrived } = exchange;
  // An answer that was cut off after its last brace is whole all the same, and it has been paid for.
  if (exchange.kind === 'cut' && parseJson(arrived.text) === undefined) return { ok: false, failure: exchange.failure };
  const answer = read(arrived, key, Date.now());
  return answer.ok ? { ok: true, answer: withoutKey(answer.answer, key) } : answer;
}

/** A result with the body that it was read from, for who looks for more in it than an answer. */
export interface AskedOnce {
  readonly result: ModelResult;
  /** The parsed body of a 2xx answer; `undefined` where there was none or it was not JSON. */
  readonly body: unknown;
}

/** Sends one request in the API that the server's connection names; never throws. */
export async function askOnce(server: OpenAiServer, request: ModelRequest, cancel: AbortSignal): Promise<AskedOnce> {
  const { connection, key } = server;
  const api = connection.api === 'responses' ? responses : chat;
  const exchange = await server.exchange((client, signal) => api.send(client, connection, request, signal), cancel);
  const body = exchange.kind === 'whole' || exchange.kind === 'cut' ? exchange.arrived.text : '';
  return {
    result: resultOf(exchange, api.read, key),
    get body() {
      return parseJson(body);
    },
  };
}

/**
 * A model behind Chat Completions or Responses of an OpenAI-compatible server, as its connection says. One `ask` is one request:
 * no retries inside, and every misbehaviour of the server or the network is a failure value. The connection's time-out covers
 * the whole answer. (Node's own `fetch` gives up after 300 s without a byte; for slower servers the platform has to bring another `fetch`.)
 */
export function openAiModel(options: OpenAiModelOptions): Model {
  const server = openAiServer(options);
  return {
    id: server.connection.model,
    kind: 'openai',
    endpoint: endpointOf(server.connection),
    ask: async (request, cancel) => (await askOnce(server, request, cancel)).result,
  };
}

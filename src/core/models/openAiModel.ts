import { endpointOf } from './connection.ts';
import type { Model, ModelAnswer, ModelResult } from './model.ts';
import { filteredAnswer, readCompletion } from './openAiAnswer.ts';
import { chatBody } from './openAiBody.ts';
import { parseJson } from './openAiDetail.ts';
import { openAiServer, type Exchange, type OpenAiModelOptions } from './openAiExchange.ts';

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

function resultOf(exchange: Exchange, key: string | undefined): ModelResult {
  if (exchange.kind === 'cancelled') return { ok: false, cancelled: true };
  if (exchange.kind === 'failed') return { ok: false, failure: exchange.failure };
  if (exchange.kind === 'filtered') return { ok: true, answer: filteredAnswer(exchange, exchange.words, key) };
  const { arrived } = exchange;
  // An answer that was cut off after its last brace is whole all the same, and it has been paid for.
  if (exchange.kind === 'cut' && parseJson(arrived.text) === undefined) return { ok: false, failure: exchange.failure };
  const read = readCompletion(arrived, key, Date.now());
  return read.ok ? { ok: true, answer: withoutKey(read.answer, key) } : read;
}

/**
 * A model behind Chat Completions of an OpenAI-compatible server. One `ask` is one request: no retries inside, and every
 * misbehaviour of the server or the network is a failure value. The connection's time-out covers the whole answer. (Node's
 * own `fetch` gives up after 300 s without a byte; for slower servers the platform has to bring another `fetch`.)
 */
export function openAiModel(options: OpenAiModelOptions): Model {
  const { connection, key, exchange } = openAiServer(options);
  return {
    id: connection.model,
    kind: 'openai',
    endpoint: endpointOf(connection),
    async ask(request, cancel) {
      const answered = await exchange(
        (client, signal) => client.chat.completions.create(chatBody(connection, request), { signal }).asResponse(),
        cancel,
      );
      return resultOf(answered, key);
    },
  };
}

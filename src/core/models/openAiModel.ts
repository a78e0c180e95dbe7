import type { Connection } from './connection.ts';
import { endpointOf } from './connection.ts';
import type { Model, ModelRequest, ModelResult } from './model.ts';

/** What an OpenAI-compatible model is made from; `key` is used for requests only and is in no result. */
export interface OpenAiModelOptions {
  readonly connection: Connection;
  readonly key: string | undefined;
  readonly fetch?: typeof fetch;
}

/** A model behind Chat Completions. One `ask` is one request: no retries inside, no exceptions out. */
export function openAiModel(options: OpenAiModelOptions): Model {
  return {
    id: options.connection.model,
    kind: 'openai',
    endpoint: endpointOf(options.connection),
    ask: (_request: ModelRequest, _signal: AbortSignal): Promise<ModelResult> =>
      Promise.resolve({ ok: false, failure: { kind: 'unreachable', detail: 'not yet' } }),
  };
}

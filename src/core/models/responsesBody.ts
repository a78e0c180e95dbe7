import type { EasyInputMessage, ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import type { Connection } from './connection.ts';
import type { Message, ModelRequest } from './model.ts';
import { dataUri } from './openAiDataUri.ts';

/** Pictures carry a `detail` always: vLLM refuses an `input_image` without one. */
function inputMessage(message: Message, detail: Connection['imageDetail']): EasyInputMessage {
  if (message.role === 'assistant') {
    const content = message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
    return { role: 'assistant', content };
  }
  return {
    role: 'user',
    content: message.parts.map((part) =>
      part.type === 'text'
        ? { type: 'input_text', text: part.text }
        : { type: 'input_image', image_url: dataUri(part.image), detail: detail ?? 'auto' },
    ),
  };
}

/**
 * The body of a Responses request (platform.openai.com/docs/api-reference/responses/create). The server is told to keep nothing.
 * This API has no seed. Parameters of the request win over those of the connection; what neither names is not sent.
 */
export function responsesBody(connection: Connection, request: ModelRequest): ResponseCreateParamsNonStreaming {
  const temperature = request.parameters.temperature ?? connection.temperature;
  const limit = request.parameters.maxTokens ?? connection.maxTokens;
  return {
    store: false,
    ...connection.extraBody,
    ...(temperature === undefined || connection.sendTemperature === false ? {} : { temperature }),
    ...(limit === undefined || connection.maxTokensField === 'none' ? {} : { max_output_tokens: limit }),
    model: connection.model,
    input: request.messages.map((message) => inputMessage(message, connection.imageDetail)),
  };
}

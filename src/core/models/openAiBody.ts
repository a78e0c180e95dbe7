import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { Connection } from './connection.ts';
import type { Message, MessagePart, ModelRequest } from './model.ts';
import { dataUri } from './openAiDataUri.ts';

function contentPart(part: MessagePart, detail: Connection['imageDetail']): ChatCompletionContentPart {
  if (part.type === 'text') return part;
  const url = dataUri(part.image);
  return { type: 'image_url', image_url: detail === undefined ? { url } : { url, detail } };
}

function textOf(message: Message): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}

/** Text alone is sent as a plain string: many servers take parts only from users, and some only where there are pictures. */
function chatMessage(message: Message, detail: Connection['imageDetail']): ChatCompletionMessageParam {
  if (message.role === 'assistant') return { role: 'assistant', content: textOf(message) };
  if (message.parts.every((part) => part.type === 'text')) return { role: 'user', content: textOf(message) };
  return { role: 'user', content: message.parts.map((part) => contentPart(part, detail)) };
}

/** The limit of the answer under the name that the server knows. */
function limitFields(connection: Connection, limit: number | undefined): Record<string, number> {
  const field = connection.maxTokensField ?? 'max_tokens';
  return limit === undefined || field === 'none' ? {} : { [field]: limit };
}

/**
 * The body of a Chat Completions request. Parameters of the request win over those of the connection; what neither names,
 * and what the connection says the server refuses, is not sent.
 */
export function chatBody(connection: Connection, request: ModelRequest): ChatCompletionCreateParamsNonStreaming {
  const temperature = request.parameters.temperature ?? connection.temperature;
  const seed = request.parameters.seed ?? connection.seed;
  return {
    ...connection.extraBody,
    ...(temperature === undefined || connection.sendTemperature === false ? {} : { temperature }),
    ...(seed === undefined || connection.sendSeed === false ? {} : { seed }),
    ...limitFields(connection, request.parameters.maxTokens ?? connection.maxTokens),
    model: connection.model,
    messages: request.messages.map((message) => chatMessage(message, connection.imageDetail)),
  };
}

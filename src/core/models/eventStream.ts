import { fields, type Fields } from './jsonFields.ts';
import { parseJson } from './openAiDetail.ts';

/** The deltas of a choice that are texts, each added up over the stream. */
const spoken = ['content', 'refusal', 'reasoning_content', 'reasoning'] as const;

/** Whether a body is a stream of server-sent events (WHATWG HTML, section 9.2) and not one answer. */
export function isEventStream(text: string): boolean {
  return /^\uFEFF?\s*(data|event|id|retry)?:/.test(text);
}

/** The data of each event, parsed; what is no JSON, such as the closing `[DONE]`, stays a text. */
function eventsOf(text: string): readonly unknown[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/(?:\r\n|\r|\n){2,}/)
    .map((event) =>
      event
        .split(/\r\n|\r|\n/)
        .flatMap((line) => /^data: ?(.*)$/s.exec(line)?.[1] ?? [])
        .join('\n'),
    )
    .filter((data) => data !== '')
    .map((data) => parseJson(data) ?? data);
}

function joinedChunks(events: readonly Fields[], isDone: boolean): Fields | undefined {
  const message: Record<string, string> = {};
  let finish: unknown;
  let usage: unknown;
  for (const chunk of events) {
    usage = chunk['usage'] ?? usage;
    const choice = fields(Array.isArray(chunk['choices']) ? chunk['choices'][0] : undefined);
    if (choice === undefined || (choice['index'] ?? 0) !== 0) continue;
    finish = choice['finish_reason'] ?? finish;
    const delta = fields(choice['delta']) ?? fields(choice['message']);
    for (const name of spoken) {
      const part = delta?.[name];
      if (typeof part === 'string') message[name] = (message[name] ?? '') + part;
    }
  }
  if (!isDone && finish === undefined) return undefined;
  return { choices: [{ index: 0, message, finish_reason: finish }], usage };
}

/**
 * The answer in a stream that nobody asked for, put together as the server would have sent it whole: the chunks of Chat
 * Completions, or the response in the closing event of Responses. An event that is an error stands for all. `undefined` for
 * anything else, and for a stream that breaks off before its end.
 */
export function fromEventStream(text: string): Fields | undefined {
  if (!isEventStream(text)) return undefined;
  const all = eventsOf(text);
  const events = all.map(fields).filter((event) => event !== undefined);
  const error = events.find((event) => event['error'] !== undefined && event['error'] !== null);
  if (error !== undefined) return error;
  const closing = events.findLast((event) => /^response\.(completed|incomplete|failed)$/.test(String(event['type'])));
  if (closing !== undefined) return fields(closing['response']);
  const chunks = events.filter((event) => Array.isArray(event['choices']));
  return chunks.length === 0 ? undefined : joinedChunks(chunks, all.includes('[DONE]'));
}

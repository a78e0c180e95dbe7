import { fields, text, type Fields } from './jsonFields.ts';
import type { ModelAnswer } from './model.ts';
import {
  badResponse,
  bodyObject,
  isEmpty,
  paidFor,
  usageOf,
  withHeaders,
  wrappedError,
  type ReadAnswer,
  type WholeResponse,
} from './openAiAnswer.ts';

/** The texts of the parts of one type, as far as `value` is a list of parts. */
function joined(value: unknown, type: string, field: string): string {
  if (!Array.isArray(value)) return '';
  return (value as readonly unknown[])
    .map((one) => fields(one))
    .map((part) => (part?.['type'] === type ? (text(part[field]) ?? '') : ''))
    .join('');
}

/** What was said, what was thought and what was refused, over all items of `output` in their order. */
function saidIn(output: readonly unknown[]): Pick<ModelAnswer, 'reply' | 'reasoning' | 'refusal'> {
  let reply = '';
  let refusal = '';
  let reasoning = '';
  for (const one of output) {
    const item = fields(one);
    if (item?.['type'] === 'message') {
      reply += joined(item['content'], 'output_text', 'text');
      refusal += joined(item['content'], 'refusal', 'refusal');
    } else if (item?.['type'] === 'reasoning') {
      // Servers of open models send the thoughts themselves, OpenAI a summary of them.
      const whole = joined(item['content'], 'reasoning_text', 'text');
      reasoning += whole === '' ? joined(item['summary'], 'summary_text', 'text') : whole;
    }
  }
  return { reply, ...(refusal === '' ? {} : { refusal }), ...(reasoning === '' ? {} : { reasoning }) };
}

/** The end of an answer in the words of Chat Completions, so that one reader serves both. */
function finishOf(json: Fields): string | undefined {
  if (json['status'] === 'completed') return 'stop';
  const reason = text(fields(json['incomplete_details'])?.['reason']);
  return reason === 'max_output_tokens' ? 'length' : reason;
}

/**
 * Reads the body of a 2xx answer of the Responses API. Output messages are the reply, reasoning items are kept apart, an answer cut
 * by its limit has the finish `length`. A `failed` response is the failure that it names; one that is still being made,
 * or another shape, is `badResponse`; one without a word is `emptyResponse`.
 */
export function readResponse(response: WholeResponse, key: string | undefined, now: number): ReadAnswer {
  const body = bodyObject(response, key, now);
  if (!body.ok) return body.read;
  const { json } = body;
  const status = text(json['status']);
  if (status === 'failed') return wrappedError(json, response, key, now);
  const output = json['output'];
  const isAnswer = status === undefined || status === 'completed' || status === 'incomplete';
  if (!Array.isArray(output) || !isAnswer)
    return badResponse(response, response.text, key, 'badResponse', paidFor(json));
  const finish = finishOf(json);
  const usage = usageOf(json['usage']);
  const answer = {
    ...saidIn(output as readonly unknown[]),
    ...(finish === undefined ? {} : { finish }),
    ...(usage === undefined ? {} : { usage }),
  };
  if (isEmpty(answer)) return badResponse(response, `status: ${status ?? 'none'}`, key, 'emptyResponse', paidFor(json));
  return withHeaders(answer, response);
}

import { afterEach, describe, expect, it } from 'vitest';
import { answerOf, ask, closeServer, failureOf } from './openAiAsk.ts';

afterEach(closeServer);

const streamed = { 'content-type': 'text/event-stream; charset=utf-8' };

function chunk(delta: Record<string, unknown>, finish: string | null = null, more: Record<string, unknown> = {}) {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', choices, ...more };
}

function events(...all: readonly unknown[]): string {
  return all.map((one) => `data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`).join('');
}

const usage = { prompt_tokens: 91, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 64 } };
const spoken = [chunk({ role: 'assistant', content: '' }), chunk({ content: 'hap' }), chunk({ content: 'py' })];

describe('a stream that nobody asked for', () => {
  it.each([
    ['with an end and its usage', events(...spoken, chunk({}, 'stop'), { choices: [], usage }, '[DONE]')],
    ['with Windows line ends', events(...spoken, chunk({}, 'stop', { usage }), '[DONE]').replaceAll('\n', '\r\n')],
    ['without the closing mark', events(...spoken, chunk({}, 'stop', { usage })).trimEnd()],
    [
      'with comments and names',
      `: ping\n\nevent: message\n${events(...spoken, chunk({}, 'stop', { usage }), '[DONE]')}`,
    ],
    ['in one event', events({ choices: [{ message: { content: 'happy' }, finish_reason: 'stop' }], usage })],
  ])('is put together: %s', async (_name, body) => {
    const answer = answerOf(await ask({ body, headers: streamed }));
    expect(answer).toMatchObject({
      reply: 'happy',
      finish: 'stop',
      usage: { input: 91, output: 3, cached: 64 },
      httpStatus: 200,
      requestId: 'req-fake',
    });
  });

  it('keeps thoughts and refusals apart', async () => {
    const thought = [
      chunk({ reasoning_content: 'sad' }),
      chunk({ reasoning_content: ' or not' }),
      chunk({ refusal: 'No.' }),
    ];
    const answer = answerOf(await ask({ body: events(...thought, chunk({}, 'stop'), '[DONE]'), headers: streamed }));
    expect(answer).toMatchObject({ reply: '', reasoning: 'sad or not', refusal: 'No.' });
  });

  it('of Responses is the response of its closing event', async () => {
    const output = [{ type: 'message', content: [{ type: 'output_text', text: 'sad' }] }];
    const response = { status: 'completed', output, usage: { input_tokens: 7, output_tokens: 1 } };
    const body = `event: response.output_text.delta\n${events({ type: 'response.output_text.delta', delta: 'sad' })}${events({ type: 'response.completed', response })}`;
    const answer = answerOf(await ask({ body, headers: streamed }, { api: 'responses' }));
    expect(answer).toMatchObject({ reply: 'sad', finish: 'stop', usage: { input: 7, output: 1, cached: 0 } });
  });

  it('that breaks off is no answer, and is paid for', async () => {
    const failure = failureOf(await ask({ body: events(...spoken), headers: streamed }));
    expect(failure).toMatchObject({ kind: 'badResponse', isBilled: true });
  });

  it('that ends in an error is that error', async () => {
    const body = events(...spoken, { error: { message: 'Overloaded', code: 503 } });
    expect(failureOf(await ask({ body, headers: streamed }))).toMatchObject({
      kind: 'serverError',
      detail: 'Overloaded',
    });
  });
});

it('a body without end is given up, is paid for, and is no trouble of the connection', async () => {
  const failure = failureOf(await ask({ text: 'happy '.repeat(3_000_000) }));
  expect(failure).toMatchObject({ kind: 'badResponse', detail: 'the body is too long', isBilled: true });
});

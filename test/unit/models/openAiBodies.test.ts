import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/core/models/connection.ts';
import type { ModelRequest } from '../../../src/core/models/model.ts';
import { openAiModel } from '../../../src/core/models/openAiModel.ts';
import { answerOf, ask, closeServer, key, live, pictureSha, request, running, server } from './openAiAsk.ts';

afterEach(closeServer);

const own: Partial<Connection> = {
  temperature: 0.5,
  maxTokens: 64,
  seed: 7,
  maxTokensField: 'max_completion_tokens',
  sendTemperature: false,
  imageDetail: 'high',
  extraBody: { chat_template_kwargs: { enable_thinking: false } },
};
const talk: ModelRequest['messages'] = [
  ...request.messages,
  { role: 'assistant', parts: [{ type: 'text', text: 'positive' }] },
  { role: 'user', parts: [{ type: 'text', text: 'And the emotion?' }] },
];

describe('a chat request', () => {
  it('is one picture with its true type, before the question, and the key', async () => {
    await ask({ text: 'happy' });
    const sent = running?.requests[0];
    expect(sent?.images).toEqual([{ mime: 'image/webp', sha256: pictureSha, bytes: 1000 }]);
    expect(sent?.headers['authorization']).toBe(`Bearer ${key}`);
    expect(sent?.body).toEqual({
      model: 'fake-vision',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: `sha256:${pictureSha}` } },
            { type: 'text', text: 'Which emotion?' },
          ],
        },
      ],
    });
  });

  it('follows the profile of the connection', async () => {
    await ask({ text: 'happy' }, own);
    const { messages, ...rest } = running?.requests[0]?.body ?? {};
    expect(rest).toEqual({
      model: 'fake-vision',
      max_completion_tokens: 64,
      seed: 7,
      chat_template_kwargs: { enable_thinking: false },
    });
    expect(JSON.stringify(messages)).toContain('"detail":"high"');
  });

  it('lets the request win over the connection', async () => {
    const { baseUrl } = await server({ text: 'happy' });
    const connection = {
      name: 'fake',
      baseUrl: `${baseUrl}/`,
      model: 'm',
      temperature: 1,
      maxTokens: 9,
    };
    const parameters = { temperature: 0, maxTokens: 300 };
    await openAiModel({ connection, key }).ask({ ...request, parameters }, live);
    expect(running?.requests[0]?.body).toMatchObject({ temperature: 0, max_tokens: 300 });
  });

  it('puts earlier turns as plain strings', async () => {
    const { baseUrl } = await server({ text: 'happy' });
    await openAiModel({ connection: { name: 'f', baseUrl, model: 'm' }, key }).ask(
      { ...request, messages: talk },
      live,
    );
    const sent = running?.requests[0]?.body?.['messages'] as readonly { content: unknown }[];
    expect(sent.slice(1)).toEqual([
      { role: 'assistant', content: 'positive' },
      { role: 'user', content: 'And the emotion?' },
    ]);
  });

  it('brings reasoning in parts of its own', async () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'brows' }] },
      { type: 'text', text: 'sad' },
    ];
    expect(answerOf(await ask({ message: { content } }))).toMatchObject({ reply: 'sad', reasoning: 'brows' });
  });
});

describe('a Responses request', () => {
  const responses = { api: 'responses' } as const;

  it('is one picture before the question, and keeps nothing at the server', async () => {
    await ask({ text: 'happy' }, responses);
    const sent = running?.requests[0];
    expect(sent?.path).toBe('/v1/responses');
    expect(sent?.images).toEqual([{ mime: 'image/webp', sha256: pictureSha, bytes: 1000 }]);
    expect(sent?.headers['authorization']).toBe(`Bearer ${key}`);
    expect(sent?.body).toEqual({
      model: 'fake-vision',
      store: false,
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_image', image_url: `sha256:${pictureSha}`, detail: 'auto' },
            { type: 'input_text', text: 'Which emotion?' },
          ],
        },
      ],
    });
  });

  it('follows the profile of the connection, and has no seed', async () => {
    await ask({ text: 'happy' }, { ...own, ...responses });
    const { input, ...rest } = running?.requests[0]?.body ?? {};
    expect(rest).toEqual({
      model: 'fake-vision',
      store: false,
      max_output_tokens: 64,
      chat_template_kwargs: { enable_thinking: false },
    });
    expect(JSON.stringify(input)).toContain('"detail":"high"');
    await ask({ text: 'happy' }, { ...own, ...responses, maxTokensField: 'none' });
    expect(running?.requests[0]?.body).not.toHaveProperty('max_output_tokens');
  });

  it('lets the request win over the connection, but for what the connection refuses', async () => {
    const { baseUrl } = await server({ text: 'happy' });
    const connection = { name: 'fake', baseUrl, model: 'm', temperature: 1, maxTokens: 9, ...responses };
    const parameters = { temperature: 0, maxTokens: 300, seed: 5 };
    await openAiModel({ connection, key }).ask({ ...request, parameters, messages: talk }, live);
    const sent = running?.requests[0]?.body ?? {};
    expect(sent).toMatchObject({ temperature: 0, max_output_tokens: 300 });
    expect(sent).not.toHaveProperty('seed');
    expect((sent['input'] as readonly unknown[]).slice(1)).toEqual([
      { role: 'assistant', content: 'positive' },
      { role: 'user', content: [{ type: 'input_text', text: 'And the emotion?' }] },
    ]);
  });

  it('brings the thoughts of reasoning items apart, whole before their summary', async () => {
    const summary = [{ type: 'summary_text', text: 'tears' }];
    const said = { type: 'message', content: [{ type: 'output_text', text: 'sad' }] };
    const withItem = (item: Record<string, unknown>) => ({
      json: { status: 'completed', output: [{ type: 'reasoning', summary, ...item }, said] },
    });
    expect(answerOf(await ask(withItem({}), responses))).toMatchObject({ reply: 'sad', reasoning: 'tears' });
    const content = [{ type: 'reasoning_text', text: 'The eyes are wet.' }];
    expect(answerOf(await ask(withItem({ content }), responses)).reasoning).toBe('The eyes are wet.');
  });

  it('ends with the finish that the reader knows', async () => {
    const output = [{ type: 'message', content: [{ type: 'output_text', text: 'sa' }] }];
    const cut = (reason: string) => ({ json: { status: 'incomplete', incomplete_details: { reason }, output } });
    expect(answerOf(await ask(cut('max_output_tokens'), responses)).finish).toBe('length');
    expect(answerOf(await ask(cut('content_filter'), responses)).finish).toBe('content_filter');
    const error = { code: 'image_content_policy_violation', message: 'not this picture' };
    const refused = answerOf(await ask({ json: { status: 'failed', error, output: [] } }, responses));
    expect(refused).toMatchObject({ finish: 'content_filter', refusal: 'not this picture' });
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/core/models/connection.ts';
import { openAiModel } from '../../../src/core/models/openAiModel.ts';
import type { FakeReply } from '../../fakes/fakeReply.ts';
import { errorReply, rateLimited } from '../../fakes/fakeScripts.ts';
import { answerOf, apis, ask as askIn, closeServer, failureOf, key, request, running, server } from './openAiAsk.ts';

afterEach(closeServer);

describe.each(apis)('%s', (api) => {
  const ask = (reply: FakeReply, own: Partial<Connection> = {}, apiKey?: string) =>
    askIn(reply, { api, ...own }, apiKey);

  describe('a good answer', () => {
    it('carries the reply with usage, finish, request id and quota', async () => {
      const usage = { prompt_tokens: 812, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 512 } };
      const headers = {
        'x-request-id': 'req-42',
        'x-ratelimit-limit-requests': '500',
        'x-ratelimit-remaining-requests': '450',
        'x-ratelimit-limit-tokens': '1000',
        'x-ratelimit-remaining-tokens': '50',
      };
      expect(await ask({ text: 'happy', usage, headers })).toEqual({
        ok: true,
        answer: {
          reply: 'happy',
          finish: 'stop',
          usage: { input: 812, output: 3, cached: 512 },
          httpStatus: 200,
          requestId: 'req-42',
          quotaLeft: 0.05,
        },
      });
    });

    it('arrives whole in pieces, with characters cut between them', async () => {
      expect(answerOf(await ask({ text: '担忧 — worry 😟'.repeat(50), chunks: 97 })).reply).toBe(
        '担忧 — worry 😟'.repeat(50),
      );
    });

    it('needs no usage', async () => {
      expect(answerOf(await ask({ text: 'sad', usage: null })).usage).toBeUndefined();
    });

    it('joins content parts', async () => {
      const content = [
        { type: 'text', text: 'AN' },
        { type: 'text', text: 'SWER: sad' },
      ];
      expect(answerOf(await ask({ message: { content } })).reply).toBe('ANSWER: sad');
    });

    it('keeps reasoning apart, from either field and from parts', async () => {
      expect(answerOf(await ask({ text: 'sad', message: { reasoning_content: 'tears' } })).reasoning).toBe('tears');
      expect(answerOf(await ask({ text: 'sad', message: { reasoning: 'lips' } })).reasoning).toBe('lips');
    });

    it('may be a refusal in its own field', async () => {
      const answer = answerOf(await ask({ message: { content: null, refusal: 'I cannot judge people.' } }));
      expect(answer).toMatchObject({ reply: '', refusal: 'I cannot judge people.' });
    });

    it.each(['content_filter', 'length'])(
      'may be empty when it ended by %s, which the reader explains',
      async (finish) => {
        const answer = answerOf(await ask({ message: { content: null }, choice: { finish_reason: finish } }));
        expect(answer).toMatchObject({ reply: '', finish });
      },
    );

    it('counts although the connection is lost after its last brace', async () => {
      expect(answerOf(await ask({ text: 'happy', drop: 'after' })).reply).toBe('happy');
      expect(running?.billed).toBe(1);
    });
  });

  describe('a content filter in front of the model', () => {
    const flagged = {
      code: 403,
      message: 'Flagged',
      metadata: { reasons: ['violence'], flagged_input: 'the face of' },
    };
    it.each([
      [
        'Azure OpenAI',
        errorReply(400, "The prompt triggered Azure OpenAI's content management policy.", 'content_filter'),
      ],
      ['DashScope', errorReply(400, 'Input data may contain inappropriate content.', 'data_inspection_failed')],
      ['OpenRouter', { status: 403, json: { error: flagged } }],
      ['OpenRouter, inside a 200', { json: { error: flagged } }],
      ['LiteLLM', errorReply(400, 'litellm.ContentPolicyViolationError: AzureException', '400')],
    ])('refuses, and does not end a run: %s', async (_name, reply: FakeReply) => {
      const answer = answerOf(await ask(reply));
      expect(answer).toMatchObject({ reply: '', finish: 'content_filter', requestId: 'req-fake' });
      expect(answer.httpStatus).toBe(reply.status ?? 200);
      expect(answer.refusal).toMatch(/policy|inappropriate|Flagged/i);
    });

    it('is not seen in a 403 about the key, nor in a 500', async () => {
      expect(failureOf(await ask(errorReply(403, 'Project does not have access to this model'))).kind).toBe(
        'forbidden',
      );
      expect(failureOf(await ask(errorReply(500, 'content_policy_violation service down'))).kind).toBe('serverError');
    });
  });

  describe('what is sent', () => {
    it('holds no Authorization without a key, nor any of the environment', async () => {
      process.env['OPENAI_API_KEY'] = 'sk-from-the-environment';
      process.env['OPENAI_ORG_ID'] = 'org-from-the-environment';
      process.env['OPENAI_CUSTOM_HEADERS'] = 'X-Elsewhere: secret';
      try {
        for (const none of ['', '  \n']) {
          await ask({ text: 'happy' }, {}, none);
          const headers = running?.requests[0]?.headers ?? {};
          expect(Object.keys(headers)).not.toContain('authorization');
          expect(JSON.stringify(headers)).not.toMatch(/environment|elsewhere|stainless|unused/i);
        }
      } finally {
        delete process.env['OPENAI_API_KEY'];
        delete process.env['OPENAI_ORG_ID'];
        delete process.env['OPENAI_CUSTOM_HEADERS'];
      }
    });

    it('puts the key into another header when the connection says so', async () => {
      await ask({ text: 'happy' }, { keyHeader: 'api-key', headers: { 'X-Project': 'faces' } }, ` ${key}\n`);
      expect(running?.requests[0]?.headers).toMatchObject({ 'api-key': key, 'x-project': 'faces' });
      expect(running?.requests[0]?.headers['authorization']).toBeUndefined();
    });

    it('is asked once, whatever happens', async () => {
      for (const reply of [errorReply(500, 'down'), rateLimited({ retryAfter: '0' }), { drop: 'before' as const }]) {
        await ask(reply);
        expect(running?.requests).toHaveLength(1);
      }
    });
  });

  describe('cancelling', () => {
    it('sends nothing when it came first', async () => {
      const { baseUrl } = await server({ text: 'happy' });
      const model = openAiModel({ connection: { name: 'f', baseUrl, model: 'm', api }, key });
      expect(await model.ask(request, AbortSignal.abort())).toEqual({ ok: false, cancelled: true });
      expect(running?.requests).toHaveLength(0);
    });

    it.each([
      { text: 'happy', delayMs: 60_000 },
      { text: 'happy', neverEnds: true },
    ])('ends a request in flight at once: %j', async (reply) => {
      const { baseUrl, arrived } = await server(reply);
      const model = openAiModel({ connection: { name: 'f', baseUrl, model: 'm', api }, key });
      const stop = new AbortController();
      const result = model.ask(request, stop.signal);
      await arrived(1);
      stop.abort();
      expect(await result).toEqual({ ok: false, cancelled: true });
    });

    it('leaves no listener on the signal of a run', async () => {
      const { baseUrl } = await server({ text: 'happy' });
      const model = openAiModel({ connection: { name: 'f', baseUrl, model: 'm', api }, key });
      const stop = new AbortController();
      let listeners = 0;
      const { addEventListener, removeEventListener } = stop.signal;
      stop.signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
        listeners++;
        addEventListener.apply(stop.signal, given);
      };
      stop.signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
        listeners--;
        removeEventListener.apply(stop.signal, given);
      };
      for (let round = 0; round < 3; round++) await model.ask(request, stop.signal);
      expect(listeners).toBe(0);
    });
  });

  describe('the key', () => {
    it('never comes back, not even from a server that echoes its request', async () => {
      const answer = answerOf(await ask({ text: `You sent ${key}.`, message: { reasoning: `Bearer ${key}` } }));
      expect(JSON.stringify(answer)).not.toContain(key);
      expect(answer.reply).toBe('You sent [key].');
    });

    it('that no header can carry is an unauthorized request that was not sent', async () => {
      const failure = failureOf(await ask({ text: 'happy' }, {}, 'sk-ключ-0123456789'));
      expect(failure.kind).toBe('unauthorized');
      expect(JSON.stringify(failure)).not.toContain('ключ');
      expect(running?.requests).toHaveLength(0);
    });
  });
});

import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/core/models/connection.ts';
import type { Failure } from '../../../src/core/models/failure.ts';
import type { ModelAnswer, ModelRequest, ModelResult } from '../../../src/core/models/model.ts';
import { openAiModel } from '../../../src/core/models/openAiModel.ts';
import type { FakeReply } from '../../fakes/fakeReply.ts';
import { errorReply, html, rateLimited } from '../../fakes/fakeScripts.ts';
import { startFakeOpenAi, type FakeOpenAi } from '../../fakes/openAiServer.ts';

const key = 'sk-test-0123456789abcdef';
const pictureBytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) % 256);
const pictureSha = createHash('sha256').update(pictureBytes).digest('hex');

const request: ModelRequest = {
  messages: [
    {
      role: 'user',
      parts: [
        { type: 'image', image: { bytes: pictureBytes, mime: 'image/webp', sha256: pictureSha } },
        { type: 'text', text: 'Which emotion?' },
      ],
    },
  ],
  parameters: {},
  stage: { id: 'emotion', question: 'Which emotion?', answer: { kind: 'choice', labels: ['happy', 'sad'] } },
};

let running: FakeOpenAi | undefined;

afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function server(reply: FakeReply): Promise<FakeOpenAi> {
  running = await startFakeOpenAi(() => reply);
  return running;
}

const live = new AbortController().signal;

async function ask(
  reply: FakeReply,
  own: Partial<Connection> = {},
  apiKey: string | undefined = key,
): Promise<ModelResult> {
  const { baseUrl } = await server(reply);
  const connection = { name: 'fake', baseUrl, model: 'fake-vision', ...own };
  return openAiModel({ connection, key: apiKey }).ask(request, live);
}

function answerOf(result: ModelResult): ModelAnswer {
  if (!result.ok) throw new Error(`no answer: ${JSON.stringify(result)}`);
  return result.answer;
}

function failureOf(result: ModelResult): Failure {
  if (result.ok || 'cancelled' in result) throw new Error(`no failure: ${JSON.stringify(result)}`);
  return result.failure;
}

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
    await running?.close();
    expect(answerOf(await ask({ text: 'sad', message: { reasoning: 'lips' } })).reasoning).toBe('lips');
    await running?.close();
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'brows' }] },
      { type: 'text', text: 'sad' },
    ];
    expect(answerOf(await ask({ message: { content } }))).toMatchObject({ reply: 'sad', reasoning: 'brows' });
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
  const flagged = { code: 403, message: 'Flagged', metadata: { reasons: ['violence'], flagged_input: 'the face of' } };
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
    expect(failureOf(await ask(errorReply(403, 'Project does not have access to this model'))).kind).toBe('forbidden');
    await running?.close();
    expect(failureOf(await ask(errorReply(500, 'content_policy_violation service down'))).kind).toBe('serverError');
  });
});

describe('what is sent', () => {
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
        await running?.close();
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

  it('follows the profile of the connection', async () => {
    const own: Partial<Connection> = {
      temperature: 0.5,
      maxTokens: 64,
      seed: 7,
      maxTokensField: 'max_completion_tokens',
      sendTemperature: false,
      imageDetail: 'high',
      extraBody: { chat_template_kwargs: { enable_thinking: false } },
    };
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
    const connection = { name: 'fake', baseUrl: `${baseUrl}/`, model: 'm', temperature: 1, maxTokens: 9 };
    const parameters = { temperature: 0, maxTokens: 300 };
    await openAiModel({ connection, key }).ask({ ...request, parameters }, live);
    expect(running?.requests[0]?.body).toMatchObject({ temperature: 0, max_tokens: 300 });
  });

  it('puts earlier turns as plain strings', async () => {
    const { baseUrl } = await server({ text: 'happy' });
    const messages: ModelRequest['messages'] = [
      ...request.messages,
      { role: 'assistant', parts: [{ type: 'text', text: 'positive' }] },
      { role: 'user', parts: [{ type: 'text', text: 'And the emotion?' }] },
    ];
    await openAiModel({ connection: { name: 'f', baseUrl, model: 'm' }, key }).ask({ ...request, messages }, live);
    const sent = running?.requests[0]?.body?.['messages'] as readonly { content: unknown }[];
    expect(sent.slice(1)).toEqual([
      { role: 'assistant', content: 'positive' },
      { role: 'user', content: 'And the emotion?' },
    ]);
  });

  it('is asked once, whatever happens', async () => {
    for (const reply of [errorReply(500, 'down'), rateLimited({ retryAfter: '0' }), { drop: 'before' as const }]) {
      await ask(reply);
      expect(running?.requests).toHaveLength(1);
      await running?.close();
    }
  });
});

describe('a status that is not 200', () => {
  it.each([
    [400, 'badRequest', 'Invalid image'],
    [401, 'unauthorized', 'Incorrect API key provided'],
    [402, 'forbidden', 'Insufficient credits'],
    [403, 'forbidden', 'Country not supported'],
    [404, 'unknownModel', 'The model `x` does not exist or you do not have access to it.'],
    [404, 'unknownModel', 'model "llava" not found, try pulling it first'],
    [400, 'unknownModel', 'foo/bar is not a valid model ID'],
    [400, 'unknownModel', 'The model `x` does not exist'],
    [400, 'badRequest', 'The model could not read this image: file not found'],
    [404, 'unknownModel', 'Not Found'],
    [405, 'unknownModel', 'Method Not Allowed'],
    [408, 'timeout', 'Too slow'],
    [409, 'serverError', 'Conflict'],
    [413, 'tooLarge', 'Payload too large'],
    [422, 'badRequest', 'Unprocessable'],
    [425, 'serverError', 'Too early'],
    [429, 'rateLimited', 'Slow down'],
    [500, 'serverError', 'Internal error'],
    [502, 'serverError', 'Bad gateway'],
    [503, 'serverError', 'The model is not available now, overloaded'],
  ] as const)('%i is %s: %s', async (status, kind, message) => {
    const failure = failureOf(await ask(errorReply(status, message)));
    expect(failure).toEqual({ kind, detail: message, httpStatus: status, requestId: 'req-fake' });
  });

  it('tells an empty account from a rate limit, since waiting does not help', async () => {
    const reply = errorReply(429, 'You exceeded your current quota', 'insufficient_quota');
    const failure = failureOf(await ask({ ...reply, headers: { 'retry-after': '5' } }));
    expect(failure).toMatchObject({ kind: 'forbidden', detail: 'You exceeded your current quota' });
    expect(failure.retryAfterMs).toBeUndefined();
  });

  it.each([
    [{ retryAfter: '20' }, 20_000],
    [{ retryAfter: '120' }, 120_000],
    [{ retryAfter: '86400' }, 86_400_000],
    [{ retryAfter: '1', retryAfterMs: '350' }, 350],
    [{ retryAfter: '0' }, 0],
    [{ retryAfter: 'soon' }, undefined],
    [{}, undefined],
  ])('hands on the wait that the server asks: %j', async (headers, expected) => {
    expect(failureOf(await ask(rateLimited(headers))).retryAfterMs).toBe(expected);
  });

  it('measures a date against the clock of the server', async () => {
    const headers = { date: 'Wed, 21 Oct 2015 07:28:00 GMT', 'retry-after': 'Wed, 21 Oct 2015 07:30:30 GMT' };
    expect(failureOf(await ask({ ...errorReply(503, 'busy'), headers })).retryAfterMs).toBe(150_000);
  });

  it.each([
    ['{"detail":"Not authenticated"}', 'Not authenticated'],
    ['{"detail":[{"loc":["body"],"msg":"field required"},{"msg":"too long"}]}', 'field required; too long'],
    ['{"object":"error","message":"vLLM words","code":400}', 'vLLM words'],
    ['{"error":"plain words"}', 'plain words'],
    [
      '{"error":{"message":"Provider returned error","metadata":{"raw":"too many faces"}}}',
      'Provider returned error: too many faces',
    ],
    ['plain text', 'plain text'],
    ['', ''],
    ['{"error":', '{"error":'],
  ])('finds the words of the server in %s', async (body, words) => {
    expect(failureOf(await ask({ status: 400, body })).detail).toBe(words);
  });

  it('reduces a web page to its title', async () => {
    expect(failureOf(await ask(html('502 Bad Gateway | nginx', 502))).detail).toBe('502 Bad Gateway | nginx');
    await running?.close();
    const page = '<html><style>p{}</style><body><p>Access <b>denied</b></p></body></html>';
    expect(failureOf(await ask({ status: 403, body: page })).detail).toBe('Access denied');
  });

  it('shortens, and takes out key, Authorization and pictures', async () => {
    const picture = Buffer.from(pictureBytes).toString('base64');
    const message = `Bad key ${key}, Authorization: Bearer abc.def, data:image/png;base64,${picture} and ${picture} ${'x '.repeat(900)}`;
    const { detail } = failureOf(await ask(errorReply(400, message)));
    expect(detail.length).toBeLessThanOrEqual(500);
    expect(detail).toMatch(/^Bad key \[key\], Authorization: Bearer \[key\], \[image\] and \[data\] x x/);
    expect(detail).not.toContain(picture.slice(0, 40));
  });

  it('keeps its status when its body is cut', async () => {
    expect(failureOf(await ask({ ...errorReply(503, 'busy'), drop: 'during' }))).toMatchObject({
      kind: 'serverError',
      httpStatus: 503,
    });
  });

  it('does not follow a redirect with a portrait', async () => {
    const elsewhere = await startFakeOpenAi();
    try {
      const headers = { location: `${elsewhere.baseUrl}/chat/completions` };
      const failure = failureOf(await ask({ status: 307, body: '', headers }));
      expect(failure).toMatchObject({ kind: 'unknownModel', httpStatus: 307 });
      expect(failure.detail).toContain('redirects to http://127.0.0.1');
      expect(elsewhere.requests).toHaveLength(0);
    } finally {
      await elsewhere.close();
    }
  });
});

describe('a 200 that is no answer', () => {
  it.each([
    ['a web page', html('Sign in'), 'badResponse', 'Sign in'],
    ['broken JSON', { body: '{"choices": [' }, 'badResponse', '{"choices": ['],
    ['another shape', { json: { hello: 1 } }, 'badResponse', '{"hello":1}'],
    ['an array', { json: [] }, 'badResponse', '[]'],
    ['no message', { json: { choices: [{ text: 'happy' }] } }, 'badResponse', '{"choices":[{"text":"happy"}]}'],
    ['nothing', { body: '' }, 'emptyResponse', ''],
    ['no choices', { json: { choices: [] } }, 'emptyResponse', 'choices: []'],
    ['content null', { message: { content: null } }, 'emptyResponse', 'finish_reason: stop'],
    ['empty content', { text: ' \n' }, 'emptyResponse', 'finish_reason: stop'],
    ['no finish', { text: '', choice: { finish_reason: null } }, 'emptyResponse', 'finish_reason: none'],
  ] as const)('%s', async (_name, reply, kind, detail) => {
    const failure = failureOf(await ask(reply));
    expect(failure).toEqual({ kind, detail, httpStatus: 200, requestId: 'req-fake' });
  });

  it('is what the gateway says it is', async () => {
    const json = { error: { message: 'Provider overloaded', code: 429 } };
    const failure = failureOf(await ask({ json, headers: { 'retry-after': '3' } }));
    expect(failure).toMatchObject({ kind: 'rateLimited', detail: 'Provider overloaded', retryAfterMs: 3000 });
    await running?.close();
    const choice = { finish_reason: 'error', error: { message: 'upstream died', code: 502 } };
    expect(failureOf(await ask({ text: '', choice })).kind).toBe('serverError');
    await running?.close();
    expect(failureOf(await ask({ json: { error: 'model runner stopped' } }))).toMatchObject({
      kind: 'badResponse',
      detail: 'model runner stopped',
    });
  });
});

describe('a network that fails', () => {
  it.each(['before', 'during'] as const)('is a lost connection when it is cut %s the body', async (drop) => {
    expect(failureOf(await ask({ text: 'happy', drop })).kind).toBe('connection');
  });

  it('is unreachable when nothing listens', async () => {
    const { baseUrl } = await server({ text: 'happy' });
    await running?.close();
    const model = openAiModel({ connection: { name: 'gone', baseUrl, model: 'm' }, key });
    const failure = failureOf(await model.ask(request, live));
    expect(failure.kind).toBe('unreachable');
    expect(failure.detail).toContain('ECONNREFUSED');
  });

  it('is unreachable when the name is not known, or the server speaks no TLS', async () => {
    const { baseUrl } = await server({ text: 'happy' });
    for (const url of ['http://no-such-host.invalid/v1', baseUrl.replace('http:', 'https:')]) {
      const model = openAiModel({ connection: { name: 'gone', baseUrl: url, model: 'm' }, key });
      expect(failureOf(await model.ask(request, live)).kind).toBe('unreachable');
    }
  });

  it('is bad when the server does not speak HTTP', async () => {
    const gibberish = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    await new Promise<void>((resolve) => gibberish.listen(0, '127.0.0.1', resolve));
    try {
      const address = gibberish.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const connection = { name: 'ssh', baseUrl: `http://127.0.0.1:${port}/v1`, model: 'm' };
      expect(failureOf(await openAiModel({ connection, key }).ask(request, live)).kind).toBe('connection');
    } finally {
      gibberish.close();
    }
  });

  it('times out when no answer begins, and when one never ends', async () => {
    const slow = failureOf(await ask({ text: 'happy', delayMs: 60_000 }, { timeoutSeconds: 0.1 }));
    expect(slow).toEqual({ kind: 'timeout', detail: 'no whole answer within 0.1 s' });
    await running?.close();
    const endless = failureOf(await ask({ text: 'happy', neverEnds: true }, { timeoutSeconds: 0.1 }));
    expect(endless.kind).toBe('timeout');
    await running?.close();
    const chunked = failureOf(await ask({ text: 'happy', neverEnds: true, chunks: 2 }, { timeoutSeconds: 0.1 }));
    expect(chunked.kind).toBe('timeout');
  });

  it('survives a server that closes idle connections between requests', async () => {
    running = await startFakeOpenAi(() => ({ text: 'happy', headers: { connection: 'close' } }));
    const model = openAiModel({ connection: { name: 'f', baseUrl: running.baseUrl, model: 'm' }, key });
    for (let round = 0; round < 5; round++) expect((await model.ask(request, live)).ok).toBe(true);
  });
});

describe('cancelling', () => {
  it('sends nothing when it came first', async () => {
    const { baseUrl } = await server({ text: 'happy' });
    const model = openAiModel({ connection: { name: 'f', baseUrl, model: 'm' }, key });
    expect(await model.ask(request, AbortSignal.abort())).toEqual({ ok: false, cancelled: true });
    expect(running?.requests).toHaveLength(0);
  });

  it.each([
    { text: 'happy', delayMs: 60_000 },
    { text: 'happy', neverEnds: true },
  ])('ends a request in flight at once: %j', async (reply) => {
    const { baseUrl, arrived } = await server(reply);
    const model = openAiModel({ connection: { name: 'f', baseUrl, model: 'm' }, key });
    const stop = new AbortController();
    const result = model.ask(request, stop.signal);
    await arrived(1);
    stop.abort();
    expect(await result).toEqual({ ok: false, cancelled: true });
  });

  it('leaves no listener on the signal of a run', async () => {
    const { baseUrl } = await server({ text: 'happy' });
    const model = openAiModel({ connection: { name: 'f', baseUrl, model: 'm' }, key });
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

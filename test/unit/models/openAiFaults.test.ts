import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/core/models/connection.ts';
import { openAiModel } from '../../../src/core/models/openAiModel.ts';
import type { FakeReply } from '../../fakes/fakeReply.ts';
import { errorReply, html, rateLimited } from '../../fakes/fakeScripts.ts';
import { startFakeOpenAi } from '../../fakes/openAiServer.ts';
import { apis, ask as askIn, closeServer, failureOf, key, live, pictureBytes, request, server } from './openAiAsk.ts';

afterEach(closeServer);

describe.each(apis)('%s', (api) => {
  const ask = (reply: FakeReply, own: Partial<Connection> = {}) => askIn(reply, { api, ...own });

  describe('a status that is not 200', () => {
    it.each([
      [400, 'badRequest', 'Invalid image'],
      [401, 'unauthorized', 'Incorrect API key provided'],
      [402, 'quotaSpent', 'Insufficient credits'],
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
      expect(failure).toMatchObject({ kind: 'quotaSpent', detail: 'You exceeded your current quota' });
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

  describe('a network that fails', () => {
    it.each(['before', 'during'] as const)('is a lost connection when it is cut %s the body', async (drop) => {
      expect(failureOf(await ask({ text: 'happy', drop })).kind).toBe('connection');
    });

    it('is unreachable when nothing listens', async () => {
      const { baseUrl } = await server({ text: 'happy' });
      await closeServer();
      const model = openAiModel({ connection: { name: 'gone', baseUrl, model: 'm', api }, key });
      const failure = failureOf(await model.ask(request, live));
      expect(failure.kind).toBe('unreachable');
      expect(failure.detail).toContain('ECONNREFUSED');
    });

    it('is unreachable when the name is not known, or the server speaks no TLS', async () => {
      const { baseUrl } = await server({ text: 'happy' });
      for (const url of ['http://no-such-host.invalid/v1', baseUrl.replace('http:', 'https:')]) {
        const model = openAiModel({ connection: { name: 'gone', baseUrl: url, model: 'm', api }, key });
        expect(failureOf(await model.ask(request, live)).kind).toBe('unreachable');
      }
    });

    it('is bad when the server does not speak HTTP', async () => {
      const gibberish = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
      await new Promise<void>((resolve) => gibberish.listen(0, '127.0.0.1', resolve));
      try {
        const address = gibberish.address();
        const port = typeof address === 'object' ? address?.port : 0;
        const connection = { name: 'ssh', baseUrl: `http://127.0.0.1:${port}/v1`, model: 'm', api } as const;
        expect(failureOf(await openAiModel({ connection, key }).ask(request, live)).kind).toBe('connection');
      } finally {
        gibberish.close();
      }
    });

    it('times out when no answer begins, and when one never ends', async () => {
      const slow = failureOf(await ask({ text: 'happy', delayMs: 60_000 }, { timeoutSeconds: 0.1 }));
      expect(slow).toEqual({ kind: 'timeout', detail: 'no whole answer within 0.1 s' });
      const endless = failureOf(await ask({ text: 'happy', neverEnds: true }, { timeoutSeconds: 0.1 }));
      expect(endless.kind).toBe('timeout');
      const chunked = failureOf(await ask({ text: 'happy', neverEnds: true, chunks: 2 }, { timeoutSeconds: 0.1 }));
      expect(chunked.kind).toBe('timeout');
    });

    it('survives a server that closes idle connections between requests', async () => {
      const { baseUrl } = await server({ text: 'happy', headers: { connection: 'close' } });
      const model = openAiModel({ connection: { name: 'f', baseUrl, model: 'm', api }, key });
      for (let round = 0; round < 5; round++) expect((await model.ask(request, live)).ok).toBe(true);
    });
  });
});

describe('a 200 that is no answer', () => {
  it.each([
    ['a web page', html('Sign in'), 'badResponse', 'Sign in', false],
    ['broken JSON', { body: '{"choices": [' }, 'badResponse', '{"choices": [', true],
    ['another shape', { json: { hello: 1 } }, 'badResponse', '{"hello":1}', true],
    ['an array', { json: [] }, 'badResponse', '[]', false],
    ['no message', { json: { choices: [{ text: 'happy' }] } }, 'badResponse', '{"choices":[{"text":"happy"}]}', true],
    ['nothing', { body: '' }, 'emptyResponse', '', false],
    ['no choices', { json: { choices: [] } }, 'emptyResponse', 'choices: []', true],
    ['content null', { message: { content: null } }, 'emptyResponse', 'finish_reason: stop', true],
    ['empty content', { text: ' \n' }, 'emptyResponse', 'finish_reason: stop', true],
    ['no finish', { text: '', choice: { finish_reason: null } }, 'emptyResponse', 'finish_reason: none', true],
  ] as const)('%s', async (_name, reply, kind, detail, isPaid) => {
    const { isBilled = false, usage: _usage, ...failure } = failureOf(await askIn(reply));
    expect(isBilled).toBe(isPaid);
    expect(failure).toEqual({ kind, detail, httpStatus: 200, requestId: 'req-fake' });
  });

  it('is what the gateway says it is', async () => {
    const json = { error: { message: 'Provider overloaded', code: 429 } };
    const failure = failureOf(await askIn({ json, headers: { 'retry-after': '3' } }));
    expect(failure).toMatchObject({ kind: 'rateLimited', detail: 'Provider overloaded', retryAfterMs: 3000 });
    const choice = { finish_reason: 'error', error: { message: 'upstream died', code: 502 } };
    expect(failureOf(await askIn({ text: '', choice })).kind).toBe('serverError');
    expect(failureOf(await askIn({ json: { error: 'model runner stopped' } }))).toMatchObject({
      kind: 'badResponse',
      detail: 'model runner stopped',
    });
  });
});

describe('a 200 of the Responses API that is no answer', () => {
  const ask = (reply: FakeReply) => askIn(reply, { api: 'responses' });
  const output = [{ type: 'message', content: [{ type: 'output_text', text: ' ' }] }];
  it.each([
    ['a web page', html('Sign in'), 'badResponse', 'Sign in', false],
    ['broken JSON', { body: '{"output": [' }, 'badResponse', '{"output": [', true],
    ['another shape', { json: { hello: 1 } }, 'badResponse', '{"hello":1}', true],
    ['a chat completion', { json: { choices: [] } }, 'badResponse', '{"choices":[]}', true],
    ['an array', { json: [] }, 'badResponse', '[]', false],
    ['not made yet', { json: { status: 'queued', output } }, 'badResponse', /"status":"queued"/, true],
    ['nothing', { body: '' }, 'emptyResponse', '', false],
    ['no output', { json: { status: 'completed', output: [] } }, 'emptyResponse', 'status: completed', true],
    ['empty text', { json: { status: 'completed', output } }, 'emptyResponse', 'status: completed', true],
    ['no status', { json: { output } }, 'emptyResponse', 'status: none', true],
    ['parts of another kind', { json: { output: [{ content: 'x' }, 1, null] } }, 'emptyResponse', 'status: none', true],
  ] as const)('%s', async (_name, reply, kind, detail, isPaid) => {
    const { isBilled = false, usage: _usage, ...failure } = failureOf(await ask(reply));
    expect(isBilled).toBe(isPaid);
    expect(failure).toMatchObject({ kind, httpStatus: 200, requestId: 'req-fake' });
    if (typeof detail === 'string') expect(failure.detail).toBe(detail);
    else expect(failure.detail).toMatch(detail);
  });

  it.each([
    ['server_error', 'serverError'],
    ['rate_limit_exceeded', 'rateLimited'],
    ['invalid_image', 'badRequest'],
    ['image_too_large', 'tooLarge'],
    ['something_new', 'badResponse'],
  ])('that failed with %s is %s', async (code, kind) => {
    const json = { status: 'failed', error: { code, message: 'It went wrong' }, output: [] };
    expect(failureOf(await ask({ json }))).toMatchObject({ kind, detail: 'It went wrong', httpStatus: 200 });
    const inside = { status: 'failed', error: null, output: [] };
    expect(failureOf(await ask({ json: inside })).kind).toBe('badResponse');
  });
});

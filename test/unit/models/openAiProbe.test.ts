import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/core/models/connection.ts';
import { findLocalServers, listModels, listModelsAt } from '../../../src/core/models/listModels.ts';
import { localServers } from '../../../src/core/models/localServers.ts';
import {
  probeConnection,
  profiledConnection,
  type ProbeFindings,
  type ProbeStep,
} from '../../../src/core/models/probe.ts';
import { fitPictureTokens, namesColour } from '../../../src/core/models/probeReading.ts';
import { largePicture, smallPicture } from '../../../src/core/models/probePicture.ts';
import { decodePng } from '../../../src/platform/node/pictures/png.ts';
import type { FakeReply } from '../../fakes/fakeReply.ts';
import { errorReply, html } from '../../fakes/fakeScripts.ts';
import {
  startFakeOpenAi,
  type FakeOpenAi,
  type FakeOptions,
  type FakeScript,
  type RecordedRequest,
} from '../../fakes/openAiServer.ts';
import {
  has,
  llamaCppBlind,
  muteGateway,
  ollamaLike,
  openAiLike,
  parrot,
  seeing,
  vllmLike,
  withLogprobs,
} from './probeServers.ts';

let running: FakeOpenAi | undefined;
const live = new AbortController().signal;

afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function connectionTo(script: FakeScript, own: Partial<Connection> = {}, options: FakeOptions = {}) {
  await running?.close();
  running = await startFakeOpenAi(script, options);
  return { name: 'f', baseUrl: running.baseUrl, model: 'm', ...own };
}

async function probeOf(script: FakeScript, own: Partial<Connection> = {}, options: FakeOptions = {}) {
  return probeConnection({ connection: await connectionTo(script, own, options), key: 'k' }, live);
}

async function findingsOf(...given: Parameters<typeof probeOf>): Promise<ProbeFindings> {
  const result = await probeOf(...given);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.findings;
}

/** One whim: what it refuses, it refuses; anything else it answers like a model that sees. */
function whim(refuses: (request: RecordedRequest) => FakeReply | undefined): FakeScript {
  return (request) => refuses(request) ?? seeing(request);
}

/** What is the same in every profile, out of the way. */
function bare({ probedAt, latencyMs, ...profile }: ProbeFindings['profile']) {
  expect(Date.parse(probedAt)).toBeGreaterThan(Date.parse('2024-01-01'));
  expect(latencyMs).toBeGreaterThanOrEqual(0);
  return profile;
}

// By hand: 9 patches for 64 pixels, 1369 for 1024; 1360 over 1.044480 megapixels, less the small picture's 0.004096 of them.
const pictureTokens = { base: 3.7, perMegapixel: 1302.1 };
const takesAll = { maxTokensField: 'max_tokens', sendTemperature: true, sendSeed: true, api: 'chat' };

describe('a probe of a server like', () => {
  it('OpenAI for a reasoning model', async () => {
    const { fields, profile } = await findingsOf(openAiLike, {}, { responses: true });
    expect(fields).toEqual({
      maxTokensField: 'max_completion_tokens',
      sendTemperature: false,
      sendSeed: false,
      api: 'chat',
    });
    expect(bare(profile)).toEqual({
      seesImages: 'yes',
      jsonSchema: true,
      seed: false,
      logprobs: false,
      temperature: false,
      responses: true,
      pictureTokens,
    });
    expect(running?.requests.length).toBeLessThanOrEqual(9);
  });

  it('vLLM', async () => {
    const steps: ProbeStep[] = [];
    const connection = await connectionTo(vllmLike, {}, { responses: true });
    const result = await probeConnection({ connection, key: 'k', onStep: (step) => steps.push(step) }, live);
    if (!result.ok) throw new Error(JSON.stringify(result));
    expect(result.findings).toMatchObject({ fields: takesAll, reply: 'Yellow.', requests: 5 });
    expect(bare(result.findings.profile)).toEqual({
      seesImages: 'yes',
      jsonSchema: true,
      seed: true,
      logprobs: true,
      temperature: true,
      responses: true,
      pictureTokens,
    });
    expect(steps).toEqual(['picture', 'size', 'abilities']);
    expect(running?.requests.map(({ bodyBytes }) => bodyBytes).every((bytes) => bytes < 2500)).toBe(true);
  });

  it('Ollama', async () => {
    const { fields, profile, requests } = await findingsOf(ollamaLike);
    expect(fields).toEqual(takesAll);
    expect(bare(profile)).toEqual({
      seesImages: 'yes',
      jsonSchema: true,
      seed: true,
      logprobs: false,
      temperature: true,
      responses: false,
      pictureTokens,
    });
    expect(requests).toBe(5);
  });

  it('llama.cpp without its mmproj', async () => {
    const { fields, profile, requests } = await findingsOf(llamaCppBlind);
    expect(fields).toEqual(takesAll);
    expect(bare(profile)).toEqual({
      seesImages: 'no',
      jsonSchema: true,
      seed: true,
      logprobs: true,
      temperature: true,
      responses: false,
    });
    expect(requests).toBe(5);
  });

  it('a gateway that refuses without a word what it does not know', async () => {
    const { fields, profile } = await findingsOf(muteGateway);
    expect(fields).toEqual({ maxTokensField: 'max_tokens', sendTemperature: false, sendSeed: false, api: 'chat' });
    expect(bare(profile)).toEqual({
      seesImages: 'yes',
      jsonSchema: false,
      seed: false,
      logprobs: false,
      temperature: false,
      responses: false,
      pictureTokens,
    });
    expect(running?.requests.length).toBeLessThanOrEqual(12);
  });

  it('a parrot', async () => {
    const { profile } = await findingsOf(parrot);
    expect(bare(profile)).toEqual({
      seesImages: 'unsure',
      jsonSchema: false,
      seed: true,
      logprobs: false,
      temperature: true,
      responses: false,
    });
  });

  it('one that serves a model by the Responses API alone', async () => {
    const script: FakeScript = (request) =>
      request.path === '/v1/responses'
        ? seeing(request)
        : errorReply(404, 'This model is only supported in v1/responses and not in v1/chat/completions.');
    const { fields, profile } = await findingsOf(script, {}, { responses: true });
    expect(fields.api).toBe('responses');
    expect(profile).toMatchObject({ seesImages: 'yes', jsonSchema: true, responses: true, pictureTokens });
    expect(profile).not.toHaveProperty('seed');
  });
});

describe('a probe', () => {
  it('keeps to the API of its connection', async () => {
    const refuses = (request: RecordedRequest) =>
      has(request, 'max_output_tokens') ? errorReply(400, 'Unknown parameter: max_output_tokens') : undefined;
    const { fields } = await findingsOf(whim(refuses), { api: 'responses' }, { responses: true });
    expect(fields).toMatchObject({ api: 'responses', maxTokensField: 'none' });
    expect(running?.requests.every(({ path }) => path === '/v1/responses')).toBe(true);
    expect(running?.requests.some((request) => has(request, 'seed'))).toBe(false);
  });

  it('of a server that knows neither limit nor seed sends none', async () => {
    const { fields } = await findingsOf(
      whim((request) => {
        if (has(request, 'max_tokens')) return errorReply(422, 'max_tokens: extra field');
        if (has(request, 'max_completion_tokens')) return errorReply(422, 'max_completion_tokens: extra field');
        return has(request, 'seed') ? errorReply(422, 'seed: extra field') : undefined;
      }),
    );
    expect(fields).toEqual({ maxTokensField: 'none', sendTemperature: true, sendSeed: false, api: 'chat' });
  });

  it.each([
    [400, 'this model does not support images'],
    [422, 'Input should be a valid string: content must be a string'],
    [404, 'No endpoints found that support image input'],
    [413, 'Too large'],
    [400, 'Bad request'],
  ])('of a server without eyes says so: %i %s', async (status, words) => {
    const { fields, profile } = await findingsOf(
      whim((request) => (request.images.length > 0 ? errorReply(status, words) : undefined)),
    );
    expect(profile.seesImages).toBe('no');
    expect(profile).not.toHaveProperty('pictureTokens');
    expect(fields).toEqual(takesAll);
  });

  it('of a server that does not say what it dislikes finds it, and blames nothing else', async () => {
    const { fields, profile } = await findingsOf(
      whim((request) => (has(request, 'seed') ? errorReply(400, 'Bad request') : undefined)),
    );
    expect(fields).toEqual({ ...takesAll, sendSeed: false });
    expect(profile.seesImages).toBe('yes');
  });

  it.each(['Blue, I guess.', 'red, green, blue, yellow or purple', ''])(
    'is unsure about a model that takes the picture and says %j',
    async (text) => {
      const script: FakeScript = (request) =>
        request.images.length > 0 ? { text, choice: { finish_reason: 'length' } } : seeing(request);
      expect((await findingsOf(script)).profile.seesImages).toBe('unsure');
    },
  );

  it('is content with one colour where the larger picture is refused', async () => {
    const { profile } = await findingsOf(
      whim(({ images }) => (images[0]?.sha256 === largePicture.sha256 ? errorReply(413, 'Too large') : undefined)),
    );
    expect(profile.seesImages).toBe('yes');
    expect(profile).not.toHaveProperty('pictureTokens');
  });

  it('asks once more for the tokens of the words where probabilities are refused', async () => {
    const { profile, requests } = await findingsOf(
      whim((request) => (has(request, 'logprobs') ? errorReply(400, 'logprobs?') : undefined)),
    );
    expect(profile).toMatchObject({ logprobs: false, pictureTokens });
    expect(requests).toBe(6);
  });

  it('leaves out what it could not learn', async () => {
    const { profile } = await findingsOf((request) =>
      request.images.length > 0 ? seeing(request) : errorReply(429, 'Slow down'),
    );
    expect(Object.keys(profile).sort()).toEqual(
      ['latencyMs', 'probedAt', 'seed', 'seesImages', 'temperature', 'responses'].sort(),
    );
  });

  it.each([
    [errorReply(401, 'Invalid key'), 'unauthorized', 1],
    [errorReply(404, 'The model `m` does not exist'), 'unknownModel', 1],
    [errorReply(503, 'Loading model'), 'serverError', 1],
    [errorReply(429, 'Slow down'), 'rateLimited', 1],
    [html('Sign in'), 'badResponse', 1],
    [errorReply(400, 'no'), 'badRequest', 3],
    [errorReply(500, 'no'), 'serverError', 3],
    [errorReply(400, 'max_tokens temperature seed image'), 'badRequest', 7],
  ] as const)('ends in one failure at what helps nothing: %j', async (reply, kind, requests) => {
    expect(await probeOf(() => reply)).toMatchObject({ ok: false, failure: { kind } });
    expect(running?.requests).toHaveLength(requests);
  });

  it('of a server that hangs ends in time', async () => {
    const connection = await connectionTo(() => ({ text: 'yes', neverEnds: true }));
    const result = await probeConnection({ connection, key: undefined, totalSeconds: 0.2 }, live);
    expect(result).toEqual({ ok: false, failure: { kind: 'timeout', detail: 'no whole answer within 0.2 s' } });
    expect(running?.requests).toHaveLength(1);
  });

  it('of a server that begins to hang keeps what it knows', async () => {
    const connection = await connectionTo((request, n) =>
      n === 0 ? seeing(request) : { text: 'yes', neverEnds: true },
    );
    const result = await probeConnection({ connection, key: undefined, totalSeconds: 0.4 }, live);
    expect(result).toMatchObject({ ok: true, findings: { requests: 2, profile: { seesImages: 'yes' } } });
    expect(running?.requests).toHaveLength(2);
  });

  it('of a server that is not there says so', async () => {
    const connection = await connectionTo(parrot);
    await running?.close();
    expect(await probeConnection({ connection, key: 'k' }, live)).toMatchObject({ failure: { kind: 'unreachable' } });
    running = undefined;
  });

  it.each([0, 1, 3])('can be cancelled at request %i', async (at) => {
    const stop = new AbortController();
    const connection = await connectionTo((request, n) =>
      n < at ? withLogprobs(request, seeing(request)) : { text: 'yes', neverEnds: true },
    );
    const result = probeConnection({ connection, key: undefined }, stop.signal);
    await running?.arrived(at + 1);
    stop.abort();
    expect(await result).toEqual({ ok: false, cancelled: true });
  });

  it('never brings the key back', async () => {
    const secret = 'sk-test-0123456789abcdef';
    for (const reply of [{ text: `Yellow ${secret}` }, errorReply(400, `bad ${secret}`), errorReply(403, secret)]) {
      const result = await probeConnection({ connection: await connectionTo(() => reply), key: secret }, live);
      expect(JSON.stringify(result)).not.toContain(secret);
    }
  });
});

describe('what a probe found', () => {
  const connection: Connection = {
    name: 'f',
    baseUrl: 'http://h/v1',
    model: 'm',
    sendSeed: false,
    api: 'responses',
    concurrency: 3,
  };
  const profile = { probedAt: '2026-01-01T00:00:00.000Z' };
  const found = (fields: ProbeFindings['fields']): Connection =>
    profiledConnection(connection, { fields, profile, reply: '', requests: 1 });

  it('is kept in the connection where it is not the ordinary, and undoes what is no longer so', () => {
    const plain = { name: 'f', baseUrl: 'http://h/v1', model: 'm', concurrency: 3, profile };
    expect(found({ maxTokensField: 'max_tokens', sendTemperature: true, sendSeed: true, api: 'chat' })).toEqual(plain);
    expect(found({ maxTokensField: 'none', sendTemperature: false, sendSeed: false, api: 'chat' })).toEqual({
      ...plain,
      maxTokensField: 'none',
      sendTemperature: false,
      sendSeed: false,
    });
    expect(found({ maxTokensField: 'max_tokens', sendTemperature: true, sendSeed: false, api: 'responses' })).toEqual({
      ...plain,
      api: 'responses',
    });
  });

  it('counts pictures only where it makes sense', () => {
    const of = (small: number, large: number, none: number) =>
      fitPictureTokens({
        small: { input: small, output: 1, cached: 0 },
        large: { input: large, output: 1, cached: 0 },
        none: { input: none, output: 1, cached: 0 },
      });
    expect(of(606, 606, 30)).toEqual({ base: 576, perMegapixel: 0 });
    expect(of(31, 1399, 30)).toEqual({ base: 0, perMegapixel: 1309.7 });
    for (const nonsense of [of(30, 30, 30), of(100, 90, 30), of(0, 0, 0), of(20, 900, 30)])
      expect(nonsense).toBeUndefined();
    const usage = { input: 100, output: 1, cached: 0 };
    expect(fitPictureTokens({ small: usage, large: usage, none: undefined })).toBeUndefined();
  });

  it('is a colour by name, whatever was thought before', () => {
    expect(namesColour('<think>red? no, green</think>\n**Yellow**', smallPicture)).toBe(true);
    expect(namesColour('red? no</think> yellow', smallPicture)).toBe(true);
    expect(namesColour('Yellowish', smallPicture)).toBe(false);
  });
});

describe("the probe's pictures", () => {
  it.each([
    ['small', smallPicture, [255, 224, 0]],
    ['large', largePicture, [0, 0, 255]],
  ])('are of the colour and size that they say: %s', async (_name, picture, colour) => {
    const { width, height, data } = decodePng(picture.bytes);
    expect([width, height]).toEqual([picture.side, picture.side]);
    for (const at of [0, data.length / 2, data.length - 4]) expect([...data.subarray(at, at + 3)]).toEqual(colour);
    const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(picture.bytes));
    expect(Buffer.from(digest).toString('hex')).toBe(picture.sha256);
  });
});

describe('listing models', () => {
  it('names what the server offers', async () => {
    running = await startFakeOpenAi(undefined, { models: ['llava:7b', 'qwen2.5-vl'] });
    const connection = { name: 'f', baseUrl: running.baseUrl, model: '-' };
    expect(await listModels({ connection, key: 'sk-0123456789' }, live)).toEqual({
      ok: true,
      value: ['llava:7b', 'qwen2.5-vl'],
    });
    expect(running.otherRequests[0]?.headers['authorization']).toBe('Bearer sk-0123456789');
  });

  it('says what is there instead', async () => {
    running = await startFakeOpenAi();
    const connection = { name: 'f', baseUrl: running.baseUrl.replace('/v1', ''), model: '-' };
    expect(await listModels({ connection, key: undefined }, live)).toMatchObject({
      ok: false,
      error: { kind: 'unknownModel', httpStatus: 404 },
    });
    expect(await listModels({ connection, key: undefined }, AbortSignal.abort())).toEqual({
      ok: false,
      error: 'cancelled',
    });
  });

  it('finds the servers of this machine that answer, and sends them no key', async () => {
    running = await startFakeOpenAi(undefined, { models: ['llava:7b'] });
    const gone = await startFakeOpenAi();
    await gone.close();
    const there = { name: 'Here', baseUrl: running.baseUrl };
    const found = await findLocalServers(live, [{ name: 'Gone', baseUrl: gone.baseUrl }, there]);
    expect(found).toEqual([{ ...there, models: ['llava:7b'], wantsKey: false }]);
    expect(running.otherRequests[0]?.headers['authorization']).toBeUndefined();
    expect(localServers.map(({ baseUrl }) => new URL(baseUrl).port)).toEqual(['11434', '1234', '8080', '8000']);
  });

  it('tells each local server as it answers, those that want a key too', async () => {
    const list = { responses: true, modelsReply: () => errorReply(401, 'No key') };
    running = await startFakeOpenAi(undefined, list);
    const there = { name: 'vLLM', baseUrl: running.baseUrl };
    const told: unknown[] = [];
    const found = await findLocalServers(live, [there], 1.5, (server) => told.push(server));
    expect(found).toEqual([{ ...there, models: [], wantsKey: true }]);
    expect(told).toEqual(found);
  });

  it('knows an empty list of any shape', async () => {
    for (const json of [{ object: 'list', data: null }, { object: 'list', data: [] }, { models: [] }]) {
      const connection = await connectionTo(parrot, {}, { modelsReply: () => ({ json }) });
      expect(await listModels({ connection, key: undefined }, live)).toEqual({ ok: true, value: [] });
    }
    for (const json of [{}, [], { data: 'x' }, null]) {
      const connection = await connectionTo(parrot, {}, { modelsReply: () => ({ json: json ?? 'null' }) });
      expect((await listModels({ connection, key: undefined }, live)).ok).toBe(false);
    }
  });

  it('finds the version that an address lacks, and sends nothing elsewhere', async () => {
    running = await startFakeOpenAi(undefined, { models: ['a'] });
    const origin = running.baseUrl.replace('/v1', '');
    const connection = { name: 'f', baseUrl: origin, model: '-' };
    expect(await listModelsAt({ connection, key: 'k' }, live)).toEqual({
      ok: true,
      value: { baseUrl: running.baseUrl, models: ['a'] },
    });
    expect(running.otherRequests.map(({ path }) => path)).toEqual(['/v1/models']);
    const other = { ...connection, baseUrl: `${origin}/api` };
    expect(await listModelsAt({ connection: other, key: 'k' }, live)).toMatchObject({
      ok: false,
      error: { baseUrl: `${origin}/api`, failure: { kind: 'unknownModel' } },
    });
  });

  it('says that a key is wrong at the address where it is', async () => {
    const connection = await connectionTo(parrot, {}, { modelsReply: () => errorReply(401, 'Bad key') });
    const origin = connection.baseUrl.replace('/v1', '');
    expect(await listModelsAt({ connection: { ...connection, baseUrl: origin }, key: 'k' }, live)).toMatchObject({
      ok: false,
      error: { baseUrl: connection.baseUrl, failure: { kind: 'unauthorized' } },
    });
    expect(running?.otherRequests).toHaveLength(1);
  });
});

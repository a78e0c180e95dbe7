import { afterEach, describe, expect, it } from 'vitest';
import { findLocalServers, listModels } from '../../../src/core/models/listModels.ts';
import { localServers } from '../../../src/core/models/localServers.ts';
import { probeConnection, type ProbeFindings } from '../../../src/core/models/probe.ts';
import type { FakeReply } from '../../fakes/fakeReply.ts';
import { errorReply, html } from '../../fakes/fakeScripts.ts';
import { startFakeOpenAi, type FakeOpenAi, type RecordedRequest } from '../../fakes/openAiServer.ts';

let running: FakeOpenAi | undefined;
const live = new AbortController().signal;

afterEach(async () => {
  await running?.close();
  running = undefined;
});

/** A server with one whim: what it refuses, it refuses; anything else it answers like a model that sees. */
async function probeOf(refuses: (request: RecordedRequest) => FakeReply | undefined, sees = 'Yellow.') {
  running = await startFakeOpenAi((request) => {
    if (request.body?.['response_format'] !== undefined && refuses(request) === undefined) {
      return { text: '{"emolens_probe": "yes"}' };
    }
    return refuses(request) ?? { text: request.images.length > 0 ? sees : 'yes' };
  });
  return probeConnection({ connection: { name: 'f', baseUrl: running.baseUrl, model: 'm' }, key: 'k' }, live);
}

async function findingsOf(refuses: Parameters<typeof probeOf>[0], sees?: string): Promise<ProbeFindings> {
  const result = await probeOf(refuses, sees);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.findings;
}

function has(request: RecordedRequest, field: string): boolean {
  return request.body?.[field] !== undefined;
}

describe('a probe', () => {
  it('of a server that takes everything asks twice', async () => {
    expect(await findingsOf(() => undefined)).toEqual({
      profile: { maxTokensField: 'max_tokens', sendTemperature: true, sendSeed: true },
      seesImages: 'yes',
      jsonSchema: true,
      reply: 'Yellow.',
      requests: 2,
    });
    expect(running?.requests).toHaveLength(2);
    expect(running?.requests[0]?.images[0]?.mime).toBe('image/png');
  });

  it('of a model that reasons learns the other name of the limit, and to send no temperature', async () => {
    const findings = await findingsOf((request) => {
      if (has(request, 'max_tokens')) {
        return errorReply(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.");
      }
      return has(request, 'temperature')
        ? errorReply(400, "Unsupported value: 'temperature' does not support 0.")
        : undefined;
    });
    expect(findings.profile).toEqual({
      maxTokensField: 'max_completion_tokens',
      sendTemperature: false,
      sendSeed: true,
    });
    expect(findings.seesImages).toBe('yes');
  });

  it('of a server that knows neither limit nor seed sends none', async () => {
    const findings = await findingsOf((request) => {
      if (has(request, 'max_tokens')) return errorReply(422, 'max_tokens: extra field');
      if (has(request, 'max_completion_tokens')) return errorReply(422, 'max_completion_tokens: extra field');
      return has(request, 'seed') ? errorReply(422, 'seed: extra field') : undefined;
    });
    expect(findings.profile).toEqual({ maxTokensField: 'none', sendTemperature: true, sendSeed: false });
  });

  it.each([
    [400, 'this model does not support images', 3],
    [500, 'image input is not supported - hint: you may need to provide the mmproj', 3],
    [422, 'Input should be a valid string: content must be a string', 3],
    [400, 'Bad request', 4],
  ])('of a server without eyes says so: %i %s', async (status, words, requests) => {
    const findings = await findingsOf((request) => (request.images.length > 0 ? errorReply(status, words) : undefined));
    expect(findings.seesImages).toBe('no');
    expect(findings.requests).toBe(requests);
    expect(running?.requests).toHaveLength(requests);
    expect(findings.profile).toEqual({ maxTokensField: 'max_tokens', sendTemperature: true, sendSeed: true });
  });

  it('of a server that does not say what it dislikes finds it, and clears the picture of the suspicion', async () => {
    const findings = await findingsOf((request) => (has(request, 'seed') ? errorReply(400, 'Bad request') : undefined));
    expect(findings.profile.sendSeed).toBe(false);
    expect(findings.seesImages).toBe('yes');
  });

  it('is unsure about a model that takes the picture and names another colour', async () => {
    expect((await findingsOf(() => undefined, 'Blue, I guess.')).seesImages).toBe('unsure');
  });

  it('tells a schema that is ignored, or refused, from one that is kept', async () => {
    const ignored = await findingsOf((request) => (has(request, 'response_format') ? { text: 'yes' } : undefined));
    expect(ignored.jsonSchema).toBe(false);
    await running?.close();
    const refused = await findingsOf((request) =>
      has(request, 'response_format') ? errorReply(400, 'response_format is not supported') : undefined,
    );
    expect(refused.jsonSchema).toBe(false);
  });

  it.each([
    [errorReply(401, 'Invalid key'), 'unauthorized', 1],
    [errorReply(404, 'The model `m` does not exist'), 'unknownModel', 1],
    [errorReply(503, 'Loading model'), 'serverError', 1],
    [html('Sign in'), 'badResponse', 1],
  ] as const)('ends at once at what no concession helps: %j', async (reply, kind, requests) => {
    expect(await probeOf(() => reply)).toMatchObject({ ok: false, failure: { kind } });
    expect(running?.requests).toHaveLength(requests);
  });

  it('ends when everything is refused', async () => {
    expect(await probeOf(() => errorReply(400, 'no'))).toMatchObject({ ok: false, failure: { kind: 'badRequest' } });
    expect(running?.requests.length).toBeLessThan(10);
  });

  it('can be cancelled', async () => {
    running = await startFakeOpenAi(() => ({ text: 'yes', delayMs: 60_000 }));
    const stop = new AbortController();
    const connection = { name: 'f', baseUrl: running.baseUrl, model: 'm' };
    const result = probeConnection({ connection, key: undefined }, stop.signal);
    await running.arrived(1);
    stop.abort();
    expect(await result).toEqual({ ok: false, cancelled: true });
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
    expect(found).toEqual([{ ...there, models: ['llava:7b'] }]);
    expect(running.otherRequests[0]?.headers['authorization']).toBeUndefined();
    expect(localServers.map(({ baseUrl }) => new URL(baseUrl).port)).toEqual(['11434', '1234', '8080', '8000']);
  });
});

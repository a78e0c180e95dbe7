import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionSchema, endpointOf } from '../../../src/core/models/connection.ts';
import { failureSchema } from '../../../src/core/models/failure.ts';
import { readCompletion, usageOf } from '../../../src/core/models/openAiAnswer.ts';
import { base64ByTable, dataUri } from '../../../src/core/models/openAiDataUri.ts';
import { redacted, serverError } from '../../../src/core/models/openAiDetail.ts';
import { networkFailure, statusFailure } from '../../../src/core/models/openAiFailure.ts';
import { CutBody, readWhole } from '../../../src/core/models/openAiFetch.ts';
import { quotaLeft, requestIdOf, retryAfterMs } from '../../../src/core/models/openAiHeaders.ts';
import { readResponse } from '../../../src/core/models/responsesAnswer.ts';
import { extractUsageCost } from '../../../src/core/models/usageCost.ts';

const base = { name: 'local', baseUrl: 'http://localhost:11434/v1', model: 'llava' };

describe('a connection', () => {
  it('needs a name, an address and a model', () => {
    expect(connectionSchema.parse(base)).toEqual(base);
    for (const field of ['name', 'baseUrl', 'model']) {
      expect(connectionSchema.safeParse({ ...base, [field]: '' }).success).toBe(false);
    }
  });

  it.each([
    { key: 'sk-1' },
    { apiKey: 'sk-1' },
    { headers: { Authorization: 'Bearer sk-1' } },
    { headers: { 'x-api-key': 'sk-1' } },
    { headers: { 'API-Key': 'sk-1' } },
    { headers: { Cookie: 'session=1' } },
    { baseUrl: 'https://user:secret@host/v1' },
    { baseUrl: 'https://host/v1?key=secret' },
    { baseUrl: 'https://host/v1#secret' },
    { baseUrl: 'file:///etc/passwd' },
    { baseUrl: 'localhost:11434' },
    { headers: { 'X-Two': 'lines\r\nEvil: yes' } },
    { keyEnv: 'NOT A NAME' },
    { timeoutSeconds: 0 },
    { concurrency: 0 },
  ])('holds no secret and no nonsense: %j', (own) => {
    expect(connectionSchema.safeParse({ ...base, ...own }).success).toBe(false);
  });

  it('is reached without slashes too many, or a path pasted with it', () => {
    for (const tail of ['', '/', '//', '/chat/completions', '/chat/completions/', '/responses', '/responses/']) {
      expect(endpointOf({ baseUrl: `https://host/v1${tail}` })).toBe('https://host/v1');
    }
  });
});

describe('waits', () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    [{ 'retry-after-ms': '1500', 'retry-after': '60' }, 1500],
    [{ 'retry-after-ms': 'x', 'retry-after': '60' }, 60_000],
    [{ 'retry-after': '2.5' }, 2500],
    [{ 'retry-after': '-3' }, 0],
    [{ 'retry-after': '604800' }, 604_800_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:02:00 GMT' }, 120_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:02:00 GMT', date: 'Thu, 01 Jan 2026 00:01:00 GMT' }, 60_000],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined],
  ] as const)('%j', (headers, expected) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(expected);
  });
});

describe('quota', () => {
  it('is the smallest share that is left', () => {
    const headers = {
      'x-ratelimit-limit-requests': '100',
      'x-ratelimit-remaining-requests': '90',
      'x-ratelimit-limit-tokens': '1000',
      'x-ratelimit-remaining-tokens': '70',
    };
    expect(quotaLeft(new Headers(headers))).toBeCloseTo(0.07);
  });

  it('is not known from half of a pair, a limit of 0 or words', () => {
    expect(quotaLeft(new Headers({ 'x-ratelimit-remaining-requests': '3' }))).toBeUndefined();
    expect(quotaLeft(new Headers({ 'ratelimit-remaining': '0', 'ratelimit-limit': '0' }))).toBeUndefined();
    expect(quotaLeft(new Headers({ 'ratelimit-remaining': 'many', 'ratelimit-limit': '5' }))).toBeUndefined();
    expect(quotaLeft(new Headers({ 'ratelimit-remaining': '9', 'ratelimit-limit': '5' }))).toBe(1);
  });

  it('comes with a request id of any name', () => {
    expect(requestIdOf(new Headers({ 'request-id': 'r' }))).toBe('r');
    expect(requestIdOf(new Headers({ 'x-request-id': 'a'.repeat(999) }))).toHaveLength(200);
    expect(requestIdOf(new Headers())).toBeUndefined();
  });
});

describe('usage and cost', () => {
  it('reads the names in use', () => {
    expect(usageOf({ prompt_tokens: 10, completion_tokens: 2 })).toEqual({ input: 10, output: 2, cached: 0 });
    expect(usageOf({ input_tokens: 10, output_tokens: 2, input_tokens_details: { cached_tokens: 4 } })).toEqual({
      input: 10,
      output: 2,
      cached: 4,
    });
    expect(usageOf({ prompt_tokens: 10, completion_tokens: 2, prompt_cache_hit_tokens: 6 })?.cached).toBe(6);
    for (const none of [undefined, null, {}, [], 'x', { prompt_tokens: '10' }]) expect(usageOf(none)).toBeUndefined();
  });

  it('multiplies by the price, cached input by its own', () => {
    const usage = { input: 1_000_000, output: 500_000, cached: 400_000 };
    // By hand: 0.6 x 2 + 0.4 x 2 + 0.5 x 8, and with cached input at 0.5: 0.6 x 2 + 0.4 x 0.5 + 0.5 x 8.
    expect(extractUsageCost(usage, { inputPerMillionUsd: 2, outputPerMillionUsd: 8 })).toBeCloseTo(6);
    const price = { inputPerMillionUsd: 2, outputPerMillionUsd: 8, cachedPerMillionUsd: 0.5 };
    expect(extractUsageCost(usage, price)).toBeCloseTo(5.4);
  });

  it('is not known without usage or price, and is not zero then', () => {
    expect(extractUsageCost(undefined, { inputPerMillionUsd: 1, outputPerMillionUsd: 1 })).toBeUndefined();
    expect(extractUsageCost({ input: 1, output: 1, cached: 0 }, undefined)).toBeUndefined();
  });
});

describe('base64', () => {
  it('by table agrees with Node for every length and every byte', () => {
    for (let length = 0; length < 300; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + length) % 256);
      expect(base64ByTable(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    }
  });

  it('takes a view on a larger buffer as that view', () => {
    const bytes = new Uint8Array([9, 9, 1, 2, 3, 9]).subarray(2, 5);
    expect(dataUri({ bytes, mime: 'image/png', sha256: '' })).toBe('data:image/png;base64,AQID');
  });
});

describe('redaction', () => {
  it('removes the key also where it was URL-encoded', () => {
    expect(redacted('https://h/?k=a%2Fb%2Bc1234 a/b+c1234', 'a/b+c1234')).toBe('https://h/?k=[key] [key]');
  });

  it('removes keys that are not ours, and credentials of any scheme', () => {
    expect(redacted('used sk-proj-abcdefghijkl, Authorization: Basic dXNlcjpwYXNz', undefined)).toBe(
      'used [key], Authorization: Basic [key]',
    );
  });

  it('leaves ordinary words, and makes control characters spaces', () => {
    expect(redacted('a \u001b[31mred\n\tword\u0000', undefined)).toBe('a [31mred word');
  });

  it('removes the key before it shortens, so that no half of it stays', () => {
    const key = 'k'.repeat(40);
    expect(redacted(`${'x '.repeat(240)}${key}`, key)).not.toContain('kkk');
  });
});

describe('texts of a hostile server', () => {
  const long = 300_000;
  it.each([
    ['open tags', `<html>${'<'.repeat(long)}`],
    ['open titles', `<html>${'<title '.repeat(long / 7)}`],
    ['open scripts', `<html>${'<script>'.repeat(long / 8)}`],
    ['comments', `${'<!-- --> '.repeat(long / 9)}x`],
    ['a data URI without end', `data:${'a'.repeat(long)}`],
    ['many data URIs without end', 'data:image/'.repeat(long / 11)],
    ['spaces', `Bearer${' '.repeat(long)}`],
    ['letters', 'a'.repeat(long)],
    ['models', 'model '.repeat(long / 6)],
    ['braces', '['.repeat(long)],
  ])('are read in no time: %s', (_name, text) => {
    const headers = new Headers();
    expect(
      statusFailure({ status: 400, headers, error: serverError(text) }, 'sk-0123456789', 0).detail.length,
    ).toBeLessThanOrEqual(500);
    const json = JSON.stringify({ error: { message: text } });
    expect(
      statusFailure({ status: 400, headers, error: serverError(json) }, 'sk-0123456789', 0).detail.length,
    ).toBeLessThanOrEqual(500);
  });

  it.each([
    ['arrays', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['errors', '{"error":'.repeat(20_000) + '"x"' + '}'.repeat(20_000)],
    [
      'thoughts',
      `{"choices":[{"message":{"content":${'[{"type":"thinking","thinking":'.repeat(20_000)}"x"${'}]'.repeat(20_000)}}}]}`,
    ],
  ])('do not fill the stack: %s', (_name, text) => {
    const headers = new Headers();
    expect(readCompletion({ status: 200, headers, text }, undefined, 0).ok).toBe(false);
    expect(statusFailure({ status: 400, headers, error: serverError(text) }, undefined, 0).kind).toBe('badRequest');
  });

  it('of any shape are an answer or a failure, never an exception', () => {
    const part = fc.oneof(
      fc.jsonValue(),
      fc.record({ type: fc.string(), text: fc.jsonValue(), thinking: fc.jsonValue() }),
    );
    const message = fc.record(
      { content: fc.oneof(fc.string(), fc.array(part)), refusal: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const choice = fc.oneof(
      fc.jsonValue(),
      fc.record({ message, finish_reason: fc.jsonValue(), error: fc.jsonValue() }, { requiredKeys: [] }),
    );
    const output = fc.oneof(
      fc.jsonValue(),
      fc.record({ type: fc.constantFrom('message', 'reasoning'), content: fc.array(part), summary: fc.jsonValue() }),
    );
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record({ choices: fc.array(choice), usage: fc.jsonValue(), error: fc.jsonValue() }, { requiredKeys: [] }),
      fc.record(
        { output: fc.array(output), status: fc.jsonValue(), incomplete_details: fc.jsonValue() },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(body, fc.integer({ min: 200, max: 599 }), (json, status) => {
        const text = JSON.stringify(json);
        const headers = new Headers();
        for (const reader of [readCompletion, readResponse]) {
          const read = reader({ status: 200, headers, text }, undefined, 0);
          if (read.ok) expect(typeof read.answer.reply).toBe('string');
          else expect(failureSchema.safeParse(read.failure).success).toBe(true);
        }
        expect(
          failureSchema.safeParse(statusFailure({ status, headers, error: serverError(text) }, undefined, 0)).success,
        ).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('never carry the key', () => {
    const around = fc.string({ maxLength: 700 });
    fc.assert(
      fc.property(around, fc.base64String({ minLength: 16, maxLength: 60 }), around, (before, key, after) => {
        expect(redacted(before + key + after, key)).not.toContain(key);
      }),
    );
  });
});

describe('a network error', () => {
  const caused = (code: string, message = 'low level') =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
  it.each([
    ['ECONNREFUSED', 'unreachable'],
    ['ENOTFOUND', 'unreachable'],
    ['EAI_AGAIN', 'unreachable'],
    ['EHOSTUNREACH', 'unreachable'],
    ['CERT_HAS_EXPIRED', 'unreachable'],
    ['UND_ERR_CONNECT_TIMEOUT', 'unreachable'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
    ['ETIMEDOUT', 'timeout'],
    ['ECONNRESET', 'connection'],
    ['EPIPE', 'connection'],
    ['UND_ERR_SOCKET', 'connection'],
  ] as const)('%s is %s', (code, kind) => {
    expect(networkFailure(caused(code), undefined)).toEqual({ kind, detail: `${code} low level` });
  });

  it('of a name with several addresses tells of the first', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' });
    const both = new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) });
    expect(networkFailure(both, undefined)).toEqual({ kind: 'unreachable', detail: 'connect ECONNREFUSED ::1:1' });
  });

  it('may be anything, even a ring', () => {
    const ring: { message: string; cause?: unknown } = { message: 'ring' };
    ring.cause = ring;
    expect(networkFailure(ring, undefined).kind).toBe('connection');
    expect(networkFailure('just text', undefined)).toEqual({ kind: 'connection', detail: 'just text' });
    expect(networkFailure(undefined, undefined).kind).toBe('connection');
  });
});

describe('reading a body', () => {
  it('stops at the limit instead of filling the memory', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(1000));
    let sent = 0;
    let isCancelled = false;
    const endless = new ReadableStream({
      pull(controller) {
        sent++;
        controller.enqueue(chunk);
      },
      cancel() {
        isCancelled = true;
      },
    });
    const error: unknown = await readWhole(new Response(endless), 5000).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CutBody);
    expect((error as CutBody).text).toHaveLength(5000);
    expect(sent).toBeLessThan(12);
    expect(isCancelled).toBe(true);
  });

  it('joins characters whose bytes came in different pieces', async () => {
    const bytes = new TextEncoder().encode('担忧 😟');
    let next = 0;
    const stream = new ReadableStream({
      pull(controller) {
        if (next < bytes.length) controller.enqueue(bytes.subarray(next, ++next));
        else controller.close();
      },
    });
    expect(await readWhole(new Response(stream))).toBe('担忧 😟');
  });

  it('keeps what had arrived when it is cut', async () => {
    let sent = false;
    const stream = new ReadableStream({
      pull(controller) {
        if (sent) controller.error(new Error('reset'));
        else controller.enqueue(new TextEncoder().encode('{"a":'));
        sent = true;
      },
    });
    const error: unknown = await readWhole(new Response(stream)).catch((thrown: unknown) => thrown);
    expect((error as CutBody).text).toBe('{"a":');
  });
});

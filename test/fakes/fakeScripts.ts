import type { FakeReply } from './fakeReply.ts';
import type { FakeScript, RecordedRequest } from './openAiServer.ts';

/** Every request gets this text, or what the function makes of the request. */
export function answerWith(text: string | ((request: RecordedRequest, n: number) => string), delayMs = 0): FakeScript {
  return (request, n) => ({ text: typeof text === 'string' ? text : text(request, n), delayMs });
}

/** Replies one after the other; the last one for all that follow. */
export function inTurn(...replies: readonly [FakeReply, ...FakeReply[]]): FakeScript {
  return (_request, n) => replies[Math.min(n, replies.length - 1)]!;
}

/**
 * Knows the truth: the first image's hash decides. `answers` maps the SHA-256 of a picture to what is said about it, a text
 * or a function of the question; a picture that is not in it gets `otherwise`.
 */
export function oracle(
  answers: ReadonlyMap<string, string | ((question: string) => string)>,
  otherwise = 'I cannot tell.',
): FakeScript {
  return (request) => {
    const known = answers.get(request.images[0]?.sha256 ?? '');
    return { text: typeof known === 'function' ? known(request.lastText) : (known ?? otherwise) };
  };
}

/** Fails `count` times with `reply` for each different request body, then goes on with `then`. */
export function failsFirst(count: number, reply: FakeReply, then: FakeScript): FakeScript {
  const seen = new Map<string, number>();
  return (request, n) => {
    const key = JSON.stringify(request.body);
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    return times < count ? reply : then(request, n);
  };
}

/** Every `every`-th request (from the first) meets one of the faults in turn; the others go to `then`. */
export function flaky(every: number, faults: readonly [FakeReply, ...FakeReply[]], then: FakeScript): FakeScript {
  return (request, n) => (n % every === 0 ? faults[Math.floor(n / every) % faults.length]! : then(request, n));
}

/** A 429 as OpenAI sends it, with the wait in the headers given. */
export function rateLimited(headers: { readonly retryAfter?: string; readonly retryAfterMs?: string } = {}): FakeReply {
  return {
    status: 429,
    headers: {
      ...(headers.retryAfter === undefined ? {} : { 'retry-after': headers.retryAfter }),
      ...(headers.retryAfterMs === undefined ? {} : { 'retry-after-ms': headers.retryAfterMs }),
    },
    json: { error: { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' } },
  };
}

/** An error as OpenAI-compatible servers send it. */
export function errorReply(status: number, message: string, code: string | null = null): FakeReply {
  return { status, json: { error: { message, type: 'error', param: null, code } } };
}

/** A web page where an answer was expected. */
export function html(title: string, status = 200): FakeReply {
  return {
    status,
    body: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}

/** Allows `perSecond` requests in each second of the server's clock and answers 429 with `retry-after-ms` beyond that. */
export function quota(perSecond: number, then: FakeScript): FakeScript {
  let windowStart = 0;
  let used = 0;
  return (request, n) => {
    const now = performance.now();
    if (now - windowStart >= 1000) {
      windowStart = now;
      used = 0;
    }
    used++;
    if (used <= perSecond) return then(request, n);
    return rateLimited({ retryAfterMs: String(Math.ceil(windowStart + 1000 - now)) });
  };
}

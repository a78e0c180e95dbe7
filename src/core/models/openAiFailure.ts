import type { Failure, FailureKind } from './failure.ts';
import { redacted, type ServerError } from './openAiDetail.ts';
import { requestIdOf, retryAfterMs, type HeaderReader } from './openAiHeaders.ts';

/** A model that is not there, answered with 400 instead of 404: in the words of gateways. */
function namesUnknownModel({ words, codes }: ServerError): boolean {
  if (codes.some((code) => code === 'model_not_found' || code === 'invalid_model')) return true;
  return /\bmodel:?\s+\S{1,200}\s+(is |was )?(not found|does not exist|not exist)|\b(no such|unknown|invalid|not a valid) model\b|no endpoints found/i.test(
    words,
  );
}

/** An account without money answers 429 as if one had only to wait; waiting does not help. */
function namesEmptyAccount({ words, codes }: ServerError): boolean {
  return (
    codes.includes('insufficient_quota') ||
    /\b(check your plan and billing|insufficient (balance|credits?))\b/i.test(words)
  );
}

function kindOfStatus(status: number, error: ServerError): FailureKind {
  if (status === 401) return 'unauthorized';
  if (status === 402 || namesEmptyAccount(error)) return 'quotaSpent';
  if (status === 403) return 'forbidden';
  if (status === 408) return 'timeout';
  if (status === 413) return 'tooLarge';
  if (status === 429) return 'rateLimited';
  // A conflict or a too-early request goes away by itself, like a server's own trouble.
  if (status === 409 || status === 425 || status >= 500) return 'serverError';
  // Wrong address or wrong model, which servers do not tell apart reliably: no other picture would fare better.
  if (status === 404 || status === 405 || status < 400) return 'unknownModel';
  if (status === 400 && namesUnknownModel(error)) return 'unknownModel';
  return 'badRequest';
}

/** A status that is not 2xx, with the headers and what the body says. */
export interface StatusAnswer {
  readonly status: number;
  readonly headers: HeaderReader;
  readonly error: ServerError;
}

/** The failure that a status is. `now` in ms since 1970, for `retry-after` as a date. */
export function statusFailure(answer: StatusAnswer, key: string | undefined, now: number): Failure {
  const { status, headers, error } = answer;
  const kind = kindOfStatus(status, error);
  const moved = status >= 300 && status < 400 ? `redirects to ${headers.get('location') ?? 'another address'}` : '';
  const requestId = requestIdOf(headers);
  const wait = retryAfterMs(headers, now);
  return {
    kind,
    detail: redacted(moved === '' ? error.words : moved, key),
    httpStatus: status,
    ...(requestId === undefined ? {} : { requestId: redacted(requestId, key) }),
    ...(wait === undefined || kind === 'quotaSpent' || kind === 'forbidden' ? {} : { retryAfterMs: wait }),
  };
}

/** Codes of Node's sockets, name lookup and TLS that mean: no conversation with this server came about. */
const unreachableCode =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_NODATA|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EACCES|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|EPROTO|ERR_INVALID_URL)$/;

interface ErrorLike {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/** An error with all that caused it, outermost first; not deeper than eight, since a cause may point back. */
function causes(error: unknown): readonly ErrorLike[] {
  const found: ErrorLike[] = [];
  let next: unknown = error;
  while (typeof next === 'object' && next !== null && found.length < 8) {
    const current = next as ErrorLike;
    found.push(current);
    // With several addresses for a name, Node gathers one error for each.
    next = current.cause ?? (Array.isArray(current.errors) ? (current.errors as unknown[])[0] : undefined);
  }
  return found;
}

/** The failure that a thrown network error is: never reached, timed out, or lost on the way. */
export function networkFailure(error: unknown, key: string | undefined): Failure {
  const chain = causes(error);
  const codes = chain.map((one) => one.code).filter((code) => typeof code === 'string');
  const innermost = chain.findLast((one) => typeof one.message === 'string' && one.message !== '');
  const words = typeof innermost?.message === 'string' ? innermost.message : String(error);
  const code = codes.at(-1);
  const detail = redacted(code === undefined || words.includes(code) ? words : `${code} ${words}`, key);
  if (codes.some((one) => unreachableCode.test(one)) || words === 'bad port') return { kind: 'unreachable', detail };
  if (codes.some((one) => /TIMEOUT|ETIMEDOUT/.test(one))) return { kind: 'timeout', detail };
  return { kind: 'connection', detail };
}

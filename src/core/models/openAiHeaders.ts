/** What of a response's headers the runner needs. */
export type HeaderReader = Pick<Headers, 'get'>;

/** A number at the start of `text` that is not negative, or `undefined`. */
function count(text: string | null): number | undefined {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? Math.max(0, value) : undefined;
}

/**
 * What the server asked us to wait, in ms: `retry-after-ms` first (OpenAI's own), then `retry-after` in seconds or as a date
 * (RFC 9110, section 10.2.3). Any length is taken as it is. A date is measured against the server's own `date` header where there
 * is one, because its clock and ours may differ by more than the wait; `now` is ms since 1970.
 */
export function retryAfterMs(headers: HeaderReader, now: number): number | undefined {
  const exact = count(headers.get('retry-after-ms'));
  if (exact !== undefined) return exact;
  const text = headers.get('retry-after');
  const seconds = count(text);
  if (seconds !== undefined) return seconds * 1000;
  const date = text === null ? Number.NaN : Date.parse(text);
  if (Number.isNaN(date)) return undefined;
  const serverNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, date - (Number.isNaN(serverNow) ? now : serverNow));
}

/** Pairs of headers that say what is left and of how much, as servers in use name them. */
const quotaPairs: readonly (readonly [left: string, all: string])[] = [
  ['x-ratelimit-remaining-requests', 'x-ratelimit-limit-requests'],
  ['x-ratelimit-remaining-tokens', 'x-ratelimit-limit-tokens'],
  ['x-ratelimit-remaining', 'x-ratelimit-limit'],
  ['ratelimit-remaining', 'ratelimit-limit'],
];

/** The smallest share of a quota that is left, 0 to 1, over all quotas that the headers tell of; `undefined` without any. */
export function quotaLeft(headers: HeaderReader): number | undefined {
  const shares = quotaPairs.flatMap(([left, all]) => {
    const remaining = count(headers.get(left));
    const limit = count(headers.get(all));
    return remaining === undefined || limit === undefined || limit === 0 ? [] : [Math.min(1, remaining / limit)];
  });
  return shares.length === 0 ? undefined : Math.min(...shares);
}

/** The server's id of the request, under the names in use; at most 200 characters. */
export function requestIdOf(headers: HeaderReader): string | undefined {
  const id = headers.get('x-request-id') ?? headers.get('request-id') ?? headers.get('apim-request-id');
  return id === null || id === '' ? undefined : id.slice(0, 200);
}

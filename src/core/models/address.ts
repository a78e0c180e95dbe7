import { err, ok, type Result } from '../result.ts';
import { type Connection, connectionSchema, endpointOf } from './connection.ts';

/** An address as a connection keeps it, made of what a person pasted. */
export interface Address {
  readonly baseUrl: string;
  /** `responses` where the path of that API was pasted with it. */
  readonly api?: Connection['api'];
}

/** Why a text is no address. `secret`: it holds a user name, a password, a query or a fragment, where keys are often found. */
export type AddressError = 'empty' | 'notAnAddress' | 'secret';

/** Paths of requests that manuals print with the address. */
const requestPath = /\/(chat\/completions|completions|responses|models|embeddings|messages)\/*$/i;

/** Names and numbers of this machine and of networks without certificates (RFC 1918, RFC 6762); all else speaks https. */
const nearby =
  /^(localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|\[[^\]]*\]|10(\.\d{1,3}){3}|192\.168(\.\d{1,3}){2}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2}|[^./:]+|[^/:]+\.(local|lan|internal))(:\d+)?(\/|$)/i;

function withScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  const bare = text.replace(/^\/+/, '');
  return `${nearby.test(bare) ? 'http' : 'https'}://${bare}`;
}

/**
 * Reads an address as people paste it: quotes and spaces around it, a missing scheme (https, but http for this machine and private
 * networks), the path of a request behind it. `0.0.0.0`, which servers print when they start, is this machine.
 */
export function readAddress(text: string): Result<Address, AddressError> {
  const bare = text.trim().replace(/^["'`<(]+|["'`>),;]+$/g, '');
  if (bare === '') return err('empty');
  const full = withScheme(bare);
  if (/\s/.test(bare) || !URL.canParse(full)) return err('notAnAddress');
  const url = new URL(full);
  if (!/^https?:$/.test(url.protocol) || url.hostname === '') return err('notAnAddress');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return err('secret');
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  const path = url.pathname.replace(/\/+$/, '');
  const baseUrl = endpointOf({ baseUrl: url.origin + path.replace(requestPath, '') });
  if (!connectionSchema.shape.baseUrl.safeParse(baseUrl).success) return err('notAnAddress');
  return ok(/\/responses$/i.test(path) ? { baseUrl, api: 'responses' } : { baseUrl });
}

/** Whether a text that is being typed looks like an address and not like a word to look for in a list. */
export function looksLikeAddress(text: string): boolean {
  const bare = text.trim();
  const isShaped =
    /^https?:\/\/[^/]/i.test(bare) || /^[^\s/]+(\.[^\s/.]+|:\d{2,5})(\/\S*)?$/.test(bare) || /^localhost\b/i.test(bare);
  return isShaped && readAddress(bare).ok;
}

/** Whether an address is of this machine: nothing leaves it, and its servers mostly want no key. */
export function isThisMachine(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const { hostname } = new URL(baseUrl);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

/**
 * The addresses that a person may mean, the likeliest first: an address without a path mostly lacks its version, since nearly
 * every server has its API below `/v1`.
 */
export function likelyAddresses(baseUrl: string): readonly string[] {
  const hasPath = URL.canParse(baseUrl) && new URL(baseUrl).pathname.replace(/\/+$/, '') !== '';
  return hasPath ? [baseUrl] : [`${endpointOf({ baseUrl })}/v1`, baseUrl];
}

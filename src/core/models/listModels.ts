import { err, ok, type Result } from '../result.ts';
import { likelyAddresses } from './address.ts';
import type { Failure } from './failure.ts';
import { localServers, type LocalServer } from './localServers.ts';
import { parseJson, redacted } from './openAiDetail.ts';
import { openAiServer, type OpenAiModelOptions } from './openAiExchange.ts';

/** Most names that are kept of a list, and the longest that is; nobody looks through more. */
const mostModels = 5000;
const longestName = 300;

/** Names at `data[].id` (OpenAI and most others) or `models[].name` (some gateways); `undefined` for another shape. */
function modelNames(json: unknown): readonly string[] | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { data, models, object } = json as { readonly [name: string]: unknown };
  const list: unknown = data ?? models;
  // Ollama says `data: null` while it has no model.
  if (list === null || list === undefined) return object === 'list' ? [] : undefined;
  if (!Array.isArray(list)) return undefined;
  const names = (list as readonly unknown[]).slice(0, mostModels).flatMap((one) => {
    if (typeof one !== 'object' || one === null) return [];
    const { id, name } = one as { readonly id?: unknown; readonly name?: unknown };
    const found = id ?? name;
    return typeof found === 'string' && found !== '' && found.length <= longestName ? [found] : [];
  });
  return [...new Set(names)];
}

/** The names of the models that a server offers (`GET /models`), as it sorts them. `cancelled` only when the signal aborted. */
export async function listModels(
  options: OpenAiModelOptions,
  cancel: AbortSignal,
): Promise<Result<readonly string[], Failure | 'cancelled'>> {
  const { exchange, key } = openAiServer(options);
  const listed = await exchange((client, signal) => client.models.list({ signal }).asResponse(), cancel);
  if (listed.kind === 'cancelled') return err('cancelled');
  if (listed.kind !== 'whole') return err(listed.failure);
  const { status, text } = listed.arrived;
  const names = modelNames(parseJson(text));
  return names === undefined
    ? err({ kind: 'badResponse', detail: redacted(text, key), httpStatus: status })
    : ok(names);
}

/** The models of a server at the address where it really listed them. */
export interface ListedServer {
  readonly baseUrl: string;
  readonly models: readonly string[];
}

/** The kinds of failure that say that something else than an API is at an address: another path may still hold it. */
const wrongPath: ReadonlySet<Failure['kind']> = new Set(['unknownModel', 'badResponse', 'emptyResponse', 'badRequest']);

/** A failure with the address that it is about. */
export interface ListingFailure {
  readonly baseUrl: string;
  readonly failure: Failure;
}

/**
 * As {@link listModels}, at each address that may be meant (see `likelyAddresses`). When none lists models, the failure is that of
 * the likeliest one, unless another knows at least that the key is wrong.
 */
export async function listModelsAt(
  options: OpenAiModelOptions,
  cancel: AbortSignal,
): Promise<Result<ListedServer, ListingFailure | 'cancelled'>> {
  let first: ListingFailure | undefined;
  for (const baseUrl of likelyAddresses(options.connection.baseUrl)) {
    const listed = await listModels({ ...options, connection: { ...options.connection, baseUrl } }, cancel);
    if (listed.ok) return ok({ baseUrl, models: listed.value });
    if (listed.error === 'cancelled') return err('cancelled');
    const failed = { baseUrl, failure: listed.error };
    if (!wrongPath.has(listed.error.kind)) return err(failed);
    first ??= failed;
  }
  return first === undefined ? err('cancelled') : err(first);
}

/** A local server that answered. */
export interface FoundServer extends LocalServer {
  readonly models: readonly string[];
  /** It lists its models only to who has a key. */
  readonly wantsKey: boolean;
}

/**
 * Asks the usual ports of this machine for models, all at once, each for at most `timeoutSeconds`; those that answer are
 * returned, and told as they answer. No key is sent: who listens on a port is not known before it answers.
 */
export async function findLocalServers(
  cancel: AbortSignal,
  candidates: readonly LocalServer[] = localServers,
  timeoutSeconds = 1.5,
  onFound?: (server: FoundServer) => void,
): Promise<readonly FoundServer[]> {
  const asked = candidates.map(async (candidate) => {
    const connection = { name: candidate.name, baseUrl: candidate.baseUrl, model: '-', timeoutSeconds };
    const listed = await listModels({ connection, key: undefined }, cancel);
    const wantsKey = !listed.ok && listed.error !== 'cancelled' && listed.error.kind === 'unauthorized';
    if (!listed.ok && !wantsKey) return [];
    const found = { ...candidate, models: listed.ok ? listed.value : [], wantsKey };
    onFound?.(found);
    return [found];
  });
  return (await Promise.all(asked)).flat();
}

import { err, ok, type Result } from '../result.ts';
import type { Failure } from './failure.ts';
import { parseJson, redacted } from './openAiDetail.ts';
import { openAiServer, type OpenAiModelOptions } from './openAiExchange.ts';
import { localServers, type LocalServer } from './localServers.ts';

/** Names at `data[].id` (OpenAI and most others) or `models[].name` (some gateways); `undefined` for another shape. */
function modelNames(json: unknown): readonly string[] | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { data, models } = json as { readonly data?: unknown; readonly models?: unknown };
  const list: unknown = data ?? models;
  if (!Array.isArray(list)) return undefined;
  return (list as readonly unknown[]).flatMap((one) => {
    if (typeof one !== 'object' || one === null) return [];
    const { id, name } = one as { readonly id?: unknown; readonly name?: unknown };
    const found = id ?? name;
    return typeof found === 'string' && found !== '' ? [found] : [];
  });
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

/** A local server that answered, with its models. */
export interface FoundServer extends LocalServer {
  readonly models: readonly string[];
}

/**
 * Asks the usual ports of this machine for models, all at once, each for at most `timeoutSeconds`; those that answer are
 * returned. No key is sent: who listens on a port is not known before it answers.
 */
export async function findLocalServers(
  cancel: AbortSignal,
  candidates: readonly LocalServer[] = localServers,
  timeoutSeconds = 1.5,
): Promise<readonly FoundServer[]> {
  const asked = candidates.map(async (candidate) => {
    const connection = { name: candidate.name, baseUrl: candidate.baseUrl, model: '-', timeoutSeconds };
    const models = await listModels({ connection, key: undefined }, cancel);
    return models.ok ? [{ ...candidate, models: models.value }] : [];
  });
  return (await Promise.all(asked)).flat();
}

import type { Connection, Price } from '../core/models/connection.ts';
import { connectionSchema, endpointOf } from '../core/models/connection.ts';
import { expressionBaseline, expressionBaselineId } from '../core/models/expressionBaseline.ts';
import type { Model } from '../core/models/model.ts';
import { openAiModel } from '../core/models/openAiModel.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { startExpressionNetwork } from '../platform/node/expressionNetwork.ts';
import { patientFetch } from '../platform/node/patientFetch.ts';
import { connectionsPath, readConnections } from './connectionsFile.ts';
import type { CliHost } from './host.ts';

/** A model to ask, with what its connection says beside it. */
export interface ChosenModel {
  readonly model: Model;
  /** The connection's name, when it has one. */
  readonly connection?: string;
  readonly settings: Partial<
    Pick<
      Connection,
      | 'concurrency'
      | 'requestsPerMinute'
      | 'tokensPerMinute'
      | 'maxSide'
      | 'temperature'
      | 'maxTokens'
      | 'seed'
      | 'profile'
    >
  >;
  readonly price?: Price;
  dispose(): Promise<void>;
}

/** What was asked for on the command line. */
export interface ModelWish {
  /** A connection's name, the baseline's id, or with `baseUrl` any model name. */
  readonly id: string;
  readonly baseUrl?: string;
  readonly timeoutSeconds?: number;
  /** The option that names it, for messages. */
  readonly option?: '--model' | '--extractor';
}

/** A connection that was found or made from the options, with the key for its server. */
export interface FoundConnection {
  readonly connection: Connection;
  readonly key: string | undefined;
  /** Whether it is one of the connections file. */
  readonly isNamed: boolean;
}

/** Finds the model; the error is a sentence. */
export async function chooseModel(wish: ModelWish, host: CliHost): Promise<Result<ChosenModel, string>> {
  if (wish.id === expressionBaselineId) {
    if (wish.baseUrl !== undefined)
      return err(`--base-url: ${expressionBaselineId} runs in-process and has no address`);
    const network = startExpressionNetwork();
    return ok({ model: expressionBaseline(network), settings: {}, dispose: () => network.dispose() });
  }
  const found = await findConnection(wish, host);
  if (!found.ok) return found;
  const { connection, key, isNamed } = found.value;
  const { price } = connection;
  return ok({
    model: openAiModel({ connection, key, fetch: patientFetch() }),
    ...(isNamed ? { connection: connection.name } : {}),
    settings: connection,
    ...(price === undefined ? {} : { price }),
    dispose: () => Promise.resolve(),
  });
}

/** Finds a connection by its name, or makes one of the model's name and its address; the error is a sentence. */
export async function findConnection(wish: ModelWish, host: CliHost): Promise<Result<FoundConnection, string>> {
  const option = `${wish.option ?? '--model'} ${wish.id}`;
  const connections = await readConnections(host.env, { name: wish.id, note: host.note });
  if (!connections.ok) return connections;
  const named = connections.value.find((one) => one.name === wish.id);
  if (named === undefined && wish.baseUrl === undefined) {
    const orElse = wish.option === '--extractor' ? '' : '; or give its --base-url';
    return err(`${option}: no connection has this name in ${connectionsPath(host.env)}${orElse}`);
  }
  const connection = connectionSchema.safeParse({
    ...(named ?? { name: wish.id, model: wish.id }),
    ...(wish.baseUrl === undefined ? {} : { baseUrl: wish.baseUrl }),
    ...(wish.timeoutSeconds === undefined ? {} : { timeoutSeconds: wish.timeoutSeconds }),
  });
  if (!connection.success) {
    const issue = connection.error.issues[0];
    return err(`${issue?.path[0] === 'baseUrl' ? '--base-url' : option}: ${issue?.message}`);
  }
  return ok({ connection: connection.data, key: keyFor(connection.data, host.env), isNamed: named !== undefined });
}

/** The name of the connection to a recorded model; `undefined` where none leads there any more. */
export async function connectionTo(
  recorded: { readonly model: string; readonly endpoint?: string | undefined },
  host: CliHost,
): Promise<string | undefined> {
  const connections = await readConnections(host.env);
  const all = connections.ok ? connections.value : [];
  return all.find((one) => one.model === recorded.model && endpointOf(one) === recorded.endpoint)?.name;
}

/** A connection that names the variable of its key is never sent another server's. */
function keyFor(connection: Connection, env: CliHost['env']): string | undefined {
  if (env['EMOLENS_API_KEY']) return env['EMOLENS_API_KEY'];
  return (connection.keyEnv === undefined ? env['OPENAI_API_KEY'] : env[connection.keyEnv]) || undefined;
}

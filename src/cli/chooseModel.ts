import type { Price } from '../core/models/connection.ts';
import type { Connection } from '../core/models/connection.ts';
import { connectionSchema } from '../core/models/connection.ts';
import { expressionBaseline, expressionBaselineId } from '../core/models/expressionBaseline.ts';
import type { Model } from '../core/models/model.ts';
import { openAiModel } from '../core/models/openAiModel.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { startExpressionNetwork } from '../platform/node/expressionNetwork.ts';
import { connectionsPath, readConnections } from './connectionsFile.ts';
import type { CliHost } from './host.ts';

/** A model to ask, with what its connection says beside it. */
export interface ChosenModel {
  readonly model: Model;
  /** The connection's name, when it has one. */
  readonly connection?: string;
  readonly settings: Pick<
    Connection,
    'concurrency' | 'requestsPerMinute' | 'tokensPerMinute' | 'maxSide' | 'temperature' | 'maxTokens' | 'seed'
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
}

/** Finds the model; the error is a sentence. */
export async function chooseModel(wish: ModelWish, host: CliHost): Promise<Result<ChosenModel, string>> {
  if (wish.id === expressionBaselineId) {
    if (wish.baseUrl !== undefined)
      return err(`--base-url: ${expressionBaselineId} runs in-process and has no address`);
    const network = startExpressionNetwork();
    return ok({ model: expressionBaseline(network), settings: {}, dispose: () => network.dispose() });
  }
  const connections = await readConnections(host.env);
  if (!connections.ok) return connections;
  const named = connections.value.find((one) => one.name === wish.id);
  if (named === undefined && wish.baseUrl === undefined) {
    return err(
      `--model ${wish.id}: no connection has this name in ${connectionsPath(host.env)}; or give its --base-url`,
    );
  }
  const connection = connectionSchema.safeParse({
    ...(named ?? { name: wish.id, model: wish.id }),
    ...(wish.baseUrl === undefined ? {} : { baseUrl: wish.baseUrl }),
    ...(wish.timeoutSeconds === undefined ? {} : { timeoutSeconds: wish.timeoutSeconds }),
  });
  if (!connection.success) {
    const issue = connection.error.issues[0];
    return err(`${issue?.path[0] === 'baseUrl' ? '--base-url' : `--model ${wish.id}`}: ${issue?.message}`);
  }
  const { price } = connection.data;
  return ok({
    model: openAiModel({ connection: connection.data, key: keyFor(connection.data, host.env) }),
    ...(named === undefined ? {} : { connection: named.name }),
    settings: connection.data,
    ...(price === undefined ? {} : { price }),
    dispose: () => Promise.resolve(),
  });
}

/** A connection that names the variable of its key is never sent another server's. */
function keyFor(connection: Connection, env: CliHost['env']): string | undefined {
  if (env['EMOLENS_API_KEY']) return env['EMOLENS_API_KEY'];
  return (connection.keyEnv === undefined ? env['OPENAI_API_KEY'] : env[connection.keyEnv]) || undefined;
}

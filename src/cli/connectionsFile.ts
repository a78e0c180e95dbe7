import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { connectionSchema } from '../core/models/connection.ts';
import type { Connection } from '../core/models/connection.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { CliHost } from './host.ts';

/** The command line's connections: a list, or an object that holds one. No secrets: a connection refuses them. */
const connectionsSchema = z.union([
  z.array(connectionSchema),
  z.strictObject({
    $schema: z.string().optional(),
    version: z.literal(1).optional(),
    connections: z.array(connectionSchema),
  }),
]);

/** Where the connections are: `EMOLENS_CONNECTIONS`, else `emolens/connections.json` in the user's configuration folder. */
export function connectionsPath(env: CliHost['env']): string {
  const folder = env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config');
  return env['EMOLENS_CONNECTIONS'] || join(folder, 'emolens', 'connections.json');
}

/** Reads the connections; a file that is not there holds none. The error is a sentence that names the file and the place. */
export async function readConnections(env: CliHost['env']): Promise<Result<readonly Connection[], string>> {
  const path = connectionsPath(env);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    const isAbsent = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    if (isAbsent && !env['EMOLENS_CONNECTIONS']) return ok([]);
    return err(`${path}: ${isAbsent ? 'there is no such file' : String(thrown)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    return err(`${path}: ${thrown instanceof Error ? thrown.message : 'not JSON'}`);
  }
  // A union's own error says nothing of the place: the shape is decided first.
  const list = Array.isArray(value) ? z.array(connectionSchema).safeParse(value) : connectionsSchema.safeParse(value);
  if (list.success) return ok(Array.isArray(list.data) ? list.data : list.data.connections);
  const issue = list.error.issues[0];
  return err(`${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a list of connections'}`);
}

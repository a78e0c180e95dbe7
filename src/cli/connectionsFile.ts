import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Connection } from '../core/models/connection.ts';
import { readConnectionList } from '../core/models/connectionList.ts';
import type { ConnectionFault } from '../core/models/connectionList.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { CliHost } from './host.ts';

/** The command line's connections: a list, or an object that holds one. No secrets: a connection refuses them. */
const connectionsSchema = z.union([
  z.array(z.unknown()),
  z.strictObject({
    $schema: z.string().optional(),
    version: z.literal(1).optional(),
    connections: z.array(z.unknown()),
  }),
]);

/** Which connection is looked for, and where notes about the others go. */
export interface ConnectionWish {
  readonly name: string;
  note(line: string): void;
}

/** What is wrong with an entry, in one line with its place. */
function faultLine(path: string, { kind, index, path: field, detail }: ConnectionFault): string {
  const place = [`connections.${index}`, ...(field === '' ? [] : [field])].join('.');
  const words = {
    invalid: detail,
    duplicateName: 'an earlier entry has this name',
    reservedName: 'this name is taken',
  };
  return `${path}: ${place}: ${words[kind]}`.replaceAll(/\s+/g, ' ');
}

/** Lines that were noted already: a command that asks several models looks several times. */
const noted = new WeakMap<ConnectionWish['note'], Set<string>>();

function noteOnce({ note }: ConnectionWish, line: string): void {
  const lines = noted.get(note) ?? new Set();
  if (!lines.has(line)) note(`emolens: ${line}`);
  noted.set(note, lines.add(line));
}

/** Where the connections are: `EMOLENS_CONNECTIONS`, else `emolens/connections.json` in the user's configuration folder. */
export function connectionsPath(env: CliHost['env']): string {
  const folder = env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config');
  return env['EMOLENS_CONNECTIONS'] || join(folder, 'emolens', 'connections.json');
}

/**
 * Reads the connections; a file that is not there holds none. A bad entry is noted and the others work; it is an error only when it
 * is the one that is looked for. The error is a sentence that names the file and the place.
 */
export async function readConnections(
  env: CliHost['env'],
  wish?: ConnectionWish,
): Promise<Result<readonly Connection[], string>> {
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
  const file = connectionsSchema.safeParse(value);
  if (!file.success) return err(`${path}: not a list of connections, nor an object with one in "connections"`);
  const { connections, faults } = readConnectionList(Array.isArray(file.data) ? file.data : file.data.connections);
  const found = connections.map(({ connection }) => connection);
  const wanted = wish && !found.some(({ name }) => name === wish.name) ? wish.name : undefined;
  const asked = wanted === undefined ? undefined : faults.find(({ name }) => name === wanted);
  if (asked !== undefined) return err(faultLine(path, asked));
  if (wish !== undefined) for (const fault of faults) noteOnce(wish, faultLine(path, fault));
  return ok(found);
}

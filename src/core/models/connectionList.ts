import { type Connection, connectionSchema } from './connection.ts';
import { expressionBaselineId } from './expressionBaseline.ts';

/** A well-formed entry of a list of connections, with its place from 0. */
export interface ListedConnection {
  readonly index: number;
  readonly connection: Connection;
}

/**
 * What is wrong with one entry of a list. `invalid`: the field at `path` (dotted, empty for the entry itself) is not as it must be;
 * `duplicateName`: an earlier entry has the name; `reservedName`: the name is that of a model that is no connection.
 */
export interface ConnectionFault {
  readonly kind: 'invalid' | 'duplicateName' | 'reservedName';
  readonly index: number;
  /** The entry's name, as far as it has one; untrusted text. */
  readonly name: string | undefined;
  readonly path: string;
  /** What a field must be, in English; empty for the other kinds. */
  readonly detail: string;
}

/** A list of connections, the good entries and what is wrong with the others. */
export interface ConnectionList {
  readonly connections: readonly ListedConnection[];
  readonly faults: readonly ConnectionFault[];
}

/** Whether a name belongs to models that are there without a connection. */
export function isReservedName(name: string): boolean {
  return name === expressionBaselineId || name.startsWith('editor/');
}

function nameIn(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('name' in entry)) return undefined;
  return typeof entry.name === 'string' ? entry.name : undefined;
}

/** Reads entries one by one: a bad one is named with its place and spoils no other. Of two with one name the first counts. */
export function readConnectionList(entries: readonly unknown[]): ConnectionList {
  const connections: ListedConnection[] = [];
  const faults: ConnectionFault[] = [];
  const names = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const parsed = connectionSchema.safeParse(entry);
    const name = nameIn(entry);
    const fault = { index, name, path: 'name', detail: '' };
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      faults.push({ ...fault, kind: 'invalid', path: issue?.path.join('.') ?? '', detail: issue?.message ?? '' });
    } else if (isReservedName(parsed.data.name)) faults.push({ ...fault, kind: 'reservedName' });
    else if (names.has(parsed.data.name)) faults.push({ ...fault, kind: 'duplicateName' });
    else {
      names.add(parsed.data.name);
      connections.push({ index, connection: parsed.data });
    }
  }
  return { connections, faults };
}

/** A name that no connection has: the wanted one, else with ` (2)`, ` (3)` ... behind it; of a reserved one the slashes go. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const plain = isReservedName(wanted) ? wanted.replaceAll('/', ' ') : wanted;
  for (let number = 1; ; number++) {
    const name = number === 1 ? plain : `${plain} (${number})`;
    if (!taken.includes(name)) return name;
  }
}

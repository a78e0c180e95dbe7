import * as vscode from 'vscode';
import { type Connection, endpointOf } from '../../core/models/connection.ts';
import { type ConnectionList, readConnectionList } from '../../core/models/connectionList.ts';
import { setting, writeSetting } from '../settings.ts';

/** Where the key of a connection is: nowhere, in secret storage, or in an environment variable. */
export type KeyPlace =
  | { readonly kind: 'none' }
  | { readonly kind: 'stored'; readonly key: string }
  | { readonly kind: 'environment'; readonly variable: string };

/** Reads what a person wrote as a key: nothing, `$NAME` for an environment variable, or the key itself. */
export function readKey(text: string): KeyPlace {
  const bare = text.trim().replace(/^bearer\s+/i, '');
  if (bare === '') return { kind: 'none' };
  const variable = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(bare)?.[1];
  return variable === undefined ? { kind: 'stored', key: bare } : { kind: 'environment', variable };
}

/** The key itself, now; `undefined` where there is none. */
export function keyValue(place: KeyPlace): string | undefined {
  if (place.kind === 'environment') return process.env[place.variable];
  return place.kind === 'stored' ? place.key : undefined;
}

/** A key belongs to an address: a connection that is changed to another server does not take the key along. */
function secretName(connection: Pick<Connection, 'name' | 'baseUrl'>): string {
  return `emolens.key:${connection.name}@${endpointOf(connection)}`;
}

/** The connections of the settings with their keys in secret storage; the only place that writes either. */
export class ConnectionStore {
  readonly #secrets: vscode.SecretStorage;
  /** The settings' connections changed, by whomever. */
  readonly onDidChange: vscode.Event<void> = (listener, scope, owned) =>
    vscode.workspace.onDidChangeConfiguration(
      (event) => {
        if (event.affectsConfiguration('emolens.connections')) listener.call(scope);
      },
      undefined,
      owned,
    );

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  list(): ConnectionList {
    const entries: unknown = setting('connections');
    return readConnectionList(Array.isArray(entries) ? entries : []);
  }

  /** The connection of a name, as the settings have it now. */
  find(name: string): Connection | undefined {
    return this.list().connections.find(({ connection }) => connection.name === name)?.connection;
  }

  /** The key of a connection, looked up now. */
  async keyOf(connection: Connection): Promise<string | undefined> {
    if (connection.keyEnv !== undefined) return process.env[connection.keyEnv];
    return this.#secrets.get(secretName(connection));
  }

  /** Adds a connection with its key. When the settings cannot be written, no key stays behind; the editor's error is thrown. */
  async add(connection: Connection, key: KeyPlace): Promise<void> {
    await this.#storeKey(connection, key);
    try {
      await this.#write([...this.#entries(), withKey(connection, key)]);
    } catch (thrown) {
      await this.#secrets.delete(secretName(connection));
      throw thrown;
    }
  }

  /** Puts a connection in the place of the one called `name`. A renamed one keeps its key; another address does not get it. */
  async replace(name: string, connection: Connection): Promise<void> {
    const at = this.list().connections.find((one) => one.connection.name === name);
    if (at === undefined) return;
    const old = at.connection;
    const isMoved = secretName(old) !== secretName(connection);
    const key =
      isMoved && endpointOf(old) === endpointOf(connection) ? await this.#secrets.get(secretName(old)) : undefined;
    if (key !== undefined) await this.#secrets.store(secretName(connection), key);
    await this.#write(this.#entries().map((entry, index) => (index === at.index ? connection : entry)));
    if (isMoved) await this.#secrets.delete(secretName(old));
  }

  /** Sets where the key of a connection is. */
  async setKey(connection: Connection, key: KeyPlace): Promise<void> {
    await this.#storeKey(connection, key);
    const changed = withKey(connection, key);
    if (changed.keyEnv !== connection.keyEnv) await this.replace(connection.name, changed);
  }

  /** Removes a connection and its key. */
  async remove(name: string): Promise<void> {
    const at = this.list().connections.find((one) => one.connection.name === name);
    if (at === undefined) return;
    await this.#write(this.#entries().filter((_entry, index) => index !== at.index));
    await this.#secrets.delete(secretName(at.connection));
  }

  #entries(): readonly unknown[] {
    const entries: unknown = setting('connections');
    return Array.isArray(entries) ? (entries as readonly unknown[]) : [];
  }

  async #write(entries: readonly unknown[]): Promise<void> {
    if (vscode.workspace.isTrusted) return writeSetting('connections', entries);
    // What an untrusted workspace says of connections is not read: it must not be written to either.
    const configuration = vscode.workspace.getConfiguration('emolens');
    await configuration.update('connections', entries, vscode.ConfigurationTarget.Global);
  }

  async #storeKey(connection: Connection, key: KeyPlace): Promise<void> {
    if (key.kind === 'stored') await this.#secrets.store(secretName(connection), key.key);
    else await this.#secrets.delete(secretName(connection));
  }
}

/** A connection that says where its key is, as far as that is no secret. */
function withKey(connection: Connection, key: KeyPlace): Connection {
  const { keyEnv: _old, ...rest } = connection;
  return key.kind === 'environment' ? { ...rest, keyEnv: key.variable } : rest;
}

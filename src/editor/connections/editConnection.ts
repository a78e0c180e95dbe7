import * as l10n from '@vscode/l10n';
import { type Connection, endpointOf } from '../../core/models/connection.ts';
import { profileText } from '../../core/words/connectionText.ts';
import { failureText } from '../../core/words/failureText.ts';
import { askKey } from './askKey.ts';
import { askModel } from './askModel.ts';
import { askAddress } from './askServer.ts';
import {
  askApi,
  askName,
  askNumber,
  askPrice,
  type NumberField,
  numberFields,
  numberLabel,
  numberText,
  priceText,
} from './connectionFields.ts';
import type { ConnectionStore, KeyPlace } from './connectionStore.ts';
import type { Answer, Prompts, Row } from './prompts.ts';

/** What can be changed of a connection. */
export type EditableField = 'name' | 'address' | 'model' | 'key' | 'price' | 'api' | NumberField;

type Choice = EditableField | 'test' | 'done';

/** What editing needs; `test` tests a connection by its name and keeps what was found. */
export interface EditPorts {
  readonly prompts: Prompts;
  readonly store: ConnectionStore;
  test(name: string): Promise<unknown>;
}

/** What a probe found of another model or server does not hold for this one. */
function unprobed({ profile: _profile, ...rest }: Connection): Connection {
  return rest;
}

async function keyText(store: ConnectionStore, connection: Connection): Promise<string> {
  if (connection.keyEnv !== undefined) return `$${connection.keyEnv}`;
  return (await store.keyOf(connection)) === undefined ? l10n.t('none') : l10n.t('in secret storage');
}

async function rowsOf(store: ConnectionStore, connection: Connection): Promise<readonly Row<Choice>[]> {
  const { profile } = connection;
  return [
    { label: l10n.t('Name'), description: connection.name, value: 'name' },
    { label: l10n.t('Address'), description: endpointOf(connection), value: 'address' },
    { label: l10n.t('Model'), description: connection.model, value: 'model' },
    { label: l10n.t('Key'), description: await keyText(store, connection), value: 'key' },
    { label: l10n.t('Price'), description: priceText(connection), value: 'price' },
    ...numberFields.map((field) => ({
      label: numberLabel(field),
      description: numberText(field, connection),
      value: field,
    })),
    { label: 'API', description: connection.api === 'responses' ? 'Responses' : 'Chat Completions', value: 'api' },
    {
      label: `$(pulse) ${l10n.t('Test')}`,
      description: profile === undefined ? l10n.t('not tested') : profileText(profile),
      value: 'test',
    },
    { label: `$(check) ${l10n.t('Done')}`, value: 'done' },
  ];
}

/** Asks for the key of a connection and keeps it; `baseUrl` is the server that it is for. */
export async function editKey({ prompts, store }: EditPorts, connection: Connection): Promise<Answer<KeyPlace>> {
  const value = connection.keyEnv === undefined ? '' : `$${connection.keyEnv}`;
  const title = `${connection.name}: ${l10n.t('Key')}`;
  const asked = await askKey(prompts, endpointOf(connection), { title, value, canGoBack: true });
  if (asked.kind === 'given') await store.setKey(connection, asked.value);
  return asked;
}

/** Another server gets neither the old key, nor what was found out about the old server. */
async function editAddress(ports: EditPorts, connection: Connection): Promise<void> {
  const { prompts, store } = ports;
  const title = `${connection.name}: ${l10n.t('Address')}`;
  const asked = await askAddress(prompts, { title, value: connection.baseUrl, canGoBack: true });
  if (asked.kind !== 'given') return;
  const { baseUrl, api } = asked.value;
  if (endpointOf({ baseUrl }) === endpointOf(connection)) return;
  const { keyEnv: _old, ...rest } = unprobed(connection);
  const moved: Connection = { ...rest, baseUrl, ...(api === undefined ? {} : { api }) };
  const key = await askKey(prompts, baseUrl, {
    title,
    canGoBack: true,
    note: {
      severity: 'info',
      text: l10n.t('A key belongs to an address: the old one is not sent to the new server.'),
    },
  });
  if (key.kind !== 'given') return;
  await store.replace(connection.name, moved);
  await store.setKey(moved, key.value);
}

async function editModel({ prompts, store }: EditPorts, connection: Connection): Promise<void> {
  const known = await store.keyOf(connection);
  const key: KeyPlace = known === undefined ? { kind: 'none' } : { kind: 'stored', key: known };
  const { api, baseUrl, model } = connection;
  const place = { title: `${connection.name}: ${l10n.t('Model')}`, canGoBack: true };
  let asked = await askModel(prompts, { baseUrl, model, key, api }, place);
  if (asked.kind === 'given' && asked.value.kind !== 'model') {
    void prompts.tell('warning', failureText(asked.value.failure));
    asked = await askModel(prompts, { baseUrl, model, key, api }, { ...place, isInsisted: true });
  }
  if (asked.kind !== 'given' || asked.value.kind !== 'model' || asked.value.model === model) return;
  await store.replace(connection.name, { ...unprobed(connection), model: asked.value.model });
}

/** Changes one field of a connection; resolves with the name that the connection has then. */
export async function editField(ports: EditPorts, connection: Connection, field: EditableField): Promise<string> {
  const { prompts, store } = ports;
  const keep = async (asked: Answer<Connection>): Promise<string> => {
    if (asked.kind !== 'given') return connection.name;
    await store.replace(connection.name, asked.value);
    return asked.value.name;
  };
  switch (field) {
    case 'name': {
      const names = store.list().connections.map((one) => one.connection.name);
      return keep(
        await askName(
          prompts,
          connection,
          names.filter((name) => name !== connection.name),
        ),
      );
    }
    case 'address':
      await editAddress(ports, connection);
      return connection.name;
    case 'model':
      await editModel(ports, connection);
      return connection.name;
    case 'key':
      await editKey(ports, connection);
      return connection.name;
    case 'price':
      return keep(await askPrice(prompts, connection));
    case 'api':
      return keep(await askApi(prompts, connection));
    default:
      return keep(await askNumber(prompts, connection, field));
  }
}

/** Shows the fields of a connection with their values, each to be changed in place, until the person is done. */
export async function editConnection(ports: EditPorts, name: string): Promise<void> {
  let current = name;
  let last: Choice = 'name';
  for (;;) {
    const connection = ports.store.find(current);
    if (connection === undefined) return;
    const picked: Answer<Choice> = await ports.prompts.pick<Choice>({
      title: l10n.t('Edit Connection: {0}', connection.name),
      placeholder: l10n.t('What to change'),
      rows: await rowsOf(ports.store, connection),
      active: (value) => value === last,
    });
    if (picked.kind !== 'given' || picked.value === 'done') return;
    last = picked.value;
    if (last === 'test') await ports.test(current);
    else current = await editField(ports, connection, last);
  }
}
